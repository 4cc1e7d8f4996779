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
    pages.put_document("harbour.example/feed", "text/xml", &rss("News of the harbour"));
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
    // One that is named and is not there is said, and the next one taken.
    pages.put(
        "harbour.example/feed",
        b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
    );
    pages.put_document(
        "harbour.example/",
        "text/html",
        &page.replace("/comments/", "/coast/").replace("Comments", "Coast"),
    );
    pages.put_document("harbour.example/coast/feed", "text/xml", &rss("Coast"));
    let added = said(&dir, &["feeds", "add", "http://harbour.example/"]).1;
    assert!(added.contains("/coast/feed  Coast\n1 new feed"), "{added}");
    let guessed = said(&dir, &["feeds", "add", "http://quiet.example/"]).1;
    assert!(guessed.starts_with("http://quiet.example/rss.xml  Quiet\n"), "{guessed}");
    // Whoever leaves the scheme out is understood, and a slip is answered with what to do.
    let added = said(&dir, &["feeds", "add", "quiet.example"]).1;
    assert!(added.ends_with("Followed already.\n"), "{added}");
    let (well, slip) = said(&dir, &["feeds", "add", "http://quiet.example/old/rss"]);
    assert!(!well && slip.contains("`newsloom feeds find http://quiet.example/`"), "{slip}");
    let (well, slip) = said(&dir, &["feeds", "add", "news"]);
    assert!(!well && slip.contains("write it as https://example.org/feed"), "{slip}");
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

#[test]
fn an_index_is_asked_only_for_what_may_have_changed() {
    let pages = Pages::default();
    let index = |children: &[(&str, &str)]| {
        let child = |(name, day): &(&str, &str)| {
            format!(
                "<sitemap><loc>http://maps.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
            )
        };
        let children: String = children.iter().map(child).collect();
        let text = format!("<sitemapindex>{children}</sitemapindex>");
        pages.put_document("maps.example/sitemap.xml", "application/xml", &text);
    };
    let map = |name: &str, items: &[&str]| {
        let item = |item: &&str| format!("<url><loc>http://maps.example/{item}.html</loc></url>");
        let items: String = items.iter().map(item).collect();
        let text = format!("<urlset>{items}</urlset>");
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: \"{name}\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            text.len()
        );
        pages.put(&format!("maps.example/{name}.xml"), (head + &text).into_bytes());
    };
    for page in ["one", "two"] {
        let text = format!("<title>Council {page}</title><p>The council met on Sunday.</p>");
        pages.put_document(&format!("maps.example/{page}.html"), "text/html", &text);
    }
    let asked = |path: &str| {
        let address = format!("maps.example/{path}");
        pages.asked().iter().filter(|one| **one == address).count()
    };
    index(&[("today", "2026-11-23T08:00:00Z"), ("week", "2026-11-16T08:00:00Z")]);
    map("today", &["one"]);
    map("week", &[]);
    let dir = instance(&pages);
    said(&dir, &["feeds", "add", "--unseen", "http://maps.example/sitemap.xml"]);
    let run = |now: &str| {
        let (well, text) = said(&dir, &["run", "--once", "--now", now]);
        assert!(well, "{text}");
    };
    run("2026-11-23T12:00:00Z");
    assert_eq!((asked("today.xml"), asked("week.xml"), asked("one.html")), (1, 0, 1));
    // The index says that nothing changed since.
    run("2026-11-23T20:00:00Z");
    assert_eq!((asked("sitemap.xml"), asked("today.xml")), (2, 1));
    index(&[("today", "2026-11-23T21:00:00Z")]);
    map("today", &["one", "two"]);
    run("2026-11-24T08:00:00Z");
    assert_eq!((asked("today.xml"), asked("week.xml"), asked("two.html")), (2, 0, 1));
}

#[test]
fn a_busy_host_does_not_hold_up_a_check() {
    let pages = Pages::default();
    let refuse = |at: &str, head: &str| {
        let head = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        pages.put(at, head.into_bytes());
    };
    refuse("harbour.example/a", "503 Service Unavailable\r\nRetry-After: 120");
    refuse("maps.example/a", "503 Service Unavailable");
    pages.put_document("maps.example/b", "text/xml", &rss("Maps"));
    pages.put_document("harbour.example/b", "text/xml", &rss("Harbour"));
    refuse("none.example/a", "410 Gone");
    let dir = instance(&pages);
    for feed in [
        "harbour.example/a",
        "harbour.example/b",
        "maps.example/a",
        "maps.example/b",
        "none.example/a",
    ] {
        said(&dir, &["feeds", "add", "--unseen", &format!("http://{feed}")]);
    }
    let started = std::time::Instant::now();
    let (well, text) = said(&dir, &["feeds", "check"]);
    assert!(!well && started.elapsed().as_secs() < 20, "{:?}: {text}", started.elapsed());
    let line = |feed: &str| text.lines().find(|line| line.contains(feed)).unwrap_or_default();
    assert!(line("harbour.example/a").contains("503"), "{text}");
    assert!(line("harbour.example/b").contains("left alone"), "{text}");
    assert!(line("maps.example/b").contains("  ok  "), "one feed's trouble is its own: {text}");
    assert!(line("none.example/a").contains("feeds remove 5"), "{text}");
    assert!(text.contains("3 of 5 feeds with something wrong, 1 not asked"), "{text}");
}
