use crate::StoreError;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use news::MailPlan;

/// Somebody who gets the front page by mail, or asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// By chance; never shown but in links of his own mails.
    pub id: String,
    /// In small letters.
    pub address: String,
    /// What was asked for last.
    pub wish: MailPlan,
    /// When.
    pub asked: Timestamp,
    /// What is in force; none before the link in the mail was followed.
    pub plan: Option<MailPlan>,
    /// When it was followed last.
    pub confirmed: Option<Timestamp>,
    /// When the next issue is due.
    pub due: Option<Timestamp>,
    /// Times in a row that his server refused mail for good.
    pub refusals: u32,
    /// What it said last.
    pub reason: Option<String>,
    /// When mailing stopped for that.
    pub stopped: Option<Timestamp>,
}

/// What somebody asks for by the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// For one who is new.
    pub id: String,
    /// In small letters.
    pub address: String,
    /// What he wishes.
    pub wish: MailPlan,
}

/// Who gets the front page by mail.
#[async_trait]
pub trait Subscribers: Send + Sync {
    /// The secret that links in mails are signed with: `fresh`, unless there is one.
    async fn mail_secret(&self, fresh: &str) -> Result<String, StoreError>;

    /// Keeps a wish and opens the mail that asks to confirm it, due at `now`; not when one was asked for at this
    /// address less than `pause` ago, or one waits. What is in force stays so. Gives whether it was opened.
    async fn ask(
        &self,
        request: &Request,
        now: Timestamp,
        pause: SignedDuration,
    ) -> Result<bool, StoreError>;

    /// Puts `plan` in force from `now`, the first issue due at its next hour; one who was stopped gets mail again.
    /// False when there is no such subscriber (any more).
    async fn confirm(&self, id: &str, plan: &MailPlan, now: Timestamp) -> Result<bool, StoreError>;

    /// Forgets a subscriber with all that was sent to him. False when there was none.
    async fn leave(&self, id: &str) -> Result<bool, StoreError>;

    /// Forgets those who asked before this and never confirmed.
    async fn forget_unconfirmed(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// All of them, by address.
    async fn subscribers(&self) -> Result<Vec<Subscriber>, StoreError>;

    /// The subscriber of this address.
    async fn by_address(&self, address: &str) -> Result<Option<Subscriber>, StoreError>;
}
