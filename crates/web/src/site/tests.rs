//! What readers see, from an invented story whose sources try to do harm.

use super::about::AboutPage;
use super::archive::ArchivePage;
use super::front::{FrontPage, top_stories};
use super::message;
use super::search::{SearchPage, Typed};
use super::story::StoryPage;
use super::subject::SubjectPage;
use super::topics::TopicsPage;
use crate::finding::{Around, Index, SubjectFacts};
use crate::reading::{FrontFacts, StoryFacts};
use crate::sample::{
    around, at, evidence, ferry, front, line, look, names, outlet, registry, said, section, setting,
};
use crate::searching::Answer;
use crate::setting::Setting;
use askama::Template;
use axum::http::StatusCode;
use jiff::civil::date;
use news::{ArticleId, OutletId, Quote, ReasonKind, Standing, Statement, StoryId, Tally, Writer};
use proptest::prelude::*;
use store::{BriefState, Counts};

#[test]
fn the_story_page_shows_all_that_the_brief_rests_on() {
    insta::assert_snapshot!("story", story_page(&ferry()));
}

#[test]
fn the_front_page_is_set_in_a_rhythm_of_sizes() {
    insta::assert_snapshot!("front", with_setting(|s| html(FrontPage::new(&front(5), None, s))));
}

#[test]
fn fewer_stories_stand_beside_a_lead_without_a_picture() {
    let beside = |facts: &FrontFacts| {
        let page = with_setting(|setting| html(FrontPage::new(facts, None, setting)));
        let (top, _) = page.split_once("<div class=\"row\">").unwrap();
        top.matches("<article").count() - 1
    };
    let mut facts = front(12);
    assert_eq!(beside(&facts), 3);
    facts.items[0].told.pictures.clear();
    assert_eq!(beside(&facts), 2);
}

#[test]
fn a_past_day_says_that_it_is_one() {
    let mut facts = front(0);
    facts.withdrawn = 1;
    let day = Some(date(2026, 11, 20));
    let page = with_setting(|setting| html(FrontPage::new(&facts, day, setting)));
    insta::assert_snapshot!("day", main_of(&page));
}

#[test]
fn the_days_are_listed_by_month() {
    let page = with_setting(|setting| html(ArchivePage::new(&front(0).days, setting)));
    insta::assert_snapshot!("archive", main_of(&page));
}

#[test]
fn an_empty_instance_says_what_to_do() {
    let page = with_setting(|setting| html(message::no_front_page(setting)));
    insta::assert_snapshot!("empty", main_of(&page));
}

#[test]
fn a_failure_is_told_in_the_look_of_the_site() {
    let why = "This story was withdrawn on 20 November 2026, 12:00 UTC: <b>wrong</b> ship";
    let page = with_setting(|setting| html(message::failed(StatusCode::GONE, why, setting)));
    insta::assert_snapshot!("withdrawn", main_of(&page));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
}

#[test]
fn an_empty_search_invites_and_a_vain_one_says_so() {
    let asked = |query| with_setting(|setting| html(searched(query, setting)));
    insta::assert_snapshot!("search_empty", main_of(&asked("")));
    insta::assert_snapshot!("search_vain", main_of(&asked("<script>\"&")));
}

#[test]
fn nothing_of_a_source_runs_or_is_loaded_from_elsewhere() {
    for page in every_page() {
        let page = without_data(&page);
        for forbidden in [
            "<script",
            "<b>",
            "<i>",
            "href=\"javascript:",
            " style=",
            "<style",
            " onload",
            "src=\"http",
            "evil.example",
            "pixel.gif",
        ] {
            assert!(!page.contains(forbidden), "{forbidden} in {page}");
        }
        let outside = page.matches("<link").count();
        assert!(outside >= 5, "a page without its head: {page}");
        assert_eq!(page.matches("<h1").count(), 1, "{page}");
        assert!(page.contains("<a class=\"skip\" href=\"#content\">"), "{page}");
    }
}

#[test]
fn what_was_withheld_is_counted_and_not_shown() {
    let page = story_page(&ferry());
    assert!(page.contains("2 sentences were withheld"));
    for word in ["Captain Secret", "Some 400", "&#34;400&#34;"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn an_earlier_review_does_not_count_for_this_version() {
    let mut facts = ferry();
    let page = story_page(&facts);
    assert!(page.contains("Not yet reviewed"));
    assert!(
        page.contains(
            "Version 1 was reviewed by Ines &#60;Vale&#62; on 20 November 2026, 08:50 UTC."
        )
    );
    let reviewed = Standing::Reviewed { by: "Tor Aske".to_owned(), at: at("2026-11-20T10:00:00Z") };
    facts.told.record.state = BriefState::Published(reviewed);
    let page = story_page(&facts);
    assert!(page.contains("Reviewed by Tor Aske") && !page.contains("Version 1 was reviewed"));
}

#[test]
fn a_model_is_named_as_the_writer() {
    let mut facts = ferry();
    facts.told.record.brief.writer = Writer::Model("lantern-7b".to_owned());
    assert!(story_page(&facts).contains("Written by lantern-7b from 3 sources"));
}

#[test]
fn a_cited_article_that_is_gone_keeps_its_mark_and_words() {
    let mut facts = ferry();
    let words = evidence("gone", "Words of a lost report.");
    facts.told.record.brief.lede.push(said("Something else was said.", vec![words]));
    let page = story_page(&facts);
    assert!(page.contains("A source that is no longer kept"));
    assert!(page.contains("Words of a lost report."));
}

#[test]
fn the_address_keeps_to_the_first_published_headline() {
    let mut facts = ferry();
    assert_eq!(facts.told.address(), "/story/ferry-runs-aground-0a1b2c3d4e5f");
    let held = BriefState::Held("the lede is not fully supported".to_owned());
    facts.told.history.insert(0, line(0, "Never seen", held, "2026-11-20T08:00:00Z"));
    assert_eq!(facts.told.address(), "/story/ferry-runs-aground-0a1b2c3d4e5f");
    assert!(
        !story_page(&facts).contains("lede is not fully"),
        "the desk's reasons stay at the desk"
    );
}

#[test]
fn a_story_is_not_listed_beside_itself() {
    let facts = front(3);
    let top = top_stories(Some(&facts), &StoryId("0a1b2c3d4e5f".to_owned()));
    assert_eq!(top.len(), 3);
    assert!(top_stories(None, &StoryId("x".to_owned())).is_empty());
}

#[test]
fn an_origin_that_left_the_story_is_stood_for_by_its_first_reprint() {
    let mut facts = ferry();
    facts.story.reports.retain(|report| report.article != ArticleId("w1".to_owned()));
    let page = story_page(&facts);
    assert!(page.contains("Courier &#38; &#60;Post&#62;"), "{page}");
}

#[test]
fn a_picture_without_copies_is_not_shown() {
    let mut facts = ferry();
    assert!(story_page(&facts).contains("<img "));
    facts.told.pictures.values_mut().for_each(|held| held.copies.clear());
    assert!(!story_page(&facts).contains("<img "));
}

proptest! {
    #[test]
    fn no_text_of_a_source_changes_the_shape_of_a_page(text in ".{1,60}") {
        let shape = |text: &str| skeleton(&story_page(&saying(text)));
        prop_assert_eq!(shape(&text), shape("plain words"));
    }
}

#[test]
fn what_changed_is_told_in_words_with_who_says_so() {
    let page = story_page(&ferry());
    let anew = page.split("<ul class=\"anew\">").nth(1).and_then(|rest| rest.split("</ul>").next());
    let anew = plain(anew.expect("version 2 told something anew"));
    let claim =
        "Now confirmed by 2 independent reports: The ferry hit a sandbank at dawn. Harbour Wire";
    for (what, told) in [
        (
            "Changed: Four tugs &#60;are&#62; on their way. Before: Three tugs are on their way.",
            true,
        ),
        ("Withdrawn by whoever said so: The harbour is &#60;closed&#62;.", true),
        ("Now disputed: 30 people were aboard. The Gazette", true),
        ("Now disputed: 31 people were aboard. Evil &#34;Times&#34;", true),
        (claim, true),
        // Its own line would say it twice.
        ("Withdrawn by whoever said so: Three", false),
        ("Captain Secret", false),
    ] {
        assert_eq!(anew.contains(what), told, "{what}: {anew}");
    }
    assert!(!page.contains("Captain Secret"), "what was struck is on the page");
    // The first version has nothing before it, and one that waits at the desk is not told of.
    let mut facts = ferry();
    facts.told.history[1].state = BriefState::Held("the lede is not fully supported".to_owned());
    assert!(!story_page(&facts).contains("class=\"anew\""));
}

/// The text of a piece of a page.
fn plain(html: &str) -> String {
    let words = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let words: Vec<&str> = words.flat_map(str::split_whitespace).collect();
    words.join(" ").replace(" ,", ",").replace(" :", ":")
}

#[test]
fn the_matrix_shows_who_says_what() {
    let facts = ferry();
    let matrix = with_setting(|setting| super::matrix::matrix(&facts, setting));
    let matrix = matrix.expect("several outlets say several things");
    let outlets: Vec<&str> = matrix.outlets.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(outlets, ["The Gazette", "Harbour Wire", "Evil \"Times\"", "Courier & <Post>"]);
    let rows: Vec<String> = matrix
        .rows
        .iter()
        .map(|row| {
            let signs: String = row.marks.iter().map(|mark| mark.sign()).collect();
            format!("{signs} {} ({})", row.text, row.standing)
        })
        .collect();
    assert_eq!(
        rows,
        [
            "–●–○ The ferry hit a sandbank at dawn. (confirmed by 2 independent reports)",
            "●–✕– 30 people were aboard. (disputed)",
            "✕–○– 31 people were aboard. (disputed)",
        ]
    );
    let page = story_page(&facts);
    for words in ["<th scope=\"row\">30 people were aboard.", "says otherwise</span>", "<caption"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_matrix_of_one_outlet_or_claim_is_not_drawn() {
    let mut facts = ferry();
    facts.claims.truncate(1);
    assert!(!story_page(&facts).contains("Who says what"));
    let mut facts = ferry();
    facts.story.reports.retain(|report| report.outlet.0 == "gazette.example");
    assert!(!story_page(&facts).contains("Who says what"));
    facts.claims.clear();
    assert!(!story_page(&facts).contains("Who says what"));
}

/// The ferry's story with `text` wherever a source has a say.
fn saying(text: &str) -> StoryFacts {
    let mut facts = ferry();
    let brief = &mut facts.told.record.brief;
    let words = || vec![evidence("w1", text)];
    brief.kicker = Some(text.to_owned());
    brief.headline = said(text, words());
    brief.lede = vec![said(text, words())];
    brief.quotes = vec![Quote { words: said(text, words()), speaker: text.to_owned() }];
    // What is only white space counts as no caption and no credit.
    brief.images[0].image.caption = Some(format!("a{text}"));
    brief.images[0].image.credit = Some(format!("a{text}"));
    for report in &mut facts.story.reports {
        report.title = text.to_owned();
    }
    for claim in &mut facts.claims {
        claim.statement =
            Statement::new(text.to_owned(), claim.statement.evidence().to_vec()).unwrap();
    }
    facts
}

/// The names of all elements, opened and closed, in their order.
fn skeleton(html: &str) -> Vec<String> {
    let elements = html.split('<').skip(1);
    elements.map(|rest| rest.split([' ', '>', '\n']).next().unwrap().to_owned()).collect()
}

/// The page of a search that found nothing.
fn searched(query: &str, setting: &Setting<'_>) -> SearchPage {
    let typed = Typed { text: query.to_owned(), page: 1, ..Typed::default() };
    SearchPage::new(&typed, &typed.ask().query, &Answer::default(), setting)
}

fn every_page() -> Vec<String> {
    let counts = Counts { articles: 4, versions: 5, dropped: 1, stories: 2, published: 1 };
    with_setting(|setting| {
        vec![
            html(FrontPage::new(&front(12), None, setting)),
            html(FrontPage::new(&front(0), Some(date(2026, 11, 20)), setting)),
            html(ArchivePage::new(&[], setting)),
            html(AboutPage::new(&counts, &[], &tallies(), 1, setting)),
            html(searched("<script>alert(1)</script>", setting)),
            html(message::no_front_page(setting)),
            html(message::failed(StatusCode::NOT_FOUND, "<script>", setting)),
            html(SubjectPage::new(&section(), setting)),
            html(SubjectPage::new(&outlet(), setting)),
            html(TopicsPage::new(&names(), setting)),
        ]
        .into_iter()
        .chain([story_page(&ferry()), story_page_around(&ferry(), &around())])
        .collect()
    })
}

/// What two writers' briefs come to.
fn tallies() -> Vec<Tally> {
    let model = Writer::Model("looms-<7b>".to_owned());
    let withheld = [(ReasonKind::Name, 2), (ReasonKind::Number, 5)].into();
    let extractive = Tally { briefs: 3, written: 60, ..Tally::of_nothing(Writer::Extractive) };
    vec![extractive, Tally { briefs: 2, written: 40, replaced: 4, withheld, writer: model }]
}

#[test]
fn what_each_writer_wrote_and_what_was_withheld_is_public() {
    let counts = Counts { articles: 4, versions: 5, dropped: 1, stories: 2, published: 1 };
    let about = |tallies: &[Tally]| {
        with_setting(|setting| html(AboutPage::new(&counts, &[], tallies, 1, setting)))
    };
    let page = plain(&about(&tallies()));
    for words in [
        "The extractive writer 3 60 0 0",
        "looms-&#60;7b&#62; 2 40 4 7",
        "5 × a number, unit or currency that is not in the cited words 2 × a name",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("The extractive writer had sentences withheld"));
    assert!(!about(&[]).contains("What was written"));
}

fn story_page(facts: &StoryFacts) -> String {
    story_page_around(facts, &Around::default())
}

fn story_page_around(facts: &StoryFacts, around: &Around) -> String {
    let top = top_stories(Some(&front(2)), &facts.story.id);
    with_setting(|setting| html(StoryPage::new(facts, around, top, setting)))
}

fn with_setting<T>(make: impl FnOnce(&Setting<'_>) -> T) -> T {
    make(&setting(&look(), &registry()))
}

/// The page, with the hashes of stylesheet and script left out: a new colour does not change what a page says.
fn html(page: impl Template) -> String {
    let page = page.render().unwrap();
    let page = page.replace(crate::assets::stylesheet_address(), "/assets/newsloom.HASH.css");
    page.replace(crate::assets::script_address(), "/assets/newsloom.HASH.js")
}

/// The page without our one script, and without the one element of data that it may hold, which no browser runs.
fn without_data(page: &str) -> String {
    let page = page.replacen("<script src=\"/assets/newsloom.HASH.js\"></script>", "", 1);
    page.replacen("<script type=\"application/ld+json\">", "", 1)
}

/// What stands between nameplate and foot.
fn main_of(page: &str) -> String {
    let start = page.find("<main").unwrap();
    let end = page.find("</main>").unwrap();
    page[start..end].to_owned()
}

#[test]
fn sources_that_changed_are_told_with_what_changed() {
    let mut facts = ferry();
    let at = |time: &str| time.parse().unwrap();
    let revision = |edit, before: &str, after: &str| news::Revision {
        article: ArticleId("w1".to_owned()),
        outlet: OutletId("wire.example".to_owned()),
        headline: "Ferry <runs> aground".to_owned(),
        url: Some("https://wire.example/1".to_owned()),
        at: at("2026-11-20T09:30:00Z"),
        edit,
        title: Vec::new(),
        text: news::compare(before, after),
    };
    let note = "Correction: 31 were aboard.";
    facts.revisions = vec![
        revision(
            news::Edit::Correction(note.to_owned()),
            "It is said that some 30 <b>people</b> were aboard.",
            "It is said that some 31 <b>people</b> were aboard. Correction: 31 were aboard.",
        ),
        revision(news::Edit::Silent, "Nobody was hurt.", "One was hurt."),
    ];
    let page = story_page(&facts);
    let start = page.find("<section class=\"changes\"").unwrap();
    let end = page[start..].find("</section>").unwrap();
    insta::assert_snapshot!("changes", &page[start..start + end]);
    assert!(!story_page(&ferry()).contains("Sources that changed"));
}

#[test]
fn what_an_outlet_listed_twice_is_shown_and_counted_once() {
    let mut facts = ferry();
    let listed = story_page(&facts);
    let mut twice = facts.story.reports[0].clone();
    twice.article = ArticleId("w1-again".to_owned());
    twice.title = "Ferry aground, once more".to_owned();
    facts.story.reports.push(twice);
    let page = story_page(&facts);
    assert_eq!(main_of(&page), main_of(&listed));
}

#[test]
fn what_leads_on_from_a_story_stands_under_it() {
    let page = story_page_around(&ferry(), &around());
    let part = |start: &str, end: &str| {
        let start = page.find(start).unwrap();
        &page[start..start + page[start..].find(end).unwrap()]
    };
    insta::assert_snapshot!("onward", part("<section class=\"onward\"", "</section>"));
    // The topic is that of a newer brief than the one that is out: no link leads there.
    insta::assert_snapshot!("over", part("<header class=\"story-head\"", "</header>"));
    assert!(!story_page(&ferry()).contains("More on this"));
}

#[test]
fn the_origins_are_drawn_and_told() {
    let page = story_page(&ferry());
    let start = page.find("<section class=\"where-from\"").unwrap();
    let end = page[start..].find("</section>").unwrap();
    insta::assert_snapshot!("origins", &page[start..start + end]);
    let mut alone = ferry();
    alone.story.reports.truncate(1);
    assert!(!story_page(&alone).contains("Who reported first"));
}

#[test]
fn a_large_story_is_folded() {
    let mut facts = ferry();
    let wire = facts.story.reports[0].clone();
    let mut add = |id: String, origin: Option<&str>, relies: bool| {
        let mut report = wire.clone();
        report.article = ArticleId(id.clone());
        report.outlet = OutletId(format!("{id}.example"));
        report.owner = report.outlet.0.clone();
        report.reported = at("2026-11-20T10:00:00Z");
        report.origin = ArticleId(origin.unwrap_or(&id).to_owned());
        if relies {
            let to = news::TieTo::Article(ArticleId("w1".to_owned()));
            report.relies_on = vec![news::Tie { to, by: news::TieReason::Attribution }];
        }
        facts.story.reports.push(report);
    };
    for number in 0..20 {
        add(format!("copy{number}"), Some("w1"), false);
        add(format!("relying{number}"), None, true);
        add(format!("own{number}"), None, false);
    }
    let page = story_page(&facts);
    let marks = page.matches("class=\"mark ").count();
    assert!((10..=30).contains(&marks), "{marks} marks");
    for expected in ["+ 21 copies:", "more rely on it", "beside them"] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    // The table has them all.
    assert!(page.contains("relying19.example</a>") && page.contains("own19.example</a>"));
}

#[test]
fn the_front_page_has_sections_below_its_top_stories() {
    let mut facts = front(9);
    for (place, item) in facts.items.iter_mut().enumerate() {
        item.item.section =
            Some(["policy", "research", "gone"][place % 3].to_owned()).filter(|_| place < 9);
    }
    let mut look = look();
    look.top = 4;
    look.sections = crate::sample::sections();
    let registry = registry();
    let page = html(FrontPage::new(&facts, None, &setting(&look, &registry)));
    let (top, below) = page.split_once("<section class=\"rest\"").unwrap();
    assert_eq!(top.matches("<article").count(), 4, "{top}");
    let shape: Vec<&str> = below
        .split('<')
        .filter_map(|piece| {
            let is_title =
                piece.starts_with("a href=\"/section/") || piece.starts_with("h2 id=\"also");
            let is_story = piece.starts_with("a href=\"/story/");
            (is_title || is_story).then(|| piece.split('>').nth(1).unwrap())
        })
        .collect();
    let expected = [
        "Policy",
        "Policy",
        "Plain story number 6",
        "Research &#38; discoveries",
        "Research &#38; discoveries",
        "Plain story number 4",
        "Research &#38; discoveries",
        "Plain story number 7",
        "Also in the news",
        "Plain story number 5",
        "Plain story number 8",
        "Plain story number 9",
    ];
    assert_eq!(shape, expected);
    // Who has no sections sees none.
    assert!(!with_setting(|s| html(FrontPage::new(&facts, None, s))).contains("/section/"));
}

#[test]
fn the_page_of_a_section_shows_today_before_what_was() {
    let mut look = look();
    look.sections = crate::sample::sections();
    let registry = registry();
    let page = html(SubjectPage::new(&section(), &setting(&look, &registry)));
    insta::assert_snapshot!("section", main_of(&page));
    assert!(page.contains("aria-current=\"page\">Policy</a>"), "{page}");
    assert!(page.contains("href=\"/section/policy/feed.xml\""));
}

#[test]
fn the_page_of_an_outlet_says_what_it_is_and_did() {
    let page = with_setting(|setting| html(SubjectPage::new(&outlet(), setting)));
    insta::assert_snapshot!("outlet", main_of(&page));
}

#[test]
fn an_outlet_without_stories_is_not_judged() {
    let mut facts: SubjectFacts = outlet();
    facts.days.clear();
    facts.stories.clear();
    facts.tally = Some(Default::default());
    let page = with_setting(|setting| html(SubjectPage::new(&facts, setting)));
    assert!(
        page.contains("No story here rests on its reports yet.") && !page.contains("Corrected")
    );
}

#[test]
fn topics_and_names_are_listed() {
    let page = with_setting(|setting| html(TopicsPage::new(&names(), setting)));
    insta::assert_snapshot!("topics", main_of(&page));
    let empty = with_setting(|setting| html(TopicsPage::new(&Index::default(), setting)));
    assert!(empty.contains("Nothing has been published yet."));
}
