use super::*;

#[test]
fn a_text_says_its_language() {
    check("The ferry Aurora ran aground off the harbour of Kelm, and all aboard were saved.", "en");
    check(
        "Die Fähre Aurora ist vor dem Hafen von Kelm auf Grund gelaufen, alle wurden gerettet.",
        "de",
    );
    check(
        "Prom Aurora osiadł na mieliźnie u wybrzeży Kelm, wszyscy pasażerowie zostali uratowani.",
        "pl",
    );
    check("", "en");
    check("Kelm 2027", "en");
    assert_eq!(Tongue::of(Some("de-AT"), "Kelm 2027"), Tongue::German);
    assert_eq!(Tongue::of(Some("uk"), "The ferry of the port and the crew"), Tongue::English);
    assert_eq!(Tongue::of_code("Polski"), None);
    assert_eq!(Tongue::of_code("pl-PL"), Some(Tongue::Other(*b"pl")));
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(Tongue::of(None, text).code(), expected, "{text}");
}

#[test]
fn a_sentence_is_in_the_language_of_its_sources_unless_it_shows_another() {
    let of = |sources: Tongue, sentence: &str, shared: f64| sources.of_sentence(sentence, shared);
    assert_eq!(of(Tongue::English, "Prices fell in Kelm.", 0.0), Tongue::English);
    let german = "Die Preise sind in Kelm nach Angaben der Regierung nicht gefallen.";
    assert_eq!(of(Tongue::English, german, 0.1), Tongue::German);
    assert_eq!(of(Tongue::German, german, 0.1), Tongue::German);
    let english = "The government said that prices had not fallen in the port of Kelm.";
    assert_eq!(of(Tongue::German, english, 0.1), Tongue::English);
}

#[test]
fn short_texts_are_guessed_by_their_small_words() {
    let is_german = |text: &str| Tongue::guess(text) == Tongue::German;
    assert!(is_german("Die Fähre ist vor dem Hafen gesunken."));
    assert!(!is_german("The war in the north was over, and Ludwig van der Berg came home."));
    assert!(!is_german("Fähre sinkt"));
    assert!(!is_german(""));
}
