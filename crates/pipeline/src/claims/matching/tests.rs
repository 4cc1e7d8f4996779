use super::*;
use jiff::Timestamp;
use news::{ArticleVersionId, ClaimParts, ClaimStatus, ClaimStep, Part, Statement};

/// Claims from lines such as "id: a/sentence, b/sentence": who makes them, with which words. Each is a
/// second younger than the one before.
fn claims(lines: &str) -> Vec<Claim> {
    let place = |place: &str| {
        let (article, words) = place.trim().split_once('/').expect("article/words");
        Evidence {
            article: ArticleId(article.to_owned()),
            version: ArticleVersionId(format!("{article} now")),
            part: Part::Text,
            start: 0,
            end: 1,
            quote: words.to_owned(),
        }
    };
    let claim = |(second, line): (usize, &str)| {
        let (id, places) = line.split_once(':').expect("id: places");
        let evidence: Vec<Evidence> = places.split(',').map(place).collect();
        let at = Timestamp::from_second(second as i64).expect("a small number");
        Claim {
            id: ClaimId(id.trim().to_owned()),
            statement: Statement::new(evidence[0].quote.clone(), evidence)
                .expect("it has evidence"),
            speaker: None,
            parts: ClaimParts::default(),
            origins: Vec::new(),
            independent: 1,
            updates: None,
            struck: false,
            ended: None,
            history: vec![ClaimStep { status: ClaimStatus::Reported, told: false, version: 1, at }],
        }
    };
    lines.split(';').enumerate().map(claim).collect()
}

const RAN: &str = "The ferry Aurora ran aground off the harbour of Kelm with 30 aboard";
const AGROUND: &str = "With 30 aboard the ferry Aurora ran aground off Kelm's harbour";

#[test]
fn claims_are_known_again_by_their_sentences() {
    check("p: a/one", "g: a/one", "p=g");
    check("p: a/One  word", "g: a/one word", "p=g");
    check("p: a/one", "g: a/one, b/other", "p=g");
    check("p: a/one", "g: b/one", "p gone");
    check("p: a/one", "g: a/two; h: a/one", "p=h");
}

#[test]
fn of_claims_that_become_one_the_elder_stays() {
    check("p: a/one; q: b/two", "g: a/one, b/two", "p=g q in g");
    check("p: b/two; q: a/one", "g: a/one, b/two", "p=g q in g");
}

#[test]
fn of_a_claim_that_becomes_several_the_greater_part_stays() {
    check("p: a/one, b/two, c/three", "g: a/one; h: b/two, c/three", "p=h");
    check("p: a/one, b/two", "g: a/one; h: b/two", "p=g");
    // A younger one takes what the elder leaves.
    check("p: a/one, b/two; q: b/two", "g: a/one; h: b/two", "p=g q=h");
}

#[test]
fn what_is_said_in_other_words_is_known_again() {
    check(&format!("p: a/{RAN}"), &format!("g: b/{AGROUND}"), "p=g");
    check(&format!("p: a/{RAN}"), &format!("g: b/{}", AGROUND.replace("30", "31")), "p gone");
    // Who has its sentence goes first.
    check(&format!("p: a/{RAN}; q: b/{AGROUND}"), &format!("g: b/{AGROUND}"), "p gone q=g");
    check("p: a/He left", "g: b/He left", "p gone");
}

#[track_caller]
fn check(before: &str, found: &str, expected: &str) {
    let (before, found) = (claims(before), claims(found));
    let made: Vec<Made> = found
        .iter()
        .map(|claim| Made { claim: claim.clone(), lead: 0, first: Timestamp::UNIX_EPOCH })
        .collect();
    let fates = fates(&before, &made, |made| Wording::of_text(made.claim.statement.text()));
    let told = before.iter().zip(fates).map(|(claim, fate)| match fate {
        Fate::Found(group) => format!("{}={}", claim.id, found[group].id),
        Fate::Joined(group) => format!("{} in {}", claim.id, found[group].id),
        Fate::Missing => format!("{} gone", claim.id),
    });
    assert_eq!(told.collect::<Vec<_>>().join(" "), expected);
}
