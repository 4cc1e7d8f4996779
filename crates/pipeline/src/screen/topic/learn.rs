//! Learns a linear model from what belongs and what does not: logistic regression that starts from an earlier
//! model and leaves it only as far as the decisions ask.
//!
//! Deterministic: the same examples in the same order give the same weights.

use super::lbfgs::minimize;
use super::model::{Input, Linear, probability};
use std::collections::BTreeMap;

/// An article about which somebody decided.
#[derive(Clone, Debug)]
pub struct Example {
    /// What is weighed of it.
    pub input: Input,
    /// Whether it belongs.
    pub belongs: bool,
    /// How much it counts beside the others when learning.
    pub weight: f64,
    /// How many articles it stands for when figures are taken.
    pub stands_for: f64,
    /// Examples of one group (reports of one event) are held back together.
    pub group: u64,
}

/// How far weights may move for an example: the inverse strength of the pull back to where they started.
#[derive(Clone, Copy, Debug)]
pub struct Freedom {
    /// Of what all articles share: bias, and the answer to the query.
    pub shared: f64,
    /// Of words.
    pub words: f64,
}

impl Freedom {
    /// Of a topic that so far is only described. Chosen by cross-validation over stories on the labelled
    /// headlines for artificial intelligence, where 3 to 30 do the same.
    pub const FIRST: Freedom = Freedom { shared: 10.0, words: 10.0 };

    /// Of a topic that has learned: a few decisions about robots must not make it doubt all else.
    pub const LATER: Freedom = Freedom { shared: 0.05, words: 3.0 };
}

/// Steps of the search; it has come to rest long before.
const STEPS: usize = 200;

/// The weights that tell the examples apart best and stay near `start`.
pub fn learn(examples: &[Example], start: &Linear, freedom: Freedom) -> Linear {
    let columns = Columns::of(examples);
    let rows: Vec<Row> = examples.iter().map(|example| columns.row(example, start)).collect();
    let pull = columns.pull(freedom);
    let change = minimize(columns.count(), STEPS, |change| loss(&rows, &pull, change));
    columns.applied(&change, start)
}

/// The buckets that the examples use, numbered densely. The first three numbers are bias, query and several.
struct Columns {
    of_bucket: BTreeMap<u32, usize>,
}

/// An example as the search sees it.
struct Row {
    /// Number of the column, value.
    values: Vec<(usize, f64)>,
    /// What the earlier model says.
    offset: f64,
    /// 1 or -1.
    sign: f64,
    weight: f64,
}

impl Columns {
    fn of(examples: &[Example]) -> Columns {
        let mut of_bucket = BTreeMap::new();
        for (feature, _) in examples.iter().flat_map(|example| &example.input.features) {
            let next = 3 + of_bucket.len();
            of_bucket.entry(feature.bucket).or_insert(next);
        }
        Columns { of_bucket }
    }

    fn count(&self) -> usize {
        3 + self.of_bucket.len()
    }

    /// How strongly each column is pulled back.
    fn pull(&self, freedom: Freedom) -> Vec<f64> {
        let shared = [1.0 / freedom.shared; 3];
        shared.into_iter().chain(self.of_bucket.iter().map(|_| 1.0 / freedom.words)).collect()
    }

    fn row(&self, example: &Example, start: &Linear) -> Row {
        let input = &example.input;
        let mut values = vec![(0, 1.0), (1, input.query), (2, f64::from(input.several))];
        let known = |bucket: &u32| self.of_bucket.get(bucket).copied();
        values.extend(
            input.features.iter().filter_map(|(f, value)| Some((known(&f.bucket)?, *value))),
        );
        Row {
            values,
            offset: start.score(input),
            sign: if example.belongs { 1.0 } else { -1.0 },
            weight: example.weight,
        }
    }

    fn applied(&self, change: &[f64], start: &Linear) -> Linear {
        let mut learned = start.clone();
        learned.bias += change[0];
        learned.query += change[1];
        learned.several += change[2];
        for (bucket, column) in &self.of_bucket {
            learned.words[*bucket as usize] += change[*column];
        }
        learned
    }
}

/// The loss of a change of the weights, and its slope.
fn loss(rows: &[Row], pull: &[f64], change: &[f64]) -> (f64, Vec<f64>) {
    let mut slope: Vec<f64> = change.iter().zip(pull).map(|(weight, pull)| weight * pull).collect();
    let mut loss =
        change.iter().zip(&slope).map(|(weight, slope)| weight * slope).sum::<f64>() / 2.0;
    for row in rows {
        let moved: f64 = row.values.iter().map(|(column, value)| change[*column] * value).sum();
        let margin = row.sign * (row.offset + moved);
        loss += row.weight * log_loss(margin);
        let push = -row.sign * row.weight * probability(-margin);
        for (column, value) in &row.values {
            slope[*column] += push * value;
        }
    }
    (loss, slope)
}

/// `ln(1 + exp(-margin))` without overflow.
fn log_loss(margin: f64) -> f64 {
    (-margin.abs()).exp().ln_1p() + (-margin).max(0.0)
}

/// Parts into which the examples are cut to be held back in turn.
const FOLDS: u64 = 5;

/// What a model says of each example that learned from the others only: log odds, in their order.
pub fn held_back(examples: &[Example], start: &Linear, freedom: Freedom) -> Vec<f64> {
    let mut scores = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let others: Vec<Example> =
            examples.iter().filter(|example| example.group % FOLDS != fold).cloned().collect();
        let learned = learn(&others, start, freedom);
        for (score, example) in scores.iter_mut().zip(examples) {
            if example.group % FOLDS == fold {
                *score = learned.score(&example.input);
            }
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::super::phrases::Query;
    use super::super::tests::headline;
    use super::*;

    const DECISIONS: [(&str, bool); 8] = [
        ("Wind farm opens off the coast", true),
        ("Turbine blades recycled", true),
        ("Wind power breaks record", true),
        ("New turbine for the wind farm", true),
        ("Strong wind fells trees", false),
        ("Wind and rain at the weekend", false),
        ("Mayor opens school", false),
        ("School closed by storm", false),
    ];

    fn examples() -> Vec<Example> {
        let query = Query::new(&["wind".to_owned()], &[]);
        let example = |(place, (title, belongs)): (usize, &(&str, bool))| Example {
            input: Input::new(&headline(title), &query),
            belongs: *belongs,
            weight: 1.0,
            stands_for: 1.0,
            group: place as u64,
        };
        DECISIONS.iter().enumerate().map(example).collect()
    }

    #[test]
    fn decisions_are_learned_beyond_the_query() {
        let start = Linear::of_the_query();
        let learned = learn(&examples(), &start, Freedom::FIRST);
        let says = |linear: &Linear, title: &str| {
            let query = Query::new(&["wind".to_owned()], &[]);
            probability(linear.score(&Input::new(&headline(title), &query)))
        };
        assert!(says(&start, "Rain and wind fell trees") > 0.5);
        assert!(says(&learned, "Rain and wind fell trees") < 0.5);
        assert!(says(&start, "Larger turbine blades") < 0.1);
        assert!(says(&learned, "Larger turbine blades") > 0.3);
        assert_eq!(learn(&examples(), &start, Freedom::FIRST), learned);
    }

    #[test]
    fn without_decisions_nothing_changes() {
        assert_eq!(learn(&[], &Linear::of_the_query(), Freedom::FIRST), Linear::of_the_query());
    }

    #[test]
    fn what_is_held_back_was_not_learned_from() {
        let scores = held_back(&examples(), &Linear::of_the_query(), Freedom::FIRST);
        assert_eq!(scores.len(), DECISIONS.len());
        let learned = learn(&examples(), &Linear::of_the_query(), Freedom::FIRST);
        let sure = |score: f64, example: &Example| if example.belongs { score } else { -score };
        let examples = examples();
        let held: f64 =
            scores.iter().zip(&examples).map(|(score, example)| sure(*score, example)).sum();
        let seen: f64 =
            examples.iter().map(|example| sure(learned.score(&example.input), example)).sum();
        assert!(held < seen, "{held} {seen}");
    }
}
