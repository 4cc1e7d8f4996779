//! Entries put in, and what is found of them.

use crate::{
    ArticleEntry, Entry, Filing, Found, Hit, Index, Kinds, Opened, Query, Question, Reach, Right,
    SearchError, Sorting, StoryEntry,
};
use jiff::Timestamp;
use news::{ArticleId, StoryId, SubjectKind};
use std::path::Path;

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

const DAY: i64 = 86_400;
/// 2026-11-20.
const START: i64 = 1_795_132_800;

fn filing(names: &[(SubjectKind, &str)]) -> Filing {
    Filing { names: names.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect() }
}

fn story(id: &str, day: i64, statements: &[&str]) -> StoryEntry {
    StoryEntry {
        id: StoryId(id.to_owned()),
        at: moment(START + day * DAY),
        language: Some("en".to_owned()),
        statements: statements.iter().map(|text| (*text).to_owned()).collect(),
        filing: filing(&[
            (SubjectKind::Outlet, "gazette.example"),
            (SubjectKind::Outlet, "The Kelm Gazette"),
            (SubjectKind::Topic, "Shipping"),
            (SubjectKind::Entity, "Ada Lund"),
            (SubjectKind::Section, "news"),
        ]),
    }
}

fn article(id: &str, story: Option<&str>, title: &str, text: &str) -> ArticleEntry {
    ArticleEntry {
        id: ArticleId(id.to_owned()),
        story: story.map(|story| StoryId(story.to_owned())),
        is_out: story.is_some(),
        at: moment(START),
        language: Some("en-GB".to_owned()),
        title: title.to_owned(),
        text: text.to_owned(),
        authors: Some("Bo Berg".to_owned()),
        outlet: vec!["post.example".to_owned(), "Coast Post".to_owned()],
        filing: filing(&[
            (SubjectKind::Outlet, "gazette.example"),
            (SubjectKind::Topic, "Shipping"),
        ]),
    }
}

/// A ferry, a bank, a fire in Tokyo; and an article that is in no published story.
fn entries() -> Vec<Entry> {
    let ferry =
        ["Ferry Aurora hits a sandbank", "The ferry hit the bank at dawn.", "All 30 are safe."];
    let bank = ["A bank fails", "Nobody buys the bank.", "Ferries are not concerned."];
    let fire = StoryEntry {
        language: Some("ja".to_owned()),
        filing: Filing::default(),
        ..story("fire", 2, &["東京都で火事", "山火事ではない。"])
    };
    let hidden = article("hidden", Some("held"), "Secret ferry", "Nobody knows.");
    vec![
        Entry::Story(story("ferry", 0, &ferry)),
        Entry::Story(story("bank", 1, &bank)),
        Entry::Story(fire),
        Entry::Article(article(
            "a1",
            Some("ferry"),
            "Ferry aground",
            "A ferry with 30 people ran aground near Zürich.",
        )),
        Entry::Article(ArticleEntry { is_out: false, ..hidden }),
        Entry::Article(article("alone", None, "Lone ferry", "In no story.")),
    ]
}

fn filled() -> Index {
    let index = Index::in_memory();
    index.write(&entries(), 7).unwrap();
    index
}

fn question<'a>(query: &'a Query, reach: Reach) -> Question<'a> {
    let (kinds, sorting) = (Kinds::All, Sorting::Best);
    Question { query, reach, kinds, sorting, from: 0, count: 10 }
}

/// What is found, a story with its hits each: `ferry(story 1 a1)`; `-` for no story.
fn shown(found: &Found) -> String {
    let hit = |hit: &Hit| match hit {
        Hit::Story => "story".to_owned(),
        Hit::Statement(place) => place.to_string(),
        Hit::Article(id) => id.0.clone(),
    };
    let groups = found.groups.iter().map(|group| {
        let mut hits: Vec<String> = group.hits.iter().map(hit).collect();
        hits.sort();
        let story = group.story.as_ref().map_or("-", |story| story.0.as_str());
        format!("{story}({})", hits.join(" "))
    });
    groups.collect::<Vec<_>>().join(" ")
}

fn ask(index: &Index, query: &str) -> String {
    let query = Query::read(query);
    shown(&index.find(&question(&query, Reach::Public)).unwrap())
}

#[track_caller]
fn check(index: &Index, query: &str, expected: &str) {
    let mut groups: Vec<String> =
        ask(index, query).split_inclusive(')').map(|g| g.trim().to_owned()).collect();
    groups.sort();
    assert_eq!(groups.join(" "), expected, "{query}");
}

#[test]
fn words_phrases_and_their_joinings_find_stories_statements_and_articles() {
    let index = filled();
    check(&index, "sandbank", "ferry(0 story)");
    check(&index, "SANDBANK", "ferry(0 story)");
    check(&index, "ferry", "ferry(0 1 a1 story)");
    check(&index, "ferr*", "bank(2 story) ferry(0 1 a1 story)");
    check(&index, "\"hit the bank\"", "ferry(1 story)");
    check(&index, "\"the bank hit\"", "");
    check(&index, "bank dawn", "ferry(1 story)");
    check(&index, "sandbank OR nobody", "bank(1 story) ferry(0 story)");
    check(&index, "bank -dawn", "bank(story)");
    check(&index, "bank NOT (dawn OR nobody)", "");
    check(&index, "zurich", "ferry(a1)");
    check(&index, "-ferry -fire -東京", "bank(story)");
    check(&index, "", "");
    check(&index, "unheard", "");
}

#[test]
fn a_phrase_never_reaches_from_one_text_into_the_next() {
    let index = filled();
    check(&index, "\"sandbank the ferry\"", "");
    check(&index, "\"aground a ferry\"", "");
}

#[test]
fn fields_days_and_languages_are_told_apart() {
    let index = filled();
    check(&index, "outlet:gazette.example", "bank(0 1 2 story) ferry(0 1 2 story)");
    check(&index, "outlet:\"kelm gazette\" dawn", "ferry(1 story)");
    check(&index, "outlet:post.example", "ferry(a1)");
    check(&index, "author:berg", "ferry(a1)");
    check(&index, "topic:shipping aground", "ferry(a1)");
    check(&index, "entity:\"ada lund\" sandbank", "ferry(0 story)");
    check(&index, "entity:ada section:news -sandbank", "bank(story)");
    check(&index, "lang:ja", "fire(0 1 story)");
    check(&index, "lang:en zurich", "ferry(a1)");
    check(&index, "after:2026-11-21 bank", "bank(0 1 story)");
    check(&index, "before:2026-11-21 bank", "ferry(1 story)");
    check(&index, "after:2026-11-22", "fire(0 1 story)");
    check(&index, "after:2027", "");
}

#[test]
fn scripts_without_spaces_are_searched() {
    let index = filled();
    check(&index, "東京", "fire(0 story)");
    check(&index, "東京都", "fire(0 story)");
    check(&index, "京都で", "fire(0 story)");
    check(&index, "都京", "");
    check(&index, "火", "fire(0 1 story)");
    check(&index, "山火事", "fire(1 story)");
}

#[test]
fn the_public_finds_only_what_is_out() {
    let index = filled();
    check(&index, "secret", "");
    check(&index, "lone", "");
    let query = Query::read("secret OR lone");
    let mut found = index.find(&question(&query, Reach::All)).unwrap();
    found.groups.sort_by_key(|group| group.story.clone());
    assert_eq!(shown(&found), "-(alone) held(hidden)");
    let articles = Question { kinds: Kinds::Articles, ..question(&query, Reach::Public) };
    assert_eq!(shown(&index.find(&articles).unwrap()), "");
    let query = Query::any_of("A ferry ran aground.");
    let articles = Question { kinds: Kinds::Articles, ..question(&query, Reach::Public) };
    assert_eq!(shown(&index.find(&articles).unwrap()), "ferry(a1)");
}

#[test]
fn what_is_put_in_again_stands_in_place_of_what_was_there() {
    let index = filled();
    assert_eq!(index.cursor().unwrap(), 7);
    index.write(&[Entry::Story(story("ferry", 3, &["Ship freed"]))], 8).unwrap();
    check(&index, "sandbank", "");
    check(&index, "freed", "ferry(0 story)");
    check(&index, "aground", "ferry(a1)");
    // Twice the same is the same.
    index.write(&[Entry::Story(story("ferry", 3, &["Ship freed"]))], 8).unwrap();
    check(&index, "freed", "ferry(0 story)");
    let gone = [
        Entry::NoStory(StoryId("ferry".to_owned())),
        Entry::NoArticle(ArticleId("a1".to_owned())),
        Entry::NoArticle(ArticleId("never there".to_owned())),
    ];
    index.write(&gone, 9).unwrap();
    check(&index, "freed", "");
    check(&index, "aground", "");
    assert_eq!(index.cursor().unwrap(), 9);
    index.clear().unwrap();
    assert_eq!((index.cursor().unwrap(), index.documents().unwrap()), (0, 0));
}

#[test]
fn a_filing_is_remembered() {
    let index = filled();
    let id = |id: &str| StoryId(id.to_owned());
    let of = story("ferry", 0, &[]).filing.fingerprint();
    assert_eq!(index.filing(&id("ferry")).unwrap(), Some(of));
    assert_eq!(index.filing(&id("none")).unwrap(), None);
    assert_ne!(of, Filing::default().fingerprint());
}

#[test]
fn answers_come_sorted_and_by_pages() {
    let index = Index::in_memory();
    let all: Vec<Entry> = (0..30)
        .map(|n| Entry::Story(story(&format!("s{n:02}"), n, &[&format!("Ferry number {n}")])))
        .collect();
    index.write(&all, 1).unwrap();
    let query = Query::read("ferry");
    let newest = Question { sorting: Sorting::Newest, count: 3, ..question(&query, Reach::Public) };
    let first = index.find(&newest).unwrap();
    let ids = |found: &Found| -> Vec<String> {
        found.groups.iter().map(|group| group.story.clone().unwrap().0).collect()
    };
    assert_eq!(ids(&first), ["s29", "s28", "s27"]);
    let last = index.find(&Question { from: 27, count: 9, ..newest }).unwrap();
    assert_eq!(ids(&last), ["s02", "s01", "s00"]);
    assert_eq!((last.counted, last.is_more), (30, false));
    let beyond = index.find(&Question { from: usize::MAX, ..newest }).unwrap();
    assert_eq!((beyond.groups.len(), beyond.counted), (0, 30));
    // What fills the beginning of the list does not hide what comes after it.
    let many: Vec<Entry> = (0..900)
        .map(|n| Entry::Article(article(&format!("m{n}"), Some("s00"), "Ferry", "ferry ferry")))
        .collect();
    index.write(&many, 2).unwrap();
    let best = index.find(&Question { count: 30, ..question(&query, Reach::Public) }).unwrap();
    assert_eq!((best.groups.len(), best.is_more), (30, false));
    assert!(best.groups.iter().all(|group| group.hits.len() <= crate::HITS));
}

fn open(folder: &Path, source: &str) -> (Index, Opened) {
    let index = Index::open(folder, source, Right::Write, 0);
    let opened = index.mend();
    (index, opened)
}

#[test]
fn an_index_is_found_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("search");
    let (index, opened) = open(&place, "db");
    assert_eq!(opened, Opened::New);
    assert_eq!(index.cursor().unwrap(), 0);
    index.write(&entries(), 7).unwrap();
    index.rest();
    drop(index);
    let (index, opened) = open(&place, "db");
    assert_eq!((opened, index.cursor().unwrap()), (Opened::AsItWas, 7));
    check(&index, "sandbank", "ferry(0 story)");
}

#[test]
fn an_index_that_cannot_be_used_is_made_anew() {
    let spoil = |what: &str, spoil: &dyn Fn(&Path), source: &str, expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("search");
        let (index, _) = open(&place, "db");
        index.write(&entries(), 7).unwrap();
        index.rest();
        drop(index);
        spoil(&place);
        let (index, opened) = open(&place, source);
        let Opened::Anew(why) = opened else { panic!("{what}: {opened:?}") };
        assert!(why.contains(expected), "{what}: {why}");
        assert_eq!((index.cursor().unwrap(), index.documents().unwrap()), (0, 0), "{what}");
        index.write(&entries(), 8).unwrap();
        check(&index, "sandbank", "ferry(0 story)");
    };
    spoil("another database", &|_| {}, "other", "another database");
    spoil("torn mark", &|place| std::fs::write(place.join("meta.json"), "{").unwrap(), "db", "");
    let older = |place: &Path| {
        let meta = std::fs::read_to_string(place.join("meta.json")).unwrap();
        let older = meta.replace("\\\"schema\\\":1", "\\\"schema\\\":0");
        assert_ne!(meta, older);
        std::fs::write(place.join("meta.json"), older).unwrap();
    };
    spoil("another version", &older, "db", "another version");
    let fields = |place: &Path| {
        let meta = std::fs::read_to_string(place.join("meta.json")).unwrap();
        std::fs::write(place.join("meta.json"), meta.replace("\"author\"", "\"writer\"")).unwrap();
    };
    spoil("other fields", &fields, "db", "another version");
    let cut = |place: &Path| {
        for file in std::fs::read_dir(place).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|end| end == "term" || end == "idx") {
                std::fs::write(path, b"torn").unwrap();
            }
        }
    };
    spoil("torn files", &cut, "db", "");
}

#[test]
fn a_folder_that_goes_away_is_made_anew_when_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("search");
    let (index, _) = open(&place, "db");
    index.write(&entries(), 7).unwrap();
    std::fs::remove_dir_all(&place).unwrap();
    assert!(index.cursor().is_err());
    index.condemn("its folder went away");
    let error = index.find(&question(&Query::read("ferry"), Reach::Public)).unwrap_err();
    assert!(error.to_string().contains("its folder went away"), "{error}");
    assert_eq!(index.mend(), Opened::New);
    assert_eq!(index.cursor().unwrap(), 0);
    assert_eq!(index.mend(), Opened::AsItWas);
}

#[test]
fn one_process_writes_and_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("search");
    let reader = || Index::open(&place, "db", Right::Read, 0);
    let early = reader();
    let query = Query::read("ferry");
    let error = early.find(&question(&query, Reach::Public)).unwrap_err();
    assert!(matches!(error, SearchError::Absent(_)), "{error}");
    let (index, _) = open(&place, "db");
    index.write(&entries(), 7).unwrap();
    assert!(!early.find(&question(&query, Reach::Public)).unwrap().groups.is_empty());
    let refused = reader().write(&[], 8).unwrap_err();
    assert!(matches!(refused, SearchError::WrittenByAnother), "{refused}");
    // Another writer waits until the first one rests.
    let (other, opened) = open(&place, "db");
    assert_eq!(opened, Opened::AsItWas);
    assert!(matches!(other.write(&[], 8).unwrap_err(), SearchError::WrittenByAnother));
    index.rest();
    other.write(&[], 8).unwrap();
    assert_eq!(reader().cursor().unwrap(), 8);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("file").join("search");
    std::fs::write(folder.path().join("file"), "in the way").unwrap();
    let (index, _) = open(&place, "db");
    let error = index.cursor().unwrap_err().to_string();
    assert!(error.contains("the search index cannot be kept there"), "{error}");
    assert!(index.write(&[], 1).is_err());
}
