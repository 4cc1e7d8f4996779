//! What must hold for any input: no crash, the same answer twice, times that can be written and read back,
//! texts without control characters.
//!
//! Each function takes one input and panics when its promise is broken. `targets/` gives them to libFuzzer,
//! `bin/large.rs` gives them inputs of up to 10 MB and watches time and memory.

use fetch::robots::Robots;
use fetch::warc::{Archive, Place};
use news::{Entry, FeedDocument, SourceTime};
use pipeline::{extract as pages, parse as feeds};

/// Where inputs are said to come from.
const PLACE: &str = "https://a.example/x/y?z=1";

/// Inputs up to this size are read twice: larger ones would only take the time of others.
const TWICE_BYTES: usize = 16 * 1024;

/// A reader of outside input, by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All readers.
pub const TARGETS: [Target; 6] = [
    ("parse", parse),
    ("extract", extract),
    ("charset", charset),
    ("dates", dates),
    ("robots", robots),
    ("warc", warc),
];

/// A feed, and the search for feeds in a page.
pub fn parse(bytes: &[u8]) {
    let feed = feeds::parse(bytes, Some(PLACE), None);
    if bytes.len() <= TWICE_BYTES {
        assert_eq!(feed, feeds::parse(bytes, Some(PLACE), None), "read twice");
        for found in feeds::discover(bytes, PLACE) {
            assert!(!found.url.is_empty(), "a feed without an address");
        }
    }
    if let Ok(feed) = feed {
        sound_feed(&feed);
    }
}

fn sound_feed(feed: &FeedDocument) {
    for text in [&feed.title, &feed.link, &feed.subtitle, &feed.author, &feed.image, &feed.hub] {
        sound_line(text);
    }
    feed.published.iter().chain(&feed.updated).for_each(sound_time);
    feed.entries.iter().for_each(sound_entry);
}

fn sound_entry(entry: &Entry) {
    for text in [&entry.title, &entry.url, &entry.author, &entry.image, &entry.image_credit] {
        sound_line(text);
    }
    for html in [&entry.summary_html, &entry.content_html].into_iter().flatten() {
        assert!(!html.is_empty() && !html.contains('\0'), "markup is empty or holds a NUL");
    }
    entry.published.iter().chain(&entry.updated).for_each(sound_time);
}

fn sound_line(text: &Option<String>) {
    let Some(text) = text else { return };
    assert!(!text.is_empty(), "empty instead of absent");
    assert!(!text.contains(char::is_control), "control characters in {text:?}");
}

fn sound_time(time: &SourceTime) {
    assert!((-1439..=1439).contains(&time.offset_minutes), "{time}: no such offset");
    assert_eq!(SourceTime::parse(&time.to_string()).as_ref(), Ok(time), "{time}: not read back");
}

/// A page, and a fragment of HTML.
pub fn extract(bytes: &[u8]) {
    let page = pages::extract(bytes, Some(PLACE), None);
    page.published.iter().chain(&page.modified).for_each(sound_time);
    if bytes.len() <= TWICE_BYTES {
        assert_eq!(page, pages::extract(bytes, Some(PLACE), None), "read twice");
        pages::plain_text(&String::from_utf8_lossy(bytes));
    }
}

/// Bytes in any encoding; the first line is what the server said of them.
pub fn charset(bytes: &[u8]) {
    let cut = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (label, rest) = bytes.split_at(cut);
    let label = std::str::from_utf8(label).ok().filter(|label| !label.is_empty());
    let feed = feeds::charset::decode(rest, label);
    let page = pages::charset::decode(rest, label, Some(PLACE));
    if let (Ok(text), None) = (std::str::from_utf8(rest), label)
        && rest.is_ascii()
        && !rest.contains(&0)
        && !rest.contains(&0x1b)
        && !text.contains("<?xml")
        && !text.contains("<meta")
    {
        assert_eq!((&*feed, &*page), (text, text), "ASCII is ASCII");
    }
}

/// A time as a feed or a page may write it.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(time) = feeds::dates::read(&text) {
        sound_time(&time);
        assert_eq!(feeds::dates::read(&time.to_string()), Some(time), "{text:?}: not read back");
    }
    let page = format!(
        "<html><head><meta property='article:published_time' content='{0}'></head><body><article>\
         <time datetime='{0}'>{0}</time><p class='date'>{0}</p></article></body></html>",
        text.replace(['\'', '<', '>'], "")
    );
    let page = pages::extract(page.as_bytes(), None, None);
    page.published.iter().chain(&page.modified).for_each(sound_time);
}

/// A robots.txt; its last line is asked for, too.
pub fn robots(bytes: &[u8]) {
    let rules = Robots::read(bytes, "newsloom");
    let last = bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let path = format!("/{}", String::from_utf8_lossy(last));
    assert_eq!(rules.allows(&path), rules.allows(&path), "asked twice");
    assert!(rules.allows("/robots.txt"), "robots.txt itself is always allowed");
}

/// A web archive: reading ends, and its places only grow.
pub fn warc(bytes: &[u8]) {
    let mut archive = Archive::new(bytes, Place::default()).expect("memory does not fail");
    let mut last = Place::default();
    while let Some(step) = archive.next().expect("memory does not fail") {
        assert!(step.begin >= last && step.next >= step.begin, "{step:?} after {last:?}");
        last = step.next;
    }
}
