use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// A stage whose work is kept as rows. Polling has its own rows: the feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Subject: an entry.
    Fetch,
    /// Subject: an entry of whose article a further page is asked for; input: which, from 0, and of
    /// which round of asking.
    Further,
    /// Subject: an entry.
    Extract,
    /// Subject: an article; input: its version.
    Screen,
    /// Subject: an article; input: its version.
    Thread,
    /// Subject: a story into which reports came; input: a hash of them.
    Repair,
    /// Subject: a story; input: a hash of all that came into it and left it.
    Write,
    /// Subject: the address of an image of a published brief.
    Media,
    /// Subject: an entry whose page is looked at again; input: for the how manieth time, from 1.
    Revisit,
    /// Subject: who is told, and the number of what was published; input: that number.
    Webhook,
    /// Never open: holds what an import had to skip. Subject: a file and what is wrong in it.
    Import,
}

impl Stage {
    /// Every stage in the order a story meets them, with its name in tables and on the command line.
    pub const ALL: [(Stage, &'static str); 11] = [
        (Stage::Fetch, "fetch"),
        (Stage::Further, "further"),
        (Stage::Extract, "extract"),
        (Stage::Screen, "screen"),
        (Stage::Thread, "thread"),
        (Stage::Repair, "repair"),
        (Stage::Write, "write"),
        (Stage::Media, "media"),
        (Stage::Revisit, "revisit"),
        (Stage::Webhook, "webhook"),
        (Stage::Import, "import"),
    ];

    /// Its name.
    pub fn word(self) -> &'static str {
        Stage::ALL.iter().find(|(stage, _)| *stage == self).map_or("fetch", |(_, word)| word)
    }

    /// The stage of this name.
    pub fn from_word(word: &str) -> Option<Stage> {
        Stage::ALL.iter().find(|(_, name)| *name == word).map(|(stage, _)| *stage)
    }
}

/// One piece of work, leased to us.
///
/// At most one row exists per stage and subject. Opening it again with the same `input` changes
/// nothing; with another input it is open again, from the first attempt (also out of quarantine).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is to be done.
    pub stage: Stage,
    /// To what.
    pub subject: String,
    /// The hash or version of what it works on.
    pub input: String,
    /// Tries before this one.
    pub attempts: u32,
    /// When our lease ends; also proves that it is still ours.
    pub lease_end: Timestamp,
}

impl Job {
    /// For the how manieth time a [`Stage::Revisit`] looks at its page; 0 for a job of another stage.
    pub fn revisits(&self) -> u32 {
        match self.stage {
            Stage::Revisit => self.input.parse().unwrap_or_default(),
            _ => 0,
        }
    }

    /// How many further pages were asked for before this one; 0 for a job of another stage.
    pub fn asked_further(&self) -> u32 {
        let number = self.input.split_once(' ').map_or("", |(number, _)| number);
        match self.stage {
            Stage::Further => number.parse().unwrap_or_default(),
            _ => 0,
        }
    }
}

/// What became of a write that also ends a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Written, and the job is done.
    Done,
    /// The lease had passed to another worker or the input had changed; nothing was written.
    LeaseLost,
}

/// Work that could not be done, kept for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedJob {
    /// What was to be done.
    pub stage: Stage,
    /// To what.
    pub subject: String,
    /// Why it could not be done.
    pub reason: String,
    /// Tries so far.
    pub attempts: u32,
    /// Since when.
    pub at: Timestamp,
}

/// How much work a stage has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Waiting or leased.
    pub open: u64,
    /// Done.
    pub done: u64,
    /// In quarantine.
    pub quarantined: u64,
}

/// The work of every stage but polling: rows with leases.
#[async_trait]
pub trait Work: Send + Sync {
    /// Takes up to `limit` open jobs of `stage` that are due at `now` and not leased then, leasing
    /// them until `lease_end`. Ordered by due time, then by the order key given when they were
    /// opened, then by subject.
    async fn take_due(
        &self,
        stage: Stage,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError>;

    /// Marks the job done where no other method does.
    async fn finish(&self, job: &Job) -> Result<Settled, StoreError>;

    /// Ends the lease; the job is due again at `due`, one attempt further. Keeps the reason.
    async fn retry(&self, job: &Job, due: Timestamp, reason: &str) -> Result<Settled, StoreError>;

    /// Puts the job into quarantine, one attempt further.
    async fn quarantine(
        &self,
        job: &Job,
        at: Timestamp,
        reason: &str,
    ) -> Result<Settled, StoreError>;

    /// What is in quarantine, oldest first, at most `limit`.
    async fn quarantined(&self, limit: u32) -> Result<Vec<QuarantinedJob>, StoreError>;

    /// Opens quarantined jobs again, due at `now`, from the first attempt: all of them, or those of
    /// one subject. What an import skipped is taken off the list instead: it comes back only when its
    /// file is imported again. Gives how many.
    async fn release(&self, subject: Option<&str>, now: Timestamp) -> Result<u64, StoreError>;

    /// Makes due at `now` all work and all feeds that are due after `latest`. Gives how many.
    ///
    /// No wait is that long: they were put off by a clock that has been set back since.
    async fn bring_forward(&self, latest: Timestamp, now: Timestamp) -> Result<u64, StoreError>;

    /// Ends every lease on jobs and feeds. Only for a process that holds the instance alone: what is
    /// leased then was left by one that died.
    async fn end_leases(&self) -> Result<u64, StoreError>;

    /// How much work each stage has, in the order of [`Stage::ALL`].
    async fn counts(&self) -> Result<Vec<StageCount>, StoreError>;

    /// When the next open job is due, whether or not it is leased.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
}
