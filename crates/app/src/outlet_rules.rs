//! Rules for outlets' pages: a list compiled in, and a file of the user's after it.

use anyhow::Context;
use pipeline::extract::Rules;
use std::path::Path;

/// The list compiled in.
const KNOWN: &str = include_str!("../../../data/outlet-rules.toml");

/// What it means when the user's file is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An instance need not have one.
    IsFine,
    /// It was named, so it has to be there.
    IsAFault,
}

/// The compiled-in rules with those of the file at `path` after them.
pub fn load(path: Option<&Path>, missing: Missing) -> anyhow::Result<Rules> {
    let known = read(KNOWN).context("the compiled-in rules for outlets are broken")?;
    let Some(path) = path else { return Ok(known) };
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let own = read(&text).with_context(|| path.display().to_string())?;
            Ok(known.and(own))
        }
        Err(cause)
            if cause.kind() == std::io::ErrorKind::NotFound && missing == Missing::IsFine =>
        {
            Ok(known)
        }
        Err(cause) => Err(cause).with_context(|| format!("{}: unreadable", path.display())),
    }
}

fn read(text: &str) -> anyhow::Result<Rules> {
    toml::from_str(text).context("no rules for outlets")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_and_faults_named() {
        let text = "[[outlet]]\ndomains = [\"coast.example\"]\ndrop = [\".promo\", \"aside p\"]\n";
        assert_eq!(read(text).unwrap().outlets[0].drop.len(), 2);
        assert!(read(KNOWN).is_ok());
        let fault = |text: &str| format!("{:#}", read(text).unwrap_err());
        let combined = fault("[[outlet]]\ndomains = [\"a.example\"]\ndrop = [\"a > b\"]\n");
        assert!(combined.contains("is no selector"), "{combined}");
        assert!(fault("[[outlet]]\nkeeps = []\n").contains("keeps"));
    }

    #[test]
    fn a_named_file_has_to_be_there() {
        let nowhere = Path::new("/nowhere/outlet-rules.toml");
        assert!(load(Some(nowhere), Missing::IsFine).is_ok());
        assert!(load(Some(nowhere), Missing::IsAFault).is_err());
    }
}
