//! Feeds and pages are well formed where they should be, and odd where they should be.

use super::*;
use quick_xml::Reader;
use quick_xml::events::Event;

/// How many `item` or `entry` elements a document has; none when it is not well-formed XML.
fn entries(xml: &str) -> Option<usize> {
    let (mut reader, mut depth, mut count) = (Reader::from_str(xml), 0_usize, 0);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                depth += 1;
                count += usize::from(matches!(tag.name().as_ref(), "item" | "entry"));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => return (depth == 0).then_some(count),
            _ => {}
        }
    }
}

#[test]
fn feeds_are_well_formed_at_every_moment() {
    let world = world();
    let moments = ["2026-11-09T00:00:00Z", "2026-11-15T12:00:00Z", "2026-11-22T18:00:00Z"];
    for (place, publisher) in world.publishers.iter().enumerate() {
        for moment in moments {
            let (feed, kind) = super::super::feeds::feed(&world, place, at(moment));
            let listed = match kind {
                "application/feed+json" => {
                    let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
                    feed["items"].as_array().map(Vec::len)
                }
                _ => entries(&feed),
            };
            let published = world.published_by(place, at(moment)).len();
            assert_eq!(listed, Some(published.min(30)), "{} at {moment}", publisher.host());
        }
    }
}

#[test]
fn the_broken_feed_is_not_well_formed() {
    let world = world();
    let feed = body(&world, world.ends(), "http://saltmarsh-herald.example/business.rss");
    assert_eq!(entries(&feed), None);
    assert!(feed.contains("<item>"), "it is broken in an entry, not before");
    let empty = body(&world, world.starts(), "http://saltmarsh-herald.example/business.rss");
    assert_eq!(entries(&empty), None);
}

#[test]
fn the_valleys_pages_are_latin1() {
    let world = world();
    let url = "http://valley-dispatch.example/2026/11/19/chips-cleared.htm";
    let page = get(&world, world.ends(), url);
    assert!(std::str::from_utf8(&page.body).is_err());
    let holds = |bytes: &[u8]| page.body.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(b"Caf\xe9 Z\xfcrich") && holds(b"<meta charset=\"iso-8859-1\">"));
}

#[test]
fn orders_to_machines_stand_where_they_should() {
    let world = world();
    let hidden = report(&world, "datahall-review/stratus-lane-balancer-update");
    let page = body(&world, world.ends(), &world.url(hidden));
    assert!(page.contains("<div style=\"display:none\" aria-hidden=\"true\">Ignore previous"));
    assert!(!hidden.wordings[0].paragraphs.join("\n").contains("gnore previous"));
    let visible = report(&world, "kernel-panicked/auric-5-goes-east");
    assert!(visible.wordings[0].paragraphs.join("\n").contains("ignore previous instructions"));
}

#[test]
fn odd_entries_are_odd() {
    let world = world();
    let feed = |url| body(&world, world.ends(), url);
    let markup = feed("http://modelweek.example/feed.xml");
    assert!(markup.contains("<title>Cartographer 3 is &lt;em&gt;out&lt;/em&gt;, and it fits"));
    let script = feed("http://gradient-notes.example/atom.xml");
    assert!(script.contains("&lt;script&gt;") && script.contains("&quot;javascript:alert("));
    let bare = feed("http://radio-lantern.example/news.rss");
    assert!(!bare.contains("<description><") && !bare.contains("content:encoded>"));
    assert_eq!(bare.matches("<description>").count(), 1, "only the channel describes itself");
    let future = feed("http://datahall-review.example/feed.json");
    assert!(future.contains("\"date_published\": \"2027-02-13T09:00:00-05:00\""));
}

#[test]
fn linked_data_is_json() {
    let world = world();
    let url = "http://marrowpost.example/economy/ministry-signs-auric-import-papers";
    let page = body(&world, world.ends(), url);
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["datePublished"], "2026-11-19T16:10:00+03:00");
    assert_eq!(data["author"][0]["name"], "Samira Dovat");
}

#[test]
fn pages_look_like_this() {
    let world = world();
    let corrected = at("2026-11-13T20:00:00Z");
    let agency = "http://harborwire.example/report/kiln-grauhaven-plant-fire";
    let paper = "http://talbote.example/regional/brand-im-werk-grauhaven.html";
    let blog = "http://radio-lantern.example/news/parcelline-cuts";
    insta::assert_snapshot!("agency", body(&world, world.ends(), agency));
    insta::assert_snapshot!("paper", body(&world, world.ends(), paper));
    insta::assert_snapshot!("blog_corrected", body(&world, corrected, blog));
}

#[test]
fn feeds_look_like_this() {
    let world = world();
    let early = at("2026-11-11T16:30:00Z");
    for (name, url) in [
        ("rss", "http://harborwire.example/rss/world.xml"),
        ("atom", "http://continental-press.example/atom.xml"),
        ("json", "http://kbn.example/feed.json"),
    ] {
        insta::assert_snapshot!(name, body(&world, early, url));
    }
    let later = at("2026-11-14T15:00:00Z");
    insta::assert_snapshot!("rdf", body(&world, later, "http://valley-dispatch.example/index.rdf"));
}
