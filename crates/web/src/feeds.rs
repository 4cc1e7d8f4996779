//! The front page, and what stories are found under, for feed readers.

use crate::answer::{Document, Kind};
use crate::reading::{self, FrontFacts, StoryFacts};
use crate::searching::{self, Ask};
use crate::setting::{Form, Setting};
use crate::site::search::Typed;
use crate::site::story::{independent_reports, standing_line};
use crate::site::telling::{Teller, Telling};
use crate::site::{sources, subject};
use crate::text::for_xml;
use crate::{PageError, Site, finding, links, times};
use askama::Template;
use askama::filters::{Html, escape};
use jiff::Timestamp;
use news::{StoryId, Subject, counted};
use search::Sorting;
use serde_json::{Value, json};

/// Stories in a feed of a subject.
const IN_FEED: u32 = 30;

type Answer = Result<Document, PageError>;

/// What all three feeds say.
pub(crate) struct Feed {
    title: String,
    tagline: String,
    language: String,
    /// The page that it feeds; absolute.
    home: String,
    /// Where the three stand; absolute, with a slash at the end.
    place: String,
    /// What their addresses end with: a search's question.
    query: String,
    updated: String,
    updated_rss: String,
    items: Vec<Item>,
}

/// One story in a feed.
pub(crate) struct Item {
    /// The story's address by id alone, which no new headline changes.
    id: String,
    permalink: String,
    headline: String,
    kicker: Option<String>,
    byline: String,
    reviewed_by: Option<String>,
    /// `extractive` or `model:NAME`.
    writer: String,
    lede: String,
    /// The lede as HTML, which is what RSS takes a description for.
    lede_html: String,
    content: String,
    picture: Option<String>,
    published: String,
    published_rss: String,
    updated: String,
}

#[derive(Template)]
#[template(path = "rss.xml")]
struct Rss<'a> {
    feed: &'a Feed,
}

#[derive(Template)]
#[template(path = "atom.xml")]
struct Atom<'a> {
    feed: &'a Feed,
}

#[derive(Template)]
#[template(path = "feed_story.html")]
struct FeedStory<'a> {
    telling: &'a Telling,
    base_url: &'a str,
    byline: &'a str,
    counts: &'a str,
    permalink: &'a str,
}

/// `GET /feed.xml`: RSS 2.0.
pub(crate) async fn rss(site: &Site) -> Answer {
    as_rss(&feed(site).await?)
}

fn as_rss(feed: &Feed) -> Answer {
    Ok(Document::new(Kind::Rss, for_xml(&Rss { feed }.render()?)))
}

/// `GET /atom.xml`: Atom 1.0 (RFC 4287).
pub(crate) async fn atom(site: &Site) -> Answer {
    as_atom(&feed(site).await?)
}

fn as_atom(feed: &Feed) -> Answer {
    Ok(Document::new(Kind::Atom, for_xml(&Atom { feed }.render()?)))
}

/// `GET /feed.json`: JSON Feed 1.1.
pub(crate) async fn json(site: &Site) -> Answer {
    as_json(&feed(site).await?)
}

fn as_json(feed: &Feed) -> Answer {
    Ok(Document::new(Kind::JsonFeed, serde_json::to_vec_pretty(&json_feed(feed))?))
}

/// `GET /entity/{key}/feed.xml`, `atom.xml`, `feed.json`, and so for sections, topics and outlets.
pub(crate) async fn of_subject(site: &Site, subject: &Subject, name: &str) -> Answer {
    let write = form(name)?;
    let facts = finding::subject(site, subject).await?;
    let setting = Setting::of(site, Form::Served);
    let title = format!("{} – {}", subject::title(&facts, &setting), setting.look.title);
    let address = links::subject_address(subject);
    let stories = told(site, finding::latest(&site.store, subject, IN_FEED).await?).await?;
    let mut feed = made(&stories, None, &setting)?;
    feed.title = title;
    feed.home = setting.absolute(&address);
    feed.place = setting.absolute(&format!("{address}/"));
    write(&feed)
}

/// `GET /search/feed.xml?q=`, `atom.xml`, `feed.json`: the stories that a search finds, the latest first.
pub(crate) async fn of_search(site: &Site, typed: &Typed, name: &str) -> Answer {
    let write = form(name)?;
    let ask = Ask { sorting: Sorting::Newest, from: 0, count: IN_FEED as usize, ..typed.ask() };
    let found = searching::search(site, ask).await?;
    let ids = found.groups.into_iter().filter_map(|group| group.story.map(|s| s.listed.story));
    let stories = told(site, ids.collect()).await?;
    let setting = Setting::of(site, Form::Served);
    let mut feed = made(&stories, None, &setting)?;
    feed.title = format!("Search: {} – {}", typed.text, setting.look.title);
    feed.query = typed.feed_query();
    feed.home = setting.absolute(&format!("/search{}", feed.query));
    feed.place = setting.absolute("/search/");
    write(&feed)
}

/// How the feed of this name is written.
fn form(name: &str) -> Result<fn(&Feed) -> Answer, PageError> {
    match name {
        "feed.xml" => Ok(as_rss),
        "atom.xml" => Ok(as_atom),
        "feed.json" => Ok(as_json),
        _ => Err(PageError::NotFound),
    }
}

async fn feed(site: &Site) -> Result<Feed, PageError> {
    let setting = Setting::of(site, Form::Served);
    let front = reading::front(site, None).await?;
    let items = front.iter().flat_map(|front| &front.items);
    let stories = told(site, items.map(|fact| fact.item.story.clone()).collect()).await?;
    made(&stories, front.as_ref(), &setting)
}

/// Those of the stories that are out.
pub(crate) async fn told(site: &Site, stories: Vec<StoryId>) -> Result<Vec<StoryFacts>, PageError> {
    let mut told = Vec::new();
    for story in &stories {
        match reading::story(site, story).await {
            Ok(facts) => told.push(facts),
            Err(PageError::NotFound | PageError::Withdrawn(_) | PageError::Merged(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(told)
}

/// The feed of the front page's `stories`, in its order.
fn made(
    stories: &[StoryFacts],
    front: Option<&FrontFacts>,
    setting: &Setting<'_>,
) -> Result<Feed, PageError> {
    let latest = stories.iter().map(|facts| facts.told.record.at).max();
    let updated = latest.or(front.map(|front| front.at)).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Feed {
        title: setting.look.title.clone(),
        tagline: setting.look.tagline.clone(),
        language: setting.look.language.clone(),
        home: setting.absolute("/"),
        place: setting.absolute("/"),
        query: String::new(),
        updated: times::machine(updated),
        updated_rss: times::rss(updated),
        items: stories.iter().map(|facts| item(facts, setting)).collect::<Result<_, _>>()?,
    })
}

fn item(facts: &StoryFacts, setting: &Setting<'_>) -> Result<Item, PageError> {
    let told = &facts.told;
    let telling = Teller::new(facts, setting).tell();
    let permalink = setting.absolute(&told.address());
    let reviewed_by = standing_line(told).reviewed.map(|(by, _)| by);
    let byline = byline(&telling.writer, reviewed_by.as_deref());
    let published = told.first_published().map_or(told.record.at, |line| line.at);
    let lede: Vec<&str> = telling.lede.iter().map(|sentence| sentence.text.as_str()).collect();
    let lede = lede.join(" ");
    let Ok(lede_html) = escape(lede.clone(), Html);
    let content = FeedStory {
        telling: &telling,
        base_url: &setting.absolute(""),
        byline: &format!("{byline}."),
        counts: &counts(facts),
        permalink: &permalink,
    };
    Ok(Item {
        id: setting.absolute(&format!("/story/{}", links::encoded(&told.record.story.0))),
        headline: telling.headline.clone(),
        kicker: telling.kicker.clone(),
        reviewed_by,
        writer: told.record.brief.writer.word(),
        lede_html: lede_html.to_string(),
        lede,
        content: content.render()?,
        picture: telling.pictures.first().map(|picture| setting.absolute(&picture.address)),
        published: times::machine(published),
        published_rss: times::rss(published),
        updated: times::machine(told.record.at),
        byline,
        permalink,
    })
}

/// Who wrote a story, who stands for it, and what it rests on, in one line.
pub(crate) fn line_of(facts: &StoryFacts, telling: &Telling) -> String {
    let reviewed_by = standing_line(&facts.told).reviewed.map(|(by, _)| by);
    format!("{}. {}.", byline(&telling.writer, reviewed_by.as_deref()), count(facts))
}

/// Who wrote it and who stands for it, in one line.
fn byline(writer: &str, reviewed_by: Option<&str>) -> String {
    match reviewed_by {
        Some(editor) => format!("{writer}; reviewed by {editor}"),
        None => format!("{writer}; not yet reviewed"),
    }
}

fn counts(facts: &StoryFacts) -> String {
    format!("{}. {}", count(facts), sources::counting(&facts.story))
}

fn count(facts: &StoryFacts) -> String {
    let articles = counted(facts.story.reports.len(), "article", "articles");
    format!("{articles} · {}", independent_reports(facts.story.independent_reports()))
}

fn json_feed(feed: &Feed) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.tagline,
        "language": feed.language,
        "home_page_url": feed.home,
        "feed_url": format!("{}feed.json{}", feed.place, feed.query),
        "items": feed.items.iter().map(json_item).collect::<Vec<Value>>(),
    })
}

fn json_item(item: &Item) -> Value {
    let mut value = json!({
        "id": item.id,
        "url": item.permalink,
        "title": item.headline,
        "summary": item.lede,
        "content_html": item.content,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": [{ "name": item.byline }],
        "tags": item.kicker.iter().collect::<Vec<_>>(),
        "_newsloom": { "writer": item.writer, "reviewed_by": item.reviewed_by },
    });
    if let Some(picture) = &item.picture {
        value["image"] = json!(picture);
    }
    value
}

#[cfg(test)]
mod tests;
