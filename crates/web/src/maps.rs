//! What crawlers and browsers read of the site as a whole: sitemaps and the web manifest.

use crate::answer::{Document, Kind};
use crate::setting::{Form, Setting};
use crate::text::for_xml;
use crate::{PageError, Site, finding, links, times};
use askama::Template;
use jiff::SignedDuration;
use news::SubjectKind;
use serde_json::json;
use store::OutLine;

type Answer = Result<Document, PageError>;

/// Subjects of a kind in the sitemap, those with most stories: it may hold 50,000 addresses in all.
const MOST_SUBJECTS: u32 = 5_000;

/// A news sitemap holds what was published in the last two days, at most so many.
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);
const MOST_NEWS: u32 = 1_000;

/// Stories of one file. The protocol allows 50,000 addresses and 50 MB, and whoever asks should not wait; this many
/// take some 4 MB.
const MOST_STORIES: u32 = 20_000;

const PAGES: &str = "pages.xml";
const STORIES: &str = "stories-";

#[derive(Template)]
#[template(path = "sitemap_index.xml")]
struct SitemapIndex {
    parts: Vec<String>,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    entries: Vec<SitemapEntry>,
}

struct SitemapEntry {
    address: String,
    changed: Option<String>,
}

#[derive(Template)]
#[template(path = "news_sitemap.xml")]
struct NewsSitemap {
    name: String,
    language: String,
    entries: Vec<NewsEntry>,
}

struct NewsEntry {
    address: String,
    published: String,
    title: String,
}

/// `GET /sitemap.xml`: every page that may be found; where there are too many stories for one file, the list
/// of the files that name them.
pub(crate) async fn sitemap(site: &Site) -> Answer {
    match parts(site).await?.as_slice() {
        [] => {
            let mut entries = pages(site).await?;
            entries.extend(stories(site, 0).await?);
            urls(entries)
        }
        parts => {
            let setting = Setting::of(site, Form::Served);
            let absolute = |part: &String| for_xml(&setting.absolute(part));
            let index = SitemapIndex { parts: parts.iter().map(absolute).collect() };
            Ok(Document::new(Kind::Xml, index.render()?))
        }
    }
}

/// The addresses of the files that the sitemap lists; none while it holds all by itself.
pub(crate) async fn parts(site: &Site) -> Result<Vec<String>, PageError> {
    Ok(parts_for(site.store.briefs.count_out().await?))
}

fn parts_for(stories: u64) -> Vec<String> {
    let files = stories.div_ceil(u64::from(MOST_STORIES));
    if files < 2 {
        return Vec::new();
    }
    let of_stories = (1..=files).map(|number| format!("/sitemap/{STORIES}{number}.xml"));
    std::iter::once(format!("/sitemap/{PAGES}")).chain(of_stories).collect()
}

/// `GET /sitemap/pages.xml` and `/sitemap/stories-1.xml` and on: the files that the sitemap lists.
pub(crate) async fn part(site: &Site, name: &str) -> Answer {
    if name == PAGES {
        return urls(pages(site).await?);
    }
    let number = name.strip_prefix(STORIES).and_then(|rest| rest.strip_suffix(".xml"));
    let number = number.and_then(|number| number.parse::<u64>().ok()).filter(|number| *number > 0);
    let entries = stories(site, number.ok_or(PageError::NotFound)? - 1).await?;
    if entries.is_empty() { Err(PageError::NotFound) } else { urls(entries) }
}

fn urls(entries: Vec<SitemapEntry>) -> Answer {
    Ok(Document::new(Kind::Xml, Sitemap { entries }.render()?))
}

/// Every page but those of stories.
async fn pages(site: &Site) -> Result<Vec<SitemapEntry>, PageError> {
    let setting = Setting::of(site, Form::Served);
    let entry = |address: &str, changed| SitemapEntry {
        address: for_xml(&setting.absolute(address)),
        changed,
    };
    let pages = ["/", "/archive", "/topics", "/about", "/corrections"];
    let mut entries: Vec<SitemapEntry> = pages.map(|page| entry(page, None)).into();
    for section in setting.sections() {
        entries.push(entry(&section.address, None));
    }
    for line in finding::subjects(&site.store, MOST_SUBJECTS).await? {
        if line.subject.kind != SubjectKind::Section {
            let changed = Some(times::machine(line.latest));
            entries.push(entry(&links::subject_address(&line.subject), changed));
        }
    }
    for day in site.store.stories.days().await? {
        entries.push(entry(&format!("/day/{day}"), None));
    }
    Ok(entries)
}

/// The stories of the file at `place`, from 0.
async fn stories(site: &Site, place: u64) -> Result<Vec<SitemapEntry>, PageError> {
    let setting = Setting::of(site, Form::Served);
    let skip = place.saturating_mul(u64::from(MOST_STORIES));
    let stories = site.store.briefs.out(skip, MOST_STORIES).await?;
    let entry = |line: &OutLine| SitemapEntry {
        address: for_xml(&setting.absolute(&address(line))),
        changed: Some(times::machine(line.at)),
    };
    Ok(stories.iter().map(entry).collect())
}

fn address(line: &OutLine) -> String {
    links::story_address(&links::slug(&line.first_headline), &line.story)
}

/// `GET /news-sitemap.xml`: what was first published in the last two days, the latest first.
pub(crate) async fn news(site: &Site) -> Answer {
    let setting = Setting::of(site, Form::Served);
    let news = site.store.briefs.out_since(setting.now - NEWS_AGE, MOST_NEWS).await?;
    let entry = |line: &OutLine| NewsEntry {
        address: setting.absolute(&address(line)),
        published: times::machine(line.first_at),
        title: for_xml(&line.headline),
    };
    let sitemap = NewsSitemap {
        name: for_xml(&setting.look.title),
        language: setting.look.language.clone(),
        entries: news.iter().map(entry).collect(),
    };
    Ok(Document::new(Kind::Xml, sitemap.render()?))
}

/// `GET /manifest.webmanifest`: what a phone needs to keep the site among its programs.
pub(crate) fn manifest(site: &Site) -> Answer {
    let look = &site.look;
    let manifest = json!({
        "name": look.title,
        "short_name": look.title,
        "description": look.tagline,
        "lang": look.language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fdfcf8",
        "theme_color": "#fdfcf8",
        "icons": [{ "src": "favicon.svg", "type": "image/svg+xml", "sizes": "any" }],
    });
    Ok(Document::new(Kind::Manifest, serde_json::to_vec_pretty(&manifest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_stories_make_many_files() {
        check(0, &[]);
        check(20_000, &[]);
        let (pages, first) = ("/sitemap/pages.xml", "/sitemap/stories-1.xml");
        check(20_001, &[pages, first, "/sitemap/stories-2.xml"]);
        check(40_000, &[pages, first, "/sitemap/stories-2.xml"]);
    }

    #[track_caller]
    fn check(stories: u64, expected: &[&str]) {
        assert_eq!(parts_for(stories), expected, "{stories}");
    }
}
