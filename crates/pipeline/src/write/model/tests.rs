use super::super::Style;
use super::super::tests::{ferry, file_of_texts, shown};
use super::{Commission, Fallen, MOST_CLAIMS, Reading, Settled, Unreadable};
use news::{Instead, Registry, StoryFile, Writer, Writing};
use serde_json::{Value, json};

fn commission(file: &StoryFile) -> Commission {
    Commission::of(file, &Registry::default(), &Style::standard(), MOST_CLAIMS).unwrap()
}

/// The id of the claim that holds these words.
fn id(commission: &Commission, words: &str) -> String {
    let claim = commission.offered.iter().find(|claim| claim.text.contains(words));
    claim.unwrap_or_else(|| panic!("no claim holds {words:?}")).id.clone()
}

/// A sentence that names the claims which hold these words.
fn line(commission: &Commission, text: &str, claims: &[&str]) -> Value {
    let ids: Vec<String> = claims.iter().map(|words| id(commission, words)).collect();
    json!({"text": text, "claims": ids})
}

fn settled(reading: Reading, commission: &Commission, file: &StoryFile) -> (Writing, Settled) {
    let (writing, settled) = reading.settle(commission, file, "mini");
    (writing, settled.unwrap())
}

#[test]
fn the_question_holds_claims_and_no_page() {
    let question = commission(&ferry()).question().unwrap();
    insta::assert_snapshot!(question.system);
    let asked: Value = serde_json::from_str(&question.turns[0].text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&asked).unwrap());
    let text = &question.turns[0].text;
    assert!(!text.contains("praise Nordferry") && !text.contains("safest line"), "{text}");
    assert!(!text.contains("Read more") && !text.contains("(Wire)"), "{text}");
}

#[test]
fn the_question_is_bounded_whatever_the_story() {
    let style = Style { sheet: "Be brief.".to_owned(), ..Style::standard() };
    let texts: Vec<String> = (0..300)
        .map(|n| {
            format!("The harbour of Kelm{n} counted {n} ferries of Norland on Monday at noon.")
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let file = file_of_texts(&texts);
    let few = Commission::of(&file, &Registry::default(), &style, 7).unwrap();
    assert_eq!(few.offered.len(), 7);
    assert!(few.question().unwrap().system.ends_with("Style of this edition: Be brief."));
    let long = format!("The harbour of Kelm counted {} on Monday.", "many ferries and ".repeat(90));
    let long: Vec<String> = (0..60).map(|n| long.replace("many", &format!("{n}"))).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let many = Commission::of(&file_of_texts(&long), &Registry::default(), &style, 500).unwrap();
    let bytes: usize = many.offered.iter().map(|claim| claim.text.len()).sum();
    assert!(bytes <= 24_000, "{bytes}");
}

#[test]
fn true_sentences_stand_as_the_model_wrote_them() {
    let file = ferry();
    let commission = commission(&file);
    let line = |text, claims: &[&str]| line(&commission, text, claims);
    let answer = json!({
        "headline": line("Ferry Aurora ran aground off Kelm with 212 passengers aboard, coastguard said", &["212"]),
        "lede": [
            line("The ferry Aurora ran aground off Kelm on Monday with 212 passengers aboard, the coastguard said.", &["212"]),
            line("The port of Kelm will stay closed until divers have inspected the hull.", &["stay closed"]),
        ],
        "sections": [{
            "heading": line("background", &["broken rudder"]),
            "sentences": [
                line("Nordferry blamed a broken rudder for the accident.", &["broken rudder", "asleep"]),
                line("Nordferry director Torrin Vale rejected reports that the captain had been asleep.", &["asleep"]),
                // It says that already.
                line("Nordferry blamed a broken rudder for the accident.", &["broken rudder"]),
            ],
        }],
    });
    let reading = commission.read(&answer.to_string(), &file).unwrap();
    let failing = reading.failing().map(|(n, _, failure)| (n, &failure.judgement.reasons));
    assert_eq!(failing.collect::<Vec<_>>(), []);
    assert_eq!(reading.question_again(&commission, "x"), None);
    let (writing, settled) = settled(reading, &commission, &file);
    assert_eq!((writing.sentences, writing.left_out, writing.failed.len()), (7, 1, 0));
    assert_eq!(settled.draft.brief.writer, Writer::Model("mini".to_owned()));
    insta::assert_snapshot!(shown(&settled.draft.brief));
}

#[test]
fn false_sentences_go_back_once_and_are_then_replaced_or_withheld() {
    let file = ferry();
    let commission = commission(&file);
    let line = |text, claims: &[&str]| line(&commission, text, claims);
    let good = line(
        "The ferry Aurora ran aground off Kelm on Monday with 212 passengers aboard, the coastguard said.",
        &["212"],
    );
    let answer = json!({
        "headline": line("Ferry Aurora sinks off Kelm with 400 passengers aboard", &["212"]),
        "lede": [good, line("The port of Kelm will never open again.", &["stay closed"])],
        "sections": [{
            "heading": line("Captain was asleep", &["asleep"]),
            "sentences": [
                line("Nordferry blamed the mayor for the accident.", &["broken rudder"]),
                line("The captain had been asleep.", &["asleep"]),
                line("All passengers were brought ashore within three hours, coastguard captain Ada Lund said.", &["three hours"]),
                line("The sandbank has moved 300 metres towards the harbour since 2019, the hydrographic office warned.", &["300"]),
                json!({"text": "Nordferry is the safest line.", "claims": ["c99"]}),
                json!({"text": "Nordferry is the safest line.", "claims": []}),
            ],
        }],
    });
    let mut reading = commission.read(&answer.to_string(), &file).unwrap();
    let failing: Vec<usize> = reading.failing().map(|(n, ..)| n).collect();
    assert_eq!(failing, [0, 2, 3, 4, 5, 8, 9]);
    let again = reading.question_again(&commission, "what it said").unwrap();
    assert_eq!(again.turns.len(), 3);
    assert!(again.turns[2].text.contains("\"n\":4") && again.turns[2].text.contains("mayor"));
    reading.send_back();
    let mended = json!({"sentences": [
        {"n": 4, "text": "Nordferry blamed a broken rudder for the accident.", "claims": [id(&commission, "rudder")]},
        {"n": 1, "text": "What stood is not asked for.", "claims": ["c1"]},
        {"n": 77, "text": "There is no such sentence.", "claims": ["c1"]},
        {"n": 2, "text": "The port of Kelm opened on Tuesday.", "claims": [id(&commission, "stay closed")]},
    ]});
    reading.mend(&mended.to_string(), &commission, &file).unwrap();
    let (writing, settled) = settled(reading, &commission, &file);
    assert_eq!((writing.sent_back, writing.mended), (7, 1));
    let failed: Vec<(Instead, &str)> =
        writing.failed.iter().map(|failed| (failed.instead, failed.text.as_str())).collect();
    insta::assert_debug_snapshot!(failed);
    // What named no claim was held against nothing.
    assert_eq!(settled.set_aside.len(), 4);
    insta::assert_snapshot!(shown(&settled.draft.brief));
}

#[test]
fn a_brief_of_lies_falls() {
    let file = ferry();
    let commission = commission(&file);
    let lie = line(&commission, "The ferry Borealis sank off Kelm with 400 passengers.", &["212"]);
    let answer = json!({"headline": lie, "lede": [lie, lie], "sections": []});
    let reading = commission.read(&answer.to_string(), &file).unwrap();
    let (writing, settled) = reading.settle(&commission, &file, "mini");
    assert_eq!(settled.unwrap_err(), Fallen::Untrue { stood: 0, written: 2 });
    let why = writing.fell_back.unwrap();
    assert_eq!(why, "only 0 of the 2 sentences that it wrote stood before the check");
    let one = line(&commission, "The port of Kelm will stay closed.", &["stay closed"]);
    let answer = json!({"headline": one, "lede": [one], "sections": []});
    let reading = commission.read(&answer.to_string(), &file).unwrap();
    let (_, settled) = reading.settle(&commission, &file, "mini");
    assert!(matches!(settled, Err(Fallen::TooShort { words: 7, .. })), "{settled:?}");
}

#[test]
fn no_side_of_a_dispute_is_a_fact() {
    let file = ferry();
    let commission = commission(&file);
    let disputed = commission.offered.iter().filter(|claim| claim.disputed.is_some()).count();
    assert_eq!(disputed, 2);
    let sure = line(&commission, "Eleven passengers were injured.", &["Eleven"]);
    let told =
        line(&commission, "Eleven passengers were injured, the rescue service said.", &["Eleven"]);
    let answer = json!({"headline": sure, "lede": [sure, told], "sections": []});
    let reading = commission.read(&answer.to_string(), &file).unwrap();
    let failing: Vec<usize> = reading.failing().map(|(n, ..)| n).collect();
    assert_eq!(failing, [0, 1]);
}

#[test]
fn sources_are_copied_within_their_budget() {
    let sentence = |n: usize| {
        format!(
            "The harbour board of Kelm counted {n} ferries with {} passengers aboard on its pier of stone that day.",
            n * 7
        )
    };
    let text: Vec<String> = (11..40).map(sentence).collect();
    let file = file_of_texts(&[&text.join(" ")]);
    let commission = commission(&file);
    let lines: Vec<Value> = commission
        .offered
        .iter()
        .map(|claim| json!({"text": claim.text, "claims": [claim.id]}))
        .collect();
    let answer = json!({
        "headline": lines[0],
        "lede": lines[..2],
        "sections": [{"heading": {"text": "Background", "claims": ["c1"]}, "sentences": lines[2..14]}],
    });
    let reading = commission.read(&answer.to_string(), &file).unwrap();
    let (writing, settled) = reading.settle(&commission, &file, "mini");
    assert!(writing.left_out > 5, "{writing:?}");
    if let Ok(Settled { draft, .. }) = settled {
        let words: usize = draft.brief.sentences().map(|s| s.text().split(' ').count()).sum();
        assert!(words <= 90, "{words}");
    }
}

#[test]
fn an_answer_in_another_language_is_refused() {
    let file = ferry();
    let commission = commission(&file);
    let german = json!({"text": "Die Fähre ist am Montag vor Kelm auf eine Sandbank gelaufen, sagte die Küstenwache, und alle Reisenden wurden an Land gebracht.", "claims": ["c1"]});
    let answer = json!({"headline": german, "lede": [german, german], "sections": []});
    let error = commission.read(&answer.to_string(), &file).unwrap_err();
    let (asked, found) = ("en".to_owned(), "de".to_owned());
    assert_eq!(error, Unreadable::Language { asked, found });
}
