//! Numbers with their units and currencies, in one spelling.

use super::lexicon;
use super::words::{Kind, Raw, Word, words_in};
use crate::tongue::{Tongue, german};
use std::ops::Range;

/// A number as a text states it: "$4.2 billion", "two dozen", "18 percent".
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its value, scale words worked in.
    pub value: f64,
    /// Unit or currency in one spelling: `%`, `points` (percentage points), `$`, `week`.
    pub unit: Option<&'static str>,
    /// UTF-8 bytes of the text, unit included.
    pub span: Range<usize>,
}

impl Quantity {
    /// Whether it states the same; a missing unit is taken as the other's.
    pub fn agrees(&self, other: &Quantity) -> bool {
        let near = (self.value - other.value).abs() <= 1e-9 * self.value.abs().max(1.0);
        near && (self.unit == other.unit || self.unit.is_none() || other.unit.is_none())
    }

    /// Whether `other` rounds to it: at most 5 % away, which newspapers call "about" or "nearly", and told with more
    /// digits. "Over 7,100" is no round word for 7,000.
    pub fn rounds(&self, other: &Quantity) -> bool {
        let near = (self.value - other.value).abs() <= 0.05 * other.value.abs();
        near && self.unit == other.unit && self.digits() < other.digits()
    }

    /// How many digits it takes to tell: 1 for 400,000, 3 for 38.1.
    fn digits(&self) -> usize {
        let told = format!("{:e}", self.value);
        let mantissa = told.split('e').next().unwrap_or_default();
        mantissa.bytes().filter(u8::is_ascii_digit).count()
    }

    /// Whether it can be a year.
    pub fn is_year(&self) -> bool {
        self.unit.is_none() && self.value.fract() == 0.0 && (1500.0..2100.0).contains(&self.value)
    }
}

/// The numbers of a text in reading order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    quantities_in(Tongue::guess(text), text)
}

/// The numbers of a text in reading order.
pub fn quantities_in(tongue: Tongue, text: &str) -> Vec<Quantity> {
    words_in(tongue, text)
        .into_iter()
        .filter_map(|word| match word.kind {
            Kind::Number(quantity) => Some(quantity),
            _ => None,
        })
        .collect()
}

/// Joins the pieces of each number into one word and gives every word its kind.
pub(super) fn joined(tongue: Tongue, raw: Vec<Raw>) -> Vec<Word> {
    let mut found = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        match quantity(tongue, &raw[at..]) {
            Some((quantity, length)) => {
                found.push(number_word(tongue, &raw[at], quantity));
                at += length;
            }
            None => {
                found.push(plain_word(tongue, &raw[at]));
                at += 1;
            }
        }
    }
    found
}

fn number_word(tongue: Tongue, raw: &Raw, quantity: Quantity) -> Word {
    let key = format!("{}{}", quantity.value, quantity.unit.unwrap_or_default());
    Word {
        span: quantity.span.clone(),
        stem: key.clone(),
        key,
        kind: Kind::Number(quantity),
        capital: false,
        large: false,
        tongue,
        joined: raw.joined,
        first: raw.first,
    }
}

fn plain_word(tongue: Tongue, raw: &Raw) -> Word {
    let dated = |number: Option<i8>| number.filter(|_| raw.capital);
    let kind = match raw.key.as_str() {
        key if let Some(day) = dated(tongue.weekday(key)) => Kind::Weekday(day),
        key if let Some(month) = dated(tongue.month(key)) => Kind::Month(month),
        key if tongue.is_function_word(key) => Kind::Function,
        _ => Kind::Content,
    };
    let stem = match tongue {
        Tongue::German if !german::is_noun(&raw.key, raw.capital, raw.first) => {
            german::stem_of_small(&raw.key)
        }
        _ => tongue.stem(&raw.key),
    };
    Word {
        span: raw.span.clone(),
        key: raw.key.clone(),
        stem,
        kind,
        capital: raw.capital,
        large: raw.capital,
        tongue,
        joined: raw.joined,
        first: raw.first,
    }
}

/// The number that begins at the first piece, and how many pieces it takes.
fn quantity(tongue: Tongue, raw: &[Raw]) -> Option<(Quantity, usize)> {
    match tongue {
        Tongue::English => english_quantity(raw),
        Tongue::German => german_quantity(raw),
        Tongue::Other(_) => None,
    }
}

/// "1,5 Millionen Euro", "zwölf", "eine halbe Million", "dreitägig": the German number that begins at the first piece.
fn german_quantity(raw: &[Raw]) -> Option<(Quantity, usize)> {
    let first = raw.first()?;
    if let Some((value, measure)) = german::numbers::measured(&first.key) {
        return Some((
            Quantity { value, unit: german::unit(measure), span: first.span.clone() },
            1,
        ));
    }
    let sign = currency_sign(&first.key);
    let from = usize::from(sign.is_some());
    let (value, length) = german_value(raw.get(from..)?)?;
    let used = from + length;
    let unit = raw.get(used).filter(|word| word.joined).and_then(|word| match word.key.as_str() {
        "%" => Some("%"),
        key => currency_sign(key).or_else(|| german::unit(key)),
    });
    // "Ein" alone is an article.
    if unit.is_none() && length == 1 && is_german_article(&raw[from].key) {
        return None;
    }
    let (unit, unit_length) =
        if sign.is_some() { (sign, 0) } else { (unit, usize::from(unit.is_some())) };
    let used = used + unit_length;
    Some((Quantity { value, unit, span: first.span.start..raw[used - 1].span.end }, used))
}

fn is_german_article(key: &str) -> bool {
    matches!(key, "ein" | "eine" | "einen" | "einem" | "einer" | "eines")
}

fn german_value(raw: &[Raw]) -> Option<(f64, usize)> {
    let key = |at: usize| raw.get(at).filter(|word| at == 0 || word.joined).map_or("", |w| &w.key);
    let (mut value, mut used) = match key(0) {
        article if is_german_article(article) && matches!(key(1), "halbe" | "halben") => {
            (0.5 * german::numbers::scale(key(2))?, 3)
        }
        article if is_german_article(article) => (1.0, 1),
        plain => {
            let digits = german::numbers::digits(plain);
            let value = digits.or_else(|| german::numbers::spelled(plain));
            (value.or_else(|| german::numbers::scale(plain).filter(|v| *v < 1e6))?, 1)
        }
    };
    while let Some(factor) = german::numbers::scale(key(used)) {
        value *= factor;
        used += 1;
    }
    Some((value, used))
}

/// The English number that begins at the first piece, and how many pieces it takes.
fn english_quantity(raw: &[Raw]) -> Option<(Quantity, usize)> {
    let sign = currency_sign(&raw[0].key);
    let from = usize::from(sign.is_some());
    let (value, length) = value(raw.get(from..)?)?;
    let used = from + length;
    // "One" alone is a pronoun more often than a number.
    if used == 1 && raw[0].key == "one" && !unit(&raw[1..]).is_some_and(|_| true) {
        return None;
    }
    let (unit, unit_length) = match unit(&raw[used..]) {
        Some((unit, length)) if sign.is_none() => (Some(unit), length),
        _ => (sign, 0),
    };
    let used = used + unit_length;
    let span = raw[0].span.start..raw[used - 1].span.end;
    Some((Quantity { value, unit, span }, used))
}

fn currency_sign(key: &str) -> Option<&'static str> {
    match key {
        "$" => Some("$"),
        "€" => Some("€"),
        "£" => Some("pound"),
        "¥" => Some("yen"),
        "₹" => Some("rupee"),
        _ => None,
    }
}

/// The value of the number words at the beginning of `raw`.
fn value(raw: &[Raw]) -> Option<(f64, usize)> {
    let first = raw.first()?;
    let scale_after = |at: usize| {
        raw.get(at).and_then(|word| scale(&word.key, raw[at - 1].span.end == word.span.start))
    };
    if let Some(digits) = digits(&first.key) {
        return Some(scaled(digits, raw, 1));
    }
    if first.key == "half" && raw.get(1).is_some_and(|word| word.key == "a") {
        return Some((0.5 * scale_after(2)?, 3));
    }
    if matches!(first.key.as_str(), "a" | "an") {
        return Some((scale_after(1)?, 2));
    }
    let (small, length) = spelled(raw)?;
    Some(scaled(small, raw, length))
}

/// Multiplies by the scale words that follow: "400 thousand", "two hundred thousand".
fn scaled(mut value: f64, raw: &[Raw], mut used: usize) -> (f64, usize) {
    while let Some(word) = raw.get(used) {
        let glued = raw[used - 1].span.end == word.span.start;
        match scale(&word.key, glued) {
            Some(factor) if word.joined || glued => value *= factor,
            _ => break,
        }
        used += 1;
    }
    (value, used)
}

/// A number below a thousand in words: "twenty-five", "three hundred and ten".
fn spelled(raw: &[Raw]) -> Option<(f64, usize)> {
    let (mut value, mut used) = below_hundred(raw)?;
    if raw.get(used).is_some_and(|word| word.key == "hundred") {
        value *= 100.0;
        used += 1;
        let and = usize::from(raw.get(used).is_some_and(|word| word.key == "and"));
        if let Some((rest, length)) = raw.get(used + and..).and_then(below_hundred) {
            value += rest;
            used += and + length;
        }
    }
    Some((value, used))
}

fn below_hundred(raw: &[Raw]) -> Option<(f64, usize)> {
    let first = lexicon::number_word(&raw.first()?.key)?;
    let second =
        raw.get(1).filter(|word| word.joined).and_then(|word| lexicon::number_word(&word.key));
    match second {
        Some(ones) if first >= 20.0 && ones < 10.0 && ones > 0.0 => Some((first + ones, 2)),
        _ => Some((first, 1)),
    }
}

fn digits(key: &str) -> Option<f64> {
    let numeric = key.starts_with(|c: char| c.is_ascii_digit())
        && key.ends_with(|c: char| c.is_ascii_digit());
    if !numeric {
        return None;
    }
    key.replace([',', ' '], "").parse().ok()
}

/// What a scale word multiplies by; one letter counts only glued to its number.
fn scale(key: &str, glued: bool) -> Option<f64> {
    match key {
        "hundred" => Some(1e2),
        "thousand" => Some(1e3),
        "million" | "mn" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "trillion" | "tn" | "trn" => Some(1e12),
        "dozen" => Some(12.0),
        "k" if glued => Some(1e3),
        "m" if glued => Some(1e6),
        "b" if glued => Some(1e9),
        _ => None,
    }
}

/// The unit at the beginning of `raw`, and how many pieces it takes.
fn unit(raw: &[Raw]) -> Option<(&'static str, usize)> {
    let first = raw.first()?;
    let second = raw.get(1).map(|word| word.key.as_str()).unwrap_or_default();
    match (first.key.as_str(), second) {
        ("per", "cent") => Some(("%", 2)),
        ("percentage", "point" | "points") => Some(("points", 2)),
        ("basis", "point" | "points") => Some(("basis points", 2)),
        ("%", _) => Some(("%", 1)),
        (key, _) if first.joined => lexicon::unit(key).map(|unit| (unit, 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::quantities;

    #[test]
    fn numbers_come_in_one_spelling() {
        check("400,000 or 400 thousand or 400k", "400000 400000 400000");
        check("$4.2 billion, 4.2bn dollars, $4.2bn", "4200000000$ 4200000000$ 4200000000$");
        check("two dozen of a dozen of half a million", "24 12 500000");
        check("twenty-five and three hundred and ten", "25 310");
        check("18 percent, 18%, 18 per cent, 18 pct", "18% 18% 18% 18%");
        check("18 percentage points; 40 basis points", "18points 40basis points");
        check("18 months and 18-month", "18month 18month");
        check("one of them for one week", "1week");
        check("the 20th of 1960, B12 and G20", "1960");
        check("£3m and 3 million pounds", "3000000pound 3000000pound");
        check("1,2,3 and 1.", "123 1");
        check("", "");
    }

    #[test]
    fn a_round_number_has_fewer_digits() {
        rounds("400,000", "407,812", true);
        rounds("400,000", "330,000", false);
        rounds("7,100", "7,000", false);
        rounds("38.9", "38.1", false);
        rounds("40", "38.1", true);
        rounds("2.4%", "2.37%", true);
        rounds("2.4", "2.37%", false);
        rounds("$4 billion", "$4.1 billion", true);
    }

    #[track_caller]
    fn rounds(stated: &str, cited: &str, expected: bool) {
        let (stated, cited) = (&quantities(stated)[0], &quantities(cited)[0]);
        assert_eq!(stated.rounds(cited), expected, "{stated:?} {cited:?}");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = quantities(text)
            .iter()
            .map(|q| format!("{}{}", q.value, q.unit.unwrap_or_default()))
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}
