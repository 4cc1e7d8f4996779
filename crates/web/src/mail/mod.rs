//! The front page by mail: the form, the links in mails, and the letters themselves.
//!
//! It must never tell whether an address is known, never act on a link without a press of a button (programs follow
//! links in mails before people do), and never put a link to another server into a letter. Sending is not done here.

mod digest;
mod form;
mod links;
mod pages;

pub use digest::{Digest, Letter, confirmation, digest};
pub use links::MailKey;

use crate::answer::{Document, Kind};
use crate::api::limits::Limits;
use crate::api::rim::asking;
use crate::error::Failure;
use crate::setting::{Form, Setting};
use crate::site::message::Dressed;
use crate::{PageError, Site};
use askama::Template;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use form::Typed;
use jiff::SignedDuration;
use links::Confirm;
use pages::{ConfirmPage, LeavePage, SaidPage, SubscribePage};
use std::sync::Arc;
use std::time::Instant;

/// Bytes of a form.
const MOST_BYTES: usize = 8_000;
/// Forms of one client in a minute.
const FORMS: u32 = 5;
/// An address is asked to confirm at most once in this time, whoever types it.
pub(crate) const PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// That readers can have the front page by mail, and how.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What the links in mails are signed with.
    pub key: Arc<MailKey>,
    /// The hour that the form proposes, from 0 to 23.
    pub hour: u8,
    /// Stories in a mail.
    pub stories: usize,
}

/// The site with the setting by which these handlers are there at all.
#[derive(Clone)]
struct Served {
    site: Site,
    mail: Mail,
    forms: Arc<Limits>,
}

type Answer = Result<Response, PageError>;

/// The addresses of this module; none when nothing is mailed.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let Some(mail) = site.mail.clone() else { return Router::new() };
    let served = Served { site: site.clone(), mail, forms: Arc::default() };
    Router::new()
        .route("/subscribe", get(empty_form).post(ask))
        .route("/subscribe/confirm", get(confirm_page).post(confirm))
        .route("/unsubscribe", get(leave_page).post(leave))
        .with_state(served)
}

/// `GET /subscribe`.
async fn empty_form(State(served): State<Served>) -> Answer {
    let typed = Typed::empty(served.mail.hour);
    page(StatusCode::OK, &SubscribePage::new(&typed, None, &setting(&served)))
}

/// `POST /subscribe`. What is said does not depend on whether the address is known.
async fn ask(State(served): State<Served>, request: Request) -> Answer {
    let left = served.forms.count(asking(&served.site, &request), FORMS, Instant::now());
    if !left.is_within {
        let why = "Too many forms came from here. Please wait a minute.";
        let mut answer = refused(StatusCode::TOO_MANY_REQUESTS, why);
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(left.seconds));
        return Ok(answer);
    }
    let Ok(body) = to_bytes(request.into_body(), MOST_BYTES).await else {
        return Ok(refused(StatusCode::PAYLOAD_TOO_LARGE, "That is too long."));
    };
    let typed = Typed::read(&body);
    let setting = setting(&served);
    let request = match typed.request() {
        Ok(request) => request,
        Err(wrong) => {
            let again = SubscribePage::new(&typed, Some(wrong), &setting);
            return page(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let now = (served.site.clock)();
    served.site.store.subscribers.ask(&request, now, PAUSE).await?;
    page(StatusCode::OK, &SaidPage::asked(&request.address, &setting))
}

/// `GET /subscribe/confirm?…`: what the link of a mail asks for, with a button.
async fn confirm_page(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    match read_confirm(&served, query.as_deref()) {
        Ok(confirm) => {
            let address = served.mail.key.confirm_address(&confirm);
            page(StatusCode::OK, &ConfirmPage::new(&confirm.plan, address, &setting(&served)))
        }
        Err(why) => Ok(refused(StatusCode::FORBIDDEN, why)),
    }
}

/// `POST /subscribe/confirm?…`.
async fn confirm(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let confirm = match read_confirm(&served, query.as_deref()) {
        Ok(confirm) => confirm,
        Err(why) => return Ok(refused(StatusCode::FORBIDDEN, why)),
    };
    let now = (served.site.clock)();
    let subscribers = &served.site.store.subscribers;
    match subscribers.confirm(&confirm.subscriber, &confirm.plan, now).await? {
        true => page(StatusCode::OK, &SaidPage::confirmed(&confirm.plan, now, &setting(&served))),
        false => {
            let why = "This was asked for, but has been cancelled since. Ask again if you like.";
            Ok(refused(StatusCode::GONE, why))
        }
    }
}

fn read_confirm(served: &Served, query: Option<&str>) -> Result<Confirm, &'static str> {
    let confirm = served.mail.key.read_confirm(query.unwrap_or_default());
    let confirm = confirm.ok_or("This link is not whole. Copy all of it out of the mail.")?;
    match confirm.until >= (served.site.clock)() {
        true => Ok(confirm),
        false => Err("This link is too old. Ask again to get a new one."),
    }
}

/// `GET /unsubscribe?…`: a button.
async fn leave_page(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    match served.mail.key.read_leave(query.as_deref().unwrap_or_default()) {
        Some(id) => {
            let address = served.mail.key.leave_address(&id);
            page(StatusCode::OK, &LeavePage::new(address, &setting(&served)))
        }
        None => Ok(refused(StatusCode::FORBIDDEN, pages::NOT_WHOLE)),
    }
}

/// `POST /unsubscribe?…`: by the button, or by a mail program at one click (RFC 8058). Said twice it is as well.
async fn leave(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let Some(id) = served.mail.key.read_leave(query.as_deref().unwrap_or_default()) else {
        return Ok(refused(StatusCode::FORBIDDEN, pages::NOT_WHOLE));
    };
    served.site.store.subscribers.leave(&id).await?;
    page(StatusCode::OK, &SaidPage::left(&setting(&served)))
}

fn setting(served: &Served) -> Setting<'_> {
    Setting::of(&served.site, Form::Served)
}

/// A page of its own for whoever asked: nobody keeps it.
fn page(status: StatusCode, page: &impl Template) -> Answer {
    let document = Document::new(Kind::Html, page.render()?);
    let mut response = (status, document).into_response();
    response.headers_mut().remove(header::ETAG);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Dressed);
    Ok(response)
}

fn refused(status: StatusCode, why: &str) -> Response {
    let mut response = (status, why.to_owned()).into_response();
    response.extensions_mut().insert(Failure(why.to_owned()));
    response
}
