//! By what two arrivals are known as one and the same report.

use crate::{Article, digest};

/// Something that two copies of a report have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// A hash; marks with the same name are the same mark.
    pub name: String,
    /// Whether an outlet's own reports may have it in common without being copies: furniture that
    /// stands under every headline of an outlet looks like a text.
    pub between_outlets: bool,
}

/// Words of a text from which on the same text under the same headline makes a copy. A teaser of one
/// sentence (some 20 to 30 words) may stand under a headline that returns every week.
const LEAST_WORDS: usize = 40;

/// Words of a text from which on it makes a copy under any headline of another outlet. The consent and
/// subscription notices that sister sites share stay below.
const LEAST_WORDS_ALONE: usize = 100;

/// The marks of an article, sorted.
pub fn marks(article: &Article) -> Vec<Mark> {
    let text = words(&article.text);
    let mark = |kind: &str, of: &str, between_outlets| Mark {
        name: digest(&[kind.as_bytes(), of.as_bytes()]),
        between_outlets,
    };
    let address = article.url.as_deref().and_then(plain_address);
    let mut marks: Vec<Mark> =
        address.iter().map(|address| mark("address", address, false)).collect();
    if text.count >= LEAST_WORDS {
        let titled = format!("{}\n{}", words(&article.title).text, text.text);
        marks.push(mark("titled text", &titled, false));
    }
    if text.count >= LEAST_WORDS_ALONE {
        marks.push(mark("text", &text.text, true));
    }
    marks.sort();
    marks
}

struct Words {
    text: String,
    count: usize,
}

/// Letters and digits only, lowercase, words parted by one space.
fn words(text: &str) -> Words {
    let mut words = Words { text: String::with_capacity(text.len()), count: 0 };
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if words.count > 0 {
            words.text.push(' ');
        }
        match word.is_ascii() {
            true => words.text.extend(word.chars().map(|letter| letter.to_ascii_lowercase())),
            false => words.text.push_str(&word.to_lowercase()),
        }
        words.count += 1;
    }
    words
}

/// Parameters that say how a reader came, not what the page is.
///
/// Mozilla's list for Firefox (firefox-source-docs.mozilla.org, "Query Parameter Stripping", with the
/// records of its remote settings), and the click ids that Google, Microsoft, Meta, X, TikTok and LinkedIn
/// document for their own advertisements. Not `ref` or `source`: on some sites they choose the page.
const TRACKING: [&str; 39] = [
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "dclid",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "oft_c",
    "oft_ck",
    "oft_d",
    "oft_id",
    "oft_k",
    "oft_sid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
];

/// Families of such parameters: Google Analytics' campaigns, and Matomo's after it.
const TRACKING_STARTS: [&str; 3] = ["utm_", "mtm_", "pk_"];

/// An address without what does not choose the page: scheme, `www.`, fragment, tracking parameters, a
/// slash at the end. None for what is no web address, and for a site's front page, which items without
/// a page of their own often name.
pub fn plain_address(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = strip_start(url, "https://").or_else(|| strip_start(url, "http://"))?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.trim_end_matches('/');
    let kept: Vec<&str> = query.split('&').filter(|part| !is_tracking(part)).collect();
    if host.is_empty() || (path.is_empty() && kept.is_empty()) {
        return None;
    }
    let mark = if kept.is_empty() { "" } else { "?" };
    Some(format!("{host}/{path}{mark}{}", kept.join("&")))
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

fn is_tracking(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or(part).to_lowercase();
    name.is_empty()
        || TRACKING.contains(&name.as_str())
        || TRACKING_STARTS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleId, OutletId};
    use jiff::Timestamp;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_plain_without_what_tracks() {
        check("https://Gazette.example/a/?utm_source=rss&UTM_Medium=x", Some("gazette.example/a"));
        check("http://www.gazette.example/a?id=7&fbclid=x#top", Some("gazette.example/a?id=7"));
        check("HTTPS://gazette.example/a?gclid=1&b=2&c=3", Some("gazette.example/a?b=2&c=3"));
        check("https://gazette.example/A", Some("gazette.example/A"));
        check("https://gazette.example/?p=12", Some("gazette.example/?p=12"));
        check("https://gazette.example/?utm_source=rss", None);
        check("https://gazette.example", None);
        check("https:///a", None);
        check("ftp://gazette.example/a", None);
        check("httpß", None);
        check("", None);
    }

    #[track_caller]
    fn check(url: &str, expected: Option<&str>) {
        assert_eq!(plain_address(url).as_deref(), expected, "{url}");
    }

    fn article(url: &str, title: &str, text: &str) -> Article {
        Article {
            id: ArticleId("a".to_owned()),
            outlet: OutletId("gazette.example".to_owned()),
            url: Some(url.to_owned()).filter(|url| !url.is_empty()),
            title: title.to_owned(),
            text: text.to_owned(),
            byline: None,
            published: None,
            modified: None,
            language: None,
            section: None,
            image: None,
            named_source: None,
            reserved: None,
            seen: Timestamp::UNIX_EPOCH,
        }
    }

    /// How many marks two articles share.
    fn shared(one: &Article, other: &Article) -> usize {
        let others = marks(other);
        marks(one).iter().filter(|mark| others.contains(mark)).count()
    }

    #[test]
    fn copies_share_a_mark() {
        let words = |count: usize| (0..count).map(|n| format!("Word{n}, ")).collect::<String>();
        let all = [
            (20, "Same", 0),
            (40, "Same", 1),
            (40, "Other", 0),
            (100, "Same", 2),
            (100, "Other", 1),
        ];
        for (count, title, expected) in all {
            let one = article("", "Same", &words(count));
            let other = article("", title, &words(count).to_uppercase().replace(", ", " \n\n"));
            assert_eq!(shared(&one, &other), expected, "{count} {title}");
        }
        let one = article("https://gazette.example/a?utm_id=1", "One", "Short.");
        assert_eq!(shared(&one, &article("http://gazette.example/a", "Two", "Other.")), 1);
        assert_eq!(shared(&one, &article("http://gazette.example/b", "One", "Short.")), 0);
    }

    proptest! {
        #[test]
        fn any_address_can_be_read(url in ".*", path in "[a-z/?&=#%ß]{0,30}") {
            plain_address(&url);
            let once = plain_address(&format!("https://gazette.example/{path}"));
            if let Some(once) = once {
                prop_assert_eq!(plain_address(&format!("http://{once}")), Some(once));
            }
        }
    }
}
