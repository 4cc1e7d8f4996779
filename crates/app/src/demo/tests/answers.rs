//! What the web answers, without a web.

use super::*;

#[test]
fn nothing_is_there_before_its_time() {
    let world = world();
    for report in &world.reports {
        let (url, appeared) = (world.url(report), report.appeared.instant);
        let before = appeared - jiff::SignedDuration::from_secs(1);
        assert_eq!(get(&world, before, &url).status, 404, "{url}");
        assert_eq!(get(&world, appeared, &url).status, 200, "{url}");
    }
}

#[test]
fn a_correction_shows_from_its_time_on() {
    let world = world();
    let url = "http://radio-lantern.example/news/parcelline-cuts";
    let before = body(&world, at("2026-11-13T19:09:59Z"), url);
    let after = body(&world, at("2026-11-13T19:10:00Z"), url);
    assert!(before.contains("is cutting 18,000 jobs") && !before.contains("Correction"));
    assert!(after.contains("is cutting 1,800 jobs") && after.contains("Correction, 13 November"));
    let feed = body(&world, at("2026-11-13T20:00:00Z"), "http://radio-lantern.example/news.rss");
    assert!(feed.contains("<title>Parcelline cuts 1,800 jobs</title>") && !feed.contains("18,000"));
}

#[test]
fn known_things_are_not_sent_again() {
    let world = world();
    let first = get(&world, world.ends(), "http://harborwire.example/rss/world.xml");
    let again = |none_match: Option<String>, modified_since: Option<String>, now| {
        let asked = ask("http://harborwire.example/rss/world.xml");
        answer(&world, now, &Ask { none_match, modified_since, ..asked }).status
    };
    assert_eq!(again(first.etag.clone(), None, world.ends()), 304);
    assert_eq!(again(None, first.last_modified.clone(), world.ends()), 304);
    assert_eq!(again(Some("\"other\"".to_owned()), first.last_modified, world.ends()), 200);
    assert_eq!(again(first.etag, None, at("2026-11-22T09:00:00Z")), 200);
}

#[test]
fn each_address_gives_what_it_should() {
    check("http://aldergate-courier.example/rss", 301, "text/plain; charset=utf-8");
    check("http://aldergate-courier.example/feeds/all.xml", 200, "application/rss+xml");
    check("http://kbn.example/feed.json", 200, "application/feed+json");
    check("http://odm.example/notices.atom", 200, "application/atom+xml");
    check("http://isfeld.example/news.rdf", 200, "application/rdf+xml");
    check("http://radio-lantern.example/podcasts/feed", 200, "text/html; charset=utf-8");
    check("http://valley-dispatch.example/", 200, "text/html; charset=ISO-8859-1");
    check("http://kbn.example/images/wafer-grid.png", 200, "image/png");
    check("http://kbn.example/images/none.png", 404, "text/plain; charset=utf-8");
    check("http://kbn.example/robots.txt", 200, "text/plain; charset=utf-8");
    check("http://nobody.example/", 404, "text/plain; charset=utf-8");
}

#[track_caller]
fn check(url: &str, status: u16, content_type: &str) {
    let world = world();
    let answer = get(&world, world.ends(), url);
    assert_eq!((answer.status, answer.content_type.as_str()), (status, content_type), "{url}");
}

#[test]
fn the_moved_feed_names_its_new_address() {
    let world = world();
    let answer = get(&world, world.ends(), "http://aldergate-courier.example/rss");
    let new = "http://aldergate-courier.example/feeds/all.xml";
    assert_eq!(answer.location.as_deref(), Some(new));
}

#[test]
fn one_outlet_keeps_robots_out_of_a_folder() {
    let world = world();
    let robots = |host: &str| body(&world, world.ends(), &format!("http://{host}/robots.txt"));
    assert_eq!(robots("chip-ledger.example"), "User-agent: *\nDisallow: /members/\n");
    assert_eq!(robots("kbn.example"), "User-agent: *\nDisallow:\n");
    assert!(report(&world, "chip-ledger/brantholm-auric-6-tape-out").path.starts_with("/members/"));
}

#[test]
fn a_page_changes_only_with_its_article() {
    let world = world();
    for report in &world.reports {
        let Some(latest) = report.wordings.last() else { continue };
        let url = world.url(report);
        let then = get(&world, latest.from.instant, &url);
        assert_eq!(then.etag, get(&world, world.ends(), &url).etag, "{url}");
    }
}
