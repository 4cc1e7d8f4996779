//! What readers do with the site, in a real browser: they mute, hide, come back, use keys alone, lose the
//! connection, compare versions. The town's site is served from here, so that it can change between two visits.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

#[allow(dead_code, reason = "each test takes what it needs")]
mod chromium;
#[allow(dead_code, reason = "each test takes what it needs")]
mod town;

use chromium::Chromium;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use town::Town;

/// The town's site on a port of this machine, and a browser.
struct Kiosk {
    runtime: Runtime,
    town: Town,
    port: u16,
    /// The server's own, so that all its connections end with it.
    server: Option<Runtime>,
    browser: Chromium,
}

impl Kiosk {
    fn open() -> Option<Kiosk> {
        let browser = Chromium::open()?;
        let runtime = Runtime::new().unwrap();
        let town = runtime.block_on(town::busy());
        let mut kiosk = Kiosk { runtime, town, port: 0, server: None, browser };
        kiosk.connect();
        Some(kiosk)
    }

    fn connect(&mut self) {
        let server = Runtime::new().unwrap();
        let address = ("127.0.0.1", self.port);
        let listener = server.block_on(tokio::net::TcpListener::bind(address)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        let router = web::router(self.town.site.clone());
        server.spawn(async move { axum::serve(listener, router).await });
        self.server = Some(server);
    }

    fn disconnect(&mut self) {
        self.server.take().unwrap().shutdown_background();
        // Shut down in the background, so until the port no longer answers.
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
            std::thread::yield_now();
        }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn go(&mut self, path: &str) {
        let address = self.at(path);
        self.browser.go(&address);
    }

    /// Goes where a link of a mail leads, at this server.
    fn follow(&mut self, link: &str) {
        let path = link.splitn(4, '/').nth(3).unwrap();
        self.go(&format!("/{path}"));
    }

    fn heading(&mut self) -> String {
        self.browser.text("document.querySelector('h1').textContent")
    }

    /// The address of the lead story.
    fn lead(&mut self) -> String {
        self.go("/");
        self.browser.text("document.querySelector('.lead .headline a').getAttribute('href')")
    }

    /// Publishes the ferry's story anew: two sentences are other ones, and the front page shows it.
    fn retell_the_ferry(&mut self) {
        let mut told = town::words::ferry();
        let moved = told.brief.lede[0].evidence().to_vec();
        told.brief.lede[0] = news::Statement::new(
            "The ferry Aurora ran onto a sandbank off Merrow before dawn on Friday, the coastguard said.".to_owned(),
            moved.clone(),
        )
        .unwrap();
        let words = "The ferry was bound for Asher.".to_owned();
        told.brief.sections[0].sentences[1] = news::Statement::new(words, moved).unwrap();
        let site = &self.town.site;
        self.runtime.block_on(async {
            let story = site.store.stories.story(&told.id()).await.unwrap().unwrap();
            town::publish(site, &told, &story, false).await;
            let mut page = site.store.stories.front_page(None).await.unwrap().unwrap();
            page.at = town::at("2026-11-20T11:45:00Z");
            page.items[0].version = 2;
            site.store.stories.save_front_page(&page).await.unwrap();
        });
    }

    /// As if the visits so far had been this many hours earlier.
    fn hours_pass(&mut self, hours: u32) {
        self.browser.eval(&format!(
            "(() => {{ const kept = JSON.parse(localStorage.newsloom); kept.read.visit.seen -= {hours} * 3600e3; \
             localStorage.newsloom = JSON.stringify(kept); }})()"
        ));
    }

    /// Clicks into the field of muted words and types.
    fn mute(&mut self, words: &str) {
        self.go("/settings");
        self.browser.click("#muted");
        self.browser.write(words);
        self.browser.key("Tab");
        self.browser.wait("document.querySelector('#said').textContent.startsWith('Saved')");
    }
}

#[test]
fn stories_with_muted_words_fold_into_one_line() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.lead();
    assert_eq!(kiosk.browser.eval("document.querySelector('details.muted')"), Value::Null);
    kiosk.mute("FERRY\nplum\ntrain*\n\nrain");
    kiosk.go("/");
    let browser = &mut kiosk.browser;
    assert_eq!(
        browser.text("document.querySelector('.muted summary').textContent"),
        "3 muted stories"
    );
    let shown =
        "[...document.querySelectorAll('.line .headline')].filter(h => h.getClientRects().length)";
    let shown = browser.text(&format!("{shown}.map(h => h.textContent).join('|')"));
    assert!(
        !shown.contains("Ferry") && !shown.contains("plum") && !shown.contains("trains"),
        "{shown}"
    );
    // Words, not letters: "rain" is in "train" and in no story of its own.
    assert!(shown.contains("Orrin Bank"), "{shown}");
    browser.shoot("muted-lead");
    browser.click(".muted summary");
    let items = browser.text("document.querySelector('.muted ul').innerText");
    assert!(
        items.contains("Ferry <Aurora> runs aground") && items.contains("muted for “plum”"),
        "{items}"
    );
    browser.leave(|browser| browser.click(".muted li a"));
    assert_eq!(
        browser.text("document.querySelector('.story h1').textContent").split(' ').next(),
        Some("Ferry")
    );
}

#[test]
fn a_hidden_source_folds_and_the_story_stays() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    let story = kiosk.lead();
    kiosk.go(&story);
    let browser = &mut kiosk.browser;
    let folded = "document.querySelectorAll('.cite[data-folded]').length";
    let cites = "[...document.querySelectorAll('.cite')].filter(c => c.textContent.includes('Merrow Gazette')).length";
    let of_gazette = browser.eval(cites);
    assert_eq!(browser.eval(folded), json!(0));
    assert!(of_gazette.as_u64().unwrap() > 2);
    browser.click("button.hide[aria-label='Hide The Merrow Gazette']");
    assert_eq!(browser.eval(folded), of_gazette);
    let source = "[...document.querySelectorAll('.source')].find(s => s.textContent.includes('Merrow Gazette')).innerText";
    let entry = browser.text(source);
    assert!(
        entry.contains("The Merrow Gazette")
            && entry.contains("Show")
            && !entry.contains("Line counts"),
        "{entry}"
    );
    let text = browser.text("document.querySelector('.story-body').innerText");
    assert!(text.contains("The line will carry its passengers by bus"), "{text}");
    browser.shoot("hidden-source");
    kiosk.go(&story);
    assert_eq!(kiosk.browser.eval(folded), of_gazette, "after a reload");
    kiosk.go("/settings");
    let browser = &mut kiosk.browser;
    browser.click("#hidden-sources button[aria-label='Show The Merrow Gazette']");
    assert_eq!(browser.eval("document.querySelectorAll('#hidden-sources li').length"), json!(0));
    kiosk.go(&story);
    assert_eq!(kiosk.browser.eval(folded), json!(0));
}

#[test]
fn who_comes_back_sees_what_is_new() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    let story = kiosk.lead();
    kiosk.go(&story);
    let marks = "[...document.querySelectorAll('.fresh')].map(m => m.textContent).join()";
    assert_eq!(
        kiosk.browser.eval("document.querySelector('.since')"),
        Value::Null,
        "a first visit"
    );
    kiosk.hours_pass(2);
    kiosk.go("/");
    assert_eq!(kiosk.browser.text(marks), "");
    assert!(
        kiosk
            .browser
            .text("document.querySelector('.since').textContent")
            .ends_with(": nothing new.")
    );
    kiosk.hours_pass(2);
    kiosk.retell_the_ferry();
    kiosk.go("/");
    assert_eq!(kiosk.browser.text(marks), "Updated");
    let line = kiosk.browser.text("document.querySelector('.front .since').textContent");
    assert!(line.ends_with(": 1 story has news."), "{line}");
    kiosk.browser.shoot("since-front");
    kiosk.browser.leave(|browser| browser.click(".lead .headline a"));
    let fresh = "[...document.querySelectorAll('.fresh-said')].map(s => s.textContent).join('|')";
    assert_eq!(
        kiosk.browser.text(fresh),
        "New: The ferry Aurora ran onto a sandbank off Merrow before dawn on Friday, the coastguard \
         said.|New: The ferry was bound for Asher."
    );
    let line = kiosk.browser.text("document.querySelector('.story-side .since').textContent");
    assert!(line.contains("version 1: 2 sentences are new or changed"), "{line}");
    kiosk.browser.shoot("since-story");
    // A reload during the same visit keeps the marks.
    kiosk.go(&story);
    assert!(kiosk.browser.text(fresh).contains("bound for Asher"));
    kiosk.browser.leave(|browser| browser.click(".story-side .since a"));
    assert!(kiosk.browser.text("location.pathname").ends_with("/versions/1-2"));
    let page = kiosk.browser.text("document.querySelector('.compared').innerText").to_lowercase();
    for words in
        ["1 added, 1 changed, 1 removed", "before dawn", "bound for asher", "by bus until monday"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    kiosk.hours_pass(2);
    kiosk.go(&story);
    assert_eq!(kiosk.browser.text(fresh), "", "read before this visit");
}

#[test]
fn all_can_be_done_with_keys_alone() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.lead();
    let browser = &mut kiosk.browser;
    let focus = "document.activeElement.textContent.trim().slice(0, 12)";
    browser.key("j");
    assert_eq!(browser.text(focus), "Ferry <Auror");
    browser.key("j");
    assert_eq!(browser.text(focus), "Tidal plant ");
    browser.key("k");
    assert_eq!(browser.text(focus), "Ferry <Auror");
    for held in [1, 2, 4] {
        browser.key_with("j", held);
        assert_eq!(browser.text(focus), "Ferry <Auror", "with another key held");
    }
    browser.leave(|browser| browser.key("Enter"));
    assert!(browser.text("location.pathname").starts_with("/story/ferry"));
    browser.key("j");
    assert_eq!(browser.text("document.activeElement.tagName"), "H1");
    browser.key("j");
    assert_eq!(browser.text("document.activeElement.tagName"), "H2");
    browser.key("/");
    browser.key("j");
    assert_eq!(browser.text("document.activeElement.value"), "j", "typed, and nothing else");
    browser.eval("document.activeElement.blur()");
    browser.key_with("?", 8);
    assert_eq!(browser.eval("document.querySelector('dialog.keys').open"), json!(true));
    browser.shoot("keys");
    browser.key("Escape");
    browser.wait("!document.querySelector('dialog.keys')");
    kiosk.go("/settings");
    kiosk.browser.click("input[name=keys]");
    kiosk.go("/");
    kiosk.browser.key("j");
    assert_eq!(kiosk.browser.text("document.activeElement.tagName"), "BODY", "switched off");
}

#[test]
fn a_card_comes_with_pointer_and_focus_and_goes_with_escape() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    let story = kiosk.lead();
    kiosk.go(&story);
    let browser = &mut kiosk.browser;
    let shown = "getComputedStyle(document.querySelector('.lede .card')).visibility";
    assert_eq!(browser.text(shown), "hidden");
    browser.hover(".lede .cite a");
    browser.wait(&format!("{shown} === 'visible'"));
    // The pointer may go over to the card, to read or to scroll it.
    browser.hover(".lede .card");
    assert_eq!(browser.text(shown), "visible");
    browser.key("Escape");
    browser.wait(&format!("{shown} === 'hidden'"));
    browser.hover("h1");
    browser.eval("document.querySelector('.lede .cite a').focus()");
    browser.wait(&format!("{shown} === 'visible'"));
    browser.key("Escape");
    browser.wait(&format!("{shown} === 'hidden'"));
    assert_eq!(browser.text("document.activeElement.tagName"), "A", "the focus stays");
}

#[test]
fn a_story_is_found_by_its_words_and_by_its_day() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.go("/search");
    let browser = &mut kiosk.browser;
    browser.click("#words");
    browser.write("sandbank");
    browser.leave(|browser| browser.key("Enter"));
    assert_eq!(browser.text("document.querySelector('.results mark').textContent"), "sandbank");
    browser.leave(|browser| browser.click(".results .headline a"));
    assert!(browser.text("location.pathname").starts_with("/story/ferry"));
    let cited = browser.text("document.querySelector('.lede .cite a').href");
    assert!(cited.contains("#:~:text="), "a citation leads to the very words: {cited}");
    kiosk.go("/archive");
    let browser = &mut kiosk.browser;
    browser.leave(|browser| browser.click(".calendar a"));
    assert_eq!(browser.text("location.pathname"), "/day/2026-11-19");
    browser.leave(|browser| browser.click(".lead .headline a"));
    assert!(browser.text("location.pathname").starts_with("/story/ferry"));
}

#[test]
fn the_front_page_by_mail_is_asked_for_confirmed_and_ended() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.go("/");
    kiosk.browser.leave(|browser| browser.click("a[href='/subscribe']"));
    kiosk.browser.click("#address");
    kiosk.browser.write("ada@mail.example");
    kiosk.browser.eval("document.querySelector('#zone').value = 'Europe/Berlin'");
    kiosk.browser.leave(|browser| browser.click(".subscribe button"));
    assert!(kiosk.heading().contains("mail"), "{}", kiosk.heading());
    let subscribed = |kiosk: &Kiosk| {
        let subscribers = &kiosk.town.site.store.subscribers;
        kiosk.runtime.block_on(subscribers.by_address("ada@mail.example")).unwrap()
    };
    let ada = subscribed(&kiosk).unwrap();
    let mail = kiosk.town.site.mail.clone().unwrap();
    let letter = web::confirmation(&kiosk.town.site, &mail, &ada, town::now()).unwrap();
    kiosk.follow(letter.text.split_whitespace().find(|word| word.starts_with("https://")).unwrap());
    kiosk.browser.leave(|browser| browser.click(".subscribe button"));
    let ada = subscribed(&kiosk).unwrap();
    assert!(ada.plan.is_some(), "the button says yes");
    let digest = web::digest(&kiosk.town.site, &mail, news::Rhythm::Daily, town::now());
    let digest = kiosk.runtime.block_on(digest).unwrap().unwrap();
    let letter = digest.letter(&kiosk.town.site, &mail, &ada, town::now()).unwrap();
    kiosk.follow(letter.leave.as_deref().unwrap());
    kiosk.browser.leave(|browser| browser.click(".subscribe button"));
    assert_eq!(subscribed(&kiosk), None, "{}", kiosk.heading());
}

#[test]
fn look_and_size_are_kept_and_all_of_it_can_be_forgotten() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.go("/settings");
    let paper = "getComputedStyle(document.body).backgroundColor";
    let light = kiosk.browser.text(paper);
    kiosk.browser.click("input[name=look][value=dark]");
    kiosk.browser.click("input[name=size][value=larger]");
    assert_ne!(kiosk.browser.text(paper), light);
    kiosk.go("/");
    assert_ne!(kiosk.browser.text(paper), light);
    assert_eq!(kiosk.browser.text("getComputedStyle(document.documentElement).fontSize"), "21.6px");
    kiosk.browser.dark(true);
    kiosk.go("/settings");
    kiosk.browser.click("input[name=look][value=light]");
    assert_eq!(kiosk.browser.text(paper), light, "light on a dark device");
    kiosk.browser.shoot("settings");
    kiosk.browser.dark(false);
    assert!(
        kiosk.browser.text("document.querySelector('#kept').textContent").contains("\"larger\"")
    );
    kiosk.browser.click("#forget");
    kiosk.browser.wait("document.querySelector('#said').textContent.includes('gone')");
    assert_eq!(kiosk.browser.eval("localStorage.length"), json!(0));
    assert_eq!(kiosk.browser.eval("caches.keys().then(names => names.length)"), json!(0));
    assert_eq!(kiosk.browser.text("getComputedStyle(document.documentElement).fontSize"), "16px");
}

#[test]
fn without_the_script_nothing_is_missing_and_nothing_is_dead() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.browser.ask("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    let story = kiosk.lead();
    kiosk.go(&story);
    let browser = &mut kiosk.browser;
    let seen = |what: &str| {
        format!(
            "[...document.querySelectorAll({what:?})].filter(e => e.getClientRects().length).length"
        )
    };
    assert_eq!(browser.eval(&seen("button.hide")), json!(0), "a button that does nothing");
    assert_eq!(browser.eval(&seen(".story-body .lede")), json!(1));
    browser.leave(|browser| browser.click(".to-settings"));
    assert_eq!(browser.eval(&seen("#settings")), json!(0));
    assert_eq!(browser.eval(&seen(".needs-script")), json!(1));
}

#[test]
fn the_last_front_page_and_its_stories_are_read_offline() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    let story = kiosk.lead();
    let kept = "caches.open('newsloom-pages').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname))";
    kiosk.browser.wait(&format!("{kept}.then(paths => paths.length === 15)"));
    // What is out now is shown while there is a connection, whatever is kept.
    kiosk.retell_the_ferry();
    kiosk.go(&story);
    assert!(
        kiosk.browser.text("document.querySelector('.lede').textContent").contains("before dawn")
    );
    kiosk.go("/");
    kiosk.browser.wait(
        "caches.open('newsloom-pages').then(c => c.match(document.querySelector('.lead .headline a').pathname)) \
         .then(r => r.headers.get('x-kept-version') === '2')",
    );
    kiosk.disconnect();
    kiosk.go("/");
    let said = kiosk.browser.text("document.querySelector('.notice').textContent");
    kiosk.browser.shoot("offline");
    assert!(said.starts_with("There is no connection. This page was kept on "), "{said}");
    kiosk.browser.leave(|browser| browser.click(".lead .headline a"));
    let lede = kiosk.browser.text("document.querySelector('.lede').textContent");
    assert!(lede.contains("before dawn"), "{lede}");
    assert_ne!(
        kiosk.browser.text("getComputedStyle(document.querySelector('.lede')).fontWeight"),
        "400",
        "its look"
    );
    kiosk.go("/archive");
    assert_eq!(kiosk.browser.text("document.querySelector('h1').textContent"), "No connection");
    // A story that is withdrawn meanwhile is thrown away as soon as the server says so.
    kiosk.connect();
    let id = town::words::ferry().id();
    let withdrawal = news::Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why: None };
    let briefs = &kiosk.town.site.store.briefs;
    assert!(kiosk.runtime.block_on(briefs.withdraw(&id, &withdrawal)).unwrap());
    kiosk.go(&story);
    assert_eq!(kiosk.browser.text("document.querySelector('h1').textContent"), "Withdrawn");
    kiosk
        .browser
        .wait(&format!("{kept}.then(paths => paths.length === 14 && !paths.includes({story:?}))"));
    kiosk.browser.wait(
        "caches.open('newsloom-pages').then(c => c.match('/')).then(r => r.text()).then(t => !t.includes('Aurora'))",
    );
    kiosk.disconnect();
    kiosk.go(&story);
    assert_eq!(kiosk.browser.text("document.querySelector('h1').textContent"), "No connection");
}

#[test]
fn versions_are_compared_from_the_history_on_a_phone() {
    let Some(mut kiosk) = Kiosk::open() else { return };
    kiosk.retell_the_ferry();
    kiosk.browser.size(400, 800);
    let story = kiosk.lead();
    for path in ["/", &story, "/settings", "/archive", "/topics", "/about"] {
        kiosk.go(path);
        assert_eq!(wider(&mut kiosk.browser), json!(0), "{path} is wider than the phone");
    }
    kiosk.go(&story);
    kiosk.browser.leave(|browser| browser.click(".versions a[href$='/versions/1-2']"));
    let browser = &mut kiosk.browser;
    assert_eq!(wider(browser), json!(0), "the comparison is wider than the phone");
    browser.shoot("versions-phone");
    let changed = "document.querySelector('.compared .changed')";
    assert_eq!(browser.text(&format!("{changed}.querySelector('del').textContent")), "at");
    assert_eq!(browser.text(&format!("{changed}.querySelector('ins').textContent")), "before");
    assert_eq!(browser.text(&format!("{changed}.querySelector('.what').textContent")), "Changed");
    browser.leave(|browser| browser.click(".compared h1 a"));
    assert_eq!(browser.text("location.pathname"), story);
}

/// How many pixels the page is wider than the screen.
fn wider(browser: &mut Chromium) -> Value {
    browser.eval("document.documentElement.scrollWidth - innerWidth")
}
