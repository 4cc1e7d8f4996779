//! How fast we ask one host.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// Hosts remembered before the idle ones are forgotten; some 100 bytes each.
const REMEMBERED: usize = 4096;

/// One lane for each host: so many requests at once, so much time between two.
pub struct Lanes {
    pace: Duration,
    per_host: usize,
    lanes: Mutex<HashMap<String, Lane>>,
}

struct Lane {
    places: Arc<Semaphore>,
    /// The next request may start then.
    free_at: Instant,
    /// Time between two requests; longer than ours where the host asks for it.
    pace: Duration,
    /// The host wants to be left alone until then.
    held_until: Option<Instant>,
}

/// The right to ask a host now; it ends when this is dropped.
pub struct Turn(#[expect(dead_code, reason = "held for its drop")] Option<OwnedSemaphorePermit>);

impl Lanes {
    /// Lanes of this pace and width.
    pub fn new(pace: Duration, per_host: u32) -> Lanes {
        Lanes { pace, per_host: per_host.max(1) as usize, lanes: Mutex::default() }
    }

    /// Waits until `host` may be asked.
    pub async fn turn(&self, host: &str) -> Turn {
        let host = bare(host);
        // Only a closed semaphore gives no permit, and nobody closes it.
        let permit = self.places(host).acquire_owned().await.ok();
        sleep_until(self.start(host, Instant::now())).await;
        Turn(permit)
    }

    /// How long it would take until `host` may be asked, as far as is known now.
    pub fn wait(&self, host: &str) -> Duration {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(lane) = lanes.get(bare(host)) else { return Duration::ZERO };
        let until_free = lane.free_at.saturating_duration_since(Instant::now());
        match lane.places.available_permits() {
            0 => until_free.max(lane.pace),
            _ => until_free,
        }
    }

    /// Asks `host` no faster than this from now on, if that is slower than our own pace.
    pub fn slow_down(&self, host: &str, pace: Duration) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = pace.max(self.pace);
        let lane = self.lane(&mut lanes, bare(host));
        if lane.pace != pace {
            lane.pace = pace;
            // What was asked a moment ago counts already.
            lane.free_at = lane.free_at.max(Instant::now() + pace);
        }
    }

    /// Leaves `host` alone for so long.
    pub fn hold(&self, host: &str, time: Duration) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = self.lane(&mut lanes, bare(host));
        let until = Instant::now() + time;
        lane.free_at = lane.free_at.max(until);
        lane.held_until = lane.held_until.max(Some(until));
    }

    /// How long `host` still wants to be left alone.
    pub fn held(&self, host: &str) -> Duration {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let until = lanes.get(bare(host)).and_then(|lane| lane.held_until);
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    fn places(&self, host: &str) -> Arc<Semaphore> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() >= REMEMBERED {
            let now = Instant::now();
            lanes.retain(|_, lane| Arc::strong_count(&lane.places) > 1 || lane.free_at > now);
        }
        Arc::clone(&self.lane(&mut lanes, host).places)
    }

    /// Takes the next free moment of this host.
    fn start(&self, host: &str, now: Instant) -> Instant {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = self.lane(&mut lanes, host);
        let start = lane.free_at.max(now);
        lane.free_at = start + lane.pace;
        start
    }

    fn lane<'a>(&self, lanes: &'a mut HashMap<String, Lane>, host: &str) -> &'a mut Lane {
        lanes.entry(host.to_owned()).or_insert_with(|| Lane {
            places: Arc::new(Semaphore::new(self.per_host)),
            free_at: Instant::now(),
            pace: self.pace,
            held_until: None,
        })
    }
}

/// A host with the dot at its end is the same host: it must not get a lane of its own.
fn bare(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_to_one_host_are_spread_and_hosts_are_apart() {
        let lanes = Lanes::new(Duration::from_secs(2), 1);
        let now = Instant::now() + Duration::from_secs(1);
        let after = |host| (lanes.start(host, now) - now).as_secs();
        assert_eq!([after("a.example"), after("a.example"), after("a.example")], [0, 2, 4]);
        assert_eq!(after("b.example"), 0);
        let later = now + Duration::from_secs(60);
        assert_eq!(lanes.start("a.example", later), later);
    }

    #[test]
    fn a_host_that_asks_for_it_is_asked_more_slowly() {
        let lanes = Lanes::new(Duration::from_secs(2), 1);
        lanes.slow_down("a.example.", Duration::from_secs(30));
        assert!(lanes.wait("a.example") > Duration::from_secs(29));
        let later = Instant::now() + Duration::from_secs(60);
        let after = |host| (lanes.start(host, later) - later).as_secs();
        assert_eq!([after("a.example"), after("a.example")], [0, 30]);
        lanes.hold("d.example", Duration::from_secs(40));
        assert!(lanes.wait("d.example") > Duration::from_secs(39));
        assert!(lanes.held("d.example.") > Duration::from_secs(39));
        assert_eq!(lanes.held("a.example"), Duration::ZERO);
        lanes.slow_down("b.example", Duration::from_millis(1));
        assert_eq!([after("b.example"), after("b.example")], [0, 2]);
        assert_eq!(lanes.wait("c.example"), Duration::ZERO);
    }

    #[tokio::test]
    async fn a_host_is_asked_by_so_many_at_once() {
        let lanes = Lanes::new(Duration::ZERO, 2);
        let (first, _second) = (lanes.turn("a.example").await, lanes.turn("a.example").await);
        let places = lanes.places("a.example");
        assert_eq!(places.available_permits(), 0);
        drop(first);
        assert_eq!(places.available_permits(), 1);
    }
}
