//! Addresses: of our pages, of sources, and for passing a story on.

use news::{StoryId, Subject};
use url::Url;

/// Longest run of words that is given whole in a text fragment, in characters; browsers that make
/// such links themselves use the same bound, above which they name only both ends.
const WHOLE_QUOTE: usize = 300;
/// Words that name one end of a longer run.
const END_WORDS: usize = 6;

/// The address as a link, when it is one that a reader may safely follow: `http` or `https`, with a
/// host, without a password.
pub(crate) fn web_link(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    (web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// The address of a source, opened at the words quoted from it (a text fragment).
pub(crate) fn at_words(address: &str, quotes: &[&str]) -> Option<String> {
    let mut url = web_link(address)?;
    let directives: Vec<String> = quotes.iter().filter_map(|quote| text_directive(quote)).collect();
    if !directives.is_empty() {
        let old = url.fragment().unwrap_or_default().to_owned();
        let place = old.split(":~:").next().unwrap_or_default();
        url.set_fragment(Some(&format!("{place}:~:{}", directives.join("&"))));
    }
    Some(url.into())
}

/// An address of ours, opened at these words of its page.
pub(crate) fn at_own_words(address: &str, words: &str) -> String {
    match text_directive(words) {
        Some(directive) => format!("{address}#:~:{directive}"),
        None => address.to_owned(),
    }
}

/// `text=…`, or `text=start,end` for a run of words that is long or spans paragraphs.
fn text_directive(quote: &str) -> Option<String> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let whole = words.join(" ");
    let long = whole.chars().count() > WHOLE_QUOTE || quote.trim().contains('\n');
    if long && words.len() > 2 * END_WORDS {
        let (start, end) = (&words[..END_WORDS], &words[words.len() - END_WORDS..]);
        return Some(format!("text={},{}", encoded(&start.join(" ")), encoded(&end.join(" "))));
    }
    (!whole.is_empty()).then(|| format!("text={}", encoded(&whole)))
}

/// Percent-encodes all but letters, digits, `.`, `_` and `~`; the hyphen too, since it has a
/// meaning of its own in text fragments.
pub(crate) fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => safe.push(byte as char),
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

/// A headline as a part of an address; "story" when nothing of it can stand there.
pub(crate) fn slug(headline: &str) -> String {
    let slug = news::slug(headline);
    if slug.is_empty() { "story".to_owned() } else { slug }
}

/// Where the stories of a subject are listed.
pub(crate) fn subject_address(subject: &Subject) -> String {
    format!("/{}/{}", subject.kind.word(), encoded_key(&subject.key))
}

/// A key as it stands in an address: hyphens stay, which [`encoded`] must not leave.
fn encoded_key(key: &str) -> String {
    key.split('-').map(encoded).collect::<Vec<_>>().join("-")
}

/// Where a story stands on the site.
pub(crate) fn story_address(slug: &str, story: &StoryId) -> String {
    format!("/story/{slug}-{}", encoded(&story.0))
}

/// The id at the end of what [`story_address`] gives after `/story/`.
pub(crate) fn story_id(name: &str) -> StoryId {
    StoryId(name.rsplit_once('-').map_or(name, |(_, id)| id).to_owned())
}

/// A way to pass a story on: an ordinary link, nothing is loaded from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShareLink {
    pub name: &'static str,
    pub href: String,
}

/// The ways to pass on the story at `address` (absolute).
pub(crate) fn share_links(headline: &str, address: &str) -> Vec<ShareLink> {
    let (headline, address) = (encoded(headline), encoded(address));
    vec![
        ShareLink {
            name: "E-mail",
            href: format!("mailto:?subject={headline}&body={headline}%0D%0A{address}"),
        },
        ShareLink {
            name: "Mastodon",
            href: format!("https://share.joinmastodon.org/#text={headline}%20{address}"),
        },
        ShareLink {
            name: "Bluesky",
            href: format!("https://bsky.app/intent/compose?text={headline}%20{address}"),
        },
        ShareLink {
            name: "X",
            href: format!("https://x.com/intent/post?text={headline}&url={address}"),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_web_addresses_become_links() {
        check_link("https://gazette.example/a?b=1", Some("https://gazette.example/a?b=1"));
        check_link(" http://gazette.example ", Some("http://gazette.example/"));
        check_link("javascript:alert(1)", None);
        check_link("JaVaScRiPt:alert(1)", None);
        check_link("java\nscript:alert(1)", None);
        check_link("data:text/html,<script>", None);
        check_link("//gazette.example/a", None);
        check_link("https://editor:secret@gazette.example/", None);
        check_link("file:///etc/passwd", None);
        check_link("", None);
        check_link(
            "https://gazette.example/\"onload=\"x",
            Some("https://gazette.example/%22onload=%22x"),
        );
    }

    #[track_caller]
    fn check_link(address: &str, expected: Option<&str>) {
        assert_eq!(web_link(address).as_ref().map(Url::as_str), expected, "{address}");
    }

    #[test]
    fn sources_open_at_the_quoted_words() {
        let page = "https://gazette.example/a";
        check_words(page, &["Rates rose, to 4.5%"], "#:~:text=Rates%20rose%2C%20to%204.5%25");
        check_words(page, &["well-known"], "#:~:text=well%2Dknown");
        check_words(page, &["one", "two & three"], "#:~:text=one&text=two%20%26%20three");
        check_words("https://gazette.example/a#top", &["one"], "#top:~:text=one");
        check_words("https://gazette.example/a#:~:text=old", &["new"], "#:~:text=new");
        check_words(page, &["  "], "");
        let long = "a b c d e f g h i j k l m n o\n\np q r s t u v";
        check_words(page, &[long], "#:~:text=a%20b%20c%20d%20e%20f,q%20r%20s%20t%20u%20v");
        assert_eq!(at_words("javascript:alert(1)", &["one"]), None);
    }

    #[track_caller]
    fn check_words(address: &str, quotes: &[&str], fragment: &str) {
        let page = "https://gazette.example/a";
        assert_eq!(at_words(address, quotes), Some(format!("{page}{fragment}")), "{quotes:?}");
    }

    #[test]
    fn a_headline_without_latin_letters_has_a_slug_too() {
        assert_eq!(slug("Ferry <Aurora> runs aground"), "ferry-aurora-runs-aground");
        assert_eq!(slug("東京"), "story");
    }

    #[test]
    fn the_id_is_what_follows_the_slug() {
        let id = StoryId("0a1b2c".to_owned());
        let address = story_address(&slug("Rates rise"), &id);
        assert_eq!(address, "/story/rates-rise-0a1b2c");
        assert_eq!(story_id("rates-rise-0a1b2c"), id);
        assert_eq!(story_id("0a1b2c"), id);
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_the_link_stays_plain(address in ".*", quote in ".*") {
            for address in [address.as_str(), "https://gazette.example/a"] {
                if let Some(link) = at_words(address, &[&quote]) {
                    prop_assert!(link.starts_with("http"));
                    prop_assert!(!link.contains(['"', '<', '>', ' ', '\n']), "{link}");
                }
            }
        }

        #[test]
        fn slugs_are_safe_in_addresses(headline in ".*") {
            let slug = slug(&headline);
            prop_assert!(!slug.is_empty() && slug.len() <= 60);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
