use super::story::{StandingLine, independent_reports, standing_line};
use super::telling::{Picture, picture};
use crate::links;
use crate::reading::{FrontFact, FrontFacts};
use crate::setting::{Frame, Setting};
use crate::times::{self, Instant};
use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use news::{Subject, SubjectKind, Term, counted};

/// Stories beside the lead story: what stands beside a picture of two thirds of the page.
const BESIDE: usize = 3;
/// Stories beside a lead story without a picture, which is as high as two of them.
const BESIDE_WORDS: usize = 2;
/// Stories in the row under it: three columns, two rows.
const ROW: usize = 6;
/// Stories beside a story's page.
const TOP: usize = 8;

/// `GET /` and `GET /day/{date}`: the ranked list, in a rhythm of sizes.
#[derive(Template)]
#[template(path = "front.html")]
pub(crate) struct FrontPage {
    frame: Frame,
    heading: String,
    /// Set when this is a page of the past.
    past: Option<Instant>,
    lead: Option<FrontLine>,
    beside: Vec<FrontLine>,
    row: Vec<FrontLine>,
    sections: Vec<FrontSection>,
    rest: Vec<FrontLine>,
    withdrawn: Option<String>,
    earlier: Option<DayLink>,
    later: Option<DayLink>,
}

/// A section under the top stories, with its stories in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontSection {
    pub link: SectionLink,
    pub lines: Vec<FrontLine>,
}

/// A section of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SectionLink {
    pub name: String,
    pub title: String,
    pub address: String,
}

/// The section of this name, when the edition has it.
pub(crate) fn section_link(name: Option<&str>, setting: &Setting<'_>) -> Option<SectionLink> {
    let section =
        setting.look.sections.iter().find(|section| Some(section.name.as_str()) == name)?;
    Some(SectionLink {
        name: section.name.clone(),
        title: section.title.clone(),
        address: links::subject_address(&Subject::named(SubjectKind::Section, &section.name)),
    })
}

/// One story on the front page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontLine {
    /// By which a reader's browser knows the story again.
    pub story: String,
    pub version: u32,
    pub place: usize,
    pub address: String,
    pub section: Option<SectionLink>,
    pub kicker: Option<String>,
    pub headline: String,
    pub lede: String,
    pub picture: Option<Picture>,
    pub articles: String,
    pub independent: String,
    pub disputed: bool,
    pub standing: StandingLine,
    pub time: Instant,
    pub age: String,
    pub why: Vec<WhyLine>,
    pub score: String,
}

/// One term of a story's rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WhyLine {
    pub name: String,
    pub value: String,
    pub weight: String,
    pub adds: String,
    pub note: String,
}

/// A day's front page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayLink {
    pub address: String,
    pub words: String,
    pub machine: String,
}

/// A line of the list beside a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TopStory {
    pub address: String,
    pub kicker: Option<String>,
    pub headline: String,
    pub independent: String,
}

impl FrontPage {
    /// The latest front page, or with a `day` the one that stood at its end.
    pub(crate) fn new(facts: &FrontFacts, day: Option<Date>, setting: &Setting<'_>) -> FrontPage {
        // Ages on a page of the past count from its own moment, so that it stays as it was.
        let now = day.map_or(setting.now, |_| facts.at);
        let mut lines =
            facts.items.iter().enumerate().map(|(i, fact)| front_line(fact, i + 1, now, setting));
        let page_day = day.unwrap_or_else(|| times::day_of(facts.at));
        let lead = lines.next();
        let pictured = lead.as_ref().is_some_and(|line| line.picture.is_some());
        let beside = if pictured { BESIDE } else { BESIDE_WORDS };
        let row = match setting.look.sections.is_empty() {
            true => ROW,
            false => setting.look.top.saturating_sub(1 + beside),
        };
        let beside = lines.by_ref().take(beside).collect();
        let row = lines.by_ref().take(row).collect();
        let (sections, rest) = in_sections(lines.collect(), setting);
        FrontPage {
            frame: frame(facts, day, setting),
            heading: times::long_day(page_day),
            past: day.map(|_| Instant::of(facts.at)),
            lead,
            beside,
            row,
            sections,
            rest,
            withdrawn: withdrawn(facts.withdrawn),
            earlier: facts.days.iter().find(|d| **d < page_day).map(|d| DayLink::new(*d)),
            later: facts.days.iter().rev().find(|d| **d > page_day).map(|d| DayLink::new(*d)),
        }
    }
}

impl DayLink {
    pub(crate) fn new(day: Date) -> DayLink {
        DayLink {
            address: format!("/day/{day}"),
            words: times::long_day(day),
            machine: day.to_string(),
        }
    }
}

/// The stories of each section in the order of the edition, and those that are in none.
fn in_sections(
    lines: Vec<FrontLine>,
    setting: &Setting<'_>,
) -> (Vec<FrontSection>, Vec<FrontLine>) {
    let mut sections: Vec<FrontSection> = setting
        .sections()
        .into_iter()
        .map(|link| FrontSection { link, lines: Vec::new() })
        .collect();
    let mut rest = Vec::new();
    for line in lines {
        let own = sections.iter_mut().find(|section| Some(&section.link) == line.section.as_ref());
        match own {
            Some(section) => section.lines.push(line),
            None => rest.push(line),
        }
    }
    sections.retain(|section| !section.lines.is_empty());
    (sections, rest)
}

fn frame(facts: &FrontFacts, day: Option<Date>, setting: &Setting<'_>) -> Frame {
    let address = day.map_or_else(|| "/".to_owned(), |day| DayLink::new(day).address);
    let title = day.map(times::long_day);
    let lead =
        facts.items.first().and_then(|fact| front_line(fact, 1, setting.now, setting).picture);
    Frame {
        description: Some(setting.look.tagline.clone()),
        picture: lead.map(|picture| picture.preview(setting)),
        ..Frame::new(setting, title.as_deref(), Some(&address))
    }
}

fn withdrawn(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("One story that stood here has been withdrawn.".to_owned()),
        _ => Some(format!("{count} stories that stood here have been withdrawn.")),
    }
}

/// One story, with ages as at `now`.
pub(crate) fn front_line(
    fact: &FrontFact,
    place: usize,
    now: Timestamp,
    setting: &Setting<'_>,
) -> FrontLine {
    let record = &fact.told.record;
    let brief = &record.brief;
    let lede: Vec<&str> = brief.lede.iter().map(|judged| judged.statement.text()).collect();
    let lead_image = brief.images.iter().find(|image| image.section.is_none());
    let score: f64 = fact.item.terms.iter().map(Term::adds).sum();
    FrontLine {
        story: record.story.0.clone(),
        version: record.version,
        place,
        address: fact.told.address(),
        section: section_link(fact.item.section.as_deref(), setting),
        kicker: brief.kicker.clone(),
        headline: brief.headline.statement.text().to_owned(),
        lede: lede.join(" "),
        picture: lead_image.and_then(|image| picture(fact.told.picture(image)?, image, "")),
        articles: counted(fact.item.articles as usize, "article", "articles"),
        independent: independent_reports(fact.item.independent_reports as usize),
        disputed: !brief.disagreements.is_empty(),
        standing: standing_line(&fact.told),
        time: Instant::of(record.at),
        age: times::age(record.at, now),
        why: fact.item.terms.iter().filter(|term| term.weight != 0.0).map(why_line).collect(),
        score: two_places(score),
    }
}

fn why_line(term: &Term) -> WhyLine {
    WhyLine {
        name: term.name.clone(),
        value: two_places(term.value),
        weight: two_places(term.weight),
        adds: two_places(term.adds()),
        note: term.note.clone().unwrap_or_default(),
    }
}

fn two_places(value: f64) -> String {
    format!("{value:.2}")
}

/// Today's top stories, without the one that is being read.
pub(crate) fn top_stories(facts: Option<&FrontFacts>, but: &news::StoryId) -> Vec<TopStory> {
    let items = facts.iter().flat_map(|facts| &facts.items).filter(|fact| fact.item.story != *but);
    let top = items.take(TOP).map(|fact| TopStory {
        address: fact.told.address(),
        kicker: fact.told.record.brief.kicker.clone(),
        headline: fact.told.record.brief.headline.statement.text().to_owned(),
        independent: independent_reports(fact.item.independent_reports as usize),
    });
    top.collect()
}
