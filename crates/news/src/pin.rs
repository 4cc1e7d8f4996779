use jiff::Timestamp;

/// Where an editor pulls a story on the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// To its top.
    Up,
    /// To its end.
    Down,
}

impl Pull {
    /// The word for a story that is pulled so: pinned, sunk.
    pub fn word(self) -> &'static str {
        match self {
            Pull::Up => "pinned",
            Pull::Down => "sunk",
        }
    }
}

/// An editor's word on a story's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Which way.
    pub pull: Pull,
    /// The editor.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
    /// From when on it no longer holds; none: until an editor takes it off.
    pub until: Option<Timestamp>,
}

impl Pin {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// What the front page has shown of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When its latest news first stood there.
    pub since: Timestamp,
    /// See [`crate::Story::latest_news`]: when that news came to us.
    pub news: Timestamp,
}
