//! Figures that sources dispute: no sentence gives one as a fact.

use super::disagreements::Dispute;
use crate::check::words::{Kind, Word, words_in};
use crate::tongue::{Sense, Tongue};
use std::collections::HashSet;

/// A number without a unit from here on is hardly given twice by chance in one story.
const UNMISTAKABLE: f64 = 1000.0;

/// The disputed figures of a story.
#[derive(Debug, Default)]
pub(super) struct Disputed {
    figures: Vec<Figure>,
}

#[derive(Debug)]
struct Figure {
    /// Which dispute it is of.
    dispute: usize,
    value: f64,
    unit: Option<&'static str>,
    /// Stems of what is counted.
    things: HashSet<String>,
}

impl Disputed {
    pub(super) fn of(disputes: &[Dispute], tongue: Tongue) -> Disputed {
        let sides = disputes.iter().enumerate();
        let counted = sides.filter_map(|(at, known)| Some((at, known, known.counts.as_ref()?)));
        let figures = counted.flat_map(|(dispute, known, counts)| {
            let label = words_in(tongue, &known.about);
            let content = label.into_iter().filter(Word::is_content);
            let things: HashSet<String> = content.map(|word| word.stem).collect();
            counts.iter().map(move |count| Figure {
                dispute,
                value: count.value,
                unit: count.unit,
                things: things.clone(),
            })
        });
        Disputed { figures: figures.collect() }
    }

    /// The dispute of which a sentence gives a figure.
    pub(super) fn told_by(&self, words: &[Word]) -> Option<usize> {
        let gives = |figure: &&Figure| {
            let number = |word: &Word| match &word.kind {
                Kind::Number(q) => q.value == figure.value && q.unit == figure.unit,
                _ => false,
            };
            let plain = figure.unit.is_some() || figure.value >= UNMISTAKABLE;
            words.iter().any(number)
                && (plain || words.iter().any(|word| figure.things.contains(&word.stem)))
        };
        self.figures.iter().find(gives).map(|figure| figure.dispute)
    }
}

/// Whether a sentence says who says it.
pub(super) fn is_attributed(words: &[Word]) -> bool {
    words.iter().any(|word| word.is(Sense::Says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disputed_figure_is_known_by_number_and_thing() {
        check("All 12 passengers aboard the Aurora were hurt.", Some(0));
        check("The port of Kelm has 12 piers.", None);
        check("The repair costs about $27 million.", Some(1));
        check("The repair takes 27 million hours.", None);
    }

    #[track_caller]
    fn check(sentence: &str, expected: Option<usize>) {
        let figure = |dispute, value, unit, thing: &str| Figure {
            dispute,
            value,
            unit,
            things: HashSet::from([thing.to_owned()]),
        };
        let disputed = Disputed {
            figures: vec![figure(0, 12.0, None, "passenger"), figure(1, 27e6, Some("$"), "sum")],
        };
        assert_eq!(disputed.told_by(&words_in(Tongue::English, sentence)), expected, "{sentence}");
    }
}
