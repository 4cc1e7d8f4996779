//! The operator's file over the defaults: which keys there are, of what type, and on which line.

use anyhow::{Context, anyhow};
use std::collections::HashMap;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// An operator's file, read.
pub struct OwnFile<'a> {
    name: &'a str,
    values: Table,
    /// The line on which each key stands, counted from 1, by its whole path.
    lines: HashMap<String, usize>,
}

impl<'a> OwnFile<'a> {
    /// Reads TOML; `name` is what messages call it.
    pub fn read(text: &str, name: &'a str) -> anyhow::Result<OwnFile<'a>> {
        let problem = || format!("{name}: not valid TOML");
        let values: Table = text.parse().with_context(problem)?;
        let spanned = DeTable::parse(text).with_context(problem)?;
        let mut lines = HashMap::new();
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(end, _)| end + 1));
        find_lines(spanned.get_ref(), &starts, "", &mut lines);
        Ok(OwnFile { name, values, lines })
    }

    /// Puts its values over `base`; refuses keys that `base` does not have and values of another type.
    pub fn lay_over(&self, base: &mut Table) -> anyhow::Result<()> {
        self.lay(base, &self.values, "")
    }

    fn lay(&self, base: &mut Table, own: &Table, section: &str) -> anyhow::Result<()> {
        for (key, value) in own {
            let path = joined(section, key);
            // Names of hosts, webhooks and targets are the operator's; every other table's keys are ours.
            let free = matches!(section, "fetch.resolve" | "webhooks.to");
            let headers = matches!(section, "fetch.headers" | "share.to");
            match (base.get_mut(key), value) {
                (Some(Value::Table(below)), Value::Table(own)) => self.lay(below, own, &path)?,
                (Some(slot), value) => {
                    if let Some(wanted) = wanted(slot, value) {
                        return Err(self.complaint(&path, &mistaken(value, &wanted, &path)));
                    }
                    *slot = value.clone();
                }
                (None, Value::String(_)) if free => drop(base.insert(key.clone(), value.clone())),
                (None, Value::Table(_)) if headers => drop(base.insert(key.clone(), value.clone())),
                (None, _) if headers => {
                    return Err(self.complaint(&path, &mistaken(value, "a section", &path)));
                }
                (None, _) if free => {
                    return Err(self.complaint(&path, &mistaken(value, TEXT, &path)));
                }
                (None, _) => {
                    let what = format!("there is no setting {path}{}", hint(base, key));
                    return Err(self.complaint(&path, &what));
                }
            }
        }
        Ok(())
    }

    /// An error that begins with the file and, where the key stands in it, the line.
    pub fn complaint(&self, path: &str, what: &str) -> anyhow::Error {
        match self.lines.get(path) {
            Some(line) => anyhow!("{}, line {line}: {what}", self.name),
            None => anyhow!("{}: {what}", self.name),
        }
    }
}

fn joined(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}

fn find_lines(
    table: &DeTable<'_>,
    starts: &[usize],
    section: &str,
    lines: &mut HashMap<String, usize>,
) {
    for (key, value) in table {
        let path = joined(section, key.get_ref());
        let line = starts.partition_point(|start| *start <= key.span().start);
        if let DeValue::Table(below) = value.get_ref() {
            find_lines(below, starts, &path, lines);
        }
        lines.insert(path, line);
    }
}

const TEXT: &str = "a text in quotation marks";

/// What a value must be to replace `default`; nothing when it is.
fn wanted(default: &Value, value: &Value) -> Option<String> {
    let fits = match (default, value) {
        (Value::Float(_), Value::Integer(_)) => true,
        (default, value) => default.same_type(value),
    };
    let wanted = match default {
        _ if fits => return None,
        Value::String(_) => TEXT,
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list in square brackets",
        Value::Table(_) => "a section",
        Value::Datetime(_) => "a date",
    };
    Some(wanted.to_owned())
}

fn mistaken(value: &Value, wanted: &str, path: &str) -> String {
    match (value, wanted) {
        (Value::Table(_), _) => format!("{path} is a section; it must be {wanted}"),
        (_, "a section") => format!("{path} is {value}; it must be a section, [{path}]"),
        _ => format!("{path} is {value}; it must be {wanted}"),
    }
}

fn hint(base: &Table, key: &str) -> String {
    let near = base.keys().filter(|known| {
        let start = |text: &str| text.chars().take(3).collect::<String>();
        start(known) == start(key) || known.contains(key) || key.contains(known.as_str())
    });
    let names: Vec<&str> = near.map(String::as_str).collect();
    match names.is_empty() {
        true => format!("; known here: {}", base.keys().cloned().collect::<Vec<_>>().join(", ")),
        false => format!("; did you mean {}?", names.join(" or ")),
    }
}
