//! News sitemaps and sitemap indexes.

use super::construct::Construct;
use super::space::Space;
use super::tree::Element;
use super::{address, dates};
use jiff::{SignedDuration, Timestamp};
use memchr::memmem;
use news::{ChildSitemap, Entry, FeedDocument, FeedKind, KnownSitemap, SourceTime};
use url::Url;

/// Entries that are taken of one sitemap at a time: what a news sitemap may hold (Google's rules for them).
/// Others list all pages that a site ever had.
const LATEST: usize = 1_000;

/// Bytes in which the root of an index stands, after its declaration and comments.
const ROOT_BYTES: usize = 4 * 1024;

/// Reads one `url` of a sitemap.
pub fn read(element: Element<'_, '_>, base: Option<&Url>) -> Entry {
    let mut entry = Entry::default();
    for child in element.children() {
        match child.word() {
            (Space::Core, "loc") => {
                entry.url = child.text().and_then(|raw| address::resolve(child, &raw, base));
            }
            (Space::Core, "lastmod") => entry.updated = child.text().and_then(|d| dates::read(&d)),
            (Space::News, "news") => child.children().for_each(|part| news(&mut entry, part)),
            (Space::Picture, "image") if entry.image.is_none() => {
                let place = child.children().find(|part| part.word().1 == "loc");
                entry.image = place.and_then(|p| address::resolve(p, &p.text()?, base));
            }
            _ => {}
        }
    }
    entry
}

fn news(entry: &mut Entry, part: Element<'_, '_>) {
    match part.word().1 {
        "title" => entry.title = Construct::of(part).line(),
        "publication_date" => entry.published = part.text().and_then(|date| dates::read(&date)),
        "keywords" => {
            let line = Construct::of(part).line().unwrap_or_default();
            let words = line.split(',').map(str::trim).filter(|word| !word.is_empty());
            entry.categories = words.map(str::to_owned).collect();
        }
        _ => {}
    }
}

/// The entries of a feed that may be news: of a sitemap the latest thousand, of any other feed all.
pub fn latest(document: FeedDocument) -> Vec<Entry> {
    let mut entries = document.entries;
    if document.kind == FeedKind::Sitemap && entries.len() > LATEST {
        let later = |entry: &Entry| std::cmp::Reverse(entry.published.or(entry.updated));
        entries.sort_by_key(later);
        entries.truncate(LATEST);
    }
    entries
}

/// Whether bytes begin like a sitemap index.
pub fn is_index(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(ROOT_BYTES)];
    memmem::find(&head.to_ascii_lowercase(), b"sitemapindex").is_some()
}

/// Reads one `sitemap` of an index; nothing when it says no address.
pub fn child(element: Element<'_, '_>, base: Option<&Url>) -> Option<ChildSitemap> {
    let text = |word| element.child(word).and_then(|child| child.text());
    let url = address::resolve(element, &text("loc")?, base)?;
    Some(ChildSitemap { url, updated: text("lastmod").and_then(|date| dates::read(&date)) })
}

/// The sitemaps of an index that are worth a look for news, best first and at most `count`.
///
/// Those that are called news come before all others. Then the one that changed last; without times,
/// the later of the file, since archives grow at their end. Other hosts are left out: a site vouches for
/// its own pages only (sitemaps.org, "Location").
pub fn newest<'a>(index: &'a FeedDocument, place: &Url, count: usize) -> Vec<&'a ChildSitemap> {
    let here = |child: &&ChildSitemap| {
        Url::parse(&child.url).is_ok_and(|url| is_one_site(bare_host(&url), bare_host(place)))
    };
    let mut children: Vec<(usize, &ChildSitemap)> =
        index.sitemaps.iter().filter(here).enumerate().collect();
    children.sort_by_cached_key(|(number, child)| {
        let is_news = child.url.to_ascii_lowercase().contains("news");
        std::cmp::Reverse((is_news, child.updated, *number))
    });
    children.into_iter().take(count).map(|(_, child)| child).collect()
}

/// How much older than the newest sitemap of its index one may be and still hold news: a long weekend.
const NEWS_DAYS: i64 = 3;

/// How long an index is believed that says that a sitemap has not changed: some never say otherwise.
const BELIEVED: SignedDuration = SignedDuration::from_hours(24);

/// The end of the day that a bare date names, wherever the site is: west of all others it is twelve hours
/// behind UTC.
const DAY_ENDS: SignedDuration = SignedDuration::from_hours(36);

/// Of the sitemaps that [`newest`] gives, those worth a request: none that is much older than the newest of
/// them, and none that the index calls unchanged since we read it.
pub fn due<'a>(
    newest: Vec<&'a ChildSitemap>,
    known: &[KnownSitemap],
    now: Timestamp,
) -> Vec<&'a ChildSitemap> {
    let latest = newest.iter().filter_map(|child| child.updated).max();
    let is_old = |updated: SourceTime| {
        let age = latest.map(|latest| latest.instant.duration_since(updated.instant));
        age.is_some_and(|age| age > SignedDuration::from_hours(24 * NEWS_DAYS))
    };
    let is_due = |child: &&ChildSitemap| {
        let known = known.iter().find(|known| known.url == child.url);
        !child.updated.is_some_and(is_old) && !known.is_some_and(|known| is_read(child, known, now))
    };
    newest.into_iter().filter(is_due).collect()
}

/// The same of an index that has not changed itself: what it dates has not changed either.
pub fn due_again(known: &[KnownSitemap], now: Timestamp) -> Vec<ChildSitemap> {
    let child =
        |known: &KnownSitemap| ChildSitemap { url: known.url.clone(), updated: known.updated };
    let due = known.iter().filter(|known| !is_read(&child(known), known, now));
    due.map(child).collect()
}

/// Whether we have read a sitemap since it last changed, as far as its index can be believed.
fn is_read(child: &ChildSitemap, known: &KnownSitemap, now: Timestamp) -> bool {
    let Some(updated) = child.updated.filter(|_| child.updated == known.updated) else {
        return false;
    };
    let is_bare_date = updated.local().time() == jiff::civil::Time::midnight();
    let settled = if is_bare_date { updated.instant + DAY_ENDS } else { updated.instant };
    known.asked >= settled && now.duration_since(known.asked) < BELIEVED
}

fn bare_host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether the hosts are the same, or one lies under the other.
fn is_one_site(a: &str, b: &str) -> bool {
    let under = |low: &str, high: &str| low.strip_suffix(high).is_some_and(|l| l.ends_with('.'));
    a == b || under(a, b) || under(b, a)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const INDEX: &str = "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
        <sitemap><loc>https://www.a.example/2025.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
        <sitemap><loc>https://maps.a.example/2026.xml</loc><lastmod>2026-11-23T10:00:00+01:00</lastmod></sitemap>
        <sitemap><loc>/pages.xml</loc></sitemap>
        <sitemap><loc>https://b.example/2026.xml</loc><lastmod>2026-11-23</lastmod></sitemap>
        <sitemap><loc>https://nota.example/2026.xml</loc></sitemap>
        <sitemap><lastmod>2026-11-23</lastmod></sitemap>
        <sitemap><loc>https://www.a.example/news.xml</loc></sitemap></sitemapindex>";

    fn newest_of(index: &str, count: usize) -> Vec<String> {
        let place = Url::parse("https://www.a.example/sitemap.xml").unwrap();
        let index = parse(index.as_bytes(), Some(place.as_str()), None).unwrap();
        newest(&index, &place, count).into_iter().map(|child| child.url.clone()).collect()
    }

    #[test]
    fn the_newest_sitemaps_of_the_site_are_followed() {
        let expected = [
            "https://www.a.example/news.xml",
            "https://maps.a.example/2026.xml",
            "https://www.a.example/2025.xml",
            "https://www.a.example/pages.xml",
        ];
        assert_eq!(newest_of(INDEX, 9), expected);
        assert_eq!(newest_of(INDEX, 1), expected[..1]);
        let undated = INDEX.replace("lastmod", "x").replace("news", "old");
        assert_eq!(newest_of(&undated, 1), ["https://www.a.example/old.xml"]);
    }

    #[test]
    fn what_was_read_and_what_is_old_is_not_asked_for() {
        let time = |text: &str| SourceTime::parse(text).unwrap();
        let child = |name: &str, updated: &str| ChildSitemap {
            url: name.to_owned(),
            updated: (!updated.is_empty()).then(|| time(updated)),
        };
        let now = time("2026-11-23T12:00:00Z").instant;
        let check = |updated: &str, known: Option<(&str, &str)>, expected: bool| {
            let known = known.map(|(updated, asked)| KnownSitemap {
                url: "a".to_owned(),
                validators: news::Validators::default(),
                updated: child("a", updated).updated,
                asked: time(asked).instant,
            });
            let known: Vec<KnownSitemap> = known.into_iter().collect();
            let (one, newest) = (child("a", updated), child("b", "2026-11-23T09:00:00Z"));
            let due = due(vec![&newest, &one], &known, now);
            assert_eq!(due.contains(&&one), expected, "{updated} {known:?}");
        };
        let morning = "2026-11-23T08:00:00Z";
        check(morning, None, true);
        check("", None, true);
        check("2026-11-19T08:00:00Z", None, false);
        check(morning, Some((morning, "2026-11-23T11:00:00Z")), false);
        check(morning, Some(("2026-11-23T07:00:00Z", "2026-11-23T11:00:00Z")), true);
        // Asked before it changed; too long ago; never dated; dated by the day, which is not over.
        check(morning, Some((morning, "2026-11-23T07:59:00Z")), true);
        check("2026-11-22T01:00:00Z", Some(("2026-11-22T01:00:00Z", "2026-11-22T11:00:00Z")), true);
        check("", Some(("", "2026-11-23T11:00:00Z")), true);
        check("2026-11-23", Some(("2026-11-23", "2026-11-23T11:00:00Z")), true);
        check("2026-11-21", Some(("2026-11-21", "2026-11-23T11:00:00Z")), false);
    }

    #[test]
    fn an_index_has_no_entries_of_its_own() {
        let index = parse(INDEX.as_bytes(), None, None).unwrap();
        assert_eq!(
            (index.kind, index.entries.len(), index.sitemaps.len()),
            (FeedKind::Sitemap, 0, 6)
        );
        assert!(is_index(INDEX.as_bytes()));
        assert!(!is_index(b"<urlset>"));
    }

    #[test]
    fn of_a_large_sitemap_the_latest_count() {
        let url = |n: usize| {
            let (month, day) = (1 + n % 12, 1 + n / 12 % 28);
            format!(
                "<url><loc>https://a.example/{n}</loc><lastmod>2026-{month:02}-{day:02}</lastmod></url>"
            )
        };
        let urls: String = (0..3_000).map(url).collect();
        let map = parse(format!("<urlset>{urls}</urlset>").as_bytes(), None, None).unwrap();
        let entries = latest(map);
        assert_eq!(entries.len(), LATEST);
        let first = entries[0].updated.map(|time| time.to_string());
        assert_eq!(first.as_deref(), Some("2026-12-28T00:00:00Z"));
        let rss = "<rss>".to_owned() + &"<item/>".repeat(LATEST + 1);
        assert_eq!(latest(parse(rss.as_bytes(), None, None).unwrap()).len(), LATEST + 1);
    }
}
