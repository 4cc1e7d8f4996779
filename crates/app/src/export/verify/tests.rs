use super::*;
use crate::export::evidence::{LeafLine, PartWord};
use crate::export::folder::Folder;
use crate::export::manifest::ModelEntry;
use crate::export::{MARKER, Shown, SigningKey, put};
use jiff::Timestamp;
use news::{
    Article, ArticleId, Brief, Evidence, Heading, Judged, Judgement, OutletId, Part, Quote,
    Section, Standing, Statement, StoryId, Verdict, Writer,
};
use proptest::prelude::*;
use std::sync::LazyLock;
use store::{BriefRecord, BriefState};
use tempfile::TempDir;
use web::ExportedFile;

const TITLE: &str = "Ferry Aurora runs aground off Merrow";
const TEXT: &str = "The ferry ran aground at dawn. \"Nobody was hurt,\" said Ada Strom. It sails again on \
                    Monday. The owner said nothing.\n\nA fourth sentence is kept from the reader.";

fn article() -> Article {
    Article {
        id: ArticleId("a1".to_owned()),
        outlet: OutletId("gazette.example".to_owned()),
        url: Some("https://gazette.example/1".to_owned()),
        title: TITLE.to_owned(),
        text: TEXT.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: Some("en".to_owned()),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}

/// A statement on these words of the article.
fn judged(text: &str, part: Part, words: &str) -> Judged {
    let article = article();
    let start = article.part(part).find(words).unwrap();
    let evidence = Evidence::of(&article, part, start..start + words.len()).unwrap();
    let statement = Statement::new(text.to_owned(), vec![evidence]).unwrap();
    let judgement = Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() };
    Judged { statement, judgement }
}

fn record() -> BriefRecord {
    let said = "Nobody was hurt,";
    let brief = Brief {
        kicker: Some("Shipping".to_owned()),
        headline: judged("Ferry Aurora runs aground", Part::Title, "Ferry Aurora runs aground"),
        lede: vec![judged(
            "The ferry ran aground at dawn.",
            Part::Text,
            "The ferry ran aground at dawn.",
        )],
        sections: vec![Section {
            heading: Heading::Label("Background".to_owned()),
            // Words that span two sentences.
            sentences: vec![judged(
                "It sails on Monday; its owner is silent.",
                Part::Text,
                "It sails again on Monday. The owner said nothing",
            )],
        }],
        quotes: vec![Quote {
            words: judged(said, Part::Text, said),
            speaker: "Ada Strom".to_owned(),
        }],
        disagreements: Vec::new(),
        timeline: Vec::new(),
        figures: Vec::new(),
        images: Vec::new(),
        writer: Writer::Extractive,
    };
    BriefRecord {
        story: StoryId("0a1b".to_owned()),
        version: 2,
        hash: brief.hash(),
        state: BriefState::Published(Standing::NotYetReviewed),
        at: Timestamp::UNIX_EPOCH,
        brief,
        withheld: Vec::new(),
    }
}

fn file() -> BriefFile {
    let article = article();
    BriefFile::of(&record(), &BTreeMap::from([(article.version(), article)])).unwrap()
}

const CITE: &str = "<span class=\"cite\"><sup>1</sup></span>";

fn story_page() -> String {
    format!(
        "<header class=\"story-head\"><h1>Ferry Aurora runs aground</h1></header>\
         <p class=\"lede\">The ferry ran aground at dawn.{CITE}</p><section class=\"section\"><h2>Background</h2>\
         <p>It sails on Monday; its owner is silent.{CITE}</p></section>\
         <figure class=\"quote\"><blockquote><p>“Nobody was hurt,”{CITE}</p></blockquote></figure>"
    )
}

const FRONT: &str = "<article class=\"line\"><h2>Ferry Aurora runs aground</h2>\
    <p class=\"summary\">The ferry ran aground at dawn.</p></article>";

fn key() -> SigningKey {
    SigningKey::of([7; 32], *b"newsloom").unwrap()
}

/// An export of one story with these parts.
fn export(file: BriefFile, story: &str, front: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let manifest = Manifest {
        format: super::super::manifest::FORMAT.to_owned(),
        version: 1,
        program: "newsloom test".to_owned(),
        made: Timestamp::UNIX_EPOCH.to_string(),
        day: None,
        title: "The Loom".to_owned(),
        base_url: "https://loom.example".to_owned(),
        key: key().public(),
        settings: BTreeMap::new(),
        model: ModelEntry { name: String::new(), prompt: "0".repeat(64) },
        briefs: Vec::new(),
        articles: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    let shown = vec![(StoryId("0a1b".to_owned()), 2)];
    let page = |name: &str, text: &str, briefs| ExportedFile {
        name: name.to_owned(),
        bytes: text.into(),
        briefs,
    };
    let pages = vec![
        page("/index.html", front, shown.clone()),
        page("/story/ferry-0a1b/index.html", story, shown),
        page("/assets/a.css", "p { margin: 0 }", Vec::new()),
    ];
    let names = ["index.html", "story/ferry-0a1b/index.html"].map(str::to_owned).to_vec();
    let briefs = vec![Shown { record: record(), file, pages: names }];
    let to = Folder::claim(folder.path()).unwrap();
    put(&to, manifest, &briefs, pages, (&key(), "timestamp:0")).unwrap();
    folder
}

fn sound() -> TempDir {
    export(file(), &story_page(), FRONT)
}

fn faults(folder: &Path) -> Vec<String> {
    verify(folder, Some(&key().public())).unwrap().faults
}

#[track_caller]
fn check(folder: &TempDir, expected: &str) {
    let faults = faults(folder.path());
    assert!(faults.iter().any(|fault| fault.contains(expected)), "{faults:?}");
}

#[test]
fn a_sound_export_holds_and_is_counted() {
    let folder = sound();
    let found = verify(folder.path(), None).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    let counts = (found.files, found.briefs, found.statements, found.citations, found.articles);
    assert_eq!(counts, (6, 1, 4, 4, 1));
    let pub_file = folder.path().join(PUBLIC_KEY).display().to_string();
    assert!(verify(folder.path(), Some(&pub_file)).unwrap().faults.is_empty());
}

#[test]
fn nothing_but_what_is_cited_leaves_the_house() {
    let folder = sound();
    let text = std::fs::read_to_string(folder.path().join("evidence/0a1b-2.json")).unwrap();
    assert!(
        text.contains("The owner said nothing."),
        "the whole of a sentence that is cited in part"
    );
    assert!(!text.contains("A fourth sentence"), "{text}");
}

#[test]
fn the_same_gives_the_same_bytes() {
    let (one, other) = (sound(), sound());
    for name in [MANIFEST, SIGNATURE, "evidence/0a1b-2.json"] {
        let read = |folder: &TempDir| std::fs::read(folder.path().join(name)).unwrap();
        assert_eq!(read(&one), read(&other), "{name}");
    }
}

#[test]
fn what_is_missing_or_extra_is_named() {
    let folder = sound();
    std::fs::remove_file(folder.path().join("assets/a.css")).unwrap();
    std::fs::write(folder.path().join("assets/b.css"), "").unwrap();
    check(&folder, "assets/a.css: missing");
    check(&folder, "assets/b.css: extra");
}

#[test]
fn a_wrong_key_is_told_from_a_changed_manifest() {
    let folder = sound();
    let other = SigningKey::of([8; 32], *b"othernum").unwrap().public();
    let found = verify(folder.path(), Some(&other)).unwrap();
    assert!(found.faults[0].contains("another key signed this"), "{:?}", found.faults);
    let same_number = SigningKey::of([8; 32], *b"newsloom").unwrap().public();
    let found = verify(folder.path(), Some(&same_number)).unwrap();
    assert!(found.faults[0].contains("is not what was signed"), "{:?}", found.faults);
    for (key, why) in [("nonsense", "no public key"), ("", "no public key")] {
        let error = verify(folder.path(), Some(key)).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_manifest_that_is_cut_off_is_named() {
    let folder = sound();
    let path = folder.path().join(MANIFEST);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    check(&folder, "manifest.json: is not what was signed");
    check(&folder, "manifest.json: is no manifest of an export, or is cut off");
    std::fs::remove_file(&path).unwrap();
    let error = verify(folder.path(), None).unwrap_err().to_string();
    assert!(error.contains("manifest.json: cannot be read"), "{error}");
}

#[test]
fn what_is_no_plain_file_is_neither_read_nor_written_through() {
    let (folder, elsewhere) = (sound(), tempfile::tempdir().unwrap());
    let (page, outside) = (folder.path().join("index.html"), elsewhere.path().join("page.html"));
    std::fs::rename(&page, &outside).unwrap();
    std::os::unix::fs::symlink(&outside, &page).unwrap();
    check(&folder, "index.html: missing: no plain file stands there");
    let before = std::fs::read(&outside).unwrap();
    let ours = Folder::claim(folder.path()).unwrap();
    let error = ours.write("index.html", b"new").unwrap_err().to_string();
    assert!(error.contains("is a link, through which nothing is written"), "{error}");
    assert_eq!(std::fs::read(&outside).unwrap(), before);
}

#[test]
fn a_publisher_who_lies_is_found_out() {
    let tampered = |change: &dyn Fn(&mut BriefFile)| {
        let mut file = file();
        change(&mut file);
        export(file, &story_page(), FRONT)
    };
    let evidence =
        tampered(&|file| file.statements[1].evidence[0].quote = "The ferry sank.".to_owned());
    check(&evidence, "the words cited are not at");
    let moved = tampered(&|file| file.statements[1].evidence[0].part = PartWord::Title);
    check(&moved, "the hash differs");
    let text = tampered(&|file| file.statements[1].text = "The ferry sank.".to_owned());
    check(&text, "the hash differs");
    let leaf = |change: &dyn Fn(&mut LeafLine)| {
        tampered(&|file| {
            let lines = file.articles.values_mut().next().unwrap();
            change(lines.shown.iter_mut().find(|line| line.kind == "text").unwrap());
        })
    };
    check(
        &leaf(&|line| line.text = line.text.replace("dawn", "noon")),
        "does not lead to the root",
    );
    check(&leaf(&|line| line.index += 1), "does not lead to the root");
    check(&leaf(&|line| line.path.truncate(1)), "does not lead to the root");
    check(&leaf(&|line| line.path[0] = "x".repeat(64)), "does not lead to the root");
}

#[test]
fn a_page_that_says_other_than_its_brief_is_found() {
    let said = |from: &str, to: &str| export(file(), &story_page().replace(from, to), FRONT);
    check(&said("at dawn", "at noon"), "the brief does not say so");
    check(&said("at dawn", "at noon"), "is in the brief, and not here");
    check(&said("<h1>Ferry", "<h1>The ferry"), "the headline is not the brief's");
    check(&said("<p>It sails", "<p>It sank.</p><p>It sails"), "\"It sank.\": cites nothing");
    let front = export(file(), &story_page(), &FRONT.replace("runs aground", "sinks"));
    check(&front, "no brief says what stands here");
    let section = |line: &str| {
        let folder = export(file(), &story_page(), FRONT);
        let path = folder.path().join("assets/a.css");
        std::fs::rename(path, folder.path().join("section.html")).unwrap();
        std::fs::write(folder.path().join("section.html"), line).unwrap();
        let mut manifest = Manifest::read(&read(folder.path(), MANIFEST).unwrap()).unwrap();
        manifest.files.remove("assets/a.css");
        manifest.list(&[("section.html".to_owned(), line.into())]);
        let bytes = canonical(&manifest).unwrap();
        std::fs::write(folder.path().join(SIGNATURE), key().sign(&bytes, "timestamp:0")).unwrap();
        std::fs::write(folder.path().join(MANIFEST), bytes).unwrap();
        folder
    };
    assert_eq!(faults(section(FRONT).path()), Vec::<String>::new());
    check(
        &section(&FRONT.replace("runs aground", "sinks")),
        "section.html: \"Ferry Aurora sinks\": no brief",
    );
    let empty = export(file(), &story_page(), "");
    check(&empty, "is not here as its brief says it");
}

/// A folder, and its files with what they hold.
type Held = (TempDir, Vec<(PathBuf, Vec<u8>)>);

/// Every file of an export with its bytes.
static FILES: LazyLock<Held> = LazyLock::new(|| {
    let folder = sound();
    let names =
        ["index.html", "story/ferry-0a1b/index.html", "assets/a.css", "evidence/0a1b-2.json"];
    let names = names.into_iter().chain([MANIFEST, SIGNATURE, PUBLIC_KEY, MARKER]);
    let read =
        |name: &str| (folder.path().join(name), std::fs::read(folder.path().join(name)).unwrap());
    let files = names.map(read).collect();
    (folder, files)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn one_changed_byte_is_found(file in 0..8_usize, at: prop::sample::Index, with in 1..=255_u8) {
        let (folder, files) = &*FILES;
        let (path, bytes) = &files[file];
        let mut changed = bytes.clone();
        let place = at.index(bytes.len());
        changed[place] ^= with;
        std::fs::write(path, &changed).unwrap();
        // Whoever has the key at hand, and whoever takes that of the folder.
        for key in [Some(key().public()), None] {
            let found = verify(folder.path(), key.as_deref());
            let is_found = found.as_ref().map_or(true, |found| !found.faults.is_empty());
            prop_assert!(is_found, "{} at {place}: {found:?}", path.display());
        }
        std::fs::write(path, bytes).unwrap();
        prop_assert!(faults(folder.path()).is_empty());
    }
}

#[test]
fn a_brief_that_is_not_as_it_was_approved_is_not_exported() {
    let article = article();
    let articles = BTreeMap::from([(article.version(), article)]);
    let (mut changed, mut lost) = (record(), record());
    changed.brief.kicker = Some("War".to_owned());
    let error = BriefFile::of(&changed, &articles).unwrap_err().to_string();
    assert!(
        error.contains("story 0a1b, version 2: what is stored is not what was approved"),
        "{error}"
    );
    let headline = &lost.brief.headline.statement;
    let moved =
        Evidence { start: headline.evidence()[0].start + 1, ..headline.evidence()[0].clone() };
    lost.brief.headline.statement =
        Statement::new(headline.text().to_owned(), vec![moved]).unwrap();
    lost.hash = lost.brief.hash();
    let error = BriefFile::of(&lost, &articles).unwrap_err().to_string();
    assert!(error.contains("the words cited are not at a1 1-25"), "{error}");
}
