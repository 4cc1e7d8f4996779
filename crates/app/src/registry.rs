//! What is known of outlets: a list compiled in, and the instance's own over it.

use crate::settings::settings_text;
use anyhow::Context;
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

/// An outlet as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    domains: Vec<String>,
    kind: String,
    owner: Option<String>,
    country: Option<String>,
    authority: Option<f64>,
}

/// The compiled-in list with the file at `path` over it, if there is one.
pub fn load(path: &Path) -> anyhow::Result<Registry> {
    let mut outlets = read(KNOWN).context("the compiled-in list of outlets is broken")?;
    if let Some(text) = settings_text(path)? {
        outlets.extend(read(&text).with_context(|| path.display().to_string())?);
    }
    Ok(Registry::new(outlets))
}

/// The outlets of one file.
pub fn read(text: &str) -> anyhow::Result<Vec<Outlet>> {
    let file: File = toml::from_str(text).context("not a list of outlets")?;
    file.outlets.into_iter().map(outlet).collect()
}

/// Writes outlets as [`read`] reads them.
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

fn outlet(row: Row) -> anyhow::Result<Outlet> {
    let kinds = || OutletKind::ALL.map(|(_, word)| word).join(", ");
    let kind = OutletKind::from_word(&row.kind)
        .with_context(|| format!("{}: kind {:?} is none of {}", row.name, row.kind, kinds()))?;
    let id = row.domains.first().unwrap_or(&row.name).to_lowercase();
    let authority = row.authority.unwrap_or(0.5);
    anyhow::ensure!((0.0..=1.0).contains(&authority), "{}: authority is not 0 to 1", row.name);
    Ok(Outlet {
        id: OutletId(id),
        name: row.name,
        domains: row.domains.iter().map(|domain| domain.to_lowercase()).collect(),
        kind,
        owner: row.owner,
        country: row.country,
        authority,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let outlets = read(KNOWN).expect("the list is valid");
        assert!(outlets.len() > 20);
        assert_eq!(read(&write(&outlets)).expect("it was just written"), outlets);
    }

    #[test]
    fn a_wrong_kind_is_named() {
        let row = "[[outlets]]\nname = \"A\"\ndomains = []\nkind = \"paper\"";
        let message = format!("{:#}", read(row).expect_err("there is no such kind"));
        assert!(message.contains("kind \"paper\" is none of wire, newspaper"), "{message}");
    }
}
