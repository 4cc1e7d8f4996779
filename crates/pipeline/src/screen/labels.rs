//! What an article is besides a report, told by marks in its title, address, section and text.

use news::Article;
use regex::Regex;
use std::sync::LazyLock;

/// All labels, sorted.
pub const LABELS: [&str; 9] = [
    "deals",
    "horoscope",
    "job ad",
    "live blog",
    "opinion",
    "press release",
    "review",
    "roundup",
    "sponsored",
];

/// Bytes of the text in which marks count: they stand first or last, never in the middle.
const EDGE_BYTES: usize = 400;

/// A label with how it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// One of [`LABELS`].
    pub name: &'static str,
    /// Where the mark stands, in words for an editor.
    pub why: String,
}

/// Marks of one label: expressions, in any case; an empty one never matches.
struct Marks {
    label: &'static str,
    title: &'static str,
    /// A whole segment of the address's path.
    url: &'static str,
    /// The whole of a section's name.
    section: &'static str,
    /// At the beginning or end of the text.
    text: &'static str,
}

/// In the order of [`LABELS`]. English, German, French and Spanish marks that have one meaning only:
/// a label that is missed costs a click, one that is wrong costs a story.
const MARKS: [Marks; 9] = [
    Marks {
        label: "deals",
        title: r"\b(?:best|top|early|today.s) (?:[\w-]+ ){0,4}deals\b|\bdeals of the (?:day|week)\b|\bcoupon codes?\b|\bpromo codes?\b|\b\d+\s?% off\b|\bsave (?:up to )?[$€£]\d+ on\b|\ball-time low price\b|\bblack friday deals?\b|\bprime day\b.*\bdeals?\b|\bbons plans?\b|\bschnäppchen\b|\brabattcode",
        url: r"deals?|coupons?|shopping-deals|bons-plans|schnaeppchen",
        section: r"deals?|coupons?|shopping|bons plans|schnäppchen",
        text: r"\bwe may (?:earn|receive) (?:a|an affiliate) commission\b.*\bdeals?\b",
    },
    Marks {
        label: "horoscope",
        title: r"\bhoroscopes?\b|\bhoroskop|\bhoróscopo|\bzodiac signs?\b.*\b(?:today|week|month|tomorrow)\b",
        url: r"horoscopes?|horoskope?|horoscopo|astrology",
        section: r"horoscopes?|horoskope?|horóscopo|astrology",
        text: "",
    },
    Marks {
        label: "job ad",
        title: r"\bwe.re hiring\b|\bwe are hiring\b|\bjob (?:opening|vacancy|posting)s?\b|\bhiring:|\(m/[wf]/d\)|\bstellenangebot|\boffre d.emploi\b|\boferta de empleo\b",
        url: r"jobs|careers|vacancies|stellenangebote|stellenmarkt",
        section: r"jobs?|careers?|vacancies|stellenmarkt",
        text: "",
    },
    Marks {
        label: "live blog",
        title: r"^live\s*[:|–—-]|\blive (?:updates?|blog|coverage)\b|[–—|-]\s*live$|\bas it happened\b|\bliveblog\b|\blive-?ticker\b|\ben direct(?:o| :)|^en direct\b",
        url: r"live|live-?blog|live-updates|liveticker",
        section: r"live|live ?blogs?|liveticker",
        text: "",
    },
    Marks {
        label: "opinion",
        title: r"^(?:opinion|op-ed|editorial|commentary|column|letters?|kommentar|meinung|leitartikel|opinión|tribune|édito)\s*[:|–—-]|[:|–—-]\s*(?:opinion|op-ed|editorial|commentary|kommentar)$",
        url: r"opinions?|op-ed|opeds?|commentisfree|editorials?|columnists?|commentary|kommentare?|meinung|debats|tribunes",
        section: r"opinions?|op-ed|editorials?|commentary|columns?|columnists?|kommentare?|meinung|opinión|débats|comment",
        text: r"\bthe (?:views|opinions) expressed (?:in this (?:article|column|piece) )?are (?:those of the author|the author.s)",
    },
    Marks {
        label: "press release",
        title: r"^press release\b|^pressemitteilung\b|^communiqué de presse\b",
        url: r"press-?releases?|prnewswire|globe-newswire|pressemitteilung(?:en)?|communiques?-de-presse",
        section: r"press releases?|pressemitteilung(?:en)?|communiqués? de presse",
        text: r"/PRNewswire/|\(GLOBE NEWSWIRE\)|\(BUSINESS WIRE\)|\bGLOBE NEWSWIRE --|\bBusiness Wire\)|^FOR IMMEDIATE RELEASE\b|\bforward-looking statements\b|^/EIN Presswire|\bSOURCE:? [A-Z][\w ]+$",
    },
    Marks {
        label: "review",
        title: r"\breview:|\breview [–—|-]|[:|–—-]\s*(?:movie |film |book |album |tv |game |product )?review$|^review\b\s*[:|–—-]|\bhands-on review\b|\bim test\b",
        url: r"reviews?|film-reviews?|book-reviews?|testberichte?",
        section: r"reviews?|film reviews?|book reviews?|testberichte?",
        text: "",
    },
    Marks {
        label: "roundup",
        title: r"\b(?:morning|evening|daily|weekly|news|week.s) (?:round-?up|briefing|digest|wrap)\b|\bround-?up:|\b(?:things|stories|headlines) (?:to know|you need to know|to watch)\b|\bwhat (?:to know|you need to know) (?:today|this (?:morning|week))\b|\bweek in review\b|\bday in (?:photos|pictures)\b|\btop (?:\d+ )?(?:news|stories|headlines) (?:of|for|today|this)\b|\bnews in brief\b|^the (?:morning|evening) (?:edition|download|brief)\b|\bkurz und knapp\b|\bdas wichtigste (?:vom|am|des)\b|\bl.essentiel de l.actualité\b",
        url: r"round-?ups?|newsletters?|daily-briefing|morning-briefing|briefings?|news-in-brief",
        section: r"round-?ups?|newsletters?|(?:morning|daily|evening) briefing|news in brief",
        text: "",
    },
    Marks {
        label: "sponsored",
        title: r"^\[?(?:sponsored|paid post|promoted|anzeige|advertorial|partner content|publireportage|patrocinado)\]?\s*[:|–—-]|\((?:sponsored|advertorial|anzeige|paid content)\)$|\[sponsored\]",
        url: r"sponsored|sponsored-content|paid-?post|partner-content|advertorials?|brandvoice|brand-?studio|anzeige|publireportage",
        section: r"sponsored(?: content)?|paid posts?|partner content|advertorials?|brandvoice|anzeige|brand ?studio",
        text: r"^(?:sponsored(?: content| by\b| post)|paid (?:post|content)|advertisement feature|advertorial|anzeige\b)|\bthis (?:article|post|content|story) (?:is|was) (?:sponsored|paid for) by\b|\bsponsored content\b$",
    },
];

/// The marks of one label, compiled.
struct Compiled {
    label: &'static str,
    title: Option<Regex>,
    url: Option<Regex>,
    section: Option<Regex>,
    text: Option<Regex>,
}

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let compiled = MARKS.iter().map(|marks| Compiled {
        label: marks.label,
        title: expression(marks.title, "", ""),
        url: expression(marks.url, "(?:^|/)(?:", ")(?:/|$)"),
        section: expression(marks.section, r"(?:^|[;/]\s*)(?:", r")(?:\s*[;/]|$)"),
        text: expression(marks.text, "", ""),
    });
    compiled.collect()
});

fn expression(marks: &str, before: &str, after: &str) -> Option<Regex> {
    let pattern = format!("(?i){before}{marks}{after}");
    (!marks.is_empty())
        .then(|| Regex::new(&pattern).expect("constant; a test compiles all of them"))
}

/// The labels that the article's marks give it, sorted by name.
pub fn labels(article: &Article) -> Vec<Label> {
    let found = COMPILED.iter().filter_map(|marks| {
        let why = why(marks, article)?;
        Some(Label { name: marks.label, why })
    });
    found.collect()
}

fn why(marks: &Compiled, article: &Article) -> Option<String> {
    let path = article.url.as_deref().map(path).unwrap_or_default();
    let section = article.section.as_deref().unwrap_or_default();
    let head = &article.text[..article.text.floor_char_boundary(EDGE_BYTES)];
    let tail_start = article.text.len().saturating_sub(EDGE_BYTES);
    let tail = &article.text[article.text.ceil_char_boundary(tail_start)..];
    let places = [
        ("title", &marks.title, article.title.trim()),
        ("address", &marks.url, path),
        ("section", &marks.section, section.trim()),
        ("text", &marks.text, head.trim()),
        ("text", &marks.text, tail.trim()),
    ];
    places.into_iter().find_map(|(place, expression, words)| {
        let found = expression.as_ref()?.find(words)?;
        let mark = found.as_str().trim_matches(['/', ';', ' ']);
        Some(format!("the {place} says \"{mark}\""))
    })
}

/// The folders of an address: without its host, its query, and the page itself, whose words are free.
fn path(url: &str) -> &str {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind_scheme.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit_once('/').map_or("", |(folders, _)| folders)
}
