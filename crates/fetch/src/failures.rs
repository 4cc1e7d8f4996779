//! What went wrong, from what server and HTTP client say.

use crate::reach::LeadsInside;
use crate::{FetchError, headers};
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use std::error::Error;
use url::Url;

/// What an answer that is not the page means to us.
pub fn refused(url: &Url, status: StatusCode, headers: &HeaderMap) -> FetchError {
    let retry_after = headers::retry_after(headers, Timestamp::now());
    FetchError::Refused { url: url.clone(), status, retry_after }
}

/// What an error of the HTTP client means to us.
pub fn broken(url: &Url, error: &reqwest::Error) -> FetchError {
    let url = url.clone();
    if let Some(LeadsInside(address)) = chain(error).find_map(|cause| cause.downcast_ref()) {
        return FetchError::Private { url, address: *address };
    }
    FetchError::Unreachable { url, cause: causes(error) }
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The innermost causes in words: what the outer ones say ("error sending request") helps nobody.
pub fn causes(error: &reqwest::Error) -> String {
    let mut texts: Vec<String> = chain(error).map(ToString::to_string).collect();
    texts.dedup();
    let from = texts.len().saturating_sub(2);
    match texts.is_empty() {
        true => error.to_string(),
        false => texts[from..].join(": "),
    }
}
