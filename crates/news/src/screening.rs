/// What screening says of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screening {
    /// Why it stops here, in words for an editor that name the rule; none for an article that goes on. One that stops
    /// stays stored and can be restored.
    pub dropped: Option<String>,
    /// What it is besides a report: "roundup", "opinion"; sorted.
    pub labels: Vec<String>,
    /// What it is worth to an edition that is about something; none for an edition about everything.
    pub relevance: Option<Relevance>,
}

impl Screening {
    /// The article goes on.
    pub fn kept() -> Screening {
        Screening::default()
    }

    /// It stops here.
    pub fn dropped(reason: impl Into<String>) -> Screening {
        Screening { dropped: Some(reason.into()), ..Screening::default() }
    }

    /// Whether it goes on.
    pub fn is_kept(&self) -> bool {
        self.dropped.is_none()
    }
}

/// How much an article belongs to an edition, and where in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relevance {
    /// From 0 to 1: the share of such articles that belong.
    pub score: f64,
    /// The section of the edition; none when it has no sections or the article does not belong.
    pub section: Option<String>,
}

/// An editor's word on one article, which stands above every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It belongs: it goes on, and no rule drops it again.
    Keep,
    /// It does not: it stops, and leaves the story that it was in.
    Kill,
}

impl Choice {
    /// The word for it in tables and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Choice::Keep => "keep",
            Choice::Kill => "kill",
        }
    }

    /// The choice of this word.
    pub fn from_word(word: &str) -> Option<Choice> {
        [Choice::Keep, Choice::Kill].into_iter().find(|choice| choice.word() == word)
    }
}
