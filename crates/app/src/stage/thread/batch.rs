//! Threads a whole input before it answers: what came early is read again when more is known.

use super::{Window, answer};
use crate::regroup::{Files, mended};
use crate::stage::lines::{self, Line, Object};
use crate::turns::thread::file_report;
use jiff::Timestamp;
use news::{Article, ArticleId, EditorsWord, Placement, Registry, Story, StoryFile, StoryId};
use pipeline::thread::RepairRules;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Threads the input and writes a line for each of its lines, in order.
pub fn thread(
    input: impl Iterator<Item = io::Result<Line>>,
    window: &mut Window,
    output: impl Write,
) -> io::Result<ExitCode> {
    let mut batch = Batch::new(window);
    let mut answers = Vec::new();
    for line in input {
        answers.push(line?.and_then(|object| batch.read(&object)));
    }
    batch.repair();
    let mut output = BufWriter::new(output);
    let mut failed = false;
    for placed in answers {
        failed |= placed.is_err();
        let value = match placed {
            Ok((article, placement)) => answer(&article, &batch.settled(&article, placement)),
            Err(value) => value,
        };
        serde_json::to_writer(&mut output, &value)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(ExitCode::from(if failed { lines::SOME_FAILED } else { lines::ALL_DONE }))
}

/// The window with all the articles of its open stories.
struct Batch<'w> {
    window: &'w mut Window,
    files: Files,
    /// Stories into which reports came since the last repair.
    changed: BTreeSet<StoryId>,
    /// Where articles went that changed their story.
    moved: BTreeMap<ArticleId, StoryId>,
}

impl Batch<'_> {
    fn new(window: &mut Window) -> Batch<'_> {
        Batch { window, files: Files::new(), changed: BTreeSet::new(), moved: BTreeMap::new() }
    }

    fn read(&mut self, object: &Object) -> Result<(ArticleId, Placement), Value> {
        if self.window.sweeps_next() {
            // While all that is open is still known.
            self.repair();
        }
        let placed = self.window.placed(&object.fields).map_err(|error| object.failed(&error));
        let (article, placement) = placed?;
        let id = article.id.clone();
        self.keep(article, &placement);
        Ok((id, placement))
    }

    fn keep(&mut self, article: Article, placement: &Placement) {
        let story = &placement.story;
        self.changed.insert(story.clone());
        let file = self.files.entry(story.clone()).or_insert_with(|| StoryFile {
            story: Story { id: story.clone(), reports: Vec::new() },
            articles: Vec::new(),
        });
        if file.article(&article.id).is_none() {
            file.story.reports.push(file_report(&article, placement.clone(), &Registry::default()));
            file.articles.push(article);
        }
    }

    /// Reads the stories that changed a second time, with those beside them.
    fn repair(&mut self) {
        let threader = &mut self.window.threader;
        self.files.retain(|story, _| threader.is_open(story));
        let changed = std::mem::take(&mut self.changed);
        let named = |stories: &BTreeSet<StoryId>, files: &Files| -> Vec<StoryFile> {
            stories.iter().filter_map(|story| files.get(story).cloned()).collect()
        };
        let mut read = changed;
        let beside = threader.neighbours(&named(&read, &self.files));
        read.extend(beside);
        let read = named(&read, &self.files);
        let mends = threader.repairs(&read, &RepairRules::standard(), &EditorsWord::default());
        let mut touched = BTreeSet::new();
        for mend in &mends {
            let to = mend.to.clone().or_else(|| Some(mend.from.split_off(mend.went.first()?)));
            let Some(to) = to else { continue };
            let done = mended(&mut self.files, mend, &to, Timestamp::UNIX_EPOCH);
            for article in done.iter().flat_map(|regrouping| &regrouping.went) {
                self.moved.insert(article.clone(), to.clone());
            }
            touched.extend([mend.from.clone(), to]);
        }
        for story in touched {
            let articles = self.files.get(&story).map(|file| &file.articles[..]);
            threader.regroup(&story, articles.unwrap_or_default());
        }
    }

    /// A placement as it stands in the end.
    fn settled(&self, article: &ArticleId, placement: Placement) -> Placement {
        match self.moved.get(article) {
            Some(story) => Placement { story: story.clone(), ..placement },
            None => placement,
        }
    }
}
