use super::story::reason_in_words;
use crate::setting::{Frame, Setting};
use askama::Template;
use news::{Standing, Tally, Writer};
use store::{BriefLine, BriefState, Counts};

/// `GET /about`: what binds the site, and what it has counted so far.
#[derive(Template)]
#[template(path = "about.html")]
pub(crate) struct AboutPage {
    frame: Frame,
    counters: Vec<Counter>,
    writers: Vec<WriterLine>,
}

/// What the briefs that are out come to, of one writer.
struct WriterLine {
    writer: String,
    briefs: u64,
    written: u64,
    replaced: u64,
    withheld: u64,
    reasons: Vec<(u64, &'static str)>,
}

struct Counter {
    label: &'static str,
    value: u64,
}

impl AboutPage {
    /// The page with the counts as they are now.
    pub(crate) fn new(
        counts: &Counts,
        published: &[BriefLine],
        tallies: &[Tally],
        withdrawn: u64,
        setting: &Setting<'_>,
    ) -> AboutPage {
        let withheld = published.iter().map(|line| u64::from(line.withheld)).sum();
        let reviewed = |line: &&BriefLine| {
            matches!(line.state, BriefState::Published(Standing::Reviewed { .. }))
        };
        let counters = vec![
            counter(counts.articles, "article read", "articles read"),
            counter(
                counts.dropped,
                "of them set aside by screening",
                "of them set aside by screening",
            ),
            counter(counts.stories, "story followed", "stories followed"),
            counter(counts.published, "story published", "stories published"),
            counter(
                count(published.iter().filter(reviewed)),
                "of them reviewed by a person",
                "of them reviewed by a person",
            ),
            counter(withheld, "sentence withheld from them", "sentences withheld from them"),
            counter(withdrawn, "story withdrawn", "stories withdrawn"),
        ];
        AboutPage {
            frame: Frame::new(setting, Some("How it decides"), Some("/about")),
            counters,
            writers: tallies.iter().map(writer_line).collect(),
        }
    }
}

fn writer_line(tally: &Tally) -> WriterLine {
    let mut reasons: Vec<(u64, &'static str)> =
        tally.withheld.iter().map(|(kind, count)| (*count, reason_in_words(*kind))).collect();
    reasons.sort_by(|a, b| b.cmp(a));
    WriterLine {
        writer: match &tally.writer {
            Writer::Extractive => "The extractive writer".to_owned(),
            Writer::Model(name) => name.clone(),
        },
        briefs: tally.briefs,
        written: tally.written,
        replaced: tally.replaced,
        withheld: tally.withheld_in_all(),
        reasons,
    }
}

fn count<'a>(lines: impl Iterator<Item = &'a BriefLine>) -> u64 {
    lines.count() as u64
}

fn counter(value: u64, one: &'static str, more: &'static str) -> Counter {
    Counter { label: if value == 1 { one } else { more }, value }
}
