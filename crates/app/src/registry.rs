//! What is known of outlets: a list compiled in, and the instance's own over it.

use crate::settings::settings_text;
use anyhow::{Context, bail, ensure};
use news::{Outlet, OutletId, OutletKind, Registry};
use serde::Deserialize;
use std::path::Path;

/// The list compiled in.
const KNOWN: &str = include_str!("../../../data/outlets.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlets: Vec<Row>,
}

/// An outlet as it stands in a file. Of one that is known already only what differs need be there.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: Option<String>,
    #[serde(default)]
    domains: Vec<String>,
    kind: Option<String>,
    owner: Option<String>,
    country: Option<String>,
    authority: Option<f64>,
}

/// The compiled-in list with the file at `path` over it, if there is one.
pub fn load(path: &Path) -> anyhow::Result<Registry> {
    let mut outlets = known()?;
    if let Some(text) = settings_text(path)? {
        outlets = laid_over(outlets, &text).with_context(|| path.display().to_string())?;
    }
    Ok(Registry::new(outlets))
}

/// The outlets compiled in.
pub fn known() -> anyhow::Result<Vec<Outlet>> {
    laid_over(Vec::new(), KNOWN).context("the compiled-in list of outlets is broken")
}

/// Outlets with those of a file over them: one that shares a domain with a known one changes what the
/// file says of it, any other is added.
pub fn laid_over(mut outlets: Vec<Outlet>, text: &str) -> anyhow::Result<Vec<Outlet>> {
    let file: File = toml::from_str(text).context("not a list of outlets")?;
    let before = outlets.len();
    for row in file.outlets {
        let row = tidy(row)?;
        let shares = |outlet: &Outlet| row.domains.iter().any(|d| outlet.domains.contains(d));
        match outlets.iter().position(shares) {
            Some(place) if place >= before => {
                let (name, other) = (named(&row), &outlets[place].name);
                bail!("{name}: shares a domain with {other} in this file; make them one");
            }
            Some(place) => outlets[place] = change(outlets[place].clone(), row)?,
            None => outlets.push(outlet(row)?),
        }
    }
    Ok(outlets)
}

/// Writes outlets as [`laid_over`] reads them.
pub fn write(outlets: &[Outlet]) -> String {
    outlets.iter().map(entry).collect()
}

fn entry(outlet: &Outlet) -> String {
    let text = |value: &str| toml::Value::from(value).to_string();
    let domains = toml::Value::from(outlet.domains.clone());
    let mut lines = format!(
        "[[outlets]]\nname = {}\ndomains = {domains}\nkind = \"{}\"\nauthority = {:?}\n",
        text(&outlet.name),
        outlet.kind.word(),
        outlet.authority
    );
    for (key, value) in [("owner", &outlet.owner), ("country", &outlet.country)] {
        if let Some(value) = value {
            lines.push_str(&format!("{key} = {}\n", text(value)));
        }
    }
    lines + "\n"
}

/// The row with its domains as hosts are compared; refuses what is none.
fn tidy(mut row: Row) -> anyhow::Result<Row> {
    let name = named(&row).to_owned();
    for domain in &mut row.domains {
        let lower = domain.trim().to_lowercase();
        let bare = lower.strip_prefix("www.").unwrap_or(&lower);
        let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
        if bare.is_empty() || !bare.chars().all(is_host) || bare.contains("..") {
            bail!(
                "{name}: {domain:?} is no domain; write it as \"example.org\", without https:// or a path"
            );
        }
        *domain = bare.to_owned();
    }
    ensure!(
        row.authority.is_none_or(|authority| (0.0..=1.0).contains(&authority)),
        "{name}: authority is not 0 to 1"
    );
    if let Some(kind) = &row.kind {
        kind_of(&name, kind)?;
    }
    Ok(row)
}

fn named(row: &Row) -> &str {
    row.name.as_deref().or(row.domains.first().map(String::as_str)).unwrap_or("an outlet")
}

fn kind_of(name: &str, word: &str) -> anyhow::Result<OutletKind> {
    let kinds = || OutletKind::ALL.map(|(_, word)| word).join(", ");
    OutletKind::from_word(word)
        .with_context(|| format!("{name}: kind {word:?} is none of {}", kinds()))
}

fn outlet(row: Row) -> anyhow::Result<Outlet> {
    let name =
        row.name.clone().with_context(|| format!("{}: a new outlet needs a name", named(&row)))?;
    let id = row.domains.first().unwrap_or(&name).to_lowercase();
    change(Outlet { id: OutletId(id), name, ..Outlet::unknown("") }, row)
}

/// What the row says over what is known; an empty owner or country takes it away.
fn change(mut outlet: Outlet, row: Row) -> anyhow::Result<Outlet> {
    let told = |new: Option<String>, old: Option<String>| match new {
        Some(text) => Some(text).filter(|text| !text.is_empty()),
        None => old,
    };
    if let Some(word) = &row.kind {
        outlet.kind = kind_of(&outlet.name, word)?;
    }
    outlet.owner = told(row.owner, outlet.owner);
    outlet.country = told(row.country, outlet.country);
    outlet.name = row.name.unwrap_or(outlet.name);
    outlet.authority = row.authority.unwrap_or(outlet.authority);
    for domain in row.domains {
        if !outlet.domains.contains(&domain) {
            outlet.domains.push(domain);
        }
    }
    Ok(outlet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Vec<Outlet>> {
        laid_over(Vec::new(), text)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let outlets = known().expect("the list is valid");
        assert!(outlets.len() > 500);
        assert_eq!(read(&write(&outlets)).expect("it was just written"), outlets);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (row, expected) in [
            ("name = \"A\"\nkind = \"paper\"", "A: kind \"paper\" is none of wire, newspaper"),
            (
                "name = \"A\"\ndomains = [\"https://a.test/\"]",
                "A: \"https://a.test/\" is no domain",
            ),
            ("name = \"A\"\nauthority = 2.0", "A: authority is not 0 to 1"),
            ("domains = [\"new.test\"]", "new.test: a new outlet needs a name"),
            ("name = \"A\"\nowners = \"B\"", "unknown field `owners`"),
            (
                "name = \"A\"\ndomains = [\"a.test\"]\n[[outlets]]\nname = \"B\"\ndomains = [\"a.test\"]",
                "B: shares a domain with A",
            ),
        ] {
            let error = read(&format!("[[outlets]]\n{row}")).expect_err(row);
            assert!(format!("{error:#}").contains(expected), "{error:#}");
        }
    }

    #[test]
    fn the_instances_own_file_changes_and_adds() {
        let known = read("[[outlets]]\nname = \"The Gazette\"\ndomains = [\"gazette.test\"]\nkind = \"magazine\"\nowner = \"Tidewater\"\nauthority = 0.7").expect("it is valid");
        let own = "[[outlets]]\ndomains = [\"www.Gazette.test\", \"gaz.test\"]\nowner = \"\"\n\n[[outlets]]\nname = \"Other\"\ndomains = [\"other.test\"]";
        let registry = Registry::new(laid_over(known, own).expect("it is valid"));
        let gazette = registry.find("feeds.gaz.test");
        assert_eq!((gazette.name.as_str(), gazette.kind), ("The Gazette", OutletKind::Magazine));
        assert_eq!((gazette.owner, gazette.authority), (None, 0.7));
        assert_eq!(gazette.id.0, "gazette.test");
        assert_eq!(registry.find("other.test").name, "Other");
    }
}
