//! One item of RSS, RDF, Atom or CDF.

use super::construct::{Construct, person};
use super::slot::Slot;
use super::space::Space;
use super::tree::Element;
use super::{address, dates};
use news::{Enclosure, Entry, EntrySource, SourceTime};
use url::Url;

/// Endings of addresses of pictures.
const PICTURES: [&str; 6] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"];

/// The rank of a picture that Media RSS names as the content; others are thumbnails and logos.
const PICTURE_RANK: u8 = 0;

/// An entry while its elements are looked at.
#[derive(Default)]
struct Draft {
    id: Slot<String>,
    url: Slot<String>,
    title: Slot<String>,
    authors: Vec<String>,
    other_author: Slot<String>,
    published: Slot<SourceTime>,
    updated: Slot<SourceTime>,
    summary: Slot<String>,
    description: Slot<String>,
    content: Slot<String>,
    image: Slot<String>,
    image_credit: Slot<String>,
    rights: Slot<String>,
    comments: Slot<String>,
    entry: Entry,
}

/// Reads one `item` or `entry`; `base` resolves its relative links.
pub fn read(element: Element<'_, '_>, base: Option<&Url>) -> Entry {
    let mut draft = Draft::default();
    let attribute = |name: &str| element.attribute(name);
    draft.id.offer(2, || attribute("rdf:about"));
    let link = |raw: String| address::resolve(element, &raw, base);
    draft.url.offer(3, || attribute("href").and_then(link));
    draft.url.offer(7, || attribute("rdf:about").and_then(link));
    draft.updated.offer(4, || dates::read(&attribute("lastmod")?));
    for child in element.children() {
        draft.look_at(child, base);
    }
    draft.finish()
}

impl Draft {
    fn look_at(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        let (space, word) = element.word();
        match space {
            Space::Core => self.core(word, element, base),
            Space::Dublin => self.dublin(word, element),
            Space::Media | Space::Itunes => self.media(word, element, base),
            Space::Content if word == "encoded" => {
                self.content.offer(0, || Construct::of(element).html());
            }
            Space::Rdf
            | Space::Content
            | Space::News
            | Space::Picture
            | Space::Syndication
            | Space::Other => {}
        }
    }

    fn core(&mut self, word: &str, element: Element<'_, '_>, base: Option<&Url>) {
        let line = || Construct::of(element).line();
        let html = || Construct::of(element).html();
        let date = || dates::read(&element.text()?);
        match word {
            "title" => self.title.offer(0, line),
            "id" => self.id.offer(0, || element.text()),
            "guid" => self.guid(element, base),
            "link" => self.link(element, base),
            "author" | "managingeditor" => self.authors.extend(person(element)),
            "pubdate" | "published" | "issued" => self.published.offer(0, date),
            "created" => self.published.offer(2, date),
            // Generators that write it twice append the later change.
            "updated" | "modified" | "lastbuilddate" => self.updated.renew(0, date),
            "summary" => self.summary.offer(0, html),
            "description" | "abstract" => self.description.offer(0, html),
            "content" => self.content.offer(1, html),
            "category" | "subject" => self.category(element),
            "rights" | "copyright" => self.rights.offer(0, line),
            "comments" => {
                self.comments.offer(0, || address::resolve(element, &element.text()?, base))
            }
            "source" => self.source(element, base),
            "enclosure" => self.enclosure(element, "url", base),
            "image" => self.image.offer(1, || picture(element, base)),
            _ => {}
        }
    }

    fn dublin(&mut self, word: &str, element: Element<'_, '_>) {
        let date = || dates::read(&element.text()?);
        match word {
            "title" => self.title.offer(1, || Construct::of(element).line()),
            "creator" | "author" => self.authors.extend(person(element)),
            "date" => self.published.offer(3, date),
            "issued" | "created" | "available" => self.published.offer(1, date),
            "modified" => self.updated.offer(1, date),
            "description" | "abstract" => self.summary.offer(4, || Construct::of(element).html()),
            "subject" => self.category(element),
            "rights" => self.rights.offer(1, || Construct::of(element).line()),
            "identifier" => self.id.offer(3, || element.text()),
            _ => {}
        }
    }

    fn media(&mut self, word: &str, element: Element<'_, '_>, base: Option<&Url>) {
        let html = || Construct::of(element).html();
        match word {
            "group" => element.children().for_each(|child| self.look_at(child, base)),
            "title" => self.title.offer(2, || Construct::of(element).line()),
            "summary" | "subtitle" | "description" => self.summary.offer(5, html),
            "author" => self.other_author.offer(0, || person(element)),
            "category" => self.category(element),
            "content" => self.media_content(element, base),
            "credit" => self.image_credit.offer(1, || Construct::of(element).line()),
            "thumbnail" => self.image.offer(2, || picture(element, base)),
            "image" => self.image.offer(3, || picture(element, base)),
            _ => {}
        }
    }

    fn media_content(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        let had_picture = self.image.rank() == Some(PICTURE_RANK);
        self.image.offer(PICTURE_RANK, || media_picture(element, base));
        if !had_picture && self.image.rank() == Some(PICTURE_RANK) {
            // The credit inside belongs to this picture; one of a later picture does not.
            let credit = element.children().find(|one| one.word() == (Space::Media, "credit"));
            self.image_credit = Slot::default();
            self.image_credit.offer(0, || Construct::of(credit?).line());
        }
        let rest = element.children().filter(|one| one.word() != (Space::Media, "credit"));
        rest.for_each(|child| self.look_at(child, base));
    }

    fn guid(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        self.id.offer(1, || element.text());
        let not_link = |value: String| value.eq_ignore_ascii_case("false");
        if !element.attribute("ispermalink").is_some_and(not_link) {
            let is_web = |text: &String| text.starts_with("http");
            let text = || element.text().filter(is_web);
            self.url.offer(6, || address::resolve(element, &text()?, base));
        }
    }

    fn link(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        let Some(href) = element.attribute("href").or_else(|| element.text()) else { return };
        let rel = element.attribute("rel").unwrap_or_else(|| "alternate".to_owned());
        let kind = element.attribute("type").unwrap_or_default();
        let url = || address::resolve(element, &href, base);
        match rel.to_ascii_lowercase().rsplit('/').next().unwrap_or_default() {
            "alternate" if kind.is_empty() || kind.contains("html") => self.url.offer(1, url),
            "alternate" => self.url.offer(2, url),
            "enclosure" => self.enclosure(element, "href", base),
            "replies" => self.comments.offer(1, url),
            "self" | "related" | "via" => self.url.offer(8, url),
            _ => {}
        }
    }

    fn enclosure(&mut self, element: Element<'_, '_>, key: &str, base: Option<&Url>) {
        let Some(raw) = element.attribute(key) else { return };
        let Some(url) = address::resolve(element, &raw, base) else { return };
        let media_type = element.attribute("type");
        if media_type.as_ref().is_some_and(|kind| kind.starts_with("image/")) {
            self.image.offer(4, || Some(url.clone()));
        }
        let length = element.attribute("length").and_then(|length| length.parse().ok());
        if self.entry.enclosures.len() < ENCLOSURES {
            self.entry.enclosures.push(Enclosure { url, media_type, length });
        }
    }

    fn category(&mut self, element: Element<'_, '_>) {
        let word = |one: Element<'_, '_>| {
            ["term", "text", "label"].iter().find_map(|name| one.attribute(name))
        };
        // Podcasts put the narrower category inside the wider one.
        let narrower = element.children().filter(|child| child.word().1 == "category").map(word);
        let own = || Construct::of(element).line();
        for word in std::iter::once(word(element).or_else(own)).chain(narrower).flatten() {
            let kept = &mut self.entry.categories;
            if kept.len() < CATEGORIES && !kept.contains(&word) {
                kept.push(word);
            }
        }
    }

    fn source(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        let raw = || {
            let linked = |link: Element<'_, '_>| link.attribute("href").or_else(|| link.text());
            element.attribute("url").or_else(|| element.child("link").and_then(linked))
        };
        let title = match element.children().next() {
            Some(_) => element.child("title").and_then(|title| Construct::of(title).line()),
            None => Construct::of(element).line(),
        };
        let url = raw().and_then(|raw| address::resolve(element, &raw, base));
        if self.entry.source.is_none() && (title.is_some() || url.is_some()) {
            self.entry.source = Some(EntrySource { title, url });
        }
    }

    fn finish(mut self) -> Entry {
        let mut authors: Vec<String> = Vec::new();
        for author in self.authors.into_iter().take(AUTHORS) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        let author = (!authors.is_empty()).then(|| authors.join("; "));
        // RSS has one text for both; with a summary beside it the description is the long one.
        let description = self.description.take();
        match self.summary.take() {
            Some(summary) => {
                self.content.offer(2, || description);
                self.entry.summary_html = Some(summary);
            }
            None => self.entry.summary_html = description,
        }
        Entry {
            id: self.id.take(),
            url: self.url.take(),
            title: self.title.take(),
            author: author.or(self.other_author.take()),
            published: self.published.take(),
            updated: self.updated.take(),
            content_html: self.content.take(),
            image_credit: self.image_credit.take().filter(|_| self.image.rank().is_some()),
            image: self.image.take(),
            rights: self.rights.take(),
            comments: self.comments.take(),
            ..self.entry
        }
    }
}

/// Categories kept of one entry, so that a hostile feed cannot make the search for copies slow; the most
/// in the labelled feeds are 20.
const CATEGORIES: usize = 200;

/// Files kept of one entry, for the same reason; a feed with 64 in all is the most in the labelled ones.
const ENCLOSURES: usize = 200;

/// Authors kept of one entry, for the same reason; leaves room for the long lists of journals.
const AUTHORS: usize = 100;

/// The address of a picture, in whichever way an element holds it.
pub fn picture(element: Element<'_, '_>, base: Option<&Url>) -> Option<String> {
    let inside = || element.child("url").and_then(|url| url.text());
    let text = || element.text().filter(|_| element.children().next().is_none());
    let raw = ["url", "href"].iter().find_map(|name| element.attribute(name));
    address::resolve(element, &raw.or_else(inside).or_else(text)?, base)
}

/// The address of `media:content`, if that is a picture.
fn media_picture(element: Element<'_, '_>, base: Option<&Url>) -> Option<String> {
    let is =
        |name: &str, start: &str| element.attribute(name).map(|value| value.starts_with(start));
    let url = element.attribute("url")?;
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let by_name = || PICTURES.iter().any(|ending| path.ends_with(ending));
    let is_picture = is("medium", "image").or_else(|| is("type", "image/")).unwrap_or_else(by_name);
    is_picture.then(|| address::resolve(element, &url, base))?
}
