//! What the answer to a request for robots.txt comes to.

use crate::FetchError;
use crate::fetcher::Body;
use crate::robots::Robots;
use crate::sites::UNREAD;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// What we know of a site's robots.txt.
#[derive(Clone, Debug)]
pub enum Known {
    /// Its rules; none when it has no such file.
    Rules(Arc<Robots>),
    /// It could not be read, which counts as a no.
    Unread(String),
}

impl Known {
    /// What the answer to a request for robots.txt means (RFC 9309, section 2.3.1).
    pub fn learned(answer: Result<Body, FetchError>, name: &str) -> Known {
        match answer {
            Ok(body) => Known::Rules(Arc::new(Robots::read(&body.bytes, name))),
            // 429 is a 4xx by number only: the site is overloaded, not open to all.
            Err(FetchError::Refused { status, .. })
                if status.is_client_error() && status.as_u16() != 429 =>
            {
                Known::Rules(Arc::default())
            }
            Err(
                FetchError::Gone { .. }
                | FetchError::TooManyRedirects { .. }
                | FetchError::RedirectLoop { .. },
            ) => Known::Rules(Arc::default()),
            Err(cause) => Known::Unread(cause.to_string()),
        }
    }

    /// How long it counts, when rules are kept for `kept`.
    pub fn lasts(&self, kept: Duration) -> Duration {
        match self {
            Known::Rules(_) => kept,
            Known::Unread(_) => kept.min(UNREAD),
        }
    }

    /// How far apart the site wants our requests.
    pub fn crawl_delay(&self) -> Option<Duration> {
        match self {
            Known::Rules(robots) => robots.crawl_delay,
            Known::Unread(_) => None,
        }
    }

    /// Whether `url` may be asked for.
    pub fn check(&self, url: &Url) -> Result<(), FetchError> {
        match self {
            Known::Unread(why) => {
                Err(FetchError::RobotsUnknown { url: url.clone(), why: why.clone() })
            }
            Known::Rules(robots) => match robots.allows(&path_and_query(url)) {
                true => Ok(()),
                false => Err(FetchError::Disallowed { url: url.clone() }),
            },
        }
    }
}

/// What stands of an address after its host.
pub fn path_and_query(url: &Url) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", url.path())
}
