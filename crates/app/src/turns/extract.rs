use super::papers::Papers;
use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use jiff::Timestamp;
use news::{
    Article, ArticleId, Blocked, Entry, EntryId, Image, Page, has_moved, is_another, plain_address,
    settled,
};
use pipeline::extract::{Rules, plain_text};
use pipeline::language::language;
use store::{FiledEntry, Job, Objects, PageOutcome, PageRecord, Stage};

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
    let (objects, rules, now) = (room.store.objects.clone(), room.outlet_rules.clone(), room.now());
    let address = filed.entry.url.clone();
    let article = match decide(move || read(&objects, &rules, filed, now)).await {
        Ok(read) => read?,
        Err(reason) => return quarantine(room, job, &reason).await,
    };
    match article {
        Ok(article) => {
            let article = identified(room, &id, address.as_deref(), article).await?;
            let accepted = room.store.articles.accept(Some(job), &article, now).await;
            accepted.context("could not accept an article")?;
            Ok(())
        }
        Err(reason) => quarantine(room, job, &reason).await,
    }
}

/// The article as the one that we hold of its entry, or as another when the entry leads to another now.
async fn identified(
    room: &Newsroom,
    entry: &EntryId,
    address: Option<&str>,
    article: Article,
) -> anyhow::Result<Article> {
    let latest = async |id: &ArticleId| {
        room.store.articles.latest(id).await.context("could not read an article")
    };
    let Some(before) = latest(&article.id).await? else { return Ok(article) };
    if !has_moved(&before, &article) {
        return Ok(settled(&before, article));
    }
    let address = address.and_then(plain_address).unwrap_or_default();
    let id = ArticleId::of_another(entry, &address);
    match latest(&id).await? {
        Some(known) => Ok(settled(&known, Article { id, ..article })),
        None if is_another(&before, &article) => Ok(Article { id, ..article }),
        None => Ok(settled(&before, article)),
    }
}

fn read(
    objects: &Objects,
    rules: &Rules,
    filed: FiledEntry,
    now: Timestamp,
) -> anyhow::Result<Result<Article, String>> {
    let mut page = match &filed.page {
        Some(record) => match Papers::load(objects, record, &filed.further) {
            Ok(Some(papers)) => papers.read(rules),
            Ok(None) => match &record.outcome {
                PageOutcome::Fetched { object, url, .. } => {
                    return Ok(Err(format!("{url}: its page {object} is not in the object store")));
                }
                PageOutcome::Skipped { .. } => Page::default(),
            },
            Err(error) => return Err(error).context("could not read a page"),
        },
        None => Page::default(),
    };
    for record in records(&filed) {
        page.reservation = page.reservation.and(record.reservation.clone());
    }
    Ok(article(filed, page, now))
}

/// The first page of an entry and those that were asked for after it.
fn records(filed: &FiledEntry) -> impl Iterator<Item = &PageRecord> {
    filed.page.iter().chain(filed.further.iter().map(|further| &further.page))
}

/// What entry and page say together; an error says what is missing.
///
/// The feed's title is the outlet's headline and needs no cleaning; the page's text is whole where
/// the feed's is often a teaser, so the longer of the two is taken, unless the page is walled. Of an
/// article whose outlet keeps its words for itself only the headline is kept, to link to it.
fn article(filed: FiledEntry, page: Page, now: Timestamp) -> Result<Article, String> {
    let seen = records(&filed).map(|page| page.at).max().unwrap_or(now);
    let entry = filed.entry;
    let feed_text = [&entry.content_html, &entry.summary_html]
        .into_iter()
        .flatten()
        .map(|html| plain_text(html))
        .max_by_key(String::len)
        .unwrap_or_default();
    let blocked = page.blocked.is_some();
    let reserved = page.reservation.words.clone();
    let text = match page.text.len() > feed_text.len() && !blocked {
        true => page.text.clone(),
        false => feed_text,
    };
    let text = if reserved.is_some() { String::new() } else { text };
    // A wall's title says nothing of the article behind it.
    let walled = matches!(page.blocked, Some(Blocked::Wall | Blocked::Consent));
    let page_title = page.title.clone().filter(|_| !walled);
    let title = entry.title.clone().or(page_title).unwrap_or_default();
    if title.is_empty() && text.is_empty() {
        return Err(nothing(&entry, &page));
    }
    // A page says it of its own text; what only the feed told is read here.
    let language = page.language.or_else(|| language(None, &title, &text));
    Ok(Article {
        id: ArticleId::of(&filed.id),
        outlet: filed.outlet,
        url: page.url.or(entry.url),
        title,
        text,
        byline: page.author.or(entry.author),
        published: entry.published.or(page.published),
        modified: page.modified.or(entry.updated),
        language,
        section: page.section.or_else(|| joined(&entry.categories)),
        image: match reserved.is_some() || page.reservation.images {
            true => None,
            false => picture(page.image, entry.image, entry.image_credit),
        },
        named_source: entry.source.and_then(|source| source.url.or(source.title)),
        reserved,
        seen,
    })
}

/// The page's picture, else the feed's. Where both show the same one, the feed's credit fills a gap.
fn picture(page: Option<Image>, feed: Option<String>, credit: Option<String>) -> Option<Image> {
    match (page, feed) {
        (Some(image), Some(url)) if image.url == url => {
            Some(Image { credit: image.credit.or(credit), ..image })
        }
        (Some(image), _) => Some(image),
        (None, feed) => feed.map(|url| Image { url, credit, caption: None }),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_the_picture_and_the_feed_may_know_whose_it_is() {
        let image = |url: &str, credit: Option<&str>| {
            Some(Image { url: url.to_owned(), credit: credit.map(str::to_owned), caption: None })
        };
        let check = |page, feed: Option<&str>, expected| {
            let credit = Some("Bo Lind".to_owned());
            assert_eq!(picture(page, feed.map(str::to_owned), credit), expected);
        };
        check(image("a", None), Some("a"), image("a", Some("Bo Lind")));
        check(image("a", Some("Cy Dahl")), Some("a"), image("a", Some("Cy Dahl")));
        check(image("b", None), Some("a"), image("b", None));
        check(None, Some("a"), image("a", Some("Bo Lind")));
        check(None, None, None);
    }
}
