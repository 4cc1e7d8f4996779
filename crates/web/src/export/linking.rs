//! Links of pages that become files.

use crate::answer::POLICY;
use std::collections::BTreeSet;

/// The file that an address goes to.
pub(super) fn file_name(address: &str) -> String {
    let (_, name) = address.rsplit_once('/').unwrap_or(("", address));
    match (name.is_empty(), name.contains('.')) {
        (true, _) => format!("{address}index.html"),
        (false, true) => address.to_owned(),
        (false, false) => format!("{address}/index.html"),
    }
}

/// The file of another story as a link from the file of a story.
pub(super) fn beside(address: &str) -> String {
    let name = address.rsplit_once('/').map_or(address, |(_, name)| name);
    format!("../{name}/index.html")
}

/// The policy as a `meta` element; without what browsers heed only in a header. `file:` lets the
/// page's own style and pictures load when it is opened from a disk.
pub(super) fn with_policy(html: &str) -> String {
    let policy = POLICY.replace("; frame-ancestors 'none'", "");
    let policy = policy.replace("script-src 'self'", "script-src 'self' file:");
    let policy = policy.replace("style-src 'self'", "style-src 'self' file:");
    let policy = policy.replace("img-src 'self'", "img-src 'self' file:");
    let policy = policy.replace("manifest-src 'self'", "manifest-src 'self' file:");
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    html.replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">\n{meta}"), 1)
}

/// Attributes that hold addresses of ours.
const LINKING: [&str; 3] = [" href", " src", " srcset"];

/// The addresses of ours to which a page links.
///
/// Quotation marks in texts are escaped, so an attribute that starts like this is one that a
/// template wrote.
pub(super) fn linked(html: &str) -> BTreeSet<String> {
    let mut links = BTreeSet::new();
    let mut before = "";
    for (place, piece) in html.split("=\"/").enumerate() {
        if place > 0 && LINKING.iter().any(|name| before.ends_with(name)) {
            let (link, _) = piece.split_once('"').unwrap_or((piece, ""));
            let is_list = before.ends_with(" srcset");
            let listed = if is_list { link.split(", ").collect() } else { vec![link] };
            links.extend(listed.into_iter().map(address));
        }
        before = piece;
    }
    links
}

/// The address in a link without its first slash, or in a part of a `srcset`.
fn address(link: &str) -> String {
    let address = link.trim_start_matches('/');
    let end = address.find(['#', ' ']).unwrap_or(address.len());
    format!("/{}", &address[..end])
}

/// The page with its links to `known` pages of ours made relative to `file`, and without those to others.
pub(super) fn relative(html: &str, file: &str, known: &BTreeSet<String>) -> String {
    let up = "../".repeat(file.matches('/').count().saturating_sub(1));
    let mut pieces = html.split("=\"/");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (link, tail) = piece.split_once('"').unwrap_or((piece, ""));
        let Some(name) = LINKING.iter().find(|name| out.ends_with(**name)) else {
            out.push_str("=\"/");
            out.push_str(piece);
            continue;
        };
        let target = match *name {
            " srcset" => relative_copies(link, &up, known),
            _ => relative_link(link, &up, known),
        };
        match target {
            Some(target) => out.push_str(&format!("=\"{target}\"{tail}")),
            None => {
                let tail = unlinked(&mut out, name, tail);
                out.push_str(tail);
            }
        }
    }
    out
}

/// Takes the attribute at the end of `out` away, and a `link` element with it; gives what follows of `tail`.
fn unlinked<'a>(out: &mut String, attribute: &str, tail: &'a str) -> &'a str {
    out.truncate(out.len() - attribute.len());
    let start = out.rfind('<').unwrap_or(0);
    if !out[start..].starts_with("<link ") {
        return tail;
    }
    out.truncate(start);
    tail.split_once('>').map_or("", |(_, rest)| rest)
}

fn relative_link(link: &str, up: &str, known: &BTreeSet<String>) -> Option<String> {
    let address = address(link);
    let fragment = link.split_once('#').map(|(_, fragment)| format!("#{fragment}"));
    let target = known.contains(&address).then(|| file_name(&address))?;
    Some(format!("{up}{}{}", target.trim_start_matches('/'), fragment.unwrap_or_default()))
}

/// The copies of a picture that a `srcset` lists.
fn relative_copies(listed: &str, up: &str, known: &BTreeSet<String>) -> Option<String> {
    let copies = listed.split(", ").filter(|copy| known.contains(&address(copy)));
    let copies: Vec<String> =
        copies.map(|copy| format!("{up}{}", copy.trim_start_matches('/'))).collect();
    (!copies.is_empty()).then(|| copies.join(", "))
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

    #[track_caller]
    fn check_file(address: &str, expected: &str) {
        assert_eq!(file_name(address), expected, "{address}");
    }

    #[track_caller]
    fn check(html: &str, links: &[&str], known: &[&str], expected: &str) {
        let found = linked(html);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), links);
        let known = known.iter().map(|address| address.to_string()).collect();
        assert_eq!(relative(html, "/story/x/index.html", &known), expected);
    }

    #[test]
    fn each_copy_of_a_picture_becomes_a_link_of_the_page() {
        let html = "<img src=\"/media/a-640.webp\" srcset=\"/media/a-320.webp 320w, /media/a-640.webp 640w\" \
                    sizes=\"100vw\" alt=\"a\">";
        let copies = ["/media/a-320.webp", "/media/a-640.webp"];
        let made = "<img src=\"../../media/a-640.webp\" srcset=\"../../media/a-320.webp 320w, ../../media/a-640.webp 640w\" \
                    sizes=\"100vw\" alt=\"a\">";
        check(html, &copies, &copies, made);
        let fewer = "<img src=\"../../media/a-640.webp\" srcset=\"../../media/a-640.webp 640w\" sizes=\"100vw\" alt=\"a\">";
        check(html, &copies, &copies[1..], fewer);
    }

    #[test]
    fn what_is_not_there_is_no_link() {
        let html = "<link rel=\"alternate\" href=\"/feed.xml\"><a href=\"/story/y#s\" class=\"b\">Y</a> \
                    <a class=\"c\" href=\"/story/z\">Z</a><p title=\"/no\">";
        let links = ["/feed.xml", "/story/y", "/story/z"];
        let made = "<a href=\"../../story/y/index.html#s\" class=\"b\">Y</a> <a class=\"c\">Z</a><p title=\"/no\">";
        check(html, &links, &["/story/y"], made);
    }
}
