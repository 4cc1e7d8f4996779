//! The robots.txt of each site, remembered for a while.

use crate::FetchError;
use crate::fetcher::Body;
use crate::robots::Robots;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Sites remembered before the expired ones are forgotten.
const REMEMBERED: usize = 4096;

/// How long a robots.txt that could not be read counts as a no before it is tried again: long enough
/// not to add load to a site in trouble, short enough not to miss a day of news.
const UNREAD: Duration = Duration::from_secs(10 * 60);

/// What we know of a site's robots.txt.
#[derive(Clone, Debug)]
pub enum Known {
    /// Its rules; none when it has no such file.
    Rules(Arc<Robots>),
    /// It could not be read, which counts as a no.
    Unread(String),
}

/// A place for what is known of one site. Whoever locks it first asks the site, the others wait.
pub type Place = Arc<tokio::sync::Mutex<Option<(Instant, Known)>>>;

/// What is known of all sites.
pub struct Rules {
    kept: Duration,
    sites: Mutex<HashMap<String, Place>>,
}

impl Rules {
    /// Remembers what it is told for so long.
    pub fn new(kept: Duration) -> Rules {
        Rules { kept, sites: Mutex::default() }
    }

    /// The place of the site that `url` belongs to.
    pub fn place(&self, url: &Url) -> Place {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() >= REMEMBERED {
            let now = Instant::now();
            sites.retain(|_, place| place.try_lock().map_or(true, |known| is_fresh(&known, now)));
        }
        Arc::clone(sites.entry(url.origin().ascii_serialization()).or_default())
    }

    /// Until when `known` counts, if it was learned `now`.
    pub fn expiry(&self, known: &Known, now: Instant) -> Instant {
        match known {
            Known::Rules(_) => now + self.kept,
            Known::Unread(_) => now + self.kept.min(UNREAD),
        }
    }
}

fn is_fresh(known: &Option<(Instant, Known)>, now: Instant) -> bool {
    known.as_ref().is_some_and(|(expiry, _)| *expiry > now)
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

    /// Whether `url` may be asked for.
    pub fn check(&self, url: &Url) -> Result<(), FetchError> {
        match self {
            Known::Unread(why) => {
                Err(FetchError::RobotsUnknown { url: url.clone(), why: why.clone() })
            }
            Known::Rules(robots) => {
                let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
                match robots.allows(&format!("{}{query}", url.path())) {
                    true => Ok(()),
                    false => Err(FetchError::Disallowed { url: url.clone() }),
                }
            }
        }
    }
}
