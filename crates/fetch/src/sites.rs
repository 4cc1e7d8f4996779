//! What each site said in a file of its own, remembered for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Sites remembered before the expired ones are forgotten.
const REMEMBERED: usize = 4096;

/// How long it counts that a file could not be read, before it is tried again: long enough not to add
/// load to a site in trouble, short enough not to miss a day of news.
pub const UNREAD: Duration = Duration::from_secs(10 * 60);

/// What is known of one site, and until when it counts.
type Known<T> = Option<(Instant, T)>;

/// A place for what is known of one site. Whoever locks it first asks the site, the others wait.
pub type Place<T> = Arc<tokio::sync::Mutex<Known<T>>>;

/// What is known of all sites.
pub struct Sites<T> {
    places: Mutex<HashMap<String, Place<T>>>,
}

impl<T> Default for Sites<T> {
    fn default() -> Sites<T> {
        Sites { places: Mutex::default() }
    }
}

impl<T> Sites<T> {
    /// The place of the site that `url` belongs to.
    pub fn place(&self, url: &Url) -> Place<T> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= REMEMBERED {
            let now = Instant::now();
            places.retain(|_, place| place.try_lock().map_or(true, |known| is_fresh(&known, now)));
        }
        let site = url.origin().ascii_serialization();
        Arc::clone(places.entry(site).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(None))))
    }
}

fn is_fresh<T>(known: &Known<T>, now: Instant) -> bool {
    known.as_ref().is_some_and(|(expiry, _)| *expiry > now)
}
