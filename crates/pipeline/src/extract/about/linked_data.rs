//! JSON-LD: what the publisher tells search engines about the article.

use super::tidy;
use crate::extract::html::{Document, Tag};
use serde_json::{Map, Value};

/// Bytes of one script beyond which it is not read.
const SCRIPT_BYTES: usize = 2 << 20;
/// Objects looked at on one page; a live blog lists some hundred posts.
const OBJECTS_LIMIT: usize = 2_000;

/// What is said of the article. Everything is plain text.
#[derive(Debug, Default, PartialEq)]
pub struct LinkedData {
    /// Its title.
    pub headline: Option<String>,
    /// In the order given.
    pub authors: Vec<String>,
    /// As written.
    pub published: Option<String>,
    /// As written.
    pub modified: Option<String>,
    /// The publisher's or the site's name.
    pub site: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// As declared.
    pub language: Option<String>,
    /// The page of the article.
    pub url: Option<String>,
    /// The picture's address.
    pub image: Option<String>,
    /// Who made it or whose it is.
    pub image_credit: Option<String>,
    /// What it shows.
    pub image_caption: Option<String>,
    /// The article's text; may be markup.
    pub body: Option<String>,
    /// The posts of a live blog, in the order given.
    pub posts: Vec<Post>,
    /// Whether anyone may read it, where said.
    pub is_free: Option<bool>,
}

/// A post of a live blog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// Its headline.
    pub headline: Option<String>,
    /// As written.
    pub published: Option<String>,
    /// Its text; may be markup.
    pub body: String,
}

type Object = Map<String, Value>;

/// Reads all JSON-LD of the page.
pub fn read(document: &Document<'_>) -> LinkedData {
    let scripts: Vec<Value> = document
        .all(Tag::Script)
        .filter(|node| {
            let kind = document.raw_attribute(*node, "type").unwrap_or_default();
            kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
        })
        .filter_map(|node| parse(document.own_text(node)))
        .collect();
    let mut objects = Vec::new();
    for script in &scripts {
        collect(script, &mut objects);
    }
    let Some(article) = objects.iter().rev().copied().max_by_key(|object| importance(object))
    else {
        return LinkedData::default();
    };
    facts(article, &objects)
}

fn parse(script: &str) -> Option<Value> {
    if script.len() > SCRIPT_BYTES {
        return None;
    }
    let script = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let script = script.trim_end_matches("//]]>").trim_end_matches("-->").trim();
    let script = script.trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        // Line breaks inside of strings are the commonest fault.
        let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&plain).ok()
    })
}

/// The objects at the top, in lists and in graphs.
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Object>) {
    if objects.len() >= OBJECTS_LIMIT {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(key) {
                    collect(inner, objects);
                }
            }
        }
        _ => {}
    }
}

/// How likely an object is the article; of equals the caller takes the first.
fn importance(object: &Object) -> (u8, bool, usize) {
    let kind = kinds(object).map(rank).max().unwrap_or(0);
    let length = object.get("articleBody").and_then(Value::as_str).map_or(0, str::len);
    (kind, object.contains_key("headline") || object.contains_key("datePublished"), length)
}

fn kinds(object: &Object) -> impl Iterator<Item = &str> {
    let listed = object.get("@type").map(one_or_many).unwrap_or_default();
    listed.into_iter().filter_map(Value::as_str)
}

fn rank(kind: &str) -> u8 {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    match kind {
        "Comment" | "WebSite" | "Organization" | "Person" | "BreadcrumbList" => 0,
        kind if kind.ends_with("Article") || kind.ends_with("Posting") => 5,
        "Report" | "Review" | "OpinionPiece" | "CreativeWork" | "Recipe" | "HowTo" => 4,
        "VideoObject" | "Event" | "Product" => 2,
        kind if kind.ends_with("Page") => 3,
        _ => 1,
    }
}

fn one_or_many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    }
}

fn facts(article: &Object, objects: &[&Object]) -> LinkedData {
    let is_article = kinds(article).map(rank).max().unwrap_or(0) >= 4;
    let text = |key: &str| article.get(key).and_then(words);
    let image = article.get("image").or(article.get("thumbnailUrl"));
    let image = image.and_then(|image| one_or_many(image).first().copied());
    let image = image.map(|image| resolved(image, objects));
    let of_image = |keys: &[&str]| keys.iter().find_map(|key| image?.get(*key).and_then(words));
    LinkedData {
        headline: text("headline").or_else(|| text("name")).filter(|_| is_article),
        authors: if is_article { authors(article, objects) } else { Vec::new() },
        published: text("datePublished")
            .or_else(|| text("dateCreated"))
            .or_else(|| text("uploadDate")),
        modified: text("dateModified"),
        site: site(article, objects),
        section: text("articleSection"),
        language: text("inLanguage"),
        url: text("url").or_else(|| text("mainEntityOfPage")),
        image: image
            .and_then(|image| image.as_str().and_then(tidy))
            .or_else(|| of_image(&["url", "contentUrl"])),
        image_credit: of_image(&[
            "creditText",
            "creator",
            "author",
            "copyrightHolder",
            "copyrightNotice",
        ]),
        image_caption: of_image(&["caption", "description"]),
        body: article.get("articleBody").and_then(Value::as_str).map(str::to_owned),
        posts: posts(article),
        is_free: is_free(article),
    }
}

/// The article's own word; else that of its parts, of which one that costs is enough.
fn is_free(article: &Object) -> Option<bool> {
    let said = article.get("isAccessibleForFree").and_then(truth);
    let parts = article.get("hasPart").map(one_or_many).unwrap_or_default();
    let costs = |part: &&Value| part.get("isAccessibleForFree").and_then(truth) == Some(false);
    said.or_else(|| parts.iter().any(costs).then_some(false))
}

/// Posts beyond this many are left unread; the longest live blogs have some hundred.
const POSTS_LIMIT: usize = 1_000;

fn posts(article: &Object) -> Vec<Post> {
    let listed = article.get("liveBlogUpdate").map(one_or_many).unwrap_or_default();
    let posts = listed.into_iter().take(POSTS_LIMIT).map(|post| Post {
        headline: post.get("headline").and_then(words),
        published: post.get("datePublished").or(post.get("dateCreated")).and_then(words),
        body: post.get("articleBody").and_then(Value::as_str).unwrap_or_default().to_owned(),
    });
    posts.filter(|post| post.headline.is_some() || !post.body.is_empty()).collect()
}

fn authors(article: &Object, objects: &[&Object]) -> Vec<String> {
    let given = article.get("author").or(article.get("creator"));
    let listed = given.map(one_or_many).unwrap_or_default();
    listed.into_iter().filter_map(|author| words(resolved(author, objects))).collect()
}

fn site(article: &Object, objects: &[&Object]) -> Option<String> {
    let publisher = article.get("publisher").map(|publisher| resolved(publisher, objects));
    let website = || {
        let site = objects.iter().find(|object| kinds(object).any(|kind| kind == "WebSite"))?;
        site.get("name").and_then(words)
    };
    publisher.and_then(words).or_else(website)
}

/// What a value that is only an `@id` stands for.
fn resolved<'v>(value: &'v Value, objects: &[&'v Object]) -> &'v Value {
    let Some(id) = value.get("@id").filter(|_| value.get("name").is_none()) else { return value };
    // The object itself is not a `Value` any more; its name is what is asked for.
    let named = objects.iter().find(|object| object.get("@id") == Some(id));
    named.and_then(|object| object.get("name").or(object.get("url"))).unwrap_or(value)
}

/// The words of a value: itself, or its name.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => tidy(text),
        Value::Object(object) => {
            ["name", "@value", "@id"].iter().find_map(|key| words(object.get(*key)?))
        }
        Value::Array(items) => items.iter().find_map(words),
        _ => None,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => text.to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}
