//! The pages of sections, topics, names and outlets: their stories by time.

use super::chart::{Chart, chart};
use super::front::{FrontLine, SectionLink, front_line, section_link};
use super::story::independent_reports;
use crate::finding::SubjectFacts;
use crate::links;
use crate::setting::{Frame, Setting};
use crate::text::shortened;
use crate::times;
use askama::Template;
use jiff::civil::Date;
use news::{SubjectKind, counted};
use store::{ListedStory, OutletTally};

/// Longest lede of a story in a list, in characters: some three lines.
const LEDE: usize = 240;

/// `GET /section/{name}`, `/topic/…`, `/entity/…`, `/outlet/…`: what was told of it, the latest first.
#[derive(Template)]
#[template(path = "subject.html")]
pub(crate) struct SubjectPage {
    frame: Frame,
    kind: &'static str,
    title: String,
    standfirst: String,
    /// What is known of an outlet.
    facts: Vec<(&'static str, String)>,
    chart: Option<Chart>,
    today: Vec<FrontLine>,
    days: Vec<DayOfStories>,
    left_out: Option<String>,
    feeds: String,
}

/// The stories of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayOfStories {
    pub machine: String,
    pub words: String,
    pub stories: Vec<StoryLine>,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoryLine {
    pub address: String,
    pub headline: String,
    pub lede: Option<String>,
    pub section: Option<SectionLink>,
    pub topic: Option<String>,
    pub articles: String,
    pub independent: String,
    pub machine: String,
    pub day: String,
}

impl SubjectPage {
    /// The page of a subject.
    pub(crate) fn new(facts: &SubjectFacts, setting: &Setting<'_>) -> SubjectPage {
        let address = links::subject_address(&facts.subject);
        let title = title(facts, setting);
        let standfirst = standfirst(facts);
        let mut frame = Frame::new(setting, Some(&title), Some(&address));
        frame.description = Some(format!("{title}: {standfirst}"));
        frame.feeds = Some(format!("{address}/"));
        let line = |(place, fact): &(usize, _)| FrontLine {
            section: None,
            ..front_line(fact, *place, setting.now, setting)
        };
        SubjectPage {
            kind: kind(facts.subject.kind),
            standfirst,
            facts: outlet_facts(facts, setting),
            chart: chart(&facts.days, times::day_of(setting.now)),
            today: facts.today.iter().map(line).collect(),
            days: by_day(facts, setting),
            left_out: left_out(facts),
            feeds: format!("{address}/"),
            title,
            frame,
        }
    }
}

fn kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Section => "Section",
        SubjectKind::Topic => "Topic",
        SubjectKind::Entity => "In the news",
        SubjectKind::Outlet => "Outlet",
    }
}

/// The name under which readers know a subject.
pub(crate) fn title(facts: &SubjectFacts, setting: &Setting<'_>) -> String {
    match facts.subject.kind {
        SubjectKind::Outlet => setting.outlet_name(&facts.title),
        SubjectKind::Section => section_link(Some(&facts.title), setting)
            .map_or_else(|| facts.title.clone(), |section| section.title),
        SubjectKind::Topic | SubjectKind::Entity => facts.title.clone(),
    }
}

fn total(facts: &SubjectFacts) -> u64 {
    facts.days.iter().map(|(_, count)| count).sum()
}

fn standfirst(facts: &SubjectFacts) -> String {
    let Some((first, _)) = facts.days.first() else {
        return match facts.subject.kind {
            SubjectKind::Outlet => "No story here rests on its reports yet.".to_owned(),
            _ => "No story yet.".to_owned(),
        };
    };
    let stories = counted(total(facts), "story", "stories");
    let since = times::day(*first);
    match facts.subject.kind {
        SubjectKind::Outlet => format!("{stories} with its reports since {since}."),
        SubjectKind::Entity => {
            format!("{stories} since {since} in which several reports bear this name.")
        }
        SubjectKind::Section | SubjectKind::Topic => format!("{stories} since {since}."),
    }
}

fn left_out(facts: &SubjectFacts) -> Option<String> {
    let shown = (facts.stories.len() + facts.today.len()) as u64;
    let left = total(facts).saturating_sub(shown);
    let older = counted(left, "older story is", "older stories are");
    (left > 0).then(|| format!("{older} not listed here."))
}

/// What is known of an outlet and what it did.
fn outlet_facts(facts: &SubjectFacts, setting: &Setting<'_>) -> Vec<(&'static str, String)> {
    let Some(tally) = &facts.tally else { return Vec::new() };
    let mut lines = Vec::new();
    let known = setting.registry.known(&facts.title);
    if let Some(outlet) = known {
        lines.push(("Kind", outlet.kind.word().to_owned()));
        lines.push((
            "Owner",
            outlet.owner.clone().unwrap_or_else(|| "itself, as far as is known".to_owned()),
        ));
        lines.extend(outlet.country.clone().map(|country| ("Country", country)));
        lines.push(("Site", outlet.domains.join(", ")));
        if outlet.is_from_memory {
            let how = "written down from memory; no list was seen that has them".to_owned();
            lines.push(("These facts", how));
        }
    } else {
        lines.push(("Known as", facts.title.clone()));
    }
    lines.extend(what_it_did(tally));
    lines.retain(|(_, value)| !value.is_empty());
    lines
}

fn what_it_did(tally: &OutletTally) -> Vec<(&'static str, String)> {
    if tally.stories == 0 {
        return Vec::new();
    }
    let reports = counted(tally.reports, "report", "reports");
    let stories = counted(tally.stories, "story", "stories");
    let shared = counted(tally.shared, "story", "stories");
    let times = |count| match count {
        0 => "never, as far as was seen".to_owned(),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    vec![
        ("Reports", format!("{reports} in {stories}")),
        ("First", format!("with {} of {shared} that others reported too", tally.first)),
        ("Corrected a report", times(tally.corrections)),
        ("Changed one without notice", times(tally.silent_edits)),
    ]
}

fn by_day(facts: &SubjectFacts, setting: &Setting<'_>) -> Vec<DayOfStories> {
    let day_of = |(story, _): &(ListedStory, Option<Vec<String>>)| times::day_of(story.latest);
    let days = facts.stories.chunk_by(|a, b| day_of(a) == day_of(b));
    let day = |stories: &[(ListedStory, Option<Vec<String>>)]| {
        let day = stories.first().map(day_of).unwrap_or(Date::ZERO);
        let line = |(story, lede): &(ListedStory, Option<Vec<String>>)| {
            let mut line = story_line(story, setting);
            line.lede = lede.as_ref().map(|sentences| opening(sentences));
            // What all stories of the page have in common stands over them once.
            match facts.subject.kind {
                SubjectKind::Section => line.section = None,
                SubjectKind::Topic => line.topic = None,
                SubjectKind::Entity | SubjectKind::Outlet => {}
            }
            line
        };
        DayOfStories {
            machine: day.to_string(),
            words: times::day(day),
            stories: stories.iter().map(line).collect(),
        }
    };
    days.map(day).collect()
}

/// As many sentences of a lede as fit a list; the first in any case, cut when it is long.
fn opening(sentences: &[String]) -> String {
    let mut told = String::new();
    for sentence in sentences {
        if !told.is_empty() && told.len() + sentence.len() > LEDE {
            break;
        }
        let space = if told.is_empty() { "" } else { " " };
        told.push_str(space);
        told.push_str(&shortened(sentence, LEDE));
    }
    told
}

/// A story as lists tell of it, without its lede.
pub(crate) fn story_line(story: &ListedStory, setting: &Setting<'_>) -> StoryLine {
    let day = times::day_of(story.latest);
    StoryLine {
        address: links::story_address(&links::slug(&story.first_headline), &story.story),
        headline: story.headline.clone(),
        lede: None,
        section: section_link(story.section.as_deref(), setting),
        topic: story.topic.clone(),
        articles: counted(story.articles as usize, "article", "articles"),
        independent: independent_reports(story.independent_reports as usize),
        machine: day.to_string(),
        day: times::day(day),
    }
}
