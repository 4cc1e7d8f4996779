use super::*;
use news::{Outlet, OutletId, SourceTime, Tie, TieReason, TieTo};
use proptest::prelude::*;

const PIER: &str = "The harbour board of Oldport voted on Monday to close the wooden pier after divers found \
    that worms had eaten through most of its pillars, and said that ferries would leave from the northern \
    quay until a concrete replacement is finished in two years.";

pub(super) fn article(id: &str, outlet: &str, day: i64, title: &str, text: &str) -> Article {
    let reported =
        Timestamp::from_second(1_790_000_000 + day * 86_400).expect("written for this test");
    Article {
        id: ArticleId(id.to_owned()),
        outlet: OutletId(outlet.to_owned()),
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        byline: None,
        published: Some(SourceTime::utc(reported)),
        modified: None,
        language: Some("en".to_owned()),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: reported,
    }
}

pub(super) fn registry() -> Registry {
    let owned = |id: &str, name: &str| Outlet {
        name: name.to_owned(),
        owner: Some("Seaside Media".to_owned()),
        domains: vec![id.to_owned()],
        ..Outlet::unknown(id)
    };
    Registry::new(vec![
        owned("post.example", "Harbour Post"),
        owned("coast.example", "Coast Radio"),
    ])
}

fn threader() -> Threader {
    Threader::new(Thresholds::standard(), registry())
}

/// Places the articles and names the stories a, b, c … in the order in which they start.
fn stories(articles: &[Article]) -> String {
    let mut threader = threader();
    let mut known: Vec<StoryId> = Vec::new();
    let letters = articles.iter().map(|article| {
        let story = threader.place(article).story;
        let place = known.iter().position(|id| *id == story).unwrap_or_else(|| {
            known.push(story);
            known.len() - 1
        });
        char::from(b'a' + u8::try_from(place).expect("written for this test"))
    });
    letters.collect()
}

#[test]
fn headlines_alone_find_their_story() {
    let days_and_titles = [
        (0, "Oldport closes wooden pier after divers find worms"),
        (0, "Glider crosses the Alps in record time"),
        (1, "Worms force Oldport to close its wooden pier"),
        (1, "Glider pilot tells of record crossing of the Alps"),
        (29, "Oldport closes wooden pier after divers find worms"),
        (0, "У Олдпорте закрыли деревянный причал"),
        (0, "В Олдпорте закрывают деревянный причал"),
        (0, "旧港木码头因蛀虫关闭"),
        (0, "旧港因蛀虫关闭木码头"),
        (0, ""),
        (0, ""),
    ];
    let articles: Vec<Article> = days_and_titles
        .iter()
        .enumerate()
        .map(|(number, (day, title))| article(&number.to_string(), "", *day, title, ""))
        .collect();
    assert_eq!(stories(&articles), "ababcddeefg");
}

#[test]
fn reprints_name_their_origin_and_quotations_do_not() {
    let quote = "\"We cannot let people walk over pillars that are hollow, and nobody who saw the pictures \
        which the divers brought up would ask us to wait for another winter,\" said Ana Brandt, the mayor.";
    let footer = "Harbour Post is free to read for all. Support it with a subscription. Write to the desk at \
        any hour, and follow it wherever you like. Terms apply and all times are those of Oldport.";
    let other = "Passengers of the island ferries will have to walk further from next week, because \
        Oldport shuts its old landing place. Traders in Quay Street fear for their summer.";
    check("the text itself", &[PIER], PIER, Some(0));
    check(
        "cut, with local news",
        &[PIER],
        &format!("OLDPORT (AP) -- {}\n\nIn our town nothing changes.", &PIER[..200]),
        Some(0),
    );
    check(
        "single words changed",
        &[PIER],
        &PIER.replace(" wooden", " old").replace("most of", "many of"),
        Some(0),
    );
    check("its own words", &[PIER], other, None);
    check("a quotation", &[&format!("{PIER}\n\n{quote}")], &format!("{other}\n\n{quote}"), None);
    check("a footer", &[&format!("{PIER}\n\n{footer}")], &format!("{other}\n\n{footer}"), None);
    check("no text", &[""], "", None);
    check("a copy of a copy", &[PIER, PIER], PIER, Some(0));
}

#[track_caller]
fn check(what: &str, earlier: &[&str], text: &str, expected: Option<usize>) {
    let mut threader = threader();
    for (number, text) in earlier.iter().enumerate() {
        threader.place(&article(&number.to_string(), "", 0, "Pier closes in Oldport", text));
    }
    let origin = threader.place(&article("new", "", 0, "Oldport shuts its pier", text)).origin;
    let expected = expected.map_or("new".to_owned(), |number| number.to_string());
    assert_eq!(origin.0, expected, "{what}");
}

#[test]
fn ties_name_owner_attribution_and_link() {
    let mut threader = threader();
    let title = "Oldport closes wooden pier after divers find worms";
    let first = Article {
        url: Some("https://post.example/pier".to_owned()),
        ..article("1", "post.example", 0, title, PIER)
    };
    assert_eq!(threader.place(&first).relies_on, []);
    let tie = |to: &str, by| Tie { to: TieTo::Outlet(OutletId(to.to_owned())), by };
    let sibling = article("2", "coast.example", 0, title, "");
    assert_eq!(threader.place(&sibling).relies_on, [tie("post.example", TieReason::Owner)]);
    let hearsay = article("3", "blog.example", 0, title, "It closes, Harbour Post first reported.");
    let expected = [tie("post.example", TieReason::Attribution)];
    assert_eq!(threader.place(&hearsay).relies_on, expected);
    threader.place(&article("ap", "Associated Press", 0, "Glider crosses the Alps", ""));
    let wire = article("5", "blog.example", 0, title, "OLDPORT (AP) -- The board met.");
    assert_eq!(threader.place(&wire).relies_on, [tie("Associated Press", TieReason::Attribution)]);
    let linked = Article {
        named_source: Some("Coast Radio".to_owned()),
        url: first.url.clone(),
        ..article("4", "hub.example", 0, title, "")
    };
    let to_first = Tie { to: TieTo::Article(ArticleId("1".to_owned())), by: TieReason::Link };
    let expected = [to_first, tie("coast.example", TieReason::Link)];
    assert_eq!(threader.place(&linked).relies_on, expected);
}

/// Forty articles of eight events, some of them reprints.
pub(super) fn stream() -> Vec<Article> {
    let events =
        ["pier worms ferries", "glider Alps record", "bakery strike flour", "comet telescope tail"];
    let numbered = (0..40).map(|number| {
        let event = events[number % 4];
        let text = if number % 3 == 0 { PIER } else { "" };
        let day = i64::try_from(number / 8).expect("written for this test");
        article(&number.to_string(), "post.example", day, &format!("{event} day {day}"), text)
    });
    numbered.collect()
}

#[test]
fn restoring_leaves_the_window_as_placing_did() {
    let (mut placed, mut restored) = (threader(), threader());
    for (number, article) in stream().iter().enumerate() {
        let placement = placed.place(article);
        restored.restore(article, Vec::new(), &placement.story, &placement.origin);
        if number == 20 {
            placed.forget_before(article.seen);
            restored.forget_before(article.seen);
        }
    }
    for (number, article) in stream().into_iter().enumerate() {
        let next = Article { id: ArticleId(format!("next {number}")), ..article };
        assert_eq!(restored.place(&next), placed.place(&next), "{number}");
    }
}

#[test]
fn an_article_keeps_its_story_whatever_its_version_says() {
    let mut threader = threader();
    let first = threader.place(&article("1", "", 0, "Oldport closes wooden pier", PIER));
    threader.place(&article("2", "", 0, "Glider crosses the Alps", "Another text altogether."));
    let again = threader.place(&article("1", "", 0, "Glider crosses the Alps", ""));
    assert_eq!((again.story, again.origin), (first.story, first.origin));
    let decided = StoryId("an editor's".to_owned());
    threader.restore(
        &article("3", "", 0, "Comet shows its tail", ""),
        Vec::new(),
        &decided,
        &ArticleId("3".to_owned()),
    );
    assert_eq!(threader.place(&article("4", "", 0, "Comet shows long tail", "")).story, decided);
}

#[test]
fn what_left_the_window_is_forgotten() {
    let mut threader = threader();
    for article in stream() {
        threader.place(&article);
    }
    threader.forget_before(
        Timestamp::from_second(1_790_000_000 + 90 * 86_400).expect("written for this test"),
    );
    let kept = (threader.stories.places().len(), threader.placed.places().len());
    assert_eq!((kept, threader.numbers.len()), ((0, 0), 0));
    let late = threader.place(&article("late", "", 90, "pier worms ferries", PIER));
    assert_eq!(late.origin.0, "late");
}

/// A scripted embedder: what is about one thing lies about one axis, a little aside in each language.
fn scripted(event: usize, language: usize) -> Vec<f32> {
    let mut vector = vec![0.02; 72];
    vector[event] = 0.9;
    vector[64 + language] = 0.3;
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    vector.into_iter().map(|number| number / length).collect()
}

#[test]
fn reports_of_one_event_in_several_languages_join_one_story() {
    let mut threader = Threader::with_meaning(Thresholds::standard(), registry());
    let reports = [
        ("en", "Oldport closes its wooden pier after worms", 0),
        ("en", "Glider crosses the Alps in record time", 1),
        ("de", "Holzpfeiler zerfressen: Seebrücke gesperrt", 0),
        ("fr", "Un planeur franchit les montagnes plus vite que jamais", 1),
        ("es", "Cierran el muelle por los gusanos de la madera", 0),
        ("de", "Bäcker legen wegen teuren Mehls die Arbeit nieder", 2),
        ("fr", "La jetée en bois fermée, les ferries déplacés", 0),
    ];
    let languages = ["en", "de", "fr", "es"];
    // A day has other news too.
    for event in 3..60 {
        let title = format!(
            "{} number {event} opens at {}",
            ["Shop", "School", "Mill"][event % 3],
            event * 7
        );
        let told = article(&format!("other {event}"), "post.example", 0, &title, "");
        threader.place_with(&told, scripted(event, 0));
    }
    let mut placed: Vec<(usize, StoryId)> = Vec::new();
    for (number, (language, title, event)) in reports.into_iter().enumerate() {
        let outlet = format!("{language}{number}.example");
        let told = article(&number.to_string(), &outlet, 0, title, "");
        let told = Article { language: Some(language.to_owned()), ..told };
        let place = languages.iter().position(|known| *known == language).expect("one of them");
        let placement = threader.place_with(&told, scripted(event, place));
        placed.push((event, placement.story));
    }
    for (event, story) in &placed {
        for (other, its_story) in &placed {
            assert_eq!(event == other, story == its_story, "{placed:#?}");
        }
    }
}

#[test]
fn restoring_with_vectors_leaves_the_window_as_placing_did() {
    let window = || Threader::with_meaning(Thresholds::standard(), registry());
    let (mut placed, mut restored) = (window(), window());
    for (number, article) in stream().iter().enumerate() {
        let vector = if number % 5 == 0 { Vec::new() } else { scripted(number % 4, number % 3) };
        let (placement, _) = placed.place_among(article, vector.clone());
        restored.restore(article, vector, &placement.story, &placement.origin);
        if number == 20 {
            placed.forget_before(article.seen);
            restored.forget_before(article.seen);
        }
    }
    for (number, article) in stream().into_iter().enumerate() {
        let next = Article { id: ArticleId(format!("next {number}")), ..article };
        let vector = scripted(number % 8, 1);
        let again = restored.place_among(&next, vector.clone());
        assert_eq!(again, placed.place_among(&next, vector), "{number}");
    }
}

proptest! {
    #[test]
    fn any_articles_are_placed(texts in prop::collection::vec(("\\PC{0,40}", "\\PC{0,200}", -9_i64..9), 0..12)) {
        let articles: Vec<Article> = texts.iter().enumerate().map(|(number, (title, text, day))| {
            article(&number.to_string(), title, *day, title, text)
        }).collect();
        prop_assert_eq!(stories(&articles), stories(&articles));
    }
}
