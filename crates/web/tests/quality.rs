//! What every page costs and how it holds, measured in a real browser: bytes over the wire, shifts of the layout,
//! requests to others, and the rules of axe-core in light and dark, wide and narrow.
//!
//! With NEWSLOOM_SITE the site at that address is measured instead of the town's. The rules are read from the file
//! that NEWSLOOM_AXE names (`axe.min.js` of axe-core, which is not ours to ship); without it that part is skipped.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

#[allow(dead_code, reason = "each test takes what it needs")]
mod chromium;
#[allow(dead_code, reason = "each test takes what it needs")]
mod town;

use chromium::Chromium;
use serde_json::{Value, json};

/// Bytes of a page without its pictures: the promise is under 60 kB.
const MOST_BYTES: u64 = 60_000;

/// One page of each kind that every site has.
const COMMON: [&str; 12] = [
    "/",
    "/settings",
    "/archive",
    "/topics",
    "/about",
    "/corrections",
    "/search",
    "/search?q=the",
    "/subscribe",
    "/offline",
    "/nowhere",
    "/day/2026-11-20",
];
const OF_THE_TOWN: [&str; 5] = [
    "/section/policy",
    "/topic/energy",
    "/entity/edda-strom",
    "/outlet/harbour-example",
    "/day/2026-11-19",
];

/// What the page is asked before anything of it runs.
const WATCH: &str = "self.shifts = []; new PerformanceObserver((list) => { for (const entry of list.getEntries()) \
    self.shifts.push([entry.value, ...entry.sources.map((s) => s.node?.className || s.node?.nodeName)]); }) \
    .observe({ type: 'layout-shift', buffered: true });";

struct Site {
    address: String,
    pages: Vec<String>,
    _town: Option<(tokio::runtime::Runtime, town::Town)>,
}

impl Site {
    fn open(browser: &mut Chromium) -> Site {
        let (address, of_the_town, town) = match std::env::var("NEWSLOOM_SITE") {
            Ok(address) => (address.trim_end_matches('/').to_owned(), false, None),
            Err(_) => {
                let (address, runtime, town) = serve();
                (address, true, Some((runtime, town)))
            }
        };
        let mut pages: Vec<String> = COMMON.map(str::to_owned).into();
        if of_the_town {
            pages.extend(OF_THE_TOWN.map(str::to_owned));
        }
        browser.go(&format!("{address}/"));
        let lead = browser.text("document.querySelector('.lead .headline a').getAttribute('href')");
        pages.insert(1, lead.clone());
        browser.go(&format!("{address}{lead}"));
        let compared =
            "document.querySelector('.versions a[href*=\"/versions/\"]')?.getAttribute('href')";
        pages.extend(browser.eval(compared).as_str().map(str::to_owned));
        Site { address, pages, _town: town }
    }
}

/// The town's site, with a story that has two versions.
fn serve() -> (String, tokio::runtime::Runtime, town::Town) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (town, listener) = runtime.block_on(async {
        let town = town::busy().await;
        let mut told = town::words::ferry();
        told.brief.lede.truncate(1);
        let story = town.site.store.stories.story(&told.id()).await.unwrap().unwrap();
        town::publish(&town.site, &told, &story, false).await;
        (town, tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap())
    });
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = web::router(town.site.clone());
    runtime.spawn(async move { axum::serve(listener, router).await });
    (address, runtime, town)
}

#[test]
fn pages_are_light_and_still_and_talk_to_nobody_else() {
    let Some(mut browser) = Chromium::open() else { return };
    let site = Site::open(&mut browser);
    browser.ask("Network.setCacheDisabled", json!({"cacheDisabled": true}));
    browser.ask("Network.setBypassServiceWorker", json!({"bypass": true}));
    browser.ask("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH}));
    println!(
        "{:>8} {:>8} {:>7}  page, bytes without and with pictures, shift",
        "bytes", "all", "shift"
    );
    for (width, height) in [(1280, 900), (400, 800)] {
        browser.size(width, height);
        for page in &site.pages {
            let opened = opened(&mut browser, &site.address, page);
            let ((bare, all), shift) = (opened.bytes, opened.shift());
            println!("{bare:>8} {all:>8} {shift:>7.4}  {page} at {width}");
            assert!(bare < MOST_BYTES, "{page}: {bare} bytes");
            assert_eq!(shift, 0.0, "{page} at {width}: {}", opened.shifts);
        }
    }
}

/// A page as it was opened.
struct Opened {
    /// Bytes over the wire without pictures, and with them.
    bytes: (u64, u64),
    /// Each layout shift, with what shifted.
    shifts: Value,
}

impl Opened {
    fn shift(&self) -> f64 {
        self.shifts.as_array().unwrap().iter().map(|shift| shift[0].as_f64().unwrap()).sum()
    }
}

/// Opens a page, up to three times while it shifts: a busy machine may paint a page of which half has been read, but
/// what a page itself moves, it moves each time.
fn opened(browser: &mut Chromium, site: &str, page: &str) -> Opened {
    let mut last = open_once(browser, site, page);
    for _ in 0..2 {
        if last.shift() > 0.0 {
            last = open_once(browser, site, page);
        }
    }
    last
}

fn open_once(browser: &mut Chromium, site: &str, page: &str) -> Opened {
    browser.events.clear();
    browser.go(&format!("{site}{page}"));
    // Two frames after all has come, every shift of it has been told.
    browser.eval("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r))))");
    Opened { bytes: weight(browser, site), shifts: browser.eval("self.shifts") }
}

/// The bytes that came over the wire since the events were cleared, without pictures and with them.
fn weight(browser: &mut Chromium, site: &str) -> (u64, u64) {
    let mut pictures = Vec::new();
    let (mut bare, mut all) = (0, 0);
    for event in &browser.events {
        let told = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                let url = told["request"]["url"].as_str().unwrap();
                assert!(url.starts_with(site), "a request to another: {url}");
                if told["type"] == "Image" {
                    pictures.push(told["requestId"].clone());
                }
            }
            "Network.loadingFinished" => {
                let bytes = told["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                all += bytes;
                if !pictures.contains(&told["requestId"]) {
                    bare += bytes;
                }
            }
            _ => {}
        }
    }
    (bare, all)
}

#[test]
fn every_page_keeps_the_rules_of_axe_in_light_and_dark() {
    let Ok(rules) = std::env::var("NEWSLOOM_AXE") else {
        println!("skipped: NEWSLOOM_AXE does not name axe.min.js");
        return;
    };
    let rules = std::fs::read_to_string(&rules).expect("NEWSLOOM_AXE names a file");
    let Some(mut browser) = Chromium::open() else { return };
    let site = Site::open(&mut browser);
    let mut broken = Vec::new();
    for (dark, width) in [(false, 1280), (true, 1280), (false, 400)] {
        browser.dark(dark);
        browser.size(width, 900);
        for page in &site.pages {
            browser.go(&format!("{}{page}", site.address));
            // Also what is folded must keep them.
            browser.eval("for (const d of document.querySelectorAll('details')) d.open = true");
            browser.eval(&format!("{rules}; 0"));
            let found = browser.eval(RUN);
            let found = found.as_array().unwrap();
            let dress = if dark { "dark" } else { "light" };
            println!("{:>3} broken rules: {page}, {dress}, {width} wide", found.len());
            broken.extend(found.iter().map(|rule| told(page, dress, rule)));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// WCAG 2.2 AA and what is good practice besides.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', \
    'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) => found.violations.map((rule) => ({ id: rule.id, \
    nodes: rule.nodes.map((node) => node.html.slice(0, 160) + ' ' + (node.any[0]?.message || '')) })))";

fn told(page: &str, dress: &str, rule: &Value) -> String {
    format!("{page} ({dress}): {}: {}", rule["id"], rule["nodes"])
}
