//! What a site's robots.txt says (RFC 9309): a pure reader, no network.

use std::time::Duration;

/// Bytes that are read of a robots.txt; the least that RFC 9309, section 2.5, demands.
pub const LIMIT_BYTES: usize = 500 * 1024;

/// Bytes of a path that are matched, as long as servers take addresses for sure (RFC 9110, section 4.1): a
/// feed may name one of megabytes, and each rule goes over it once.
const PATH_BYTES: usize = 8 * 1024;

/// The rules that a robots.txt gives to one crawler.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// Time between two requests that the site asks for. `Crawl-delay` is no part of RFC 9309, but many
    /// sites write it.
    pub crawl_delay: Option<Duration>,
}

/// What the groups of one crawler say.
#[derive(Default)]
struct Group {
    is_there: bool,
    robots: Robots,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// Percent-decoded where that changes nothing, `*` and `$` still in it.
    path: String,
}

/// One line that means something.
enum Line<'a> {
    Agent(&'a str),
    Rule { allow: bool, path: &'a str },
    Delay(Duration),
    Other,
}

impl Robots {
    /// Reads the rules for the crawler called `name`.
    ///
    /// Groups that name it are merged; when there is none, the groups for `*` count.
    pub fn read(bytes: &[u8], name: &str) -> Robots {
        let cut = &bytes[..bytes.len().min(LIMIT_BYTES)];
        let text = String::from_utf8_lossy(cut);
        let text = text.trim_start_matches('\u{feff}');
        let own = group_for(text, |agent| agent.eq_ignore_ascii_case(name));
        match own.is_there {
            true => own.robots,
            false => group_for(text, |agent| agent == "*").robots,
        }
    }

    /// Whether the crawler may ask for `path` (with its query). The longest matching rule decides, of
    /// two equally long ones the permission.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(&path[..path.floor_char_boundary(PATH_BYTES.min(path.len()))]);
        let matching = self.rules.iter().filter(|rule| matches(&rule.path, &path));
        matching.max_by_key(|rule| (rule.path.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// All groups whose agent `is_ours`, as one.
fn group_for(text: &str, is_ours: impl Fn(&str) -> bool) -> Group {
    let mut group = Group::default();
    let (mut ours, mut in_head) = (false, false);
    for line in text.lines().flat_map(|line| line.split('\r')) {
        match read_line(line) {
            Line::Agent(agent) => {
                ours = is_ours(agent) || (in_head && ours);
                group.is_there |= ours;
                in_head = true;
            }
            Line::Rule { allow, path } => {
                in_head = false;
                if ours && !path.is_empty() {
                    group.robots.rules.push(Rule { allow, path: normal(path) });
                }
            }
            Line::Delay(delay) => {
                in_head = false;
                if ours {
                    group.robots.crawl_delay = group.robots.crawl_delay.max(Some(delay));
                }
            }
            Line::Other => {}
        }
    }
    group
}

fn read_line(line: &str) -> Line<'_> {
    let line = line.split('#').next().unwrap_or_default();
    let Some((key, value)) = line.split_once(':') else { return Line::Other };
    let (key, value) = (key.trim(), value.trim());
    if key.eq_ignore_ascii_case("user-agent") || key.eq_ignore_ascii_case("useragent") {
        // "Newsloom/2.0 (x)" is meant for newsloom: only the name counts.
        let end = value.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(value.len());
        Line::Agent(&value[..end])
    } else if key.eq_ignore_ascii_case("allow") {
        Line::Rule { allow: true, path: value }
    } else if key.eq_ignore_ascii_case("disallow") {
        Line::Rule { allow: false, path: value }
    } else if key.eq_ignore_ascii_case("crawl-delay") {
        let seconds = value.parse().ok().and_then(|value| Duration::try_from_secs_f64(value).ok());
        seconds.map_or(Line::Other, Line::Delay)
    } else {
        Line::Other
    }
}

/// Whether a pattern of a robots.txt, or of a file that writes them the same way, matches `path`.
pub(crate) fn pattern_matches(pattern: &str, path: &str) -> bool {
    matches(&normal(pattern), &normal(path))
}

/// Brings the ways to write one path together: `%7E` and `~` are the same, `%2F` and `/` are not.
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| hex_pair(bytes, at + 1)).flatten();
        at += if escaped.is_some() { 3 } else { 1 };
        match escaped {
            Some(plain) if plain.is_ascii_alphanumeric() || b"-._~".contains(&plain) => {
                out.push(char::from(plain));
            }
            Some(kept) => out.push_str(&format!("%{kept:02X}")),
            None if byte.is_ascii_graphic() => out.push(char::from(byte)),
            None => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn hex_pair(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(at)? * 16 + digit(at + 1)?).ok()
}

/// Whether `pattern` matches the start of `path`; `*` is any run, `$` at the end is the end.
///
/// Each part between stars is looked for once, from where the last one ended, so that a hostile
/// pattern costs no more than one pass over the path.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*').peekable();
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && to_end {
            return rest.ends_with(part);
        }
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_rule_decides() {
        let site = "User-agent: *\nDisallow: /\nAllow: /news/\nDisallow: /news/private\n";
        check(site, "/", false);
        check(site, "/news/today", true);
        check(site, "/news/private/1", false);
        check("user-agent:*\ndisallow:/a\nallow:/a", "/a", true);
        check("User-agent: *\nDisallow:\n", "/a", true);
        check("", "/a", true);
        check("<html>not found</html>", "/a", true);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("Disallow: /", "/a", true);
    }

    #[test]
    fn groups_that_name_us_are_merged_and_beat_the_star() {
        let site = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: NewsLoom/2.0\n\
                    Disallow: /a\n\nUser-agent: third\nDisallow: /\n\nUser-agent: newsloom\nDisallow: /b";
        check(site, "/", true);
        check(site, "/a", false);
        check(site, "/b", false);
        check("User-agent: newsloom\n\nUser-agent: *\nDisallow: /", "/a", false);
        check("User-agent: newsloombot\nDisallow: /", "/a", true);
        check("User-agent: newsloom\nDisallow:\nUser-agent: *\nDisallow: /", "/a", true);
    }

    #[test]
    fn the_delay_of_our_group_counts() {
        let delay = |site: &str, expected: Option<u64>| {
            let robots = Robots::read(site.as_bytes(), "newsloom");
            assert_eq!(robots.crawl_delay, expected.map(Duration::from_millis), "{site:?}");
        };
        delay("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x", Some(2500));
        delay("User-agent: *\nCrawl-delay: 9\n\nUser-agent: newsloom\nDisallow: /x", None);
        delay("User-agent: a\nUser-agent: newsloom\nCrawl-delay: 4 # please", Some(4000));
        delay("User-agent: *\nCrawl-delay: 1e300", None);
        delay("User-agent: *\nCrawl-delay: -1", None);
        delay("User-agent: *\nCrawl-delay: NaN", None);
        delay("Crawl-delay: 4", None);
    }

    #[test]
    fn stars_and_dollars_are_patterns() {
        let rule = |pattern: &str| format!("User-agent: *\nDisallow: {pattern} # why\n");
        check(&rule("/*.pdf$"), "/a/b.pdf", false);
        check(&rule("/*.pdf$"), "/a/b.pdf?x", true);
        check(&rule("/*.pdf"), "/a/b.pdf?x", false);
        check(&rule("/a*b*c"), "/a-c-b-c", false);
        check(&rule("/a*b*c"), "/a-c-b", true);
        check(&rule("/a$"), "/a", false);
        check(&rule("/a$"), "/ab", true);
        check(&rule("*"), "/a", false);
        check(&rule("/*?"), "/a?b", false);
        check(&rule("/~joe"), "/%7ejoe/x", false);
        check(&rule("/a%2fb"), "/a/b", true);
        check(&rule("/ö"), "/%C3%B6", false);
    }

    #[track_caller]
    fn check(site: &str, path: &str, expected: bool) {
        let robots = Robots::read(site.as_bytes(), "newsloom");
        assert_eq!(robots.allows(path), expected, "{site:?} {path}");
    }

    #[test]
    fn addresses_without_end_are_cut() {
        let robots = Robots::read(b"User-agent: *\nDisallow: /a\nDisallow: /*b$", "newsloom");
        assert!(!robots.allows(&("/a".to_owned() + &"é".repeat(PATH_BYTES))));
        assert!(robots.allows(&("/c".repeat(PATH_BYTES) + "b")));
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300), path in ".*") {
            let robots = Robots::read(&bytes, "newsloom");
            prop_assert_eq!(robots.allows(&path), Robots::read(&bytes, "newsloom").allows(&path));
            prop_assert!(robots.allows("/robots.txt"));
        }

        #[test]
        fn a_rule_without_patterns_is_a_prefix(rule in "/[a-c]{0,4}", path in "/[a-c]{0,6}") {
            let robots = Robots::read(format!("user-agent: *\ndisallow: {rule}").as_bytes(), "x");
            prop_assert_eq!(robots.allows(&path), !path.starts_with(&rule));
        }
    }
}
