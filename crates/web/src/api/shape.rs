//! The forms in which the API tells things. What is absent is left out, never null.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A moment, in UTC, to the second.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub(crate) struct Moment(pub String);

/// A day of the calendar, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, format = Date)]
pub(crate) struct Day(pub String);

/// A whole address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, format = "uri")]
pub(crate) struct Link(pub String);

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Moment {
        Moment(crate::times::machine(time))
    }
}

impl From<Date> for Day {
    fn from(day: Date) -> Day {
        Day(day.to_string())
    }
}

/// Where the API begins.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Index {
    /// The site's name.
    pub title: String,
    /// The version of the API. Fields may be added to it; none changes its meaning or goes.
    #[schema(example = "1")]
    pub version: &'static str,
    /// The description of the API.
    pub openapi: Link,
    /// The editions.
    pub editions: Link,
    /// Today's front page.
    pub front_page: Link,
    /// All stories, the one with the latest report first.
    pub stories: Link,
    /// What is published, as it happens.
    pub events: Link,
}

/// The editions of this site.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct EditionList {
    /// One today: a site has one edition.
    pub items: Vec<Edition>,
}

/// A named publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Edition {
    /// Names it.
    #[schema(example = "main")]
    pub id: &'static str,
    /// Its nameplate.
    pub title: String,
    /// One line under it.
    pub tagline: String,
    /// ISO 639-1, of its own words.
    pub language: String,
    /// Its front page for readers.
    pub url: Link,
    /// Its front page in the API.
    pub front_page: Link,
    /// Its parts, in order; none of an edition without sections.
    pub sections: Vec<Section>,
}

/// A part of the edition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Section {
    /// Names it, here and in addresses.
    pub key: String,
    /// What readers are shown.
    pub title: String,
    /// Its page.
    pub url: Link,
    /// Its stories in the API.
    pub stories: Link,
}

/// Days with a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPageList {
    /// The latest first.
    pub items: Vec<FrontPageLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A day with a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPageLine {
    /// The day.
    pub day: Day,
    /// Its front page for readers.
    pub url: Link,
    /// Its front page in the API.
    pub front_page: Link,
}

/// The ranked list of an edition at a moment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPage {
    /// The edition.
    pub edition: &'static str,
    /// The day.
    pub day: Day,
    /// When it was made.
    pub at: Moment,
    /// Stories that stood here and were withdrawn since.
    pub withdrawn: usize,
    /// Best first.
    pub items: Vec<FrontItem>,
}

/// A story on a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontItem {
    /// From 1.
    pub place: usize,
    /// The story.
    pub id: String,
    /// The version of its brief that stood there.
    pub version: u32,
    /// Its page.
    pub url: Link,
    /// The story in the API.
    pub story: Link,
    /// The topic, one to three words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// What happened, in one line.
    pub headline: String,
    /// Two or three sentences that say the news.
    pub lede: String,
    /// Its section then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Reports it had then.
    pub articles: u32,
    /// Independent reports it had then: reprints, outlets of one owner and hearsay do not add.
    pub independent_reports: u32,
    /// Whether sources contradict each other.
    pub disputed: bool,
    /// Who stands for this version.
    pub review: Review,
    /// When this version was published.
    pub updated: Moment,
    /// What its terms add up to.
    pub score: f64,
    /// Why it stands where it stands.
    pub terms: Vec<Term>,
    /// Its lead picture, where we hold one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// One reason for a story's place. What all terms add is its score.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Term {
    /// One or two words.
    pub name: String,
    /// From 0 to 1.
    pub value: f64,
    /// What the edition makes of it.
    pub weight: f64,
    /// Value times weight.
    pub adds: f64,
    /// Who pinned the story, and since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Who stands for a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Review {
    /// Whether a person approved this very version.
    pub reviewed: bool,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// Stories.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StoryList {
    /// In the order asked for.
    pub items: Vec<StoryLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A story as lists tell of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StoryLine {
    /// Names it, for good: the id of a story that was merged leads to the one it went into.
    #[schema(pattern = "^[0-9a-f]{12}$", example = "0a1b2c3d4e5f")]
    pub id: String,
    /// Its page.
    pub url: Link,
    /// The whole story in the API.
    pub story: Link,
    /// What happened, in one line.
    pub headline: String,
    /// When its first report appeared.
    pub since: Moment,
    /// When its latest report appeared.
    pub latest: Moment,
    /// When the version that is out was published.
    pub updated: Moment,
    /// Reports as readers are told of them.
    pub articles: u32,
    /// Independent ones.
    pub independent_reports: u32,
    /// The section of the edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}

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

/// A report that a story or its brief rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// Its number in citations; absent when the brief does not cite it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// The article.
    pub article: String,
    /// Who reported.
    pub outlet: OutletRef,
    /// Its headline.
    pub title: String,
    /// Where the outlet has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// When it appeared.
    pub reported: Moment,
    /// The article whose text it repeats, or itself.
    pub origin: String,
    /// What it relies on without sharing its text.
    pub relies_on: Vec<Tie>,
    /// Whether it is still among the reports of the story.
    pub is_of_story: bool,
}

/// An outlet, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OutletRef {
    /// Its main domain where known, else the name it goes by.
    pub id: String,
    /// Names it in addresses.
    pub key: String,
    /// The name readers know it by.
    pub name: String,
}

/// What a report relies on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Tie {
    /// How it shows.
    pub by: TieWord,
    /// The report that it relies on, where that is a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The outlet that it relies on, where only that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<OutletRef>,
}

/// How a tie shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TieWord {
    /// Both outlets have one owner.
    Owner,
    /// The text says "according to X".
    Attribution,
    /// It links to the other.
    Link,
}

/// What stands by itself among the reports of a story.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Root {
    /// An outlet that is named and did not report in this story itself; absent when a report stands here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<OutletRef>,
    /// The report, or the reports that name the absent outlet.
    #[schema(min_items = 1)]
    pub branches: Vec<Branch>,
}

/// A report with the copies of its text and the reports that rely on it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(no_recursion)]
pub(crate) struct Branch {
    /// The article.
    pub article: String,
    /// How it hangs on what stands above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<TieWord>,
    /// Which of the independent reports it is, the first and the last; absent when it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<[usize; 2]>,
    /// The independent report together with which it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts_with: Option<usize>,
    /// Other articles of the same text, the earliest first.
    pub copies: Vec<String>,
    /// The reports that rely on it, the earliest first.
    pub relying: Vec<Branch>,
}

/// A version of a brief as lists tell of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VersionLine {
    /// From 1.
    pub version: u32,
    /// The name of what it says.
    pub hash: String,
    /// Its headline.
    pub headline: String,
    /// When it was published.
    pub at: Moment,
    /// Who stands for it.
    pub review: Review,
    /// Sentences withheld from it.
    pub withheld: u32,
    /// The whole version in the API.
    pub brief: Link,
}

/// The versions of a story's brief that were out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VersionList {
    /// Oldest first.
    pub items: Vec<VersionLine>,
}

/// One version of a brief with the sources that it cites.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// The story.
    pub story: Link,
    /// What it said.
    pub brief: Brief,
    /// The articles that it cites, by number.
    pub sources: Vec<Source>,
}

/// A change of a report by its outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Revision {
    /// The report.
    pub article: String,
    /// Whose it is.
    pub outlet: OutletRef,
    /// The newer version's headline.
    pub headline: String,
    /// When it changed.
    pub at: Moment,
    /// What the outlet says of it; absent for a change that it did not own up to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}

/// What outlets corrected, and what we took off.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionList {
    /// The latest first.
    pub items: Vec<Correction>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A correction that an outlet announced, or a story of ours that was withdrawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Correction {
    /// An outlet corrected a report of a story.
    Correction {
        /// When.
        at: Moment,
        /// The outlet's change.
        revision: Revision,
        /// The story that the report is in.
        story: Box<StoryLine>,
    },
    /// A story was taken off. Its headline is not repeated: that may be what was wrong.
    Withdrawal {
        /// When.
        at: Moment,
        /// The story.
        story: String,
        /// The day on which the withdrawn version was published.
        published: Day,
        /// Why, in the editor's words.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
}

/// Things that stories are found under.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SubjectList {
    /// By key.
    pub items: Vec<SubjectLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// Something that stories are found under, with how much there is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SubjectLine {
    /// What.
    #[serde(flatten)]
    pub subject: SubjectRef,
    /// Published stories.
    pub count: u64,
    /// When the latest report of the latest of them appeared.
    pub latest: Moment,
}

/// A publisher, and what it did in the stories here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Outlet {
    /// Its main domain where known, else the name it goes by.
    pub id: String,
    /// Names it in addresses.
    pub key: String,
    /// The name readers know it by.
    pub name: String,
    /// Its page here.
    pub url: Link,
    /// Its stories in the API.
    pub stories: Link,
    /// What is known of it; absent for one of which only the name is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<OutletFacts>,
    /// What it did.
    pub tally: OutletTally,
}

/// What is known of an outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutletFacts {
    /// What sort of publisher it is.
    #[schema(example = "newspaper")]
    pub kind: &'static str,
    /// Who controls it, when that is another than itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// All domains it publishes on.
    pub domains: Vec<String>,
    /// Whether these facts were written down from memory, and no list was seen that has them.
    pub is_from_memory: bool,
}

/// What an outlet did in all stories that were filed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutletTally {
    /// Stories that it reported.
    pub stories: u64,
    /// Its reports in them.
    pub reports: u64,
    /// Stories that others reported too.
    pub shared: u64,
    /// Those of them that it reported first.
    pub first: u64,
    /// Corrections that it announced.
    pub corrections: u64,
    /// Changes that it did not announce.
    pub silent_edits: u64,
}

/// A report of a published story: what is known of it, not its text, which is the outlet's.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    /// Names it through all its versions.
    pub id: String,
    /// The latest version.
    pub version: String,
    /// Versions that we hold.
    pub versions: usize,
    /// Who reported.
    pub outlet: OutletRef,
    /// Its headline.
    pub title: String,
    /// Where the outlet has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// Who wrote it; several are joined with `; `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it appeared.
    pub reported: Moment,
    /// When it came to us.
    pub seen: Moment,
    /// How the outlet keeps its words from machines that write; nothing is taken from such an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// The article whose text it repeats, or itself.
    pub origin: String,
    /// The story that it is in.
    pub story: Link,
}

/// What happened before readers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Publication {
    /// From 1, in the order in which it happened; the id of the event.
    pub number: u64,
    /// What.
    pub kind: PublicationWord,
    /// When.
    pub at: Moment,
    /// The story.
    pub id: String,
    /// The version of its brief.
    pub version: u32,
    /// The story in the API.
    pub story: Link,
    /// What that version said in one line; absent when it is no longer out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
}

/// What can happen before readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PublicationWord {
    /// A story came out, or came back.
    Published,
    /// A further version came out.
    Updated,
    /// A person approved the version that is out.
    Reviewed,
    /// It was taken off.
    Withdrawn,
}

/// What happened before readers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PublicationList {
    /// Oldest first.
    pub items: Vec<Publication>,
    /// What came after; absent when nothing has yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}
