//! Where sites that name no feed may have one.

use super::{FoundFeed, Hint};
use url::Url;

/// Paths of feeds by the software that writes them: WordPress and Ghost, hand-made and generated sites, Hugo,
/// Blogger, news systems, JSON Feed; then news sitemaps, which the larger outlets keep for search engines.
const PATHS: [&str; 16] = [
    "feed",
    "rss",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feeds/posts/default",
    "?feed=rss2",
    "rss/news",
    "news/rss",
    "index.rss",
    "feed.json",
    "news-sitemap.xml",
    "sitemap-news.xml",
    "sitemap_news.xml",
    "sitemap/news.xml",
];

/// Addresses at which a site may have a feed, likeliest first: under the page's own folder, where a blog
/// may live, then at the root.
pub fn guesses(page: &Url) -> Vec<FoundFeed> {
    let root = page.join("/").ok();
    let folder = page.join(".").ok().filter(|folder| Some(folder) != root.as_ref());
    // Under a folder only the commonest: each guess is a request to somebody's server.
    let deep = folder.iter().flat_map(|folder| PATHS[..3].iter().map(move |path| (folder, path)));
    let flat = root.iter().flat_map(|root| PATHS.iter().map(move |path| (root, path)));
    let urls = deep.chain(flat).filter_map(|(base, path)| base.join(path).ok());
    urls.map(|url| FoundFeed { url: url.into(), title: None, hint: Hint::Guessed }).collect()
}

/// The sitemaps that a robots.txt names (sitemaps.org, "Specifying the Sitemap location"), those called
/// news first.
pub fn sitemaps(robots: &str) -> Vec<FoundFeed> {
    let mut urls: Vec<&str> = robots
        .lines()
        .filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            let value = value.split('#').next().unwrap_or_default().trim();
            let is_address = value.starts_with("http://") || value.starts_with("https://");
            (key.trim().eq_ignore_ascii_case("sitemap") && is_address).then_some(value)
        })
        .take(super::FEEDS)
        .collect();
    urls.sort_by_key(|url| !url.to_ascii_lowercase().contains("news"));
    let found = |url: &str| FoundFeed { url: url.to_owned(), title: None, hint: Hint::Linked };
    urls.into_iter().map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_stand_at_the_root_and_in_the_folder() {
        let guessed = |page: &str| -> Vec<String> {
            let page = Url::parse(page).unwrap();
            guesses(&page).into_iter().map(|feed| feed.url).collect()
        };
        let root = guessed("https://a.example/?x=1");
        assert_eq!(root.len(), PATHS.len());
        assert_eq!(root[0], "https://a.example/feed");
        assert_eq!(root[7], "https://a.example/?feed=rss2");
        let deep = guessed("https://a.example/blog/2026");
        assert_eq!(deep[..2], ["https://a.example/blog/feed", "https://a.example/blog/rss"]);
        assert_eq!(deep[3..], root);
    }

    #[test]
    fn robots_name_sitemaps() {
        let robots = "User-agent: *\nDisallow: /x\nSITEMAP: https://a.example/all.xml # all\n\
            Sitemap:https://a.example/news.xml\r\nSitemap: /relative.xml\nSitemap: ftp://a.example/";
        let urls: Vec<String> = sitemaps(robots).into_iter().map(|feed| feed.url).collect();
        assert_eq!(urls, ["https://a.example/news.xml", "https://a.example/all.xml"]);
    }
}
