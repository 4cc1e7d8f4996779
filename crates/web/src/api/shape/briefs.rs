//! A story with what is written about it.

use super::{Day, Link, Moment, Review, Revision, Root, Source, StoryLine, VersionLine};
use serde::Serialize;
use utoipa::ToSchema;

/// A story with its brief and all that it rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Story {
    /// Names it, for good.
    #[schema(pattern = "^[0-9a-f]{12}$", example = "0a1b2c3d4e5f")]
    pub id: String,
    /// Its page.
    pub url: Link,
    /// When its first report appeared.
    pub since: Moment,
    /// When its latest report appeared.
    pub latest: Moment,
    /// When it was first published.
    pub published: Moment,
    /// When the version that is out was published.
    pub updated: Moment,
    /// Reports, of one outlet's reports of one text only the first.
    pub articles: usize,
    /// Origins among them: reports in their own words.
    pub origins: usize,
    /// Origins counted once per owner, less those that only rely on another.
    pub independent_reports: usize,
    /// Its section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Whom and what it names, and its topic.
    pub subjects: Vec<SubjectRef>,
    /// What is written about it.
    pub brief: Brief,
    /// All its reports, and what its brief cites beside them; those that are cited have a number.
    pub sources: Vec<Source>,
    /// Who reported first, who repeats whom, who relies on whom.
    pub lineage: Vec<Root>,
    /// Every version of its brief that was out, oldest first.
    pub versions: Vec<VersionLine>,
    /// What outlets changed in its reports, the latest first.
    pub revisions: Vec<Revision>,
    /// Other stories with the same names.
    pub related: Vec<StoryLine>,
}

/// Something that stories are found under.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SubjectRef {
    /// What sort of thing.
    pub kind: SubjectWord,
    /// Names it, here and in addresses.
    pub key: String,
    /// As readers know it.
    pub title: String,
    /// Its page.
    pub url: Link,
    /// Its stories in the API.
    pub stories: Link,
}

/// The kinds of things that stories are found under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SubjectWord {
    /// A part of the edition.
    Section,
    /// The field that a story's kicker names.
    Topic,
    /// A person, a body, a place or a thing.
    Entity,
    /// Who reported.
    Outlet,
}

/// What is written about a story, in one version.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Brief {
    /// From 1.
    pub version: u32,
    /// The name of what it says: equal for briefs that say the same on the same evidence.
    pub hash: String,
    /// When it was published.
    pub at: Moment,
    /// Who wrote it: `extractive`, or `model:` and a name.
    pub writer: String,
    /// Who stands for it.
    pub review: Review,
    /// The topic, one to three words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// What happened, in one line.
    pub headline: Sentence,
    /// Two or three sentences that say the news.
    pub lede: Vec<Sentence>,
    /// The rest, under headings.
    pub sections: Vec<BriefSection>,
    /// Words that people said, verbatim.
    pub quotes: Vec<Quote>,
    /// Where independent sources contradict each other.
    pub disagreements: Vec<Disagreement>,
    /// What happened when, earliest first.
    pub timeline: Vec<TimelineEntry>,
    /// Numbers worth showing apart.
    pub figures: Vec<Figure>,
    /// Pictures that we hold.
    pub images: Vec<Image>,
    /// What was written and did not pass the check.
    pub withheld: Withheld,
}

/// Something said, with the words it rests on and what the check found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Sentence {
    /// What is said.
    pub text: String,
    /// The numbers of the sources that it cites.
    pub citations: Vec<usize>,
    /// The exact words that it rests on; never empty.
    #[schema(min_items = 1)]
    pub evidence: Vec<Evidence>,
    /// What the check says of it.
    pub verdict: Verdict,
}

/// Words of a stored article version.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// The article.
    pub article: String,
    /// The version of it that holds the words.
    pub version: String,
    /// In which of its texts the span counts.
    pub part: Part,
    /// The first byte of the words and the one behind the last, in UTF-8.
    pub span: [u32; 2],
    /// The words.
    pub quote: String,
}

/// A text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    /// Its headline.
    Title,
    /// Its body.
    Text,
}

/// What the check says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Verdict {
    /// In one word.
    pub verdict: VerdictWord,
    /// From 0 to 1; 1 is fully supported.
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// Empty only for what is fully supported.
    pub reasons: Vec<Reason>,
}

/// A verdict. What contradicts its evidence or lacks it is never published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VerdictWord {
    /// All that is said is in the evidence.
    Supported,
    /// All numbers, dates, names, quotes and speakers are, some other words are not; a person approved it.
    Partly,
    /// The evidence does not say so.
    Unsupported,
    /// The evidence says otherwise.
    Contradicted,
}

/// Why a verdict is not better.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// What it is about: number, date, name, quote, attribution, negation, alignment or entailment.
    pub kind: String,
    /// In words for an editor.
    pub detail: String,
}

/// Sentences under one heading.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct BriefSection {
    /// What stands above them.
    pub heading: String,
    /// The heading as something said, where it states something; a mere label has no evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<Sentence>,
    /// In reading order.
    pub sentences: Vec<Sentence>,
}

/// Words that somebody said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Quote {
    /// As the source names the speaker.
    pub speaker: String,
    /// The words, without the marks.
    pub words: Sentence,
}

/// Something that sources contradict each other on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Disagreement {
    /// What it is about.
    pub about: String,
    /// What each side says.
    #[schema(min_items = 2)]
    pub sides: Vec<Sentence>,
}

/// One line of a timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    /// The day.
    pub day: Day,
    /// What happened.
    pub what: Sentence,
}

/// A number worth showing apart.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Figure {
    /// What is counted, in the source's words.
    pub label: String,
    /// The number with its unit.
    pub value: Sentence,
}

/// A picture that we hold and serve.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Image {
    /// Where we serve it.
    pub url: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows, in the outlet's words.
    pub caption: String,
    /// Who made it or whose it is.
    pub credit: String,
    /// The article that it came with.
    pub article: String,
    /// The section of the brief that it belongs to, from 0; absent for the lead picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
}

/// How much was withheld and why; never what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Withheld {
    /// Sentences.
    pub sentences: usize,
    /// How many for which reason.
    pub reasons: Vec<WithheldReason>,
}

/// Sentences that were withheld for one reason.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WithheldReason {
    /// As in [`Reason`].
    pub kind: &'static str,
    /// Sentences.
    pub sentences: usize,
}
