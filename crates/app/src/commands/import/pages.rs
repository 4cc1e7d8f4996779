//! Saved web pages become articles.

use super::{Desk, Done, Source, Tally, accept, open};
use anyhow::Context;
use fetch::Url;
use fetch::warc::ArchivedPage;
use jiff::Timestamp;
use news::{Article, ArticleId, Blocked, EntryId, OutletId, Page, Registry};
use pipeline::extract::{extract, reservation_of_tags};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Bytes of a saved page beyond which the rest is left unread; `pipeline` reads no more either.
const PAGE_LIMIT_BYTES: u64 = 16 << 20;
/// Pages that are read, then extracted side by side and accepted in one transaction.
const BATCH: usize = 64;

/// Why a page gives no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be read.
    Broken(&'static str),
    /// It is whole, but not ours to take, or no article.
    LeftOut(&'static str),
}

/// The name by which an archived answer could speak to us.
const ROBOT: &str = "newsloom";

const RESERVED: Refused = Refused::LeftOut("the page asks AI to stay away");

/// The article on a page, as seen when the page was fetched.
pub fn article(
    page: ArchivedPage,
    registry: &Registry,
    now: Timestamp,
) -> Result<Article, Refused> {
    let url = Url::parse(&page.url).ok();
    let Some(host) = url.as_ref().and_then(Url::host_str) else {
        return Err(Refused::Broken("the page's address is none"));
    };
    if page.is_reserved || reservation_of_tags(&page.robots_tags, ROBOT).words.is_some() {
        return Err(RESERVED);
    }
    let outlet = registry.of_host(host).id;
    let seen = page.at.unwrap_or(now).min(now);
    let read = read(&page.bytes, Some(&page.url), page.charset.as_deref())?;
    let is_front = url.as_ref().is_some_and(|url| url.path() == "/" && url.query().is_none());
    if is_front {
        return Err(Refused::LeftOut("a site's front page is no article"));
    }
    let address = read.url.clone().unwrap_or(page.url);
    let id = ArticleId(EntryId::of(&outlet, &address).0);
    Ok(told(read, id, outlet, Some(address), seen))
}

/// Reads a page. One that extraction cannot cope with must not end the import of a million others.
fn read(bytes: &[u8], url: Option<&str>, charset: Option<&str>) -> Result<Page, Refused> {
    let read = catch_unwind(AssertUnwindSafe(|| extract(bytes, url, charset)));
    let mut page = read.map_err(|_| Refused::Broken("reading the page broke off"))?;
    match page.blocked {
        Some(Blocked::Robots) => return Err(RESERVED),
        Some(Blocked::Wall | Blocked::Consent) => {
            return Err(Refused::LeftOut("a wall stands in the article's place"));
        }
        // The headline is public; the rest is for subscribers.
        Some(Blocked::Paywall) => page.text.clear(),
        None => {}
    }
    match page.title.is_none() && page.text.is_empty() {
        true => Err(Refused::LeftOut("the page has neither title nor text")),
        false => Ok(page),
    }
}

fn told(
    page: Page,
    id: ArticleId,
    outlet: OutletId,
    url: Option<String>,
    seen: Timestamp,
) -> Article {
    let reserved = page.reservation.words;
    // Of words that an outlet keeps for itself, only the headline is kept, to link to it.
    let text = if reserved.is_some() { String::new() } else { page.text };
    Article {
        id,
        outlet,
        url,
        title: page.title.unwrap_or_default(),
        text,
        byline: page.author,
        published: page.published,
        modified: page.modified,
        language: page.language,
        section: page.section,
        image: page.image,
        named_source: None,
        reserved,
        seen,
    }
}

/// Accepts the pages of saved files.
pub async fn import(desk: &Desk, files: &[PathBuf]) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let bar = crate::commands::progress(files.len() as u64, "importing pages");
    for batch in files.chunks(BATCH) {
        let read = tokio::task::block_in_place(|| {
            let work = |path: PathBuf| {
                let article = saved(&path, desk);
                bar.inc(1);
                (path, article)
            };
            desk.crew.side_by_side(batch.to_vec(), work)
        });
        let mut articles = Vec::new();
        for (path, article) in read {
            match article {
                Ok(article) => articles.push(article),
                Err(reason) => {
                    bar.suspend(|| eprintln!("{}: {reason:#}", path.display()));
                    tally.unusable += 1;
                }
            }
        }
        accept(desk, &mut articles, &mut tally).await?;
    }
    bar.finish_and_clear();
    tally.say("saved pages", "pages")?;
    Ok(tally)
}

/// Accepts one page that comes from standard input.
pub async fn import_one(desk: &Desk, source: &Source, input: impl Read) -> anyhow::Result<Done> {
    let mut tally = Tally::default();
    let mut articles = vec![saved_page(&source.name, input, desk)?];
    accept(desk, &mut articles, &mut tally).await?;
    Ok((tally, Some("pages")))
}

fn saved(path: &Path, desk: &Desk) -> anyhow::Result<Article> {
    let (source, input) = open(path)?;
    saved_page(&source.name, input, desk)
}

/// The article on a saved page. Its address is the one that the page names; one that names none is
/// known by its file, as of no outlet.
fn saved_page(name: &str, input: impl Read, desk: &Desk) -> anyhow::Result<Article> {
    let mut bytes = Vec::new();
    input.take(PAGE_LIMIT_BYTES).read_to_end(&mut bytes).context("could not be read")?;
    let page = read(&bytes, None, None).map_err(|refused| match refused {
        Refused::Broken(why) | Refused::LeftOut(why) => anyhow::anyhow!(why),
    })?;
    let url = page.url.clone();
    let host = url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = host.as_ref().and_then(Url::host_str).map(|host| desk.registry.of_host(host).id);
    let site = page.site.clone().map(|site| desk.registry.find(&site).id);
    let outlet = host.or(site).unwrap_or_else(|| OutletId("unknown".to_owned()));
    let id = ArticleId(EntryId::of(&outlet, url.as_deref().unwrap_or(name)).0);
    let seen = page.published.map_or(desk.now, |time| time.instant.min(desk.now));
    Ok(told(page, id, outlet, url, seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, html: &str) -> ArchivedPage {
        let bytes = html.as_bytes().to_vec();
        ArchivedPage { url: url.to_owned(), bytes, ..ArchivedPage::default() }
    }

    fn refused(page: ArchivedPage) -> Option<Refused> {
        article(page, &Registry::default(), Timestamp::UNIX_EPOCH).err()
    }

    #[test]
    fn pages_that_are_not_ours_to_take_are_left_out() {
        const FERRY: &str = "<title>Ferry runs aground at dawn</title><p>Nobody was hurt.";
        let at = |url| page(url, FERRY);
        assert_eq!(refused(at("https://a.test/ferry")), None);
        assert_eq!(
            refused(at("https://a.test/")),
            Some(Refused::LeftOut("a site's front page is no article"))
        );
        assert_eq!(refused(at("no address")), Some(Refused::Broken("the page's address is none")));
        for tag in ["noindex, NoAI", "newsloom: noml", "nosnippet"] {
            let robots_tags = vec![tag.to_owned()];
            let tagged = ArchivedPage { robots_tags, ..at("https://a.test/ferry") };
            assert_eq!(refused(tagged), Some(RESERVED), "{tag}");
        }
        let reserved = ArchivedPage { is_reserved: true, ..at("https://a.test/ferry") };
        assert_eq!(refused(reserved), Some(RESERVED));
        let empty = refused(page("https://a.test/x", ""));
        assert_eq!(empty, Some(Refused::LeftOut("the page has neither title nor text")));
    }

    #[test]
    fn an_archived_page_was_seen_when_it_was_fetched() {
        let mut page = page("https://news.a.test/ferry?x=1", "<title>Ferry runs aground</title>");
        page.at = "1969-11-20T06:30:00Z".parse().ok();
        let article = article(page.clone(), &Registry::default(), Timestamp::UNIX_EPOCH);
        let article = article.expect("it has a title");
        assert_eq!(Some(article.seen), page.at);
        assert_eq!(article.outlet.0, "a.test");
    }
}
