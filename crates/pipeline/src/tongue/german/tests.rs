use super::*;
use crate::check::dates::days_in;
use crate::check::numbers::quantities_in;
use crate::check::quoted::quoted;
use crate::check::words::words_in;
use crate::sentences::sentences_in;
use crate::tongue::Tongue;
use proptest::prelude::*;

#[test]
fn numbers_come_in_one_spelling() {
    numbers("1.234,5 und 1.234.567 und 12.000", "1234.5 1234567 12000");
    numbers("1,5 Millionen oder 1,5 Mio. Euro", "1500000 1500000€");
    numbers("3,2 Prozent, 3,2 %, 3,2 Prozentpunkte", "3.2% 3.2% 3.2points");
    numbers(
        "12 Mrd. Euro, zwölf Milliarden Euro, € 12 Milliarden",
        "12000000000€ 12000000000€ 12000000000€",
    );
    numbers("zweieinhalb Jahre und anderthalb Stunden", "2.5year 1.5hour");
    numbers(
        "zwanzigtausend, einundzwanzig, dreihundertfünf, zweitausenddreihundert",
        "20000 21 305 2300",
    );
    numbers("eine halbe Million, ein Dutzend, hundert", "500000 12 100");
    numbers("ein 60-jähriger Mann, dreitägige Reise, 60-Jähriger", "60year 3day 60year");
    numbers("um 14.30 Uhr, 14:30 Uhr, 20 Uhr", "14.3o\'clock 14.3o\'clock 20o\'clock");
    numbers("ein Mann, eine Fähre, eine Woche", "1week");
    numbers("hundertprozentig", "100%");
    numbers("Hundertschaft und Achtung, dreist", "");
    numbers("1.2.3.4 und 5,", "5");
    numbers("", "");
}

#[track_caller]
fn numbers(text: &str, expected: &str) {
    let found = quantities_in(Tongue::German, text);
    let shown: Vec<String> =
        found.iter().map(|q| format!("{}{}", q.value, q.unit.unwrap_or_default())).collect();
    assert_eq!(shown.join(" "), expected, "{text}");
}

#[test]
fn days_are_counted_from_the_report() {
    // A Wednesday.
    let report = "2027-01-06T10:00:00Z";
    days("am 3. März 2025 und am 3.3.2025, 03.03.25", None, "2025-03-03 2025-03-03 2025-03-03");
    days("am 5. Januar", Some(report), "2027-01-05");
    days(
        "am Montag, Dienstagabend und am kommenden Freitag",
        Some(report),
        "2027-01-04 2027-01-05 2027-01-08",
    );
    days("gestern, morgen, am Morgen", Some(report), "2027-01-05 2027-01-07");
    days("am Montag", None, "");
    days("am 31.2.2025", None, "");
}

#[track_caller]
fn days(text: &str, published: Option<&str>, expected: &str) {
    let published = published.map(|time| time.parse().expect("the table holds times"));
    let found = days_in(Tongue::German, text, published);
    let shown: Vec<String> = found.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(shown.join(" "), expected, "{text}");
}

#[test]
fn inflected_forms_share_a_stem() {
    alike("Häuser", "Hauses");
    alike("Regierungen", "Regierung");
    alike("sagte", "gesagt");
    alike("kritisierten", "kritisiert");
    alike("gestiegen", "steigt");
    alike("angenommen", "annehmen");
    alike("abzulehnen", "abgelehnt");
    alike("bestreitet", "bestritt");
    alike("schweren", "schwerer");
    let differ = |one: &str, other: &str| assert_ne!(stems(one), stems(other), "{one} {other}");
    differ("höher", "hoch");
    differ("steigen", "fallen");
    differ("kaufen", "verkaufen");
    differ("annehmen", "ablehnen");
}

#[track_caller]
fn alike(one: &str, other: &str) {
    assert_eq!(stems(one), stems(other), "{one} {other}");
}

fn stems(word: &str) -> String {
    let key = small_letters(word);
    if word.starts_with(char::is_uppercase) { stem(&key) } else { stem_of_small(&key) }
}

#[test]
fn a_verb_in_two_places_is_one() {
    let verb = |text: &str| words_in(Tongue::German, text)[1].stem.clone();
    let whole = stem_of_small("ablehnen");
    assert_eq!(verb("Kelm lehnte den Antrag der Reederei am Montag ab."), whole);
    assert_eq!(verb("Kelm lehnte den Antrag ab und ging."), whole);
    assert_ne!(verb("Kelm lehnte sich an die Wand."), whole);
}

#[test]
fn capitals_mark_names_only_where_no_common_noun_stands() {
    named("Die Regierung von Norlund hat am Montag ein Gesetz beschlossen.", "norlund");
    named("Das sagte Ministerin Ada Lindqvist in Kelm.", "ada lindqvist kelm");
    named("Nach Angaben der Hafenbehörde sank die Fähre vor der Küste.", "");
    named("Der Sprecher Peter Fischer lobte die Fischer.", "peter fischer");
    named("Die EU und der DGB streiten über das Warten.", "eu dgb");
    named("", "");
}

#[track_caller]
fn named(text: &str, expected: &str) {
    let words = words_in(Tongue::German, text);
    let shown: Vec<&str> = words
        .iter()
        .filter(|w| w.capital && w.is_content() && !w.is_date())
        .map(|w| w.key.as_str())
        .collect();
    assert_eq!(shown.join(" "), expected, "{text}");
}

#[test]
fn stops_within_a_sentence_do_not_end_it() {
    cut(
        "Am 3. März kam Dr. Lund nach Kelm. Sie blieb.",
        "Am 3. März kam Dr. Lund nach Kelm.|Sie blieb.",
    );
    cut("Es gab z. B. Öl, d. h. Treibstoff. Ende.", "Es gab z. B. Öl, d. h. Treibstoff.|Ende.");
    cut(
        "Das kostet 1,5 Mio. Euro bzw. Dollar. Kelm zahlt.",
        "Das kostet 1,5 Mio. Euro bzw. Dollar.|Kelm zahlt.",
    );
    cut("Es war der 20. Jahrestag. Viele kamen.", "Es war der 20. Jahrestag.|Viele kamen.");
    cut("Der Bau begann 2025. Danach ruhte er.", "Der Bau begann 2025.|Danach ruhte er.");
    cut("„Das ist gut.“ Sie ging.", "„Das ist gut.“|Sie ging.");
    cut("Beginn ist um 14.30 Uhr. Ende offen.", "Beginn ist um 14.30 Uhr.|Ende offen.");
}

#[track_caller]
fn cut(text: &str, expected: &str) {
    let shown: Vec<&str> =
        sentences_in(Tongue::German, text).into_iter().map(|span| &text[span]).collect();
    assert_eq!(shown.join("|"), expected, "{text}");
}

#[test]
fn contraries_are_found_by_stem() {
    let opposite = |one: &str, other: &str| are_opposite(&stems(one), &stems(other));
    assert!(opposite("gestiegen", "sank"));
    assert!(opposite("Gewinn", "Verlust"));
    assert!(opposite("abgelehnt", "annahm"));
    assert!(opposite("unsicher", "sicher"));
    assert!(!opposite("gestiegen", "stieg"));
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![any::<String>(), "(der|Ode|sagte|ab|3\\.|3\\.3\\.2025|1\\.234,5|„|“|»|«|ein|halbe|Million|Uhr|[ .,:-]|z\\. B\\.){0,40}"]) {
        let mut end = 0;
        for word in words_in(Tongue::German, &text) {
            prop_assert!(text.get(word.span.clone()).is_some());
            prop_assert!(word.span.start >= end.min(word.span.start));
            end = word.span.end;
        }
        for span in quoted(&text) {
            prop_assert!(text.get(span).is_some());
        }
        for span in sentences_in(Tongue::German, &text) {
            prop_assert!(!text[span].trim().is_empty());
        }
    }
}
