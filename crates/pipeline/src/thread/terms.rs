//! Names of words, and bags of them with weights: what texts are compared by.

use serde::{Deserialize, Serialize};

/// The name of a word: a hash of its folded form.
///
/// 32 bits: among the two million words of a large window some 500 pairs share a key, far too few to
/// bring two stories together.
pub type TermKey = u32;

/// Terms with their weights, sorted by key, each key once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bag(pub Vec<(TermKey, f32)>);

impl Bag {
    /// Each key once, with the first weight given for it; weights of 0 are left out.
    pub fn once(terms: impl Iterator<Item = (TermKey, f32)>) -> Bag {
        let mut terms: Vec<(TermKey, f32)> = terms.filter(|(_, weight)| *weight > 0.0).collect();
        terms.sort_by_key(|(key, _)| *key);
        terms.dedup_by_key(|(key, _)| *key);
        Bag(terms)
    }

    /// The weight of a term that it has.
    pub fn weight(&self, key: TermKey) -> Option<f32> {
        let place = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.0[place].1)
    }

    /// The sum of products over shared keys.
    pub fn dot(&self, other: &Bag) -> f32 {
        let mut sum = 0.0;
        self.meet(other, |here, there| sum += self.0[here].1 * other.0[there].1);
        sum
    }

    /// Tells for every key that both have its places in this bag and in the other, by key.
    pub fn meet(&self, other: &Bag, mut met: impl FnMut(usize, usize)) {
        let (mut here, mut there) = (0, 0);
        while let (Some((a, _)), Some((b, _))) = (self.0.get(here), other.0.get(there)) {
            if a == b {
                met(here, there);
            }
            // Additions instead of branches: which bag goes on cannot be guessed.
            here += usize::from(a <= b);
            there += usize::from(b <= a);
        }
    }

    /// Its length as a vector.
    pub fn length(&self) -> f32 {
        self.0.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
    }

    /// The same direction with length 1; an empty bag stays empty.
    pub fn normalised(mut self) -> Bag {
        let length = self.length();
        if length > 0.0 {
            self.0.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        self
    }

    /// Keeps the `most` heaviest terms; of equals those with the smaller key.
    pub fn heaviest(mut self, most: usize) -> Bag {
        if let Some(least) = lightest_of(&self.0, most) {
            self.0.retain(|term| heavier(term, &least).is_le());
            self.0.shrink_to_fit();
        }
        self
    }

    /// Its keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = TermKey> {
        self.0.iter().map(|(key, _)| *key)
    }

    /// Both together.
    pub fn plus(&self, other: &Bag) -> Bag {
        let mut all = Vec::with_capacity(self.0.len() + other.0.len());
        let mut known = self.0.iter().copied().peekable();
        for (key, weight) in &other.0 {
            while let Some(term) = known.next_if(|term| term.0 < *key) {
                all.push(term);
            }
            let same = known.next_if(|term| term.0 == *key);
            all.push((*key, same.map_or(*weight, |(_, own)| own + weight)));
        }
        all.extend(known);
        all.shrink_to_fit();
        Bag(all)
    }
}

/// The lightest of the `most` heaviest terms, of which no two share a key; nothing when there are no more
/// than `most`.
pub fn lightest_of(terms: &[(TermKey, f32)], most: usize) -> Option<(TermKey, f32)> {
    if terms.len() <= most || most == 0 {
        return None;
    }
    let mut terms = terms.to_vec();
    Some(*terms.select_nth_unstable_by(most - 1, heavier).1)
}

/// The order of terms by weight, heaviest first; of equals that with the smaller key.
pub fn heavier(a: &(TermKey, f32), b: &(TermKey, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// FNV-1a over 64 bits: fast on short texts, the same on every machine.
pub fn long_key(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// [`long_key`] folded to 32 bits.
pub fn key(text: &str) -> TermKey {
    mix(long_key(text))
}

/// The key of two words that follow each other.
pub fn pair(first: TermKey, second: TermKey) -> TermKey {
    mix((u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn mix(hash: u64) -> u32 {
    let folded = (hash >> 32) ^ (hash & 0xffff_ffff);
    u32::try_from(folded).unwrap_or(u32::MAX)
}
