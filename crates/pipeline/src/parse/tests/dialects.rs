//! Every dialect that feeds are written in, and the vocabularies that they borrow.

use super::shown;

#[test]
fn rss_of_1999() {
    let netscape = br#"<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Old</title><link>https://a.example/</link></channel>
      <item><title>One</title><link>https://a.example/1</link></item></rdf:RDF>"#;
    insta::assert_snapshot!(shown(netscape, None), @r"
    rdf Old
    link https://a.example/
    * One | url https://a.example/1
    ");
    let userland = br#"<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="0.91"><channel><title>Caf&eacute;</title><managingEditor>ann@a.example (Ann Poe)</managingEditor>
      <pubDate>Mon, 23 Nov 98 10:00:00 GMT</pubDate><item><title>Two</title><link>https://a.example/2</link>
      <description>Plain</description></item></channel></rss>"#;
    insta::assert_snapshot!(shown(userland, None), @"
    rss Café
    * Two | url https://a.example/2 | summary Plain
    ");
    let unversioned =
        b"<rss><channel><title>No version</title><item><title>A</title></item></channel></rss>";
    insta::assert_snapshot!(shown(unversioned, None), @"
    rss No version
    * A
    ");
}

#[test]
fn rss_with_a_default_namespace_and_prefixes() {
    let prefixed = br#"<rss:rss xmlns:rss="http://backend.userland.com/rss2"><rss:channel><rss:title>P</rss:title>
      <rss:item><rss:title>One</rss:title><rss:pubDate>2026-11-23</rss:pubDate></rss:item></rss:channel></rss:rss>"#;
    insta::assert_snapshot!(shown(prefixed, None), @"
    rss P
    * One | published 2026-11-23T00:00:00Z
    ");
}

#[test]
fn json_feeds_of_both_versions() {
    let one = br#"{"version": "https://jsonfeed.org/version/1", "title": "J", "author": {"name": "Ann"},
      "items": [{"id": "1", "external_url": "https://b.example/", "content_html": "<p>x", "banner_image": "/b.jpg",
      "author": {"name": "Bo"}, "date_modified": "2026-11-23T08:30:00.250Z"}]}"#;
    insta::assert_snapshot!(shown(one, Some("https://a.example/")), @"
    json J
    * - | id 1 | url https://b.example/ | by Bo | content <p>x | image https://a.example/b.jpg | updated 2026-11-23T08:30:00Z
    ");
}

#[test]
fn media_in_all_their_places() {
    let feed = br#"<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
      <channel><itunes:image href="https://a.example/logo.png"/><itunes:author>Ann</itunes:author>
      <item><title>Group</title><media:group><media:content url="/v.mp4" type="video/mp4"/><media:content url="/p.jpg"
        medium="image"><media:credit role="photographer">Bo Lind</media:credit><media:title>no</media:title></media:content>
        <media:content url="/second.jpg" medium="image"><media:credit>Somebody else</media:credit></media:content></media:group></item>
      <item><title>Beside</title><media:thumbnail url="/t.jpg"/><media:credit>Cy Dahl</media:credit></item>
      <item><title>No picture</title><media:credit>Cy Dahl</media:credit></item>
      <item><title>Podcast</title><itunes:image href="/e.jpg"/><itunes:author>Di Ek</itunes:author>
        <itunes:summary>About ferries</itunes:summary><enclosure url="/e.mp3" type="audio/mpeg" length="7"/></item>
      <item><title>By type</title><enclosure url="/e.png" type="image/png"/></item></channel></rss>"#;
    insta::assert_snapshot!(shown(feed, Some("https://a.example/")), @"
    rss -
    * Group | image https://a.example/p.jpg | credit Bo Lind
    * Beside | image https://a.example/t.jpg | credit Cy Dahl
    * No picture
    * Podcast | by Di Ek | summary About ferries | image https://a.example/e.jpg | file https://a.example/e.mp3 Some(7)
    * By type | image https://a.example/e.png | file https://a.example/e.png None
    ");
}

#[test]
fn words_of_other_vocabularies_are_left_out() {
    let feed = br#"<rss xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml"
      xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>
      <title>Geo</title><georss:title>no</georss:title><item><georss:point>59.9 10.7</georss:point><georss:where><gml:Point>
      <gml:pos>59.9 10.7</gml:pos><gml:title>no</gml:title></gml:Point></georss:where><title>One</title><slash:comments>5</slash:comments>
      <wfw:commentRss>https://a.example/c</wfw:commentRss><x:link>https://no.example/</x:link><link>https://a.example/1</link></item></channel></rss>"#;
    insta::assert_snapshot!(shown(feed, None), @"
    rss Geo
    * One | url https://a.example/1
    ");
}

#[test]
fn an_entry_says_where_it_came_from() {
    let feed = br#"<rss><channel><item><title>A</title><source url="https://wire.example/rss">The Wire</source></item>
      <item><title>B</title><source url="https://wire.example/rss"/></item><item><title>C</title><source>The Wire</source></item>
      <item><title>D</title><source/></item></channel></rss>"#;
    insta::assert_snapshot!(shown(feed, None), @r#"
    rss -
    * A | source Some("The Wire") Some("https://wire.example/rss")
    * B | source None Some("https://wire.example/rss")
    * C | source Some("The Wire") None
    * D
    "#);
}

#[test]
fn bases_stand_in_each_other() {
    let feed = br#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/news/"><link href="."/><entry xml:base="2026/">
      <link href="ferry"/><title>A</title></entry><entry><link href="ferry"/><title>B</title></entry>
      <entry xml:base="https://b.example/x"><link href="?y=1&amp;z=2"/><title>C</title></entry></feed>"#;
    insta::assert_snapshot!(shown(feed, Some("https://a.example/feed")), @"
    atom -
    link https://a.example/news/
    * A | url https://a.example/news/2026/ferry
    * B | url https://a.example/news/ferry
    * C | url https://b.example/x?y=1&z=2
    ");
}
