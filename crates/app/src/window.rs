//! The threader's window beside the database: a start reads it and what was filed after it, instead of
//! every open article.
//!
//! Nothing rests on it. A snapshot that is missing, torn, of another version or other settings, or that says
//! anything else than the store does, is passed over, and the window is made from the store.

use crate::instance::Instance;
use news::{ArticleId, Report, StoryId};
use pipeline::thread::{Threader, Unreadable};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Name of the snapshot in an instance.
pub const SNAPSHOT: &str = "window.snapshot";

/// Reports placed since the last snapshot from which on another is taken, besides a quarter of the window: so
/// a report's share of the writing stays the same however large the window is, and a start after a crash
/// reads a quarter of it at most.
const LEAST_UNSAVED: usize = 5_000;

/// Bytes that are read and written at once.
const CHUNK_BYTES: usize = 1 << 20;

/// Where the window is kept, and how much of it is not.
#[derive(Debug)]
pub struct Snapshot {
    path: PathBuf,
    unsaved: AtomicUsize,
}

impl Snapshot {
    /// The instance's.
    pub fn of(instance: &Instance) -> Snapshot {
        Snapshot { path: instance.dir.join(SNAPSHOT), unsaved: AtomicUsize::new(0) }
    }

    /// The window as it was kept, read into an `empty` one, if it says of every article what the store
    /// says; what has left it by `now` is left out.
    pub fn read(
        &self,
        empty: Threader,
        now: jiff::Timestamp,
        filed: &Filed<'_>,
    ) -> Option<Threader> {
        let read = open(&self.path).and_then(|mut file| {
            let mut regrouped = [0; 8];
            file.read_exact(&mut regrouped).map_err(Unreadable::Io)?;
            Ok((u64::from_le_bytes(regrouped), empty.read_window(file)?))
        });
        let why = match read {
            Ok((regrouped, mut threader)) => {
                threader.forget_before(now);
                if regrouped == filed.regrouped && filed.agree(&threader) {
                    return Some(threader);
                }
                "it says other than the database".to_owned()
            }
            Err(Unreadable::Io(cause)) if cause.kind() == ErrorKind::NotFound => return None,
            Err(cause) => cause.to_string(),
        };
        let path = self.path.display();
        tracing::warn!("{path}: {why}; the open stories are read from the database instead");
        None
    }

    /// Counts reports that the snapshot lacks.
    pub fn lacks(&self, reports: usize) {
        self.unsaved.fetch_add(reports, Ordering::Relaxed);
    }

    /// Keeps the window when the snapshot lacks so much of it that a start would be slow; it knows of so many
    /// regroupings.
    pub fn keep_now_and_then(&self, threader: &mut Threader, regrouped: u64) {
        let most = LEAST_UNSAVED.max(threader.reports() / 4);
        if self.unsaved.load(Ordering::Relaxed) >= most {
            self.keep(threader, regrouped);
        }
    }

    /// Keeps the window, unless the snapshot lacks nothing of it. A failure costs the next start time, and no
    /// more: it is logged.
    pub fn keep(&self, threader: &mut Threader, regrouped: u64) {
        if self.unsaved.swap(0, Ordering::Relaxed) == 0 {
            return;
        }
        if let Err(cause) = write(&self.path, threader, regrouped) {
            let path = self.path.display();
            tracing::warn!("{path}: could not be written: {cause}; the next start takes longer");
        }
    }
}

fn open(path: &Path) -> Result<BufReader<File>, Unreadable> {
    let file = File::open(path).map_err(Unreadable::Io)?;
    Ok(BufReader::with_capacity(CHUNK_BYTES, file))
}

/// Writes beside `path` and renames. Not forced to the disk: what a power failure tears is found out by its
/// checksum.
fn write(path: &Path, threader: &mut Threader, regrouped: u64) -> io::Result<()> {
    let draft = path.with_extension("new");
    let file = File::create(&draft);
    let written = file
        .and_then(|mut file| {
            file.write_all(&regrouped.to_le_bytes())?;
            threader.write_window(BufWriter::with_capacity(CHUNK_BYTES, file))
        })
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What could not be written whole only takes room; that it cannot be removed changes nothing.
        fs::remove_file(&draft).ok();
    }
    written
}

/// What the store says of the open stories.
pub struct Filed<'a> {
    /// The story and the origin of each report.
    reports: HashMap<&'a ArticleId, (&'a StoryId, &'a ArticleId)>,
    /// How many times stories were merged, split or mended.
    regrouped: u64,
}

impl<'a> Filed<'a> {
    /// From reports with their stories, and how many regroupings there were.
    pub fn new(reports: &'a [(Report, StoryId)], regrouped: u64) -> Filed<'a> {
        let filed =
            reports.iter().map(|(report, story)| (&report.article, (story, &report.origin)));
        Filed { reports: filed.collect(), regrouped }
    }

    fn agree(&self, threader: &Threader) -> bool {
        let same = |(article, story, origin)| self.reports.get(article) == Some(&(story, origin));
        threader.placements().all(same)
    }
}
