//! Feeds of a site, found from its address.

use super::address;
use crate::opml::Listed;
use crate::remedy::without_address;
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
    Feed {
        /// Where to poll it: where it has moved to for good, if it has.
        url: String,
        /// What it says.
        document: Box<FeedDocument>,
    },
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

/// As [`find`], of an address as a person gave it. Where no scheme was given and the secure one leads
/// nowhere, the plain one is tried.
pub async fn find_meant(fetcher: &Fetcher, text: &str) -> anyhow::Result<(String, Found)> {
    let url = address::meant(text)?;
    let mut plain = url.clone();
    let is_open = !text.to_ascii_lowercase().contains(&format!("{}://", url.scheme()));
    let failure = match find(fetcher, url.as_str()).await {
        Ok(found) => return Ok((url.into(), found)),
        Err(failure) => failure,
    };
    if is_open
        && plain.set_scheme("http").is_ok()
        && let Ok(found) = find(fetcher, plain.as_str()).await
    {
        return Ok((plain.into(), found));
    }
    let why = format!("{failure:#}");
    match (why.contains("answered 404") || why.contains("gone for good"), url.join("/")) {
        (true, Ok(site)) if site != url => bail!(
            "{why}; it may have moved: `newsloom feeds find {site}` lists the feeds of its site"
        ),
        _ => Err(failure),
    }
}

/// Looks what is at `url`: a feed, a page that names feeds, or a page of a site that has one at a place
/// where many have.
pub async fn find(fetcher: &Fetcher, url: &str) -> anyhow::Result<Found> {
    let body = get(fetcher, url).await?;
    let not = match read(&body) {
        Ok(document) => {
            let url = body.moved_to.as_ref().map_or_else(|| url.to_owned(), Url::to_string);
            return Ok(Found::Feed { url, document: Box::new(document) });
        }
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

/// Which feeds to follow.
pub struct Chosen {
    /// Each was read.
    pub feeds: Vec<Listed>,
    /// Better ones that are no feeds after all, and why.
    pub refused: Vec<(String, String)>,
}

/// Of the feeds that were found the best one that can be read, or all but those of comments.
pub async fn chosen(fetcher: &Fetcher, found: Vec<FoundFeed>, all: bool) -> Chosen {
    let mut chosen = Chosen { feeds: Vec::new(), refused: Vec::new() };
    for feed in candidates(found, all) {
        match feed_at(fetcher, &feed.url).await {
            Ok(Ok(document)) => {
                let title = feed.title.or(document.title);
                let listed = Listed { url: feed.url, title, site: document.link, folder: None };
                chosen.feeds.push(listed);
            }
            Ok(Err(not)) => chosen.refused.push((feed.url, not.to_string())),
            Err(error) => {
                let why = without_address(&format!("{error:#}"), &feed.url).to_owned();
                chosen.refused.push((feed.url, why));
            }
        }
        if !all && !chosen.feeds.is_empty() {
            break;
        }
    }
    chosen
}

/// Those to look at, best first; feeds of comments only when there are no others.
fn candidates(found: Vec<FoundFeed>, all: bool) -> Vec<FoundFeed> {
    let mut wanted = found.clone();
    wanted.retain(|feed| !parse::is_of_comments(feed));
    match wanted.is_empty() {
        true => found,
        false if all => wanted,
        // One is enough, and a site that names twenty dead ones has none.
        false => wanted.into_iter().take(TRIED).collect(),
    }
}

/// Feeds that a page names and that are tried until one can be read.
const TRIED: usize = 5;

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
    fn feeds_of_comments_are_followed_only_where_there_are_no_others() {
        let feed = |url: &str, hint| FoundFeed { url: url.to_owned(), title: None, hint };
        let found = vec![
            feed("https://a.example/feed", Hint::Named),
            feed("https://a.example/sport/feed", Hint::Named),
            feed("https://a.example/comments/feed", Hint::Named),
        ];
        let urls = |found: &[FoundFeed]| -> Vec<String> {
            candidates(found.to_vec(), true).into_iter().map(|feed| feed.url).collect()
        };
        assert_eq!(urls(&found), ["https://a.example/feed", "https://a.example/sport/feed"]);
        assert_eq!(urls(&found[2..]), ["https://a.example/comments/feed"]);
    }
}
