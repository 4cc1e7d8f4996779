use crate::links;
use crate::searching::{Answer, Answered, AnsweredStory, Ask};
use crate::setting::{Frame, Setting};
use crate::site::front::{SectionLink, section_link};
use crate::site::story::independent_reports;
use crate::times::Instant;
use askama::Template;
use news::{Article, Part, counted};
use search::{Excerpt, Kinds, Query, Reach, Sorting, excerpt, marks};
use std::ops::Range;
use url::form_urlencoded;

/// Longest query, in characters; what the page's own field lets in.
pub(crate) const QUERY: usize = 300;
/// Stories on a page of results.
const ON_A_PAGE: usize = 10;
/// Pages of results: beyond, a narrower question serves the reader better.
const PAGES: usize = 50;
/// Statements that are shown of a story.
const STATEMENTS: usize = 2;
/// Reports that are shown of a story.
const REPORTS: usize = 3;
/// Longest part of a lede, in characters: some four lines.
const LEDE: usize = 300;
/// Longest part of a report, in characters: some 25 words, far within what may be quoted of an outlet.
const EXCERPT: usize = 160;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// As it was typed, its white space evened out.
    pub text: String,
    pub sorting: Sorting,
    /// From 1.
    pub page: usize,
}

/// `GET /search?q=`: published stories, their statements and their reports.
#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    frame: Frame,
    query: String,
    is_newest: bool,
    notes: Vec<String>,
    outcome: String,
    /// The number of the first result.
    start: usize,
    results: Vec<ResultLine>,
    earlier: Option<String>,
    later: Option<String>,
    /// What the addresses of this search's feeds end with.
    feeds: Option<String>,
}

struct ResultLine {
    address: String,
    headline: Vec<Piece>,
    section: Option<SectionLink>,
    topic: Option<String>,
    /// Of a story of which no statement was found, the beginning.
    lede: Option<Vec<Piece>>,
    statements: Vec<Said>,
    reports: Vec<ReportLine>,
    time: Instant,
    articles: String,
    independent: String,
}

struct Said {
    address: String,
    text: Vec<Piece>,
}

struct ReportLine {
    outlet: String,
    title: Vec<Piece>,
    href: Option<String>,
    excerpt: Vec<Piece>,
}

/// A piece of a text, marked when the query asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub is_marked: bool,
}

impl Typed {
    /// Reads what stands after the question mark of an address: the first `q`, `sort` and `page`.
    pub(crate) fn of(address: Option<&str>) -> Typed {
        let pairs = form_urlencoded::parse(address.unwrap_or_default().as_bytes());
        let pairs: Vec<_> = pairs.collect();
        let value = |name: &str| {
            let mut pairs = pairs.iter();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.as_ref()).unwrap_or_default()
        };
        let words: Vec<&str> = value("q").split_whitespace().collect();
        let text = words.join(" ").chars().filter(|c| !c.is_control()).take(QUERY).collect();
        let sorting = if value("sort") == "newest" { Sorting::Newest } else { Sorting::Best };
        let page = value("page").parse().unwrap_or(1).clamp(1, PAGES);
        Typed { text, sorting, page }
    }

    /// What this asks of the site.
    pub(crate) fn ask(&self) -> Ask {
        Ask {
            query: Query::read(&self.text),
            reach: Reach::Public,
            kinds: Kinds::All,
            sorting: self.sorting,
            from: (self.page - 1) * ON_A_PAGE,
            count: ON_A_PAGE,
        }
    }

    /// The same search on another page.
    fn on_page(&self, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("/search?"), 8);
        query.append_pair("q", &self.text);
        if self.sorting == Sorting::Newest {
            query.append_pair("sort", "newest");
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        query.finish()
    }

    /// What the addresses of the search's feeds end with.
    pub(crate) fn feed_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
        query.append_pair("q", &self.text).finish()
    }
}

impl SearchPage {
    /// The page of what was found.
    pub(crate) fn new(
        typed: &Typed,
        query: &Query,
        answer: &Answer,
        setting: &Setting<'_>,
    ) -> SearchPage {
        let start = (typed.page - 1) * ON_A_PAGE;
        let is_last = answer.counted <= start + ON_A_PAGE || typed.page == PAGES;
        let line = |answered| line(query, answered, setting);
        SearchPage {
            frame: Frame::new(setting, Some("Search"), None),
            query: typed.text.clone(),
            is_newest: typed.sorting == Sorting::Newest,
            notes: query.notes.iter().map(ToString::to_string).collect(),
            outcome: outcome(query, answer, start),
            start: start + 1,
            results: answer.groups.iter().filter_map(line).collect(),
            earlier: (typed.page > 1).then(|| typed.on_page(typed.page - 1)),
            later: (!is_last).then(|| typed.on_page(typed.page + 1)),
            feeds: query.asked.is_some().then(|| typed.feed_query()),
        }
    }
}

fn outcome(query: &Query, answer: &Answer, start: usize) -> String {
    let found = counted(answer.counted, "story", "stories");
    match (query.asked.is_none(), answer.groups.len()) {
        (true, _) => "Give one or more words; stories that hold all of them are shown.".to_owned(),
        (false, 0) if start > 0 && answer.counted > 0 => {
            format!("{found} found; there is no such page of them.")
        }
        (false, 0) => "No published story holds this.".to_owned(),
        _ if answer.is_more => format!("More than {found} found."),
        _ => format!("{found} found."),
    }
}

fn line(query: &Query, answered: &Answered, setting: &Setting<'_>) -> Option<ResultLine> {
    let story = answered.story.as_ref()?;
    let statements = said(query, story);
    let lede: Vec<&str> =
        story.record.brief.lede.iter().map(|said| said.statement.text()).collect();
    let lede = excerpted(&excerpt(query, &lede.join(" "), LEDE));
    let reports = answered.articles.iter().take(REPORTS);
    let section = section_link(story.listed.section.as_deref(), setting);
    Some(ResultLine {
        address: story.address.clone(),
        headline: pieces(&story.listed.headline, &marks(query, &story.listed.headline)),
        section,
        topic: story.listed.topic.clone(),
        lede: statements.is_empty().then_some(lede),
        statements,
        reports: reports.map(|article| report(query, article, setting)).collect(),
        time: Instant::of(story.record.at),
        articles: counted(story.listed.articles, "article", "articles"),
        independent: independent_reports(story.listed.independent_reports as usize),
    })
}

/// The statements that were found but the headline, which stands above them.
fn said(query: &Query, story: &AnsweredStory) -> Vec<Said> {
    let all = story.record.brief.statements();
    let mut said: Vec<Said> = Vec::new();
    for place in story.statements.iter().filter(|place| **place > 0) {
        let text = all[*place].1.statement.text();
        let found = marks(query, text);
        let is_told = said.iter().any(|said| said.text.iter().map(|p| &*p.text).eq([text]));
        if !found.is_empty() && !is_told && said.len() < STATEMENTS {
            let address = links::at_own_words(&story.address, text);
            said.push(Said { address, text: pieces(text, &found) });
        }
    }
    said
}

fn report(query: &Query, article: &Article, setting: &Setting<'_>) -> ReportLine {
    let found = excerpt(query, &article.text, EXCERPT);
    let quotes: &[&str] = if found.marks.is_empty() { &[] } else { &[&found.text] };
    ReportLine {
        outlet: setting.outlet_name(&article.outlet.0),
        title: pieces(&article.title, &marks(query, article.part(Part::Title))),
        href: article.url.as_deref().and_then(|url| links::at_words(url, quotes)),
        excerpt: if found.marks.is_empty() { Vec::new() } else { excerpted(&found) },
    }
}

/// An excerpt with dots where its text goes on.
fn excerpted(excerpt: &Excerpt) -> Vec<Piece> {
    let mut all = pieces(&excerpt.text, &excerpt.marks);
    let dots = || Piece { text: "…".to_owned(), is_marked: false };
    if excerpt.is_cut_before {
        all.insert(0, dots());
    }
    if excerpt.is_cut_after {
        all.push(dots());
    }
    all
}

/// A text in pieces.
pub(crate) fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, is_marked| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), is_marked });
        }
    };
    for mark in marks {
        push(&text[at..mark.start], false);
        push(&text[mark.clone()], true);
        at = mark.end;
    }
    push(&text[at..], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_whatever_they_hold() {
        check("q=ferry", "ferry", 1);
        check("q=%20ferry%09+Aurora%0a", "ferry Aurora", 1);
        check("a=1&q=one&q=two&page=3", "one", 3);
        check("q=%FF%00x&page=0", "\u{fffd}x", 1);
        check("q=%3Cscript%3E&page=-1", "<script>", 1);
        check("page=99999999999999999999", "", 1);
        check("page=9999", "", PAGES);
        check("", "", 1);
        assert_eq!(Typed::of(Some(&format!("q={}", "x".repeat(5000)))).text.len(), QUERY);
        assert_eq!(Typed::of(Some("q=a&sort=newest")).sorting, Sorting::Newest);
        assert_eq!(Typed::of(Some("q=a&sort=<b>")).sorting, Sorting::Best);
        assert_eq!(Typed::of(None).page, 1);
    }

    #[track_caller]
    fn check(address: &str, text: &str, page: usize) {
        let typed = Typed::of(Some(address));
        assert_eq!((typed.text.as_str(), typed.page), (text, page), "{address}");
    }

    #[test]
    fn the_next_page_asks_the_same() {
        let typed = Typed::of(Some("q=a+%26b&sort=newest"));
        assert_eq!(typed.on_page(2), "/search?q=a+%26b&sort=newest&page=2");
        assert_eq!(typed.on_page(1), "/search?q=a+%26b&sort=newest");
        assert_eq!(Typed::of(Some("q=a+%26b")).feed_query(), "?q=a+%26b");
    }

    #[test]
    fn texts_fall_into_pieces() {
        check_pieces(&[], "a ferry0");
        check_pieces(&[0..1, 2..7], "a1| 0|ferry1");
        check_pieces(&[0..1, 2..4], "a1| 0|fe1|rry0");
    }

    #[track_caller]
    fn check_pieces(marks: &[Range<usize>], expected: &str) {
        let pieces = pieces("a ferry", marks);
        let shown = pieces.iter().map(|p| format!("{}{}", p.text, u8::from(p.is_marked)));
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected);
    }
}
