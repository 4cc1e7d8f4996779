//! The rules by which Kagi News' front-end reads what it gets, written down from its contract.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A first visit shows only these categories.
const SHOWN_AT_FIRST: [&str; 8] =
    ["world", "usa", "business", "tech", "science", "sports", "gaming", "onthisday"];

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} is no text in {value}"))
}

/// Eight, four, four, four and twelve hexadecimal digits, with a version and a variant.
pub fn is_uuid(value: &Value) -> bool {
    let parts: Vec<&str> = value.as_str().unwrap_or_default().split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && parts[2].starts_with(['1', '2', '3', '4', '5'])
        && parts[3].starts_with(['8', '9', 'a', 'b'])
}

/// `YYYY-MM-DD.N` with one digit, of a year that the addresses of pages know.
fn is_date_slug(slug: &str) -> bool {
    let Some((day, number)) = slug.split_once('.') else { return false };
    let is_day = day
        .parse::<jiff::civil::Date>()
        .is_ok_and(|d| d.to_string() == day && (2020..=2100).contains(&d.year()));
    is_day && matches!(number.as_bytes(), [b'1'..=b'9'])
}

fn is_iso(text: &str) -> bool {
    text.contains('T') && text.parse::<jiff::Timestamp>().is_ok()
}

#[track_caller]
pub fn check_batch(batch: &Value) {
    assert!(is_uuid(&batch["id"]), "{batch}");
    assert!(is_iso(text(batch, "createdAt")), "{batch}");
    assert!(is_date_slug(text(batch, "dateSlug")), "{batch}");
    // The page's date and the slug's are the same day.
    assert_eq!(text(batch, "createdAt")[..10], text(batch, "dateSlug")[..10]);
    for count in ["totalReadCount", "totalCategories", "totalClusters", "totalArticles"] {
        assert!(batch[count].is_u64(), "{count} in {batch}");
    }
}

#[track_caller]
pub fn check_categories(list: &Value) {
    assert!(list["hasOnThisDay"].is_boolean() && is_uuid(&list["batchId"]), "{list}");
    let categories = list["categories"].as_array().unwrap();
    let shown = |category: &Value| SHOWN_AT_FIRST.contains(&text(category, "categoryId"));
    assert!(categories.iter().any(shown), "a first visit would find nothing: {list}");
    for category in categories {
        assert!(is_uuid(&category["id"]), "{category}");
        assert!(is_category_slug(text(category, "categoryId")), "{category}");
        assert!(!text(category, "categoryName").is_empty());
        assert!(category["timestamp"].is_i64() || category["timestamp"].is_u64());
        assert!(category["readCount"].is_u64() && category["clusterCount"].is_u64());
    }
}

/// `^[a-z0-9_(),|]+(-[a-z0-9_(),|]+)*$`, and neither a UUID nor a date.
fn is_category_slug(slug: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_(),|".contains(c);
    let parts = slug.split('-').all(|part| !part.is_empty() && part.chars().all(fits));
    parts && !is_uuid(&slug.into()) && slug.parse::<jiff::civil::Date>().is_err()
}

#[track_caller]
pub fn check_stories(list: &Value) {
    assert!(list["readCount"].is_u64() && list["timestamp"].is_i64(), "{list}");
    assert!(is_uuid(&list["batchId"]) && is_uuid(&list["categoryId"]));
    let mut numbers = BTreeSet::new();
    for story in list["stories"].as_array().unwrap() {
        check_story(story);
        assert!(numbers.insert(story["cluster_number"].as_u64()), "twice: {story}");
    }
}

#[track_caller]
fn check_story(story: &Value) {
    let number = story["cluster_number"].as_u64().unwrap();
    assert!(number > 0 && is_uuid(&story["id"]), "{story}");
    assert!(round_trip("2026-11-20.5", number), "the address of {number} must lead back");
    // One story without a category blanks the whole page.
    for field in ["title", "category", "short_summary"] {
        assert!(!text(story, field).trim().is_empty(), "{field} in {story}");
    }
    assert!(!absent_or_null(story), "null in {story}");
    check_sources(story);
    check_citations(story);
    check_labels(story);
    for moment in list(story, "timeline") {
        let day = text(moment, "date_iso");
        assert!(day.parse::<jiff::civil::Date>().is_ok(), "{moment}");
        assert!(!text(moment, "date").is_empty() && !text(moment, "content").is_empty());
    }
    for field in ["primary_image", "secondary_image"] {
        if let Some(image) = story.get(field) {
            // Other addresses are asked for by the reader's browser, at another server.
            assert!(text(image, "url").starts_with("/api/"), "{image}");
            assert!(url::Url::parse(text(image, "link")).is_ok(), "{image}");
            assert!(image["caption"].is_string() && image["credit"].is_string());
        }
    }
    if story.get("quote").is_some() {
        assert!(url::Url::parse(text(story, "quote_source_url")).is_ok());
        assert!(!text(story, "quote_author").is_empty());
    }
}

fn absent_or_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.iter().any(absent_or_null),
        Value::Object(all) => all.values().any(absent_or_null),
        _ => false,
    }
}

fn list<'a>(story: &'a Value, field: &str) -> &'a [Value] {
    story[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// As the client makes the address of a story and reads it again.
fn round_trip(slug: &str, number: u64) -> bool {
    let code = slug.replace(['-', '.'], "");
    let encoded = format!("{code}{number}");
    let (date, rest) = encoded.split_at(8);
    let (sequence, cluster) = rest.split_at(1);
    let read = format!("{}-{}-{}.{sequence}", &date[..4], &date[4..6], &date[6..]);
    read == slug && cluster.parse() == Ok(number)
}

#[track_caller]
fn check_sources(story: &Value) {
    let mut names = BTreeSet::new();
    for domain in list(story, "domains") {
        assert!(names.insert(text(domain, "name")), "twice: {domain}");
        assert!(text(domain, "favicon").starts_with("/api/favicon-proxy?domain="));
    }
    assert!(!names.is_empty(), "without domains the sources are hidden");
    for article in list(story, "articles") {
        assert!(url::Url::parse(text(article, "link")).is_ok(), "{article}");
        assert!(is_iso(text(article, "date")), "{article}");
        assert!(article["title"].is_string() && article["image"].is_string());
    }
    let of_articles: BTreeSet<&str> =
        list(story, "articles").iter().map(|article| text(article, "domain")).collect();
    let of_domains: BTreeSet<&str> =
        list(story, "domains").iter().map(|domain| text(domain, "name")).collect();
    assert_eq!(of_articles, of_domains, "domains[].name must be articles[].domain");
    assert_eq!(story["unique_domains"], of_domains.len());
}

/// The texts of a story in the order in which the client looks through them for citations.
fn texts(story: &Value) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |value: &Value| match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(texts) => {
            all.extend(texts.iter().filter_map(Value::as_str).map(str::to_owned))
        }
        _ => {}
    };
    for field in [
        "short_summary",
        "historical_background",
        "humanitarian_impact",
        "business_angle_text",
        "technical_specifications",
        "design_principles",
        "league_standings",
        "did_you_know",
        "quote",
        "title",
        "location",
        "talking_points",
    ] {
        add(&story[field]);
    }
    for perspective in list(story, "perspectives") {
        add(&perspective["text"]);
    }
    for field in [
        "technical_details",
        "business_angle_points",
        "scientific_significance",
        "travel_advisory",
        "performance_statistics",
        "user_experience_impact",
        "gameplay_mechanics",
        "gaming_industry_impact",
    ] {
        add(&story[field]);
    }
    for moment in list(story, "timeline") {
        add(&moment["date"]);
        add(&moment["content"]);
    }
    for field in ["international_reactions", "user_action_items"] {
        add(&story[field]);
    }
    all
}

/// What stands between square brackets, and what is left when that is taken out.
fn brackets(text: &str) -> (Vec<String>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut left = text;
    while let Some(start) = left.find('[') {
        rest += &left[..start];
        let end = left[start..].find(']').unwrap_or_else(|| panic!("an open bracket in {text}"));
        found.push(left[start + 1..start + end].to_owned());
        left = &left[start + end + 1..];
    }
    (found, rest + left)
}

/// The client's own rule: `/\[((?:[^#\]]+#\d+)|common)\]/g`. What does not resolve is deleted from the text without a
/// word, and any other bracket is taken for a citation by its tooltips: neither may happen.
#[track_caller]
fn check_citations(story: &Value) {
    let mut by_domain: BTreeMap<String, usize> = BTreeMap::new();
    for article in list(story, "articles") {
        *by_domain.entry(text(article, "domain").to_lowercase()).or_default() += 1;
    }
    let mut cited = 0;
    for text in texts(story) {
        let (marks, rest) = brackets(&text);
        assert!(!rest.contains(['[', ']']), "{text}");
        for mark in marks {
            let (domain, number) =
                mark.split_once('#').unwrap_or_else(|| panic!("[{mark}] in {text}"));
            let count = by_domain.get(&domain.to_lowercase()).copied().unwrap_or(0);
            let number: usize = number.parse().unwrap();
            assert!((1..=count).contains(&number), "[{mark}] leads nowhere");
            cited += 1;
        }
    }
    assert!(cited > 0, "no citation in {story}");
    // The summary and every line under a heading rest on something.
    let must = ["short_summary", "historical_background", "business_angle_text"];
    for field in must.iter().filter(|field| story.get(*field).is_some()) {
        assert!(text(story, field).contains('#'), "{field} cites nothing");
    }
    for line in list(story, "talking_points").iter().chain(list(story, "technical_details")) {
        assert!(line.as_str().unwrap().contains('#'), "{line} cites nothing");
    }
}

/// The first colon outside of quotations and times divides a label from its text.
fn divided(text: &str) -> Option<(&str, &str)> {
    let pairs = [('\'', '\''), ('"', '"'), ('‘', '’'), ('“', '”'), ('«', '»'), ('‹', '›')];
    let mut open: Vec<char> = Vec::new();
    for (at, letter) in text.char_indices() {
        if open.last() == Some(&letter) {
            open.pop();
        } else if let Some((_, end)) = pairs.iter().find(|(start, _)| *start == letter) {
            open.push(*end);
        } else if letter == ':' && open.is_empty() && !is_in_time(text, at) {
            return Some((text[..at].trim(), text[at + 1..].trim()));
        }
    }
    None
}

/// One or two digits before it and two behind it.
fn is_in_time(text: &str, at: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let after = text[at + 1..].chars().take(2).filter(|c| digit(*c)).count() == 2;
    after && text[..at].ends_with(digit)
}

#[track_caller]
fn check_labels(story: &Value) {
    let points = list(story, "talking_points").iter().map(|point| point.as_str().unwrap());
    let sides = list(story, "perspectives").iter().map(|side| text(side, "text"));
    for line in points.chain(sides) {
        let (label, told) = divided(line).unwrap_or_else(|| panic!("no label in {line}"));
        assert!(!label.is_empty() && !told.is_empty() && !label.contains(['[', '#']), "{line}");
    }
    for side in list(story, "perspectives") {
        let sources = list(side, "sources");
        assert!(!sources.is_empty(), "{side}");
        for source in sources {
            assert!(
                !text(source, "name").is_empty() && url::Url::parse(text(source, "url")).is_ok()
            );
        }
    }
}

#[test]
fn the_rules_find_what_is_wrong() {
    assert!(is_uuid(&"20261120-0005-5abc-8abc-0123456789ab".into()));
    assert!(!is_uuid(&"20261120-0005-0abc-8abc-0123456789ab".into()));
    assert!(
        is_date_slug("2026-11-20.5")
            && !is_date_slug("2026-11-20.10")
            && !is_date_slug("2026-11-20.0")
    );
    assert!(
        is_category_slug("tech")
            && !is_category_slug("Tech Talk")
            && !is_category_slug("2026-11-20")
    );
    assert_eq!(divided("At 10:30 \"a: b\": text"), Some(("At 10:30 \"a: b\"", "text")));
    assert_eq!(divided("What Ada's chief said: text"), None);
    assert_eq!(brackets("a [x#1][y#2] b").0, ["x#1", "y#2"]);
    assert!(round_trip("2026-11-20.5", 1_048_575));
}
