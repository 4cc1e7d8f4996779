//! What goes wrong, as RFC 9457 has it.

use crate::answer::{Document, Kind};
use crate::error::PageError;
use crate::links;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why there is no answer (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong here, and what to do.
    pub detail: String,
    /// The parameter or header that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

/// A request that gets no answer: a problem, or another address.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It cannot be answered.
    Problem(Problem),
    /// It cannot be answered now; in so many seconds it can.
    Later(Problem, u64),
    /// The story is found under this id.
    Merged(String),
}

/// What a handler gives.
pub(crate) type Answer = Result<Document, Refusal>;

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
        }
    }

    /// A parameter that cannot be used.
    pub(crate) fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        Problem {
            parameter: Some(name.to_owned()),
            ..Problem::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    pub(crate) fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "Nothing stands at this address.")
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal::Problem(problem)
    }
}

impl<E: Into<PageError>> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        let error = error.into();
        match &error {
            PageError::Merged(address) => Refusal::Merged(links::story_id(address).0),
            PageError::NotFound => Problem::not_found().into(),
            _ => Problem::new(error.status(), error.to_string()).into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, Document::new(Kind::Problem, body)).into_response();
        // A failure is not to be kept.
        response.headers_mut().remove(header::ETAG);
        set(&mut response, header::CACHE_CONTROL, "no-store");
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Refusal::Problem(problem) => problem.into_response(),
            Refusal::Later(problem, seconds) => {
                let mut response = problem.into_response();
                set(&mut response, header::RETRY_AFTER, &seconds.to_string());
                response
            }
            Refusal::Merged(id) => {
                let address = format!("{}/stories/{}", super::ROOT, links::encoded(&id));
                Redirect::permanent(&address).into_response()
            }
        }
    }
}

pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
