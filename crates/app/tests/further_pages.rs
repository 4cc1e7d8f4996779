//! Articles of several pages, and such as stand whole only in another form, are read whole: politely, once,
//! and with what there is when a page is missing.

mod loopback;

use loopback::Pages;
use news::{Article, ArticleId, EntryId, OutletId};
use std::path::Path;
use std::process::Command;
use store::{Durability, Store};
use tempfile::TempDir;

const HOST: &str = "coast.example";
const OTHER: &str = "inland.example";
const MORNING: &str = "2026-11-20T08:00:00Z";
const TITLE: &str = "Ferry Aurora runs aground off Merrow";

/// Paragraphs of which each says something else.
fn paragraphs(page: &str, count: usize) -> String {
    let one = |number: usize| {
        format!(
            "<p>{page}, paragraph {number}: the coast guard said on Friday what happened on the Holm sandbank at that hour.</p>"
        )
    };
    (1..=count).map(one).collect()
}

fn html(title: &str, body: &str, links: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article><nav>{links}</nav></body></html>"
    )
}

fn link(number: u32) -> String {
    format!("<a href='/ferry?page={number}'>{number}</a>")
}

struct Town {
    pages: Pages,
    dir: TempDir,
}

impl Town {
    /// A feed that lists `http://coast.example/ferry`, whose page this is.
    fn with(first: &str) -> Town {
        let pages = Pages::default();
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Coast</title><item><title>{TITLE}</title>\
             <link>http://{HOST}/ferry</link><guid>ferry</guid><pubDate>Fri, 20 Nov 2026 07:00:00 GMT</pubDate></item></channel></rss>"
        );
        pages.put_document(&format!("{HOST}/feed.xml"), "application/rss+xml", &feed);
        let address = pages.serve();
        let dir = TempDir::new().expect("a temporary folder");
        let settings = format!(
            "[poll]\nmost_minutes = 44640\nevery_minutes = 44640\n[fetch]\npace_ms = 0\n[fetch.resolve]\n\
             \"{HOST}\" = \"{address}\"\n\"amp.{HOST}\" = \"{address}\"\n\"{OTHER}\" = \"{address}\"\n"
        );
        std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
        let town = Town { pages, dir };
        town.put("ferry", first);
        newsloom(
            town.dir.path(),
            &["feeds", "add", "--unseen", &format!("http://{HOST}/feed.xml")],
        );
        town
    }

    fn put(&self, path: &str, page: &str) {
        self.pages.put_document(&format!("{HOST}/{path}"), "text/html", page);
    }

    fn fail(&self, path: &str, status: &str) {
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        self.pages.put(&format!("{HOST}/{path}"), head.into_bytes());
    }

    fn run(&self, now: &str) {
        newsloom(self.dir.path(), &["run", "--once", "--now", now]);
    }

    fn doctor(&self) -> String {
        said(self.dir.path(), &["doctor"]).1
    }

    /// How often `path` was asked for.
    fn asked(&self, path: &str) -> usize {
        let address = format!("{HOST}/{path}");
        self.pages.asked().iter().filter(|one| **one == address).count()
    }

    /// All versions of the article, in the order in which they came.
    fn versions(&self) -> Vec<Article> {
        let database = format!("sqlite:{}", self.dir.path().join("newsloom.db").display());
        let objects = self.dir.path().join("objects");
        let id = ArticleId(EntryId::of(&OutletId(HOST.to_owned()), "ferry").0);
        let runtime = tokio::runtime::Runtime::new().expect("threads");
        runtime.block_on(async {
            let store = Store::open(&database, &objects, Durability::Full).await.expect("it opens");
            store.articles.versions(&id).await.expect("they are readable")
        })
    }

    /// The text of the only version.
    fn text(&self) -> String {
        let mut versions = self.versions();
        assert_eq!(versions.len(), 1);
        versions.remove(0).text
    }
}

fn said(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(arguments[0]).arg("--dir").arg(dir).args(&arguments[1..]);
    let output = command.env("NEWSLOOM_LOG", "error").output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn newsloom(dir: &Path, arguments: &[&str]) -> String {
    let (well, text) = said(dir, arguments);
    assert!(well, "{arguments:?}: {text}");
    text
}

/// Whether the words stand in the text in this order.
fn in_order(text: &str, words: &[&str]) -> bool {
    let places: Vec<Option<usize>> = words.iter().map(|word| text.find(word)).collect();
    places.iter().all(Option::is_some) && places.is_sorted()
}

#[test]
fn three_pages_are_one_article_and_a_change_on_the_last_is_seen() {
    let town = Town::with(&html(TITLE, &paragraphs("One", 4), &(link(2) + &link(3))));
    let note = "<p>This report was first published in the morning edition of the Coast.</p>";
    let two = paragraphs("Two", 4) + note;
    town.put("ferry?page=2", &html(&format!("{TITLE} (2)"), &two, &(link(1) + &link(3))));
    let three = paragraphs("Three", 4) + note;
    town.put("ferry?page=3", &html(&format!("{TITLE} (3)"), &three, &(link(1) + &link(2))));
    town.run(MORNING);
    let text = town.text();
    let places = [
        "One, paragraph 1",
        "One, paragraph 4",
        "Two, paragraph 1",
        "Three, paragraph 1",
        "Three, paragraph 4",
    ];
    assert!(in_order(&text, &places), "{text}");
    assert_eq!(text.matches("morning edition").count(), 1, "{text}");
    for path in ["ferry", "ferry?page=2", "ferry?page=3"] {
        assert_eq!(town.asked(path), 1, "{path}");
    }
    // An hour later nothing has changed, and no version comes of it.
    town.run("2026-11-20T09:00:00Z");
    assert_eq!(town.versions().len(), 1);
    assert_eq!(town.asked("ferry?page=3"), 2);
    let three = three.replace("at that hour", "at ten in the morning");
    town.put("ferry?page=3", &html(&format!("{TITLE} (3)"), &three, ""));
    town.run("2026-11-20T14:30:00Z");
    let versions = town.versions();
    assert_eq!(versions.len(), 2);
    assert!(
        in_order(&versions[1].text, &places) && versions[1].text.contains("ten in the morning")
    );
    let changes = newsloom(town.dir.path(), &["desk", "changes"]);
    assert!(changes.contains("silent edit") && changes.contains("ten"), "{changes}");
}

#[test]
fn an_amp_page_is_read_where_the_page_shows_a_teaser() {
    let links = "<link rel=amphtml href='http://amp.coast.example/ferry'>";
    let town = Town::with(&html(TITLE, &format!("{links}{}", paragraphs("One", 1)), ""));
    let amp = html(TITLE, &paragraphs("One", 8), "");
    town.pages.put_document("amp.coast.example/ferry", "text/html", &amp);
    town.run(MORNING);
    let text = town.text();
    assert!(in_order(&text, &["One, paragraph 1", "One, paragraph 8"]), "{text}");
    assert_eq!(town.versions()[0].url.as_deref(), Some("http://coast.example/ferry"));
    // One that shows its article is not asked for again in another form.
    let town = Town::with(&html(TITLE, &format!("{links}{}", paragraphs("One", 8)), ""));
    town.pages.put_document("amp.coast.example/ferry", "text/html", &amp);
    town.run(MORNING);
    assert!(!town.pages.asked().iter().any(|asked| asked == "amp.coast.example/ferry"));
}

#[test]
fn links_that_loop_or_lead_away_end_the_asking() {
    // Every page after the first is the first one again, and links to one more.
    let body = paragraphs("One", 4);
    let town = Town::with(&html(TITLE, &body, &link(2)));
    for number in 2..30 {
        town.put(
            &format!("ferry?page={number}"),
            &html(TITLE, &body, &(link(1) + &link(number + 1))),
        );
    }
    town.run(MORNING);
    assert_eq!((town.asked("ferry?page=2"), town.asked("ferry?page=3")), (1, 0));
    assert_eq!(town.text().matches("One, paragraph 1").count(), 1);

    let away = format!("<a rel=next href='http://{OTHER}/ferry?page=2'>2</a>");
    let town = Town::with(&html(TITLE, &body, &away));
    town.pages.put_document(
        &format!("{OTHER}/ferry?page=2"),
        "text/html",
        &html(TITLE, &paragraphs("Two", 4), ""),
    );
    town.run(MORNING);
    assert!(
        !town.text().contains("Two")
            && !town.pages.asked().iter().any(|asked| asked.starts_with(OTHER))
    );

    // A redirect to another site is no way there either.
    let town = Town::with(&html(TITLE, &body, &link(2)));
    town.fail("ferry?page=2", &format!("302 Found\r\nLocation: http://{OTHER}/ferry?page=2"));
    town.pages.put_document(
        &format!("{OTHER}/ferry?page=2"),
        "text/html",
        &html(TITLE, &paragraphs("Two", 4), ""),
    );
    town.run(MORNING);
    assert!(!town.text().contains("Two"), "{}", town.text());

    // Nor is one that robots.txt keeps from us.
    let town = Town::with(&html(TITLE, &body, &link(2)));
    town.pages.put_document(
        &format!("{HOST}/robots.txt"),
        "text/plain",
        "User-agent: *\nDisallow: /*page=\n",
    );
    town.put("ferry?page=2", &html(TITLE, &paragraphs("Two", 4), ""));
    town.run(MORNING);
    assert_eq!(town.asked("ferry?page=2"), 0);
    assert!(town.text().contains("One, paragraph 4"));
}

#[test]
fn an_article_is_accepted_without_a_page_that_fails_and_completed_later() {
    let town = Town::with(&html(TITLE, &paragraphs("One", 4), &link(2)));
    town.fail("ferry?page=2", "503 Service Unavailable");
    town.run(MORNING);
    assert!(town.text().contains("One, paragraph 4"));
    let doctor = town.doctor();
    let line = doctor.lines().find(|line| line.contains("ferry?page=2")).unwrap_or_default();
    assert!(line.contains("read without it") && line.contains("503"), "{doctor}");
    town.put("ferry?page=2", &html(TITLE, &paragraphs("Two", 4), &link(1)));
    town.run("2026-11-20T08:30:00Z");
    let versions = town.versions();
    assert_eq!(versions.len(), 2);
    assert!(in_order(&versions[1].text, &["One, paragraph 1", "Two, paragraph 4"]));
    assert!(!town.doctor().contains("ferry?page=2"));
    // That it came late is not the outlet's doing.
    assert_eq!(newsloom(town.dir.path(), &["desk", "changes"]), "Nothing changed.\n");
    newsloom(town.dir.path(), &["verify"]);

    // One that is not there is said, and tried again when the article is looked at again.
    let town = Town::with(&html(TITLE, &paragraphs("One", 4), &link(2)));
    town.run(MORNING);
    assert_eq!(town.asked("ferry?page=2"), 1);
    assert!(town.doctor().contains("404"), "{}", town.doctor());
    town.put("ferry?page=2", &html(TITLE, &paragraphs("Two", 4), &link(1)));
    town.run("2026-11-20T09:00:00Z");
    assert!(
        town.versions().last().is_some_and(|article| article.text.contains("Two, paragraph 4"))
    );
}
