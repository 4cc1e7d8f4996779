//! Feeds of a site, found from its address.

use crate::opml::Listed;
use crate::turns::poll::ACCEPT;
use anyhow::bail;
use fetch::{Body, Fetched, Fetcher, Request, Url};
use news::{FeedDocument, Validators};
use pipeline::parse::{self, FoundFeed, Hint};

/// Guesses that may answer before the search ends: one is enough, but a second may be the better form.
const ENOUGH: usize = 2;

/// What an address leads to.
pub enum Found {
    /// It is a feed itself.
    Feed(Box<FeedDocument>),
    /// It is a page; these are the feeds that it names or that the site was found to have, best first.
    /// Never empty.
    Page(Vec<FoundFeed>),
}

/// The feed at `url`, or why it is none.
pub async fn feed_at(
    fetcher: &Fetcher,
    url: &str,
) -> anyhow::Result<Result<FeedDocument, parse::NotAFeed>> {
    Ok(read(&get(fetcher, url).await?))
}

/// Looks what is at `url`: a feed, a page that names feeds, or a page of a site that has one at a place
/// where many have.
pub async fn find(fetcher: &Fetcher, url: &str) -> anyhow::Result<Found> {
    let body = get(fetcher, url).await?;
    let not = match read(&body) {
        Ok(document) => return Ok(Found::Feed(Box::new(document))),
        Err(not) => not,
    };
    let mut found = parse::discover(&body.bytes, body.url.as_str());
    if found.iter().all(|feed| feed.hint > Hint::Alternate) {
        found.extend(guessed(fetcher, &body.url, &found).await);
    }
    if found.is_empty() {
        let what = match not.0.starts_with("it is a web page") {
            true => "it is a web page that names no feed".to_owned(),
            false => not.to_string(),
        };
        bail!(
            "{url}: {what}, and there is none where sites usually have one; give the feed's own address"
        );
    }
    Ok(Found::Page(found))
}

/// Feeds at the places where many sites have them; each was asked for.
async fn guessed(fetcher: &Fetcher, page: &Url, known: &[FoundFeed]) -> Vec<FoundFeed> {
    let mut places = parse::guesses(page);
    if let Ok(robots) = page.join("/robots.txt")
        && let Ok(body) = get(fetcher, robots.as_str()).await
    {
        places.extend(parse::sitemaps(&String::from_utf8_lossy(&body.bytes)));
    }
    let mut found: Vec<FoundFeed> = Vec::new();
    for place in places {
        if found.len() >= ENOUGH {
            break;
        }
        if known.iter().any(|feed| feed.url == place.url) {
            continue;
        }
        // A place without a feed is what most guesses find; it is no failure.
        let Ok(body) = get(fetcher, &place.url).await else { continue };
        let url = body.url.to_string();
        if let Ok(document) = read(&body)
            && !found.iter().any(|feed| feed.url == url)
        {
            found.push(FoundFeed { url, title: document.title, hint: place.hint });
        }
    }
    found
}

async fn get(fetcher: &Fetcher, url: &str) -> anyhow::Result<Body> {
    let request = Request {
        url: url.to_owned(),
        validators: Validators::default(),
        accept: ACCEPT,
        obey_robots: false,
    };
    match fetcher.get(&request).await? {
        Fetched::Body(body) => Ok(body),
        Fetched::NotModified => bail!("{url}: answered 304 to an unconditional request"),
    }
}

fn read(body: &Body) -> Result<FeedDocument, parse::NotAFeed> {
    parse::parse(&body.bytes, Some(body.url.as_str()), body.charset.as_deref())
}

/// The feeds to follow of those that were found: the best one, or all but those of comments.
pub fn chosen(found: Vec<FoundFeed>, all: bool) -> Vec<Listed> {
    let listed =
        |feed: FoundFeed| Listed { url: feed.url, title: feed.title, site: None, folder: None };
    if !all {
        return found.into_iter().take(1).map(listed).collect();
    }
    let mut wanted: Vec<FoundFeed> = found.clone();
    wanted.retain(|feed| !parse::is_of_comments(feed));
    if wanted.is_empty() { found } else { wanted }.into_iter().map(listed).collect()
}

/// How a feed was found, in words.
pub fn told(hint: Hint) -> &'static str {
    match hint {
        Hint::Named => "named by the page",
        Hint::Alternate => "named by the page, perhaps a feed",
        Hint::Linked => "linked",
        Hint::Guessed => "found by asking",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_feed_is_followed_or_all_but_comments() {
        let feed = |url: &str, hint| FoundFeed { url: url.to_owned(), title: None, hint };
        let found = vec![
            feed("https://a.example/feed", Hint::Named),
            feed("https://a.example/sport/feed", Hint::Named),
            feed("https://a.example/comments/feed", Hint::Named),
        ];
        let urls = |all| -> Vec<String> {
            chosen(found.clone(), all).into_iter().map(|listed| listed.url).collect()
        };
        assert_eq!(urls(false), ["https://a.example/feed"]);
        assert_eq!(urls(true), ["https://a.example/feed", "https://a.example/sport/feed"]);
        let comments = vec![feed("https://a.example/comments/feed", Hint::Named)];
        assert_eq!(chosen(comments, true).len(), 1);
    }
}
