use crate::{ArticleId, Image, Statement, StoryId};
use jiff::civil::Date;

/// The piece written about a story.
///
/// `S` is what stands for a sentence: a [`Statement`] while it is a draft, a [`crate::Judged`] one
/// after the check. Everything that asserts something is an `S`, so the check reaches all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief<S> {
    /// The topic, one to three words; says nothing about the event.
    pub kicker: Option<String>,
    /// What happened, in one line.
    pub headline: S,
    /// Two or three sentences that say the news.
    pub lede: Vec<S>,
    /// The rest, under headings.
    pub sections: Vec<Section<S>>,
    /// Words that people said, verbatim.
    pub quotes: Vec<Quote<S>>,
    /// Where independent sources contradict each other.
    pub disagreements: Vec<Disagreement<S>>,
    /// What happened when, earliest first.
    pub timeline: Vec<Moment<S>>,
    /// Numbers worth showing apart.
    pub figures: Vec<Figure<S>>,
    /// Pictures with their makers.
    pub images: Vec<BriefImage>,
    /// Who wrote it.
    pub writer: Writer,
}

/// A brief that nobody has checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The story it is about.
    pub story: StoryId,
    /// What it says.
    pub brief: Brief<Statement>,
}

/// Sentences under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<S> {
    /// What stands above them.
    pub heading: Heading<S>,
    /// In reading order.
    pub sentences: Vec<S>,
}

/// What stands above a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading<S> {
    /// A topic, such as "Background"; asserts nothing.
    Label(String),
    /// A heading that states something, and so is checked like a sentence.
    Stating(S),
}

/// Words that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote<S> {
    /// The words between the marks, verbatim, without the marks; the evidence also holds the speaker.
    pub words: S,
    /// Who said them, as the source names the speaker.
    pub speaker: String,
}

/// Something that independent sources contradict each other on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement<S> {
    /// What it is about, as a label: "units", "value of the order".
    pub about: String,
    /// What each side says; two or more.
    pub sides: Vec<S>,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment<S> {
    /// The day, resolved from the source's words and the time of its report.
    pub date: Date,
    /// What happened.
    pub what: S,
}

/// A number worth showing apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<S> {
    /// What is counted, in the source's words.
    pub label: String,
    /// The number with its unit, in the source's words.
    pub value: S,
}

/// A picture in a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefImage {
    /// The picture, with the name of its maker.
    pub image: Image,
    /// The article it came with.
    pub article: ArticleId,
    /// The section it belongs to, from 0; none for the lead image.
    pub section: Option<usize>,
}

/// Who wrote a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Our own selection of the sources' sentences.
    Extractive,
    /// A language model, by name.
    Model(String),
}

impl Writer {
    /// As in `contracts`: `extractive` or `model:NAME`.
    pub fn word(&self) -> String {
        match self {
            Writer::Extractive => "extractive".to_owned(),
            Writer::Model(name) => format!("model:{name}"),
        }
    }

    /// Reads what [`Writer::word`] writes.
    pub fn from_word(word: &str) -> Option<Writer> {
        match word.strip_prefix("model:") {
            Some(name) => Some(Writer::Model(name.to_owned())),
            None => (word == "extractive").then_some(Writer::Extractive),
        }
    }
}

/// What part a statement plays in its brief; the check asks more of some than of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role<'a> {
    /// The headline.
    Headline,
    /// A sentence of the lede.
    Lede,
    /// A heading that states something.
    Heading,
    /// A sentence of a section.
    Sentence,
    /// Words that this speaker is said to have said.
    Quote {
        /// As the source names the speaker.
        speaker: &'a str,
    },
    /// One side of a disagreement.
    Side {
        /// What the disagreement is about.
        about: &'a str,
    },
    /// A line of the timeline under this date.
    Moment {
        /// The day it stands under.
        date: Date,
    },
    /// A number under this label.
    Figure {
        /// What is counted.
        label: &'a str,
    },
}

impl<S> Brief<S> {
    /// Every statement with the part that it plays, in reading order: the order in which
    /// citations are numbered.
    pub fn statements(&self) -> Vec<(Role<'_>, &S)> {
        let mut all = vec![(Role::Headline, &self.headline)];
        all.extend(self.lede.iter().map(|sentence| (Role::Lede, sentence)));
        for section in &self.sections {
            if let Heading::Stating(heading) = &section.heading {
                all.push((Role::Heading, heading));
            }
            all.extend(section.sentences.iter().map(|sentence| (Role::Sentence, sentence)));
        }
        for quote in &self.quotes {
            all.push((Role::Quote { speaker: &quote.speaker }, &quote.words));
        }
        for disagreement in &self.disagreements {
            let about = disagreement.about.as_str();
            all.extend(disagreement.sides.iter().map(|side| (Role::Side { about }, side)));
        }
        all.extend(self.timeline.iter().map(|m| (Role::Moment { date: m.date }, &m.what)));
        all.extend(self.figures.iter().map(|f| (Role::Figure { label: &f.label }, &f.value)));
        all
    }

    /// The sentences a reader reads as text: lede and sections.
    pub fn sentences(&self) -> impl Iterator<Item = &S> {
        self.lede.iter().chain(self.sections.iter().flat_map(|section| &section.sentences))
    }
}

impl<S: AsRef<Statement>> Brief<S> {
    /// The cited articles; the place in this list, from 1, is an article's citation number.
    ///
    /// Numbered by first appearance from the lede on. The headline shows no marks, so what only it
    /// cites comes last.
    pub fn cited(&self) -> Vec<&ArticleId> {
        let below = self.statements().into_iter().skip(1).map(|(_, statement)| statement);
        let mut cited = Vec::new();
        for statement in below.chain([&self.headline]) {
            for evidence in statement.as_ref().evidence() {
                if !cited.contains(&&evidence.article) {
                    cited.push(&evidence.article);
                }
            }
        }
        cited
    }
}

impl AsRef<Statement> for Statement {
    fn as_ref(&self) -> &Statement {
        self
    }
}
