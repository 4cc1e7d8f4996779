use crate::{Image, SourceTime};

/// Why a page does not hold the article it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// Only subscribers may read it.
    Paywall,
    /// A consent dialogue stands in its place.
    Consent,
    /// The page asks robots to stay away.
    Robots,
    /// A bot wall or an error stands in its place.
    Wall,
}

impl Blocked {
    /// The word for it in `contracts`: paywall, consent, robots, wall.
    pub fn word(self) -> &'static str {
        match self {
            Blocked::Paywall => "paywall",
            Blocked::Consent => "consent",
            Blocked::Robots => "robots",
            Blocked::Wall => "wall",
        }
    }
}

/// What a web page says, with all around it taken away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The canonical address.
    pub url: Option<String>,
    /// Without the site's name.
    pub title: Option<String>,
    /// Several are joined with `; `.
    pub author: Option<String>,
    /// When it was first published.
    pub published: Option<SourceTime>,
    /// When it last changed.
    pub modified: Option<SourceTime>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// The lead image.
    pub image: Option<Image>,
    /// Paragraphs joined by a blank line; may be empty.
    pub text: String,
    /// Set when the article is not there to be read.
    pub blocked: Option<Blocked>,
    /// What the page keeps from machines that write.
    pub reservation: Reservation,
}

/// What a further page of an article is to its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageForm {
    /// The page that follows.
    Next,
    /// The same article as an AMP page.
    Amp,
    /// The same article for printing.
    Print,
}

impl PageForm {
    /// Every form with its word in tables and messages.
    pub const ALL: [(PageForm, &'static str); 3] =
        [(PageForm::Next, "next"), (PageForm::Amp, "amp"), (PageForm::Print, "print")];

    /// The word for it.
    pub fn word(self) -> &'static str {
        PageForm::ALL.iter().find(|(form, _)| *form == self).map_or("next", |(_, word)| word)
    }

    /// The form of this word.
    pub fn from_word(word: &str) -> Option<PageForm> {
        PageForm::ALL.iter().find(|(_, name)| *name == word).map(|(form, _)| *form)
    }
}

/// What a publisher keeps from machines that write, though anybody may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// The words must not be used; how the publisher says so.
    pub words: Option<String>,
    /// The pictures must not be used.
    pub images: bool,
}

impl Reservation {
    /// What either of two keeps.
    pub fn and(self, other: Reservation) -> Reservation {
        Reservation { words: self.words.or(other.words), images: self.images || other.images }
    }
}

impl Page {
    /// Words in the text, counted between white space.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}
