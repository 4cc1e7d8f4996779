//! What a publisher keeps from machines that write, though anybody may read it.

use super::meta::MetaTags;
use news::Reservation;

/// Words of robots tags that take a value; what stands before the colon of any other is a robot's name.
const VALUED: [&str; 4] =
    ["max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"];

/// What `X-Robots-Tag` headers keep from the robot called `name`.
pub fn of_tags(tags: &[String], name: &str) -> Reservation {
    tags.iter().fold(Reservation::default(), |all, line| all.and(of_line(line, name)))
}

/// What a page's own `<meta>` elements keep.
pub fn of_meta(meta: &MetaTags) -> Reservation {
    let robots = meta.every().filter(|(name, _)| matches!(*name, "robots" | "newsloom"));
    let words = robots.flat_map(|(_, value)| value.split([',', ' ']));
    let told = words.fold(Reservation::default(), |all, word| all.and(of_word(word, "")));
    let mining = meta.all("tdm-reservation").any(|value| value.trim() == "1");
    told.and(Reservation { words: mining.then(|| "tdm-reservation".to_owned()), images: false })
}

fn of_line(line: &str, name: &str) -> Reservation {
    let mut kept = Reservation::default();
    let mut for_us = true;
    for part in line.split(',') {
        let (word, value) = part.split_once(':').unwrap_or((part, ""));
        let is_valued = VALUED.iter().any(|valued| valued.eq_ignore_ascii_case(word.trim()));
        if is_valued || !part.contains(':') {
            kept = if for_us { kept.and(of_word(word, value)) } else { kept };
            continue;
        }
        // A name counts for all that follows it in the line.
        for_us = word.trim().eq_ignore_ascii_case(name);
        if for_us {
            let (word, value) = value.split_once(':').unwrap_or((value, ""));
            kept = kept.and(of_word(word, value));
        }
    }
    kept
}

/// `noai` and `noimageai` are what artists' and writers' sites agreed on (2022), `noml` is a proposal
/// to the IETF, and whoever wants no snippet shown wants no sentence cited.
fn of_word(word: &str, value: &str) -> Reservation {
    let word = word.trim().to_ascii_lowercase();
    let keeps_words = matches!(word.as_str(), "noai" | "noml" | "nosnippet")
        || (word == "max-snippet" && value.trim() == "0");
    Reservation { images: word == "noimageai", words: keeps_words.then_some(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_words_and_pictures() {
        check(&["noai"], Some("noai"), false);
        check(&["NoAI, noimageai"], Some("noai"), true);
        check(&["noimageai"], None, true);
        check(&["max-snippet: 0"], Some("max-snippet"), false);
        check(&["max-snippet: 50, noindex, nofollow"], None, false);
        check(
            &["unavailable_after: 25 Jun 2010 15:00:00 PST, nosnippet"],
            Some("nosnippet"),
            false,
        );
        check(&["index", "noml"], Some("noml"), false);
        check(&[], None, false);
        check(&["", ":", ",,"], None, false);
    }

    #[test]
    fn tags_for_other_robots_are_not_ours() {
        check(&["otherbot: noai, noimageai"], None, false);
        check(&["otherbot: noai, newsloom: noimageai"], None, true);
        check(&["Newsloom: noai"], Some("noai"), false);
        check(&["newsloom: max-snippet: 0"], Some("max-snippet"), false);
    }

    #[track_caller]
    fn check(tags: &[&str], words: Option<&str>, images: bool) {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let expected = Reservation { words: words.map(str::to_owned), images };
        assert_eq!(of_tags(&tags, "newsloom"), expected, "{tags:?}");
    }
}
