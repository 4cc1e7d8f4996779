//! Feeds are found from the address of a site, and a sitemap index leads to the newest pages.

mod loopback;

use loopback::Pages;
use std::process::Command;
use tempfile::TempDir;

/// An instance whose hosts are all served by these pages.
fn instance(pages: &Pages) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let mut settings = "[fetch]\npace_ms = 0\n[fetch.resolve]\n".to_owned();
    let address = pages.serve();
    for host in ["harbour.example", "quiet.example", "none.example", "maps.example"] {
        settings.push_str(&format!("\"{host}\" = \"{address}\"\n"));
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    dir
}

/// What a command says, on both of its streams, and whether it succeeded.
fn said(dir: &TempDir, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(arguments[0]).arg("--dir").arg(dir.path()).args(&arguments[1..]);
    let output = command.env("NEWSLOOM_LOG", "error").output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("it speaks UTF-8"))
}

fn rss(title: &str) -> String {
    format!("<rss><channel><title>{title}</title><item><title>One</title></item></channel></rss>")
}

#[test]
fn the_best_feed_of_a_site_is_followed() {
    let pages = Pages::default();
    let page = "<link rel=alternate type=application/rss+xml href=/comments/feed title=Comments>\
        <link rel=alternate type=application/rss+xml href=/feed title=News>";
    pages.put_document("harbour.example/", "text/html", page);
    pages.put_document("quiet.example/", "text/html", "<p>We have no links.");
    pages.put_document("quiet.example/rss.xml", "text/xml", &rss("Quiet"));
    pages.put_document("none.example/", "text/html", "<p>We have nothing.");
    let dir = instance(&pages);
    let found = said(&dir, &["feeds", "find", "http://harbour.example/"]).1;
    assert_eq!(
        found,
        "http://harbour.example/feed  News  (named by the page)\n\
         http://harbour.example/comments/feed  Comments  (named by the page)\n"
    );
    let added = said(&dir, &["feeds", "add", "http://harbour.example/"]).1;
    assert!(added.starts_with("http://harbour.example/feed  News\n1 new feed;"), "{added}");
    assert!(added.contains("The site has 1 more"), "{added}");
    let guessed = said(&dir, &["feeds", "add", "http://quiet.example/"]).1;
    assert!(guessed.starts_with("http://quiet.example/rss.xml  Quiet\n"), "{guessed}");
    let (well, nothing) = said(&dir, &["feeds", "add", "http://none.example/"]);
    assert!(!well && nothing.contains("give the feed's own address"), "{nothing}");
}

#[test]
fn an_index_leads_to_its_newest_sitemaps() {
    let pages = Pages::default();
    let child = |name: &str, day: &str| {
        format!(
            "<sitemap><loc>http://maps.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        )
    };
    let children =
        child("old", "2025-01-01") + &child("today", "2026-11-23") + &child("before", "2026-11-22");
    let index = format!("<sitemapindex>{children}</sitemapindex>");
    pages.put_document("maps.example/sitemap.xml", "application/xml", &index);
    for name in ["old", "today", "before"] {
        let place = format!("http://maps.example/{name}.html");
        let map = format!("<urlset><url><loc>{place}</loc></url></urlset>");
        pages.put_document(&format!("maps.example/{name}.xml"), "application/xml", &map);
        let page = format!("<title>Council {name}</title><p>The council met on Sunday.</p>");
        pages.put_document(&format!("maps.example/{name}.html"), "text/html", &page);
    }
    let dir = instance(&pages);
    let added = said(&dir, &["feeds", "add", "http://maps.example/sitemap.xml"]);
    assert!(added.0, "{}", added.1);
    let run = said(&dir, &["run", "--once", "--now", "2026-11-23T12:00:00Z"]);
    assert!(run.0, "{}", run.1);
    let asked = pages.asked();
    let is_asked = |page: &str| asked.iter().any(|one| one == page);
    for name in ["today", "before"] {
        assert!(is_asked(&format!("maps.example/{name}.html")), "{asked:?}");
    }
    assert!(!is_asked("maps.example/old.xml") && !is_asked("maps.example/old.html"), "{asked:?}");
}
