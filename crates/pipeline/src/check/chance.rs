//! How likely people hold a sentence for supported: trees over its signs, trained on their judgements.

use super::signs::{NAMES, Signs};
use crate::trained;
use serde::Deserialize;
use std::sync::LazyLock;

static STANDARD: LazyLock<Trees> = LazyLock::new(|| {
    Trees::read(include_str!("chance.json")).expect("compiled in, and read by a test")
});

/// No sentence that differs from its source is as sure as one that stands there, none as lost as one of which nothing does.
const BOUNDS: [f64; 2] = [0.01, 0.99];

/// What they add up to is the logarithm of the odds.
pub(super) struct Trees {
    base: f64,
    trees: Vec<Tree>,
}

enum Tree {
    Leaf(f64),
    /// Where the sign is at most the bound, and where it is more.
    Step {
        sign: usize,
        bound: f32,
        ways: Box<[Tree; 2]>,
    },
}

/// As `evals/check/train.py` writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    base: f64,
    trees: Vec<WrittenTree>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenTree {
    Leaf(f64),
    Step(String, f32, Box<WrittenTree>, Box<WrittenTree>),
}

impl Trees {
    /// Those of `chance.json`, which says how they were trained.
    pub(super) fn standard() -> &'static Trees {
        &STANDARD
    }

    /// Reads such a file; the error says what is wrong with it.
    fn read(file: &str) -> Result<Trees, String> {
        let written: Written = trained::weights(file).map_err(|error| error.to_string())?;
        let trees = written.trees.into_iter().map(Tree::read).collect::<Result<_, _>>()?;
        Ok(Trees { base: written.base, trees })
    }

    /// From 0.01 to 0.99.
    pub(super) fn chance(&self, signs: &Signs) -> f64 {
        let odds = self.trees.iter().fold(self.base, |odds, tree| odds + tree.adds(signs));
        (1.0 / (1.0 + (-odds).exp())).clamp(BOUNDS[0], BOUNDS[1])
    }
}

impl Tree {
    fn read(written: WrittenTree) -> Result<Tree, String> {
        match written {
            WrittenTree::Leaf(adds) => Ok(Tree::Leaf(adds)),
            WrittenTree::Step(name, bound, lower, higher) => {
                let sign = NAMES.iter().position(|(known, _)| *known == name);
                let sign = sign.ok_or_else(|| format!("there is no sign {name:?}"))?;
                let ways = Box::new([Tree::read(*lower)?, Tree::read(*higher)?]);
                Ok(Tree::Step { sign, bound, ways })
            }
        }
    }

    fn adds(&self, signs: &Signs) -> f64 {
        match self {
            Tree::Leaf(adds) => *adds,
            Tree::Step { sign, bound, ways } => {
                ways[usize::from(signs[*sign] > *bound)].adds(signs)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(trees: &str) -> String {
        format!("{{\"provenance\": {{}}, \"weights\": {{\"base\": 0.5, \"trees\": [{trees}]}}}}")
    }

    #[test]
    fn trees_add_up_to_odds() {
        let trees = file(r#"["matched", 0.5, -1.5, ["words", 8, 0.5, 1.5]], -0.5"#);
        let trees = Trees::read(&trees).expect("written for this test");
        let check = |matched: f32, words: f32, odds: f64| {
            let mut signs = [0.0; super::super::signs::COUNT];
            (signs[0], signs[10]) = (matched, words);
            let expected = 1.0 / (1.0 + (-odds).exp());
            assert!((trees.chance(&signs) - expected).abs() < 1e-9, "{matched} {words}");
        };
        check(0.5, 9.0, -1.5);
        check(0.6, 8.0, 0.5);
        check(0.6, 9.0, 1.5);
    }

    #[test]
    fn a_broken_file_is_refused_by_name() {
        let refused = |trees: &str| Trees::read(&file(trees)).err().unwrap_or_default();
        assert_eq!(refused(r#"["luck", 1, 0, 0]"#), "there is no sign \"luck\"");
        assert!(refused(r#"["matched", 1, 0]"#).contains("did not match"), "{}", refused("[1]"));
    }

    #[test]
    fn the_trees_that_ship_can_be_read() {
        assert!(Trees::standard().trees.len() > 50);
    }
}
