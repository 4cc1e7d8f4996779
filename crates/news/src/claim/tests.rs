use super::*;
use crate::{ArticleVersionId, Part};
use ChangeKind::{Changed, Confirmed, Disputed, New, Settled, Withdrawn};

/// A claim with these steps: version, the first letter of its status, `+` where the brief tells it.
fn claim(id: &str, steps: &str) -> Claim {
    let evidence = Evidence {
        article: ArticleId(id.to_owned()),
        version: ArticleVersionId(id.to_owned()),
        part: Part::Text,
        start: 0,
        end: 10,
        quote: "Words said".to_owned(),
    };
    let step = |word: &str| {
        let (version, rest) = word.split_at(1);
        let status = ClaimStatus::ALL.iter().find(|(_, name)| name.starts_with(&rest[..1]));
        ClaimStep {
            status: status.expect("the table holds letters of a status").0,
            told: rest.ends_with('+'),
            version: version.parse().expect("the table holds versions"),
            at: Timestamp::UNIX_EPOCH,
        }
    };
    Claim {
        id: ClaimId(id.to_owned()),
        statement: Statement::new("Words said".to_owned(), vec![evidence])
            .expect("it has evidence"),
        speaker: None,
        parts: ClaimParts::default(),
        origins: Vec::new(),
        independent: 1,
        updates: None,
        struck: false,
        ended: None,
        history: steps.split_whitespace().map(step).collect(),
    }
}

#[test]
fn what_happened_between_two_versions_follows_from_the_history() {
    check("1r+", None);
    check("2r+", Some(New));
    check("2r", None);
    check("2d+", Some(Disputed));
    check("3r+", None);
    check("1r 2r+", None);
    check("1r+ 2c+", Some(Confirmed));
    check("1r 2c", None);
    check("1r 2c+", Some(Confirmed));
    check("1c+ 2d+", Some(Disputed));
    check("1d+ 2r+", Some(Settled));
    check("1d+ 2c+", Some(Confirmed));
    check("1r+ 2w", Some(Withdrawn));
    check("1r+ 1r 2w", Some(Withdrawn));
    check("1r 2w", None);
    check("1w 2r+", None);
    check("1r+ 2w 3r+", Some(Withdrawn));
}

/// What happened to a claim with these steps from version 1 to version 2.
#[track_caller]
fn check(steps: &str, expected: Option<ChangeKind>) {
    let claims = [claim("a", steps)];
    let found: Vec<ChangeKind> = claim_changes(&claims, 1, 2).iter().map(|c| c.kind).collect();
    assert_eq!(found, Vec::from_iter(expected), "{steps}");
}

#[test]
fn a_later_figure_is_a_change_and_not_also_a_withdrawal() {
    let mut claims = [claim("old", "1r+ 2w"), claim("new", "2r+")];
    claims[1].updates = Some(claims[0].id.clone());
    let changes = claim_changes(&claims, 1, 2);
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((change.kind, change.before), (Changed, Some(&claims[0])));
    // A figure that no reader was told of is no change to them.
    claims[0].history[0].told = false;
    let kinds: Vec<ChangeKind> = claim_changes(&claims, 1, 2).iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [New]);
}

#[test]
fn what_was_struck_or_ended_is_told_nowhere() {
    let mut claims = [claim("a", "1r+ 2w"), claim("b", "2r+")];
    claims[0].struck = true;
    claims[1].ended = Some(Ending::Joined(ClaimId("a".to_owned())));
    assert_eq!(claim_changes(&claims, 1, 2), []);
    let mut claims = [claim("old", "1r+ 2w"), claim("new", "2r+")];
    claims[1].updates = Some(claims[0].id.clone());
    claims[0].struck = true;
    let changes = claim_changes(&claims, 1, 2);
    assert_eq!((changes.len(), changes[0].kind, changes[0].before), (1, New, None));
}

#[test]
fn steps_are_noted_only_where_something_changed() {
    let mut claim = claim("a", "1r+");
    let step =
        |version, status, told| ClaimStep { status, told, version, at: Timestamp::UNIX_EPOCH };
    for _ in 0..2 {
        claim.becomes(step(2, ClaimStatus::Reported, true));
        claim.becomes(step(3, ClaimStatus::Confirmed, true));
    }
    assert_eq!(claim.history.iter().map(|step| step.version).collect::<Vec<_>>(), [1, 3, 2, 3]);
    assert_eq!(claim.status(), ClaimStatus::Confirmed);
}

#[test]
fn words_of_a_status_are_read_back() {
    for (status, word) in ClaimStatus::ALL {
        assert_eq!((status.word(), ClaimStatus::from_word(word)), (word, Some(status)));
    }
    assert_eq!(ClaimStatus::from_word("true"), None);
}
