//! Many requests side by side, so that a slow host holds up nobody but itself.
//!
//! Whoever waits for its host holds no place. Hosts take turns; a host is asked for no more at once than
//! the settings allow, and what failed the last time shares half of the places, so that the other half
//! is always there for what is well. As places become free more work is taken: a turn never waits for
//! its slowest request before it looks for what is due.

use crate::newsroom::{Done, HANDFUL, Newsroom};
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::time::Duration;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep};
use url::Url;

/// Errands that may wait, some 1 kB each: more than a host can be asked in the time of a lease.
const MOST_WAITING: usize = 4096;
/// How often a turn looks for work that became due while it runs.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Shortest pause before a host that must wait is looked at again.
const SHORTEST_NAP: Duration = Duration::from_millis(20);

/// A piece of work that asks one host.
pub struct Errand<T> {
    /// The address that is asked.
    pub url: String,
    /// It failed the last time.
    pub is_doubtful: bool,
    /// When our lease on it ends.
    pub lease_end: Timestamp,
    /// What is to be done.
    pub item: T,
}

/// Takes errands as long as there are any and runs `work` on them; gives how many were done. The first
/// error ends it.
pub async fn run_errands<T, S, F>(
    room: &Newsroom,
    take: impl Fn() -> S,
    work: impl Fn(T) -> F,
) -> anyhow::Result<Done>
where
    S: Future<Output = anyhow::Result<Vec<Errand<T>>>>,
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let mut crew = Crew::new(room);
    let mut next_look = Instant::now();
    let mut done = 0;
    loop {
        if Instant::now() >= next_look && crew.wants_more() && !room.is_stopping() {
            let taken = take().await?;
            if taken.len() < HANDFUL as usize {
                next_look = Instant::now() + LOOK_AGAIN;
            }
            crew.line_up(taken);
        }
        if !room.is_stopping() {
            crew.start(&work);
        }
        if crew.running.is_empty() && (crew.waiting == 0 || room.is_stopping()) {
            return Ok(done);
        }
        let nap = crew.nap().min(next_look.saturating_duration_since(Instant::now()));
        tokio::select! {
            Some(ended) = crew.running.join_next_with_id() => {
                let (id, result) = ended.context("a turn broke off")?;
                crew.free(id);
                result?;
                done += 1;
            }
            () = sleep(nap.max(SHORTEST_NAP)) => {}
        }
    }
}

/// Errands under way and those that wait.
struct Crew<'a, T> {
    room: &'a Newsroom,
    running: JoinSet<anyhow::Result<()>>,
    /// The host of each that runs, and whether it is doubtful.
    places: HashMap<Id, (String, bool)>,
    busy: HashMap<String, u32>,
    doubtful: usize,
    lines: HashMap<String, VecDeque<Errand<T>>>,
    /// Hosts with a line, in the order of their turns.
    turns: VecDeque<String>,
    waiting: usize,
}

impl<'a, T> Crew<'a, T> {
    fn new(room: &'a Newsroom) -> Crew<'a, T> {
        Crew {
            room,
            running: JoinSet::new(),
            places: HashMap::new(),
            busy: HashMap::new(),
            doubtful: 0,
            lines: HashMap::new(),
            turns: VecDeque::new(),
            waiting: 0,
        }
    }

    /// Whether more may be taken: what waits is little, or waits for hosts while places are free.
    fn wants_more(&self) -> bool {
        let is_free = self.running.len() < self.at_once();
        self.waiting < HANDFUL as usize || (is_free && self.waiting < MOST_WAITING)
    }

    fn at_once(&self) -> usize {
        self.room.settings.poll.at_once.max(1) as usize
    }

    fn line_up(&mut self, errands: Vec<Errand<T>>) {
        for errand in errands {
            let host = host(&errand.url);
            let line = self.lines.entry(host.clone()).or_default();
            if line.is_empty() {
                self.turns.push_back(host);
            }
            line.push_back(errand);
            self.waiting += 1;
        }
    }

    fn start<F>(&mut self, work: &impl Fn(T) -> F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        while self.running.len() < self.at_once()
            && let Some((host, errand)) = self.next()
        {
            *self.busy.entry(host.clone()).or_default() += 1;
            self.doubtful += usize::from(errand.is_doubtful);
            let id = self.running.spawn(work(errand.item)).id();
            self.places.insert(id, (host, errand.is_doubtful));
        }
    }

    /// The first errand in the order of turns that may start now.
    fn next(&mut self) -> Option<(String, Errand<T>)> {
        for _ in 0..self.turns.len() {
            let host = self.turns.pop_front()?;
            self.drop_lapsed(&host);
            let Some(first) = self.lines.get(&host).and_then(VecDeque::front) else {
                self.lines.remove(&host);
                continue;
            };
            let crowded = first.is_doubtful && self.doubtful >= self.at_once().div_ceil(2);
            if crowded || !self.is_free(&host) {
                self.turns.push_back(host);
                continue;
            }
            let errand = self.lines.get_mut(&host).and_then(VecDeque::pop_front)?;
            self.waiting -= 1;
            self.turns.push_back(host.clone());
            return Some((host, errand));
        }
        None
    }

    fn is_free(&self, host: &str) -> bool {
        self.has_place(host) && self.room.fetcher.wait(host).is_zero()
    }

    fn has_place(&self, host: &str) -> bool {
        let busy = self.busy.get(host).copied().unwrap_or(0);
        busy < self.room.settings.fetch.per_host.max(1)
    }

    /// What waited so long that its lease ends before an answer could be filed is somebody else's now,
    /// or ours again with a new lease.
    fn drop_lapsed(&mut self, host: &str) {
        let answer = i64::from(self.room.settings.fetch.timeout_seconds);
        let latest = self.room.now() + SignedDuration::from_secs(answer);
        if let Some(line) = self.lines.get_mut(host) {
            let before = line.len();
            while line.front().is_some_and(|errand| errand.lease_end <= latest) {
                line.pop_front();
            }
            self.waiting -= before - line.len();
        }
    }

    fn free(&mut self, id: Id) {
        let Some((host, is_doubtful)) = self.places.remove(&id) else { return };
        self.doubtful -= usize::from(is_doubtful);
        if let Some(busy) = self.busy.get_mut(&host) {
            *busy -= 1;
            if *busy == 0 {
                self.busy.remove(&host);
            }
        }
    }

    /// How long nothing new can start unless something ends.
    fn nap(&self) -> Duration {
        if self.running.len() >= self.at_once() {
            return LOOK_AGAIN;
        }
        let waits = self.turns.iter().filter(|host| self.has_place(host));
        waits.map(|host| self.room.fetcher.wait(host)).min().unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN)
    }
}

/// The host of an address; what is no address has none and waits for nobody.
fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
}
