use crate::{BriefHash, Checked, Verdict, counted};
use jiff::Timestamp;

/// Who stands for a published brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No person has looked at it; the rule let it through.
    NotYetReviewed,
    /// A person approved this very version.
    Reviewed {
        /// The editor's name, as shown.
        by: String,
        /// When.
        at: Timestamp,
    },
}

/// That readers saw a brief and may not see it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The editor who took it off.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why, for readers, in the editor's words; none when the editor gave no reason.
    pub why: Option<String>,
}

/// Why a brief is not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldReason {
    /// The headline did not pass.
    #[error("the headline is {}: {detail}", verdict.word())]
    Headline {
        /// What the check said.
        verdict: Verdict,
        /// Its first reason.
        detail: String,
    },
    /// A sentence of the lede did not pass, or none is left.
    #[error("the lede is not fully supported")]
    Lede,
    /// Too little is left.
    #[error("only {} left after the check; {least} needed", counted(*.left, "sentence is", "sentences are"))]
    TooShort {
        /// Sentences that stand.
        left: usize,
        /// How many it takes.
        least: usize,
    },
    /// Too much was withheld.
    #[error("{withheld} of {} withheld", counted(*.written, "sentence was", "sentences were"))]
    TooManyWithheld {
        /// How many fell.
        withheld: usize,
        /// How many were written.
        written: usize,
    },
    /// A statement contradicts its source.
    #[error("a statement contradicts its source: {0:?}")]
    Contradicted(String),
    /// The edition's rule asks for more reports.
    #[error("{}; the rule asks for {least}", counted(*.reports, "independent report", "independent reports"))]
    TooFewReports {
        /// How many there are.
        reports: usize,
        /// How many it takes.
        least: usize,
    },
    /// An editor said so.
    #[error("held by {by}: {why}")]
    ByEditor {
        /// The editor.
        by: String,
        /// In the editor's words.
        why: String,
    },
}

/// A brief that may be published. Built only from a [`Checked`] one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    checked: Checked,
    standing: Standing,
}

/// A checked brief that waits for a person, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What waits.
    pub checked: Checked,
    /// Why.
    pub reason: HoldReason,
}

impl Approved {
    /// Publishes without a person. Only what is fully supported remains: what stands partly is
    /// withheld. The headline must be supported and a lede must remain.
    ///
    /// Whether a brief is good enough for this is decided in `pipeline::desk`.
    pub fn not_yet_reviewed(checked: Checked) -> Result<Approved, Box<Held>> {
        let least = Verdict::Supported;
        Approved::with_standing(checked, Standing::NotYetReviewed, least, Checked::without_partly)
    }

    /// Publishes on a person's word. The headline must at least stand partly.
    pub fn reviewed(checked: Checked, by: String, at: Timestamp) -> Result<Approved, Box<Held>> {
        let standing = Standing::Reviewed { by, at };
        Approved::with_standing(checked, standing, Verdict::Partly, |checked| checked)
    }

    fn with_standing(
        checked: Checked,
        standing: Standing,
        least: Verdict,
        trim: impl FnOnce(Checked) -> Checked,
    ) -> Result<Approved, Box<Held>> {
        let headline = &checked.brief().headline;
        if headline.verdict() < least {
            let detail = headline.judgement.reasons.first().map_or("", |r| &r.detail).to_owned();
            let reason = HoldReason::Headline { verdict: headline.verdict(), detail };
            return Err(Box::new(Held { checked, reason }));
        }
        let checked = trim(checked);
        if checked.brief().lede.is_empty() {
            return Err(Box::new(Held { checked, reason: HoldReason::Lede }));
        }
        Ok(Approved { checked, standing })
    }

    /// What is published.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// Who stands for it.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The version that the standing is tied to.
    pub fn hash(&self) -> BriefHash {
        self.checked.hash()
    }
}
