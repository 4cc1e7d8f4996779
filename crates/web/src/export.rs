//! The site as files that work from any file server, and from a disk without one.

use crate::answer::{Document, Kind, POLICY};
use crate::reading::{self, FrontFacts};
use crate::setting::Form;
use crate::{PageError, Site, assets, feeds, finding, links, maps, site};
use news::{Subject, SubjectKind};
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

/// Every page, feed, picture and asset with the file that it goes to, ordered by file.
///
/// A file is named by its address below the site's root: a page `/story/x` by `/story/x/index.html`,
/// the front page by `/index.html`, what has an ending (`/feed.xml`, `/media/….webp`) by itself, and
/// the page for missing ones by `/404.html`. Links between pages are relative and name the files, so
/// they work from any folder of any server, and from `file://`. Where a story stood that was merged, a page sends
/// its readers on. Feeds, the sitemap and canonical links
/// name the absolute addresses below `Look::base_url`. There is no search, which needs a server, and
/// the Content-Security-Policy stands in each page, since a plain file server does not send one.
pub async fn pages(site: &Site) -> Result<Vec<(String, Vec<u8>)>, PageError> {
    let mut waiting: VecDeque<String> = START.iter().map(|address| address.to_string()).collect();
    for line in site.store.briefs.all_published().await? {
        waiting.push_back(reading::address(&site.store, &line).await?);
    }
    waiting.extend(maps::parts(site).await?);
    waiting.extend(reading::merged_addresses(&site.store).await?);
    let today = reading::front(site, None).await?;
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut files = BTreeMap::new();
    while let Some(address) = waiting.pop_front() {
        let Some(document) = document(site, &address, today.as_ref()).await? else { continue };
        let file = file_name(&address);
        let found = filed(&file, document, &mut files);
        waiting.extend(found.into_iter().filter(|link| seen.insert(link.clone())));
    }
    let missing = site::not_found(site, Form::Exported)?;
    filed("/404.html", missing, &mut files);
    Ok(files.into_iter().collect())
}

/// Puts a document among the files; gives the addresses of ours that it links to.
fn filed(
    file: &str,
    document: Document,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> BTreeSet<String> {
    let mut links = BTreeSet::new();
    let body = match (document.kind, String::from_utf8(document.body)) {
        (Kind::Html, Ok(html)) => relative(&with_policy(&html), file, &mut links).into_bytes(),
        (_, Ok(text)) => text.into_bytes(),
        (_, Err(bytes)) => bytes.into_bytes(),
    };
    files.insert(file.to_owned(), body);
    links
}

/// What stands at an address; none for links that lead nowhere any more, as from the front page of a
/// past day to a story that was withdrawn.
async fn document(
    site: &Site,
    address: &str,
    today: Option<&FrontFacts>,
) -> Result<Option<Document>, PageError> {
    let form = Form::Exported;
    let (folder, name) = address.rsplit_once('/').unwrap_or(("", address));
    let document = match (folder, name) {
        ("", "") => site::front(site, None, form).await,
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
        ("/assets", _) => assets::asset(address).ok_or(PageError::NotFound),
        ("/media", name) => site::media(site, name).await,
        ("/day", day) => match day.parse() {
            Ok(day) => site::front(site, Some(day), form).await,
            Err(_) => Err(PageError::NotFound),
        },
        ("/story", name) => story(site, name, today).await,
        (folder, pair) if is_of_versions(folder) => versions(site, folder, pair).await,
        (folder, name) => subject(site, folder, name).await,
    };
    match document {
        Ok(document) => Ok(Some(document)),
        Err(PageError::Merged(into)) => site::merged(site, &into, &beside(&into), form).map(Some),
        Err(
            PageError::NotFound
            | PageError::NoSubject(_)
            | PageError::Withdrawn(_)
            | PageError::VersionWithdrawn { .. },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn story(site: &Site, name: &str, today: Option<&FrontFacts>) -> Result<Document, PageError> {
    let facts = reading::story(site, &links::story_id(name)).await?;
    let around = finding::around(&site.store, &facts.story.id).await?;
    site::story(site, &facts, &around, today, Form::Exported)
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

/// The file that an address goes to.
fn file_name(address: &str) -> String {
    let (_, name) = address.rsplit_once('/').unwrap_or(("", address));
    match (name.is_empty(), name.contains('.')) {
        (true, _) => format!("{address}index.html"),
        (false, true) => address.to_owned(),
        (false, false) => format!("{address}/index.html"),
    }
}

/// The file of another story as a link from the file of a story.
fn beside(address: &str) -> String {
    let name = address.rsplit_once('/').map_or(address, |(_, name)| name);
    format!("../{name}/index.html")
}

/// The policy as a `meta` element; without what browsers heed only in a header. `file:` lets the
/// page's own style and pictures load when it is opened from a disk.
fn with_policy(html: &str) -> String {
    let policy = POLICY.replace("; frame-ancestors 'none'", "");
    let policy = policy.replace("script-src 'self'", "script-src 'self' file:");
    let policy = policy.replace("style-src 'self'", "style-src 'self' file:");
    let policy = policy.replace("img-src 'self'", "img-src 'self' file:");
    let policy = policy.replace("manifest-src 'self'", "manifest-src 'self' file:");
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    html.replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">\n{meta}"), 1)
}

/// The page with its links to other pages of ours made relative to `file`; collects their addresses.
///
/// Quotation marks in texts are escaped, so an attribute that starts like this is one that a
/// template wrote.
fn relative(html: &str, file: &str, links: &mut BTreeSet<String>) -> String {
    let up = "../".repeat(file.matches('/').count().saturating_sub(1));
    let mut pieces = html.split("=\"/");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (link, tail) = piece.split_once('"').unwrap_or((piece, ""));
        if out.ends_with(" srcset") {
            out.push_str(&format!("=\"{}\"{tail}", relative_copies(link, &up, links)));
            continue;
        }
        if !(out.ends_with(" href") || out.ends_with(" src")) {
            out.push_str("=\"/");
            out.push_str(piece);
            continue;
        }
        let (address, fragment) = link.split_once('#').map_or((link, None), |(a, f)| (a, Some(f)));
        let target = file_name(&format!("/{address}"));
        out.push_str(&format!("=\"{up}{}", target.trim_start_matches('/')));
        out.extend(fragment.map(|fragment| format!("#{fragment}")));
        out.push('"');
        out.push_str(tail);
        links.insert(format!("/{address}"));
    }
    out
}

/// The copies of a picture that a `srcset` lists, made relative; the first slash of `listed` is cut off already.
fn relative_copies(listed: &str, up: &str, links: &mut BTreeSet<String>) -> String {
    let copies = listed.split(", ").map(|copy| {
        let copy = copy.trim_start_matches('/');
        let address = copy.split_once(' ').map_or(copy, |(address, _)| address);
        links.insert(format!("/{address}"));
        format!("{up}{copy}")
    });
    copies.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_files() {
        check_file("/", "/index.html");
        check_file("/archive", "/archive/index.html");
        check_file("/story/ferry-0a1b", "/story/ferry-0a1b/index.html");
        check_file("/feed.xml", "/feed.xml");
        check_file("/media/00.jpg", "/media/00.jpg");
    }

    #[test]
    fn each_copy_of_a_picture_becomes_a_link_of_the_page() {
        let mut links = BTreeSet::new();
        let html = "<img src=\"/media/a-640.webp\" srcset=\"/media/a-320.webp 320w, /media/a-640.webp 640w\" \
                    sizes=\"100vw\" alt=\"a\">";
        let made = relative(html, "/story/x/index.html", &mut links);
        assert_eq!(
            made,
            "<img src=\"../../media/a-640.webp\" srcset=\"../../media/a-320.webp 320w, ../../media/a-640.webp 640w\" \
             sizes=\"100vw\" alt=\"a\">"
        );
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        assert_eq!(links, ["/media/a-320.webp", "/media/a-640.webp"]);
    }

    #[track_caller]
    fn check_file(address: &str, expected: &str) {
        assert_eq!(file_name(address), expected, "{address}");
    }
}
