use super::samples::{
    FAR, approved, article, checked, held, put, report, story, take, take_one, threading,
};
use super::{at, on_each_database};
use crate::database::Sql;
use crate::{Stage, Store, TallyOf};
use jiff::civil::date;
use news::{
    Approved, Claim, ClaimId, ClaimParts, ClaimStatus, ClaimStep, Draft, Ending, Evidence,
    Judgement, Part, Reason, ReasonKind, Regrouping, RegroupingKind, Statement, Strike, Tally,
    Verdict, Writer,
};

fn step(version: u32, status: ClaimStatus, told: bool) -> ClaimStep {
    ClaimStep { status, told, version, at: at(i64::from(version)) }
}

/// A claim of this id, with every part filled in.
fn claim(id: &str) -> Claim {
    let source = article(id, "Nobody was hurt.");
    let evidence = Evidence::of(&source, Part::Text, 0..6).unwrap();
    Claim {
        id: ClaimId(id.to_owned()),
        statement: Statement::new(format!("Nobody\0 of {id} “was” hurt."), vec![evidence]).unwrap(),
        speaker: Some("Ada Lund".to_owned()),
        parts: ClaimParts {
            numbers: vec!["30".to_owned()],
            dates: vec![date(2026, 11, 20)],
            names: vec!["ada lund".to_owned()],
            hedges: vec!["may".to_owned()],
            negations: vec!["nobody".to_owned()],
        },
        origins: vec![source.id],
        independent: 1,
        updates: Some(ClaimId("older".to_owned())),
        struck: false,
        ended: None,
        history: vec![step(1, ClaimStatus::Reported, true)],
    }
}

async fn place(store: &Store, id: &str, in_story: &str) {
    let job = threading(store, &article(id, "Nobody was hurt."), 100).await;
    put(&*store.stories, &job, in_story, &report(id, 10)).await;
}

#[tokio::test]
async fn claims_are_filed_changed_and_forgotten() {
    on_each_database(async |store, other| {
        let (first, second) = (story("s"), story("t"));
        assert_eq!(store.claims.of_story(&first).await.unwrap(), []);
        store.claims.file(&first, &[claim("a"), claim("b"), claim("c")], &[]).await.unwrap();
        store.claims.file(&second, &[claim("a")], &[]).await.unwrap();
        assert_eq!(other.claims.of_story(&second).await.unwrap(), [claim("a")]);
        // One is confirmed, one is withdrawn, one is gone, and one turned out to be another.
        let mut confirmed = claim("c");
        confirmed.independent = 2;
        confirmed.history.push(step(2, ClaimStatus::Confirmed, true));
        let mut withdrawn = claim("b");
        withdrawn.struck = true;
        withdrawn.history.push(step(2, ClaimStatus::Withdrawn, false));
        let joined = Claim { ended: Some(Ending::Joined(ClaimId("c".to_owned()))), ..claim("d") };
        let changed = [withdrawn.clone(), joined.clone(), confirmed.clone()];
        for _ in 0..2 {
            store.claims.file(&first, &changed, &[ClaimId("a".to_owned())]).await.unwrap();
            let filed = store.claims.of_story(&first).await.unwrap();
            assert_eq!(filed, [confirmed.clone(), joined.clone(), withdrawn.clone()]);
        }
        store.claims.file(&first, &[], &[]).await.unwrap();
        assert_eq!(store.claims.of_story(&second).await.unwrap(), [claim("a")]);
    })
    .await;
}

#[tokio::test]
async fn two_workers_file_the_same_claims_at_once() {
    on_each_database(async |store, other| {
        let claims: Vec<Claim> = (0..60).map(|number| claim(&format!("c{number:02}"))).collect();
        let id = story("s");
        let (one, two) = tokio::join!(
            store.claims.file(&id, &claims, &[]),
            other.claims.file(&id, &claims, &[])
        );
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(store.claims.of_story(&id).await.unwrap(), claims);
    })
    .await;
}

fn strike(of: &str, article: &str) -> Strike {
    let claim = claim(article);
    Strike {
        number: 0,
        story: story(of),
        text: "Nobody was hurt.".to_owned(),
        evidence: claim.statement.evidence().to_vec(),
        claims: vec![claim.id],
        by: "Ada".to_owned(),
        why: Some("nobody says so".to_owned()),
        at: at(200),
        undone: None,
    }
}

async fn numbers(store: &Store, of: &str) -> Vec<u64> {
    let struck = store.claims.struck(&story(of)).await.unwrap();
    struck.iter().map(|strike| strike.number).collect()
}

#[tokio::test]
async fn a_strike_opens_the_writing_and_can_be_taken_back() {
    on_each_database(async |store, other| {
        assert_eq!(store.claims.strike(&strike("s", "a"), at(0)).await.unwrap(), None);
        place(store, "a", "s").await;
        place(store, "b", "t").await;
        let written = take(store, Stage::Write, 300).await;
        assert_eq!(written.len(), 2);
        for job in &written {
            store.work.finish(job).await.unwrap();
        }
        let (in_s, in_t) = (strike("s", "a"), strike("t", "b"));
        let (one, two) =
            tokio::join!(store.claims.strike(&in_s, at(0)), other.claims.strike(&in_t, at(0)));
        let mut given = [one.unwrap().unwrap(), two.unwrap().unwrap()];
        let of_s = given[0];
        given.sort_unstable();
        assert_eq!(given, [1, 2]);
        let opened = take(store, Stage::Write, 400).await;
        assert_eq!(opened.len(), 2);
        for job in &opened {
            store.work.finish(job).await.unwrap();
        }
        let kept = store.claims.struck(&story("s")).await.unwrap();
        assert_eq!(kept, [Strike { number: of_s, ..strike("s", "a") }]);

        let latest: Vec<u64> =
            store.claims.strikes(9).await.unwrap().iter().map(|strike| strike.number).collect();
        assert_eq!(latest, [2, 1]);
        assert_eq!(store.claims.strikes(1).await.unwrap().len(), 1);
        assert!(store.claims.unstrike(of_s, "Ben", at(500), at(0)).await.unwrap());
        assert!(!store.claims.unstrike(of_s, "Ben", at(501), at(0)).await.unwrap());
        assert!(!store.claims.unstrike(9, "Ben", at(501), at(0)).await.unwrap());
        assert_eq!(numbers(store, "s").await, Vec::<u64>::new());
        let all = store.claims.strikes(9).await.unwrap();
        let undone = all.iter().find(|strike| strike.number == of_s).unwrap();
        assert_eq!(undone.undone, Some(("Ben".to_owned(), at(500))));
        assert_eq!(take_one(store, Stage::Write, 600).await.subject, "s");
    })
    .await;
}

#[tokio::test]
async fn a_strike_holds_wherever_its_article_goes() {
    on_each_database(async |store, _| {
        for (id, in_story) in [("a", "s"), ("b", "s"), ("c", "t")] {
            place(store, id, in_story).await;
        }
        store.claims.strike(&strike("s", "a"), at(0)).await.unwrap();
        assert_eq!((numbers(store, "s").await, numbers(store, "t").await), (vec![1], vec![]));
        let went = |kind, from: &str, to: &str, went: &[&str], others: &[&str]| Regrouping {
            kind,
            from: story(from),
            to: story(to),
            went: went.iter().map(|id| article(id, "").id).collect(),
            others: others.iter().map(|id| article(id, "").id).collect(),
            by: Some("Ada".to_owned()),
            why: None,
            at: at(300),
        };
        let moved = went(RegroupingKind::Move, "s", "t", &["a"], &["b"]);
        store.regroupings.regroup(&[], &[moved], at(0)).await.unwrap();
        assert_eq!((numbers(store, "s").await, numbers(store, "t").await), (vec![1], vec![1]));
        let merged = went(RegroupingKind::Merge, "s", "t", &["b"], &["a", "c"]);
        store.regroupings.regroup(&[], &[merged], at(0)).await.unwrap();
        assert_eq!(numbers(store, "t").await, [1]);
        // Taken back after its story went into another, it opens that one's writing.
        for job in take(store, Stage::Write, 400).await {
            store.work.finish(&job).await.unwrap();
        }
        assert!(store.claims.unstrike(1, "Ben", at(500), at(0)).await.unwrap());
        assert_eq!(take_one(store, Stage::Write, 600).await.subject, "t");
    })
    .await;
}

/// A brief of which sentences were withheld for these reasons.
fn tallied(of: &str, writer: Writer, withheld: &[ReasonKind], replaced: usize) -> Approved {
    let Draft { story, mut brief } = checked(of, "Ferry", &[]).into_draft();
    let good = brief.lede[0].clone();
    brief.lede.push(good.clone());
    brief.lede.extend(withheld.iter().map(|_| good.clone()));
    brief.writer = writer;
    let mut judged = 0;
    let checked = Draft { story, brief }.checked(|_, _| {
        judged += 1;
        // The headline and two sentences stand.
        let kind = (judged > 3).then(|| withheld[judged - 4]);
        let reasons = kind.map(|kind| Reason { kind, detail: "so".to_owned() });
        let verdict = if kind.is_some() { Verdict::Unsupported } else { Verdict::Supported };
        Judgement { verdict, score: 1.0, reasons: Vec::from_iter(reasons) }
    });
    Approved::not_yet_reviewed(checked.with_replaced(replaced)).unwrap()
}

#[tokio::test]
async fn what_is_written_and_withheld_is_counted_by_writer() {
    on_each_database(async |store, _| {
        let model = Writer::Model("looms-7b".to_owned());
        let reasons = [ReasonKind::Number, ReasonKind::Name, ReasonKind::Number];
        assert_eq!(store.briefs.tallies(TallyOf::All).await.unwrap(), []);
        for (of, headline) in [("s", "Ferry"), ("s", "Ferry safe"), ("t", "Glider")] {
            store.briefs.publish(None, &approved(of, headline), at(7)).await.unwrap();
        }
        store.briefs.hold(None, &held("w", "Waits", "why"), at(7)).await.unwrap();
        store.briefs.publish(None, &tallied("u", model.clone(), &reasons, 2), at(7)).await.unwrap();
        // What says the same is counted once.
        store.briefs.publish(None, &tallied("u", model.clone(), &reasons, 2), at(8)).await.unwrap();
        let extractive =
            |briefs, written| Tally { briefs, written, ..Tally::of_nothing(Writer::Extractive) };
        let by_model = Tally {
            briefs: 1,
            written: 6,
            replaced: 2,
            withheld: [(ReasonKind::Number, 2), (ReasonKind::Name, 1)].into(),
            writer: model,
        };
        let out = store.briefs.tallies(TallyOf::Published).await.unwrap();
        assert_eq!(out, [extractive(2, 4), by_model.clone()]);
        let all = store.briefs.tallies(TallyOf::All).await.unwrap();
        assert_eq!(all, [extractive(4, 8), by_model]);

        // What a database of an older version holds is counted by the migration: the same, but for what was
        // replaced, which nobody noted.
        let known = store.database.engine().migrations();
        let script = known.iter().find(|migration| migration.version == 13).unwrap().script;
        let count = &script[script.find("insert into tallies").unwrap()..];
        let mut transaction = store.database.write("migrate again").await.unwrap();
        transaction.script("delete from tallies").await.unwrap();
        transaction.script(count).await.unwrap();
        transaction.commit().await.unwrap();
        let counted = store.briefs.tallies(TallyOf::All).await.unwrap();
        let noted = all.into_iter().map(|tally| Tally { replaced: 0, ..tally });
        assert_eq!(counted, noted.collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_cannot_be_read_names_itself() {
    on_each_database(async |store, _| {
        store.claims.file(&story("s"), &[claim("a")], &[]).await.unwrap();
        const SPOIL: Sql = Sql::Both("update claims set document = '{}'");
        let mut transaction = store.database.write("spoil").await.unwrap();
        transaction.run(SPOIL, &[]).await.unwrap();
        transaction.commit().await.unwrap();
        let error = store.claims.of_story(&story("s")).await.unwrap_err().to_string();
        assert!(error.starts_with("claim a of story s: "), "{error}");
    })
    .await;
}

/// Nothing here is due that far off.
#[tokio::test]
async fn a_strike_is_due_when_it_says() {
    on_each_database(async |store, _| {
        place(store, "a", "s").await;
        let job = take_one(store, Stage::Write, 300).await;
        store.work.finish(&job).await.unwrap();
        store.claims.strike(&strike("s", "a"), FAR).await.unwrap();
        assert_eq!(take(store, Stage::Write, 10_000).await, []);
    })
    .await;
}
