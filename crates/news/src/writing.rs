use crate::{Reason, Verdict};

/// How a brief came to be where a language model was asked to write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// The model that was asked, as the settings name it.
    pub model: String,
    /// Why the brief is the extractive writer's all the same; none when the model's own stands.
    pub fell_back: Option<String>,
    /// Sentences that the model wrote: headline, lede, headings and body.
    pub sentences: usize,
    /// Those that failed at first and were sent back with the reason.
    pub sent_back: usize,
    /// Those of them that stood when they came again.
    pub mended: usize,
    /// Sentences that stood and are not printed: said already, too many words of one source, or no room.
    pub left_out: usize,
    /// Those that failed for good, with what stands in their place.
    pub failed: Vec<FailedSentence>,
}

/// A sentence of a model that does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedSentence {
    /// What it said, the last time.
    pub text: String,
    /// What the check said of it.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What stands in its place.
    pub instead: Instead,
}

/// What stands in the place of a sentence that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Words of a source, as the extractive writer has them.
    Extractive,
    /// Nothing: it was withheld.
    Nothing,
}

impl Writing {
    /// A brief for which the model was asked in vain.
    pub fn in_vain(model: &str, why: String) -> Writing {
        Writing {
            model: model.to_owned(),
            fell_back: Some(why),
            sentences: 0,
            sent_back: 0,
            mended: 0,
            left_out: 0,
            failed: Vec::new(),
        }
    }

    /// Sentences in whose place words of a source stand.
    pub fn replaced(&self) -> usize {
        self.count(Instead::Extractive)
    }

    /// Sentences in whose place nothing stands.
    pub fn withheld(&self) -> usize {
        self.count(Instead::Nothing)
    }

    fn count(&self, instead: Instead) -> usize {
        self.failed.iter().filter(|failed| failed.instead == instead).count()
    }
}

impl Instead {
    /// The word for it at the desk.
    pub fn word(self) -> &'static str {
        match self {
            Instead::Extractive => "replaced",
            Instead::Nothing => "withheld",
        }
    }

    /// Reads what [`Instead::word`] writes.
    pub fn from_word(word: &str) -> Option<Instead> {
        [Instead::Extractive, Instead::Nothing].into_iter().find(|instead| instead.word() == word)
    }
}
