use super::changes::{self, ChangeLine};
use super::front::{TopStory, section_link};
use super::linked_data::linked_data;
use super::matrix::{self, Matrix};
use super::regrouped::{self, RegroupedLine};
use super::sources::{self, SourceGroup};
use super::subject::{StoryLine, story_line};
use super::telling::{Teller, Telling};
use super::told_anew::{self, ToldAnew};
use super::tree::{self, Tree};
use super::versions::address as address_of_versions;
use crate::cards::Card;
use crate::finding::Around;
use crate::links::{self, ShareLink};
use crate::reading::{StoryFacts, Told};
use crate::setting::{Form, Frame, Setting};
use crate::text::shortened;
use crate::times::{self, Instant};
use askama::Template;
use news::{ReasonKind, Standing, SubjectKind, counted};
use store::{BriefLine, BriefState};

/// Length of a description for search engines and link previews, in characters; they cut it there.
const DESCRIPTION: usize = 200;

/// `GET /story/{slug}-{id}`: one story, each sentence followed by its sources.
#[derive(Template)]
#[template(path = "story.html")]
pub(crate) struct StoryPage {
    frame: Frame,
    /// By which a reader's browser knows the story again.
    id: String,
    version: u32,
    address: String,
    telling: Telling,
    standing: StandingLine,
    permalink: String,
    articles: String,
    independent: String,
    updated: Instant,
    age: String,
    shares: Vec<ShareLink>,
    /// Its section and topic, for the line over the headline.
    over: Vec<(String, Option<String>)>,
    /// Whom and what it names, each with the page of further stories.
    names: Vec<(String, Option<String>)>,
    related: Vec<StoryLine>,
    linked_data: String,
    matrix: Option<Matrix>,
    tree: Option<Tree>,
    sources: Vec<SourceGroup>,
    counting: String,
    changes: Vec<ChangeLine>,
    withheld: Option<Withheld>,
    regrouped: Vec<RegroupedLine>,
    versions: Vec<VersionLine>,
    top: Vec<TopStory>,
}

/// Who stands for a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StandingLine {
    /// The editor and when, if a person approved this version.
    pub reviewed: Option<(String, Instant)>,
    /// "Version 1 was reviewed by NAME", when this one was not.
    pub earlier: Option<String>,
}

/// How much was withheld and why; never what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Withheld {
    sentence: String,
    reasons: Vec<(String, usize)>,
}

/// One line of the story's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionLine {
    pub version: u32,
    pub time: Instant,
    pub what: &'static str,
    pub state: String,
    pub shown: bool,
    /// Where it is compared with the version that was out before it.
    pub compared: Option<String>,
    /// What it told anew.
    pub anew: ToldAnew,
}

impl StoryPage {
    /// The page of the story, with what leads on from it and today's `top` stories beside it.
    pub(crate) fn new(
        facts: &StoryFacts,
        around: &Around,
        top: Vec<TopStory>,
        setting: &Setting<'_>,
    ) -> StoryPage {
        let told = &facts.told;
        let telling = Teller::new(facts, setting).tell();
        let frame = frame(facts, &telling, setting);
        let permalink = setting.absolute(&told.address());
        let sources = sources::groups(facts, setting);
        let over = over(around, &telling, setting);
        let titles: Vec<String> = over.iter().map(|(title, _)| title.clone()).collect();
        StoryPage {
            linked_data: linked_data(told, &telling, &sources, &titles, setting),
            frame,
            id: told.record.story.0.clone(),
            version: told.record.version,
            address: told.address(),
            standing: standing_line(told),
            articles: counted(facts.story.shown_reports().len(), "article", "articles"),
            independent: independent_reports(facts.story.independent_reports()),
            updated: Instant::of(told.record.at),
            age: times::age(told.record.at, setting.now),
            shares: links::share_links(&telling.headline, &permalink),
            permalink,
            over,
            telling,
            names: names(around),
            related: around.related.iter().map(|story| story_line(story, setting)).collect(),
            matrix: matrix::matrix(facts, setting),
            tree: tree::tree(&facts.story, setting),
            sources,
            counting: sources::counting(&facts.story),
            changes: changes::changes(facts, setting),
            withheld: withheld(told),
            regrouped: regrouped::lines(&told.record.story, &facts.regrouped),
            versions: versions(facts, setting),
            top,
        }
    }
}

/// The section, then the topic, each with its page.
fn over(
    around: &Around,
    telling: &Telling,
    setting: &Setting<'_>,
) -> Vec<(String, Option<String>)> {
    let filed =
        |kind| around.filed.iter().map(|(filed, _)| filed).find(move |f| f.subject.kind == kind);
    let section = filed(SubjectKind::Section).and_then(|f| section_link(Some(&f.title), setting));
    let mut over: Vec<_> =
        section.into_iter().map(|link| (link.title, Some(link.address))).collect();
    // The version that is out may be older than what the story is filed by.
    let topic = filed(SubjectKind::Topic).filter(|f| Some(&f.title) == telling.kicker.as_ref());
    let topic = topic.map(|filed| links::subject_address(&filed.subject));
    over.extend(telling.kicker.clone().map(|kicker| (kicker, topic)));
    over
}

fn names(around: &Around) -> Vec<(String, Option<String>)> {
    let named = around.filed.iter().filter(|(f, _)| f.subject.kind == SubjectKind::Entity);
    let named = named.map(|(filed, leads_on)| {
        let address = leads_on.then(|| links::subject_address(&filed.subject));
        (filed.title.clone(), address)
    });
    named.collect()
}

fn frame(facts: &StoryFacts, telling: &Telling, setting: &Setting<'_>) -> Frame {
    let told = &facts.told;
    // A folder of files has the outlets' pictures, but draws no cards.
    let picture = match setting.form {
        Form::Served => Some(Card::of(facts, setting).preview(setting)),
        Form::Exported => telling.pictures.first().map(|picture| picture.preview(setting)),
    };
    let lede: Vec<&str> = telling.lede.iter().map(|sentence| sentence.text.as_str()).collect();
    Frame {
        description: Some(shortened(&lede.join(" "), DESCRIPTION)),
        picture,
        kind: "article",
        ..Frame::new(setting, Some(&telling.headline), Some(&told.address()))
    }
}

/// "4 independent reports".
pub(crate) fn independent_reports(count: usize) -> String {
    counted(count, "independent report", "independent reports")
}

/// Who stands for the version that `told` is, and whether somebody stood for an earlier one.
pub(crate) fn standing_line(told: &Told) -> StandingLine {
    if let Standing::Reviewed { by, at } = told.standing() {
        return StandingLine { reviewed: Some((by, Instant::of(at))), earlier: None };
    }
    let earlier = told.history.iter().rev().filter(|line| line.version < told.record.version);
    StandingLine { reviewed: None, earlier: earlier.filter_map(earlier_review).next() }
}

fn earlier_review(line: &BriefLine) -> Option<String> {
    match &line.state {
        BriefState::Published(Standing::Reviewed { by, at })
        | BriefState::Withdrawn(Standing::Reviewed { by, at }, _) => {
            let at = times::moment(*at);
            Some(format!("Version {} was reviewed by {by} on {at}.", line.version))
        }
        _ => None,
    }
}

fn withheld(told: &Told) -> Option<Withheld> {
    let withheld = &told.record.withheld;
    let sentence = match withheld.len() {
        0 => return None,
        1 => "1 sentence was withheld because the sources do not support it.".to_owned(),
        count => {
            format!("{count} sentences were withheld because the sources do not support them.")
        }
    };
    let first = |kind| {
        let about = |judged: &&news::Judged| {
            judged.judgement.reasons.first().is_some_and(|reason| reason.kind == kind)
        };
        (reason_in_words(kind).to_owned(), withheld.iter().filter(about).count())
    };
    let reasons = ReasonKind::ALL.map(|(kind, _)| first(kind));
    Some(Withheld {
        sentence,
        reasons: reasons.into_iter().filter(|(_, count)| *count > 0).collect(),
    })
}

/// Why a sentence was withheld, for readers.
pub(crate) fn reason_in_words(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Number => "a number, unit or currency that is not in the cited words",
        ReasonKind::Date => "a date that is not in the cited words",
        ReasonKind::Name => "a name that is not in the cited words",
        ReasonKind::Quote => "a quotation that is not in the cited words",
        ReasonKind::Attribution => "it does not say who says so, or says it more surely",
        ReasonKind::Negation => "the cited words deny it, or it denies them",
        ReasonKind::Alignment => "the cited words say something else",
        ReasonKind::Entailment => "it does not follow from the cited words",
        ReasonKind::Struck => "an editor struck it",
    }
}

/// The history, latest first. Of versions at the desk only that they are there.
fn versions(facts: &StoryFacts, setting: &Setting<'_>) -> Vec<VersionLine> {
    let told = &facts.told;
    let address = told.address();
    let mut previous: Option<&BriefLine> = None;
    let mut out: Option<u32> = None;
    let mut lines: Vec<VersionLine> = Vec::new();
    for line in &told.history {
        lines.push(VersionLine {
            version: line.version,
            time: Instant::of(line.at),
            what: what_changed(previous, line),
            state: state_in_words(&line.state),
            shown: line.version == told.record.version,
            compared: match (&line.state, out) {
                (BriefState::Published(_), Some(out)) => {
                    Some(address_of_versions(&address, out, line.version))
                }
                _ => None,
            },
            anew: ToldAnew::default(),
        });
        if matches!(line.state, BriefState::Published(_)) {
            out = Some(line.version);
        }
        previous = Some(line);
    }
    told_anew::tell(&mut lines, facts, setting);
    lines.reverse();
    lines
}

fn what_changed(previous: Option<&BriefLine>, line: &BriefLine) -> &'static str {
    match previous {
        None => "first version",
        Some(_) if matches!(line.state, BriefState::Held(_)) => "new version",
        Some(previous) if previous.headline != line.headline => "new headline and text",
        Some(_) => "new text",
    }
}

/// Where a version stands, for readers.
pub(crate) fn state_in_words(state: &BriefState) -> String {
    match state {
        BriefState::Published(Standing::NotYetReviewed) => "not yet reviewed".to_owned(),
        BriefState::Published(Standing::Reviewed { by, .. }) => format!("reviewed by {by}"),
        BriefState::Held(_) => "at the desk, not published".to_owned(),
        BriefState::Withdrawn(_, withdrawal) => {
            format!("withdrawn on {}", times::moment(withdrawal.at))
        }
    }
}
