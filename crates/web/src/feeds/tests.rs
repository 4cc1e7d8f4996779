use super::*;
use crate::sample::{ferry, front, look, registry, said, setting};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

#[test]
fn feeds_hold_whole_stories_with_their_marks() {
    let feed = sample_feed(&[ferry()]);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&json_feed(&feed)).unwrap());
    insta::assert_snapshot!("rss", Rss { feed: &feed }.render().unwrap());
}

#[test]
fn xml_feeds_are_well_formed_whatever_the_sources_say() {
    let mut facts = ferry();
    let brief = &mut facts.told.record.brief;
    let words = brief.headline.statement.evidence().to_vec();
    brief.headline = said("]]></title> \u{0} \u{b} &nbsp; \u{fffe} <x>", words);
    let feed = sample_feed(&[facts, ferry()]);
    for (xml, item) in [
        (Rss { feed: &feed }.render().unwrap(), "item"),
        (Atom { feed: &feed }.render().unwrap(), "entry"),
    ] {
        assert_eq!(count_elements(&for_xml(&xml), item), 2, "{xml}");
        assert!(xml.contains("not yet reviewed") && !xml.contains("<script"), "{xml}");
    }
}

#[test]
fn an_empty_front_page_makes_an_empty_feed() {
    let feed = sample_feed(&[]);
    assert_eq!(feed.updated, "2026-11-20T11:00:00Z");
    assert_eq!(count_elements(&Atom { feed: &feed }.render().unwrap(), "entry"), 0);
    assert_eq!(json_feed(&feed)["items"], serde_json::json!([]));
}

#[test]
fn an_item_keeps_its_id_when_the_headline_changes() {
    let before = sample_feed(&[ferry()]);
    let mut facts = ferry();
    facts.told.history.clear();
    let after = sample_feed(&[facts]);
    assert_eq!(before.items[0].id, after.items[0].id);
    assert_ne!(before.items[0].permalink, after.items[0].permalink);
}

proptest! {
    #[test]
    fn any_words_make_well_formed_feeds(text in "\\PC*|.*|[\u{0}-\u{1f}&<>\"]*") {
        let mut facts = ferry();
        let brief = &mut facts.told.record.brief;
        let words = brief.headline.statement.evidence().to_vec();
        brief.headline = said(&text, words.clone());
        brief.lede = vec![said(&text, words)];
        brief.kicker = Some(text);
        let feed = sample_feed(&[facts]);
        count_elements(&for_xml(&Rss { feed: &feed }.render().unwrap()), "item");
        count_elements(&for_xml(&Atom { feed: &feed }.render().unwrap()), "entry");
    }
}

fn sample_feed(stories: &[StoryFacts]) -> Feed {
    made(stories, Some(&front(0)), &setting(&look(), &registry())).unwrap()
}

/// Reads all of `xml`, failing when it is not well-formed; gives how many elements have the name.
fn count_elements(xml: &str, name: &str) -> usize {
    let mut reader = Reader::from_str(xml);
    let (mut count, mut depth) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                count += usize::from(start.name().as_ref() == name);
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
    count
}
