//! German numbers: "1.234,5", "einundzwanzigtausend", "zweieinhalb", "1,5 Mio.".

/// The value of digits as German writes them: points part thousands, the comma is decimal. A point that does not
/// part thousands is that of a time ("14.30"), as is a colon.
pub(crate) fn digits(key: &str) -> Option<f64> {
    let numeric = key.starts_with(|c: char| c.is_ascii_digit())
        && key.ends_with(|c: char| c.is_ascii_digit());
    if !numeric {
        return None;
    }
    let (whole, fraction) = key.split_once(',').unwrap_or((key, ""));
    let parts: Vec<&str> = whole.split(['.', ' ']).collect();
    let thousands = parts[1..].iter().all(|part| part.len() == 3) && parts[0].len() < 4;
    let plain = match thousands || parts.len() == 1 {
        true => parts.concat(),
        false => whole.replace(':', "."),
    };
    let fraction = fraction.replace(',', "");
    let plain = plain.replace(':', ".");
    match fraction.is_empty() {
        true => plain.parse().ok(),
        false => [plain.as_str(), ".", &fraction].concat().parse().ok(),
    }
}

/// What a scale word multiplies by.
pub(crate) fn scale(key: &str) -> Option<f64> {
    match key {
        "hundert" => Some(1e2),
        "tausend" | "tsd" => Some(1e3),
        "million" | "millionen" | "mio" => Some(1e6),
        "milliarde" | "milliarden" | "mrd" => Some(1e9),
        "billion" | "billionen" | "bio" => Some(1e12),
        "dutzend" => Some(12.0),
        _ => None,
    }
}

const ONES: [(&str, f64); 22] = [
    ("null", 0.0),
    ("ein", 1.0),
    ("eins", 1.0),
    ("zwei", 2.0),
    ("zwo", 2.0),
    ("drei", 3.0),
    ("vier", 4.0),
    ("fünf", 5.0),
    ("sechs", 6.0),
    ("sieben", 7.0),
    ("acht", 8.0),
    ("neun", 9.0),
    ("zehn", 10.0),
    ("elf", 11.0),
    ("zwölf", 12.0),
    ("dreizehn", 13.0),
    ("vierzehn", 14.0),
    ("fünfzehn", 15.0),
    ("sechzehn", 16.0),
    ("siebzehn", 17.0),
    ("achtzehn", 18.0),
    ("neunzehn", 19.0),
];

const TENS: [(&str, f64); 8] = [
    ("zwanzig", 20.0),
    ("dreissig", 30.0),
    ("vierzig", 40.0),
    ("fünfzig", 50.0),
    ("sechzig", 60.0),
    ("siebzig", 70.0),
    ("achtzig", 80.0),
    ("neunzig", 90.0),
];

/// The value of a number written as one word in small letters; none for the article "ein".
pub(crate) fn spelled(key: &str) -> Option<f64> {
    match key {
        "ein" | "hundert" | "tausend" => None,
        "anderthalb" | "eineinhalb" => Some(1.5),
        "zweier" => Some(2.0),
        "dreier" => Some(3.0),
        _ => halves(key).or_else(|| below_million(key)),
    }
}

/// "zweieinhalb".
fn halves(key: &str) -> Option<f64> {
    let whole = key.strip_suffix("einhalb")?;
    Some(below_hundred(whole)? + 0.5)
}

fn below_million(key: &str) -> Option<f64> {
    let Some((head, rest)) = key.split_once("tausend") else { return below_thousand(key) };
    let thousands = if head.is_empty() { 1.0 } else { below_thousand(head)? };
    let rest = if rest.is_empty() { 0.0 } else { below_thousand(without_and(rest))? };
    Some(thousands * 1e3 + rest)
}

fn below_thousand(key: &str) -> Option<f64> {
    let Some((head, rest)) = key.split_once("hundert") else { return below_hundred(key) };
    let hundreds = if head.is_empty() { 1.0 } else { below_hundred(head)? };
    let rest = if rest.is_empty() { 0.0 } else { below_hundred(without_and(rest))? };
    Some(hundreds * 1e2 + rest)
}

fn without_and(rest: &str) -> &str {
    rest.strip_prefix("und").filter(|rest| !rest.is_empty()).unwrap_or(rest)
}

fn below_hundred(key: &str) -> Option<f64> {
    let of = |table: &[(&str, f64)], key: &str| {
        table.iter().find(|(word, _)| *word == key).map(|(_, value)| *value)
    };
    if let Some(value) = of(&ONES, key).or_else(|| of(&TENS, key)) {
        return Some(value);
    }
    let (ones, tens) = key.split_once("und")?;
    let (ones, tens) = (of(&ONES, ones)?, of(&TENS, tens)?);
    (ones > 0.0 && ones < 10.0).then_some(ones + tens)
}

/// What adjectives are made of behind a number in the same word: "dreitägig", "60-prozentig", "fünfköpfig".
const MEASURES: [&str; 8] =
    ["jährig", "monatig", "wöchig", "tägig", "stündig", "minütig", "prozentig", "köpfig"];

/// The number and the measure of "dreitägigen": 3 and "tägigen".
pub(crate) fn measured(key: &str) -> Option<(f64, &str)> {
    let at = MEASURES.iter().find_map(|measure| key.find(measure))?;
    let (number, measure) = key.split_at(at);
    let value = if number == "ein" { Some(1.0) } else { spelled(number).or(scale(number)) };
    Some((value?, measure))
}

/// How many bytes at the head of `rest`, which begins with a digit, form one number: "1.234,5", "14.30", "14:30",
/// "3" of "3. März".
pub(crate) fn length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (matches!(bytes.get(at), Some(b'.' | b',' | b':')) && digit(at + 1)) {
        at += 1;
    }
    at
}

/// Day, month and year of "3.3.2025", "03.03.25" and "3.3.", as places in the digits of `key` with the month's number.
pub(crate) fn date(key: &str) -> Option<(usize, usize, i8)> {
    let mut parts = key.split('.');
    let (day, month) = (parts.next()?, parts.next()?);
    let year = parts.next()?;
    let fits = |part: &str, most: u8| {
        (1..3).contains(&part.len()) && part.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n))
    };
    let whole = fits(day, 31) && fits(month, 12) && parts.next().is_none();
    let dated = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    (whole && dated).then_some(())?;
    Some((day.len(), day.len() + 1 + month.len(), month.parse().ok()?))
}
