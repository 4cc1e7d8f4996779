//! The title, without the site's name.

use super::Head;
use crate::extract::body::Choice;
use crate::extract::html::{Document, NodeId, Tag};
use std::collections::HashSet;

/// Longer ones are paragraphs that someone set as a heading.
const TITLE_LETTERS: usize = 300;
/// Larger headings hold more than a title.
const TITLE_NODES: usize = 60;
/// What stands between a title and the site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " / ", " < ", " ‹ ", " « ", " : ",
    " ~ ", " ⋆ ", "| ", "|",
];

/// The headline of the page.
pub fn title(document: &Document<'_>, head: &Head, choice: &Choice) -> Option<String> {
    let told = told(document, head);
    let headings = headings(document, choice);
    let names = site_names(document, head);
    let shown = |heading: &&String| told.iter().any(|told| begins_or_is(told, heading));
    if let Some(heading) = headings.iter().find(shown) {
        return Some(without_section(&without_site(heading, &names, Tail::Known)));
    }
    // A kicker stands inside of the heading: "At sea Ferry runs aground".
    let after_kicker = |told: &&String| headings.iter().any(|heading| ends_in(heading, told));
    if let Some(title) = told.iter().find(after_kicker) {
        return Some(title.clone());
    }
    let bare: Vec<String> =
        told.iter().map(|told| without_site(told, &names, Tail::Guessed)).collect();
    let likest = headings.iter().find(|heading| bare.iter().any(|bare| alike(bare, heading)));
    let title = likest.cloned().or_else(|| bare.into_iter().next());
    title.or_else(|| headings.into_iter().next()).map(|title| without_section(&title))
}

/// What the page tells machines, the clearest first.
fn told(document: &Document<'_>, head: &Head) -> Vec<String> {
    let tag = document.all(Tag::Title).find(|node| !in_drawing(document, *node));
    let others = ["twitter:title", "dc.title", "title", "citation_title", "headline"];
    let told = [
        head.meta.first(&["og:title"]),
        head.data.headline.clone(),
        head.meta.first(&others),
        tag.map(|node| document.line(node)).filter(|line| !line.is_empty()),
    ];
    told.into_iter().flatten().filter(|told| told.len() <= TITLE_LETTERS * 4).collect()
}

/// The title without a section before a bar: `Harbours | Ferry runs aground at dawn`.
fn without_section(title: &str) -> String {
    let words = |text: &str| text.split_whitespace().count();
    match title.split_once(" | ") {
        Some((section, rest)) if words(section) <= 2 && words(rest) >= 5 => rest.trim().to_owned(),
        _ => title.to_owned(),
    }
}

fn in_drawing(document: &Document<'_>, node: NodeId) -> bool {
    document.tag(document.parent(node)) == Tag::Sealed
}

/// The main headings, those near the text first.
fn headings(document: &Document<'_>, choice: &Choice) -> Vec<String> {
    let mut found: Vec<(bool, NodeId)> = document
        .all(Tag::H1)
        .filter(|node| !document.is_larger(*node, TITLE_NODES))
        .map(|node| (choice.dropped[node], node))
        .collect();
    found.sort();
    let lines = found.into_iter().map(|(_, node)| without_kicker(document, node));
    lines.filter(|line| !line.is_empty() && line.chars().count() <= TITLE_LETTERS).take(8).collect()
}

/// Parts of the names that pages give the words above and below a headline.
const KICKERS: &[&str] = &[
    "kicker",
    "topline",
    "overline",
    "dachzeile",
    "roofline",
    "eyebrow",
    "pretitle",
    "overtitle",
    "supertitle",
    "spitzmarke",
    "surtitle",
    "toptitle",
    "subtitle",
    "subheadline",
    "subhead",
];

/// The words of a heading, less those that are marked as standing above or below it.
fn without_kicker(document: &Document<'_>, heading: NodeId) -> String {
    let line = document.line(heading);
    let is_kicker = |node: &NodeId| {
        let class = document.raw_attribute(*node, "class").unwrap_or_default().to_ascii_lowercase();
        KICKERS.iter().any(|name| class.contains(name))
    };
    let kicker = (heading + 1..document.end(heading)).find(is_kicker);
    let kicker = kicker.map(|node| document.line(node)).unwrap_or_default();
    let rest = line.strip_prefix(kicker.as_str()).or_else(|| line.strip_suffix(kicker.as_str()));
    let rest = rest.map(str::trim);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(&line).to_owned()
}

/// Whether a heading is what the page calls itself, or that followed by a separator.
fn begins_or_is(told: &str, heading: &str) -> bool {
    let (told, heading) = (plain(told), plain(heading));
    // A heading of one word is often the section's or the site's.
    told == heading || heading.len() >= 12 && heading.contains(' ') && told.starts_with(&heading)
}

/// Whether a heading ends in all the words of a title that has several, and has some before them.
fn ends_in(heading: &str, told: &str) -> bool {
    let (heading, told) = (plain(heading), plain(told));
    told.split(' ').count() >= 3 && heading.ends_with(&format!(" {told}"))
}

fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<String>>().join(" ")
}

/// Whether two titles share most of their words.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let a: HashSet<&str> = a.split(' ').collect();
    let b: HashSet<&str> = b.split(' ').collect();
    let both = a.intersection(&b).count();
    both >= 2 && both * 10 >= a.len().max(b.len()) * 5
}

/// What the site may be called: its names, and its domain without ending.
fn site_names(document: &Document<'_>, head: &Head) -> Vec<String> {
    let mut names: Vec<String> =
        head.site.iter().chain(&head.data.site).map(|name| plain(name)).collect();
    if let Some(host) = super::canonical::host(document, head) {
        names.push(plain(&host));
        names.extend(host.rsplit('.').nth(1).map(plain));
    }
    names.retain(|name| !name.is_empty());
    names
}

/// What may be cut off behind the last separator.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Only what is known to be the site's name.
    Known,
    /// A few words that look like it too.
    Guessed,
}

/// The title with the site's name cut off at either end.
fn without_site(title: &str, names: &[String], tail: Tail) -> String {
    let mut title = title.to_owned();
    for _ in 0..3 {
        let Some(shorter) = cut(&title, names, tail) else { break };
        title = shorter;
    }
    title
}

fn cut(title: &str, names: &[String], tail: Tail) -> Option<String> {
    let words = |text: &str| text.split_whitespace().count();
    let parts = SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator));
    // The last separator in the title is the one before the site's name.
    let (before, after) = parts.min_by_key(|(_, after)| after.len())?;
    if names_site(after, names) && words(before) >= 2 {
        return Some(before.trim().to_owned());
    }
    // What readers see as the heading begins with the site's name only when the report is about it.
    if tail == Tail::Known {
        return None;
    }
    let first = SEPARATORS.iter().filter_map(|separator| title.split_once(separator));
    let (lead, rest) = first.min_by_key(|(lead, _)| lead.len())?;
    if names_site(lead, names) && words(rest) >= 2 {
        return Some(rest.trim().to_owned());
    }
    // A short tail behind a bar or dash, after a full title, is nearly always the site or its section.
    // A bar stands in no headline, a dash does.
    let is_barred = title[before.len()..].trim_start().starts_with('|');
    let (longest, shortest) = if is_barred { (6, 3) } else { (4, 4) };
    let is_tail = words(after) <= longest && words(before) >= shortest;
    is_tail.then(|| before.trim().to_owned())
}

/// Whether a part of a title is the site's name or begins with it.
fn names_site(part: &str, names: &[String]) -> bool {
    let part = plain(part);
    let joined: String = part.split(' ').collect();
    names.iter().any(|name| {
        part.starts_with(name.as_str())
            || joined == *name
            || name.len() > 3 && joined.contains(name.as_str())
            || part.len() > 3 && name.starts_with(&part)
    })
}
