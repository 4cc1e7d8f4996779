//! What is known of outlets: a list compiled in, and the instance's own over it.

use crate::settings::settings_text;
use anyhow::{Context, bail, ensure};
use news::{Outlet, OutletId, OutletKind, PicturePolicy, Registry, is_shared};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// The list compiled in.
const KNOWN: &str = include_str!("../../../data/outlets.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlets: Vec<Spanned<Row>>,
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
    from_memory: Option<bool>,
    pictures: Option<String>,
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
    let mut lines = BTreeMap::new();
    for row in file.outlets {
        let line = text[..row.span().start].matches('\n').count() + 1;
        let lay = |row| place(row, &outlets, &lines);
        let (row, place) =
            tidy(row.into_inner()).and_then(lay).with_context(|| format!("line {line}"))?;
        let place = place.unwrap_or(outlets.len());
        lines.insert(place, line);
        match outlets.get_mut(place) {
            Some(known) => *known = change(known.clone(), row)?,
            None => outlets.push(outlet(row).with_context(|| format!("line {line}"))?),
        }
    }
    Ok(outlets)
}

/// The place of the known outlet that a row is about; `lines` tells which the file has named before.
fn place(
    row: Row,
    outlets: &[Outlet],
    lines: &BTreeMap<usize, usize>,
) -> anyhow::Result<(Row, Option<usize>)> {
    let name = named(&row);
    let shares = |outlet: &Outlet| row.domains.iter().any(|d| outlet.domains.contains(d));
    let mut places = (0..outlets.len()).filter(|place| shares(&outlets[*place]));
    let (first, second) = (places.next(), places.next());
    if let Some((place, line)) = first.and_then(|place| lines.get_key_value(&place)) {
        let other = &outlets[*place].name;
        bail!("{name}: shares a domain with {other} (line {line}); make them one entry");
    }
    if let (Some(one), Some(two)) = (first, second) {
        let (one, two) = (&outlets[one].name, &outlets[two].name);
        bail!(
            "{name}: its domains are those of {one} and of {two}; give both the same owner instead, \
             and they count as one"
        );
    }
    Ok((row, first))
}

/// Writes outlets as [`laid_over`] reads them.
pub fn write(outlets: &[Outlet]) -> String {
    outlets.iter().map(entry).collect()
}

fn entry(outlet: &Outlet) -> String {
    let text = |value: &str| toml::Value::from(value).to_string();
    let domains = toml::Value::from(outlet.domains.clone());
    let mut lines = format!(
        "[[outlets]]\nname = {}\ndomains = {domains}\nkind = \"{}\"\n",
        text(&outlet.name),
        outlet.kind.word(),
    );
    if let Some(authority) = outlet.authority {
        lines.push_str(&format!("authority = {authority:?}\n"));
    }
    for (key, value) in [("owner", &outlet.owner), ("country", &outlet.country)] {
        if let Some(value) = value {
            lines.push_str(&format!("{key} = {}\n", text(value)));
        }
    }
    if outlet.is_from_memory {
        lines.push_str("from_memory = true\n");
    }
    if outlet.pictures != PicturePolicy::default() {
        lines.push_str(&format!("pictures = \"{}\"\n", outlet.pictures.word()));
    }
    lines + "\n"
}

/// The row with its domains as hosts are compared; refuses what is none.
fn tidy(mut row: Row) -> anyhow::Result<Row> {
    let name = named(&row).to_owned();
    ensure!(
        !row.domains.is_empty(),
        "{name}: has no domain, so none of its articles would be known; add domains = [\"example.org\"]"
    );
    for domain in &mut row.domains {
        *domain = site(&name, domain)?;
    }
    ensure!(
        row.authority.is_none_or(|authority| (0.0..=1.0).contains(&authority)),
        "{name}: authority is not 0 to 1"
    );
    if let Some(kind) = &row.kind {
        kind_of(&name, kind)?;
    }
    if let Some(policy) = &row.pictures {
        policy_of(&name, policy)?;
    }
    Ok(row)
}

/// A domain in lower case without `www.`; refuses what is none, or not of one publisher.
fn site(name: &str, domain: &str) -> anyhow::Result<String> {
    let lower = domain.trim().to_lowercase();
    let bare = lower.strip_prefix("www.").unwrap_or(&lower);
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    if bare.is_empty() || !bare.chars().all(is_host) || bare.contains("..") {
        bail!(
            "{name}: {domain:?} is no domain; write it as \"example.org\", without https:// or a path"
        );
    }
    ensure!(
        !is_shared(bare),
        "{name}: {domain:?} is an ending that many publishers share; write the whole domain, as in \"example.{bare}\""
    );
    Ok(bare.to_owned())
}

fn named(row: &Row) -> &str {
    row.name.as_deref().or(row.domains.first().map(String::as_str)).unwrap_or("an outlet")
}

fn kind_of(name: &str, word: &str) -> anyhow::Result<OutletKind> {
    let kinds = || OutletKind::ALL.map(|(_, word)| word).join(", ");
    OutletKind::from_word(word)
        .with_context(|| format!("{name}: kind {word:?} is none of {}", kinds()))
}

fn policy_of(name: &str, word: &str) -> anyhow::Result<PicturePolicy> {
    let policies = || PicturePolicy::ALL.map(|(_, word)| word).join(", ");
    PicturePolicy::from_word(word)
        .with_context(|| format!("{name}: pictures {word:?} is none of {}", policies()))
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
    if let Some(word) = &row.pictures {
        outlet.pictures = policy_of(&outlet.name, word)?;
    }
    outlet.owner = told(row.owner, outlet.owner);
    outlet.country = told(row.country, outlet.country);
    outlet.name = row.name.unwrap_or(outlet.name);
    outlet.authority = row.authority.or(outlet.authority);
    outlet.is_from_memory = row.from_memory.unwrap_or(outlet.is_from_memory);
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
            (
                "name = \"A\"\ndomains = [\"a.test\"]\nkind = \"paper\"",
                "A: kind \"paper\" is none of wire, newspaper",
            ),
            (
                "name = \"A\"\ndomains = [\"a.test\"]\npictures = \"small\"",
                "line 1: A: pictures \"small\" is none of show, thumbnail, never",
            ),
            ("name = \"A\"", "line 1: A: has no domain"),
            ("name = \"A\"\ndomains = [\"\"]", "line 1: A: \"\" is no domain"),
            (
                "name = \"A\"\ndomains = [\"a.test\"]\n\n[[outlets]]\ndomains = [\"www.Co.uk\"]",
                "line 5: www.Co.uk: \"www.Co.uk\" is an ending that many publishers share; write the whole domain, as in \"example.co.uk\"",
            ),
            ("name = \"A\"\ndomains = [\"github.io\"]", "\"example.github.io\""),
            ("name = \"A\"\ndomains = [\"com\"]", "\"example.com\""),
            (
                "name = \"A\"\ndomains = [\"https://a.test/\"]",
                "A: \"https://a.test/\" is no domain",
            ),
            ("name = \"A\"\ndomains = [\"a.test\"]\nauthority = 2.0", "A: authority is not 0 to 1"),
            ("domains = [\"new.test\"]", "line 1: new.test: a new outlet needs a name"),
            ("name = \"A\"\nowners = \"B\"", "unknown field `owners`"),
            (
                "name = \"A\"\ndomains = [\"a.test\"]\n[[outlets]]\nname = \"B\"\ndomains = [\"a.test\"]",
                "line 4: B: shares a domain with A (line 1); make them one entry",
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
        assert_eq!((gazette.owner, gazette.authority), (None, Some(0.7)));
        assert_eq!(gazette.id.0, "gazette.test");
        let other = registry.find("other.test");
        assert_eq!((other.name.as_str(), other.authority), ("Other", None));
        assert_eq!(other.authority_or_middle(), 0.5);
    }

    #[test]
    fn what_may_be_shown_of_an_outlets_pictures_is_said_for_each() {
        let known = "[[outlets]]\nname = \"A\"\ndomains = [\"a.test\"]\n\n[[outlets]]\nname = \"B\"\ndomains = [\"b.test\"]";
        let own = "[[outlets]]\ndomains = [\"a.test\"]\npictures = \"never\"\n\n[[outlets]]\nname = \"C\"\ndomains = [\"c.test\"]\npictures = \"thumbnail\"";
        let outlets = laid_over(read(known).expect("it is valid"), own).expect("it is valid");
        assert_eq!(read(&write(&outlets)).expect("it was just written"), outlets);
        let registry = Registry::new(outlets);
        for (host, expected) in [
            ("news.a.test", PicturePolicy::Never),
            ("b.test", PicturePolicy::Show),
            ("c.test", PicturePolicy::Thumbnail),
            ("unknown.test", PicturePolicy::Show),
        ] {
            assert_eq!(registry.find(host).pictures, expected, "{host}");
        }
        assert!(registry.limits_pictures());
        let listed = super::known().expect("the list is valid");
        assert!(!Registry::new(listed).limits_pictures());
    }

    #[test]
    fn an_entry_over_two_known_outlets_is_told_how_to_join_them() {
        let known = "[[outlets]]\nname = \"A\"\ndomains = [\"a.test\"]\n[[outlets]]\nname = \"B\"\ndomains = [\"b.test\"]";
        let known = read(known).expect("it is valid");
        let own = "# ours\n[[outlets]]\nname = \"C\"\ndomains = [\"a.test\", \"b.test\"]";
        let error = format!("{:#}", laid_over(known, own).expect_err("two are meant"));
        assert!(
            error.starts_with("line 2: C: its domains are those of A and of B; give"),
            "{error}"
        );
    }
}
