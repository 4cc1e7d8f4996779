//! How many words of each source a brief has taken, word for word.

use super::Style;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many words in the same order are taken as copied: shorter runs are what the language has for
/// everybody ("in the early hours of the morning"). The labelled sets count the same way.
const RUN: usize = 8;

/// Words kept back: a run that begins in one printed sentence and ends in the next is not seen. In the
/// labelled stories such runs add up to four words.
const UNSEEN: usize = 4;

/// Counts the words taken from each source, and knows where each run of words stands.
#[derive(Debug)]
pub(super) struct Budget {
    /// Hashes of all runs with the source that holds them, sorted.
    runs: Vec<(u64, usize)>,
    limits: Vec<usize>,
    /// What no source may exceed, whatever is printed.
    most: usize,
    spent: Vec<usize>,
}

impl Budget {
    pub(super) fn new(texts: &[&str], style: &Style) -> Budget {
        let mut runs = Vec::new();
        for (source, text) in texts.iter().enumerate() {
            runs.extend(hashes(&plain(text)).map(|hash| (hash, source)));
        }
        runs.sort_unstable();
        runs.dedup();
        let limit =
            |text: &&str| style.budget(text.split_whitespace().count()).saturating_sub(UNSEEN);
        let limits = texts.iter().map(limit).collect();
        let most = style.source_most_words.saturating_sub(UNSEEN);
        Budget { runs, limits, most, spent: vec![0; texts.len()] }
    }

    /// What printing `text` of source `from` takes from each source that holds its words.
    pub(super) fn cost(&self, text: &str, from: usize) -> BTreeMap<usize, usize> {
        let words = plain(text);
        let mut cost = self.runs_of(&words);
        cost.insert(from, words.len());
        cost
    }

    /// What printing words of our own takes: the runs of them that stand in a source.
    pub(super) fn copied(&self, text: &str) -> BTreeMap<usize, usize> {
        self.runs_of(&plain(text))
    }

    fn runs_of(&self, words: &[String]) -> BTreeMap<usize, usize> {
        let mut cost = BTreeMap::new();
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, hash) in hashes(words).enumerate() {
            for source in self.holders(hash) {
                let until = covered.entry(source).or_insert(0);
                *cost.entry(source).or_insert(0) += at + RUN - (*until).max(at);
                *until = at + RUN;
            }
        }
        cost
    }

    /// Whether every source can still bear it.
    pub(super) fn bears(&self, cost: &BTreeMap<usize, usize>) -> bool {
        cost.iter().all(|(source, words)| self.spent[*source] + words <= self.limits[*source])
    }

    /// Whether no source would be used beyond what is never exceeded.
    pub(super) fn bears_at_most(&self, cost: &BTreeMap<usize, usize>) -> bool {
        cost.iter().all(|(source, words)| self.spent[*source] + words <= self.most)
    }

    pub(super) fn spend(&mut self, cost: &BTreeMap<usize, usize>) {
        for (source, words) in cost {
            self.spent[*source] += words;
        }
    }

    /// The share of a source's budget that is gone, from 0 to 1.
    pub(super) fn used(&self, source: usize) -> f64 {
        self.spent[source] as f64 / self.limits[source].max(1) as f64
    }

    fn holders(&self, hash: u64) -> impl Iterator<Item = usize> {
        let from = self.runs.partition_point(|(known, _)| *known < hash);
        self.runs[from..].iter().take_while(move |(known, _)| *known == hash).map(|(_, s)| *s)
    }
}

/// Letters and digits in small letters; an apostrophe parts no word.
fn plain(text: &str) -> Vec<String> {
    let small = text.to_lowercase().replace(['\'', '’'], "");
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn hashes(words: &[String]) -> impl Iterator<Item = u64> {
    words.windows(RUN).map(|run| {
        // Its keys are fixed, so the same words give the same number in every run of the program.
        let mut hash = DefaultHasher::new();
        run.hash(&mut hash);
        hash.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str =
        "The ferry Aurora hit a sandbank off Kelm at dawn on Monday. All are safe.";
    const REPRINT: &str =
        "Wire: the ferry Aurora hit a sandbank off Kelm at dawn on Monday, we hear.";
    const OWN_WORDS: &str = "A boat ran aground near the port of Kelm.";

    #[test]
    fn a_reprint_pays_for_the_words_of_its_origin() {
        check("The ferry Aurora hit a sandbank off Kelm at dawn on Monday.", &[(0, 12), (1, 12)]);
        check("All are safe.", &[(0, 3)]);
    }

    #[test]
    fn words_of_our_own_take_only_what_runs_in_a_source() {
        let budget = Budget::new(&[ORIGINAL, REPRINT, OWN_WORDS], &Style::standard());
        let cost = |text: &str| budget.copied(text).into_iter().collect::<Vec<_>>();
        assert_eq!(cost("The Aurora ran aground at dawn; nobody was hurt."), []);
        let half = "Police said the ferry Aurora hit a sandbank off Kelm at dawn.";
        assert_eq!(cost(half), [(0, 10), (1, 10)]);
    }

    #[track_caller]
    fn check(text: &str, expected: &[(usize, usize)]) {
        let budget = Budget::new(&[ORIGINAL, REPRINT, OWN_WORDS], &Style::standard());
        let cost: Vec<(usize, usize)> = budget.cost(text, 0).into_iter().collect();
        assert_eq!(cost, expected, "{text}");
    }

    #[test]
    fn what_is_spent_is_gone() {
        let style = Style { source_words: 24, ..Style::standard() };
        let mut budget = Budget::new(&[ORIGINAL], &style);
        let cost = budget.cost("The ferry Aurora hit a sandbank off Kelm at dawn on Monday.", 0);
        assert!(budget.bears(&cost));
        budget.spend(&cost);
        assert!(!budget.bears(&cost));
        assert!((budget.used(0) - 0.6).abs() < 1e-9);
    }
}
