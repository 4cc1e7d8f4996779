mod dialects;
mod faults;

use super::*;
use news::{Entry, FeedDocument};
use proptest::prelude::*;

/// What matters of a feed, one line for each thing.
fn shown(source: &[u8], base: Option<&str>) -> String {
    let feed = match parse(source, base, None) {
        Ok(feed) => feed,
        Err(cause) => return format!("no feed: {cause}"),
    };
    let mut lines = vec![format!("{} {}", feed.kind.word(), feed.title.as_deref().unwrap_or("-"))];
    let texts = [("link", &feed.link), ("language", &feed.language), ("hub", &feed.hub)];
    lines
        .extend(texts.iter().filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?))));
    lines.extend(feed.updated.map(|time| format!("updated {time}")));
    lines.extend(feed.entries.iter().map(shown_entry));
    lines.join("\n")
}

fn shown_entry(entry: &Entry) -> String {
    let texts = [
        ("id", &entry.id),
        ("url", &entry.url),
        ("by", &entry.author),
        ("summary", &entry.summary_html),
        ("content", &entry.content_html),
        ("image", &entry.image),
        ("credit", &entry.image_credit),
    ];
    let mut parts = vec![format!("* {}", entry.title.as_deref().unwrap_or("-"))];
    parts
        .extend(texts.iter().filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?))));
    parts.extend(entry.published.map(|time| format!("published {time}")));
    parts.extend(entry.updated.map(|time| format!("updated {time}")));
    let source = |of: &news::EntrySource| format!("source {:?} {:?}", of.title, of.url);
    parts.extend(entry.source.as_ref().map(source));
    parts.extend((!entry.categories.is_empty()).then(|| entry.categories.join("+")));
    parts
        .extend(entry.enclosures.iter().map(|file| format!("file {} {:?}", file.url, file.length)));
    parts.join(" | ")
}

#[test]
fn a_feed_may_ask_to_be_left_alone() {
    let rest = |channel: &str, expected: Option<u32>| {
        let feed = format!("<rss><channel>{channel}<item><title>A</title></item></channel></rss>");
        let document = super::parse(feed.as_bytes(), None, None).unwrap();
        assert_eq!(document.rest_minutes, expected, "{channel}");
    };
    rest("<ttl>60</ttl>", Some(60));
    rest("<ttl> soon </ttl>", None);
    rest("<sy:updatePeriod>hourly</sy:updatePeriod>", Some(60));
    rest(
        "<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
        Some(360),
    );
    rest(
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
        Some(60),
    );
    rest("<ttl>5</ttl><sy:updatePeriod>yearly</sy:updatePeriod>", Some(5));
    rest("<sy:updateFrequency>4</sy:updateFrequency>", None);
    rest("", None);
}

#[test]
fn a_feed_names_its_hub_and_itself() {
    let base = Some("https://a.example/feed");
    let check = |feed: &str| {
        let document = super::parse(feed.as_bytes(), base, None).unwrap();
        assert_eq!(document.hub.as_deref(), Some("https://hub.example/"), "{feed}");
        assert_eq!(document.own_url.as_deref(), Some("https://a.example/own"), "{feed}");
    };
    check(
        "<feed><link rel='hub' href='https://hub.example/'/><link rel='self' href='/own'/></feed>",
    );
    check(
        "<rss><channel><atom:link rel='self' href='/own'/><atom:link rel='hub' href='https://hub.example/'/></channel></rss>",
    );
    check(
        "{\"items\": [], \"feed_url\": \"/own\", \"hubs\": [{\"type\": \"WebSub\", \"url\": \"https://hub.example/\"}]}",
    );
}

#[test]
fn rss_with_its_usual_neighbours() {
    let feed = br#"<?xml version="1.0"?>
    <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
      xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
    <channel><title>Harbour &amp; Coast</title><link>https://harbour.example/</link>
      <atom:link rel="self" href="https://harbour.example/feed"/><language>en-GB</language>
      <atom:link rel="hub" href="https://hub.example/"/><image><title>Logo</title></image>
      <item><title><![CDATA[Ferry <b>back</b> in service]]></title><link>/ferry?a=1&amp;b=2</link>
        <guid isPermaLink="false">f-1</guid><pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate>
        <dc:creator>Ann Poe</dc:creator><dc:creator>Bo Lind</dc:creator><category>Sea</category>
        <description>Short &lt;i&gt;news&lt;/i&gt;.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>
        <media:content url="https://harbour.example/f.jpg" medium="image"><media:title>No title</media:title></media:content>
        <enclosure url="https://harbour.example/f.mp3" type="audio/mpeg" length="123"/>
        <source url="https://wire.example/rss">The Wire</source></item>
      <item><guid>https://harbour.example/2</guid><link>javascript:alert(1)</link></item>
    </channel></rss>"#;
    insta::assert_snapshot!(shown(feed, None), @r#"
    rss Harbour & Coast
    link https://harbour.example/
    language en-GB
    hub https://hub.example/
    * Ferry back in service | id f-1 | url https://harbour.example/ferry?a=1&b=2 | by Ann Poe; Bo Lind | summary Short <i>news</i>. | content <p>Long.</p> | image https://harbour.example/f.jpg | published 2026-11-23T08:30:00+01:00 | source Some("The Wire") Some("https://wire.example/rss") | Sea | file https://harbour.example/f.mp3 Some(123)
    * - | id https://harbour.example/2 | url https://harbour.example/2
    "#);
}

#[test]
fn atom_new_and_old() {
    let feed = br#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/b/" xml:lang="nb">
      <title type="html">News &amp;amp; views</title><link href="./"/><updated>2026-11-23T10:00:00Z</updated>
      <author><name>Desk</name></author>
      <entry><id>urn:1</id><title type="text">if a &lt; b</title><link rel="edit" href="edit/1"/>
        <link rel="alternate" href="1.html"/><published>2026-11-22T09:00:00-05:00</published>
        <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>note</em></div></summary>
        <author><name>Ann Poe</name><email>ann@a.example</email></author><category term="tech"/>
        <source><title>Wire</title><link href="https://wire.example/"/></source></entry></feed>"#;
    insta::assert_snapshot!(shown(feed, None), @r#"
    atom News & views
    link https://a.example/b/
    language nb
    updated 2026-11-23T10:00:00Z
    * if a < b | id urn:1 | url https://a.example/b/1.html | by Ann Poe | summary A <em>note</em> | published 2026-11-22T09:00:00-05:00 | source Some("Wire") Some("https://wire.example/") | tech
    "#);
    let old = br#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
      <entry><title mode="escaped">B &amp;amp; C</title><issued>2004-05-06T07:08Z</issued>
      <content mode="base64">PGI+aGk8L2I+</content></entry></feed>"#;
    insta::assert_snapshot!(shown(old, None), @r#"
    atom Old
    * B & C | content <b>hi</b> | published 2004-05-06T07:08:00Z
    "#);
}

#[test]
fn rdf_json_and_sitemaps() {
    let rdf = br#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>R</title>
      <items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
      <item rdf:about="https://a.example/1"><title>One</title><dc:date>2026-11-23</dc:date></item></rdf:RDF>"#;
    insta::assert_snapshot!(shown(rdf, None), @r#"
    rdf R
    link https://a.example/
    * One | id https://a.example/1 | url https://a.example/1 | published 2026-11-23T00:00:00Z
    "#);
    let json = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "https://a.example/",
      "items": [{"id": 7, "url": "post/7", "title": "Seven", "content_text": "a < b", "tags": ["x"],
      "authors": [{"name": "Ann"}, {"name": "Bo"}], "date_published": "2026-11-23T08:30:00+01:00"}, "odd"]}"#;
    insta::assert_snapshot!(shown(json, Some("https://a.example/")), @r#"
    json J
    link https://a.example/
    * Seven | id 7 | url https://a.example/post/7 | by Ann; Bo | content a &lt; b | published 2026-11-23T08:30:00+01:00 | x
    "#);
    let map = br#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>
      <n:news><n:publication><n:name>A</n:name></n:publication><n:publication_date>2026-11-23T08:30Z</n:publication_date>
      <n:title>One</n:title><n:keywords>sea, ships</n:keywords></n:news></url></urlset>"#;
    insta::assert_snapshot!(shown(map, None), @r#"
    sitemap -
    * One | url https://a.example/1 | published 2026-11-23T08:30:00Z | sea+ships
    "#);
}

#[test]
fn broken_feeds_give_what_is_in_them() {
    let broken = b"PHP Notice: odd\n<rss><channel><title>A&nbsp;B &eacute; AT&T<item><title>One<link>https://a.example/1</link>\
      <item><title>Two</title><description><p>a<br>b</description></item><item><title>Thr";
    insta::assert_snapshot!(shown(broken, None), @r#"
    rss A B é AT&T
    * One | url https://a.example/1
    * Two | summary <p>a<br>b
    * Thr
    "#);
}

#[test]
fn what_is_no_feed_says_why() {
    let check = |source: &str, expected: &str| assert_eq!(shown(source.as_bytes(), None), expected);
    check("", "no feed: it is empty");
    check("just words", "no feed: it holds no markup");
    check("{\"a\": 1}", "no feed: it is JSON without a list of items");
    check(
        "{\"items\": [], \"items",
        "no feed: it begins like JSON, but is no JSON Feed: EOF while parsing a string at line 1 column 20",
    );
    check("{\"items\": 7}", "no feed: it is JSON without a list of items");
    check("<opml><body/></opml>", "no feed: its first element is <opml>, which begins no feed");
    let page = "no feed: it is a web page; a feed of the site may be linked in it";
    check("<!DOCTYPE html><html><feed></feed></html>", page);
}

#[test]
fn entity_bombs_are_not_expanded() {
    let mut bomb = "<!DOCTYPE r [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..30 {
        bomb += &format!("<!ENTITY a{level} \"&a{0};&a{0};\">", level - 1);
    }
    bomb += "]><rss><channel><title>&a29;</title></channel></rss>";
    let refused = shown(bomb.as_bytes(), None);
    assert!(refused.starts_with("no feed: it declares entities within entities"), "{refused}");
}

#[test]
fn no_more_entries_are_kept_than_a_sitemap_may_have() {
    let json = format!("{{\"items\": [{}{{}}], \"title\": \"T\"}}", "{},".repeat(ENTRIES + 5));
    let feed = parse(json.as_bytes(), None, None).unwrap();
    assert_eq!((feed.entries.len(), feed.title.as_deref()), (ENTRIES, Some("T")));
    let rss = "<rss>".to_owned() + &"<item/>".repeat(ENTRIES + 5);
    assert_eq!(parse(rss.as_bytes(), None, None).unwrap().entries.len(), ENTRIES);
}

#[test]
fn hostile_feeds_cost_what_they_weigh() {
    let many = |text: &str, times: usize| format!("<rss><channel>{}", text.repeat(times));
    for hostile in [
        many("<item>", 200_000),
        many("<a b='", 200_000),
        many("<!--", 200_000),
        many("<![CDATA[", 100_000),
        many("</b>", 200_000),
        many("<x xmlns:a='b' ", 50_000),
        many("<title>&", 100_000),
        many("<item><category><category><category>", 1) + &"<category>a".repeat(200_000),
    ] {
        assert!(parse(hostile.as_bytes(), None, None).is_ok(), "{}", &hostile[..40]);
    }
}

/// Pieces of which broken feeds are made.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("<item>"),
        Just("</item>"),
        Just("<title>"),
        Just("</title>"),
        Just("<link href='"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("&#x1F600;"),
        Just("&eacute;"),
        Just("é\u{301}"),
        Just("<entry xml:base='//x'>"),
        Just("<pubDate>"),
        Just("Mon, 23 Nov 2026"),
        Just("<content type='xhtml'>"),
        Just("<div>"),
        Just("<media:group>"),
        Just("\""),
        Just(">"),
        Just("</"),
        Just("<?"),
        Just("\0"),
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

/// Pieces of which broken JSON Feeds are made.
fn json_scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just("\"items\": ["),
        Just("\"title\": "),
        Just("\"authors\": [{\"name\": \"Ann\"}],"),
        Just("\"date_published\": \"2026-11-23\","),
        Just("\"tags\": [\"a\", 1, null],"),
        Just("\"a\u{1}\\ud800\""),
        Just("\"url\": \"x y\","),
        Just("1e999"),
        Just("null"),
        Just("\""),
    ];
    prop::collection::vec(scrap, 0..30).prop_map(|scraps| format!("{{{}", scraps.concat()))
}

/// Fails when a feed says what no feed may say after it has been read.
fn sound(feed: &FeedDocument) -> Result<(), TestCaseError> {
    let own = [&feed.title, &feed.link, &feed.language, &feed.author, &feed.image, &feed.hub];
    for text in own.into_iter().flatten() {
        prop_assert!(!text.is_empty() && !text.contains(char::is_control), "{:?}", text);
    }
    for entry in &feed.entries {
        let lines = [&entry.title, &entry.url, &entry.author, &entry.image, &entry.comments];
        for text in lines.into_iter().flatten() {
            prop_assert!(!text.is_empty() && !text.contains(char::is_control), "{:?}", text);
        }
        for time in entry.published.iter().chain(&entry.updated) {
            prop_assert_eq!(news::SourceTime::parse(&time.to_string()), Ok(*time));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_read_twice_alike(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(parse(&bytes, None, None), parse(&bytes, None, None));
    }

    #[test]
    fn any_scraps_of_a_feed_are_read_twice_alike(scraps in scraps()) {
        let feed = format!("<rss><channel>{scraps}");
        let read = parse(feed.as_bytes(), Some("https://a.example/"), None);
        prop_assert!(read.is_ok());
        sound(read.as_ref().unwrap())?;
        prop_assert_eq!(read, parse(feed.as_bytes(), Some("https://a.example/"), None));
    }

    #[test]
    fn any_scraps_of_json_are_read_twice_alike(scraps in json_scraps()) {
        let read = parse(scraps.as_bytes(), Some("https://a.example/"), None);
        if let Ok(feed) = &read {
            sound(feed)?;
        }
        prop_assert_eq!(read, parse(scraps.as_bytes(), Some("https://a.example/"), None));
    }
}
