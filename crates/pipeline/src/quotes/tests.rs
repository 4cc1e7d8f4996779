use super::{QuoteKind, quotes, quotes_in};
use crate::tongue::Tongue;
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
fn whoever_acts_speaks() {
    check(
        "In Kelm, Mayor Ada Ode called it “a very fine bridge”.",
        "a very fine bridge < Mayor Ada Ode",
    );
    check(
        "Mayor Ada Ode (North Kelm) said: “The bridge is safe.”",
        "The bridge is safe. < Mayor Ada Ode",
    );
    check(
        "As Vale left, many engineers called it “a very bad bridge”.",
        "a very bad bridge < many engineers",
    );
    check("The bridge has been called “a very fine one” by Ada Ode.", "a very fine one < Ada Ode");
    check(
        "Ada Ode met Torrin Vale and said, “The bridge is safe.”",
        "The bridge is safe. < Ada Ode",
    );
    check(
        "Vale slept on, Ada Ode said, adding, “The bridge is safe.”",
        "The bridge is safe. < Ada Ode",
    );
    check(
        "“Is the bridge safe?” said the woman, who knows Vale.",
        "Is the bridge safe? < the woman",
    );
    check(
        "“The bridge,” said the mayor, “is safe.”",
        "The bridge, < the mayor|is safe. < the mayor",
    );
    check("“Leave the bridge,” Ada Ode bellowed at them.", "Leave the bridge, < Ada Ode");
}

#[test]
fn letters_and_transcripts_name_the_speaker_beside_the_words() {
    check(
        "“The bridge is safe.” — Ada Ode\n“It is not.” — Torrin Vale",
        "The bridge is safe. < Ada Ode|It is not. < Torrin Vale",
    );
    check("\"ODE: The bridge is safe.\"", "The bridge is safe. < ODE");
}

#[test]
fn german_speakers_stand_before_or_after_their_words() {
    check_german(
        "„Die Brücke ist sicher“, sagte Ministerin Ada Lund am Montag in Kelm.",
        "Die Brücke ist sicher < Ministerin Ada Lund",
    );
    check_german("Ada Lund sagte: „Die Brücke ist sicher.“", "Die Brücke ist sicher. < Ada Lund");
    check_german("„Die Brücke ist sicher“, so Ada Lund.", "Die Brücke ist sicher < Ada Lund");
    check_german(
        "Am Montag sagte ein Sprecher der Polizei: »Die Brücke ist sicher.«",
        "Die Brücke ist sicher. < ein Sprecher der Polizei",
    );
    check_german(
        "„Die Brücke ist sicher“, erklärte der Vorsitzende der Gewerkschaft, Bernd Kessler.",
        "Die Brücke ist sicher < Bernd Kessler",
    );
    check_german(
        "Laut Ada Lund war die Brücke „zu keiner Zeit in Gefahr“.",
        "zu keiner Zeit in Gefahr < Ada Lund",
    );
    check_german(
        "„Ist die Brücke sicher?“, fragte sie. „Das ist sie“, antwortete Torrin Vale.",
        "Ist die Brücke sicher? < sie|Das ist sie < Torrin Vale",
    );
    check_german(
        "„Wir bauen neu“, kündigte Ministerin Lund an. „Und zwar noch in diesem Jahr.“",
        "Wir bauen neu < Ministerin Lund|Und zwar noch in diesem Jahr. < Ministerin Lund",
    );
    check_german(
        "Lund, die seit 2020 im Amt ist, sagte dem Sender NDK: „Wir haben viel gelernt.“",
        "Wir haben viel gelernt. < Lund",
    );
    check_german("Bekannt wurde Falk durch den Film „Das stille Ufer am Fluss“.", "");
}

#[track_caller]
fn check_german(text: &str, expected: &str) {
    let found = quotes_in(Tongue::German, text).into_iter();
    let shown: Vec<String> = found
        .filter(|quote| quote.kind != QuoteKind::Indirect)
        .map(|quote| {
            format!("{} < {}", &text[quote.span], quote.speaker.map_or("", |span| &text[span]))
        })
        .collect();
    assert_eq!(shown.join("|"), expected, "{text}");
}

#[test]
fn labels_are_no_quotations() {
    check("The play “Old Harbour” opens in Kelm.", "");
    check("Ada Ode spoke on Kelm Radio's “The Morning After Show,” and Vale said nothing.", "");
    check("State senator Ada “Dot” Ode said the bridge was safe.", "");
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
