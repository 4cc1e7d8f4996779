use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, Entry, EntryId, Image, Page};
use pipeline::extract::{extract, plain_text};
use pipeline::language::language;
use store::{FiledEntry, Job, Objects, PageOutcome, Stage};

/// Makes articles of pages. Safe to run twice: the same page gives the same version.
pub async fn extract_articles(room: &Newsroom) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Extract).await?;
    for job in &jobs {
        extract_article(room, job).await?;
    }
    Ok(report("extract", jobs.len()))
}

async fn extract_article(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let id = EntryId(job.subject.clone());
    let Some(filed) = room.store.entries.entry(&id).await.context("could not read an entry")?
    else {
        return quarantine(room, job, "there is no such entry").await;
    };
    let (objects, now) = (room.store.objects.clone(), room.now());
    let article = match decide(move || read(&objects, filed, now)).await {
        Ok(read) => read?,
        Err(reason) => return quarantine(room, job, &reason).await,
    };
    match article {
        Ok(article) => {
            let accepted = room.store.articles.accept(Some(job), &article, now).await;
            accepted.context("could not accept an article")?;
            Ok(())
        }
        Err(reason) => quarantine(room, job, &reason).await,
    }
}

fn read(
    objects: &Objects,
    filed: FiledEntry,
    now: Timestamp,
) -> anyhow::Result<Result<Article, String>> {
    let page = match filed.page.as_ref().map(|page| &page.outcome) {
        Some(PageOutcome::Fetched { object, url, content_type }) => {
            let Some(bytes) = objects.get(object).context("could not read a page")? else {
                return Ok(Err(format!("{url}: its page {object} is not in the object store")));
            };
            let charset = content_type.as_deref().and_then(|kind| kind.split_once("charset="));
            let mut page = extract(&bytes, Some(url), charset.map(|(_, name)| name));
            page.url.get_or_insert(url.clone());
            page
        }
        _ => Page::default(),
    };
    Ok(article(filed, page, now))
}

/// What entry and page say together; an error says what is missing.
///
/// The feed's title is the outlet's headline and needs no cleaning; the page's text is whole where
/// the feed's is often a teaser, so the longer of the two is taken, unless the page is walled.
fn article(filed: FiledEntry, page: Page, now: Timestamp) -> Result<Article, String> {
    let entry = filed.entry;
    let feed_text = [&entry.content_html, &entry.summary_html]
        .into_iter()
        .flatten()
        .map(|html| plain_text(html))
        .max_by_key(String::len)
        .unwrap_or_default();
    let blocked = page.blocked.is_some();
    let text = match page.text.len() > feed_text.len() && !blocked {
        true => page.text.clone(),
        false => feed_text,
    };
    let title = entry.title.clone().or(page.title.clone()).unwrap_or_default();
    if title.is_empty() && text.is_empty() {
        return Err(nothing(&entry, &page));
    }
    // A page says it of its own text; what only the feed told is read here.
    let language = page.language.or_else(|| language(None, &title, &text));
    Ok(Article {
        id: ArticleId(filed.id.0),
        outlet: filed.outlet,
        url: page.url.or(entry.url),
        title,
        text,
        byline: page.author.or(entry.author),
        published: entry.published.or(page.published),
        modified: page.modified.or(entry.updated),
        language,
        section: page.section.or_else(|| joined(&entry.categories)),
        image: page.image.or(entry.image.map(|url| Image { url, credit: None, caption: None })),
        named_source: entry.source.and_then(|source| source.url.or(source.title)),
        seen: filed.page.map_or(now, |page| page.at),
    })
}

fn nothing(entry: &Entry, page: &Page) -> String {
    let name = entry.url.as_deref().or(entry.id.as_deref()).unwrap_or("an entry");
    match page.blocked {
        Some(blocked) => format!("{name}: {} instead of an article", blocked.word()),
        None => format!("{name}: neither feed nor page gave a title or text"),
    }
}

fn joined(categories: &[String]) -> Option<String> {
    (!categories.is_empty()).then(|| categories.join("; "))
}
