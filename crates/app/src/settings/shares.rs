//! What the section of somebody who is told of top stories may hold.

use toml::{Table, Value};

/// Keys of every kind.
const COMMON: [&str; 7] =
    ["kind", "top", "least_reports", "section", "daily", "reviewed", "updates"];

/// Kinds with the keys that each needs and those that it may have.
const KINDS: [(&str, &[&str], &[&str]); 5] = [
    ("slack", &["url"], &[]),
    ("discord", &["url"], &[]),
    ("telegram", &["token", "chat"], &["server"]),
    ("mastodon", &["server", "token"], &["visibility"]),
    ("webhook", &["url"], &[]),
];

/// The key at fault, if it is one, and what is wrong. No value is repeated that may be a secret.
pub fn fault(table: &Table) -> Option<(String, String)> {
    let kind = table.get("kind").and_then(Value::as_str).unwrap_or_default();
    let Some((_, needed, more)) = KINDS.iter().find(|(own, ..)| *own == kind) else {
        let kinds = KINDS.map(|(own, ..)| format!("\"{own}\"")).join(", ");
        return Some(("kind".to_owned(), format!("kind is {kind:?}; it must be one of {kinds}")));
    };
    if let Some(lacking) = needed.iter().find(|key| !table.contains_key(**key)) {
        return Some((
            String::new(),
            format!("{kind} needs {}; {lacking} is missing", needed.join(" and ")),
        ));
    }
    table.iter().find_map(|(key, value)| {
        let name = key.as_str();
        let is_known = COMMON.iter().chain(*needed).chain(*more).any(|own| *own == name);
        let what = match is_known {
            false => Some(format!("there is no {name} for {kind}")),
            true => wrong(name, value).map(|what| format!("{name} {what}")),
        };
        what.map(|what| (key.clone(), what))
    })
}

/// What is wrong with a value, without the value.
fn wrong(key: &str, value: &Value) -> Option<String> {
    let text = value.as_str();
    let whole = |least, most| match value.as_integer() {
        Some(number) if (least..=most).contains(&number) => None,
        _ => Some(format!("must be a whole number from {least} to {most}")),
    };
    let unless = |fine: bool, what: &str| (!fine).then(|| what.to_owned());
    match key {
        "top" | "daily" => whole(1, 1000),
        "least_reports" => whole(0, 1000),
        "reviewed" | "updates" => unless(value.is_bool(), "must be true or false"),
        "url" | "token" => {
            let named =
                text.and_then(|text| text.strip_prefix("env:").or(text.strip_prefix("file:")));
            let fine = named.is_some_and(|name| !name.trim().is_empty());
            unless(
                fine,
                "is a secret and must not stand here: it must be \"env:NAME\" or \"file:PATH\"",
            )
        }
        "server" => {
            let web = text.and_then(|text| url::Url::parse(text).ok());
            let web = web.is_some_and(|url| matches!(url.scheme(), "http" | "https"));
            unless(web, "must be an address such as \"https://mastodon.example\"")
        }
        "visibility" => {
            let fine = matches!(text, Some("public" | "unlisted" | "private"));
            unless(fine, "must be \"public\", \"unlisted\" or \"private\"")
        }
        "section" => unless(text.is_some(), "must be a text"),
        _ => unless(
            text.is_some_and(|text| !text.trim().is_empty()),
            "must be a text in quotation marks",
        ),
    }
}
