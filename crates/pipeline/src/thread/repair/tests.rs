use super::super::tests::article;
use super::super::{Threader, Thresholds};
use super::*;
use jiff::Timestamp;
use news::{Registry, Regrouping, Story};
use proptest::prelude::*;

/// As an instance has them.
fn rules() -> RepairRules {
    RepairRules { join: 0.7, ..RepairRules::standard() }
}

/// Headlines of three events.
const TITLES: [(&str, &str); 9] = [
    ("p1", "Oldport closes wooden pier after divers find worms"),
    ("g1", "Glider crosses the Alps in record time"),
    ("b1", "Bakers of Selm strike over the price of flour"),
    ("p2", "Worms force Oldport to close its wooden pier"),
    ("g2", "Glider pilot tells of record crossing of the Alps"),
    ("b2", "Flour price brings bakers of Selm out on strike"),
    ("p3", "Oldport pier closed: divers found worms in the wood"),
    ("g3", "Record glider flight across the Alps"),
    ("b3", "Strike of Selm bakers over flour"),
];

/// A window in which the articles stand in the stories named, and what the repair reads of it.
fn placed(stories: &[&str]) -> (Threader, Vec<StoryFile>) {
    let mut threader = Threader::new(Thresholds::standard(), Registry::default());
    let mut files: Vec<StoryFile> = Vec::new();
    for (number, ((id, title), story)) in TITLES.iter().zip(stories).enumerate() {
        let mut article = article(id, &format!("outlet {number}"), 0, title, "");
        let later = jiff::SignedDuration::from_mins(number as i64);
        article.seen += later;
        article.published = Some(news::SourceTime::utc(article.seen));
        let story = StoryId((*story).to_owned());
        threader.restore(&article, Vec::new(), &story, &article.id);
        let place = files.iter().position(|file| file.story.id == story).unwrap_or_else(|| {
            let story = Story { id: story, reports: Vec::new() };
            files.push(StoryFile { story, articles: Vec::new() });
            files.len() - 1
        });
        files[place].story.reports.push(report(&article));
        files[place].articles.push(article);
    }
    (threader, files)
}

fn report(article: &Article) -> Report {
    Report {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        owner: article.outlet.0.clone(),
        authority: 0.5,
        title: article.title.clone(),
        url: None,
        reported: article.reported(),
        seen: article.seen,
        origin: article.id.clone(),
        relies_on: Vec::new(),
    }
}

/// What the repair makes of the stories: "move p2 g→p", "merge x→p", "split b2 g".
fn repaired(stories: &[&str], word: &EditorsWord) -> Vec<String> {
    let (mut threader, files) = placed(stories);
    let mends = threader.repairs(&files, &rules(), word);
    let told = mends.iter().map(|mend| {
        let went: Vec<&str> = mend.went.iter().map(|article| article.0.as_str()).collect();
        let to = mend.to.as_ref().map_or("new", |to| &to.0);
        [mend.kind.word(), &went.join(","), &format!("{}→{to}", mend.from)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    });
    told.collect()
}

#[test]
fn what_belongs_elsewhere_goes_there() {
    let none = EditorsWord::default();
    check("all is well", &["p", "g", "b", "p", "g", "b", "p", "g", "b"], &none, &[]);
    let astray = ["p", "g", "b", "p", "g", "b", "g", "g", "b"];
    check("one astray", &astray, &none, &["move p3 g→p"]);
    let alone = ["p", "g", "b", "p", "g", "b", "x", "g", "b"];
    check("one alone", &alone, &none, &["merge x→p"]);
    let early = ["x", "g", "b", "p", "g", "b", "p", "g", "b"];
    check("the older id stays", &early, &none, &["merge p→x"]);
}

#[test]
fn the_two_groups_of_a_story_part_when_neither_fits_the_other() {
    let (mut threader, files) = placed(&["p", "p", "b", "p", "p", "b", "p", "p", "b"]);
    let file = files.iter().find(|file| file.story.id.0 == "p").expect("written for this test");
    let mut told = |leave: f64| {
        let (rules, word) = (RepairRules { leave, ..rules() }, EditorsWord::default());
        let mut bench = Bench {
            threader: &mut threader,
            rules: &rules,
            word: &word,
            texts: Vec::new(),
            groups: BTreeMap::new(),
            gone: BTreeSet::new(),
            mends: Vec::new(),
        };
        bench.take_in(file);
        bench.split_apart(&BTreeSet::new());
        bench.mends
    };
    assert_eq!(told(0.0), Vec::new());
    let [split] = &told(1.0)[..] else { panic!("one is split off") };
    let mut went: Vec<&str> = split.went.iter().map(|article| article.0.as_str()).collect();
    went.sort_unstable();
    assert_eq!((split.kind, &split.to), (RegroupingKind::Split, &None));
    assert_eq!(went, ["g1", "g2", "g3"]);
}

#[track_caller]
fn check(what: &str, stories: &[&str], word: &EditorsWord, expected: &[&str]) {
    assert_eq!(repaired(stories, word), expected, "{what}");
}

fn said(kind: RegroupingKind, from: &str, to: &str, went: &str, others: &[&str]) -> EditorsWord {
    let id = |name: &&str| ArticleId((*name).to_owned());
    let decision = Regrouping {
        kind,
        from: StoryId(from.to_owned()),
        to: StoryId(to.to_owned()),
        went: vec![id(&went)],
        others: others.iter().map(id).collect(),
        by: Some("Ada".to_owned()),
        why: None,
        at: Timestamp::UNIX_EPOCH,
    };
    EditorsWord::read(&[decision])
}

#[test]
fn never_against_an_editor() {
    let (merge, split) = (RegroupingKind::Merge, RegroupingKind::Split);
    let astray = ["p", "g", "b", "p", "g", "b", "g", "g", "b"];
    check("joined by hand", &astray, &said(merge, "x", "g", "p3", &["g1", "g2"]), &[]);
    let alone = ["p", "g", "b", "p", "g", "b", "x", "g", "b"];
    check("separated by hand", &alone, &said(split, "p", "x", "p3", &["p1", "p2"]), &[]);
}

#[test]
fn a_merged_window_is_like_one_that_was_restored_so() {
    let stories = ["p", "g", "b", "p", "g", "b", "x", "g", "b"];
    let (mut live, files) = placed(&stories);
    let merged: Vec<Article> = files
        .iter()
        .filter(|file| ["p", "x"].contains(&file.story.id.0.as_str()))
        .flat_map(|file| file.articles.clone())
        .collect();
    live.regroup(&StoryId("p".to_owned()), &merged);
    live.regroup(&StoryId("x".to_owned()), &[]);
    assert!(!live.is_open(&StoryId("x".to_owned())));
    let (mut restored, _) = placed(&["p", "g", "b", "p", "g", "b", "p", "g", "b"]);
    restored.regroup(&StoryId("p".to_owned()), &merged);
    for (number, title) in
        ["Worms close Oldport pier", "Alps glider record", "Comet seen"].iter().enumerate()
    {
        let next = article(&format!("next {number}"), "", 1, title, "");
        let (one, other) = (live.place(&next), restored.place(&next));
        assert_eq!(one, other, "{title}");
    }
    let late = article("late", "", 1, "Worms force Oldport to close its pier", "");
    assert_eq!(live.place(&late).story, StoryId("p".to_owned()));
}

proptest! {
    #[test]
    fn whatever_the_stories_every_report_ends_in_one(stories in prop::collection::vec("[a-d]", 9)) {
        let names: Vec<&str> = stories.iter().map(String::as_str).collect();
        let (mut threader, files) = placed(&names);
        let rules = rules();
        let mends = threader.repairs(&files, &rules, &EditorsWord::default());
        let (mut again, _) = placed(&names);
        prop_assert_eq!(&mends, &again.repairs(&files, &rules, &EditorsWord::default()));
        let mut home: BTreeMap<ArticleId, StoryId> = BTreeMap::new();
        for file in &files {
            home.extend(file.articles.iter().map(|a| (a.id.clone(), file.story.id.clone())));
        }
        for (number, mend) in mends.iter().enumerate() {
            let to = mend.to.clone().unwrap_or_else(|| StoryId(format!("new {number}")));
            let there = home.values().filter(|story| **story == mend.from).count();
            prop_assert!(to != mend.from && there > mend.went.len(), "{:?}", mend);
            for (article, story) in home.iter_mut().filter(|(_, story)| **story == mend.from) {
                if mend.went.is_empty() || mend.went.contains(article) {
                    *story = to.clone();
                }
            }
        }
        prop_assert_eq!(home.len(), TITLES.len());
    }
}
