//! What must hold of every reader of outside bytes, whatever comes in: the same answer twice, lines
//! without line ends or NUL, spans that lie in their text, times that a calendar has and that can be read back.

use news::{FeedDocument, Page, SourceTime};
use pipeline::{extract, parse, quotes, sentences};
use proptest::prelude::*;

/// Where the bytes are said to come from.
const PLACE: &str = "https://coast.example/2026/11/23/ferry?a=1";

/// Bits of pages, feeds and times, some of them broken, with bytes of any kind between.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let whole = prop::sample::select(vec![
        &b"<html lang=en><head><meta charset=shift_jis>"[..],
        b"<meta property='article:published_time' content='",
        b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"",
        b"<time datetime='",
        b"'>",
        b"\"}</script>",
        b"<title>Ferry &amp; tug &#0; &#x202e;</title>",
        b"<article><h1>Ferry runs aground</h1><p>\"Nobody was hurt,\" said the captain, Ada Ode. ",
        b"<p>\xe2\x80\x9cWe were lucky\xe2\x80\x9d, he said. The U.S. ferry had 4.5 million aboard.</p>",
        b"<blockquote><li>It said that",
        b"<?xml version='1.0' encoding='utf-16'?><rss><channel><title>",
        b"<item><title>A<![CDATA[<b>]]></title><pubDate>",
        b"</pubDate><description>&lt;p&gt;x",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><updated>",
        b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":1,\"date_published\":\"",
        b"\"}]}",
        b"Mon, 23 Nov 2026 24:60:60 +9999",
        b"99999-02-30T25:00:00-23:59",
        b"0000-00-00",
        b"-262143-01-01T00:00:00Z",
        b"23. November 2026, 8 Uhr",
        b"\xff\xfe<\0p\0",
        b"\xef\xbb\xbf",
        b"\x1b$B$3$s",
        b"\xe2\x80",
        b"\xf0\x9f\x9a\xa2",
        b"\0",
    ]);
    let any = prop::collection::vec(any::<u8>(), 0..12);
    let piece = prop_oneof![4 => whole.prop_map(<[u8]>::to_vec), 1 => any];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A time that a calendar has, and that says the same when it is read again.
fn sane(time: &SourceTime) -> Result<(), TestCaseError> {
    prop_assert!((1..=9999).contains(&time.local().year()), "{time}");
    prop_assert!((-1439..=1439).contains(&time.offset_minutes), "{time}");
    prop_assert_eq!(SourceTime::parse(&time.to_string()), Ok(*time));
    Ok(())
}

fn sound_line(text: &Option<String>) -> Result<(), TestCaseError> {
    let Some(text) = text else { return Ok(()) };
    prop_assert!(!text.trim().is_empty(), "empty instead of absent");
    prop_assert!(!text.contains(char::is_control), "{text:?}");
    Ok(())
}

fn sound_page(page: &Page) -> Result<(), TestCaseError> {
    for line in [&page.title, &page.author, &page.site, &page.section, &page.language, &page.url] {
        sound_line(line)?;
    }
    prop_assert!(!page.text.replace('\n', "").contains(char::is_control), "{:?}", page.text);
    prop_assert_eq!(page.text.trim(), &page.text);
    page.published.iter().chain(&page.modified).try_for_each(sane)
}

fn sound_feed(feed: &FeedDocument) -> Result<(), TestCaseError> {
    for text in [&feed.title, &feed.link, &feed.language, &feed.author, &feed.image, &feed.hub] {
        sound_line(text)?;
    }
    feed.published.iter().chain(&feed.updated).try_for_each(sane)?;
    for entry in &feed.entries {
        for text in [&entry.id, &entry.title, &entry.url, &entry.author, &entry.image] {
            sound_line(text)?;
        }
        entry.published.iter().chain(&entry.updated).try_for_each(sane)?;
    }
    Ok(())
}

fn spans_hold(text: &str) -> Result<(), TestCaseError> {
    for span in sentences::sentences(text) {
        prop_assert!(text.get(span).is_some_and(|words| !words.trim().is_empty()));
    }
    for quote in quotes::quotes(text) {
        prop_assert!(text.get(quote.span).is_some());
        prop_assert!(quote.speaker.is_none_or(|span| text.get(span).is_some()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_page_is_sound_and_read_twice_alike(bytes in bytes(), place: bool) {
        let place = place.then_some(PLACE);
        let page = extract::extract(&bytes, place, None);
        sound_page(&page)?;
        spans_hold(&page.text)?;
        prop_assert_eq!(&page, &extract::extract(&bytes, place, None));
    }

    #[test]
    fn a_feed_is_sound_and_read_twice_alike(bytes in bytes()) {
        let feed = parse::parse(&bytes, Some(PLACE), None);
        if let Ok(feed) = &feed {
            sound_feed(feed)?;
        }
        prop_assert_eq!(feed, parse::parse(&bytes, Some(PLACE), None));
        for found in parse::discover(&bytes, PLACE) {
            prop_assert!(!found.url.is_empty());
        }
    }

    #[test]
    fn bytes_become_the_same_text_twice(bytes in bytes(), label in "[a-z0-9-]{0,12}", told: bool) {
        let label = told.then_some(label.as_str());
        let feed = parse::charset::decode(&bytes, label);
        prop_assert_eq!(&feed, &parse::charset::decode(&bytes, label));
        let page = extract::charset::decode(&bytes, label, Some(PLACE));
        prop_assert_eq!(&page, &extract::charset::decode(&bytes, label, Some(PLACE)));
    }

    #[test]
    fn a_time_is_sane_or_none(text in "[0-9]{0,6}[-/. T年]?.{0,3}[0-9]{0,4}[ -~]{0,20}|\\PC{0,40}") {
        if let Some(time) = parse::dates::read(&text) {
            sane(&time)?;
            prop_assert_eq!(parse::dates::read(&text), Some(time));
        }
    }
}
