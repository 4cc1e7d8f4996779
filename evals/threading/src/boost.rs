//! Gradient boosting of small decision trees with logistic loss (Friedman 2001), over histograms of the
//! features, leaf by leaf. Nothing is drawn by chance: the same rows give the same trees.

use pipeline::thread::{FEATURE_COUNT, Features};

/// Bins of a feature, and further ones at its upper end, where the articles of a story are.
const BINS: usize = 48;
const UPPER_BINS: usize = 16;

/// Rows at most that the bins are cut by.
const SAMPLE: usize = 40_000;

/// How trees are grown. Chosen by the cross-validated B-cubed F1 of the labelled sets; see README.md.
#[derive(Clone, Copy)]
pub struct Growth {
    pub trees: usize,
    pub leaves: usize,
    pub depth: usize,
    /// What a tree adds of what it could.
    pub rate: f64,
    /// Least weight of the rows of a leaf (sum of second derivatives).
    pub least: f64,
    /// Weight of the penalty on large leaves.
    pub penalty: f64,
    /// Share of features and of rows that a tree sees.
    pub features: f64,
    pub rows: f64,
}

impl Growth {
    pub const STANDARD: Growth = Growth {
        trees: 300,
        leaves: 31,
        depth: 12,
        rate: 0.05,
        least: 8.0,
        penalty: 5.0,
        features: 0.4,
        rows: 0.8,
    };
}

/// One comparison with its answer.
#[derive(Clone)]
pub struct Row {
    pub features: Features,
    pub same: bool,
    pub weight: f64,
}

pub enum Tree {
    Leaf(f64),
    Step { feature: usize, at: f32, lower: Box<Tree>, higher: Box<Tree> },
}

pub struct Model {
    pub base: f64,
    pub trees: Vec<Tree>,
}

impl Tree {
    pub fn value(&self, features: &Features) -> f64 {
        match self {
            Tree::Leaf(value) => *value,
            Tree::Step { feature, at, lower, higher } => {
                if features[*feature] <= *at { lower } else { higher }.value(features)
            }
        }
    }
}

/// Grows the trees one after the other, each on what the ones before it got wrong.
pub fn train(rows: &[Row], growth: &Growth) -> Model {
    let table = Table::new(rows);
    let all: f64 = rows.iter().map(|row| row.weight).sum();
    let same: f64 = rows.iter().filter(|row| row.same).map(|row| row.weight).sum();
    let base = (same / (all - same)).ln();
    let mut odds = vec![base; rows.len()];
    let mut dice = Dice(88_172_645_463_325_252);
    let mut trees = Vec::with_capacity(growth.trees);
    for _ in 0..growth.trees {
        let slopes = rows.iter().zip(&odds).map(|(row, odds)| slope(row, *odds)).collect();
        let seen = std::array::from_fn(|_| dice.throw() <= growth.features);
        let chosen = (0..rows.len() as u32).filter(|_| dice.throw() <= growth.rows).collect();
        let tree = Grower { table: &table, slopes, seen, growth }.tree(chosen);
        for (odds, row) in odds.iter_mut().zip(rows) {
            *odds += tree.value(&row.features);
        }
        trees.push(tree);
    }
    Model { base, trees }
}

/// First and second derivative of the loss.
fn slope(row: &Row, odds: f64) -> (f64, f64) {
    let chance = 1.0 / (1.0 + (-odds).exp());
    let wanted = if row.same { 1.0 } else { 0.0 };
    (row.weight * (wanted - chance), row.weight * (chance * (1.0 - chance)).max(1e-6))
}

/// Numbers that look drawn and are always the same (xorshift: Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The features of all rows in bins.
struct Table {
    cuts: Vec<Vec<f32>>,
    bins: Vec<Vec<u8>>,
}

impl Table {
    fn new(rows: &[Row]) -> Table {
        let cuts: Vec<Vec<f32>> = (0..FEATURE_COUNT).map(|feature| cuts(rows, feature)).collect();
        let bin = |feature: usize, row: &Row| {
            cuts[feature].partition_point(|cut| *cut < row.features[feature]) as u8
        };
        let bins = (0..FEATURE_COUNT).map(|f| rows.iter().map(|row| bin(f, row)).collect());
        Table { bins: bins.collect(), cuts }
    }
}

fn cuts(rows: &[Row], feature: usize) -> Vec<f32> {
    let step = (rows.len() / SAMPLE).max(1);
    let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row.features[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        return distinct.windows(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
    }
    let even = (1..BINS).map(|bin| values[bin * values.len() / BINS]);
    let upper = (1..UPPER_BINS)
        .map(|bin| values[values.len() - 1 - bin * values.len() / BINS / UPPER_BINS]);
    let mut cuts: Vec<f32> = even.chain(upper).collect();
    cuts.sort_by(f32::total_cmp);
    cuts.dedup();
    cuts
}

/// Grows one tree.
struct Grower<'a> {
    table: &'a Table,
    slopes: Vec<(f64, f64)>,
    seen: [bool; FEATURE_COUNT],
    growth: &'a Growth,
}

/// A leaf that may still be split, and the best way to do it.
struct Leaf {
    rows: Vec<u32>,
    slopes: (f64, f64),
    depth: usize,
    best: Option<Split>,
    /// The step above, and whether this is its higher side.
    above: Option<(usize, bool)>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

/// A step whose sides are known when the tree is whole.
struct Fork {
    feature: usize,
    at: f32,
    sides: [Side; 2],
}

#[derive(Clone, Copy)]
enum Side {
    Open,
    Fork(usize),
    Leaf(f64),
}

impl Grower<'_> {
    fn tree(&self, rows: Vec<u32>) -> Tree {
        let mut leaves = vec![self.leaf(rows, 0, None)];
        let mut forks: Vec<Fork> = Vec::new();
        while leaves.len() < self.growth.leaves {
            let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |split| split.gain);
            let best =
                (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])));
            let Some(place) = best.filter(|place| leaves[*place].best.is_some()) else { break };
            let leaf = leaves.swap_remove(place);
            leaves.extend(self.split(leaf, &mut forks));
        }
        let mut root = Side::Open;
        for leaf in &leaves {
            let value = Side::Leaf(self.best_value(leaf.slopes) * self.growth.rate);
            match leaf.above {
                Some((fork, higher)) => forks[fork].sides[usize::from(higher)] = value,
                None => root = value,
            }
        }
        if !forks.is_empty() {
            root = Side::Fork(0);
        }
        whole(&forks, root)
    }

    fn split(&self, leaf: Leaf, forks: &mut Vec<Fork>) -> Vec<Leaf> {
        let Some(Split { feature, bin, .. }) = leaf.best else { return vec![leaf] };
        let fork = forks.len();
        if let Some((above, higher)) = leaf.above {
            forks[above].sides[usize::from(higher)] = Side::Fork(fork);
        }
        forks.push(Fork { feature, at: self.table.cuts[feature][bin], sides: [Side::Open; 2] });
        let bins = &self.table.bins[feature];
        let (lower, higher) =
            leaf.rows.iter().partition(|row| usize::from(bins[**row as usize]) <= bin);
        let depth = leaf.depth + 1;
        vec![
            self.leaf(lower, depth, Some((fork, false))),
            self.leaf(higher, depth, Some((fork, true))),
        ]
    }

    fn leaf(&self, rows: Vec<u32>, depth: usize, above: Option<(usize, bool)>) -> Leaf {
        let slopes = rows.iter().map(|row| self.slopes[*row as usize]).fold((0.0, 0.0), plus);
        let mut leaf = Leaf { rows, slopes, depth, best: None, above };
        if depth < self.growth.depth {
            leaf.best = self.best_split(&leaf);
        }
        leaf
    }

    fn best_split(&self, leaf: &Leaf) -> Option<Split> {
        let seen = (0..FEATURE_COUNT).filter(|feature| self.seen[*feature]);
        let splits = seen.filter_map(|feature| self.best_split_by(leaf, feature));
        splits.reduce(|best, split| if split.gain > best.gain { split } else { best })
    }

    fn best_split_by(&self, leaf: &Leaf, feature: usize) -> Option<Split> {
        let bins = &self.table.bins[feature];
        let mut histogram = vec![(0.0, 0.0); self.table.cuts[feature].len() + 1];
        for row in &leaf.rows {
            let bin = &mut histogram[usize::from(bins[*row as usize])];
            *bin = plus(*bin, self.slopes[*row as usize]);
        }
        let mut lower = (0.0, 0.0);
        let mut best: Option<Split> = None;
        for (bin, slopes) in histogram.iter().enumerate().take(self.table.cuts[feature].len()) {
            lower = plus(lower, *slopes);
            let higher = (leaf.slopes.0 - lower.0, leaf.slopes.1 - lower.1);
            let gain = self.worth(lower) + self.worth(higher) - self.worth(leaf.slopes);
            let large = lower.1 >= self.growth.least && higher.1 >= self.growth.least;
            if large && gain > 1e-4 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, feature, bin });
            }
        }
        best
    }

    fn worth(&self, slopes: (f64, f64)) -> f64 {
        slopes.0 * slopes.0 / (slopes.1 + self.growth.penalty)
    }

    fn best_value(&self, slopes: (f64, f64)) -> f64 {
        slopes.0 / (slopes.1 + self.growth.penalty)
    }
}

fn plus(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

fn whole(forks: &[Fork], side: Side) -> Tree {
    match side {
        Side::Open => Tree::Leaf(0.0),
        Side::Leaf(value) => Tree::Leaf(value),
        Side::Fork(place) => {
            let Fork { feature, at, sides } = &forks[place];
            let [lower, higher] = sides.map(|side| Box::new(whole(forks, side)));
            Tree::Step { feature: *feature, at: *at, lower, higher }
        }
    }
}
