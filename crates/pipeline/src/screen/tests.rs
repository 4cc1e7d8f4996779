use super::*;
use jiff::Timestamp;
use news::{ArticleId, Outlet, OutletId};
use proptest::prelude::*;

fn article(title: &str, url: &str, section: &str, text: &str) -> Article {
    Article {
        id: ArticleId("a".to_owned()),
        outlet: OutletId("harbour.example".to_owned()),
        url: Some(url.to_owned()),
        title: title.to_owned(),
        text: text.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: Some("en-GB".to_owned()),
        section: Some(section.to_owned()),
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}

/// One outlet of which name and domains are known.
fn registry() -> Registry {
    Registry::new(vec![Outlet {
        name: "Harbour Post".to_owned(),
        domains: vec!["harbour.example".to_owned(), "harbourpost.example".to_owned()],
        ..Outlet::unknown("harbour.example")
    }])
}

/// The decision in one line: labels, or the reason.
fn decision(rules: &Rules, article: &Article) -> String {
    let screen = Screen::new(rules, None, &registry()).expect("written for this test");
    let screening = screen.screen(article);
    screening.dropped.unwrap_or_else(|| format!("kept [{}]", screening.labels.join(", ")))
}

#[test]
fn labels_come_from_title_address_section_and_text() {
    check_label("Pier closes after storm", "https://h.example/news/pier", "News", "Text.", "");
    check_label("Live updates: pier closes", "", "", "", "live blog");
    check_label("Pier closes", "https://h.example/opinion/2026/pier", "", "", "opinion");
    check_label("Opinion: the pier must stay", "", "", "", "opinion");
    check_label("The pier at dawn", "", "Opinion; Local", "", "opinion");
    check_label("The Long Pier – review", "", "", "", "review");
    check_label("Film review: The Long Pier", "", "", "", "review");
    check_label(
        "Pier Inc opens",
        "",
        "",
        "OLDPORT, Nov. 23 /PRNewswire/ -- Pier Inc",
        "press release",
    );
    check_label(
        "Court reviews the pier ruling",
        "https://h.example/news/live-music-on-the-pier",
        "",
        "",
        "",
    );
}

#[test]
fn labels_are_told_in_several_languages() {
    for (language, title, expected) in [
        ("de", "Liveticker: Hafen gesperrt", "live blog"),
        ("de", "Kommentar: Der Hafen muss bleiben", "opinion"),
        ("de", "Das Boot im Test", "review"),
        ("fr", "EN DIRECT : le port est fermé", "live blog"),
        ("fr", "Horoscope du jour", "horoscope"),
        ("fr", "Édito. Sauvons le port", "opinion"),
        ("es", "Última hora en directo: el puerto", "live blog"),
        ("it", "Rassegna stampa del porto", "roundup"),
        ("nl", "Opinie: de haven blijft", "opinion"),
        // Another language's mark is no mark.
        ("en", "Directo: a life", ""),
        ("en", "Actor dies at 91", "obituary"),
        ("en", "Weekly news quiz: ships and harbours", "quiz"),
        ("en", "Winning lottery numbers for Monday", "lottery"),
    ] {
        let language = Some(language.to_owned());
        let article = Article { language, ..article(title, "", "", "") };
        assert_eq!(decision(&Rules::none(), &article), format!("kept [{expected}]"), "{title}");
    }
}

#[test]
fn an_edition_about_something_drops_the_rest_and_says_why() {
    let topic = Topic::described(&["pier".to_owned()], &[]);
    let screen = Screen::new(&Rules::none(), topic, &registry()).expect("there are no rules");
    let pier = screen.screen(&article("The pier closes", "", "", ""));
    assert!(pier.is_kept() && pier.relevance.is_some_and(|relevance| relevance.score > 0.9));
    let glider = screen.screen(&article("Glider record", "", "", ""));
    let expected = "The relevance is 5 %, under 50 %: nothing for it.";
    assert_eq!(glider.dropped.as_deref(), Some(expected));
}

#[track_caller]
fn check_label(title: &str, url: &str, section: &str, text: &str, expected: &str) {
    let found = decision(&Rules::none(), &article(title, url, section, text));
    assert_eq!(found, format!("kept [{expected}]"), "{title} {url} {section}");
}

#[test]
fn standard_rules_drop_what_is_no_report() {
    check_drop(
        "The best Black Friday deals on boats",
        "",
        "The label \"deals\" is dropped: the title says \"best Black Friday deals\".",
    );
    check_drop(
        "Sail on",
        "https://h.example/sponsored/sail",
        "The label \"sponsored\" is dropped: the address says \"sponsored\".",
    );
    check_drop(
        "Morning briefing: pier, ferries, worms",
        "",
        "The label \"roundup\" is dropped: the title says \"Morning briefing\".",
    );
    check_drop(
        "Your horoscope for Monday",
        "",
        "The label \"horoscope\" is dropped: the title says \"Your horoscope\".",
    );
    check_drop("Deal reached over pier", "https://h.example/news/deal", "kept []");
    check_drop("Opinion: keep the pier", "", "kept [opinion]");
}

#[track_caller]
fn check_drop(title: &str, url: &str, expected: &str) {
    assert_eq!(decision(&Rules::standard(), &article(title, url, "", "")), expected, "{title}");
}

#[test]
fn rules_match_whole_words_in_any_case() {
    check_mute("pier", "The PIER closes", "The mute rule \"pier\" matches in the title.");
    check_mute("pier", "A happier day", "kept []");
    check_mute(
        "old  pier",
        "The old\npier closes",
        "The mute rule \"old  pier\" matches in the title.",
    );
    check_mute(
        "/pier(s|head)/",
        "At the pierhead",
        "The mute rule \"/pier(s|head)/\" matches in the title.",
    );
    check_mute("c++", "Learn C++ now", "The mute rule \"c++\" matches in the title.");
    check_mute("worms", "Pier closes", "The mute rule \"worms\" matches in the text.");
    check_mute("港口", "旧港口关闭", "The mute rule \"港口\" matches in the title.");
}

#[test]
fn rules_may_name_a_field() {
    check_mute(
        "title:pier",
        "The pier closes",
        "The mute rule \"title:pier\" matches in the title.",
    );
    check_mute("title:worms", "The pier closes", "kept []");
    check_mute("text:worms", "The pier", "The mute rule \"text:worms\" matches in the text.");
    check_mute(
        "author: Ada Byline",
        "Pier",
        "The mute rule \"author: Ada Byline\" matches in the author.",
    );
    check_mute("author:Ada", "Pier", "The mute rule \"author:Ada\" matches in the author.");
    check_mute("author:/^ada$/", "Pier", "kept []");
    check_mute("url:/\\/video\\//", "Pier", "kept []");
    check_mute(
        "Section:/^sport/",
        "Pier",
        "The mute rule \"Section:/^sport/\" matches in the section.",
    );
    for named in ["Harbour Post", "harbour post", "harbourpost.example", "www.harbour.example"] {
        let expected = format!("The mute rule \"outlet:{named}\" matches in the outlet.");
        check_mute(&format!("outlet:{named}"), "Pier", &expected);
    }
    check_mute("outlet:Harbour", "Pier", "kept []");
    check_mute(
        "outlet:/harbour/",
        "Pier",
        "The mute rule \"outlet:/harbour/\" matches in the outlet.",
    );
    // A phrase may hold a colon.
    check_mute("re:publica", "At re:publica", "The mute rule \"re:publica\" matches in the title.");
    check_mute("Live: pier", "Live: pier", "The mute rule \"Live: pier\" matches in the title.");
}

#[track_caller]
fn check_mute(rule: &str, title: &str, expected: &str) {
    let rules = Rules { mute: vec![rule.to_owned()], ..Rules::none() };
    let byline = Some("Ada Byline; Bo Writer".to_owned());
    let article = Article { byline, ..article(title, "", "Sport", "Worms did it.") };
    assert_eq!(decision(&rules, &article), expected, "{rule}");
}

#[test]
fn include_and_languages_keep_the_rest_out() {
    let pier = article("The pier closes", "", "", "");
    let include = Rules { include: vec!["ferry".to_owned(), "pier".to_owned()], ..Rules::none() };
    assert_eq!(decision(&include, &pier), "kept []");
    let glider = article("Glider record", "", "", "");
    assert_eq!(decision(&include, &glider), "No include rule matches in the article.");
    let german = Rules { languages: vec!["de".to_owned(), "FR".to_owned()], ..Rules::none() };
    assert_eq!(decision(&german, &pier), "The language is en-GB, not one of de, fr.");
    let unknown = Article { language: None, ..pier.clone() };
    assert_eq!(decision(&german, &unknown), "kept []");
    let english = Rules { languages: vec!["en".to_owned()], ..Rules::none() };
    assert_eq!(decision(&english, &pier), "kept []");
}

#[test]
fn a_bad_rule_is_named() {
    let named = |rules: Rules| {
        Screen::new(&rules, None, &registry()).err().map(|bad| bad.rule).unwrap_or_default()
    };
    assert_eq!(named(Rules { mute: vec!["/(/".to_owned()], ..Rules::none() }), "/(/");
    assert_eq!(named(Rules { include: vec!["  ".to_owned()], ..Rules::none() }), "  ");
    assert_eq!(
        named(Rules { mute: vec!["authors:Ada".to_owned()], ..Rules::none() }),
        "authors:Ada"
    );
    assert_eq!(named(Rules { mute: vec!["outlet:".to_owned()], ..Rules::none() }), "outlet:");
    assert_eq!(named(Rules { drop_labels: vec!["sport".to_owned()], ..Rules::none() }), "sport");
    assert_eq!(named(Rules::standard()), "");
}

proptest! {
    #[test]
    fn any_article_is_screened(title in "\\PC{0,60}", url in "\\PC{0,60}", text in "\\PC{0,900}") {
        decision(&Rules::standard(), &article(&title, &url, &title, &text));
    }

    #[test]
    fn any_phrase_makes_a_rule(rule in "[^/\\s]\\PC{0,30}[^/\\s]") {
        prop_assert!(Rule::new(&rule).is_ok());
    }
}
