use super::*;
use crate::SourceTime;
use proptest::prelude::*;

/// Removed words stand in `[- -]`, added ones in `[+ +]`.
fn shown(pieces: &[Piece]) -> String {
    let one = |piece: &Piece| match piece {
        Piece::Kept(words) => words.clone(),
        Piece::Removed(words) => format!("[-{words}-]"),
        Piece::Added(words) => format!("[+{words}+]"),
        Piece::Gap => "…".to_owned(),
    };
    pieces.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn changes_are_shown_word_by_word() {
    check(
        "The ferry carried 30 people.",
        "The ferry carried 31 people.",
        "The ferry carried [-30-] [+31+] people.",
    );
    check(
        "Nobody was hurt.",
        "Nobody was hurt. One is missing.",
        "Nobody was hurt. [+One is missing.+]",
    );
    check("Nobody was hurt. So it seems.", "Nobody was hurt.", "Nobody was hurt. [-So it seems.-]");
    check("", "All new.", "[+All new.+]");
    // Small words between two changes belong to them.
    check(
        "The mayor of Arlen spoke.",
        "The head of Brisk spoke.",
        "The [-mayor of Arlen-] [+head of Brisk+] spoke.",
    );
}

#[test]
fn other_marks_and_spaces_are_no_change() {
    check("\"It’s – done\"", "“It's —  done”\n", "");
    check("a b", "a\n\nb", "");
}

#[track_caller]
fn check(before: &str, after: &str, expected: &str) {
    assert_eq!(shown(&compare(before, after)), expected, "{before:?} {after:?}");
}

#[test]
fn long_unchanged_runs_are_left_out() {
    let before = "a b c d e f g 1 h i j k l m n 2 o p q r s t";
    let after = before.replace('1', "one").replace('2', "two");
    let short = abridged(&compare(before, &after), 2);
    assert_eq!(shown(&short), "… f g [-1-] [+one+] h i … m n [-2-] [+two+] o p …");
    let whole = abridged(&compare(before, &after), 9);
    assert!(!whole.contains(&Piece::Gap), "{whole:?}");
}

#[test]
fn a_long_text_told_anew_is_replaced_as_a_whole() {
    let words = |name: &str| (0..5_000).map(|n| format!("{name}{n}")).collect::<Vec<_>>().join(" ");
    let (before, after) = (format!("Start {}", words("a")), format!("Start {}", words("b")));
    let pieces = compare(&before, &after);
    assert_eq!(pieces.len(), 3);
}

fn article(title: &str, text: &str, seen: i64) -> Article {
    Article {
        id: ArticleId("a".to_owned()),
        outlet: OutletId("gazette.example".to_owned()),
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        seen: Timestamp::from_second(seen).unwrap(),
    }
}

#[test]
fn corrections_are_told_from_silent_edits() {
    for (added, expected) in [
        ("Correction: the ferry carried 31.", Some("Correction: the ferry carried 31.")),
        ("It sailed. (This story has been corrected.)", Some("(This story has been corrected.")),
        ("An earlier version said 30.", Some("An earlier version said 30.")),
        ("Editor’s note: the name was wrong.", Some("Editor’s note: the name was wrong.")),
        ("Berichtigung: 31 Menschen.", Some("Berichtigung: 31 Menschen.")),
        ("The incorrectly built pier stands.", None),
        ("It carried 31.", None),
    ] {
        let versions =
            [article("T", "It sailed on.", 1), article("T", &format!("It sailed on. {added}"), 2)];
        let found = revisions(&versions).remove(0).edit;
        assert_eq!(
            found,
            expected.map_or(Edit::Silent, |note| Edit::Correction(note.to_owned())),
            "{added}"
        );
    }
}

#[test]
fn a_version_without_other_words_is_no_revision() {
    let first = article("T", "It sailed.", 1);
    let retaken = Article { byline: Some("Ada".to_owned()), ..article("T", "It  sailed.", 2) };
    let renamed = article("New title", "It sailed.", 3);
    let all = revisions(&[first, retaken, renamed]);
    assert_eq!(all.len(), 1);
    assert_eq!((shown(&all[0].title), all[0].text.len()), ("[-T-] [+New title+]".to_owned(), 0));
}

#[test]
fn the_outlets_word_on_when_counts_where_it_can_be() {
    let at = |second: i64| Some(SourceTime::utc(Timestamp::from_second(second).unwrap()));
    for (said, expected) in [(None, 20), (at(15), 15), (at(5), 20), (at(25), 20)] {
        let after = Article { modified: said, ..article("T", "B", 20) };
        let found = revisions(&[article("T", "A", 10), after]).remove(0).at;
        assert_eq!(found.as_second(), expected, "{said:?}");
    }
}

proptest! {
    #[test]
    fn pieces_hold_both_texts(before in "[ab ]{0,40}", after in "[ab ]{0,40}") {
        let pieces = compare(&before, &after);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let of = |wanted: fn(&Piece) -> Option<&str>| {
            words(&pieces.iter().filter_map(wanted).collect::<Vec<_>>().join(" "))
        };
        if pieces.is_empty() {
            prop_assert_eq!(words(&before), words(&after));
        } else {
            let new = of(|piece| match piece {
                Piece::Kept(text) | Piece::Added(text) => Some(text),
                _ => None,
            });
            let old = of(|piece| match piece {
                Piece::Kept(text) | Piece::Removed(text) => Some(text),
                _ => None,
            });
            prop_assert_eq!((old, new), (words(&before), words(&after)));
        }
    }

    #[test]
    fn whatever_is_compared_nothing_breaks(before in ".*", after in ".*", around in 0..5usize) {
        abridged(&compare(&before, &after), around);
        note(&after);
    }
}
