use super::*;
use jiff::Timestamp;
use jiff::civil::date;
use news::{
    Article, ArticleId, Brief, BriefImage, Disagreement, Enclosure, Entry, EntrySource, Evidence,
    Figure, FrontPage, Heading, Image, Judged, Judgement, Moment, OutletId, Part, Quote, Reason,
    ReasonKind, Report, Section, SourceTime, Statement, Term, Verdict, Writer,
};
use proptest::prelude::*;

/// How version 1 wrote a brief with something in every field.
const VERSION_1: &str = include_str!("../../fixtures/brief-1.json");

fn source() -> Article {
    Article {
        id: ArticleId("gazette-1".to_owned()),
        outlet: OutletId("gazette.example".to_owned()),
        url: None,
        title: "Ferry “Aurora” aground".to_owned(),
        text: "The ferry hit a sandbank at dawn. All 30 aboard are safe.".to_owned(),
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

fn judged(text: &str, part: Part, verdict: Verdict) -> Judged {
    let evidence = Evidence::of(&source(), part, 0..5).unwrap();
    let statement = Statement::new(text.to_owned(), vec![evidence]).unwrap();
    let reasons = match verdict {
        Verdict::Supported => Vec::new(),
        _ => {
            vec![Reason { kind: ReasonKind::Alignment, detail: "\"dawn\" is not there".to_owned() }]
        }
    };
    Judged { statement, judgement: Judgement { verdict, score: 0.1 + 0.2, reasons } }
}

/// A brief with something in every field.
fn full_brief() -> Brief<Judged> {
    let said = |text: &str| judged(text, Part::Text, Verdict::Supported);
    let image = Image {
        url: "https://gazette.example/1.jpg".to_owned(),
        credit: Some("Ada".to_owned()),
        caption: Some("The ferry".to_owned()),
    };
    Brief {
        kicker: Some("Shipping".to_owned()),
        headline: judged("Ferry runs aground", Part::Title, Verdict::Partly),
        lede: vec![said("The ferry hit a sandbank.")],
        sections: vec![
            Section {
                heading: Heading::Label("Background".to_owned()),
                sentences: vec![said("A")],
            },
            Section { heading: Heading::Stating(said("All are safe")), sentences: vec![said("B")] },
        ],
        quotes: vec![Quote { words: said("All are safe"), speaker: "Captain Bo".to_owned() }],
        disagreements: vec![Disagreement {
            about: "aboard".to_owned(),
            sides: vec![said("30"), said("31")],
        }],
        timeline: vec![Moment { date: date(2026, 11, 23), what: said("It ran aground.") }],
        figures: vec![Figure { label: "aboard".to_owned(), value: said("30") }],
        images: vec![BriefImage { image, article: source().id, section: Some(1) }],
        writer: Writer::Model("small-model".to_owned()),
    }
}

#[test]
fn a_brief_comes_back_whole() {
    let document = written(&BriefRow::from(&full_brief())).unwrap();
    let row: BriefRow = read("brief", &document).unwrap();
    assert_eq!(Brief::try_from(row).unwrap(), full_brief());
}

#[test]
fn briefs_of_version_1_stay_readable() {
    let row: BriefRow = read("brief", VERSION_1).unwrap();
    assert_eq!(Brief::try_from(row).unwrap(), full_brief());
}

#[test]
fn what_does_not_fit_is_named() {
    check(r#""writer":"model:small-model""#, r#""writer":"nobody""#, "\"nobody\" is not a writer");
    check(r#""verdict":"partly""#, r#""verdict":"maybe""#, "\"maybe\" is not a verdict");
    check("2026-11-23", "2026-13-23", "\"2026-13-23\" is not a date");
    check(r#""kind":"alignment""#, r#""kind":"mood""#, "\"mood\" is not what a reason is about");
}

#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    let document = written(&BriefRow::from(&full_brief())).unwrap().replace(from, to);
    let row: BriefRow = read("brief", &document).unwrap();
    assert_eq!(Brief::try_from(row).unwrap_err(), expected);
}

#[test]
fn a_document_that_is_not_json_names_its_row() {
    let error = read::<BriefRow>("brief 2 of story s", "{").err().unwrap().to_string();
    assert!(error.starts_with("brief 2 of story s: stored value cannot be read"), "{error}");
}

#[test]
fn a_tie_of_an_unknown_kind_is_named() {
    let document = r#"{"article":"a","outlet":"o","owner":"o","authority":"0.5","title":"t","url":null,
        "reported":"2026-11-23T08:30:00Z","seen":"2026-11-23T08:30:00Z","origin":"a",
        "relies_on":[{"to":{"outlet":"b"},"by":"rumour"}]}"#;
    let row: ReportRow = read("report", document).unwrap();
    assert_eq!(Report::try_from(row).unwrap_err(), "\"rumour\" is not how a tie shows");
}

#[test]
fn numbers_come_back_to_the_last_bit() {
    let values = [0.1 + 0.2, 1.0 / 3.0, f64::MIN_POSITIVE, -0.0, 1e300, f64::INFINITY];
    let terms = values.map(|value| Term { name: "t".to_owned(), value, weight: 1.0, note: None });
    let item = news::FrontItem {
        story: news::StoryId("s".to_owned()),
        version: 1,
        terms: terms.to_vec(),
        articles: 1,
        independent_reports: 1,
        news: None,
        names: Default::default(),
        section: None,
    };
    let page = FrontPage { at: Timestamp::UNIX_EPOCH, items: vec![item], below: Vec::new() };
    let row: FrontPageRow = read("page", &written(&FrontPageRow::from(&page)).unwrap()).unwrap();
    assert_eq!(FrontPage::from(row), page);
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(any::<String>())
}

prop_compose! {
    fn moments()(nanos in -1_000_000_000_000_000_000_i128..4_000_000_000_000_000_000,
        offset_minutes in -1439..1440) -> SourceTime
    {
        SourceTime { instant: Timestamp::from_nanosecond(nanos).unwrap(), offset_minutes }
    }
}

prop_compose! {
    fn entries()(id in maybe_text(), title in maybe_text(), content_html in maybe_text(),
        published in proptest::option::of(moments()), url in any::<String>(),
        media_type in maybe_text(), length in any::<Option<u64>>(),
        categories in proptest::collection::vec(any::<String>(), 0..3)) -> Entry
    {
        Entry {
            id, content_html, published, categories,
            title: title.clone(),
            image_credit: title.clone(),
            source: Some(EntrySource { title, url: media_type.clone() }),
            enclosures: vec![Enclosure { url, media_type, length }],
            ..Entry::default()
        }
    }
}

proptest! {
    #[test]
    fn any_entry_comes_back(entry in entries()) {
        let row: EntryRow = read("entry", &written(&EntryRow::from(&entry)).unwrap()).unwrap();
        prop_assert_eq!(Entry::from(row), entry);
    }

    #[test]
    fn any_article_comes_back(text in any::<String>(), byline in maybe_text(), seen in moments()) {
        let article =
            Article { text, byline, published: Some(seen), seen: seen.instant, ..source() };
        let row: ArticleRow = read("a", &written(&ArticleRow::from(&article)).unwrap()).unwrap();
        prop_assert_eq!(Article::from(row), article);
    }
}
