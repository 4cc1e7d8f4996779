use super::*;
use crate::claims::claims;
use news::{
    Article, ArticleId, Disagreement, Judgement, OutletId, Part, Report, StoryFile, StoryId,
    Strike, Tie, TieReason, TieTo, Verdict, Writer,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences that say different things, each in words of its own.
const SENTENCES: [&str; 6] = [
    "The ferry Aurora ran aground off the harbour of Kelm on Monday morning with 30 passengers aboard.",
    "Captain Torrin Vale told the coast guard that the steering had failed near the Holm sandbank.",
    "Two lifeboats of the rescue service brought everybody ashore within three hours of the first call.",
    "The shipping line Norrland cancelled all its crossings between Merrow and Arlen until the weekend.",
    "Investigators of the transport ministry will examine whether the rudder was maintained as required.",
    "A tug from Brisk is to pull the vessel free when the spring tide reaches its height on Thursday.",
];

/// A story as a test moves it along.
#[derive(Clone, Default)]
struct Town {
    articles: Vec<Article>,
    reports: Vec<Report>,
    /// Articles that are in the story and are not read.
    unread: BTreeSet<String>,
    struck: Struck,
    told: Vec<&'static str>,
    disputed: Vec<&'static str>,
    claims: Vec<Claim>,
    version: u32,
}

impl Town {
    /// An outlet publishes a report, or a new version of it.
    fn publishes(&mut self, id: &str, text: &str) {
        let seen = Timestamp::from_second(1000 + 60 * self.reports.len() as i64).unwrap();
        if let Some(known) = self.articles.iter_mut().find(|article| article.id.0 == id) {
            known.text = text.to_owned();
            return;
        }
        let article = Article {
            id: ArticleId(id.to_owned()),
            outlet: OutletId(format!("{id}.example")),
            url: None,
            title: format!("What {id} reports"),
            text: text.to_owned(),
            byline: None,
            published: None,
            modified: None,
            language: None,
            section: None,
            image: None,
            named_source: None,
            reserved: None,
            seen,
        };
        self.reports.push(Report {
            article: article.id.clone(),
            outlet: article.outlet.clone(),
            owner: id.to_owned(),
            authority: 0.5,
            title: article.title.clone(),
            url: None,
            reported: seen,
            seen,
            origin: article.id.clone(),
            relies_on: Vec::new(),
        });
        self.articles.push(article);
    }

    fn report(&mut self, id: &str) -> &mut Report {
        self.reports.iter_mut().find(|report| report.article.0 == id).unwrap()
    }

    fn judged(&self, text: &str) -> Judged {
        let holder = self.articles.iter().find(|article| article.text.contains(text));
        let (article, part, span) = match holder {
            Some(article) => {
                let start = article.text.find(text).unwrap();
                (article, Part::Text, start..start + text.len())
            }
            None => (&self.articles[0], Part::Title, 0..4),
        };
        let evidence = Evidence::of(article, part, span).unwrap();
        let judgement = Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() };
        let statement = Statement::new(text.to_owned(), vec![evidence]).unwrap();
        Judged { statement, judgement }
    }

    fn brief(&self) -> Brief<Judged> {
        let sides = self.disputed.iter().map(|text| self.judged(text)).collect();
        Brief {
            kicker: None,
            headline: self.judged("What"),
            lede: self.told.iter().map(|text| self.judged(text)).collect(),
            sections: Vec::new(),
            quotes: Vec::new(),
            disagreements: vec![Disagreement { about: "something".to_owned(), sides }],
            timeline: Vec::new(),
            figures: Vec::new(),
            images: Vec::new(),
            writer: Writer::Extractive,
        }
    }

    fn file(&self, order: impl Fn(&mut Vec<usize>)) -> StoryFile {
        let read = |at: &usize| !self.unread.contains(&self.articles[*at].id.0);
        let mut places: Vec<usize> = (0..self.articles.len()).filter(read).collect();
        order(&mut places);
        let reports = places.iter().map(|at| self.reports[*at].clone()).collect();
        let articles = places.iter().map(|at| self.articles[*at].clone()).collect();
        StoryFile { story: Story { id: StoryId("s".to_owned()), reports }, articles }
    }

    fn followed(&self, order: impl Fn(&mut Vec<usize>)) -> Vec<Claim> {
        let story = Story { id: StoryId("s".to_owned()), reports: self.reports.clone() };
        let (file, brief) = (self.file(order), self.brief());
        let reading = Reading::of(&file);
        let round = Round {
            reading: &reading,
            story: &story,
            brief: &brief,
            struck: &self.struck,
            version: self.version,
            at: Timestamp::from_second(i64::from(self.version)).unwrap(),
        };
        follow(&self.claims, &round)
    }

    /// The next version of the brief is written.
    fn writes(&mut self) {
        self.version += 1;
        self.claims = self.followed(|_| {});
    }

    fn claim(&self, words: &str) -> &Claim {
        let said = |claim: &&Claim| claim.statement.text().contains(words);
        let mut found = self.claims.iter().filter(said);
        let claim = found.next().unwrap_or_else(|| panic!("nobody claims {words:?}"));
        assert_eq!(found.next(), None, "{words}");
        claim
    }

    #[track_caller]
    fn stands(&self, words: &str, expected: &str) {
        let claim = self.claim(words);
        let ended = match &claim.ended {
            None => "",
            Some(Ending::Joined(_)) => " joined",
            Some(Ending::Left) => " left",
        };
        assert_eq!(format!("{}{ended}", claim.status().word()), expected, "{words}");
    }
}

/// A story of which the gazette reports the first two sentences.
fn town() -> Town {
    let mut town = Town { told: vec![SENTENCES[0]], ..Town::default() };
    town.publishes("gazette", &format!("{} {}", SENTENCES[0], SENTENCES[1]));
    town.writes();
    town
}

#[test]
fn a_claim_is_reported_confirmed_disputed_and_withdrawn() {
    let mut town = town();
    let id = town.claim("Aurora").id.clone();
    town.stands("Aurora", "reported");
    town.publishes("mirror", SENTENCES[0]);
    town.writes();
    town.stands("Aurora", "confirmed");
    town.stands("steering", "reported");
    town.disputed = vec![SENTENCES[0]];
    town.writes();
    town.stands("Aurora", "disputed");
    town.disputed.clear();
    town.told.clear();
    town.publishes("mirror", SENTENCES[2]);
    town.writes();
    town.stands("Aurora", "reported");
    town.publishes("gazette", SENTENCES[1]);
    town.writes();
    town.stands("Aurora", "withdrawn");
    // Its outlet brings the sentence back.
    town.publishes("gazette", &format!("{} {}", SENTENCES[1], SENTENCES[0]));
    town.writes();
    town.stands("Aurora", "reported");
    let claim = town.claim("Aurora");
    let steps: Vec<String> = claim
        .history
        .iter()
        .map(|step| {
            format!(
                "{}{}{}",
                step.version,
                &step.status.word()[..1],
                if step.told { "+" } else { "" }
            )
        })
        .collect();
    assert_eq!((&claim.id, steps.join(" ")), (&id, "1r+ 2c+ 3d+ 4r 5w 6r".to_owned()));
}

#[test]
fn only_independent_reports_confirm() {
    let mut town = town();
    town.publishes("mirror", SENTENCES[0]);
    town.report("mirror").owner = "gazette".to_owned();
    town.publishes("courier", SENTENCES[0]);
    let tie =
        Tie { to: TieTo::Article(ArticleId("gazette".to_owned())), by: TieReason::Attribution };
    town.report("courier").relies_on = vec![tie];
    town.publishes("copyist", SENTENCES[0]);
    town.report("copyist").origin = ArticleId("gazette".to_owned());
    town.writes();
    let claim = town.claim("Aurora");
    assert_eq!(
        (claim.independent, claim.origins.len(), claim.statement.evidence().len()),
        (1, 3, 4)
    );
    town.stands("Aurora", "reported");
    town.publishes("herald", SENTENCES[0]);
    town.writes();
    town.stands("Aurora", "confirmed");
}

#[test]
fn a_corrected_figure_is_a_later_word_on_the_claim_that_goes() {
    let mut town = town();
    let old = town.claim("30 passengers").id.clone();
    let corrected = SENTENCES[0].replace("30", "32");
    town.told.clear();
    town.publishes("gazette", &format!("{corrected} {}", SENTENCES[1]));
    town.writes();
    town.stands("30 passengers", "withdrawn");
    town.stands("32 passengers", "reported");
    assert_eq!(town.claim("32 passengers").updates, Some(old));
    assert_eq!(town.claim("32 passengers").parts.numbers, ["32"]);
    assert_eq!(town.claim("steering").updates, None);
    // A report that comes later, of another outlet, gives a later count; one that stands beside it does not.
    town.publishes("mirror", &SENTENCES[0].replace("30", "33"));
    town.writes();
    let thirty_two = town.claim("32 passengers").id.clone();
    assert_eq!(town.claim("33 passengers").updates, Some(thirty_two));
}

#[test]
fn what_is_not_read_stands_and_what_left_ends() {
    let mut town = town();
    town.publishes("mirror", SENTENCES[0]);
    town.writes();
    town.unread.insert("gazette".to_owned());
    town.writes();
    town.stands("Aurora", "confirmed");
    town.stands("steering", "reported");
    town.reports.retain(|report| report.article.0 != "gazette");
    town.articles.retain(|article| article.id.0 != "gazette");
    town.writes();
    town.stands("Aurora", "reported");
    town.stands("steering", "reported left");
    assert!(!town.claim("steering").is_shown());
}

#[test]
fn an_outlet_that_keeps_its_words_for_itself_leaves_no_claim() {
    let mut town = town();
    town.publishes("mirror", SENTENCES[2]);
    town.writes();
    town.told.clear();
    town.articles[0].reserved = Some("noai".to_owned());
    town.writes();
    town.stands("Aurora", "reported left");
    town.stands("lifeboats", "reported");
}

fn strike(struck: &Statement, evidence: Vec<Evidence>, claims: Vec<ClaimId>) -> Strike {
    Strike {
        number: 1,
        story: StoryId("s".to_owned()),
        text: struck.text().to_owned(),
        evidence,
        claims,
        by: "Ada".to_owned(),
        why: None,
        at: Timestamp::UNIX_EPOCH,
        undone: None,
    }
}

#[test]
fn neither_writer_nor_check_lets_through_what_was_struck() {
    let mut town = Town::default();
    town.publishes("gazette", &SENTENCES.join("\n\n"));
    town.publishes("mirror", &format!("{}\n\n{}", SENTENCES[0], SENTENCES[2]));
    let file = town.file(|_| {});
    let (registry, style) = (news::Registry::default(), crate::write::Style::standard());
    let draft = crate::write::write(&file, &registry, &style).unwrap();
    for statement in draft.brief.sentences() {
        let (claims, evidence) = crate::claims::struck_with(statement, &[]);
        let struck = Struck::of(&[strike(statement, evidence, claims)]);
        let without =
            crate::write::write_without(&struck, &Reading::of(&file), &registry, &style).unwrap();
        let says = without.brief.statements().into_iter().find(|(_, said)| struck.bars(said));
        assert_eq!(says, None);
        // The check does not rely on the writer.
        let checked = crate::check::check_without(&struck, draft.clone(), &file);
        assert!(!checked.brief().sentences().any(|judged| struck.bars(&judged.statement)));
        let reason = &checked.withheld()[0].judgement.reasons[0];
        assert_eq!(reason.kind, news::ReasonKind::Struck);
    }
    assert!(draft.brief.sentences().count() > 2);
}

#[test]
fn what_is_struck_is_marked_and_no_longer_when_the_strike_is_taken_back() {
    let mut town = town();
    let struck = town.judged(SENTENCES[0]).statement;
    let (claims, evidence) = crate::claims::struck_with(&struck, &town.claims);
    assert_eq!(claims, [town.claim("Aurora").id.clone()]);
    let strike = strike(&struck, evidence, claims);
    let undone =
        Strike { undone: Some(("Ada".to_owned(), Timestamp::UNIX_EPOCH)), ..strike.clone() };
    town.struck = Struck::of(&[strike]);
    town.writes();
    assert!(town.claim("Aurora").struck && !town.claim("steering").struck);
    // Another outlet says the same in other words, and the gazette has another version.
    town.publishes("mirror", "With 30 passengers aboard, the ferry Aurora ran aground off Kelm harbour on Monday morning.");
    town.publishes("gazette", &format!("{} {}", SENTENCES[1], SENTENCES[0]));
    town.writes();
    assert!(town.claims.iter().filter(|c| c.statement.text().contains("Aurora")).all(|c| c.struck));
    town.struck = Struck::of(&[undone]);
    town.writes();
    assert!(town.claims.iter().all(|claim| !claim.struck));
}

#[test]
fn a_big_story_keeps_no_more_claims_than_it_may() {
    let mut town = Town::default();
    for outlet in 0..30 {
        let said: Vec<String> = (0..20)
            .map(|n| format!("Witness number {} of {outlet} saw lantern{n}x{outlet} drift past buoy{n}y{outlet} at pier{n}z{outlet}.", n + outlet * 20 + 100))
            .collect();
        town.publishes(&format!("outlet{outlet}"), &said.join(" "));
    }
    town.writes();
    assert_eq!(town.claims.len(), MOST_FOLLOWED);
    let first: BTreeSet<ClaimId> = town.claims.iter().map(|claim| claim.id.clone()).collect();
    town.writes();
    let second: BTreeSet<ClaimId> = town.claims.iter().map(|claim| claim.id.clone()).collect();
    assert_eq!(first, second);
}

#[test]
fn claims_without_a_past_are_named_as_those_that_are_followed() {
    let town = town();
    let fresh = claims(&town.file(|_| {}));
    let ids: BTreeSet<&ClaimId> = fresh.iter().map(|claim| &claim.id).collect();
    assert_eq!(ids, town.claims.iter().map(|claim| &claim.id).collect());
    assert_eq!(fresh[0].status(), ClaimStatus::Reported);
}

/// What can happen between two writings.
#[derive(Clone, Debug)]
enum Event {
    /// The outlet of this number publishes these sentences, in a new report or a new version.
    Publishes(usize, Vec<usize>),
    /// Its report leaves the story.
    Leaves(usize),
}

fn event() -> impl Strategy<Value = Event> {
    let said = proptest::sample::subsequence(Vec::from_iter(0..SENTENCES.len()), 1..4);
    prop_oneof![
        6 => (0..5_usize, said.prop_shuffle()).prop_map(|(outlet, said)| Event::Publishes(outlet, said)),
        1 => (0..5_usize).prop_map(Event::Leaves),
    ]
}

/// Id, standing and evidence of each claim, in an order that says nothing.
fn known(claims: &[Claim]) -> BTreeMap<ClaimId, (ClaimStatus, bool, BTreeSet<Evidence>)> {
    claims
        .iter()
        .map(|claim| {
            let evidence = claim.statement.evidence().iter().cloned().collect();
            (claim.id.clone(), (claim.status(), claim.ended.is_some(), evidence))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is published, changed and taken away: a sentence keeps its claim's id as long as the story
    /// is followed, a second run changes nothing, and the order of articles does not matter.
    #[test]
    fn claims_last(events in proptest::collection::vec(event(), 1..10), turn in 0..5_usize) {
        let mut town = Town::default();
        let mut ids: BTreeMap<String, ClaimId> = BTreeMap::new();
        for event in events {
            match event {
                Event::Publishes(outlet, said) => {
                    let text: Vec<&str> = said.iter().map(|at| SENTENCES[*at]).collect();
                    town.publishes(&format!("outlet{outlet}"), &text.join(" "));
                }
                Event::Leaves(outlet) => {
                    let id = format!("outlet{outlet}");
                    town.articles.retain(|article| article.id.0 != id);
                    town.reports.retain(|report| report.article.0 != id);
                }
            }
            if town.articles.is_empty() {
                continue;
            }
            town.writes();
            for claim in &town.claims {
                let text = claim.statement.text().to_owned();
                let id = ids.entry(text.clone()).or_insert_with(|| claim.id.clone());
                prop_assert_eq!(&*id, &claim.id, "{}", text);
            }
            let turned = town.followed(|places| {
                let by = turn % places.len();
                places.rotate_left(by);
                places.reverse();
            });
            prop_assert_eq!(known(&turned), known(&town.claims));
            prop_assert_eq!(Filing::between(&town.claims, town.followed(|_| {})), Filing::default());
            let said = town.articles.iter().flat_map(|a| SENTENCES.iter().filter(|s| a.text.contains(**s)));
            let said: BTreeSet<&&str> = said.collect();
            let live = town.claims.iter().filter(|c| c.ended.is_none() && c.status() != ClaimStatus::Withdrawn);
            prop_assert_eq!(live.count(), said.len());
        }
    }
}

/// `cargo test -p pipeline --lib as_large_as_is_read -- --ignored --nocapture`
#[test]
#[ignore = "measures time, with nothing else at work"]
fn following_a_story_as_large_as_is_read_costs_little_beside_writing_it() {
    let mut town = Town::default();
    for outlet in 0..120_usize {
        let said = (0..25_usize).map(|n| {
            let number = if n % 3 == 0 { n } else { n + outlet * 25 };
            format!(
                "Witness number {} of Kelm saw lantern{number} drift past buoy{} at pier{number} on Monday, the harbour master said.",
                number + 100,
                number * 7
            )
        });
        town.publishes(&format!("outlet{outlet}"), &said.collect::<Vec<_>>().join(" "));
    }
    let file = town.file(|_| {});
    let (registry, style) = (news::Registry::default(), crate::write::Style::standard());
    let began = std::time::Instant::now();
    let reading = Reading::of(&file);
    let draft = crate::write::write_without(&town.struck, &reading, &registry, &style).unwrap();
    let checked = crate::check::check(draft, &file);
    let written = began.elapsed();
    let story = Story { id: StoryId("s".to_owned()), reports: town.reports.clone() };
    for run in ["first", "second"] {
        let round = Round {
            reading: &reading,
            story: &story,
            brief: checked.brief(),
            struck: &town.struck,
            version: 1,
            at: Timestamp::UNIX_EPOCH,
        };
        let began = std::time::Instant::now();
        town.claims = follow(&town.claims, &round);
        let followed = began.elapsed();
        println!("writing and checking {written:?}, following the {run} time {followed:?}");
        assert!(followed * 4 < written);
    }
}
