//! The day in an address such as `/2026/11/23/ferry`.

use super::Read;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/_-]((?:19|20)\d\d)[/_-]?([01]\d|[a-z]{3})[/_-]?([0-3]\d)(?:[/_.-]|$)")
        .expect("the pattern is constant and compiles in the tests")
});

static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/_-]([0-3]?\d)[-_.]([01]?\d)[-_.]((?:19|20)\d\d)(?:[/_.-]|$)")
        .expect("the pattern is constant and compiles in the tests")
});

/// The day that the address names.
pub fn day(url: &str, read: &Read) -> Option<Date> {
    let named = match YEAR_FIRST.captures(url) {
        Some(found) if found[2].starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{}-{}-{}", &found[1], &found[2], &found[3])
        }
        Some(found) => format!("{} {} {}", &found[3], &found[2], &found[1]),
        None => {
            let found = DAY_FIRST.captures(url)?;
            format!("{}.{}.{}", &found[1], &found[2], &found[3])
        }
    };
    read.dated(&named).map(|dated| dated.time.local().date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_addresses() {
        check("https://coast.example/2026/11/23/ferry", "2026-11-23");
        check("https://coast.example/2026/nov/23/ferry", "2026-11-23");
        check("https://coast.example/ferry-20261123.html", "2026-11-23");
        check("https://coast.example/news/23-11-2026", "2026-11-23");
        check("https://coast.example/ferry-2026-11", "none");
        check("https://coast.example/ferry-1234567890", "none");
    }

    #[track_caller]
    fn check(url: &str, expected: &str) {
        let found = day(url, &Read { day_first: true });
        assert_eq!(found.map_or("none".to_owned(), |day| day.to_string()), expected, "{url}");
    }
}
