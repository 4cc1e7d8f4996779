//! An article that stands on several pages, or whole only in another form, is gathered page by page:
//! what is to be asked for next, and what it comes to.

use super::body::{begins, same};
use super::elsewhere::{self, Elsewhere, elsewhere, joined};
use super::{Rules, extract_by};
use news::{Page, PageForm, site_of};
use std::collections::HashSet;
use url::Url;

/// Pages of one article that are read, the first one counted: the longest that reviews of news sites have
/// are ten to twelve, and what goes on beyond is a list without end.
const PAGES: usize = 12;

/// Bytes below which a text is a teaser and another form is worth a request: of 102 labelled whole articles
/// one is shorter. Bytes and not words, since not every script parts its words.
const TEASER_BYTES: usize = 500;

/// How many times the bytes of the shown text another form must have: else it is the same in other words.
const LONGER: usize = 2;

/// A page as it came from the web.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'p> {
    /// Its bytes.
    pub bytes: &'p [u8],
    /// Where it came from, after redirects.
    pub url: &'p str,
    /// As the server said.
    pub charset: Option<&'p str>,
}

/// A further page that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Further<'p> {
    /// What it was to be.
    pub form: PageForm,
    /// Where it was asked for.
    pub asked: &'p str,
    /// What came; none when it could not be had.
    pub paper: Option<Paper<'p>>,
}

/// Reads an article of all its pages, those that follow in their order.
///
/// A further page is left out when it is another article, of another site, or brings nothing new.
/// Another form stands in for the text of the first page where that is a teaser and the form has much more.
pub fn gather(first: Paper<'_>, further: &[Further<'_>], rules: &Rules) -> Page {
    if further.is_empty() {
        return read(first, rules);
    }
    Gathering::of(first, further, rules).page
}

/// What is to be asked for next, if anything.
pub fn wanted(
    first: Paper<'_>,
    further: &[Further<'_>],
    rules: &Rules,
) -> Option<(PageForm, String)> {
    let links = elsewhere(first.bytes, first.url, first.charset);
    if links == Elsewhere::default() {
        return None;
    }
    let gathering = Gathering::of(first, further, rules);
    // A wall is not walked around, and what may not be used need not be asked for.
    if gathering.page.blocked.is_some() || gathering.page.reservation.words.is_some() {
        return None;
    }
    let next = gathering.next(&links, further);
    next.or_else(|| other_form(first, &gathering.page, links, further))
}

/// Another form, when the page shows a teaser and was not asked for its other form before.
fn other_form(
    first: Paper<'_>,
    page: &Page,
    links: Elsewhere,
    further: &[Further<'_>],
) -> Option<(PageForm, String)> {
    if page.text.len() >= TEASER_BYTES {
        return None;
    }
    let forms = [(PageForm::Amp, links.amp), (PageForm::Print, links.print)];
    forms.into_iter().find_map(|(form, url)| {
        let url = url.filter(|url| is_one_site(first.url, url) && url != first.url)?;
        let is_known = further.iter().any(|known| known.form == form || known.asked == url);
        (!is_known).then_some((form, url))
    })
}

/// What the pages so far come to.
struct Gathering<'p> {
    page: Page,
    /// The last page in reading order; none when the series has ended.
    last: Option<Paper<'p>>,
}

impl<'p> Gathering<'p> {
    fn of(first: Paper<'p>, further: &[Further<'p>], rules: &Rules) -> Gathering<'p> {
        let page = read(first, rules);
        let mut following = Vec::new();
        let mut known = paragraphs(&page);
        let mut last = Some(first);
        for next in further.iter().filter(|page| page.form == PageForm::Next) {
            let came =
                next.paper.filter(|paper| last.is_some() && is_one_site(first.url, paper.url));
            let read = came.map(|paper| read(paper, rules));
            let read = read.filter(|read| is_same_article(&page, read) && is_news(&known, read));
            last = came.filter(|_| read.is_some());
            if let Some(read) = read {
                known.extend(paragraphs(&read));
                following.push(read);
            }
        }
        let page = with_other_form(joined(page, &following), first, further, rules);
        Gathering { page, last }
    }

    /// The page after the last one, unless it was asked for already or the series is too long.
    fn next(&self, links: &Elsewhere, further: &[Further<'_>]) -> Option<(PageForm, String)> {
        let count = further.iter().filter(|page| page.form == PageForm::Next).count();
        let last = self.last.filter(|_| count + 1 < PAGES)?;
        let next = match count {
            // An address that counts already is not the beginning; more likely it is numbered itself.
            0 => links.next.clone().filter(|_| elsewhere::is_first(last.url)),
            _ => elsewhere(last.bytes, last.url, last.charset).next,
        };
        let next = next.filter(|next| further.iter().all(|page| page.asked != next))?;
        Some((PageForm::Next, next))
    }
}

fn read(paper: Paper<'_>, rules: &Rules) -> Page {
    extract_by(paper.bytes, Some(paper.url), paper.charset, rules)
}

/// The page, with the text of the first other form that has much more of the same article.
fn with_other_form(page: Page, first: Paper<'_>, further: &[Further<'_>], rules: &Rules) -> Page {
    if page.text.len() >= TEASER_BYTES || page.blocked.is_some() {
        return page;
    }
    let forms = further.iter().filter(|other| other.form != PageForm::Next);
    let papers = forms.filter_map(|other| other.paper);
    let papers = papers.filter(|paper| is_one_site(first.url, paper.url));
    let mut read = papers.map(|paper| read(paper, rules));
    match read.find(|form| is_better(form, &page)) {
        Some(form) => filled(page, form),
        None => page,
    }
}

fn is_better(form: &Page, page: &Page) -> bool {
    let is_long = form.text.len() >= TEASER_BYTES.max(LONGER * page.text.len());
    is_long && form.blocked.is_none() && is_same_article(page, form)
}

/// The page with the text of its other form, and what else the form tells that the page does not.
fn filled(page: Page, form: Page) -> Page {
    Page {
        text: form.text,
        author: page.author.or(form.author),
        published: page.published.or(form.published),
        modified: page.modified.or(form.modified),
        // What was read of a few words is a guess.
        language: form.language.or(page.language),
        image: page.image.or(form.image),
        reservation: page.reservation.and(form.reservation),
        ..page
    }
}

/// Whether a further page is of the same article: it bears its title, alone or with more behind it, or
/// names the first one as its address.
fn is_same_article(first: &Page, page: &Page) -> bool {
    let names_it = first.url.is_some() && first.url == page.url;
    let bears_title = first
        .title
        .as_deref()
        .zip(page.title.as_deref())
        .is_some_and(|(a, b)| same(a, b) || begins(a, b) || begins(b, a));
    page.blocked.is_none() && (names_it || bears_title)
}

/// Whether a page has more that is new than that was known: else it is the same one again, with other
/// comments or at another address.
fn is_news(known: &HashSet<String>, page: &Page) -> bool {
    let (mut new, mut old) = (0, 0);
    for paragraph in page.text.split("\n\n") {
        match known.contains(paragraph) {
            true => old += paragraph.len(),
            false => new += paragraph.len(),
        }
    }
    new > old
}

fn paragraphs(page: &Page) -> HashSet<String> {
    page.text.split("\n\n").map(str::to_owned).collect()
}

/// Whether one publisher answers for both addresses.
fn is_one_site(one: &str, other: &str) -> bool {
    let host = |url: &str| Url::parse(url).ok()?.host_str().map(str::to_owned);
    host(one).zip(host(other)).is_some_and(|(one, other)| site_of(&one) == site_of(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://coast.example/ferry";

    /// A page of the article with this title, links and paragraphs.
    fn html(title: &str, links: &str, paragraphs: &[String]) -> String {
        let text: String = paragraphs.iter().map(|words| format!("<p>{words}</p>")).collect();
        format!(
            "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}{links}</article></body></html>"
        )
    }

    /// Paragraphs that are told apart by their first word.
    fn paragraphs_of(name: &str, count: usize) -> Vec<String> {
        let sentence =
            "paragraph of the report on the ferry says what happened on the sandbank on Friday.";
        (1..=count).map(|number| format!("{name}{number} {sentence}")).collect()
    }

    fn paper<'p>(page: &'p str, url: &'p str) -> Paper<'p> {
        Paper { bytes: page.as_bytes(), url, charset: None }
    }

    fn further<'p>(form: PageForm, page: &'p str, url: &'p str) -> Further<'p> {
        Further { form, asked: url, paper: Some(paper(page, url)) }
    }

    fn wants(first: &str, further: &[Further<'_>]) -> String {
        let wanted = wanted(paper(first, HERE), further, &Rules::default());
        wanted.map_or_else(String::new, |(form, url)| format!("{} {url}", form.word()))
    }

    fn text(first: &str, further: &[Further<'_>]) -> String {
        gather(paper(first, HERE), further, &Rules::default()).text
    }

    const TITLE: &str = "Ferry runs aground off Merrow";

    #[test]
    fn the_pages_that_follow_are_wanted_and_joined() {
        let link = |number: u32| format!("<a href='/ferry?page={number}'>{number}</a>");
        let one = html(TITLE, &link(2), &paragraphs_of("One", 4));
        let two =
            html(&format!("{TITLE} - page 2"), &(link(1) + &link(3)), &paragraphs_of("Two", 4));
        let three = html(TITLE, &link(1), &paragraphs_of("Three", 4));
        let (url_two, url_three) =
            ("https://coast.example/ferry?page=2", "https://coast.example/ferry?page=3");
        assert_eq!(wants(&one, &[]), format!("next {url_two}"));
        let second = further(PageForm::Next, &two, url_two);
        assert_eq!(wants(&one, &[second]), format!("next {url_three}"));
        let third = further(PageForm::Next, &three, url_three);
        assert_eq!(wants(&one, &[second, third]), "");
        let whole = text(&one, &[second, third]);
        let places =
            ["One1", "One4", "Two1", "Two4", "Three1", "Three4"].map(|word| whole.find(word));
        assert!(places.is_sorted() && places[0].is_some(), "{whole}");
        // A page that could not be had ends the series; what there is stands.
        let missing = Further { paper: None, ..second };
        assert_eq!(wants(&one, &[missing]), "");
        assert_eq!(text(&one, &[missing]), text(&one, &[]));
    }

    #[test]
    fn what_is_no_page_of_the_article_stays_out() {
        let next = "https://coast.example/ferry?page=2";
        let one = html(TITLE, "<a href='/ferry?page=2'>2</a>", &paragraphs_of("One", 4));
        let alone = text(&one, &[]);
        let same_again = html(TITLE, "<a href='/ferry?page=3'>3</a>", &paragraphs_of("One", 4));
        let other = html(
            "Storm closes the harbour of Arlen",
            "<a href='/ferry?page=3'>3</a>",
            &paragraphs_of("Two", 4),
        );
        let good = html(TITLE, "", &paragraphs_of("Two", 4));
        for (page, came_from) in
            [(&same_again, next), (&other, next), (&good, "https://elsewhere.example/ferry?page=2")]
        {
            let page =
                Further { form: PageForm::Next, asked: next, paper: Some(paper(page, came_from)) };
            assert_eq!(wants(&one, &[page]), "");
            assert_eq!(text(&one, &[page]), alone);
        }
        let numbered = wanted(
            paper("<a href=/story/42>next</a>", "https://coast.example/story/41"),
            &[],
            &Rules::default(),
        );
        assert_eq!(
            numbered, None,
            "an article whose address ends in a number is no page of a series"
        );
    }

    #[test]
    fn a_series_without_end_ends() {
        let page = |number: usize| {
            let link = format!("<a href='/ferry?page={}'>more</a>", number + 1);
            html(TITLE, &link, &paragraphs_of(&format!("P{number}x"), 4))
        };
        let pages: Vec<(String, String)> =
            (2..40).map(|n| (page(n), format!("{HERE}?page={n}"))).collect();
        let first = page(1);
        let mut asked = 0;
        while !wants(&first, &all(&pages[..asked])).is_empty() {
            asked += 1;
        }
        assert_eq!(asked, PAGES - 1);
    }

    fn all(pages: &[(String, String)]) -> Vec<Further<'_>> {
        pages.iter().map(|(page, url)| further(PageForm::Next, page, url)).collect()
    }

    #[test]
    fn another_form_is_wanted_of_a_teaser_and_used_when_better() {
        let links =
            "<link rel=amphtml href=https://amp.coast.example/ferry><a href=/print/ferry>Print</a>";
        let teaser = html(TITLE, links, &paragraphs_of("One", 1));
        let amp = "https://amp.coast.example/ferry";
        assert_eq!(wants(&teaser, &[]), format!("amp {amp}"));
        let whole = html(TITLE, "", &paragraphs_of("One", 9));
        let good = further(PageForm::Amp, &whole, amp);
        assert_eq!(wants(&teaser, &[good]), "");
        assert!(text(&teaser, &[good]).contains("One9"));
        // One that has no more is not used, and the form for printing is asked for.
        let poor = further(PageForm::Amp, &teaser, amp);
        assert_eq!(wants(&teaser, &[poor]), "print https://coast.example/print/ferry");
        assert_eq!(text(&teaser, &[poor]), text(&teaser, &[]));
        let other = html("Storm closes the harbour of Arlen", "", &paragraphs_of("Two", 9));
        let other = further(PageForm::Amp, &other, amp);
        assert_eq!(text(&teaser, &[other]), text(&teaser, &[]));
        let full = html(TITLE, links, &paragraphs_of("One", 9));
        assert_eq!(
            wants(&full, &[]),
            "",
            "a page that shows its article is asked for nothing more"
        );
        let foreign = html(
            TITLE,
            "<link rel=amphtml href=https://cdn.example/ferry>",
            &paragraphs_of("One", 1),
        );
        assert_eq!(wants(&foreign, &[]), "");
        let reserved = html(
            TITLE,
            &format!("{links}<meta name=tdm-reservation content=1>"),
            &paragraphs_of("One", 1),
        );
        assert_eq!(wants(&reserved, &[]), "");
    }
}
