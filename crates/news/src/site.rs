//! Whose site a host belongs to, without the list of all public suffixes.
//!
//! That list has some 10,000 lines and changes weekly; a stale copy errs as well. News sites stand
//! directly under a top-level domain, under one of the few dozen second levels that countries
//! reserve, or on one of the platforms below, so these rules find the same site for them.

/// Second levels that registries of countries reserve: `co.uk`, `com.au`, `or.jp`, `gob.mx`, …
const RESERVED: [&str; 39] = [
    "ac", "ad", "asn", "asso", "bel", "biz", "co", "com", "ed", "edu", "ernet", "gen", "go", "gob",
    "gouv", "gov", "govt", "gv", "id", "idv", "ind", "int", "ltd", "mil", "mod", "muni", "ne",
    "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "pp", "res", "sch", "web",
];

/// Platforms on which each subdomain is another person's site.
const PLATFORMS: [&str; 26] = [
    "beehiiv.com",
    "blogspot.com",
    "buttondown.email",
    "fandom.com",
    "firebaseapp.com",
    "ghost.io",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "hatenablog.com",
    "livejournal.com",
    "medium.com",
    "micro.blog",
    "neocities.org",
    "netlify.app",
    "over-blog.com",
    "pages.dev",
    "posthaven.com",
    "substack.com",
    "tumblr.com",
    "typepad.com",
    "vercel.app",
    "weebly.com",
    "wixsite.com",
    "wordpress.com",
    "write.as",
];

/// The part of a host that one publisher answers for: `example.co.uk` of `feeds.news.example.co.uk`.
/// Addresses in numbers and hosts of one word are given as they are.
pub fn site_of(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    let is_number =
        host.contains(':') || host.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if is_number {
        return host;
    }
    let labels = labels_of_suffix(host) + 1;
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
    dots.nth(labels - 1).map_or(host, |start| &host[start..])
}

/// Of those the ones that no country leaves to a publisher; `ad.nl` and `web.de` are sites.
const NEVER_A_SITE: [&str; 13] =
    ["ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "mil", "net", "or", "org", "sch"];

/// Whether a domain is an ending that many publishers share, so that it names none of them: `com`,
/// `co.uk`, `github.io`.
pub fn is_shared(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.');
    match domain.split_once('.') {
        None => !domain.contains(':') && domain != "localhost",
        Some((second, top)) => {
            (top.len() == 2 && NEVER_A_SITE.contains(&second)) || PLATFORMS.contains(&domain)
        }
    }
}

/// How many labels at the end of a host name no publisher.
fn labels_of_suffix(host: &str) -> usize {
    let mut labels = host.rsplit('.');
    let (Some(top), Some(second)) = (labels.next(), labels.next()) else { return 1 };
    let lies_on = |platform: &str| {
        host.strip_suffix(platform).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_reserved = top.len() == 2 && RESERVED.contains(&second);
    if is_reserved || PLATFORMS.iter().any(|platform| lies_on(platform)) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::{is_shared, site_of};

    #[test]
    fn hosts_of_one_publisher_have_one_site() {
        for (host, expected) in [
            ("example.org", "example.org"),
            ("feeds.example.org", "example.org"),
            ("edition.news.example.org.", "example.org"),
            ("feeds.example.co.uk", "example.co.uk"),
            ("www.news.example.com.au", "example.com.au"),
            ("a.b.example.or.jp", "example.or.jp"),
            ("example.gouv.fr", "example.gouv.fr"),
            ("ada.substack.com", "ada.substack.com"),
            ("www.ada.substack.com", "ada.substack.com"),
            ("substack.com", "substack.com"),
            ("mysubstack.com", "mysubstack.com"),
            ("co.uk", "co.uk"),
            ("localhost", "localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("", ""),
            ("..", ""),
        ] {
            assert_eq!(site_of(host), expected, "{host}");
        }
    }

    #[test]
    fn endings_that_many_share_name_no_publisher() {
        for (domain, expected) in [
            ("com", true),
            ("co.uk", true),
            ("github.io", true),
            ("substack.com", true),
            ("ada.substack.com", false),
            ("example.co.uk", false),
            ("example.org", false),
            ("ad.nl", false),
            ("web.de", false),
            ("localhost", false),
            ("127.0.0.1", false),
            ("::1", false),
        ] {
            assert_eq!(is_shared(domain), expected, "{domain}");
        }
    }
}
