//! Likeness of meaning, where a sentence model is configured: what its vectors say of an article and the
//! open stories, also of reports in several languages, which share no words.

use super::index::Slot;
use news::Article;

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

/// Stands for a likeness that is not known.
pub const UNKNOWN: f32 = -9.0;

/// The vectors of the open stories: each the sum of its reports' vectors, which have unit length.
#[derive(Clone, Debug, Default)]
pub struct Meanings {
    dimensions: usize,
    /// Ascending.
    slots: Vec<Slot>,
    /// One row a story, in the order of `slots`.
    sums: Vec<f32>,
    lengths: Vec<f32>,
}

/// How near an article is to each open story: the cosine, in standard deviations above the usual one, so
/// that what was learned with one model holds for another.
#[derive(Clone, Debug, Default)]
pub struct Nearness<'a> {
    slots: &'a [Slot],
    standardised: Vec<f32>,
}

impl Meanings {
    /// Takes in one more report of the story. A vector of another length than the first is passed over.
    pub fn note(&mut self, slot: Slot, vector: &[f32]) {
        if self.slots.is_empty() {
            self.dimensions = vector.len();
        }
        if vector.len() != self.dimensions || vector.is_empty() {
            return;
        }
        let row = match self.slots.binary_search(&slot) {
            Ok(row) => row,
            Err(row) => {
                self.slots.insert(row, slot);
                self.lengths.insert(row, 0.0);
                let at = row * self.dimensions;
                self.sums.splice(at..at, vec![0.0; self.dimensions]);
                row
            }
        };
        let sum = &mut self.sums[row * self.dimensions..(row + 1) * self.dimensions];
        sum.iter_mut().zip(vector).for_each(|(sum, number)| *sum += number);
        self.lengths[row] = product(sum, sum).sqrt();
    }

    /// Holds a vector against every open story.
    pub fn nearness(&self, vector: &[f32]) -> Nearness<'_> {
        if vector.len() != self.dimensions || vector.is_empty() {
            return Nearness::default();
        }
        let rows = self.sums.chunks_exact(self.dimensions).zip(&self.lengths);
        let cosines: Vec<f32> = rows
            .map(|(sum, length)| product(sum, vector) / length.max(f32::MIN_POSITIVE))
            .collect();
        let (mean, spread) = usual(&cosines);
        let standardised = cosines.iter().map(|cosine| (cosine - mean) / spread).collect();
        Nearness { slots: &self.slots, standardised }
    }

    /// Forgets the stories for which `open` is false.
    pub fn retain(&mut self, open: impl Fn(Slot) -> bool) {
        let keep: Vec<bool> = self.slots.iter().map(|slot| open(*slot)).collect();
        let rows = self.sums.chunks_exact(self.dimensions.max(1)).zip(&keep);
        self.sums = rows.filter(|(_, keep)| **keep).flat_map(|(sum, _)| sum).copied().collect();
        let mut kept = keep.iter();
        self.slots.retain(|_| *kept.next().unwrap_or(&false));
        let mut kept = keep.iter();
        self.lengths.retain(|_| *kept.next().unwrap_or(&false));
    }
}

impl Nearness<'_> {
    /// Of one story, or [`UNKNOWN`].
    pub fn of(&self, slot: Slot) -> f32 {
        self.slots.binary_search(&slot).map_or(UNKNOWN, |row| self.standardised[row])
    }

    /// The `most` nearest stories, the nearest first, of equals the latest.
    pub fn nearest(&self, most: usize) -> Vec<Slot> {
        let mut found: Vec<(f32, Slot)> =
            self.standardised.iter().copied().zip(self.slots.iter().copied()).collect();
        let nearer = |a: &(f32, Slot), b: &(f32, Slot)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        if found.len() > most {
            found.select_nth_unstable_by(most, nearer);
            found.truncate(most);
        }
        found.sort_by(nearer);
        found.into_iter().map(|(_, slot)| slot).collect()
    }
}

/// Mean and standard deviation of what is seen, with what is assumed as so many further stories.
fn usual(cosines: &[f32]) -> (f32, f32) {
    let count = cosines.len() as f32 + STORIES_ASSUMED;
    let mean = (cosines.iter().sum::<f32>() + USUAL_COSINE * STORIES_ASSUMED) / count;
    let apart = |cosine: f32| (cosine - mean).powi(2);
    let assumed = (USUAL_SPREAD.powi(2) + apart(USUAL_COSINE)) * STORIES_ASSUMED;
    let seen = cosines.iter().map(|cosine| apart(*cosine)).sum::<f32>();
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
    fn the_nearest_stories_come_first_and_the_forgotten_not_at_all() {
        let mut meanings = Meanings::default();
        for slot in [7, 3, 5] {
            meanings.note(slot, &axis(slot as usize));
        }
        meanings.note(5, &axis(6));
        let vector: Vec<f32> =
            axis(5).iter().zip(axis(3)).map(|(a, b)| a * 0.8 + b * 0.6).collect();
        let nearness = meanings.nearness(&vector);
        // Half of story 5 speaks of something else: 0.8 / √2 is less than 0.6.
        assert_eq!(nearness.nearest(2), [3, 5]);
        assert!(nearness.of(3) > nearness.of(5) && nearness.of(5) > nearness.of(7));
        assert_eq!(nearness.of(4), UNKNOWN);
        meanings.retain(|slot| slot != 3);
        assert_eq!(meanings.nearness(&vector).nearest(9), [5, 7]);
    }

    #[test]
    fn a_vector_of_another_length_says_nothing() {
        let mut meanings = Meanings::default();
        assert_eq!(meanings.nearness(&[]).nearest(3), []);
        meanings.note(1, &[]);
        assert_eq!(meanings.nearness(&[1.0]).nearest(3), []);
        meanings.note(1, &axis(2));
        meanings.note(2, &[1.0]);
        assert_eq!(meanings.nearness(&axis(2)).nearest(3), [1]);
        assert_eq!(meanings.nearness(&[1.0]).of(1), UNKNOWN);
    }

    #[test]
    fn what_is_usual_is_assumed_until_enough_is_seen() {
        let (mean, spread) = usual(&[]);
        assert!((mean - USUAL_COSINE).abs() < 1e-6 && (spread - USUAL_SPREAD).abs() < 1e-6);
        let (mean, spread) = usual(&[0.5; 2000]);
        assert!((mean - 0.5).abs() < 0.01 && spread < 0.06, "{mean} {spread}");
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
