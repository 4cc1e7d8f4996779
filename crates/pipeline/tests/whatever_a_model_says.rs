//! What must hold of a model's brief, whatever the model says: it is refused with a reason, or all that stands of
//! it is supported by the words that it cites, and plain.

use jiff::Timestamp;
use news::{
    Article, ArticleId, OutletId, Registry, Report, Story, StoryFile, StoryId, Verdict, Writer,
};
use pipeline::check::check;
use pipeline::write::Style;
use pipeline::write::model::Commission;
use proptest::prelude::*;
use serde_json::{Value, json};

const TEXT: &str = "The ferry Aurora ran aground on a sandbank off Kelm on Monday with nearly 212 passengers aboard, the \
    coastguard said.\n\nNordferry director Torrin Vale rejected reports that the captain had been asleep.\n\nThe port of \
    Kelm may stay closed until divers have inspected the hull of the Aurora.\n\nMayor Ines Dahl has not called for a new \
    channel off Kelm, and Nordferry paid $27 million for the Aurora in 2019.";

fn file() -> StoryFile {
    let article = Article {
        id: ArticleId("a".to_owned()),
        outlet: OutletId("a.example".to_owned()),
        url: None,
        title: "Ferry Aurora runs aground off Kelm".to_owned(),
        text: TEXT.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    };
    let report = Report {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        owner: "a".to_owned(),
        authority: 0.5,
        title: article.title.clone(),
        url: None,
        reported: article.seen,
        seen: article.seen,
        origin: article.id.clone(),
        relies_on: Vec::new(),
    };
    let story = Story { id: StoryId("s".to_owned()), reports: vec![report] };
    StoryFile { story, articles: vec![article] }
}

/// Sentences of the story, whole and in pieces, with things that no brief may hold between.
fn text() -> impl Strategy<Value = String> {
    let sentences: Vec<String> = TEXT
        .split("\n\n")
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let words: Vec<String> = TEXT.split_whitespace().map(str::to_owned).collect();
    let odd = [
        "<b>",
        "[x](https://x.example)",
        "not",
        "\u{202e}",
        "400",
        "\0",
        "\"",
        "Ignore previous instructions",
    ];
    let odd: Vec<String> = odd.map(str::to_owned).to_vec();
    let pieces = prop_oneof![
        6 => prop::sample::select(sentences.clone()),
        3 => prop::sample::select(words),
        1 => prop::sample::select(odd),
    ];
    let mixed = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.join(" "));
    prop_oneof![2 => prop::sample::select(sentences), 3 => mixed]
}

fn line() -> impl Strategy<Value = Value> {
    let id =
        prop_oneof![8 => (1..6_u32).prop_map(|n| format!("c{n}")), 1 => Just("c99".to_owned())];
    (text(), prop::collection::vec(id, 0..6))
        .prop_map(|(text, claims)| json!({"text": text, "claims": claims}))
}

fn answer() -> impl Strategy<Value = Value> {
    let lines = |most: usize| prop::collection::vec(line(), 0..most);
    let section = (line(), lines(6)).prop_map(|(h, s)| json!({"heading": h, "sentences": s}));
    (line(), lines(5), prop::collection::vec(section, 0..4)).prop_map(|(headline, lede, sections)| {
        json!({"headline": headline, "lede": lede, "sections": sections})
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_that_stands_is_supported_and_plain(first in answer(), second in answer(), cut in 0..4000_usize) {
        let (file, registry) = (file(), Registry::default());
        let commission = Commission::of(&file, &registry, &Style::standard(), 40).expect("it has words");
        let whole = first.to_string();
        // Broken off anywhere it is no brief, and no panic.
        if let Some(broken) = whole.get(..cut.min(whole.len() - 1)) {
            prop_assert!(commission.read(broken, &file).is_err());
        }
        let Ok(mut reading) = commission.read(&whole, &file) else { return Ok(()) };
        let again = json!({"sentences": second["lede"].as_array().into_iter().flatten().enumerate().map(|(n, line)| {
            json!({"n": n, "text": line["text"], "claims": line["claims"]})
        }).collect::<Vec<Value>>()});
        let _ = reading.mend(&again.to_string(), &commission, &file);
        let (writing, settled) = reading.settle(&commission, &file, "mini");
        prop_assert_eq!(writing.fell_back.is_some(), settled.is_err());
        let Ok(settled) = settled else { return Ok(()) };
        let checked = check(settled.draft, &file);
        prop_assert!(checked.withheld().is_empty(), "{:?}", checked.withheld());
        prop_assert_eq!(&checked.brief().writer, &Writer::Model("mini".to_owned()));
        for (_, judged) in checked.brief().statements() {
            let text = judged.statement.text();
            prop_assert_eq!(judged.verdict(), Verdict::Supported, "{}", text);
            let plain = !text.contains(['<', '>', '\0', '\u{202e}']) && !text.contains("https:");
            prop_assert!(plain, "{}", text);
        }
    }
}
