//! An outlet that keeps its words from machines that write is counted and linked, and nothing is taken
//! from it.

mod loopback;

use loopback::Pages;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Outlets with how each reserves its words; "" for not at all.
const OUTLETS: [(&str, &str); 5] = [
    ("open.example", ""),
    ("free.example", ""),
    ("tagged.example", "X-Robots-Tag: noai\r\n"),
    ("mining.example", "TDM-Reservation: 1\r\n"),
    ("filed.example", "in a file"),
];
const NOW: &str = "2026-11-23T10:00:00Z";

#[test]
fn reserved_words_are_linked_and_not_used() {
    let pages = Pages::default();
    for (host, how) in OUTLETS {
        publish(&pages, host, how, "bridge", &bridge(host));
    }
    publish(&pages, "tagged.example", OUTLETS[2].1, "zoo", &zoo());
    let dir = instance(&pages);
    run(dir.path(), "run", &["--once", "--now", NOW]);
    let site = TempDir::new().expect("a temporary folder");
    run(dir.path(), "export", &["--now", NOW, &site.path().display().to_string()]);
    let text = all_pages(site.path());
    assert!(text.contains("close for six weeks"), "the open outlets are quoted");
    for host in ["tagged.example", "mining.example", "filed.example"] {
        assert!(text.contains(&format!("http://{host}/bridge")), "{host} is linked");
        assert!(!text.contains(&format!("ferry of {host}")), "{host} is quoted");
    }
    assert!(text.contains("5 articles"), "all are counted");
    assert!(!text.contains("okapi"), "a story of reserved words alone is not written");
    let doctor = run(dir.path(), "doctor", &[]);
    let doctor = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(!doctor.contains("quarantine"), "{doctor}");
}

fn publish(pages: &Pages, host: &str, how: &str, name: &str, article: &str) {
    let titled = article.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
    let title = titled.expect("it has a title");
    let header = how.strip_suffix("\r\n").map(|line| format!("{line}\r\n")).unwrap_or_default();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}Content-Length: {}\r\nConnection: close\r\n\r\n{article}",
        article.len()
    );
    pages.put(&format!("{host}/{name}"), answer.into_bytes());
    if how == "in a file" {
        let file = r#"[{"location": "/*", "tdm-reservation": 1}]"#;
        pages.put_document(&format!("{host}/.well-known/tdmrep.json"), "application/json", file);
    }
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>{host}</title><item><title>{title}</title>\
         <link>http://{host}/{name}</link><description>{title}, by {host}.</description>\
         <pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
    );
    pages.put_document(&format!("{host}/{name}.xml"), "application/rss+xml", &feed);
}

fn bridge(host: &str) -> String {
    let own = match host {
        "open.example" => {
            "<p>The council of Arlen closed Bridge 12 on Sunday after an inspection found cracks in two piers.</p>\
             <p>Bridge 12 will close for six weeks, engineer Mara Voss said.</p>\
             <p>Some 1,400 vehicles cross Bridge 12 in Arlen on an ordinary day.</p>".to_owned()
        }
        "free.example" => {
            "<p>Drivers in Arlen must find another way because Bridge 12 is closed, the council said.</p>\
             <p>Inspectors saw cracks in two piers of Bridge 12, according to the council of Arlen.</p>\
             <p>Repairs of Bridge 12 will cost 3 million crowns, the council of Arlen said.</p>".to_owned()
        }
        host => format!(
            "<p>Bridge 12 in Arlen is closed, and the ferry of {host} carries 300 people an hour.</p>\
             <p>\"The ferry of {host} is slow,\" said baker Jonas Reed of Arlen.</p>\
             <p>The council of Arlen paid the ferry of {host} 20,000 crowns.</p>"
        ),
    };
    format!(
        "<!doctype html><html lang=en><body><article><h1>Bridge 12 in Arlen closed after inspection</h1>{own}</article></body></html>"
    )
}

fn zoo() -> String {
    "<!doctype html><html lang=en><body><article><h1>Zoo of Brisk shows its young okapi</h1>\
     <p>The zoo of Brisk showed a young okapi on Monday.</p><p>The okapi weighs 20 kilograms.</p>\
     <p>Keeper Ida Holm said the okapi was born in October.</p></article></body></html>"
        .to_owned()
}

fn instance(pages: &Pages) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let address = pages.serve();
    let mut settings = "[fetch]\npace_ms = 0\n[fetch.resolve]\n".to_owned();
    for (host, _) in OUTLETS {
        settings.push_str(&format!("\"{host}\" = \"{address}\"\n"));
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    for (host, _) in OUTLETS {
        run(dir.path(), "feeds", &["add", "--unseen", &format!("http://{host}/bridge.xml")]);
    }
    run(dir.path(), "feeds", &["add", "--unseen", "http://tagged.example/zoo.xml"]);
    dir
}

fn run(dir: &Path, name: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(name).arg("--dir").arg(dir).args(more).env("NEWSLOOM_LOG", "error");
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The words of every page, with their markup.
fn all_pages(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("it was just written");
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths
        .filter_map(|path| match path.is_dir() {
            true => Some(all_pages(&path)),
            false => std::fs::read_to_string(path).ok(),
        })
        .collect()
}
