//! How likely it is that an article reports the event of a story.
//!
//! A sum of small decision trees over [`features`](super::features), trained on labelled stories
//! (gradient boosting with logistic loss: Friedman 2001). The trees stand in `scorer.txt`, which
//! the program in `evals/threading` writes; its head says what it was trained on.

use super::features::{COUNT, Features};
use std::sync::LazyLock;

/// Marks a leaf.
const LEAF: u8 = u8::MAX;

/// After so many trees, a logarithm of the odds below which the case is lost and the others are not asked.
///
/// Each tree adds a twentieth of what is missing, so 15 say half and 45 nine tenths. On the labelled sets
/// these bounds change no story.
const LOST: [(usize, f32); 2] = [(15, -2.6), (45, -3.0)];

/// The trees that ship.
pub static STANDARD: LazyLock<Scorer> = LazyLock::new(|| {
    Scorer::read(include_str!("scorer.txt")).expect("a test reads the file that is compiled in")
});

/// The trees for where a sentence model is configured.
pub static WITH_MEANING: LazyLock<Scorer> = LazyLock::new(|| {
    Scorer::read(include_str!("scorer-with-meaning.txt"))
        .expect("a test reads the file that is compiled in")
});

/// A step down a tree, in preorder: the step for a lower value follows directly.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    /// Which feature is asked for, or [`LEAF`].
    feature: u8,
    /// Where the step for a higher value stands.
    higher: u16,
    /// The highest value that counts as lower; of a leaf, what it adds.
    value: f32,
}

/// The trees, and what is usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorer {
    base: f32,
    trees: Vec<Vec<Step>>,
    /// What the features are as a rule for an article of the story.
    together: Features,
    /// What they are as a rule for an article of another.
    apart: Features,
}

/// Why a file of trees could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadTrees {
    line: usize,
    why: String,
}

impl Scorer {
    /// Reads the form in which `evals/threading` writes them: lines `base N`, `together N…`, `apart N…`
    /// and `tree STEP…`, where a step is `FEATURE<N` or, for a leaf, `N`.
    pub fn read(text: &str) -> Result<Scorer, BadTrees> {
        let empty = [f32::NAN; COUNT];
        let mut scorer = Scorer { base: f32::NAN, trees: vec![], together: empty, apart: empty };
        for (line, words) in text.lines().enumerate() {
            let bad = |why: String| BadTrees { line: line + 1, why };
            let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
            match name {
                "base" => scorer.base = number(rest).map_err(bad)?,
                "together" => scorer.together = features(rest).map_err(bad)?,
                "apart" => scorer.apart = features(rest).map_err(bad)?,
                "tree" => scorer.trees.push(tree(rest).map_err(bad)?),
                "#" | "" => {}
                other => return Err(bad(format!("{other} is no part of a scorer"))),
            }
        }
        let usual = [scorer.base, scorer.together[0], scorer.apart[0]];
        if usual.iter().any(|value| value.is_nan()) {
            let why = "base, together or apart is missing".to_owned();
            return Err(BadTrees { line: text.lines().count(), why });
        }
        Ok(scorer)
    }

    /// The chance that the article belongs to the story, from 0 to 1.
    pub fn chance(&self, features: &Features) -> f32 {
        1.0 / (1.0 + (-self.log_odds(features)).exp())
    }

    /// For each feature, by how much the logarithm of the odds is higher than it were with the value
    /// that this feature has as a rule: of articles of another story when the two belong together by
    /// `join`, of articles of the same story when they do not.
    pub fn reasons(&self, features: &Features, join: f32) -> [f32; COUNT] {
        let usual = if self.chance(features) >= join { &self.apart } else { &self.together };
        let whole = self.log_odds(features);
        std::array::from_fn(|place| {
            let mut other = *features;
            other[place] = usual[place];
            whole - self.log_odds(&other)
        })
    }

    fn log_odds(&self, features: &Features) -> f32 {
        let mut odds = self.base;
        let mut done = 0;
        for (trees, lost) in LOST {
            let trees = trees.min(self.trees.len());
            odds += self.trees[done..trees].iter().map(|tree| value(tree, features)).sum::<f32>();
            done = trees;
            if odds < lost {
                return odds;
            }
        }
        odds + self.trees[done..].iter().map(|tree| value(tree, features)).sum::<f32>()
    }
}

fn value(tree: &[Step], features: &Features) -> f32 {
    let mut place = 0;
    loop {
        let step = tree[place];
        if step.feature == LEAF {
            return step.value;
        }
        let lower = features[usize::from(step.feature)] <= step.value;
        place = if lower { place + 1 } else { usize::from(step.higher) };
    }
}

fn number(word: &str) -> Result<f32, String> {
    word.parse().map_err(|_| format!("{word} is no number"))
}

fn features(words: &str) -> Result<Features, String> {
    let values: Vec<f32> = words.split_whitespace().map(number).collect::<Result<_, _>>()?;
    let count = values.len();
    values.try_into().map_err(|_| format!("{count} numbers, there are {COUNT} features"))
}

fn tree(words: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut words = words.split_whitespace();
    grow(&mut words, &mut steps)?;
    match words.next() {
        Some(word) => Err(format!("{word} follows a whole tree")),
        None => Ok(steps),
    }
}

fn grow<'a>(
    words: &mut impl Iterator<Item = &'a str>,
    steps: &mut Vec<Step>,
) -> Result<(), String> {
    let word = words.next().ok_or("the tree ends too early")?;
    let place = steps.len();
    let Some((feature, value)) = word.split_once('<') else {
        steps.push(Step { feature: LEAF, higher: 0, value: number(word)? });
        return Ok(());
    };
    let known = feature.parse::<u8>().ok().filter(|feature| usize::from(*feature) < COUNT);
    let feature = known.ok_or_else(|| format!("there is no feature {feature}"))?;
    steps.push(Step { feature, higher: 0, value: number(value)? });
    grow(words, steps)?;
    steps[place].higher = u16::try_from(steps.len()).map_err(|_| "the tree is too large")?;
    grow(words, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(value: f32) -> String {
        vec![value.to_string(); COUNT].join(" ")
    }

    fn scorer() -> Scorer {
        let trees = "tree 0<0.5 -1 1<2 1 3\ntree 0.5\n";
        let text = format!("# x\nbase -1\ntogether {}\napart {}\n{trees}", usual(1.0), usual(0.0));
        Scorer::read(&text).expect("written for this test")
    }

    #[test]
    fn trees_are_walked_down() {
        check(0.5, 9.0, -1.5);
        check(0.6, 2.0, 0.5);
        check(0.6, 2.1, 2.5);
    }

    #[track_caller]
    fn check(first: f32, second: f32, expected: f32) {
        let mut features = [0.0; COUNT];
        (features[0], features[1]) = (first, second);
        assert_eq!(scorer().log_odds(&features), expected, "{first} {second}");
        let chance = 1.0 / (1.0 + (-expected).exp());
        assert!((scorer().chance(&features) - chance).abs() < 1e-6);
    }

    #[test]
    fn a_reason_is_what_the_usual_value_would_change() {
        let mut features = [0.0; COUNT];
        (features[0], features[1]) = (0.6, 3.0);
        let reasons = scorer().reasons(&features, 0.5);
        assert_eq!(reasons[..3], [4.0, 2.0, 0.0]);
        let reasons = scorer().reasons(&[0.0; COUNT], 0.5);
        assert_eq!(reasons[..3], [-2.0, 0.0, 0.0]);
    }

    #[test]
    fn broken_files_are_named_by_line() {
        refused("base x", "line 1: x is no number");
        refused("base 1\ntree 0<1 2", "line 2: the tree ends too early");
        refused("tree 30<1 2 3", "line 1: there is no feature 30");
        refused("tree 1 2", "line 1: 2 follows a whole tree");
        refused("apart 1 2", "line 1: 2 numbers, there are 30 features");
        refused("bush 1", "line 1: bush is no part of a scorer");
        refused("base 1", "line 1: base, together or apart is missing");
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        assert_eq!(Scorer::read(text).map_err(|bad| bad.to_string()), Err(expected.to_owned()));
    }

    #[test]
    fn the_trees_that_ship_can_be_read() {
        Scorer::read(include_str!("scorer.txt")).expect("the file that ships is whole");
    }
}
