//! News sitemaps and sitemap indexes.

use super::construct::Construct;
use super::space::Space;
use super::tree::Element;
use super::{address, dates};
use news::Entry;
use url::Url;

/// Reads one `url` of a sitemap, or one `sitemap` of an index.
pub fn read(element: Element<'_, '_>, base: Option<&Url>) -> Entry {
    let mut entry = Entry::default();
    for child in element.children() {
        match child.word() {
            (Space::Core, "loc") => {
                entry.url = child.text().and_then(|raw| address::resolve(child, &raw, base));
            }
            (Space::Core, "lastmod") => entry.updated = child.text().and_then(|d| dates::read(&d)),
            (Space::News, "news") => child.children().for_each(|part| news(&mut entry, part)),
            (Space::Picture, "image") if entry.image.is_none() => {
                let place = child.children().find(|part| part.word().1 == "loc");
                entry.image = place.and_then(|p| address::resolve(p, &p.text()?, base));
            }
            _ => {}
        }
    }
    entry
}

fn news(entry: &mut Entry, part: Element<'_, '_>) {
    match part.word().1 {
        "title" => entry.title = Construct::of(part).line(),
        "publication_date" => entry.published = part.text().and_then(|date| dates::read(&date)),
        "keywords" => {
            let line = Construct::of(part).line().unwrap_or_default();
            let words = line.split(',').map(str::trim).filter(|word| !word.is_empty());
            entry.categories = words.map(str::to_owned).collect();
        }
        _ => {}
    }
}
