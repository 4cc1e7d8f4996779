//! The feeds of the demo's outlets, each in its own form.

use super::markup::{escape, html_paragraphs, rss_time};
use super::world::{FeedForm, FeedText, Publisher, Report, Wording, World};
use jiff::Timestamp;
use news::SourceTime;
use serde_json::{Map, Value, json};

/// How many entries a feed lists.
const ENTRIES: usize = 30;

/// An entry as the feed's writer sees it.
struct Item<'a> {
    report: &'a Report,
    wording: &'a Wording,
    url: String,
    /// The address of the image.
    image: Option<String>,
    summary: Option<String>,
    content: Option<String>,
}

impl Item<'_> {
    fn title(&self) -> &str {
        // A corrected title replaces the one written for the feed.
        match &self.report.feed_title {
            Some(title) if self.wording.note.is_none() => title,
            _ => &self.wording.title,
        }
    }
}

/// The feed of the outlet at `place` as it read at `now`, and its content type.
///
/// It lists the latest 30 reports, by the time they appeared.
pub fn feed(world: &World, place: usize, now: Timestamp) -> (String, &'static str) {
    let publisher = &world.publishers[place];
    let reports = world.published_by(place, now);
    let items: Vec<Item> = reports
        .into_iter()
        .take(ENTRIES)
        .filter_map(|report| item(publisher, report, now))
        .collect();
    match publisher.form {
        FeedForm::Rss => (rss(publisher, &items), "application/rss+xml"),
        FeedForm::Atom => (atom(publisher, &items, world.starts()), "application/atom+xml"),
        FeedForm::Rdf => (rdf(publisher, &items), "application/rdf+xml"),
        FeedForm::Json => (json_feed(publisher, &items), "application/feed+json"),
    }
}

/// The same feed cut off in the summary of its last entry, as when a server's disk was full.
pub fn cut_off(feed: &str) -> String {
    let last_entry = feed.rfind("<item>").unwrap_or(feed.len() / 2);
    let summary =
        feed[last_entry..].find("<description>").map_or(last_entry, |place| last_entry + place);
    // Some words into it, so that the entry has a name and an address but no end.
    let end = feed[summary..].find(" ").map_or(summary, |place| summary + place);
    feed[..end].to_owned()
}

fn item<'a>(publisher: &Publisher, report: &'a Report, now: Timestamp) -> Option<Item<'a>> {
    let wording = report.wording(now)?;
    let first = &wording.paragraphs[..wording.paragraphs.len().min(1)];
    let summary = report.feed_summary.clone().unwrap_or_else(|| html_paragraphs(first));
    let mut content = html_paragraphs(&wording.paragraphs);
    if let Some(note) = &wording.note {
        content.push_str(&format!("<p><em>{}</em></p>\n", escape(note)));
    }
    let image = report.image.as_ref().map(|i| publisher.url(&format!("/images/{}", i.url)));
    Some(Item {
        report,
        wording,
        url: publisher.url(&report.path),
        image,
        summary: (publisher.text != FeedText::None).then_some(summary),
        content: (publisher.text == FeedText::Full).then_some(content),
    })
}

fn element(name: &str, text: Option<&str>) -> String {
    text.map_or(String::new(), |text| format!("<{name}>{}</{name}>\n", escape(text)))
}

fn rss(publisher: &Publisher, items: &[Item]) -> String {
    let entries: String = items.iter().map(rss_item).collect();
    let built = items.iter().map(|item| &item.wording.from).max().map(rss_time);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n\
         <title>{}</title>\n<link>{}</link>\n<description>News from {}</description>\n\
         <language>{}</language>\n{}<ttl>30</ttl>\n{entries}</channel>\n</rss>\n",
        escape(&publisher.outlet.name),
        publisher.url("/"),
        escape(&publisher.outlet.name),
        publisher.language,
        element("lastBuildDate", built.as_deref()),
    )
}

fn rss_item(item: &Item) -> String {
    let report = item.report;
    let image = item.image.as_ref().map(|url| {
        let credit = report.image.as_ref().and_then(|image| image.credit.as_deref());
        let credit = element("media:credit", credit);
        format!("<media:content url=\"{url}\" medium=\"image\" type=\"image/png\">{credit}</media:content>\n")
    });
    let label = report.sponsor.as_ref().map(|_| "Sponsored");
    format!(
        "<item>\n{}{}<guid isPermaLink=\"true\">{}</guid>\n<pubDate>{}</pubDate>\n{}{}{}{}{}{}</item>\n",
        element("title", Some(item.title())),
        element("link", Some(&item.url)),
        item.url,
        rss_time(&report.dated),
        element("dc:creator", Some(&report.byline)),
        element("category", Some(&report.section)),
        element("category", label),
        element("description", item.summary.as_deref()),
        element("content:encoded", item.content.as_deref()),
        image.unwrap_or_default(),
    )
}

fn atom(publisher: &Publisher, items: &[Item], starts: Timestamp) -> String {
    let entries: String = items.iter().map(atom_entry).collect();
    let latest = items.iter().map(|item| item.wording.from).max();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n\
         <title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <link rel=\"self\" href=\"{}\"/>\n<updated>{}</updated>\n{entries}</feed>\n",
        publisher.language,
        publisher.url("/"),
        escape(&publisher.outlet.name),
        publisher.url("/"),
        publisher.url(&publisher.feed),
        latest.unwrap_or(SourceTime::utc(starts)),
    )
}

fn atom_entry(item: &Item) -> String {
    let html = |name: &str, html: &Option<String>| {
        html.as_ref().map_or(String::new(), |html| {
            format!("<{name} type=\"html\">{}</{name}>\n", escape(html))
        })
    };
    let report = item.report;
    let enclosure = item
        .image
        .as_ref()
        .map(|url| format!("<link rel=\"enclosure\" type=\"image/png\" href=\"{url}\"/>\n"));
    format!(
        "<entry>\n<id>{}</id>\n<title type=\"html\">{}</title>\n<link href=\"{}\"/>\n{}\
         <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <category term=\"{}\"/>\n{}{}</entry>\n",
        item.url,
        // Once as HTML and once as XML: the type says that HTML is inside.
        escape(&escape(item.title())),
        item.url,
        enclosure.unwrap_or_default(),
        report.dated,
        item.wording.from,
        escape(&report.byline),
        escape(&report.section),
        html("summary", &item.summary),
        html("content", &item.content),
    )
}

fn rdf(publisher: &Publisher, items: &[Item]) -> String {
    let entries: String = items.iter().map(rdf_item).collect();
    let list: String =
        items.iter().map(|item| format!("<rdf:li rdf:resource=\"{}\"/>\n", item.url)).collect();
    let charset = if publisher.latin1 { "ISO-8859-1" } else { "UTF-8" };
    format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel rdf:about=\"{}\">\n<title>{}</title>\n<link>{}</link>\n\
         <description>News from {}</description>\n<dc:language>{}</dc:language>\n\
         <items><rdf:Seq>\n{list}</rdf:Seq></items>\n</channel>\n{entries}</rdf:RDF>\n",
        publisher.url(&publisher.feed),
        escape(&publisher.outlet.name),
        publisher.url("/"),
        escape(&publisher.outlet.name),
        publisher.language,
    )
}

fn rdf_item(item: &Item) -> String {
    format!(
        "<item rdf:about=\"{}\">\n{}{}{}{}{}{}</item>\n",
        item.url,
        element("title", Some(item.title())),
        element("link", Some(&item.url)),
        element("description", item.summary.as_deref()),
        element("dc:creator", Some(&item.report.byline)),
        element("dc:date", Some(&item.report.dated.to_string())),
        element("dc:subject", Some(&item.report.section)),
    )
}

fn json_feed(publisher: &Publisher, items: &[Item]) -> String {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.outlet.name,
        "home_page_url": publisher.url("/"),
        "feed_url": publisher.url(&publisher.feed),
        "language": publisher.language,
        "items": items.iter().map(json_item).collect::<Vec<Value>>(),
    });
    format!("{feed:#}\n")
}

fn json_item(item: &Item) -> Value {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        value.map(|value| entry.insert(key.to_owned(), value));
    };
    put("id", Some(json!(item.url)));
    put("url", Some(json!(item.url)));
    put("title", Some(json!(item.title())));
    put("date_published", Some(json!(item.report.dated.to_string())));
    put("date_modified", Some(json!(item.wording.from.to_string())));
    put("authors", Some(json!([{ "name": item.report.byline }])));
    put("tags", Some(json!([item.report.section])));
    put("image", item.image.as_ref().map(|url| json!(url)));
    put("content_html", item.content.as_ref().or(item.summary.as_ref()).map(|html| json!(html)));
    Value::Object(entry)
}
