//! What a feed says of itself.

use super::construct::{Construct, person};
use super::entry::picture;
use super::slot::Slot;
use super::space::Space;
use super::tree::Element;
use super::{address, dates};
use news::{FeedDocument, FeedKind, SourceTime};
use url::Url;

/// A feed while its elements are looked at.
#[derive(Default)]
struct Draft {
    title: Slot<String>,
    link: Slot<String>,
    language: Slot<String>,
    subtitle: Slot<String>,
    rights: Slot<String>,
    author: Slot<String>,
    feed_id: Slot<String>,
    published: Slot<SourceTime>,
    updated: Slot<SourceTime>,
    image: Slot<String>,
    hub: Slot<String>,
    own_url: Slot<String>,
    ttl_minutes: Slot<u32>,
    period_minutes: Slot<u32>,
    updates_per_period: Slot<u32>,
}

/// Reads the channel or feed element; its entries are read elsewhere.
pub fn read(element: Element<'_, '_>, kind: FeedKind, base: Option<&Url>) -> FeedDocument {
    let mut draft = Draft::default();
    draft.language.offer(2, || element.inherited("xml:lang").map(|tag| tag.replace('_', "-")));
    draft.link.offer(5, || address::resolve(element, &element.attribute("href")?, base));
    draft.link.offer(7, || address::resolve(element, &element.attribute("rdf:about")?, base));
    draft.updated.offer(5, || dates::read(&element.attribute("lastmod")?));
    for child in element.children() {
        match child.word() {
            (Space::Core, word) => draft.core(word, child, base),
            (Space::Dublin, word) => draft.dublin(word, child),
            (Space::Itunes | Space::Media, word) => draft.media(word, child, base),
            (Space::Syndication, word) => draft.syndication(word, child),
            _ => {}
        }
    }
    draft.finish(kind)
}

impl Draft {
    fn core(&mut self, word: &str, element: Element<'_, '_>, base: Option<&Url>) {
        let line = || Construct::of(element).line();
        let date = || dates::read(&element.text()?);
        match word {
            "title" => self.title.offer(0, line),
            "link" => self.link(element, base),
            "language" => self.language.offer(0, line),
            "description" | "subtitle" | "tagline" | "abstract" => self.subtitle.offer(0, line),
            "rights" | "copyright" => self.rights.offer(0, line),
            "author" | "managingeditor" => self.author.offer(0, || person(element)),
            "id" => self.feed_id.offer(0, || element.text()),
            "pubdate" | "published" | "issued" => self.published.offer(0, date),
            "updated" | "modified" | "lastbuilddate" => self.updated.offer(0, date),
            "image" | "logo" => self.image.offer(0, || picture(element, base)),
            "icon" => self.image.offer(3, || picture(element, base)),
            "ttl" => self.ttl_minutes.offer(0, || number(element)),
            _ => {}
        }
    }

    fn dublin(&mut self, word: &str, element: Element<'_, '_>) {
        let line = || Construct::of(element).line();
        let date = || dates::read(&element.text()?);
        match word {
            "title" => self.title.offer(1, line),
            "language" => self.language.offer(1, line),
            "description" => self.subtitle.offer(1, line),
            "rights" => self.rights.offer(1, line),
            "creator" | "author" => self.author.offer(1, || person(element)),
            "publisher" => self.author.offer(3, || person(element)),
            "issued" | "created" => self.published.offer(1, date),
            "modified" => self.updated.offer(1, date),
            "date" => self.updated.offer(2, date),
            _ => {}
        }
    }

    fn media(&mut self, word: &str, element: Element<'_, '_>, base: Option<&Url>) {
        match word {
            "summary" => self.subtitle.offer(2, || Construct::of(element).line()),
            "subtitle" => self.subtitle.offer(3, || Construct::of(element).line()),
            "author" => self.author.offer(2, || person(element)),
            "image" | "thumbnail" => self.image.offer(2, || picture(element, base)),
            _ => {}
        }
    }

    fn syndication(&mut self, word: &str, element: Element<'_, '_>) {
        match word {
            "updateperiod" => self.period_minutes.offer(0, || period_minutes(&element.text()?)),
            "updatefrequency" => self.updates_per_period.offer(0, || number(element)),
            _ => {}
        }
    }

    fn link(&mut self, element: Element<'_, '_>, base: Option<&Url>) {
        let Some(href) = element.attribute("href") else {
            self.link.offer(0, || address::resolve(element, &element.text()?, base));
            return;
        };
        let rel = element.attribute("rel").unwrap_or_else(|| "alternate".to_owned());
        let kind = element.attribute("type").unwrap_or_default();
        let url = || address::resolve(element, &href, base);
        match rel.to_ascii_lowercase().as_str() {
            "alternate" if kind.is_empty() || kind.contains("html") => self.link.offer(1, url),
            "alternate" => self.link.offer(2, url),
            "hub" => self.hub.offer(0, url),
            "self" => self.own_url.offer(0, url),
            _ => {}
        }
    }

    fn finish(self, kind: FeedKind) -> FeedDocument {
        let times = self.updates_per_period.take().unwrap_or(1).max(1);
        let period = self.period_minutes.take().map(|minutes| minutes / times);
        FeedDocument {
            kind,
            title: self.title.take(),
            link: self.link.take(),
            language: self.language.take(),
            subtitle: self.subtitle.take(),
            rights: self.rights.take(),
            author: self.author.take(),
            feed_id: self.feed_id.take(),
            published: self.published.take(),
            updated: self.updated.take(),
            image: self.image.take(),
            hub: self.hub.take(),
            own_url: self.own_url.take(),
            rest_minutes: self.ttl_minutes.take().or(period),
            entries: Vec::new(),
            sitemaps: Vec::new(),
        }
    }
}

fn number(element: Element<'_, '_>) -> Option<u32> {
    element.text()?.trim().parse().ok()
}

/// The periods of the syndication module (2000), in minutes.
fn period_minutes(word: &str) -> Option<u32> {
    let hours = match word.trim().to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 24 * 7,
        "monthly" => 24 * 30,
        "yearly" => 24 * 365,
        _ => return None,
    };
    Some(hours * 60)
}
