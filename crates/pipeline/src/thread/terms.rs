//! Names of words, and bags of them with weights: what texts are compared by.

/// The name of a word: a hash of its folded form.
///
/// 32 bits: among the two million words of a large window some 500 pairs share a key, far too few to
/// bring two stories together.
pub type TermKey = u32;

/// Terms with their weights, sorted by key, each key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bag(pub Vec<(TermKey, f32)>);

impl Bag {
    /// Adds up the weights of equal keys.
    pub fn collect(mut terms: Vec<(TermKey, f32)>) -> Bag {
        terms.sort_by_key(|(key, _)| *key);
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Bag(terms)
    }

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
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += x.1 * y.1;
                    a.next();
                    b.next();
                }
            }
        }
        sum
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
        if self.0.len() > most {
            self.0.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.0.truncate(most);
            self.0.sort_by_key(|(key, _)| *key);
        }
        self
    }

    /// Its keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = TermKey> {
        self.0.iter().map(|(key, _)| *key)
    }

    /// Both together.
    pub fn plus(&self, other: &Bag) -> Bag {
        let mut all = self.0.clone();
        all.extend_from_slice(&other.0);
        Bag::collect(all)
    }
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
