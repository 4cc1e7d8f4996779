//! What the pipeline reads in the pages is what was written into them.

use super::super::world::Wording;
use super::*;
use news::{Entry, FeedDocument, Page};

fn read(world: &World, report: &Report, now: Timestamp) -> Page {
    let url = world.url(report);
    let answer = get(world, now, &url);
    let charset = answer.content_type.split_once("charset=").map(|(_, charset)| charset);
    pipeline::extract::extract(&answer.body, Some(&url), charset)
}

/// The text that the page shows: the paragraphs and the note about a correction.
fn shown(wording: &Wording) -> String {
    let mut paragraphs = wording.paragraphs.clone();
    paragraphs.extend(wording.note.clone());
    paragraphs.join("\n\n")
}

/// What is read otherwise than it was written: part, read, written.
fn differences(page: &Page, report: &Report, wording: &Wording) -> Vec<[String; 3]> {
    let image = page.image.clone().unwrap_or_default();
    let drawn = report.image.clone().unwrap_or_default();
    let parts = [
        ("text", Some(page.text.clone()), Some(shown(wording))),
        ("title", page.title.clone(), Some(wording.title.clone())),
        ("author", page.author.clone(), Some(report.byline.clone())),
        ("published", page.published.map(|t| t.to_string()), Some(report.dated.to_string())),
        ("credit", image.credit, drawn.credit),
        ("caption", image.caption, drawn.caption),
        ("section", page.section.clone(), Some(report.section.clone())),
        ("blocked", page.blocked.map(|b| b.word().to_owned()), None),
    ];
    let unlike = |(part, read, written): (&str, Option<String>, Option<String>)| {
        let shown = |text: Option<String>| text.unwrap_or_default();
        (read != written).then(|| [part.to_owned(), shown(read), shown(written)])
    };
    parts.into_iter().filter_map(unlike).collect()
}

#[test]
fn every_page_is_read_as_it_was_written() {
    let world = world();
    let mut wrong = Vec::new();
    for report in &world.reports {
        for wording in &report.wordings {
            let page = read(&world, report, wording.from.instant);
            let language = &world.publishers[report.publisher].language;
            assert_eq!(page.language.as_ref(), Some(language), "{}", report.key);
            assert_eq!(page.url, Some(world.url(report)));
            let found = differences(&page, report, wording);
            wrong.extend(found.into_iter().map(|found| (report.key.clone(), found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn parsed(world: &World, url: &str) -> Result<FeedDocument, pipeline::parse::NotAFeed> {
    pipeline::parse::parse(&get(world, world.ends(), url).body, Some(url), None)
}

/// The feeds that should be readable, with the place of their outlet.
fn sound_feeds(world: &World) -> Vec<(usize, String)> {
    let feed = |(place, publisher): (usize, &super::super::world::Publisher)| {
        let path = publisher.moved_to.as_ref().unwrap_or(&publisher.feed);
        (place, publisher.url(path))
    };
    world.publishers.iter().enumerate().map(feed).collect()
}

#[test]
fn every_feed_is_read_as_it_was_written() {
    let world = world();
    for (place, url) in sound_feeds(&world) {
        let document = parsed(&world, &url).unwrap();
        let published = world.published_by(place, world.ends());
        assert_eq!(document.entries.len(), published.len(), "{url}");
        for (entry, report) in document.entries.iter().zip(published) {
            check_entry(&world, entry, report);
        }
    }
}

#[track_caller]
fn check_entry(world: &World, entry: &Entry, report: &Report) {
    assert_eq!(entry.url, Some(world.url(report)));
    assert_eq!(entry.published, Some(report.dated), "{}", report.key);
    assert_eq!(entry.author.as_deref(), Some(report.byline.as_str()), "{}", report.key);
    // The markup in the feed's title is gone: what remains is the title of the page.
    let title = report.wordings.last().map(|wording| wording.title.as_str());
    assert_eq!(entry.title.as_deref(), title, "{}", report.key);
}

#[test]
fn broken_feeds_break_nothing() {
    let world = world();
    assert!(parsed(&world, "http://radio-lantern.example/podcasts/feed").is_err());
    let addresses = |url: &str| -> Vec<Option<String>> {
        let entries = parsed(&world, url).map_or(Vec::new(), |document| document.entries);
        entries.into_iter().map(|entry| entry.url).collect()
    };
    let whole = addresses("http://saltmarsh-herald.example/index.rss");
    let broken = addresses("http://saltmarsh-herald.example/business.rss");
    assert!(broken.iter().all(|address| whole.contains(address)), "{broken:?}");
}
