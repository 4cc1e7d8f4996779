use crate::{StoreError, Subscriber};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

/// Which mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// The link by which a wish is confirmed.
    Confirmation,
    /// The front page, on this day of the subscriber's.
    Digest(Date),
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent.
    Waiting,
    /// Somebody sends it, or died while he did: it may have arrived.
    Sending,
    /// The server took it.
    Sent,
    /// The server refused it for good.
    Refused,
    /// It failed too often.
    GivenUp,
    /// There was nothing to send.
    Skipped,
}

/// A mail that is ours to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// To whom.
    pub subscriber: Subscriber,
    /// What.
    pub issue: Issue,
    /// Times it failed before.
    pub attempts: u32,
}

/// A mail, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryLine {
    /// To whom.
    pub address: String,
    /// What.
    pub issue: Issue,
    /// How far it is.
    pub state: DeliveryState,
    /// Since when.
    pub at: Timestamp,
    /// Times it failed.
    pub attempts: u32,
    /// What was last wrong.
    pub reason: Option<String>,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Sent,
    /// The server refused it for good. After `stop_after` in a row the subscriber gets no more mail.
    Refused {
        /// What it said.
        reason: String,
        /// At least 1.
        stop_after: u32,
    },
    /// It surely did not arrive; to be tried again.
    Later {
        /// Not before.
        due: Timestamp,
        /// What was wrong.
        reason: String,
    },
    /// It surely did not arrive, and failed too often.
    GivenUp {
        /// What was wrong.
        reason: String,
    },
    /// Nobody knows whether it arrived: it stays [`DeliveryState::Sending`].
    Unknown {
        /// What was wrong.
        reason: String,
    },
    /// There was nothing to send.
    Skipped,
}

/// Every single mail: none goes out twice.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// Opens the digests that are due at `now`, each under its subscriber's day, and moves their next ones on; at most
    /// `limit`. A day that has its digest gets no second one. Gives for how many subscribers it was time.
    async fn open_digests(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError>;

    /// Opens a digest for every confirmed subscriber whose day has none yet, due at `now`, whatever his hour.
    async fn open_all_digests(&self, now: Timestamp) -> Result<u64, StoreError>;

    /// Claims the mail that waits longest at `now`: from this commit on it counts as on its way, and nobody claims it
    /// again. Whoever has not settled it by `lease_end` has died.
    async fn claim(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
    ) -> Result<Option<Delivery>, StoreError>;

    /// Notes what became of a claimed mail, and of its subscriber.
    async fn settle(
        &self,
        delivery: &Delivery,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Mails by time, the latest first, at most `limit`.
    async fn deliveries(&self, limit: u32) -> Result<Vec<DeliveryLine>, StoreError>;

    /// Those on their way whose lease ended before `now`: nobody knows whether they arrived.
    async fn lost(&self, now: Timestamp) -> Result<Vec<DeliveryLine>, StoreError>;

    /// Opens the lost ones again, since the operator says so: one that did arrive comes twice. Gives how many.
    async fn send_lost_again(&self, now: Timestamp) -> Result<u64, StoreError>;
}

impl Issue {
    /// As it stands in the store.
    pub fn word(self) -> String {
        match self {
            Issue::Confirmation => "confirmation".to_owned(),
            Issue::Digest(day) => day.to_string(),
        }
    }

    /// Reads what [`Issue::word`] gives.
    pub(crate) fn named(word: &str) -> Option<Issue> {
        match word {
            "confirmation" => Some(Issue::Confirmation),
            day => day.parse().ok().map(Issue::Digest),
        }
    }
}

impl DeliveryState {
    const ALL: [DeliveryState; 6] = [
        DeliveryState::Waiting,
        DeliveryState::Sending,
        DeliveryState::Sent,
        DeliveryState::Refused,
        DeliveryState::GivenUp,
        DeliveryState::Skipped,
    ];

    /// As it stands in the store.
    pub fn word(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Sending => "sending",
            DeliveryState::Sent => "sent",
            DeliveryState::Refused => "refused",
            DeliveryState::GivenUp => "given up",
            DeliveryState::Skipped => "skipped",
        }
    }

    /// Reads what [`DeliveryState::word`] gives.
    pub(crate) fn named(word: &str) -> Option<DeliveryState> {
        DeliveryState::ALL.into_iter().find(|state| state.word() == word)
    }
}
