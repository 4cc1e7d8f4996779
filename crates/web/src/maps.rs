//! What crawlers and browsers read of the site as a whole: sitemaps and the web manifest.

use crate::answer::{Document, Kind};
use crate::setting::{Form, Setting};
use crate::text::for_xml;
use crate::{PageError, Site, finding, links, reading, times};
use askama::Template;
use jiff::SignedDuration;
use news::SubjectKind;
use serde_json::json;
use store::BriefLine;

type Answer = Result<Document, PageError>;

/// Subjects of a kind in the sitemap, those with most stories: it may hold 50,000 addresses in all.
const MOST_SUBJECTS: u32 = 5_000;

/// A news sitemap holds what was published in the last two days, at most so many.
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);
const MOST_NEWS: usize = 1_000;

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

/// `GET /sitemap.xml`: every page that may be found.
pub(crate) async fn sitemap(site: &Site) -> Answer {
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
    for line in site.store.briefs.all_published().await? {
        let address = reading::address(&site.store, &line).await?;
        entries.push(entry(&address, Some(times::machine(line.at))));
    }
    for day in site.store.stories.days().await? {
        entries.push(entry(&format!("/day/{day}"), None));
    }
    Ok(Document::new(Kind::Xml, Sitemap { entries }.render()?))
}

/// `GET /news-sitemap.xml`: what was first published in the last two days, the latest first.
pub(crate) async fn news(site: &Site) -> Answer {
    let setting = Setting::of(site, Form::Served);
    let since = setting.now - NEWS_AGE;
    let mut news: Vec<(BriefLine, BriefLine)> = Vec::new();
    for line in site.store.briefs.all_published().await?.into_iter().filter(|l| l.at >= since) {
        let history = site.store.briefs.history(&line.story).await?;
        let first = history.into_iter().find(|version| version.state.was_out());
        news.extend(first.filter(|first| first.at >= since).map(|first| (first, line)));
    }
    news.sort_by(|(a, _), (b, _)| b.at.cmp(&a.at).then_with(|| a.story.cmp(&b.story)));
    let entry = |(first, line): (BriefLine, BriefLine)| NewsEntry {
        address: setting
            .absolute(&links::story_address(&links::slug(&first.headline), &line.story)),
        published: times::machine(first.at),
        title: for_xml(&line.headline),
    };
    let sitemap = NewsSitemap {
        name: for_xml(&setting.look.title),
        language: setting.look.language.clone(),
        entries: news.into_iter().take(MOST_NEWS).map(entry).collect(),
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
