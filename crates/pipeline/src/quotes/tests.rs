use super::{QuoteKind, quotes};
use proptest::prelude::*;

#[test]
fn speakers_stand_before_or_after_their_words() {
    check("“The bridge is safe,” Ada Ode said.", "The bridge is safe, < Ada Ode");
    check("“The bridge is safe,” said board member Ada Ode.", "The bridge is safe, < Ada Ode");
    check("Ada Ode said: “The bridge is safe.”", "The bridge is safe. < Ada Ode");
    check("“The bridge is safe,” according to Torrin Vale.", "The bridge is safe, < Torrin Vale");
    check("Ada Ode, who met Lund, called it “a very fine bridge”.", "a very fine bridge < Ada Ode");
    check("“Is it safe?” she asked.", "Is it safe? < she");
}

#[test]
fn a_speech_goes_on_with_its_speaker() {
    check(
        "“The bridge is safe,” Ada Ode said. “It always was.”",
        "The bridge is safe, < Ada Ode|It always was. < Ada Ode",
    );
    check("“One,” Ode said, “and two.”", "One, < Ode|and two. < Ode");
    check(
        "“The bridge is safe.\n\n“It always was,” Ode said.",
        "The bridge is safe. < |It always was, < Ode",
    );
}

#[test]
fn labels_are_no_quotations() {
    check("The play “Old Harbour” opens in Kelm.", "");
    check("", "");
}

#[test]
fn reported_words_need_no_marks() {
    let text = "Ada Ode said that the bridge was safe.";
    let found = quotes(text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, QuoteKind::Indirect);
    assert_eq!(&text[found[0].span.clone()], "the bridge was safe");
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let shown: Vec<String> = quotes(text)
        .into_iter()
        .filter(|quote| quote.kind != QuoteKind::Indirect)
        .map(|quote| {
            let speaker = quote.speaker.map_or("", |span| &text[span]);
            format!("{} < {speaker}", &text[quote.span])
        })
        .collect();
    assert_eq!(shown.join("|"), expected, "{text}");
}

proptest! {
    #[test]
    fn spans_hold_words(text in prop_oneof![any::<String>(), "(said|he|Ode|that|船|[“”\"., \\n]){0,40}"]) {
        for quote in quotes(&text) {
            prop_assert!(!text[quote.span].trim().is_empty());
            prop_assert!(quote.speaker.is_none_or(|span| text.get(span).is_some()));
            prop_assert!(quote.verb.is_none_or(|span| text.get(span).is_some()));
        }
    }
}
