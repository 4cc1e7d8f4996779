//! Runs over a set: what is compared, and how well stories come out (B-cubed: Bagga and Baldwin 1998).

use crate::boost::Row;
use crate::sets::Set;
use news::{Article, EditorsWord, Placement, Registry, Report, Story, StoryFile, StoryId};
use pipeline::thread::{Candidate, Features, RepairRules, Scorer, Threader, Thresholds};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// Weight of all comparisons of a set together.
const WEIGHT_OF_A_SET: f64 = 1000.0;

/// Gives how far a candidate is above the bar for joining.
pub type Judge<'a> = Box<dyn Fn(&Features) -> f64 + 'a>;

/// A comparison of an article with a story.
pub struct Labelled {
    pub row: Row,
    pub set: String,
    /// Which half of the stories the article's story belongs to.
    pub half: usize,
    /// The story is the one most like the article.
    pub first: bool,
}

/// All comparisons of all sets: once with stories as they should be, once as a simple rule makes them.
pub fn gather(sets: &[&Set]) -> Vec<Labelled> {
    let mut rows = Vec::new();
    for set in sets {
        for true_stories in [true, false] {
            let mut members: HashMap<StoryId, HashMap<String, u32>> = HashMap::new();
            let mut threader = threader();
            for (place, (article, story)) in set.articles.iter().enumerate() {
                let reading = threader.read(article).with_vector(set.vector(place));
                let candidates = threader.candidates(&reading);
                rows.extend(labelled(set, story, &candidates, &members));
                let joined = if true_stories {
                    StoryId(story.clone())
                } else {
                    best(&candidates, &simple).unwrap_or_else(|| StoryId(article.id.0.clone()))
                };
                *members.entry(joined.clone()).or_default().entry(story.clone()).or_default() += 1;
                threader.settle(article, &reading, &joined, &article.id);
            }
        }
    }
    rows
}

fn threader() -> Threader {
    let blank = vec!["0"; pipeline::thread::FEATURE_COUNT].join(" ");
    let scorer = Scorer::read(&format!("base 0\ntogether {blank}\napart {blank}"));
    let scorer = scorer.expect("the text above is a whole scorer");
    Threader::judging_by(scorer, Thresholds::standard(), Registry::default())
}

/// The published single-pass rule: cosine, fading with the days of silence (features 0 and 20).
fn simple(features: &Features) -> f64 {
    f64::from(features[0] * (-features[20] / 2.5).exp()) - 0.21
}

fn labelled(
    set: &Set,
    story: &str,
    candidates: &[Candidate],
    members: &HashMap<StoryId, HashMap<String, u32>>,
) -> Vec<Labelled> {
    let most = candidates.iter().map(|candidate| candidate.features[0]).fold(0.0, f32::max);
    let weight = set.weight * WEIGHT_OF_A_SET / set.articles.len() as f64;
    let rows = candidates.iter().map(|candidate| {
        let known = &members[&candidate.story];
        let own = known.get(story).copied().unwrap_or_default();
        let same = own > 0 && own * 2 >= known.values().sum();
        let row = Row { features: candidate.features, same, weight };
        let first = candidate.features[0] >= most;
        Labelled { row, set: set.name.clone(), half: half(story), first }
    });
    rows.collect()
}

/// By the story alone (FNV-1a), so that all variants of a set are halved alike.
fn half(story: &str) -> usize {
    let hash = story.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    usize::from(hash >> 40 & 1 == 1)
}

fn best(candidates: &[Candidate], judge: &dyn Fn(&Features) -> f64) -> Option<StoryId> {
    let judged = candidates.iter().map(|candidate| (judge(&candidate.features), candidate));
    let (above, candidate) = judged.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (above >= 0.0).then(|| candidate.story.clone())
}

/// B-cubed precision and recall.
pub struct Sides {
    precision: f64,
    recall: f64,
}

impl Sides {
    pub fn f1(&self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

impl fmt::Display for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "precision {:.3}, recall {:.3}, F1 {:.4}", self.precision, self.recall, self.f1())
    }
}

/// Threads the set once with each judge and measures each on its own half of the stories.
pub fn measure(set: &Set, judges: &[Judge<'_>; 2]) -> Sides {
    let mut sides = Sides { precision: 0.0, recall: 0.0 };
    for (number, judge) in judges.iter().enumerate() {
        sides.count(set, &threaded(set, judge), number);
    }
    sides
}

impl Sides {
    /// Adds what the stories `made` are worth to the articles of one half of the stories.
    fn count(&mut self, set: &Set, made: &[StoryId], number: usize) {
        let mut both: HashMap<(&str, &StoryId), f64> = HashMap::new();
        let mut gold: HashMap<&str, f64> = HashMap::new();
        let mut stories: HashMap<&StoryId, f64> = HashMap::new();
        for ((_, story), joined) in set.articles.iter().zip(made) {
            *both.entry((story, joined)).or_default() += 1.0;
            *gold.entry(story).or_default() += 1.0;
            *stories.entry(joined).or_default() += 1.0;
        }
        let of_half =
            set.articles.iter().zip(made).filter(|((_, story), _)| half(story) == number);
        for ((_, story), joined) in of_half {
            let shared = both[&(story.as_str(), joined)];
            self.precision += shared / stories[joined] / set.articles.len() as f64;
            self.recall += shared / gold[story.as_str()] / set.articles.len() as f64;
        }
    }
}

/// Threads the set with each scorer as the program does, online and then with repair, and measures each on
/// its own half of the stories.
pub fn measure_repaired(set: &Set, scorers: &[Scorer], thresholds: &Thresholds) -> [Sides; 2] {
    let mut all = [0, 1].map(|_| Sides { precision: 0.0, recall: 0.0 });
    for (number, scorer) in scorers.iter().enumerate() {
        let mut threader =
            Threader::judging_by(scorer.clone(), thresholds.clone(), Registry::default());
        let place = |(place, (article, _)): (usize, &(Article, String))| {
            threader.place_among(article, set.vector(place)).0
        };
        let placed: Vec<Placement> = set.articles.iter().enumerate().map(place).collect();
        let mut made: Vec<StoryId> = placed.iter().map(|placed| placed.story.clone()).collect();
        all[0].count(set, &made, number);
        let files = files(set, &placed);
        let word = EditorsWord::default();
        for mend in threader.repairs(&files, &RepairRules::standard(), &word) {
            let to = mend.to.unwrap_or_else(|| mend.from.split_off(&mend.went[0]));
            for ((article, _), story) in set.articles.iter().zip(&mut made) {
                let goes = mend.went.is_empty() || mend.went.contains(&article.id);
                if *story == mend.from && goes {
                    *story = to.clone();
                }
            }
        }
        all[1].count(set, &made, number);
    }
    all
}

/// The stories with their articles, as the repair reads them.
fn files(set: &Set, placed: &[Placement]) -> Vec<StoryFile> {
    let mut files: BTreeMap<StoryId, StoryFile> = BTreeMap::new();
    for ((article, _), Placement { story, origin, relies_on }) in set.articles.iter().zip(placed) {
        let file = files.entry(story.clone()).or_insert_with(|| StoryFile {
            story: Story { id: story.clone(), reports: Vec::new() },
            articles: Vec::new(),
        });
        file.articles.push(article.clone());
        file.story.reports.push(Report {
            article: article.id.clone(),
            outlet: article.outlet.clone(),
            owner: article.outlet.0.clone(),
            authority: 0.5,
            title: article.title.clone(),
            url: article.url.clone(),
            reported: article.reported(),
            seen: article.seen,
            origin: origin.clone(),
            relies_on: relies_on.clone(),
        });
    }
    files.into_values().collect()
}

fn threaded(set: &Set, judge: &Judge<'_>) -> Vec<StoryId> {
    let mut threader = threader();
    let place = |(place, (article, _)): (usize, &(Article, String))| {
        let reading = threader.read(article).with_vector(set.vector(place));
        let candidates = threader.candidates(&reading);
        let joined = best(&candidates, judge).unwrap_or_else(|| StoryId(article.id.0.clone()));
        threader.settle(article, &reading, &joined, &article.id);
        joined
    };
    set.articles.iter().enumerate().map(place).collect()
}
