use crate::check::words::{Kind, Word, words};
use crate::tongue::Sense;

/// What a sentence says, as far as it is compared with sentences of another day: without the rarity of
/// its words, which changes with every report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    /// Stems of the words that carry meaning, each once, sorted; no numbers, no days.
    stems: Vec<String>,
    /// Numbers with their units, sorted.
    numbers: Vec<String>,
    /// Weekdays and months, sorted.
    days: Vec<String>,
    negations: usize,
}

/// Sentences whose stems overlap by this much (twice the shared over the sum) say the same, given that
/// numbers, days and denials agree: the bound by which sentences are grouped.
const SAME: f64 = 0.72;

/// Sentences of fewer words that carry meaning share most of them by chance: all must be the same then.
const FEWEST_WORDS: usize = 5;

/// A sentence that has this share of another one's stems tells that one too, whatever it adds.
const CONTAINED: f64 = 0.8;

impl Wording {
    pub(crate) fn of(words: &[Word]) -> Wording {
        let keys = |wanted: fn(&Kind) -> bool| {
            let mut keys: Vec<String> =
                words.iter().filter(|word| wanted(&word.kind)).map(|w| w.key.clone()).collect();
            keys.sort();
            keys
        };
        let content = words.iter().filter(|word| word.kind == Kind::Content);
        let mut stems: Vec<String> = content.map(|word| word.stem.clone()).collect();
        stems.sort();
        stems.dedup();
        Wording {
            stems,
            numbers: keys(|kind| matches!(kind, Kind::Number(_))),
            days: keys(|kind| matches!(kind, Kind::Weekday(_) | Kind::Month(_))),
            negations: words.iter().filter(|word| word.is(Sense::Denies)).count(),
        }
    }

    pub(crate) fn of_text(text: &str) -> Wording {
        Wording::of(&words(text))
    }

    /// The stems, by which sentences that may say the same are looked up.
    pub(crate) fn stems(&self) -> &[String] {
        &self.stems
    }

    /// Whether there is enough in it to know it again by its words alone.
    pub(crate) fn is_telling(&self) -> bool {
        self.stems.len() >= 3
    }

    /// How much both say the same, from 0 to 1; none when they do not.
    pub(crate) fn sameness(&self, other: &Wording) -> Option<f64> {
        let agree = self.numbers == other.numbers
            && self.days == other.days
            && self.negations == other.negations;
        agree.then(|| self.likeness(other)).flatten()
    }

    /// How much both say the same of another number, from 0 to 1; none when they do not.
    pub(crate) fn other_figure(&self, other: &Wording) -> Option<f64> {
        let differing =
            self.numbers.iter().filter(|number| !other.numbers.contains(number)).count();
        let counts = self.numbers.len() == other.numbers.len() && differing == 1;
        (counts && self.negations == other.negations).then(|| self.likeness(other)).flatten()
    }

    /// Whether it tells what `other` says, alone or with more beside it. Numbers and days that one of the two leaves out
    /// make no difference, others do.
    pub(crate) fn tells(&self, other: &Wording) -> bool {
        let has = |own: &[String], wanted: &[String]| wanted.iter().all(|one| own.contains(one));
        let agree = |own: &[String], others: &[String]| has(own, others) || has(others, own);
        let contained =
            shared(&self.stems, &other.stems) as f64 >= CONTAINED * other.stems.len() as f64;
        other.is_telling()
            && agree(&self.numbers, &other.numbers)
            && agree(&self.days, &other.days)
            && self.negations == other.negations
            && (contained || self.likeness(other).is_some())
    }

    fn likeness(&self, other: &Wording) -> Option<f64> {
        let (one, two) = (self.stems.len(), other.stems.len());
        let likeness = 2.0 * shared(&self.stems, &other.stems) as f64 / (one + two).max(1) as f64;
        let least = if one.min(two) < FEWEST_WORDS { 1.0 } else { SAME };
        (likeness >= least).then_some(likeness)
    }
}

/// How many texts two sorted lists share.
fn shared(one: &[String], other: &[String]) -> usize {
    one.iter().filter(|text| other.binary_search(text).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAN: &str =
        "The ferry Aurora ran aground off the harbour of Kelm on Monday with 30 aboard.";

    #[test]
    fn numbers_days_and_denials_decide() {
        check(RAN, "same tells");
        check(
            "On Monday the ferry Aurora with 30 aboard ran aground off Kelm's harbour.",
            "same tells",
        );
        check(&RAN.replace("30", "32"), "figure");
        check(&RAN.replace("Monday", "Tuesday"), "");
        check(&RAN.replace("ran", "did not run"), "");
        check("The harbour of Kelm is closed.", "");
        check("", "");
        let more = format!(
            "{} while its crew of four slept in their cabins below, officials in Norland said after an inquiry.",
            &RAN[..RAN.len() - 1]
        );
        check(&more, "tells");
        // A later report of the same leaves the day out.
        check(&RAN.replace(" on Monday", ""), "tells");
        // Two ferries, told in the same words.
        check("The barge Orion sank near the pier of Arlen on Monday with 30 aboard.", "");
    }

    /// What a sentence has to do with the one above.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (ran, other) = (Wording::of_text(RAN), Wording::of_text(text));
        let found = [
            (ran.sameness(&other).is_some(), "same"),
            (ran.other_figure(&other).is_some(), "figure"),
            (other.tells(&ran), "tells"),
        ];
        let found: Vec<&str> = found.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}
