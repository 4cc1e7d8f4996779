//! When the article was published and when it changed.
//!
//! The ranking, from the labelled sets: what the page tells machines; the day in its address; what it
//! shows readers about its title; what its scripts know; the dateline in its first words.

mod address;
mod phrases;
mod shown;
mod told;
mod zone;

use super::Head;
use crate::extract::body::{Choice, Survey};
use crate::extract::dates::{self, Dated};
use crate::extract::html::{Document, Tag};
use news::SourceTime;

/// The page and what was found on it so far.
pub struct Clues<'p> {
    /// The page as it came, for what stands in its scripts.
    pub source: &'p str,
    /// The tree.
    pub document: &'p Document<'p>,
    /// Its blocks.
    pub survey: &'p Survey,
    /// What it tells machines.
    pub head: &'p Head,
    /// Where the article is.
    pub choice: &'p Choice,
    /// Its title.
    pub title: Option<&'p str>,
    /// Its address.
    pub url: Option<&'p str>,
    /// Its language.
    pub language: Option<&'p str>,
}

/// How this page's dates are read.
pub struct Read {
    day_first: bool,
}

impl Read {
    fn dated(&self, text: &str) -> Option<Dated> {
        dates::dated(text, self.day_first)
    }

    fn at_start(&self, text: &str) -> Option<Dated> {
        dates::at_start(text, self.day_first)
    }
}

/// Publication and last change; a change before the publication is none.
pub fn moments(clues: &Clues<'_>) -> (Option<SourceTime>, Option<SourceTime>) {
    let read = Read { day_first: writes_day_first(clues) };
    let modified = told::modified(clues.head, &read).map(|dated| dated.time);
    let published = published(clues, &read);
    let later = modified
        .filter(|modified| published.is_none_or(|published| modified.instant >= published.instant));
    // What has only a last change was published by then; most such pages never changed.
    (published.or(modified), later.map(|later| zone::like(later, published)))
}

fn published(clues: &Clues<'_>, read: &Read) -> Option<SourceTime> {
    let in_address = clues.url.and_then(|url| address::day(url, read));
    let shown = shown::Shown::on(clues, read);
    if let Some(told) = told::published(clues.head, read) {
        let other = told::linked(clues.head, read);
        return Some(zone::local([Some(told), other], in_address, &shown, clues.source));
    }
    if let Some(day) = in_address {
        let same = shown.any().filter(|shown| shown.time.local().date() == day);
        return same.or_else(|| read.dated(&day.to_string())).map(|dated| dated.time);
    }
    let vague = || {
        let vague = told::vague(clues.head, read)?;
        Some(zone::local([Some(vague), None], None, &shown, clues.source))
    };
    let clear = shown.clear().map(|dated| {
        let same = |vague: &SourceTime| vague.local().datetime() == dated.time.local().datetime();
        vague().filter(same).unwrap_or(dated.time)
    });
    clear
        .or_else(|| phrases::dateline(clues, read))
        .or_else(vague)
        .or_else(|| shown.any().map(|dated| dated.time))
        .or_else(|| phrases::published(clues, read))
}

/// Whether `03/04/2026` is a day in April: everywhere but in North America and the Philippines.
fn writes_day_first(clues: &Clues<'_>) -> bool {
    if clues.language != Some("en") {
        return true;
    }
    let document = clues.document;
    let tagged = document.all(Tag::Html).find_map(|node| {
        document.attribute(node, "lang").or_else(|| document.attribute(node, "xml:lang"))
    });
    let told = tagged.map(|tag| tag.into_owned()).filter(|tag| tag.len() > 2);
    let told = told.or_else(|| clues.head.meta.first(&["og:locale"])).unwrap_or_default();
    let region = told.get(3..5).unwrap_or("us").to_ascii_lowercase();
    !matches!(region.as_str(), "us" | "ca" | "ph")
}
