//! What each setting may hold. Every key of the example stands here; a test compares the two.

use super::{language, shares};
use crate::topics;
use jiff::tz::TimeZone;
use news::Registry;
use pipeline::screen::topic::Topic;
use pipeline::screen::{Rules, Screen};
use pipeline::share::Quiet;
use toml::{Table, Value};
use url::Url;

/// A value that cannot be used.
pub struct Wrong {
    /// Its whole path, such as `thread.join`.
    pub key: String,
    /// What it is and what it must be.
    pub what: String,
}

/// What a key may hold.
enum Allowed {
    /// A whole number in these bounds.
    Whole(i64, i64),
    /// A list of whole numbers in these bounds, each larger than the one before.
    Rising(i64, i64),
    /// A number in these bounds.
    Number(f64, f64),
    /// A text; gives what is wrong with one that cannot be used.
    Text(fn(&str) -> Option<String>),
    /// A list of texts; the same for each.
    Texts(fn(&str) -> Option<String>),
    /// A table of the operator's own names; the same for each value.
    Names(fn(&str) -> Option<String>),
    /// A table of hosts, each with a table of headers.
    Headers,
    /// A table of the operator's own names, each with a table that says whom to tell of top stories.
    Targets,
    /// True or false.
    Choice,
}

use Allowed::{Choice, Headers, Names, Number, Rising, Targets, Text, Texts, Whole};

/// Bounds are wide: they keep out what cannot be meant (a week's time-out, a front page of a million
/// stories) and what the program cannot work with, not what is unwise.
const KEYS: [(&str, Allowed); 128] = [
    ("site.title", Text(full)),
    ("site.tagline", Text(anything)),
    ("site.base_url", Text(base_url)),
    ("site.listen", Text(listen)),
    ("site.language", Text(code)),
    ("site.pages_seconds", Whole(0, 60)),
    ("store.database", Text(database)),
    ("store.objects", Text(full)),
    ("poll.least_minutes", Whole(1, 44_640)),
    ("poll.every_minutes", Whole(1, 44_640)),
    ("poll.most_minutes", Whole(1, 44_640)),
    ("poll.pushed_minutes", Whole(1, 44_640)),
    ("poll.websub", Choice),
    ("poll.lease_minutes", Whole(1, 1440)),
    ("poll.at_once", Whole(1, 1000)),
    ("poll.tries", Whole(1, 100)),
    ("fetch.user_agent", Text(user_agent)),
    ("fetch.contact", Text(header)),
    ("fetch.timeout_seconds", Whole(1, 3600)),
    ("fetch.idle_seconds", Whole(1, 3600)),
    ("fetch.limit_bytes", Whole(1000, 1_000_000_000)),
    ("fetch.head_limit_bytes", Whole(1000, 10_000_000)),
    ("fetch.expansion", Whole(1, 100_000)),
    ("fetch.redirects", Whole(0, 50)),
    ("fetch.allow_private", Texts(private)),
    ("fetch.pace_ms", Whole(0, 3_600_000)),
    ("fetch.per_host", Whole(1, 1000)),
    ("fetch.robots_hours", Whole(0, 744)),
    ("fetch.crawl_delay_seconds", Whole(0, 3600)),
    ("fetch.resolve", Names(socket)),
    ("fetch.headers", Headers),
    ("revisit.after_hours", Rising(1, 8784)),
    ("screen.include", Texts(rule)),
    ("screen.mute", Texts(rule)),
    ("screen.languages", Texts(code)),
    ("screen.drop_labels", Texts(label)),
    ("screen.topic", Text(topic)),
    ("screen.query", Texts(phrase)),
    ("screen.examples", Texts(phrase)),
    ("screen.relevance", Number(0.0, 1.0)),
    ("screen.train_after", Whole(0, 100_000)),
    ("model.embedder", Text(anything)),
    ("model.writer.url", Text(base_url)),
    ("model.writer.name", Text(anything)),
    ("model.writer.key", Text(secret)),
    ("model.writer.temperature", Number(0.0, 2.0)),
    ("model.writer.seed", Whole(0, i64::MAX)),
    ("model.writer.max_tokens", Whole(100, 100_000)),
    ("model.writer.timeout_seconds", Whole(1, 3600)),
    ("model.writer.tries", Whole(0, 10)),
    ("model.writer.at_once", Whole(1, 64)),
    ("model.writer.rest_minutes", Whole(0, 1440)),
    ("model.writer.claims", Whole(1, 500)),
    ("model.writer.ask", Choice),
    ("model.writer.price_in", Number(0.0, 1_000_000.0)),
    ("model.writer.price_out", Number(0.0, 1_000_000.0)),
    ("model.writer.daily_cost", Number(0.0, 1e9)),
    ("model.writer.monthly_cost", Number(0.0, 1e9)),
    ("model.writer.daily_tokens", Whole(0, 1_000_000_000_000)),
    ("model.writer.monthly_tokens", Whole(0, 1_000_000_000_000)),
    ("thread.join", Number(0.0, 1.0)),
    ("thread.follow_up", Number(0.0, 1.0)),
    ("thread.window_days", Whole(1, 366)),
    ("thread.copy", Number(0.0, 1.0)),
    ("thread.copy_without_opening", Number(0.0, 1.0)),
    ("repair.every_minutes", Whole(0, 44_640)),
    ("repair.join", Number(0.0, 1.0)),
    ("repair.margin", Number(0.0, 1.0)),
    ("repair.leave", Number(0.0, 1.0)),
    ("repair.merge", Number(0.0, 1.0)),
    ("rank.breadth", Number(0.0, 1000.0)),
    ("rank.velocity", Number(0.0, 1000.0)),
    ("rank.following", Number(0.0, 1000.0)),
    ("rank.leading", Number(0.0, 1000.0)),
    ("rank.freshness", Number(0.0, 1000.0)),
    ("rank.authority", Number(0.0, 1000.0)),
    ("rank.novelty", Number(0.0, 1000.0)),
    ("rank.relevance", Number(0.0, 1000.0)),
    ("rank.pin", Number(0.0, 1000.0)),
    ("rank.diversity", Number(0.0, 1000.0)),
    ("rank.fade_hours", Whole(1, 8784)),
    ("rank.reports_cap", Whole(1, 1_000_000)),
    ("rank.novelty_hours", Whole(1, 8784)),
    ("rank.one_name", Whole(1, 10_000)),
    ("write.words", Whole(10, 100_000)),
    ("write.source_words", Whole(0, 100_000)),
    ("write.source_share", Number(0.0, 1.0)),
    ("write.source_most_words", Whole(1, 100_000)),
    ("write.run_words", Whole(1, 100_000)),
    ("write.quotes", Whole(0, 1000)),
    ("write.moments", Whole(0, 1000)),
    ("write.figures", Whole(0, 1000)),
    ("write.writer", Text(hand)),
    ("write.sheet", Text(sheet)),
    ("desk.least_sentences", Whole(0, 1000)),
    ("desk.withheld_share", Number(0.0, 1.0)),
    ("desk.least_reports", Whole(0, 1000)),
    ("publish.stories", Whole(1, 10_000)),
    ("publish.top", Whole(1, 10_000)),
    ("publish.sections", Texts(section)),
    ("search.folder", Text(full)),
    ("search.memory_mb", Whole(16, 4_000)),
    ("mcp.enabled", Choice),
    ("api.requests_per_minute", Whole(1, 1_000_000)),
    ("api.proxies", Whole(0, 20)),
    ("api.streams", Whole(0, 100_000)),
    ("kite.enabled", Choice),
    ("kite.category", Text(category)),
    ("kite.category_name", Text(anything)),
    ("kite.base_url", Text(base_url_or_none)),
    ("webhooks.tries", Whole(1, 100)),
    ("webhooks.to", Names(hook)),
    ("mail.enabled", Choice),
    ("mail.host", Text(full)),
    ("mail.port", Whole(1, 65_535)),
    ("mail.security", Text(security)),
    ("mail.user", Text(anything)),
    ("mail.from", Text(mailbox)),
    ("mail.reply_to", Text(mailbox)),
    ("mail.hour", Whole(0, 23)),
    ("mail.stories", Whole(1, 100)),
    ("mail.tries", Whole(1, 100)),
    ("mail.refusals", Whole(1, 100)),
    ("share.tries", Whole(1, 100)),
    ("share.quiet", Text(quiet)),
    ("share.timezone", Text(timezone)),
    ("share.to", Targets),
    ("export.key_file", Text(full)),
];

/// Finds the first value of `settings` that cannot be used.
pub fn check(settings: &Table) -> Result<(), Wrong> {
    for (key, allowed) in &KEYS {
        if let Some(value) = find(settings, key)
            && let Some((key, what)) = fault(key, value, allowed)
        {
            return Err(Wrong { key, what });
        }
    }
    bounds_in_order(settings)
}

/// Bounds that depend on each other.
fn bounds_in_order(settings: &Table) -> Result<(), Wrong> {
    let number = |key| find(settings, key).and_then(Value::as_integer).unwrap_or(0);
    for (low, high) in [
        ("poll.least_minutes", "poll.every_minutes"),
        ("poll.every_minutes", "poll.most_minutes"),
        ("write.source_words", "write.source_most_words"),
    ] {
        let (least, given) = (number(low), number(high));
        if given < least {
            let what = format!("{high} is {given}; it must be at least {low}, {least}");
            return Err(Wrong { key: high.to_owned(), what });
        }
    }
    // What is fetched must be filed while its lease lasts.
    let (timeout, lease) = (number("fetch.timeout_seconds"), number("poll.lease_minutes"));
    if timeout * 2 > lease * 60 {
        let key = "fetch.timeout_seconds".to_owned();
        let what = format!("{key} is {timeout}; it must be at most half of poll.lease_minutes");
        return Err(Wrong { key, what });
    }
    mail(settings)?;
    model_writer(settings)
}

/// What mailing needs beside bounds.
fn mail(settings: &Table) -> Result<(), Wrong> {
    let text = |key| find(settings, key).and_then(Value::as_str).unwrap_or_default();
    let wrong = |key: &str, what: &str| Err(Wrong { key: key.to_owned(), what: what.to_owned() });
    let is_enabled = find(settings, "mail.enabled").and_then(Value::as_bool).unwrap_or(false);
    if is_enabled && text("mail.from").is_empty() {
        let what = "mail.enabled is true, but mail.from says not from whom; give it as \
            \"The Loom <loom@news.example>\"";
        return wrong("mail.enabled", what);
    }
    if !text("mail.user").is_empty() && text("mail.security") == "none" {
        let what = "mail.user is given, but mail.security is \"none\": all on the way could read the password; \
            use \"starttls\" or \"tls\"";
        return wrong("mail.security", what);
    }
    Ok(())
}

/// What a model that writes needs beside bounds.
fn model_writer(settings: &Table) -> Result<(), Wrong> {
    let number = |key: &str| {
        let value = find(settings, &format!("model.writer.{key}"));
        value.and_then(|v| v.as_float().or(v.as_integer().map(|w| w as f64))).unwrap_or(0.0)
    };
    let text = |key| find(settings, key).and_then(Value::as_str).unwrap_or_default();
    let wrong = |key: &str, what: String| Err(Wrong { key: key.to_owned(), what });
    for cap in ["daily_cost", "monthly_cost"] {
        if number(cap) > 0.0 && number("price_in") == 0.0 && number("price_out") == 0.0 {
            let key = format!("model.writer.{cap}");
            let what = format!(
                "{key} caps money, but model.writer.price_in and price_out are 0: nothing would ever count; \
                 give the prices of a million tokens"
            );
            return wrong(&key, what);
        }
    }
    if text("write.writer") != "model" {
        return Ok(());
    }
    if text("model.writer.name").trim().is_empty() {
        let what = "write.writer is \"model\", but model.writer.name names none; give the model as its \
            server calls it";
        return wrong("write.writer", what.to_owned());
    }
    // A brief asks twice, and must be filed while its lease lasts.
    let lease = find(settings, "poll.lease_minutes").and_then(Value::as_integer).unwrap_or(0);
    if number("timeout_seconds") * 4.0 > lease as f64 * 60.0 {
        let key = "model.writer.timeout_seconds";
        let seconds = number("timeout_seconds");
        let what =
            format!("{key} is {seconds}; it must be at most a quarter of poll.lease_minutes");
        return wrong(key, what);
    }
    Ok(())
}

fn find<'a>(settings: &'a Table, key: &str) -> Option<&'a Value> {
    let (section, key) = key.split_once('.')?;
    key.split('.').try_fold(settings.get(section)?, |value, key| value.get(key))
}

/// The path and the words for a value that is not allowed.
fn fault(key: &str, value: &Value, allowed: &Allowed) -> Option<(String, String)> {
    let is = |what: String| (key.to_owned(), format!("{key} is {value}; {what}"));
    match (allowed, value) {
        (Whole(least, most), Value::Integer(number)) => (!(least..=most).contains(&number))
            .then(|| is(format!("it must be a whole number from {least} to {most}"))),
        (Rising(least, most), Value::Array(list)) => {
            let numbers: Option<Vec<i64>> = list.iter().map(Value::as_integer).collect();
            let fine = numbers.is_some_and(|numbers| {
                let within = numbers.iter().all(|number| (least..=most).contains(&number));
                within && numbers.is_sorted_by(|one, next| one < next)
            });
            (!fine).then(|| {
                is(format!("it must hold whole numbers from {least} to {most}, each larger than the one before"))
            })
        }
        (Number(least, most), value) => {
            let number = value.as_float().or(value.as_integer().map(|whole| whole as f64))?;
            (!(least..=most).contains(&&number))
                .then(|| is(format!("it must be a number from {least} to {most}")))
        }
        // What stands there may be a secret, so it is not shown.
        (Text(check), Value::String(text)) if key.ends_with(".key") => {
            check(text).map(|what| (key.to_owned(), format!("{key}: {what}")))
        }
        (Text(check), Value::String(text)) => check(text).map(is),
        (Texts(check), Value::Array(list)) => list.iter().find_map(|one| {
            let what = match one {
                Value::String(text) => check(text)?,
                _ => "each must be a text in quotation marks".to_owned(),
            };
            Some((key.to_owned(), format!("{key} holds {one}; {what}")))
        }),
        (Headers, Value::Table(hosts)) => hosts.iter().find_map(|(host, headers)| {
            let key = format!("{key}.{host}");
            let (name, value) = headers
                .as_table()?
                .iter()
                .find(|(_, value)| value.as_str().is_none_or(|text| header(text).is_some()))?;
            let what = "it must be a text in plain ASCII, since it is sent as a header";
            Some((key.clone(), format!("{key}.{name} is {value}; {what}")))
        }),
        (Targets, Value::Table(table)) => table.iter().find_map(|(name, value)| {
            let (own, what) = shares::fault(value.as_table()?)?;
            let path = format!("{key}.{name}");
            let key = if own.is_empty() { path.clone() } else { format!("{path}.{own}") };
            Some((key, format!("{path}: {what}")))
        }),
        (Names(check), Value::Table(table)) => table.iter().find_map(|(name, value)| {
            let what = check(value.as_str()?)?;
            let key = format!("{key}.{name}");
            Some((key.clone(), format!("{key} is {value}; {what}")))
        }),
        _ => None,
    }
}

fn unless(fine: bool, what: &str) -> Option<String> {
    (!fine).then(|| what.to_owned())
}

fn anything(_: &str) -> Option<String> {
    None
}

fn full(text: &str) -> Option<String> {
    unless(!text.trim().is_empty(), "it must not be empty")
}

fn base_url(text: &str) -> Option<String> {
    let web = Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
    });
    unless(
        web,
        "it must begin with http:// or https:// and name a host, such as \"https://news.example\"",
    )
}

fn base_url_or_none(text: &str) -> Option<String> {
    if text.is_empty() { None } else { base_url(text) }
}

/// An address to mail from, or nothing.
fn mailbox(text: &str) -> Option<String> {
    unless(
        text.is_empty() || text.parse::<lettre::message::Mailbox>().is_ok(),
        "it must be an address, such as \"The Loom <loom@news.example>\"",
    )
}

fn security(text: &str) -> Option<String> {
    unless(
        matches!(text, "starttls" | "tls" | "none"),
        "it must be \"starttls\", \"tls\" or \"none\"",
    )
}

/// An address that can be told.
fn hook(text: &str) -> Option<String> {
    let web = Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.fragment().is_none()
    });
    unless(web, "it must be an address that begins with http:// or https:// and names a host")
}

/// Names of files at the top of the site, which a category's feed would take the place of.
const TAKEN: [&str; 4] = ["feed", "atom", "sitemap", "news-sitemap"];

/// An id of a category as Kite's addresses have it.
fn category(text: &str) -> Option<String> {
    let part = |part: &str| {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        !part.is_empty() && part.chars().all(fits)
    };
    let is_name = text.split('-').all(part) && text.starts_with(|c: char| c.is_ascii_lowercase());
    unless(
        is_name && !TAKEN.contains(&text),
        "it must be a name in small letters a to z, such as \"tech\", and none of feed, atom and sitemap",
    )
}

/// `ADDRESS:PORT` or `NAME:PORT`.
fn listen(text: &str) -> Option<String> {
    let named = text.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains([':', '/', ' ']) && port.parse::<u16>().is_ok()
    });
    unless(
        named || text.parse::<std::net::SocketAddr>().is_ok(),
        "it must be an address and a port, such as \"127.0.0.1:8080\"",
    )
}

fn socket(text: &str) -> Option<String> {
    unless(
        text.parse::<std::net::SocketAddr>().is_ok(),
        "it must be an address and a port, such as \"127.0.0.1:8080\"",
    )
}

/// A language, also with its country: `en`, `en-GB`.
fn code(text: &str) -> Option<String> {
    let primary = text.split(['-', '_']).next().unwrap_or_default();
    unless(
        language::is_code(&primary.to_ascii_lowercase()),
        "it must be a code of ISO 639-1 such as \"en\" for English or \"de\" for German",
    )
}

fn database(text: &str) -> Option<String> {
    let file = text.strip_prefix("sqlite:").is_some_and(|file| !file.trim().is_empty());
    let server = text.starts_with("postgres://") || text.starts_with("postgresql://");
    unless(file || server, "it must be \"sqlite:FILE\" or \"postgres://USER@HOST/NAME\"")
}

fn user_agent(text: &str) -> Option<String> {
    let named = text.starts_with(|c: char| c.is_ascii_alphabetic());
    unless(
        named && header(text).is_none(),
        "it must begin with a name in plain letters, by which robots.txt can speak to us, such as \"Newsloom/0.1\"",
    )
}

/// What can stand in a header of HTTP.
fn header(text: &str) -> Option<String> {
    unless(
        text.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
        "it must be plain ASCII, since it is sent as a header",
    )
}

fn private(text: &str) -> Option<String> {
    unless(
        fetch::Settings::can_allow(text),
        "it must be a host, host:port or a network such as \"10.0.0.0/8\"",
    )
}

fn rule(text: &str) -> Option<String> {
    refused(&Rules { mute: vec![text.to_owned()], ..Rules::none() })
}

fn label(text: &str) -> Option<String> {
    refused(&Rules { drop_labels: vec![text.to_owned()], ..Rules::none() })
}

fn refused(rules: &Rules) -> Option<String> {
    Screen::new(rules, None, &Registry::default()).err().map(|bad| bad.why)
}

fn topic(text: &str) -> Option<String> {
    let known: Vec<String> = topics::names().map(|name| format!("{name:?}")).collect();
    let what = format!("it must be empty or one of {}", known.join(", "));
    unless(text.is_empty() || topics::names().any(|name| name == text), &what)
}

/// A section stands in addresses by its name: a letter-case or a space would make another of it.
fn section(text: &str) -> Option<String> {
    let (name, title) = text.split_once(':').map_or((text, text), |(name, title)| (name, title));
    unless(
        news::slug(name) == name.trim() && !name.trim().is_empty() && !title.trim().is_empty(),
        "it must be the name of a section, in small letters a to z, and may be followed by a colon and what \
         readers are shown, as in \"research: Research and breakthroughs\"",
    )
}

fn hand(text: &str) -> Option<String> {
    unless(matches!(text, "extractive" | "model"), "it must be \"extractive\" or \"model\"")
}

/// A style sheet is sent with every question: a page of it is plenty.
fn sheet(text: &str) -> Option<String> {
    unless(text.len() <= 4000, "it must have at most 4,000 bytes")
}

/// Where a secret is; never the secret.
fn secret(text: &str) -> Option<String> {
    let named = text.strip_prefix("env:").or_else(|| text.strip_prefix("file:"));
    let fine = text.is_empty() || named.is_some_and(|name| !name.trim().is_empty());
    // The value itself may be a key: it is not repeated.
    (!fine).then(|| {
        "a key must not stand here: it must be empty, \"env:NAME\" or \"file:PATH\"".to_owned()
    })
}

fn quiet(text: &str) -> Option<String> {
    let fine = text.trim().is_empty() || Quiet::read(text).is_some();
    unless(fine, "it must be empty or two hours from 0 to 23, the first and the last, as \"22-7\"")
}

fn timezone(text: &str) -> Option<String> {
    unless(
        TimeZone::get(text).is_ok(),
        "it must be a time zone, such as \"UTC\" or \"Europe/Berlin\"",
    )
}

fn phrase(text: &str) -> Option<String> {
    let said = Topic::described(&[text.to_owned()], &[]);
    unless(said.is_some(), "it holds no word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_example_is_checked() {
        let example: Table = super::super::EXAMPLE.parse().expect("the example is TOML");
        let mut keys = Vec::new();
        for (section, values) in &example {
            for (key, value) in values.as_table().expect("there are only sections") {
                match value.as_table().filter(|below| !below.is_empty()) {
                    Some(below) => {
                        keys.extend(below.keys().map(|last| format!("{section}.{key}.{last}")));
                    }
                    None => keys.push(format!("{section}.{key}")),
                }
            }
        }
        for key in &keys {
            assert!(KEYS.iter().any(|(known, _)| known == key), "{key} is not checked");
        }
        for (key, _) in &KEYS {
            assert!(keys.iter().any(|known| known == key), "{key} is no setting");
        }
    }
}
