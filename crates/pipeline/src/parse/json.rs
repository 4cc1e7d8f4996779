//! JSON Feed.

use super::json_document::{Into, Reading};
use super::{ENTRIES, NotAFeed, address, dates, text};
use news::{Enclosure, Entry, FeedDocument, FeedKind, SourceTime};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess};
use url::Url;

/// The outermost object.
#[derive(Default)]
struct Document<'a> {
    title: Option<String>,
    home_page_url: Option<String>,
    feed_url: Option<String>,
    description: Option<String>,
    language: Option<String>,
    icon: Option<String>,
    favicon: Option<String>,
    people: People,
    hubs: Vec<File>,
    items: Items<'a>,
}

/// `authors` of version 1.1, `author` of version 1.
#[derive(Default)]
struct People {
    authors: Vec<Person>,
    author: Person,
}

#[derive(Default)]
struct Person {
    name: Option<String>,
}

/// The items, made entries as they come, so that only one is held in both forms.
#[derive(Default)]
struct Items<'a> {
    base: Option<&'a Url>,
    /// Nothing as long as no list of them was seen.
    entries: Option<Vec<Entry>>,
}

#[derive(Default)]
struct Item {
    is_object: bool,
    id: Option<String>,
    url: Option<String>,
    external_url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    image: Option<String>,
    banner_image: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    people: People,
    tags: Vec<Tag>,
    attachments: Vec<File>,
}

/// A text; a number, which is shorter in the document than here, is none.
#[derive(Default)]
struct Tag(Option<String>);

/// An attachment, or a hub.
#[derive(Default)]
struct File {
    url: Option<String>,
    mime_type: Option<String>,
    size_in_bytes: Option<String>,
}

/// Reads a JSON Feed. Of one that is broken, what stands before the fault counts, if that holds an item.
pub fn read(source: &str, base: Option<&Url>) -> Result<FeedDocument, NotAFeed> {
    let (mut document, mut broken) = attempt(source, base);
    if broken.is_some() && source.contains(is_control) {
        // Line breaks inside of strings are a fault in JSON, and common. Outside of them they are white
        // space, as good as any other.
        (document, broken) = attempt(&source.replace(is_control, " "), base);
    }
    match (document.items.entries.take(), broken) {
        (Some(entries), broken) if broken.is_none() || !entries.is_empty() => {
            Ok(FeedDocument { entries, ..document.feed(base) })
        }
        (_, None) => Err(NotAFeed("it is JSON without a list of items".to_owned())),
        (_, Some(cause)) => {
            Err(NotAFeed(format!("it begins like JSON, but is no JSON Feed: {cause}")))
        }
    }
}

fn is_control(c: char) -> bool {
    c < ' '
}

/// What can be read of a document, and the fault that ended it.
fn attempt<'a>(source: &str, base: Option<&'a Url>) -> (Document<'a>, Option<serde_json::Error>) {
    let items = Items { base, entries: None };
    let mut document = Document { items, ..Document::default() };
    let mut reader = serde_json::Deserializer::from_str(source);
    let broken = Into(&mut document).deserialize(&mut reader).err();
    (document, broken)
}

impl Document<'_> {
    fn feed(&self, base: Option<&Url>) -> FeedDocument {
        let link = |raw: &Option<String>| address::plain(raw.as_deref()?, base);
        FeedDocument {
            kind: FeedKind::Json,
            title: line(&self.title),
            link: link(&self.home_page_url),
            language: line(&self.language),
            subtitle: line(&self.description),
            rights: None,
            author: self.people.names(),
            feed_id: line(&self.feed_url),
            published: None,
            updated: None,
            image: link(&self.icon).or_else(|| link(&self.favicon)),
            hub: self.hubs.first().and_then(|hub| link(&hub.url)),
            own_url: link(&self.feed_url),
            rest_minutes: None,
            entries: Vec::new(),
            sitemaps: Vec::new(),
        }
    }
}

impl Item {
    fn entry(self, base: Option<&Url>) -> Entry {
        let link = |raw: &Option<String>| address::plain(raw.as_deref()?, base);
        let html = |text: &Option<String>| text.as_ref().map(|html| text::clean(html.trim()));
        let plain = |text: &Option<String>| html(text).map(|plain| text::to_html(&plain));
        let full = |html: &String| !html.is_empty();
        Entry {
            id: html(&self.id).filter(full),
            url: link(&self.url).or_else(|| link(&self.external_url)),
            title: line(&self.title),
            author: self.people.names(),
            published: time(&self.date_published),
            updated: time(&self.date_modified),
            summary_html: plain(&self.summary).filter(full),
            content_html: html(&self.content_html)
                .filter(full)
                .or_else(|| plain(&self.content_text).filter(full)),
            image: link(&self.image).or_else(|| link(&self.banner_image)),
            categories: self.tags.iter().filter_map(|tag| line(&tag.0)).collect(),
            enclosures: self.attachments.iter().filter_map(|file| file.enclosure(base)).collect(),
            ..Entry::default()
        }
    }
}

impl File {
    fn enclosure(&self, base: Option<&Url>) -> Option<Enclosure> {
        let length = self.size_in_bytes.as_ref().and_then(|size| size.parse().ok());
        let url = address::plain(self.url.as_deref()?, base)?;
        Some(Enclosure { url, media_type: line(&self.mime_type), length })
    }
}

impl People {
    fn names(&self) -> Option<String> {
        let names: Vec<String> =
            self.authors.iter().filter_map(|person| line(&person.name)).collect();
        if names.is_empty() { line(&self.author.name) } else { Some(names.join("; ")) }
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, at: &mut A) -> Result<bool, A::Error> {
        match key {
            "authors" => at.next_value_seed(Into(&mut self.authors))?,
            "author" => at.next_value_seed(Into(&mut self.author))?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Reading for Document<'_> {
    fn is_filled(&self) -> bool {
        self.items.is_filled()
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, at: &mut A) -> Result<bool, A::Error> {
        let text = match key {
            "title" => &mut self.title,
            "home_page_url" => &mut self.home_page_url,
            "feed_url" => &mut self.feed_url,
            "description" => &mut self.description,
            "language" => &mut self.language,
            "icon" => &mut self.icon,
            "favicon" => &mut self.favicon,
            "hubs" => return at.next_value_seed(Into(&mut self.hubs)).map(|()| true),
            "items" => return at.next_value_seed(Into(&mut self.items)).map(|()| true),
            key => return self.people.field(key, at),
        };
        at.next_value_seed(Into(text)).map(|()| true)
    }
}

impl Reading for Item {
    fn object(&mut self) {
        self.is_object = true;
    }

    fn is_filled(&self) -> bool {
        self.is_object
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, at: &mut A) -> Result<bool, A::Error> {
        let text = match key {
            "id" => &mut self.id,
            "url" => &mut self.url,
            "external_url" => &mut self.external_url,
            "title" => &mut self.title,
            "content_html" => &mut self.content_html,
            "content_text" => &mut self.content_text,
            "summary" => &mut self.summary,
            "image" => &mut self.image,
            "banner_image" => &mut self.banner_image,
            "date_published" => &mut self.date_published,
            "date_modified" => &mut self.date_modified,
            "tags" => return at.next_value_seed(Into(&mut self.tags)).map(|()| true),
            "attachments" => return at.next_value_seed(Into(&mut self.attachments)).map(|()| true),
            key => return self.people.field(key, at),
        };
        at.next_value_seed(Into(text)).map(|()| true)
    }
}

impl Reading for File {
    fn is_filled(&self) -> bool {
        self.url.is_some()
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, at: &mut A) -> Result<bool, A::Error> {
        let text = match key {
            "url" => &mut self.url,
            "mime_type" => &mut self.mime_type,
            "size_in_bytes" => &mut self.size_in_bytes,
            _ => return Ok(false),
        };
        at.next_value_seed(Into(text)).map(|()| true)
    }
}

impl Reading for Person {
    fn is_filled(&self) -> bool {
        self.name.is_some()
    }

    fn text(&mut self, text: &str) {
        self.name = Some(text.to_owned());
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, at: &mut A) -> Result<bool, A::Error> {
        match key {
            "name" => at.next_value_seed(Into(&mut self.name)).map(|()| true),
            _ => Ok(false),
        }
    }
}

impl Reading for Tag {
    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn text(&mut self, text: &str) {
        self.0 = Some(text.to_owned());
    }
}

impl Reading for Items<'_> {
    fn is_filled(&self) -> bool {
        self.entries.is_some()
    }

    fn list<'de, A: SeqAccess<'de>>(&mut self, mut list: A) -> Result<(), A::Error> {
        let entries = self.entries.insert(Vec::new());
        while entries.len() < ENTRIES {
            let mut item = Item::default();
            if list.next_element_seed(Into(&mut item))?.is_none() {
                return Ok(());
            }
            if item.is_filled() {
                entries.push(item.entry(self.base));
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

fn line(text: &Option<String>) -> Option<String> {
    text.as_deref().map(text::of_title).filter(|line| !line.is_empty())
}

fn time(text: &Option<String>) -> Option<SourceTime> {
    dates::read(text.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The titles of the entries, or why it is no feed.
    fn titles(source: &str) -> String {
        match read(source, None) {
            Ok(feed) => {
                feed.entries.iter().map(|one| one.title.as_deref().unwrap_or("-")).collect()
            }
            Err(not) => not.to_string(),
        }
    }

    #[test]
    fn what_stands_before_a_fault_counts() {
        let check = |source: &str, expected: &str| assert_eq!(titles(source), expected, "{source}");
        check(r#"{"items": [{"title": "A"}, {"title": "B"}, {"ti"#, "AB");
        check(r#"{"items": [{"title": "A"}]} <!-- served in 3 ms -->"#, "A");
        check("{\"items\": [{\"title\": \"A\nb\", \"x\": \"\u{1}\"}, {\"title\": \"C\"}]}", "A bC");
        check(r#"{"items": [{"title": "A"}, 7, null, "x", [], {}]}"#, "A-");
        check(r#"{"items": {"a": 1}, "title": "T"}"#, "it is JSON without a list of items");
    }

    #[test]
    fn values_of_another_kind_are_passed_over() {
        let source = r#"{"title": ["no"], "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
            "items": [{"id": 1.5, "title": {"a": 1}, "url": null, "tags": [1, "sea", "", ["x"], {"y": 1}],
            "author": "Ann", "authors": [{"url": "https://a.example/"}, 7], "date_published": true,
            "content_html": "", "content_text": "a < b", "_x": {"deep": [[[{}]]]},
            "attachments": [{"url": "https://a.example/f.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}, {}]}]}"#;
        let feed = read(source, None).unwrap();
        assert_eq!((feed.title, feed.hub.as_deref()), (None, Some("https://hub.example/")));
        let entry = &feed.entries[0];
        assert_eq!((entry.id.as_deref(), &entry.title, &entry.url), (Some("1.5"), &None, &None));
        assert_eq!((entry.author.as_deref(), entry.published), (Some("Ann"), None));
        assert_eq!(entry.content_html.as_deref(), Some("a &lt; b"));
        assert_eq!(entry.categories, ["sea"]);
        assert_eq!((entry.enclosures.len(), entry.enclosures[0].length), (1, Some(9)));
    }

    #[test]
    fn what_no_feed_says_is_not_kept() {
        let numbers = "1,".repeat(200_000) + "1";
        let source = format!(
            r#"{{"x": [{numbers}], "title": [{numbers}], "items": [{{"tags": [{numbers}], "authors": [{numbers}]}}]}}"#
        );
        let feed = read(&source, None).unwrap();
        assert_eq!(feed.entries, [Entry::default()]);
    }
}
