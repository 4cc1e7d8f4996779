//! How likely it is that an article reports the event of a story.
//!
//! A sum of small decision trees over [`features`](super::features), trained on labelled stories
//! (gradient boosting with logistic loss: Friedman 2001). The trees stand in `scorer.txt`, which
//! the program in `evals/threading` writes; its head says what it was trained on.

mod block;

use super::features::{COUNT, Features};
use block::{Block, MOST_LEAVES, MOST_TREES, Tree};
use std::sync::LazyLock;

/// A look at the race of the open stories for an article, after so many trees. Odds are their logarithms.
struct Stage {
    trees: usize,
    /// Odds below which a story is out.
    least: f32,
    /// How far behind the first a story is out.
    behind: f32,
    /// Odds from which on the last one in the race has won.
    enough: f32,
}

/// The looks, for a `join` of 0.4 ([`USUAL_BAR`]); for another they move with it.
///
/// Set so that with 0.05 to spare no article of the four labelled sets, nor of streams of 10,000 made from
/// two of them, goes elsewhere than by all trees: 183,000 comparisons, in 643 of the 1,800 trees that six stories have.
const STAGES: [Stage; 3] = [
    Stage { trees: 25, least: -2.84, behind: 2.95, enough: 0.95 },
    Stage { trees: 100, least: -2.19, behind: 2.72, enough: 1.79 },
    Stage { trees: 160, least: -1.39, behind: 1.47, enough: 0.96 },
];

/// The logarithm of the odds at a chance of 0.4.
const USUAL_BAR: f32 = -0.405;

/// The trees that ship.
pub static STANDARD: LazyLock<Scorer> = LazyLock::new(|| {
    Scorer::read(include_str!("scorer.txt")).expect("a test reads the file that is compiled in")
});

/// The trees for where a sentence model is configured.
pub static WITH_MEANING: LazyLock<Scorer> = LazyLock::new(|| {
    Scorer::read(include_str!("scorer-with-meaning.txt"))
        .expect("a test reads the file that is compiled in")
});

/// The trees, and what is usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorer {
    base: f32,
    /// The trees up to each of the [`STAGES`], then the rest.
    blocks: Vec<Block>,
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
        let mut trees: Vec<Tree> = Vec::new();
        let blocks = Vec::new();
        let mut scorer = Scorer { base: f32::NAN, blocks, together: empty, apart: empty };
        for (line, words) in text.lines().enumerate() {
            let bad = |why: String| BadTrees { line: line + 1, why };
            let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
            match name {
                "base" => scorer.base = number(rest).map_err(bad)?,
                "together" => scorer.together = features(rest).map_err(bad)?,
                "apart" => scorer.apart = features(rest).map_err(bad)?,
                "tree" => trees.push(tree(rest).map_err(bad)?),
                "#" | "" => {}
                other => return Err(bad(format!("{other} is no part of a scorer"))),
            }
        }
        let usual = [scorer.base, scorer.together[0], scorer.apart[0]];
        if usual.iter().any(|value| value.is_nan()) {
            let why = "base, together or apart is missing".to_owned();
            return Err(BadTrees { line: text.lines().count(), why });
        }
        scorer.blocks = blocks_of(&trees);
        Ok(scorer)
    }

    /// The chance that the article belongs to the story, from 0 to 1.
    pub fn chance(&self, features: &Features) -> f32 {
        chance(self.log_odds(features))
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

    /// The chances of several stories to take the same article, as far as it takes to know which of them, if
    /// any, has the best and reaches `join`. 0 for a story that is out of the race.
    pub fn leaders(&self, options: &[Features], join: f32) -> Vec<f32> {
        let moved = (join / (1.0 - join)).ln() - USUAL_BAR;
        let mut chances = vec![0.0; options.len()];
        for (who, odds) in self.race(options, moved) {
            chances[who] = chance(odds);
        }
        chances
    }

    /// Those that are in the race when it is decided, with what they have reached.
    fn race(&self, options: &[Features], moved: f32) -> Vec<(usize, f32)> {
        let mut racing: Vec<(usize, f32)> =
            (0..options.len()).map(|who| (who, self.base)).collect();
        for (place, block) in self.blocks.iter().enumerate() {
            for (who, odds) in &mut racing {
                *odds = block.add(*odds, &options[*who]);
            }
            let is_last = place + 1 == self.blocks.len();
            let Some(stage) = STAGES.get(place).filter(|_| !is_last) else { continue };
            let first = racing.iter().map(|(_, odds)| *odds).fold(f32::NEG_INFINITY, f32::max);
            let least = (stage.least + moved).max(first - stage.behind);
            racing.retain(|(_, odds)| *odds >= least);
            let is_decided = match racing[..] {
                [] => true,
                [(_, odds)] => odds >= stage.enough + moved,
                _ => false,
            };
            if is_decided {
                break;
            }
        }
        racing
    }

    fn log_odds(&self, features: &Features) -> f32 {
        self.blocks.iter().fold(self.base, |odds, block| block.add(odds, features))
    }
}

/// The trees up to each of the stages, then the rest.
fn blocks_of(mut trees: &[Tree]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut done = 0;
    for stage in &STAGES {
        // A stage is a look at what is not yet decided: none where no tree follows.
        if trees.len() <= stage.trees - done {
            break;
        }
        let (block, rest) = trees.split_at(stage.trees - done);
        blocks.push(Block::new(block));
        (trees, done) = (rest, stage.trees);
    }
    blocks.extend(trees.chunks(MOST_TREES).map(Block::new));
    blocks
}

/// The chance of which this is the logarithm of the odds.
fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn number(word: &str) -> Result<f32, String> {
    word.parse().map_err(|_| format!("{word} is no number"))
}

fn features(words: &str) -> Result<Features, String> {
    let values: Vec<f32> = words.split_whitespace().map(number).collect::<Result<_, _>>()?;
    let count = values.len();
    values.try_into().map_err(|_| format!("{count} numbers, there are {COUNT} features"))
}

fn tree(words: &str) -> Result<Tree, String> {
    let mut words = words.split_whitespace();
    let (tree, leaves) = grow(&mut words)?;
    match words.next() {
        Some(word) => Err(format!("{word} follows a whole tree")),
        None if leaves > MOST_LEAVES => {
            Err(format!("{leaves} leaves, there is room for {MOST_LEAVES}"))
        }
        None => Ok(tree),
    }
}

/// A tree or a branch of one, and how many leaves it has.
fn grow<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<(Tree, usize), String> {
    let word = words.next().ok_or("the tree ends too early")?;
    let Some((feature, bound)) = word.split_once('<') else {
        return Ok((Tree::Leaf(number(word)?), 1));
    };
    let known = feature.parse::<usize>().ok().filter(|feature| *feature < COUNT);
    let feature = known.ok_or_else(|| format!("there is no feature {feature}"))?;
    let bound = number(bound)?;
    let ((lower, few), (higher, more)) = (grow(words)?, grow(words)?);
    Ok((Tree::Step { feature, bound, ways: Box::new([lower, higher]) }, few + more))
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
    fn the_race_is_won_by_the_likeliest() {
        let features = |likeness: f32| {
            let mut features = STANDARD.apart;
            // The likenesses, the shared words and their rarity, the core.
            for place in [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 20, 21, 22] {
                let (apart, together) = (STANDARD.apart[place], STANDARD.together[place]);
                features[place] = apart + likeness * (together - apart);
            }
            features
        };
        for together in 0..=20 {
            let options = [0.0, together as f32 / 10.0, 0.3].map(features);
            let all = options.map(|features| STANDARD.chance(&features));
            let raced = STANDARD.leaders(&options, 0.4);
            let best = |chances: &[f32]| {
                let best = (0..3).max_by(|a, b| chances[*a].total_cmp(&chances[*b]));
                best.filter(|who| chances[*who] >= 0.4)
            };
            assert_eq!(best(&raced), best(&all), "{together}: {raced:?} {all:?}");
        }
    }

    #[test]
    fn broken_files_are_named_by_line() {
        refused("base x", "line 1: x is no number");
        refused("base 1\ntree 0<1 2", "line 2: the tree ends too early");
        refused("tree 32<1 2 3", "line 1: there is no feature 32");
        let wide = format!("tree {}0", "0<1 0 ".repeat(MOST_LEAVES));
        refused(&wide, "line 1: 33 leaves, there is room for 32");
        refused("tree 1 2", "line 1: 2 follows a whole tree");
        refused("apart 1 2", "line 1: 2 numbers, there are 32 features");
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
        let meaning = include_str!("scorer-with-meaning.txt");
        Scorer::read(meaning).expect("the file that ships is whole");
    }
}
