//! Which parts of a site are kept from text and data mining: `/.well-known/tdmrep.json` of the TDM
//! Reservation Protocol (W3C community group, 2024). A pure reader, no network.

use crate::robots;
use serde_json::Value;

/// Bytes that are read of the file: it lists paths, as a robots.txt does.
pub const LIMIT_BYTES: usize = robots::LIMIT_BYTES;

/// Rules that are read of one file: bounds the work for each page.
const MOST_RULES: usize = 1000;

/// What a site reserves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservations {
    /// A pattern as in robots.txt, and whether what it matches is reserved.
    rules: Vec<(String, bool)>,
}

impl Reservations {
    /// Reads the file; what is no such file reserves nothing.
    pub fn read(bytes: &[u8]) -> Reservations {
        let Ok(Value::Array(rows)) = serde_json::from_slice(bytes) else {
            return Reservations::default();
        };
        let rules = rows.iter().filter_map(|row| {
            let location = row.get("location")?.as_str()?.trim();
            // Seen as a number, a string and a boolean.
            let reserved = match row.get("tdm-reservation")? {
                Value::Number(number) => number.as_u64()? == 1,
                Value::String(text) => text.trim() == "1",
                Value::Bool(reserved) => *reserved,
                _ => return None,
            };
            Some((location.to_owned(), reserved))
        });
        Reservations { rules: rules.take(MOST_RULES).collect() }
    }

    /// Whether `path` (with its query) is reserved. As in robots.txt the longest matching pattern
    /// decides; of two equally long ones the reservation.
    pub fn reserve(&self, path: &str) -> bool {
        let matching =
            self.rules.iter().filter(|(pattern, _)| robots::pattern_matches(pattern, path));
        let decisive = matching.max_by_key(|(pattern, reserved)| (pattern.len(), *reserved));
        decisive.is_some_and(|(_, reserved)| *reserved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_location_decides() {
        let site = r#"[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"},
            {"location": "/open/*", "tdm-reservation": 0},
            {"location": "/open/*.pdf$", "tdm-reservation": "1"}]"#;
        check(site, "/news/1", true);
        check(site, "/open/1", false);
        check(site, "/open/a.pdf", true);
        check(site, "/open/a.pdf?x", false);
        check(r#"[{"location": "/a", "tdm-reservation": true}]"#, "/b", false);
        check(r#"[{"location": "/a"}, {"tdm-reservation": 1}, 7]"#, "/a", false);
        check(r#"{"location": "/", "tdm-reservation": 1}"#, "/a", false);
        check("<html>not found</html>", "/a", false);
        check("", "/a", false);
    }

    #[track_caller]
    fn check(site: &str, path: &str, expected: bool) {
        assert_eq!(Reservations::read(site.as_bytes()).reserve(path), expected, "{path}");
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300), path in ".*") {
            let read = Reservations::read(&bytes);
            prop_assert_eq!(read.reserve(&path), read.clone().reserve(&path));
        }
    }
}
