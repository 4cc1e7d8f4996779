use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// What time it is for the newsroom: the system's, or one that is set, so that a day can be replayed.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is set: seconds since 1970.
    Standing(Arc<AtomicI64>),
    /// A clock that runs faster than time.
    Hurried {
        /// What it showed at first.
        from: Timestamp,
        /// When that was.
        started: Instant,
        /// How many times as fast it runs.
        speed: u32,
    },
}

impl Clock {
    /// A clock that stands at `now`.
    pub fn standing(now: Timestamp) -> Clock {
        Clock::Standing(Arc::new(AtomicI64::new(now.as_second())))
    }

    /// The clock for `--now`: standing when a time is given.
    pub fn at(now: Option<Timestamp>) -> Clock {
        now.map_or(Clock::System, Clock::standing)
    }

    /// A clock that shows `from` now and runs `speed` times as fast as time.
    pub fn hurried(from: Timestamp, speed: u32) -> Clock {
        Clock::Hurried { from, started: Instant::now(), speed }
    }

    /// The time, to the second.
    pub fn now(&self) -> Timestamp {
        let seconds = match self {
            Clock::System => Timestamp::now().as_second(),
            Clock::Standing(seconds) => seconds.load(Ordering::Relaxed),
            Clock::Hurried { from, started, speed } => {
                let passed = started.elapsed().as_secs_f64() * f64::from(*speed);
                from.as_second().saturating_add(passed as i64)
            }
        };
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves a standing clock; the system's cannot be moved.
    pub fn set(&self, now: Timestamp) {
        if let Clock::Standing(seconds) = self {
            seconds.store(now.as_second(), Ordering::Relaxed);
        }
    }
}
