//! The list of sources: origins first, under each what repeats it.

use crate::links;
use crate::reading::StoryFacts;
use crate::setting::Setting;
use crate::times::Instant;
use news::{ArticleId, OutletId, Report, Story, Subject, SubjectKind, TieReason, TieTo, counted};
use std::collections::{BTreeMap, BTreeSet};

/// An origin with the reports that repeat its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceGroup {
    pub origin: SourceLine,
    pub reprints: Vec<SourceLine>,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceLine {
    /// Its citation number, when the brief cites it.
    pub number: Option<usize>,
    pub outlet: String,
    /// The outlet's page.
    pub outlet_address: Option<String>,
    /// "wire, Merrow, owned by Tidewater Group".
    pub about: String,
    pub title: String,
    pub href: Option<String>,
    pub time: Option<Instant>,
    /// What it relies on, in words.
    pub ties: Vec<String>,
}

/// The story's reports grouped by origin, earliest origin first; then cited articles that have left
/// the story.
pub(crate) fn groups(facts: &StoryFacts, setting: &Setting<'_>) -> Vec<SourceGroup> {
    let numbers = numbers(facts);
    let mut by_origin: BTreeMap<&ArticleId, Vec<&Report>> = BTreeMap::new();
    let shown: BTreeSet<&ArticleId> =
        facts.story.shown_reports().into_iter().map(|report| &report.article).collect();
    // What an outlet listed twice is shown once, unless the brief cites the second one.
    let is_shown =
        |report: &&Report| shown.contains(&report.article) || numbers.contains_key(&report.article);
    for report in facts.story.reports.iter().filter(is_shown) {
        by_origin.entry(&report.origin).or_default().push(report);
    }
    let mut groups: Vec<Vec<&Report>> = by_origin.into_values().map(origin_first).collect();
    groups.sort_by_key(|reports| reports.first().map(|report| (report.reported, &report.article)));
    let line = |report: &Report| source_line(report, facts, setting, &numbers);
    let mut lines: Vec<SourceGroup> = groups
        .into_iter()
        .filter_map(|reports| {
            let (origin, reprints) = reports.split_first()?;
            let reprints = reprints.iter().map(|report| line(report)).collect();
            Some(SourceGroup { origin: line(origin), reprints })
        })
        .collect();
    lines.extend(strays(facts, setting, &numbers));
    lines
}

/// The names of the outlets that report the story, the first to report first.
pub(crate) fn outlets(facts: &StoryFacts, setting: &Setting<'_>) -> Vec<String> {
    let mut reports = facts.story.shown_reports();
    reports.sort_by_key(|report| (report.reported, &report.article));
    let mut names: Vec<String> = Vec::new();
    for report in reports {
        let name = setting.outlet_name(&report.outlet.0);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The origin, then its reprints by time. An origin that has left the story is stood for by the
/// earliest of its reprints.
fn origin_first(mut reports: Vec<&Report>) -> Vec<&Report> {
    reports.sort_by_key(|report| (report.article != report.origin, report.reported));
    reports
}

fn numbers(facts: &StoryFacts) -> BTreeMap<&ArticleId, usize> {
    let cited = facts.told.record.brief.cited();
    cited.into_iter().enumerate().map(|(place, id)| (id, place + 1)).collect()
}

fn source_line(
    report: &Report,
    facts: &StoryFacts,
    setting: &Setting<'_>,
    numbers: &BTreeMap<&ArticleId, usize>,
) -> SourceLine {
    let ties = report.relies_on.iter().map(|tie| {
        let other = match &tie.to {
            TieTo::Outlet(outlet) => setting.outlet_name(&outlet.0),
            TieTo::Article(article) => reporter(&facts.story, article, setting),
        };
        tie_in_words(tie.by, &other)
    });
    SourceLine {
        number: numbers.get(&report.article).copied(),
        outlet: setting.outlet_name(&report.outlet.0),
        outlet_address: Some(outlet_address(&report.outlet)),
        about: about_outlet(&report.outlet.0, setting),
        title: report.title.clone(),
        href: report.url.as_deref().and_then(links::web_link).map(String::from),
        time: Some(Instant::of(report.reported)),
        ties: ties.collect(),
    }
}

fn reporter(story: &Story, article: &ArticleId, setting: &Setting<'_>) -> String {
    let report = story.reports.iter().find(|report| report.article == *article);
    report.map_or_else(|| "another report".to_owned(), |r| setting.outlet_name(&r.outlet.0))
}

fn tie_in_words(by: TieReason, other: &str) -> String {
    match by {
        TieReason::Owner => format!("has the same owner as {other}"),
        TieReason::Attribution => format!("says it relies on {other}"),
        TieReason::Link => format!("points to {other}"),
    }
}

/// Where an outlet's stories are listed.
pub(crate) fn outlet_address(outlet: &OutletId) -> String {
    links::subject_address(&Subject::named(SubjectKind::Outlet, &outlet.0))
}

fn about_outlet(key: &str, setting: &Setting<'_>) -> String {
    let Some(outlet) = setting.registry.known(key) else { return String::new() };
    let mut about = vec![outlet.kind.word().to_owned()];
    about.extend(outlet.country.clone());
    about.extend(outlet.owner.as_ref().map(|owner| format!("owned by {owner}")));
    about.join(", ")
}

fn strays(
    facts: &StoryFacts,
    setting: &Setting<'_>,
    numbers: &BTreeMap<&ArticleId, usize>,
) -> Vec<SourceGroup> {
    let stray = |article: &news::Article| SourceGroup {
        origin: SourceLine {
            number: numbers.get(&article.id).copied(),
            outlet: setting.outlet_name(&article.outlet.0),
            // Its outlet may have no other report in any story.
            outlet_address: setting
                .registry
                .known(&article.outlet.0)
                .map(|outlet| outlet_address(&outlet.id)),
            about: about_outlet(&article.outlet.0, setting),
            title: article.title.clone(),
            href: article.url.as_deref().and_then(links::web_link).map(String::from),
            time: Some(Instant::of(article.reported())),
            ties: Vec::new(),
        },
        reprints: Vec::new(),
    };
    facts.strays.iter().map(stray).collect()
}

/// How the independent reports were counted, in one sentence.
pub(crate) fn counting(story: &Story) -> String {
    let articles = counted(story.shown_reports().len(), "article", "articles");
    let origins = counted(story.origins().len(), "origin", "origins");
    let independent = counted(story.independent_reports(), "is independent", "are independent");
    format!(
        "{articles} from {origins}, of which {independent}: reprints count with the report whose \
         text they share, outlets of one owner count once, and a report that only relies on another \
         one in this story adds nothing."
    )
}
