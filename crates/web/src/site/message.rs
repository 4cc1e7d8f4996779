//! Pages that only say something: failures, and what to do on an empty instance.

use crate::Site;
use crate::answer::{Document, Kind};
use crate::error::Failure;
use crate::setting::{Form, Frame, Setting};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A heading, a few sentences, and where to go from here.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    frame: Frame,
    heading: &'static str,
    paragraphs: Vec<String>,
    commands: Vec<&'static str>,
    elsewhere: bool,
}

/// The page for an instance that has published nothing yet.
pub(crate) fn no_front_page(setting: &Setting<'_>) -> MessagePage {
    MessagePage {
        frame: Frame::new(setting, None, Some("/")),
        heading: "There is no front page yet",
        paragraphs: vec![
            "This site is up and waiting for its first stories. It needs feeds to read; once they \
             have been polled, and stories written and checked, the front page appears here."
                .to_owned(),
            "In the instance’s folder:".to_owned(),
        ],
        commands: vec![
            "newsloom feeds add https://example.org/feed.xml",
            "newsloom run",
            "newsloom doctor    # says what is missing",
        ],
        elsewhere: false,
    }
}

/// The page that a browser keeps for when there is no connection.
pub(crate) fn offline(setting: &Setting<'_>) -> MessagePage {
    MessagePage {
        frame: Frame::new(setting, Some("No connection"), None),
        heading: "No connection",
        paragraphs: vec![
            "The site cannot be reached, and this page was not kept in your browser. The last front page and \
             its stories are, for a week at most: they open from there."
                .to_owned(),
        ],
        commands: Vec::new(),
        elsewhere: true,
    }
}

/// Sends readers on from where a merged story stood.
#[derive(Template)]
#[template(path = "merged.html")]
pub(crate) struct MergedPage {
    frame: Frame,
    into: String,
    to: String,
}

/// The page that leads to the story at the address `into`, by the link `to`.
pub(crate) fn merged(into: &str, to: &str, setting: &Setting<'_>) -> MergedPage {
    let frame = Frame::new(setting, Some("Part of another story"), Some(into));
    MergedPage { frame, into: into.to_owned(), to: to.to_owned() }
}

/// The page for an answer that went wrong.
pub(crate) fn failed(status: StatusCode, why: &str, setting: &Setting<'_>) -> MessagePage {
    let heading = match status {
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::GONE => "Withdrawn",
        StatusCode::METHOD_NOT_ALLOWED => "That cannot be done here",
        status if status.is_server_error() => "Out of order",
        _ => "Not understood",
    };
    MessagePage {
        frame: Frame::new(setting, Some(heading), None),
        heading,
        paragraphs: vec![why.to_owned()],
        commands: Vec::new(),
        elsewhere: true,
    }
}

/// Marks an answer that has the site's look already, though it is a failed one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dressed;

/// Puts the site's look around every failed answer that is meant for a reader.
pub(crate) async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let machine = path == "/healthz" || path == "/api" || path.starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let is_dressed = response.extensions().get::<Dressed>().is_some();
    if machine || is_dressed || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned();
    let why = failure.map_or_else(|| in_words(status), |failure| failure.0);
    let kept = [header::ALLOW, header::RETRY_AFTER];
    let kept = kept.map(|name| Some((name.clone(), response.headers().get(name)?.clone())));
    let page = failed(status, &why, &Setting::of(&site, Form::Served)).render();
    // A page that cannot even be rendered leaves the bare words.
    let Ok(body) = page else { return response };
    let mut dressed = (status, Document::new(Kind::Html, body)).into_response();
    dressed.headers_mut().remove(header::ETAG);
    dressed.headers_mut().extend(kept.into_iter().flatten());
    dressed
}

fn in_words(status: StatusCode) -> String {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            "Pages here can be read, not written: only GET and HEAD are answered.".to_owned()
        }
        status if status.is_server_error() => {
            "Something broke on our side. Please try again.".to_owned()
        }
        _ => "This request could not be understood.".to_owned(),
    }
}
