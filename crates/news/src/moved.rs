//! What a report under a known id but at another address is to the one that we hold.

use crate::{Article, plain_address};
use std::collections::HashSet;

/// Letters below which two texts say too little to be told apart by.
const LEAST_LETTERS: usize = 100;

/// Letters that must follow each other in both texts to count as the same.
const RUN_LETTERS: usize = 16;

/// The share of a text's runs, in hundredths, below which it is told about something else. Reports that
/// have nothing to do with each other share one or two in a hundred ("according to the"), a report told
/// anew keeps its quotes and figures.
const KEPT_HUNDREDTHS: usize = 10;

/// Whether a report stands at another address than it did; what tracks readers counts for nothing.
pub fn has_moved(before: &Article, after: &Article) -> bool {
    let place = |article: &Article| article.url.as_deref().and_then(plain_address);
    match (place(before), place(after)) {
        (Some(before), Some(after)) => before != after,
        _ => false,
    }
}

/// Whether what stands at the new address is another report: feeds use an id again, for the day's briefing
/// or for everything that they list.
pub fn is_another(before: &Article, after: &Article) -> bool {
    let (old, new) = (letters(&before.text), letters(&after.text));
    if !has_moved(before, after) || old.len().min(new.len()) < LEAST_LETTERS {
        return false;
    }
    let known: HashSet<&[char]> = old.windows(RUN_LETTERS).collect();
    let kept = new.windows(RUN_LETTERS).filter(|run| known.contains(run)).count();
    let all = new.windows(RUN_LETTERS).count();
    kept * 100 < all * KEPT_HUNDREDTHS
}

/// The newer article, under the old address when that is all that changed: an address that moved makes no
/// new version, and leads readers on.
pub fn settled(before: &Article, after: Article) -> Article {
    let same = Article { url: before.url.clone(), ..after.clone() };
    if same.version() == before.version() { same } else { after }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleId, OutletId};
    use jiff::Timestamp;

    const REPORT: &str = "The ferry Aurora ran aground off Merrow on Friday with 30 people aboard, the coast guard said. \
        Nobody was hurt, and two lifeboats took the passengers off within three hours.";
    const STORM: &str = "A storm closed the harbour of Arlen on Sunday according to the harbour master, who said that \
        eleven ships were waiting outside for the wind to fall before they could come in.";

    fn article(path: &str, text: &str) -> Article {
        Article {
            id: ArticleId("e".to_owned()),
            outlet: OutletId("coast.example".to_owned()),
            url: Some(format!("https://coast.example/{path}")),
            title: "Ferry runs aground".to_owned(),
            text: text.to_owned(),
            byline: None,
            published: None,
            modified: None,
            language: None,
            section: None,
            image: None,
            named_source: None,
            reserved: None,
            seen: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn another_report_is_known_by_its_words_at_another_address() {
        let edited = REPORT.replace("30", "31").replace("three hours", "half a day");
        for (path, text, moved, another) in [
            ("ferry", REPORT, false, false),
            ("ferry", STORM, false, false),
            ("ferry?utm_source=x", STORM, false, false),
            ("ferry-2026", REPORT, true, false),
            ("ferry-2026", &edited, true, false),
            ("storm", STORM, true, true),
            ("storm", "A storm.", true, false),
        ] {
            let (before, after) = (article("ferry", REPORT), article(path, text));
            assert_eq!(has_moved(&before, &after), moved, "{path} {text}");
            assert_eq!(is_another(&before, &after), another, "{path} {text}");
        }
    }

    #[test]
    fn an_address_alone_makes_no_version() {
        let before = article("ferry", REPORT);
        let moved = settled(&before, article("ferry-2026", REPORT));
        assert_eq!(moved.version(), before.version());
        let edited = article("ferry-2026", STORM);
        assert_eq!(settled(&before, edited.clone()), edited);
    }
}
