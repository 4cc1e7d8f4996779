//! How German sentences stand.

use super::{Footing, is_cut_off, is_garbled, outside_quotes};
use crate::check::words::{Kind, Word};
use crate::tongue::Sense;

/// Words that point back when a sentence begins with them.
const POINTERS: &str = "er sie es ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dies diese dieser dieses diesen diesem \
    jene jener jenes solche solcher solches beide und aber doch jedoch sondern denn so auch zudem ausserdem darüber dabei dafür dagegen \
    daher deshalb deswegen darum damit danach dann daraufhin davon davor dazu dort dorthin hier nun zuvor später allerdings hingegen \
    trotzdem dennoch unterdessen gleichzeitig zugleich weiter weiterhin inzwischen ebenfalls ebenso andere anderer anderen anderes \
    stattdessen somit folglich hinzu demnach demzufolge vielmehr weil obwohl woraufhin wobei wodurch darin daran darauf darunter \
    mittlerweile schliesslich letztere letzterer ersterer einer eine eines weitere weiterer genau ja nein nicht derselbe dieselbe damals seitdem zwar";

/// Nouns that, after the article, mean something told before.
const TOLD_BEFORE: &str = "entscheidung ankündigung urteil erklärung mitteilung stellungnahme bericht studie vorfall vereinbarung plan pläne \
    massnahme massnahmen vorschlag gruppe mann frau verdächtige verdächtiger verdächtigen unternehmen firma konzern behörde gesetz \
    zahl zahlen fall änderung änderungen behauptung vorwurf vorwürfe idee team ergebnis ergebnisse schritt beschluss antrag projekt \
    programm abkommen deal summe betrag preis dokument brief schreiben täter opfer paar duo liste sperrung bestellung lieferung \
    genehmigung forscher autoren ermittler entwurf auftrag vertrag kauf übernahme abstimmung prüfung";

/// Whose words these are, only the sentence before tells.
const BY_THEM: [&str; 6] = [
    " nach ihren Worten",
    " nach seinen Worten",
    " nach ihren Angaben",
    " nach seinen Angaben",
    " ihm zufolge",
    " ihr zufolge",
];

/// A sentence of fewer words seldom says anything, in a language that makes one word of several; the upper bound is that of
/// English.
const FEWEST_WORDS: usize = 5;
const MOST_WORDS: usize = 60;

pub(super) fn footing(text: &str, words: &[Word]) -> Footing {
    let count = text.split_whitespace().count();
    if !(FEWEST_WORDS..=MOST_WORDS).contains(&count) || !is_whole(text) {
        return Footing::Never;
    }
    let outside = outside_quotes(text, words);
    if outside.iter().any(|word| speaks_for_itself(&word.key)) {
        return Footing::Never;
    }
    match () {
        () if leans(text, &outside) => Footing::Leaning,
        () if points(&outside) => Footing::Pointing,
        () => Footing::Alone,
    }
}

/// Whether it begins and ends as a statement does, with all its quotation marks.
fn is_whole(text: &str) -> bool {
    let begins =
        text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"„»‚".contains(c));
    let bare = text.trim_end_matches(['"', '“', '”', '«', '‘', '\'', ')']);
    let ends = bare.ends_with('.') && !bare.ends_with("..");
    let count = |mark: char| text.matches(mark).count();
    let low = count('„') == count('“') + count('”') || count('"') > 0;
    let even = (count('"') + count('„')).is_multiple_of(2) || count('"') == 0;
    begins
        && ends
        && low
        && even
        && count('»') == count('«')
        && count('(') == count(')')
        && !is_garbled(text)
        && !text.contains("http")
        && !is_cut_off(bare)
        && ![" .", " ,", " in am ", " der in ", " von in "].iter().any(|gap| text.contains(gap))
}

/// First and second persons: the outlet speaks of itself, or to its reader.
fn speaks_for_itself(key: &str) -> bool {
    matches!(
        key,
        "ich"
            | "wir"
            | "uns"
            | "unser"
            | "unsere"
            | "unseren"
            | "unserem"
            | "unserer"
            | "mich"
            | "mir"
            | "mein"
            | "meine"
            | "du"
            | "dich"
            | "dir"
            | "euch"
    )
}

fn leans(text: &str, outside: &[&Word]) -> bool {
    if outside.len() < 2 {
        return true;
    }
    let first = outside[0];
    let quoted_first = text.starts_with(['"', '„', '»']);
    let pointer = POINTERS.split_whitespace().any(|word| word == first.key);
    (!quoted_first && (pointer || stands_alone(outside)))
        || outside.iter().any(|word| word.key == "hier")
        || BY_THEM.iter().any(|words| text.contains(words))
        || unnamed_person(outside)
}

/// Whether the article at its head is a pronoun: "Das kündigte Ode an".
fn stands_alone(outside: &[&Word]) -> bool {
    let article = matches!(outside[0].key.as_str(), "das" | "die" | "der" | "den" | "dem" | "dies");
    let next = outside[1];
    let number = next.is_number();
    let adjective =
        next.key.ends_with("en") || next.key.ends_with("er") || next.key.ends_with("es");
    article
        && !next.large
        && !number
        && (next.is(Sense::Says) || next.kind == Kind::Function && !adjective || has_particle(next))
}

/// Whether a verb stands with a prefix at the end of its clause, which only a finite verb does.
fn has_particle(word: &Word) -> bool {
    let own = crate::tongue::german::stem_of_small(&word.key);
    word.stem != own && word.stem.ends_with(&own)
}

/// Whether "er" or "sie" comes before anybody or anything that it could mean.
fn unnamed_person(outside: &[&Word]) -> bool {
    let pronoun =
        |word: &&Word| matches!(word.key.as_str(), "er" | "sie" | "ihn" | "ihm" | "ihnen");
    let own = |word: &&Word| pronoun(word) && !word.large;
    let Some(at) = outside.iter().position(own) else { return false };
    let before = &outside[..at];
    let someone = |word: &&&Word| {
        word.large
            && word.is_content()
            && !word.is_date()
            && (word.capital || word.is(Sense::Title) || word.is(Sense::SpeakerNoun))
    };
    let something = |word: &&&Word| word.large && word.is_content() && !word.is_date();
    match outside[at].key.as_str() {
        "sie" | "ihnen" => !before.iter().any(|word| something(&word)),
        _ => !before.iter().any(|word| someone(&word)),
    }
}

/// Whether its subject is the article and something told before: "Die Entscheidung".
fn points(outside: &[&Word]) -> bool {
    let article = matches!(outside[0].key.as_str(), "der" | "die" | "das" | "den" | "dem");
    let told = |word: &&Word| TOLD_BEFORE.split_whitespace().any(|noun| noun == word.key);
    let follows = outside.get(2).map_or("", |word| word.key.as_str());
    article
        && outside.get(1).is_some_and(told)
        && !matches!(
            follows,
            "der" | "des" | "von" | "im" | "in" | "über" | "für" | "aus" | "zur" | "zum"
        )
        && !outside.get(2).is_some_and(|word| word.capital && word.joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::words_in;
    use crate::tongue::Tongue;

    #[test]
    fn german_sentences_that_lean_are_told_from_those_that_stand() {
        check("Die Fähre Aurora lief im Morgengrauen vor Kelm auf Grund.", Footing::Alone);
        check("Er sagte, die Fähre habe Kelm pünktlich verlassen.", Footing::Leaning);
        check("Das kündigte Ministerin Ada Lund am Montag an.", Footing::Leaning);
        check("Das schwer beschädigte Schiff liegt vor Kelm.", Footing::Alone);
        check("Die Entscheidung fiel am Montag in Kelm.", Footing::Pointing);
        check("Die Entscheidung der Reederei fiel am Montag.", Footing::Alone);
        check("In einer Mitteilung dankte er der Besatzung.", Footing::Leaning);
        check("Die Reederei sagte, sie prüfe den Rumpf der Fähre.", Footing::Alone);
        check("„Die Besatzung hat alles getan“, sagte er am Montag.", Footing::Leaning);
        check("„Die Besatzung hat alles getan“, sagte Torrin Vale.", Footing::Alone);
        check("„Die Besatzung hat alles getan, sagte Torrin Vale.", Footing::Never);
        check("Wir haben die Fähre vor Kelm gesehen.", Footing::Never);
        check("Warum lief die Fähre vor Kelm auf Grund?", Footing::Never);
        check("", Footing::Never);
    }

    #[track_caller]
    fn check(sentence: &str, expected: Footing) {
        let words = words_in(Tongue::German, sentence);
        assert_eq!(footing(sentence, &words), expected, "{sentence}");
    }
}
