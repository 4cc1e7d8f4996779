//! Likeness of meaning, where a sentence model is configured: what its vectors say of an article and the
//! open stories, also of reports in several languages, which share no words.

use news::Article;
use serde::{Deserialize, Serialize};

/// Characters of the text behind the headline that a sentence model gets: what an event is about comes first.
const OPENING: usize = 400;

/// What of an article a sentence model gets: the headline and the opening.
pub fn gist(article: &Article) -> String {
    let opening: String = article.text.chars().take(OPENING).collect();
    let whole = opening.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole);
    let opening = if opening.len() < article.text.len() { whole } else { &opening };
    [article.title.as_str(), opening].join("\n").trim().to_owned()
}

/// Cosines of texts that have nothing to do with each other, as a rule: their mean and spread with the model
/// all-MiniLM-L6-v2. They count as much as [`STORIES_ASSUMED`] stories against what is seen.
const USUAL_COSINE: f32 = 0.05;
const USUAL_SPREAD: f32 = 0.10;
const STORIES_ASSUMED: f32 = 20.0;

/// What a higher cosine counts as here: the article's own story must not make likeness look usual while few
/// stories are open.
const MOST_USUAL: f32 = USUAL_COSINE + 4.0 * USUAL_SPREAD;

/// Stands for a likeness that is not known.
pub const UNKNOWN: f32 = -9.0;

/// The reports of a story together: the sum of their vectors, each of unit length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meaning {
    sum: Vec<f32>,
    length: f32,
}

impl Meaning {
    /// Takes in one more report. A vector of another length than the first is passed over.
    pub fn add(&mut self, vector: &[f32]) {
        if self.sum.is_empty() {
            self.sum = vec![0.0; vector.len()];
        }
        if self.sum.len() == vector.len() {
            self.sum.iter_mut().zip(vector).for_each(|(sum, number)| *sum += number);
            self.length = product(&self.sum, &self.sum).sqrt();
        }
    }

    /// The cosine of a report and the story, from -1 to 1; nothing where one of them has no vector.
    pub fn cosine(&self, vector: &[f32]) -> Option<f32> {
        let known = self.length > 0.0 && self.sum.len() == vector.len();
        known.then(|| product(&self.sum, vector) / self.length)
    }
}

/// What cosines an article has with stories as a rule. Likeness of meaning is counted in standard deviations
/// above that, so that what was learned with one model holds for another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    mean: f32,
    spread: f32,
}

impl Usual {
    /// Of an article that has these cosines with the open stories.
    pub fn of(cosines: impl Iterator<Item = f32> + Clone) -> Usual {
        let (mean, spread) = usual(cosines);
        Usual { mean, spread }
    }

    /// A cosine in standard deviations above the usual one; [`UNKNOWN`] for none.
    pub fn standardised(&self, cosine: Option<f32>) -> f32 {
        cosine.map_or(UNKNOWN, |cosine| (cosine - self.mean) / self.spread)
    }
}

/// Mean and standard deviation of what is seen, with what is assumed as so many further stories.
fn usual(cosines: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let cosines = cosines.map(|cosine| cosine.min(MOST_USUAL));
    let count = cosines.clone().count() as f32 + STORIES_ASSUMED;
    let mean = (cosines.clone().sum::<f32>() + USUAL_COSINE * STORIES_ASSUMED) / count;
    let apart = |cosine: f32| (cosine - mean).powi(2);
    let assumed = (USUAL_SPREAD.powi(2) + apart(USUAL_COSINE)) * STORIES_ASSUMED;
    let seen = cosines.map(apart).sum::<f32>();
    (mean, ((seen + assumed) / count).sqrt())
}

/// Eight sums side by side, which the compiler turns into vector instructions.
fn product(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0_f32; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(dimension: usize) -> Vec<f32> {
        (0..19).map(|number| if number == dimension { 1.0 } else { 0.0 }).collect()
    }

    #[test]
    fn a_story_means_what_its_reports_mean_together() {
        let mut story = Meaning::default();
        assert_eq!(story.cosine(&axis(5)), None);
        story.add(&axis(5));
        story.add(&axis(6));
        let cosine = story.cosine(&axis(5)).expect("both have vectors");
        assert!((cosine - 0.5_f32.sqrt()).abs() < 1e-6, "{cosine}");
        assert_eq!(story.cosine(&axis(4)), Some(0.0));
    }

    #[test]
    fn a_vector_of_another_length_says_nothing() {
        let mut story = Meaning::default();
        story.add(&[]);
        assert_eq!(story.cosine(&[]), None);
        story.add(&axis(2));
        story.add(&[1.0]);
        assert_eq!((story.cosine(&axis(2)), story.cosine(&[1.0])), (Some(1.0), None));
        assert_eq!(Usual::of([0.1].into_iter()).standardised(None), UNKNOWN);
    }

    #[test]
    fn what_is_usual_is_assumed_until_enough_is_seen() {
        let Usual { mean, spread } = Usual::of([].into_iter());
        assert!((mean - USUAL_COSINE).abs() < 1e-6 && (spread - USUAL_SPREAD).abs() < 1e-6);
        let seen = Usual::of([0.3; 2000].into_iter());
        assert!((seen.mean - 0.3).abs() < 0.01 && seen.spread < 0.06, "{seen:?}");
        assert!(seen.standardised(Some(0.9)) > 5.0 && seen.standardised(Some(-0.1)) < -5.0);
        // One story that is the article's own does not change what is usual.
        let one = Usual::of([0.95].into_iter());
        assert!(one.standardised(Some(0.95)) > 6.0, "{one:?}");
    }

    #[test]
    fn a_model_gets_the_headline_and_whole_words_of_the_opening() {
        let told = |text: &str| {
            gist(&Article {
                title: "Pier closed".to_owned(),
                text: text.to_owned(),
                ..crate::thread::tests::article("1", "", 0, "", "")
            })
        };
        assert_eq!(told(""), "Pier closed");
        assert_eq!(told("Worms ate it."), "Pier closed\nWorms ate it.");
        let long = told(&"worms ".repeat(200));
        assert!(
            long.ends_with(" worms") && long.len() <= 412 && long.len() > 400,
            "{}",
            long.len()
        );
    }
}
