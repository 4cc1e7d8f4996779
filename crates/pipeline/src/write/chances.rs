//! How likely an editor who sums a story up takes over its words: learned from summaries by editors.

use crate::check::words::{Word, words_in};
use crate::claims::{Passage, Sources};
use crate::trained;
use std::collections::{BTreeMap, BTreeSet};

/// What a term is judged by, in the order of [`Term::values`]. Only how it is used counts, never
/// which word it is.
pub const VALUES: [&str; 15] = [
    "reports",
    "two reports",
    "three reports",
    "titles",
    "a title",
    "openings",
    "an opening",
    "often",
    "early",
    "function",
    "figure",
    "name",
    "reports, function",
    "titles, function",
    "openings, function",
];

/// A word of a story, or two words side by side, in the spelling in which texts are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// One stem or two.
    pub stems: Vec<String>,
    /// What it is judged by, see [`VALUES`].
    pub values: [f64; VALUES.len()],
    /// How likely an editor takes it over, from 0 to 1.
    pub chance: f64,
}

/// What one kind of term is weighed by.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Weighing {
    bias: f64,
    values: [f64; VALUES.len()],
}

impl Weighing {
    fn chance(&self, values: &[f64; VALUES.len()]) -> f64 {
        let sum: f64 = self.values.iter().zip(values).map(|(weight, value)| weight * value).sum();
        1.0 / (1.0 + (-self.bias - sum).exp())
    }
}

/// The weights of words and of pairs of words.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    words: Weighing,
    pairs: Weighing,
}

impl Weights {
    /// Those of `chances.json`, which says how they were trained (`evals/writing/train.py`).
    pub fn standard() -> Weights {
        Weights::read(include_str!("chances.json")).expect("compiled in, and read by a test")
    }

    /// Those of a file that `evals/writing/train.py` wrote.
    ///
    /// # Errors
    ///
    /// When the text is not such a file.
    pub fn read(file: &str) -> Result<Weights, serde_json::Error> {
        trained::weights(file)
    }
}

/// The terms of a story with their chances.
#[derive(Debug)]
pub(super) struct Chances {
    terms: BTreeMap<Vec<String>, usize>,
    chances: Vec<f64>,
}

impl Chances {
    pub(super) fn of(
        sources: &Sources<'_>,
        passages: &[Passage<'_>],
        weights: &Weights,
    ) -> Chances {
        let all = terms(sources, passages, weights);
        let chances = all.iter().map(|term| term.chance).collect();
        let numbered = all.into_iter().enumerate().map(|(at, term)| (term.stems, at));
        Chances { terms: numbered.collect(), chances }
    }

    /// The numbers of the terms in these words, each once: those of one word, those of two.
    pub(super) fn among(&self, words: &[Word]) -> [BTreeSet<usize>; 2] {
        [1, 2].map(|length| {
            let runs = words.windows(length).map(stems);
            runs.filter_map(|run| self.terms.get(&run).copied()).collect()
        })
    }

    /// The chance of a term, from 0 to 1.
    pub(super) fn of_term(&self, term: usize) -> f64 {
        self.chances[term]
    }
}

/// All terms of a story, words before pairs.
pub(super) fn terms(
    sources: &Sources<'_>,
    passages: &[Passage<'_>],
    weights: &Weights,
) -> Vec<Term> {
    let kinds = [(1, &weights.words), (2, &weights.pairs)];
    kinds
        .into_iter()
        .flat_map(|(length, weighing)| of_length(length, sources, passages, weighing))
        .collect()
}

fn stems(run: &[Word]) -> Vec<String> {
    run.iter().map(|word| word.stem.clone()).collect()
}

/// Where a term is used.
#[derive(Default)]
struct Use {
    origins: BTreeSet<usize>,
    titles: BTreeSet<usize>,
    openings: BTreeSet<usize>,
    sentences: usize,
    first: usize,
    function: usize,
    capital: usize,
    figure: bool,
}

fn of_length(
    length: usize,
    sources: &Sources<'_>,
    passages: &[Passage<'_>],
    weighing: &Weighing,
) -> Vec<Term> {
    let used = used(length, sources, passages);
    let reports: BTreeSet<usize> =
        sources.usable().map(|article| sources.origin(article).0).collect();
    let valued = used.into_iter().map(|(stems, used)| {
        let values = used.values(length, reports.len().max(1));
        Term { chance: weighing.chance(&values), stems, values }
    });
    valued.collect()
}

fn used(
    length: usize,
    sources: &Sources<'_>,
    passages: &[Passage<'_>],
) -> BTreeMap<Vec<String>, Use> {
    let mut all: BTreeMap<Vec<String>, Use> = BTreeMap::new();
    for passage in passages {
        let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
        for run in passage.words.windows(length) {
            let stems = stems(run);
            let used = all.entry(stems.clone()).or_insert_with(|| Use::begun(run, passage.place));
            used.note(run, passage.place, sources.origin(passage.article).0);
            used.sentences += usize::from(seen.insert(stems));
        }
    }
    for article in sources.usable() {
        for run in
            words_in(sources.tongue(article), &sources.articles()[article].title).windows(length)
        {
            if let Some(used) = all.get_mut(&stems(run)) {
                used.titles.insert(sources.origin(article).0);
            }
        }
    }
    all
}

impl Use {
    fn begun(run: &[Word], place: usize) -> Use {
        Use {
            first: place,
            function: run.iter().filter(|word| !word.is_content()).count(),
            figure: run.iter().any(Word::is_number),
            ..Use::default()
        }
    }

    fn note(&mut self, run: &[Word], place: usize, origin: usize) {
        self.origins.insert(origin);
        self.first = self.first.min(place);
        let capitals = run.iter().filter(|word| word.capital && !word.first).count();
        self.capital = self.capital.max(capitals);
        if place == 0 {
            self.openings.insert(origin);
        }
    }

    fn values(&self, length: usize, reports: usize) -> [f64; VALUES.len()] {
        let share = |of: &BTreeSet<usize>| of.len() as f64 / reports as f64;
        let yes = |it: bool| f64::from(u8::from(it));
        let (used, titles, openings) =
            (share(&self.origins), share(&self.titles), share(&self.openings));
        let function = self.function as f64 / length as f64;
        [
            used,
            yes(self.origins.len() > 1),
            yes(self.origins.len() > 2),
            titles,
            yes(titles > 0.0),
            openings,
            yes(openings > 0.0),
            (self.sentences.max(1) as f64).ln(),
            1.0 / (1.0 + self.first as f64),
            function,
            yes(self.figure),
            self.capital as f64 / length as f64,
            used * function,
            titles * function,
            openings * function,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::passages;
    use crate::write::tests::file_of_texts;

    #[test]
    fn what_all_say_first_is_likelier_than_what_one_adds() {
        let file = file_of_texts(&[
            "The ferry Aurora sank off Kelm on Monday. The crew had sung all night.",
            "The ferry Aurora sank at dawn. Nobody knows why yet.",
            "Divers found the ferry Aurora off Kelm.",
        ]);
        let sources = Sources::of(&file);
        let chances = Chances::of(&sources, &passages(&sources), &Weights::standard());
        let chance = |text: &str| {
            let [single, pairs] = chances.among(&words_in(crate::tongue::Tongue::English, text));
            let known = if pairs.is_empty() { single } else { pairs };
            known.into_iter().map(|term| chances.of_term(term)).fold(0.0, f64::max)
        };
        assert!(chance("ferry") > chance("dawn"));
        assert!(chance("dawn") > chance("sung"));
        assert!(chance("ferry Aurora") > chance("all night"));
        assert!(chance("unheard") == 0.0);
    }
}
