use super::changes::{Word, word};
use super::story::state_in_words;
use crate::reading::Versions;
use crate::setting::{Form, Frame, Setting};
use crate::times::{self, Instant};
use askama::Template;
use news::{Brief, Judged, Retold, Role, counted, retold};
use store::{BriefLine, BriefRecord, BriefState};

/// `GET /story/{slug}-{id}/versions/{from}-{to}`: what one version of a story says otherwise than another.
#[derive(Template)]
#[template(path = "versions.html")]
pub(crate) struct VersionsPage {
    frame: Frame,
    headline: String,
    story: String,
    before: Version,
    after: Version,
    sums: String,
    parts: Vec<Part>,
    earlier: Option<Step>,
    later: Option<Step>,
    /// Versions that can be compared, where a server answers; each with whether it is the older and the newer here.
    choices: Vec<(u32, bool, bool)>,
}

/// One of both.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    number: u32,
    time: Instant,
    state: String,
}

/// The way to two other versions.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    address: String,
    words: String,
}

/// A part of the brief with what became of its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    title: &'static str,
    lines: Vec<Line>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// `kept`, `added`, `removed` or `changed`.
    look: &'static str,
    /// "Added"; empty for one that was kept.
    what: &'static str,
    words: Vec<Word>,
}

/// Whether a statement belongs to a part of the page.
type Belongs = fn(&Role<'_>) -> bool;

/// The parts of a brief in the order in which a page shows them.
const PARTS: [(&str, Belongs); 6] = [
    ("Headline", |role| matches!(role, Role::Headline)),
    ("Text", |role| matches!(role, Role::Lede | Role::Heading | Role::Sentence)),
    ("Quotes", |role| matches!(role, Role::Quote { .. })),
    ("Where sources disagree", |role| matches!(role, Role::Side { .. })),
    ("Timeline", |role| matches!(role, Role::Moment { .. })),
    ("Key figures", |role| matches!(role, Role::Figure { .. })),
];

impl VersionsPage {
    /// The page of these two versions.
    pub(crate) fn new(versions: &Versions, setting: &Setting<'_>) -> VersionsPage {
        let Versions { before, after, history, story } = versions;
        let out: Vec<u32> = history.iter().filter(|line| is_out(line)).map(|l| l.version).collect();
        let parts = parts(&before.brief, &after.brief);
        let title = format!("Versions {} and {}", before.version, after.version);
        // Search engines are to find the story, not each of its versions.
        let frame = Frame::new(setting, Some(&title), None);
        VersionsPage {
            frame,
            headline: after.brief.headline.statement.text().to_owned(),
            story: story.clone(),
            sums: sums(&parts),
            parts,
            earlier: step(story, out.windows(2).rfind(|pair| pair[1] <= before.version)),
            later: step(story, out.windows(2).find(|pair| pair[0] >= after.version)),
            choices: choices(versions, setting),
            before: version(before),
            after: version(after),
        }
    }
}

/// Where two versions of the story at `story` are compared.
pub(crate) fn address(story: &str, from: u32, to: u32) -> String {
    format!("{story}/versions/{from}-{to}")
}

fn version(record: &BriefRecord) -> Version {
    Version {
        number: record.version,
        time: Instant::of(record.at),
        state: state_in_words(&record.state),
    }
}

fn choices(versions: &Versions, setting: &Setting<'_>) -> Vec<(u32, bool, bool)> {
    let (from, to) = (versions.before.version, versions.after.version);
    let numbers = versions.history.iter().filter(|line| is_out(line)).map(|line| line.version);
    let choices: Vec<_> = numbers.map(|n| (n, n == from, n == to)).collect();
    if setting.form == Form::Served && choices.len() > 2 { choices } else { Vec::new() }
}

fn is_out(line: &BriefLine) -> bool {
    matches!(line.state, BriefState::Published(_))
}

/// The way from one version to the one beside it.
fn step(story: &str, pair: Option<&[u32]>) -> Option<Step> {
    let [from, to] = pair? else { return None };
    let words = format!("From version {from} to {to}");
    Some(Step { address: address(story, *from, *to), words })
}

fn parts(before: &Brief<Judged>, after: &Brief<Judged>) -> Vec<Part> {
    let parts = PARTS.into_iter().map(|(title, is_of)| {
        let lines = retold(&texts(before, is_of), &texts(after, is_of));
        Part { title, lines: lines.into_iter().map(line).collect() }
    });
    parts.filter(|part| !part.lines.is_empty()).collect()
}

/// What a part of a brief says, a statement to a line, with what its place adds.
fn texts(brief: &Brief<Judged>, is_of: fn(&Role<'_>) -> bool) -> Vec<String> {
    let of_part = brief.statements().into_iter().filter(|(role, _)| is_of(role));
    of_part.map(|(role, judged)| placed(role, judged.statement.text())).collect()
}

fn placed(role: Role<'_>, text: &str) -> String {
    match role {
        Role::Headline | Role::Lede | Role::Heading | Role::Sentence | Role::Side { .. } => {
            text.to_owned()
        }
        Role::Quote { speaker } => format!("“{text}” — {speaker}"),
        Role::Moment { date } => format!("{}: {text}", times::day(date)),
        Role::Figure { label } => format!("{text} {label}"),
    }
}

fn line(told: Retold) -> Line {
    let whole = |text, removed, added| vec![Word { text, removed, added }];
    let (look, what, words) = match told {
        Retold::Kept(text) => ("kept", "", whole(text, false, false)),
        Retold::Added(text) => ("added", "Added", whole(text, false, true)),
        Retold::Removed(text) => ("removed", "Removed", whole(text, true, false)),
        Retold::Changed(pieces) => ("changed", "Changed", pieces.into_iter().map(word).collect()),
    };
    Line { look, what, words }
}

/// "2 sentences added, 1 changed, 1 removed; 9 as they were".
fn sums(parts: &[Part]) -> String {
    let count = |look| parts.iter().flat_map(|part| &part.lines).filter(|l| l.look == look).count();
    let told = [("added", "added"), ("changed", "changed"), ("removed", "removed")]
        .map(|(look, word)| (count(look), word))
        .into_iter()
        .filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
    let kept = counted(count("kept"), "sentence", "sentences");
    match told.is_empty() {
        true => format!(
            "Nothing is told otherwise: {kept} as before. What changed are the words that they rest on."
        ),
        false => format!("{}; {kept} as before.", told.join(", ")),
    }
}
