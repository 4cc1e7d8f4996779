//! The window as bytes, so that a restart need not read every article again.
//!
//! A snapshot is a row of frames, each a length and a value as `postcard` writes it, and at the end a checksum
//! of them all. What follows from the rest (who is silent since when, which number an id has) is not kept
//! but made again. The same window gives the same bytes.

mod frames;
mod ids;

pub use frames::{Reading, Unreadable, Writing};
pub use ids::{as_text, as_text_or_none};

use super::numbered::Numbered;
use super::terms::long_key;
use super::{Threader, Thresholds};
use news::{ArticleId, StoryId};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// The form of what is kept. To be raised with every change of the form, and of what the window makes of an
/// article: what is compared, how words are cut, how rare they are held to be.
const FORM: u32 = 2;

/// What a snapshot was made by. One made by others is of no use.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Maker {
    name: String,
    form: u32,
    thresholds: Thresholds,
    scorer: u64,
    registry: u64,
}

impl Threader {
    /// Writes the window down. Small writes: `to` should gather them.
    pub fn write_window(&mut self, to: impl Write) -> io::Result<()> {
        let mut frames = Writing::new(to);
        frames.put(&self.maker())?;
        self.frequencies.write(&mut frames)?;
        self.names.write(&mut frames)?;
        write_places(&self.stories, &mut frames)?;
        write_places(&self.placed, &mut frames)?;
        self.origins.write(&mut frames)?;
        self.index.sweep(self.stories.first());
        self.index.write(&mut frames)?;
        frames.end()
    }

    /// The window that was written down, to be judged by the scorer, thresholds and registry of this one,
    /// which made it. This one must be empty.
    pub fn read_window(mut self, from: impl Read) -> Result<Threader, Unreadable> {
        let mut frames = Reading::new(from);
        if frames.take::<Maker>()? != self.maker() {
            return Err(Unreadable::OtherMaker);
        }
        self.frequencies.read(&mut frames)?;
        self.names.read(&mut frames)?;
        self.stories = read_places(&mut frames)?;
        self.placed = read_places(&mut frames)?;
        self.origins.read(&mut frames)?;
        self.index.read(&self.stories, &mut frames)?;
        frames.end()?;
        self.note_stories();
        self.note_placed();
        Ok(self)
    }

    /// Every article of the window, with its story and its origin.
    pub fn placements(&self) -> impl Iterator<Item = (&ArticleId, &StoryId, &ArticleId)> {
        self.placed.places().flatten().filter_map(|placed| {
            Some((&placed.id, &self.stories.get(placed.slot)?.id, placed.origin()))
        })
    }

    fn maker(&self) -> Maker {
        Maker {
            name: "newsloom window".to_owned(),
            form: FORM,
            thresholds: self.thresholds.clone(),
            scorer: long_key(&format!("{:?}", self.scorer)),
            registry: self.names.registry_key(),
        }
    }

    fn note_stories(&mut self) {
        for (slot, story) in self.stories.numbered() {
            self.crowd.heard(None, story.last_seconds());
            self.silence.insert((story.last_seconds(), slot));
            self.slots.insert(long_key(&story.id.0), slot);
        }
    }

    fn note_placed(&mut self) {
        for (print, placed) in self.placed.numbered() {
            self.numbers.insert(long_key(&placed.id.0), print);
            self.addresses.extend(placed.address.map(|address| (address, print)));
        }
    }
}

fn write_places<T: Serialize>(
    things: &Numbered<T>,
    frames: &mut Writing<impl Write>,
) -> io::Result<()> {
    frames.put(&things.first())?;
    frames.put_all(things.places())
}

fn read_places<T: for<'a> Deserialize<'a>>(
    frames: &mut Reading<impl Read>,
) -> Result<Numbered<T>, Unreadable> {
    let first = frames.take()?;
    Ok(Numbered::starting_at(first, frames.take_all()?))
}

#[cfg(test)]
mod tests;
