//! OPML, the form in which feed readers exchange lists of feeds (OPML 2.0).

use anyhow::{anyhow, bail};
use pipeline::parse::charset::decode;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A feed in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site: Option<String>,
    /// The folders it stands in, outermost first, joined with ` / `.
    pub folder: Option<String>,
}

/// The feeds of a list, each address once, with the folders that they stand in.
///
/// Exports are often no sound XML: a bare `&` in an address, an encoding that is not the declared one, tags
/// that do not match. What can be read of them is.
pub fn read(bytes: &[u8]) -> anyhow::Result<Vec<Listed>> {
    let text = decode(bytes, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut feeds: Vec<Listed> = Vec::new();
    // The outlines that are open, each with its name when it is a folder.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    loop {
        match reader.read_event().map_err(|cause| anyhow!("not well-formed XML: {cause}"))? {
            Event::Eof => break,
            Event::Start(tag) if is_named(tag.name().as_ref(), "opml") => is_opml = true,
            Event::Start(tag) if is_named(tag.name().as_ref(), "outline") => {
                open.push(file(&mut feeds, outline(&tag), &open));
            }
            Event::Empty(tag) if is_named(tag.name().as_ref(), "outline") => {
                file(&mut feeds, outline(&tag), &open);
            }
            Event::End(tag) if is_named(tag.name().as_ref(), "outline") => drop(open.pop()),
            _ => {}
        }
    }
    if !is_opml {
        bail!("not OPML: there is no <opml> in it");
    }
    let mut seen = std::collections::BTreeSet::new();
    feeds.retain(|feed| seen.insert(feed.url.clone()));
    Ok(feeds)
}

/// Puts an outline's feed into the list; gives the outline's name when it is a folder.
fn file(feeds: &mut Vec<Listed>, outline: Outline, open: &[Option<String>]) -> Option<String> {
    let name = outline.title.or(outline.text);
    let Some(url) = outline.url else { return name };
    let folders: Vec<&str> = open.iter().flatten().take(MOST_FOLDERS).map(String::as_str).collect();
    // Lists without outlines for folders name them in an attribute: "/News/Coast,/Ferries".
    let told = outline.category.as_deref().and_then(|told| told.split(',').next());
    let folder = match folders.is_empty() {
        true => told.map(|told| told.trim_matches(['/', ' ']).replace('/', FOLDERS)),
        false => Some(folders.join(FOLDERS)),
    };
    let folder = folder.filter(|folder| !folder.is_empty());
    feeds.push(Listed { url, title: name, site: outline.site, folder });
    None
}

/// Between a folder and the one inside it.
const FOLDERS: &str = " / ";

/// Folders inside each other that are kept; nobody files deeper, and a hostile list would grow with
/// the square of its size.
const MOST_FOLDERS: usize = 8;

/// What an outline says.
#[derive(Default)]
struct Outline {
    url: Option<String>,
    title: Option<String>,
    text: Option<String>,
    site: Option<String>,
    category: Option<String>,
}

fn is_named(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

fn outline(tag: &BytesStart<'_>) -> Outline {
    let mut outline = Outline::default();
    for attribute in tag.html_attributes().with_checks(false).flatten() {
        let slot = match attribute.key.as_ref().to_ascii_lowercase().as_str() {
            "xmlurl" => &mut outline.url,
            "title" => &mut outline.title,
            "text" => &mut outline.text,
            "htmlurl" => &mut outline.site,
            "category" => &mut outline.category,
            _ => continue,
        };
        // A bare `&` is no entity; what stands there is taken as it is.
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.unwrap_or_else(|_| attribute.value.clone());
        let value = value.trim().to_owned();
        *slot = Some(value).filter(|value| !value.is_empty());
    }
    outline
}

/// A list of feeds, in their folders.
pub fn write(name: &str, feeds: &[Listed]) -> String {
    let mut list = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>{}</title></head>\n  <body>\n",
        escape(name)
    );
    let mut sorted: Vec<&Listed> = feeds.iter().collect();
    sorted.sort_by(|a, b| a.folder.cmp(&b.folder));
    let mut open: Vec<&str> = Vec::new();
    for feed in sorted {
        let folders: Vec<&str> =
            feed.folder.iter().flat_map(|folder| folder.split(FOLDERS)).collect();
        go_to(&mut list, &mut open, &folders);
        list.push_str(&line(feed, open.len()));
    }
    go_to(&mut list, &mut open, &[]);
    list + "  </body>\n</opml>\n"
}

/// Closes the folders that `wanted` is not in, and opens the others.
fn go_to<'a>(list: &mut String, open: &mut Vec<&'a str>, wanted: &[&'a str]) {
    let shared = open.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    while open.len() > shared {
        open.pop();
        list.push_str(&format!("{}</outline>\n", indent(open.len())));
    }
    for folder in &wanted[shared..] {
        let name = escape(*folder);
        list.push_str(&format!(
            "{}<outline text=\"{name}\" title=\"{name}\">\n",
            indent(open.len())
        ));
        open.push(folder);
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth + 2)
}

fn line(feed: &Listed, depth: usize) -> String {
    let title = escape(feed.title.as_deref().unwrap_or(&feed.url));
    let site = feed.site.as_ref().map(|site| format!(" htmlUrl=\"{}\"", escape(site.as_str())));
    format!(
        "{}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"{}/>\n",
        indent(depth),
        escape(feed.url.as_str()),
        site.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_survive_the_way_out_and_in() {
        let feeds = vec![
            Listed {
                url: "https://a.test/f?x=1&y=2".into(),
                title: Some("A & \"B\"".into()),
                site: None,
                folder: None,
            },
            Listed {
                url: "https://b.test/".into(),
                title: None,
                site: Some("https://b.test".into()),
                folder: Some("News / On the \"coast\"".into()),
            },
        ];
        let read = read(write("Mine", &feeds).as_bytes()).expect("it was just written");
        assert_eq!(read[0], feeds[0]);
        assert_eq!(read[1].url, feeds[1].url);
        assert_eq!(read[1].site, feeds[1].site);
        assert_eq!(read[1].folder, feeds[1].folder);
    }

    #[test]
    fn folders_are_kept_and_repeats_dropped() {
        let list = b"<opml><body><outline text='News'><outline title='Coast' text='c'>\
            <outline xmlUrl='http://a.test/' text='A'><outline xmlUrl='http://d.test/'/></outline>\
            <outline xmlUrl='http://a.test/'/></outline>\
            <outline xmlUrl='http://b.test/' category='/x'/></outline>\
            <outline xmlUrl='http://c.test/' category='/Boats/Ferries,/Sea'/></body></opml>";
        let read = read(list).expect("it is OPML");
        let seen: Vec<(&str, Option<&str>)> =
            read.iter().map(|feed| (feed.url.as_str(), feed.folder.as_deref())).collect();
        assert_eq!(
            seen,
            [
                ("http://a.test/", Some("News / Coast")),
                ("http://d.test/", Some("News / Coast")),
                ("http://b.test/", Some("News")),
                ("http://c.test/", Some("Boats / Ferries")),
            ]
        );
        assert_eq!(read[0].title.as_deref(), Some("A"));
    }

    #[test]
    fn what_is_not_sound_is_read_as_far_as_it_can_be() {
        check(
            b"<opml><outline xmlUrl='http://a.test/?x=1&y=2'></b></opml>",
            "http://a.test/?x=1&y=2",
        );
        check(
            b"<opml><outline text='M&ouml;we &amp; A' xmlurl=http://a.test/ /></opml>",
            "http://a.test/",
        );
        check(b"<OPML><BODY><OUTLINE XMLURL='http://a.test/'></BODY></OPML>", "http://a.test/");
        check(b"<opml></outline><outline xmlUrl='http://a.test/'/>", "http://a.test/");
    }

    #[track_caller]
    fn check(list: &[u8], url: &str) {
        let read = read(list).expect("it is a list");
        assert_eq!(read.iter().map(|feed| feed.url.as_str()).collect::<Vec<_>>(), [url]);
    }

    #[test]
    fn lists_are_read_in_their_own_encoding() {
        let list = |encoding: &str, text: &str| {
            format!(
                "<?xml version='1.0' encoding='{encoding}'?><opml><outline text='{text}' xmlUrl='http://a.test/'/></opml>"
            )
        };
        let latin: Vec<u8> = list("ISO-8859-1", "K\u{fc}ste")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect();
        let wide: Vec<u8> = format!("\u{feff}{}", list("UTF-16", "K\u{fc}ste"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for list in [latin, wide, list("ISO-8859-1", "K\u{fc}ste").into_bytes()] {
            let read = read(&list).expect("it is a list");
            assert_eq!(read[0].title.as_deref(), Some("K\u{fc}ste"));
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(read(b"<html></html>").is_err());
        assert!(read(b"<opml><outline xmlUrl=").is_err());
        assert!(read(b"xmlUrl='http://a.test/'").is_err());
    }
}
