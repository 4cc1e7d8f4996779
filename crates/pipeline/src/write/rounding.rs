//! Whether two numbers can be the same one, rounded.

use super::counts::{Bound, Count};

/// A number of one digit and zeros ("400,000") may stand for one this far away when it is said to be
/// rounded ("about 400,000" for 430,000), and this far when nothing is said.
const COARSE: f64 = 0.15;
const COARSE_SILENTLY: f64 = 0.06;

/// Large numbers and those with a unit that are nearer than this are one number, told by two who
/// round, convert or add up in their own way.
const NEAR: f64 = 0.06;
/// Below this, numbers without a unit are counted out.
const COUNTED_OUT: f64 = 1000.0;

/// Whether two numbers cannot both be right, however they were rounded.
pub(super) fn differ(one: &Count, other: &Count) -> bool {
    let (small, large) = if one.value <= other.value { (one, other) } else { (other, one) };
    let gap = (large.value - small.value) / large.value.abs().max(f64::MIN_POSITIVE);
    let open = matches!(small.bound, Bound::Least) || matches!(large.bound, Bound::Most);
    let exact = small.unit.is_none() && large.value < COUNTED_OUT;
    let bounded = small.bound != Bound::Exact || large.bound != Bound::Exact;
    let least = match () {
        // Those who died or were hurt are counted on from hour to hour.
        () if bounded && !small.outcomes.is_empty() => COARSE,
        () if exact && !bounded => 0.0,
        () => NEAR,
    };
    !open && gap > least && small.value + reach(small) < large.value - reach(large)
}

/// Whether a number may be more than it says as well as less: "more than 400,000" is never less.
fn is_rounded(count: &Count) -> bool {
    count.bound == Bound::Near
}

/// How far from it a number may stand for others: half of its last place that is not zero, the whole
/// of that place when it is said to be rounded, and no more than a coarse number may.
fn reach(count: &Count) -> f64 {
    let counted_out = count.unit.is_none() && count.value < COUNTED_OUT;
    let (place, coarse) = match is_rounded(count) {
        true => (last_place(count.value), COARSE),
        // "Nearly 24 million", "more than 400,000": on the side of the other number it is exact.
        false if counted_out || count.bound != Bound::Exact => return 0.0,
        false => (last_place(count.value) / 2.0, COARSE_SILENTLY),
    };
    place.min(coarse * count.value.abs())
}

/// The worth of the last digit that is not zero: 100 of 3,200, 0.1 of 4.2.
fn last_place(value: f64) -> f64 {
    // Newspapers print at most three decimals; what a currency's scale multiplies stays whole.
    let places = (-3..=15).rev().map(|power| 10_f64.powi(power));
    let whole = |place: &f64| {
        let times = value.abs() / place;
        times >= 1.0 - 1e-9 && (times - times.round()).abs() < 1e-6 * times.max(1.0).sqrt()
    };
    places.into_iter().find(whole).unwrap_or(0.001)
}

#[cfg(test)]
mod tests {
    use super::super::counts::counts;
    use super::*;
    use crate::claims::{Sources, passages};
    use crate::write::tests::file_of_texts;

    #[test]
    fn rounded_numbers_are_told_from_different_ones() {
        check("about 400,000 units", "more than 400,000 units", false);
        check("about 400,000 units", "430,000 units", false);
        check("more than 400,000 units", "about 330,000 units", true);
        check("at least 400,000 units", "510,000 units", false);
        check("up to 400,000 units", "330,000 units", false);
        check("410 million units", "about 380 million units", true);
        check("about 3,200 units", "some 3,500 units", true);
        check("3,230 units", "about 3,200 units", false);
        check("30,000 units", "36,000 units", true);
        check("seven units", "eleven units", true);
        check("16 units", "17 units", true);
        check("about 16 units", "17 units", false);
        check("12,400 units", "12,900 units", false);
        check("0 units", "0 units", false);
        check("at least 21 people killed", "19 people killed", false);
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        let counted = |words: &str| {
            let file =
                file_of_texts(&[&format!("The ferry Aurora of Kelm carried {words} to Norland.")]);
            let sources = Sources::of(&file);
            counts(&passages(&sources)[0]).remove(0)
        };
        let (first, second) = (counted(one), counted(other));
        assert_eq!(differ(&first, &second), expected, "{one} / {other}");
        assert_eq!(differ(&second, &first), expected, "{other} / {one}");
    }
}
