//! The site as files that work from any file server, and from a disk without one.

mod linking;

use crate::answer::{Document, Kind};
use crate::reading::{self, FrontFacts};
use crate::setting::{Form, Setting};
use crate::site::front::FrontPage;
use crate::{PageError, Site, assets, feeds, finding, links, maps, site};
use jiff::civil::Date;
use linking::{beside, file_name, linked, relative, with_policy};
use news::{StoryId, Subject, SubjectKind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages that are there whatever is published; the rest is found by following their links.
const START: [&str; 14] = [
    "/",
    "/archive",
    "/topics",
    "/about",
    "/corrections",
    "/settings",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/manifest.webmanifest",
    "/robots.txt",
    "/favicon.ico",
];

/// What an export of a day has besides its front page and the stories on it.
const START_OF_DAY: [&str; 5] =
    ["/", "/about", "/settings", "/manifest.webmanifest", "/favicon.ico"];

/// How much of the site is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Whole,
    /// The front page as it stood at the end of this day, and its stories in the versions that it showed.
    Day(Date),
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// Where it goes, below the folder; begins with a slash.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The briefs that it shows, each in this version: all of one on a story's page, headline and lede of each on a
    /// front page; none on others.
    pub briefs: Vec<(StoryId, u32)>,
}

/// A document with the briefs that it shows.
struct Made {
    document: Document,
    briefs: Vec<(StoryId, u32)>,
}

impl From<Document> for Made {
    fn from(document: Document) -> Made {
        Made { document, briefs: Vec::new() }
    }
}

/// Every page, feed, picture and asset as the file that it goes to, ordered by name.
///
/// A file is named by its address below the site's root: a page `/story/x` by `/story/x/index.html`,
/// the front page by `/index.html`, what has an ending (`/feed.xml`, `/media/….webp`) by itself, and
/// the page for missing ones by `/404.html`. Links between pages are relative and name the files, so
/// they work from any folder of any server, and from `file://`; what would lead to a page that is not exported is
/// no link there. Where a story stood that was merged, a page sends
/// its readers on. Feeds, the sitemap and canonical links
/// name the absolute addresses below `Look::base_url`. There is no search, which needs a server, and
/// the Content-Security-Policy stands in each page, since a plain file server does not send one.
pub async fn pages(site: &Site, scope: Scope) -> Result<Vec<ExportedFile>, PageError> {
    let mut tour = Tour::begin(site, scope).await?;
    while let Some(address) = tour.waiting.pop_front() {
        if let Some(made) = tour.made(&address).await? {
            tour.keep(address, made);
        }
    }
    let missing = site::not_found(site, Form::Exported)?;
    tour.keep("/404.html".to_owned(), missing.into());
    let known: BTreeSet<String> = tour.made.keys().cloned().collect();
    let files = tour.made.into_iter().map(|(address, made)| file(&address, made, &known));
    let mut files: Vec<ExportedFile> = files.collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn file(address: &str, made: Made, known: &BTreeSet<String>) -> ExportedFile {
    let name = file_name(address);
    let bytes = match (made.document.kind, String::from_utf8(made.document.body)) {
        (Kind::Html, Ok(html)) => relative(&with_policy(&html), &name, known).into_bytes(),
        (_, Ok(text)) => text.into_bytes(),
        (_, Err(bytes)) => bytes.into_bytes(),
    };
    ExportedFile { name, bytes, briefs: made.briefs }
}

/// A walk over the site by its links.
struct Tour<'a> {
    site: &'a Site,
    scope: Scope,
    /// The front page: today's, or that of the day.
    front: Option<FrontFacts>,
    /// Where the stories of a day stand, each with the version that its page shows.
    stories: BTreeMap<String, Option<u32>>,
    seen: BTreeSet<String>,
    waiting: VecDeque<String>,
    made: BTreeMap<String, Made>,
}

impl<'a> Tour<'a> {
    async fn begin(site: &'a Site, scope: Scope) -> Result<Tour<'a>, PageError> {
        let day = match scope {
            Scope::Whole => None,
            Scope::Day(day) => Some(day),
        };
        let front = reading::front(site, day).await?;
        if day.is_some() && front.is_none() {
            return Err(PageError::NotFound);
        }
        let told = front.iter().flat_map(|facts| &facts.items).map(|fact| &fact.told);
        let stories = told.map(|told| (told.address(), Some(told.record.version))).collect();
        let waiting = match scope {
            Scope::Whole => whole(site).await?,
            Scope::Day(_) => START_OF_DAY.map(str::to_owned).into(),
        };
        let seen = waiting.iter().cloned().collect();
        Ok(Tour { site, scope, front, stories, seen, waiting, made: BTreeMap::new() })
    }

    /// Keeps what stands at an address, and goes on to what it links to.
    fn keep(&mut self, address: String, made: Made) {
        if made.document.kind == Kind::Html {
            let found = linked(&String::from_utf8_lossy(&made.document.body));
            for link in found {
                if self.is_within(&link) && self.seen.insert(link.clone()) {
                    self.waiting.push_back(link);
                }
            }
        }
        self.made.insert(address, made);
    }

    fn is_within(&self, address: &str) -> bool {
        let shared = ["/assets/", "/media/", "/favicon."];
        self.scope == Scope::Whole
            || START_OF_DAY.contains(&address)
            || self.stories.contains_key(address)
            || shared.iter().any(|start| address.starts_with(start))
    }

    /// What stands at an address; none for links that lead nowhere any more, as from the front page of a
    /// past day to a story that was withdrawn.
    async fn made(&mut self, address: &str) -> Result<Option<Made>, PageError> {
        let (folder, name) = address.rsplit_once('/').unwrap_or(("", address));
        let made = match (folder, name) {
            ("", "") => self.front().map(Some),
            ("/day", day) => self.day(day).await,
            ("/story", name) => self.story(address, name).await.map(Some),
            _ => document(self.site, folder, name).await.map(|document| Some(document.into())),
        };
        match made {
            Err(PageError::Merged(into)) => {
                self.stories.entry(into.clone()).or_insert(None);
                let page = site::merged(self.site, &into, &beside(&into), Form::Exported)?;
                Ok(Some(page.into()))
            }
            Err(
                PageError::NotFound
                | PageError::NoSubject(_)
                | PageError::Withdrawn(_)
                | PageError::VersionWithdrawn { .. },
            ) => Ok(None),
            made => made,
        }
    }

    fn front(&self) -> Result<Made, PageError> {
        match (&self.front, self.scope) {
            (Some(facts), Scope::Day(day)) => front(self.site, facts, Some(day)),
            (Some(facts), Scope::Whole) => front(self.site, facts, None),
            (None, _) => Ok(site::no_front_page(self.site, Form::Exported)?.into()),
        }
    }

    async fn day(&self, day: &str) -> Result<Option<Made>, PageError> {
        let Ok(day) = day.parse() else { return Ok(None) };
        let facts = reading::front(self.site, Some(day)).await?;
        facts.map(|facts| front(self.site, &facts, Some(day))).transpose()
    }

    async fn story(&self, address: &str, name: &str) -> Result<Made, PageError> {
        let (site, id) = (self.site, links::story_id(name));
        let shown = self.stories.get(address).copied().flatten();
        let facts = match (self.scope, shown) {
            (Scope::Day(_), Some(version)) => reading::story_in_version(site, &id, version).await?,
            _ => reading::story(site, &id).await?,
        };
        let around = finding::around(&site.store, &facts.story.id).await?;
        let briefs = vec![(facts.told.record.story.clone(), facts.told.record.version)];
        let page = site::story(site, &facts, &around, self.front.as_ref(), Form::Exported)?;
        Ok(Made { document: page, briefs })
    }
}

/// Where the walk over the whole site begins.
async fn whole(site: &Site) -> Result<VecDeque<String>, PageError> {
    let mut waiting: VecDeque<String> = START.iter().map(|address| address.to_string()).collect();
    for line in site.store.briefs.all_published().await? {
        waiting.push_back(reading::address(&site.store, &line).await?);
    }
    waiting.extend(maps::parts(site).await?);
    waiting.extend(reading::merged_addresses(&site.store).await?);
    Ok(waiting)
}

fn front(site: &Site, facts: &FrontFacts, day: Option<Date>) -> Result<Made, PageError> {
    let records = facts.items.iter().map(|fact| &fact.told.record);
    let briefs = records.map(|record| (record.story.clone(), record.version)).collect();
    let page = FrontPage::new(facts, day, &Setting::of(site, Form::Exported));
    Ok(Made { document: site::html(&page)?, briefs })
}

/// What is no front page and no story.
async fn document(site: &Site, folder: &str, name: &str) -> Result<Document, PageError> {
    let form = Form::Exported;
    match (folder, name) {
        ("", "archive") => site::archive(site, form).await,
        ("", "about") => site::about(site, form).await,
        ("", "corrections") => site::corrections(site, form).await,
        ("", "settings") => site::settings(site, form),
        ("", "topics") => site::topics(site, form).await,
        ("", "feed.xml") => feeds::rss(site).await,
        ("", "atom.xml") => feeds::atom(site).await,
        ("", "feed.json") => feeds::json(site).await,
        ("", "sitemap.xml") => maps::sitemap(site).await,
        ("", "news-sitemap.xml") => maps::news(site).await,
        ("", "manifest.webmanifest") => maps::manifest(site),
        ("", "robots.txt") => Ok(site::robots(site)),
        ("", "favicon.svg") => Ok(site::favicon()),
        ("", "favicon.ico") => Ok(site::favicon_ico()),
        ("/sitemap", part) => maps::part(site, part).await,
        ("/assets", name) => assets::asset(&format!("/assets/{name}")).ok_or(PageError::NotFound),
        ("/media", name) => site::media(site, name).await,
        (folder, pair) if is_of_versions(folder) => versions(site, folder, pair).await,
        (folder, name) => subject(site, folder, name).await,
    }
}

/// Whether an address compares versions: `/story/x/versions`, and below that `1-2`.
fn is_of_versions(folder: &str) -> bool {
    folder.starts_with("/story/") && folder.ends_with("/versions")
}

async fn versions(site: &Site, folder: &str, pair: &str) -> Result<Document, PageError> {
    let name = folder.trim_start_matches("/story/").trim_end_matches("/versions");
    site::versions(site, name, pair, Form::Exported).await
}

/// `/entity/x`, or `/entity/x/feed.xml`.
async fn subject(site: &Site, folder: &str, name: &str) -> Result<Document, PageError> {
    let parts: Vec<&str> = folder.trim_start_matches('/').split('/').collect();
    let of = |word, key: &str| {
        let kind = SubjectKind::from_word(word).ok_or(PageError::NotFound)?;
        Ok::<_, PageError>(Subject { kind, key: key.to_owned() })
    };
    match parts[..] {
        [word] => site::subject(site, &of(word, name)?, Form::Exported).await,
        [word, key] => feeds::of_subject(site, &of(word, key)?, name).await,
        _ => Err(PageError::NotFound),
    }
}
