//! OPML, the form in which feed readers exchange lists of feeds (OPML 2.0).

use anyhow::{Context, anyhow, bail};
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
}

/// The feeds of a list, folders flattened, each address once.
pub fn read(bytes: &[u8]) -> anyhow::Result<Vec<Listed>> {
    let mut reader = Reader::from_reader(bytes);
    let mut feeds: Vec<Listed> = Vec::new();
    let mut is_opml = false;
    loop {
        match reader.read_event().map_err(|cause| anyhow!("not well-formed XML: {cause}"))? {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "opml" => is_opml = true,
                "outline" => feeds.extend(outline(&tag)?),
                _ => {}
            },
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

fn outline(tag: &BytesStart<'_>) -> anyhow::Result<Option<Listed>> {
    let (mut url, mut title, mut text, mut site) = (None, None, None, None);
    for attribute in tag.attributes() {
        let attribute = attribute.context("a broken attribute")?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .context("a broken attribute value")?
            .trim()
            .to_owned();
        let slot = match attribute.key.as_ref() {
            "xmlUrl" => &mut url,
            "title" => &mut title,
            "text" => &mut text,
            "htmlUrl" => &mut site,
            _ => continue,
        };
        *slot = Some(value).filter(|value| !value.is_empty());
    }
    Ok(url.map(|url| Listed { url, title: title.or(text), site }))
}

/// A list of feeds.
pub fn write(name: &str, feeds: &[Listed]) -> String {
    let mut list = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>{}</title></head>\n  <body>\n",
        escape(name)
    );
    for feed in feeds {
        let title = escape(feed.title.as_deref().unwrap_or(&feed.url));
        let site = feed.site.as_ref().map(|site| format!(" htmlUrl=\"{}\"", escape(site.as_str())));
        list.push_str(&format!(
            "    <outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"{}/>\n",
            escape(feed.url.as_str()),
            site.unwrap_or_default()
        ));
    }
    list + "  </body>\n</opml>\n"
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
            },
            Listed {
                url: "https://b.test/".into(),
                title: None,
                site: Some("https://b.test".into()),
            },
        ];
        let read = read(write("Mine", &feeds).as_bytes()).expect("it was just written");
        assert_eq!(read[0], feeds[0]);
        assert_eq!(read[1].url, feeds[1].url);
        assert_eq!(read[1].site, feeds[1].site);
    }

    #[test]
    fn folders_are_flattened_and_repeats_dropped() {
        let list = b"<opml><body><outline text='News'><outline xmlUrl='http://a.test/'/>\
            <outline xmlUrl='http://a.test/'/></outline></body></opml>";
        assert_eq!(read(list).expect("it is OPML").len(), 1);
        assert!(read(b"<html></html>").is_err());
        assert!(read(b"<opml><outline xmlUrl=").is_err());
    }
}
