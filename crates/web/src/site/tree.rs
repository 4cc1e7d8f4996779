//! The tree of origins as a picture: who reported first, who repeats whom, who relies on whom, since when.
//!
//! Drawn in pixels of the page, not scaled: letters stay as large as the page's on a phone too. The table beside
//! it says the same in words.

use super::sources::outlet_address;
use crate::setting::Setting;
use crate::text::shortened;
use crate::times::{self, Instant};
use jiff::Timestamp;
use news::{Branch, Counts, Lineage, OutletId, Report, Root, Story, TieReason, counted};

/// Rows of the picture from which branches are folded: about what two screens of a phone show.
const MOST_ROWS: usize = 30;
/// Branches shown under each other in ever stricter tries until the picture has no more rows than that.
const FOLDS: [usize; 5] = [usize::MAX, 8, 5, 3, 2];
/// At each fold so many times as many stand by themselves.
const ROOTS: usize = 3;
/// Copies named in the picture, and rows of the table; the list of sources has them all.
const NAMED_COPIES: usize = 3;
const MOST_LINES: usize = 100;

/// Pixels: height of a report, of a row of copies, between roots; width of a step, of a mark.
const REPORT: usize = 44;
const FURTHER: usize = 27;
const GAP: usize = 10;
const STEP: usize = 27;
const MARK: usize = 11;
/// Letters that fit beside a mark on a narrow phone, and those that a step to the right takes.
const LETTERS: usize = 38;
const STEP_LETTERS: usize = 4;
/// Letters that fit beyond those on a wider screen.
const MORE_LETTERS: usize = 36;

/// The picture with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tree {
    pub height: usize,
    pub description: String,
    pub stems: Vec<Stem>,
    pub marks: Vec<Mark>,
    pub lines: Vec<TreeLine>,
    pub left_out: Option<String>,
}

/// A line from a mark to what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stem {
    pub path: String,
    pub kind: &'static str,
}

/// A report, its copies, or what stands for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// `own`, `other`, `absent`, `copies` or `more`.
    pub kind: &'static str,
    pub number: String,
    pub x: usize,
    pub y: usize,
    pub text_x: usize,
    pub name: String,
    pub name_y: usize,
    pub note: String,
    /// The same where there is room for more; empty where it says no more.
    pub wide_note: String,
    pub note_y: usize,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TreeLine {
    pub outlet: String,
    pub address: String,
    pub time: Instant,
    pub what: String,
    pub counts: String,
}

/// The picture of a story; none when there is nothing to see: one report without copies and ties.
pub(crate) fn tree(story: &Story, setting: &Setting<'_>) -> Option<Tree> {
    let lineage = Lineage::of(story);
    if story.shown_reports().len() < 2 {
        return None;
    }
    let first = story.first_reported()?;
    let drawn = FOLDS.iter().map(|most| Drawing::of(&lineage, *most, first, setting));
    let mut last = None;
    for drawing in drawn {
        let fits = drawing.marks.len() <= MOST_ROWS;
        last = Some(drawing);
        if fits {
            break;
        }
    }
    let drawing = last?;
    let mut lines = Lines { lines: Vec::new(), setting };
    lines.add_all(&lineage);
    let left_out = lines.lines.len().saturating_sub(MOST_LINES);
    lines.lines.truncate(MOST_LINES);
    Some(Tree {
        height: drawing.y,
        description: described(story, &lineage, setting),
        stems: drawing.stems,
        marks: drawing.marks,
        lines: lines.lines,
        left_out: (left_out > 0).then(|| {
            format!("{} more stand in the list of sources.", counted(left_out, "report", "reports"))
        }),
    })
}

/// The picture in one or two sentences.
fn described(story: &Story, lineage: &Lineage<'_>, setting: &Setting<'_>) -> String {
    let articles = counted(story.shown_reports().len(), "article", "articles");
    let independent =
        counted(story.independent_reports(), "independent report", "independent reports");
    let branches = lineage.branches();
    let first =
        branches.iter().min_by_key(|branch| (branch.report.reported, &branch.report.article));
    let first = first.map(|branch| {
        let copies = counted(branch.copies.len(), "outlet repeats", "outlets repeat");
        let outlet = setting.outlet_name(&branch.report.outlet.0);
        format!(
            " {outlet} was first, on {}; {copies} its text.",
            times::moment(branch.report.reported)
        )
    });
    format!("{articles}, {independent}.{}", first.unwrap_or_default())
}

/// A picture while it is drawn, from the top down.
struct Drawing<'s> {
    most: usize,
    first: Timestamp,
    setting: &'s Setting<'s>,
    y: usize,
    stems: Vec<Stem>,
    marks: Vec<Mark>,
}

/// Where a mark stands.
#[derive(Clone, Copy)]
struct Place {
    x: usize,
    y: usize,
}

/// What a report hangs on.
#[derive(Clone, Copy)]
enum Above<'a> {
    Nothing,
    Report(Place, &'a OutletId),
    Absent(Place),
}

impl Above<'_> {
    fn place(self) -> Option<Place> {
        match self {
            Above::Nothing => None,
            Above::Report(place, _) | Above::Absent(place) => Some(place),
        }
    }

    fn is_of(self, outlet: &OutletId) -> bool {
        matches!(self, Above::Report(_, other) if other == outlet)
    }
}

impl<'s> Drawing<'s> {
    fn of(
        lineage: &Lineage<'_>,
        most: usize,
        first: Timestamp,
        setting: &'s Setting<'s>,
    ) -> Drawing<'s> {
        let mut drawing =
            Drawing { most, first, setting, y: 4, stems: Vec::new(), marks: Vec::new() };
        let roots = most.saturating_mul(ROOTS);
        for root in lineage.roots.iter().take(roots) {
            match root {
                Root::Report(branch) => drawing.branch(branch, 0, Above::Nothing),
                Root::Absent(outlet, branches) => drawing.absent(outlet, branches),
            }
            drawing.y += GAP;
        }
        let left = lineage.roots.len().saturating_sub(roots);
        if left > 0 {
            drawing.further("more", 0, None, format!("and {left} more beside them"));
        }
        drawing
    }

    fn branch(&mut self, branch: &Branch<'_>, depth: usize, above: Above<'_>) {
        let (kind, number) = match branch.counts {
            Counts::As(first, last) if first == last => ("own", first.to_string()),
            Counts::As(first, last) => ("own", format!("{first}–{last}")),
            Counts::With(_) | Counts::Not => ("other", String::new()),
        };
        let stem = if branch.by == Some(TieReason::Owner) { "owner" } else { "relies" };
        let place = self.place(depth, REPORT);
        self.stem(above.place(), place, stem);
        let name = self.setting.outlet_name(&branch.report.outlet.0);
        let note = note(branch, self.first, above);
        self.mark(kind, number, place, depth, (name, note));
        if !branch.copies.is_empty() {
            self.copies(branch, depth + 1, place);
        }
        self.relying(&branch.relying, depth, Above::Report(place, &branch.report.outlet));
    }

    fn relying(&mut self, branches: &[Branch<'_>], depth: usize, above: Above<'_>) {
        for branch in branches.iter().take(self.most) {
            self.branch(branch, depth + 1, above);
        }
        let left = branches.len().saturating_sub(self.most);
        if left > 0 {
            let more = counted(left, "more relies on it", "more rely on it");
            self.further("more", depth + 1, above.place(), format!("+ {more}"));
        }
    }

    fn absent(&mut self, outlet: &OutletId, branches: &[Branch<'_>]) {
        let place = self.place(0, REPORT);
        let name = self.setting.outlet_name(&outlet.0);
        let note = "named as a source; no report of it here".to_owned();
        self.mark("absent", String::new(), place, 0, (name, note));
        self.relying(branches, 0, Above::Absent(place));
    }

    /// "+ 12 copies: Courier, Post…".
    fn copies(&mut self, branch: &Branch<'_>, depth: usize, above: Place) {
        let count = counted(branch.copies.len(), "copy", "copies");
        let named = branch.copies.iter().take(NAMED_COPIES);
        let names: Vec<String> = named.map(|r| self.setting.outlet_name(&r.outlet.0)).collect();
        let names = names.join(", ");
        let head = format!("+ {count}:");
        let room = letters(depth).saturating_sub(head.chars().count() + 1);
        self.further("copies", depth, Some(above), head);
        if let Some(mark) = self.marks.last_mut() {
            mark.note = shortened(&names, room);
            mark.wide_note = shortened(&names, room + MORE_LETTERS);
        }
    }

    fn place(&mut self, depth: usize, height: usize) -> Place {
        let y = self.y;
        self.y += height;
        Place { x: MARK + 2 + depth * STEP, y: y + MARK + 3 }
    }

    fn stem(&mut self, above: Option<Place>, to: Place, kind: &'static str) {
        let Some(from) = above else { return };
        let (start, end) = (from.y + MARK, to.x - MARK);
        self.stems.push(Stem { path: format!("M{} {start}V{}H{end}", from.x, to.y), kind });
    }

    fn mark(
        &mut self,
        kind: &'static str,
        number: String,
        place: Place,
        depth: usize,
        (name, note): (String, String),
    ) {
        self.marks.push(Mark {
            kind,
            number,
            x: place.x,
            y: place.y,
            text_x: place.x + MARK + 9,
            name: shortened(&name, letters(depth)),
            name_y: place.y - 1,
            note: shortened(&note, letters(depth) + 4),
            wide_note: String::new(),
            note_y: place.y + 16,
        });
    }

    /// A row of one line: copies, or how many are left out.
    fn further(&mut self, kind: &'static str, depth: usize, above: Option<Place>, name: String) {
        let place = self.place(depth, FURTHER);
        let place = Place { y: place.y - 3, ..place };
        self.stem(above, place, "copies");
        let baseline = place.y + 4;
        self.marks.push(Mark {
            kind,
            number: String::new(),
            x: place.x,
            y: place.y,
            text_x: place.x + MARK + 9,
            name,
            name_y: baseline,
            note: String::new(),
            wide_note: String::new(),
            note_y: baseline,
        });
    }
}

fn letters(depth: usize) -> usize {
    LETTERS.saturating_sub(depth * STEP_LETTERS)
}

/// Since when, and how it hangs on what stands above it.
fn note(branch: &Branch<'_>, first: Timestamp, above: Above<'_>) -> String {
    let time = match branch.report.reported {
        time if time == first && above.place().is_none() => {
            format!("first, on {}", times::short_moment(time))
        }
        time => times::later(first, time),
    };
    let stands_in = branch.report.article != branch.report.origin;
    match branch.by {
        Some(_) if above.is_of(&branch.report.outlet) => format!("again, {time}"),
        Some(by) => format!("{}, {time}", tie(by)),
        None if stands_in => format!("a copy; its origin has left, {time}"),
        None => time,
    }
}

fn tie(by: TieReason) -> &'static str {
    match by {
        TieReason::Owner => "same owner",
        TieReason::Attribution => "relies on it",
        TieReason::Link => "points to it",
    }
}

/// The rows of the table, in the order of the picture.
struct Lines<'s> {
    lines: Vec<TreeLine>,
    setting: &'s Setting<'s>,
}

impl Lines<'_> {
    fn add_all(&mut self, lineage: &Lineage<'_>) {
        for root in &lineage.roots {
            match root {
                Root::Report(branch) => self.add(branch, None),
                Root::Absent(outlet, branches) => {
                    let name = self.setting.outlet_name(&outlet.0);
                    let name = format!("{name} (no report of it here)");
                    branches.iter().for_each(|branch| self.add(branch, Some(&name)));
                }
            }
        }
    }

    fn add(&mut self, branch: &Branch<'_>, above: Option<&str>) {
        let own = self.setting.outlet_name(&branch.report.outlet.0);
        let what = match (branch.by, above) {
            (Some(_), Some(above)) if above == own => "the same outlet again".to_owned(),
            (Some(TieReason::Owner), Some(above)) => format!("has the same owner as {above}"),
            (Some(TieReason::Attribution), Some(above)) => format!("relies on {above}"),
            (Some(TieReason::Link), Some(above)) => format!("points to {above}"),
            _ => "reports in its own words".to_owned(),
        };
        let counts = match branch.counts {
            Counts::As(first, last) if first == last => first.to_string(),
            Counts::As(first, last) => format!("{first} to {last}"),
            Counts::With(number) => format!("with {number}"),
            Counts::Not => "nothing".to_owned(),
        };
        self.line(branch.report, what, counts);
        for copy in &branch.copies {
            self.line(copy, format!("has the text of {own}"), "nothing".to_owned());
        }
        branch.relying.iter().for_each(|one| self.add(one, Some(&own)));
    }

    fn line(&mut self, report: &Report, what: String, counts: String) {
        self.lines.push(TreeLine {
            outlet: self.setting.outlet_name(&report.outlet.0),
            address: outlet_address(&report.outlet),
            time: Instant::of(report.reported),
            what,
            counts,
        });
    }
}
