//! Checks an export with nothing but its own files: no database, no network.

mod pages;
#[cfg(test)]
mod tests;

use super::evidence::BriefFile;
use super::folder::safe_path;
use super::key::UNTRUSTED;
use super::manifest::{BriefEntry, FileEntry, Manifest, canonical};
use super::{MANIFEST, PUBLIC_KEY, SIGNATURE};
use anyhow::{Context, bail};
use minisign_verify::{PublicKey, Signature};
use pages::{as_shown, said};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a verification counted and found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The key that signed, as minisign writes it.
    pub key: String,
    /// Files that the manifest lists.
    pub files: usize,
    /// Briefs that the pages show.
    pub briefs: usize,
    /// Statements in them.
    pub statements: usize,
    /// Pieces of evidence under those.
    pub citations: usize,
    /// Article versions that those are of.
    pub articles: usize,
    /// What does not hold, one line each.
    pub faults: Vec<String>,
}

/// Checks the export in `folder`: signature, files, hash trees, quotes and pages. `key` is the signer's public key, or
/// a file with it; without it the key in the folder is taken at its word.
///
/// An error means that nothing could be checked; what does not hold is among the faults.
pub fn verify(folder: &Path, key: Option<&str>) -> anyhow::Result<Found> {
    let bytes = read(folder, MANIFEST)?;
    let signature = read(folder, SIGNATURE)?;
    let key = match key {
        Some(key) => public_key(key)?,
        None => in_folder(folder)?,
    };
    let mut found = Found { key: key.clone(), ..Found::default() };
    if let Err(fault) = check_signature(&bytes, &signature, &key) {
        found.faults.push(format!("{fault:#}"));
    }
    let manifest = match Manifest::read(&bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            found.faults.push(format!("{MANIFEST}: {error:#}"));
            return Ok(found);
        }
    };
    let mut check = Check { folder, manifest: &manifest, found, files: BTreeMap::new() };
    check.whole(&bytes)?;
    Ok(check.found)
}

fn read(folder: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let path = folder.join(name);
    plain_file(&path).with_context(|| {
        format!(
            "{}: cannot be read; a folder that `newsloom export` wrote has it (an instance is verified with --dir)",
            path.display()
        )
    })
}

/// The bytes of what is a file itself: a pipe or a device may never end, and a link may lead anywhere.
fn plain_file(path: &Path) -> std::io::Result<Vec<u8>> {
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Err(std::io::Error::other("no plain file stands there"));
    }
    std::fs::read(path)
}

/// A public key in one line, or the file that has it.
fn public_key(key: &str) -> anyhow::Result<String> {
    if PublicKey::from_base64(key.trim()).is_ok() {
        return Ok(key.trim().to_owned());
    }
    let text = std::fs::read_to_string(key).with_context(|| {
        format!("--key {key}: is no public key of minisign's, nor a file with one")
    })?;
    key_line(&text)
        .with_context(|| format!("--key {key}: there is no public key of minisign's in it"))
}

fn in_folder(folder: &Path) -> anyhow::Result<String> {
    let text = read(folder, PUBLIC_KEY)?;
    let line = key_line(&String::from_utf8_lossy(&text));
    line.with_context(|| {
        format!("{PUBLIC_KEY}: there is no public key of minisign's in it; give it with --key")
    })
}

fn key_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
    PublicKey::from_base64(line).ok().map(|_| line.to_owned())
}

fn check_signature(bytes: &[u8], signature: &[u8], key: &str) -> anyhow::Result<()> {
    let text = std::str::from_utf8(signature).ok();
    let decoded = text.and_then(|text| Signature::decode(text).ok());
    let (Some(text), Some(signature)) = (text, decoded) else {
        bail!("{SIGNATURE}: is no signature of minisign's, or is cut off");
    };
    let lines: Vec<&str> = text.split('\n').collect();
    // The signature says nothing of the line above it, nor of what follows.
    if lines.len() != 5 || lines[0] != UNTRUSTED || !lines[4].is_empty() {
        bail!(
            "{SIGNATURE}: is not as newsloom writes it: something was changed around the signature"
        );
    }
    if !is_plain_base64(lines[1]) || !is_plain_base64(lines[3]) {
        bail!("{SIGNATURE}: is not as newsloom writes it: the signature is written in another way");
    }
    let key = PublicKey::from_base64(key).map_err(|error| anyhow::anyhow!("{error}"))?;
    key.verify(bytes, &signature, false).map_err(|error| match error {
        minisign_verify::Error::UnexpectedKeyId => anyhow::anyhow!(
            "{SIGNATURE}: another key signed this than the one given"
        ),
        _ => anyhow::anyhow!(
            "{MANIFEST}: is not what was signed by this key: it was changed or cut off, or the signature was"
        ),
    })
}

/// Whether a line is the one way to write its bytes.
fn is_plain_base64(line: &str) -> bool {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    STANDARD.decode(line).is_ok_and(|bytes| STANDARD.encode(bytes) == line)
}

/// A check under way.
struct Check<'a> {
    folder: &'a Path,
    manifest: &'a Manifest,
    found: Found,
    /// Files that are as the manifest says and that further checks read.
    files: BTreeMap<String, Vec<u8>>,
}

impl Check<'_> {
    fn whole(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        if canonical(self.manifest)? != bytes {
            self.fault(format_args!("{MANIFEST}: is not in the one form that newsloom writes"));
        }
        if self.manifest.key != self.found.key {
            self.fault(format_args!(
                "{MANIFEST}: names another key than the one that it is checked with"
            ));
        }
        self.files();
        self.strangers();
        let manifest = self.manifest;
        let mut briefs = Vec::new();
        for entry in &manifest.briefs {
            briefs.extend(self.brief(entry).map(|file| (entry, file)));
        }
        self.articles(&briefs);
        self.pages(&briefs);
        Ok(())
    }

    fn fault(&mut self, fault: impl std::fmt::Display) {
        self.found.faults.push(fault.to_string());
    }

    /// Every file that the manifest lists is there, and holds what it says.
    fn files(&mut self) {
        let manifest = self.manifest;
        for (name, entry) in &manifest.files {
            self.found.files += 1;
            let Some(path) = safe_path(name) else {
                self.fault(format_args!("{name}: would stand outside the folder"));
                continue;
            };
            match plain_file(&self.folder.join(path)) {
                Err(cause) => self.fault(format_args!("{name}: missing: {cause}")),
                Ok(bytes) if FileEntry::of(&bytes) != *entry => {
                    self.fault(format_args!(
                        "{name}: changed: {} bytes, {} signed",
                        bytes.len(),
                        entry.bytes
                    ));
                }
                Ok(bytes) if name.ends_with(".html") || name.starts_with("evidence/") => {
                    self.files.insert(name.clone(), bytes);
                }
                Ok(_) => {}
            }
        }
    }

    /// Nothing is there that the manifest does not list.
    fn strangers(&mut self) {
        let mut waiting = vec![PathBuf::new()];
        while let Some(folder) = waiting.pop() {
            let entries = match std::fs::read_dir(self.folder.join(&folder)) {
                Ok(entries) => entries,
                Err(cause) => {
                    self.fault(format_args!("{}: cannot be read: {cause}", folder.display()));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let path = folder.join(entry.file_name());
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => waiting.push(path),
                    _ => self.stranger(&path),
                }
            }
        }
    }

    fn stranger(&mut self, path: &Path) {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        if ![MANIFEST, SIGNATURE].contains(&name.as_str())
            && !self.manifest.files.contains_key(&name)
        {
            self.fault(format_args!("{name}: extra: the manifest does not list it"));
        }
    }

    /// A brief's file: its hash, its evidence, the paths of its sentences.
    fn brief(&mut self, entry: &BriefEntry) -> Option<BriefFile> {
        let name = &entry.evidence;
        // What is missing or changed was named already.
        let bytes = self.files.get(name)?;
        let file: BriefFile = match serde_json::from_slice(bytes) {
            Ok(file) => file,
            Err(error) => {
                self.fault(format_args!("{name}: is no evidence: {error}"));
                return None;
            }
        };
        let told = (&file.story, file.version, &file.hash, &file.writer);
        if told != (&entry.story, entry.version, &entry.hash, &entry.writer)
            || file.hashed().0 != entry.hash
        {
            self.fault(format_args!(
                "{name}: is not the brief that the manifest names: the hash differs"
            ));
        }
        self.found.briefs += 1;
        for statement in &file.statements {
            self.found.statements += 1;
            self.found.citations += statement.evidence.len();
            if statement.evidence.is_empty() {
                self.fault(format_args!("{name}: {:?}: cites nothing", statement.text));
            }
            for e in &statement.evidence {
                let words = file.articles.get(&e.version);
                let words = words.and_then(|lines| lines.words(e.part, e.start, e.end));
                if words.as_deref() != Some(&e.quote) {
                    let text = &statement.text;
                    let place = format!("{} {}-{}", e.version, e.start, e.end);
                    self.fault(format_args!(
                        "{name}: {text:?}: the words cited are not at {place}"
                    ));
                }
            }
        }
        Some(file)
    }

    /// Every sentence that is shown leads to the root of its version, which is the manifest's.
    fn articles(&mut self, briefs: &[(&BriefEntry, BriefFile)]) {
        let mut seen = BTreeSet::new();
        for (entry, file) in briefs {
            for (version, lines) in &file.articles {
                seen.insert(version.clone());
                let listed = self.manifest.articles.get(version);
                let is_listed = listed.is_some_and(|own| {
                    (&own.root, own.leaves, &own.article)
                        == (&lines.root, lines.leaves, &lines.article)
                });
                if !is_listed {
                    self.fault(format_args!(
                        "{}: version {version} is another in the manifest",
                        entry.evidence
                    ));
                }
                for index in lines.astray() {
                    self.fault(format_args!(
                        "{}: version {version}, piece {index}: does not lead to the root",
                        entry.evidence
                    ));
                }
                let own = lines.shown.iter().find(|line| line.kind == "article");
                if own.is_none_or(|line| line.text != lines.article) {
                    self.fault(format_args!(
                        "{}: version {version} is of another article",
                        entry.evidence
                    ));
                }
            }
        }
        self.found.articles = seen.len();
        let idle = self.manifest.articles.keys().filter(|version| !seen.contains(*version));
        for version in idle.cloned().collect::<Vec<_>>() {
            self.fault(format_args!(
                "{MANIFEST}: version {version}: no evidence that could be read has it"
            ));
        }
    }

    /// What pages say is what their briefs say.
    fn pages(&mut self, briefs: &[(&BriefEntry, BriefFile)]) {
        let mut shown: BTreeMap<&str, Vec<&BriefFile>> = BTreeMap::new();
        for (entry, file) in briefs {
            for page in &entry.pages {
                shown.entry(page).or_default().push(file);
            }
        }
        let every: Vec<&BriefFile> = briefs.iter().map(|(_, file)| file).collect();
        let mut faults = Vec::new();
        for (name, bytes) in self.files.iter().filter(|(name, _)| name.ends_with(".html")) {
            let said = said(&String::from_utf8_lossy(bytes));
            let behind = shown.get(name.as_str()).map_or(&[][..], Vec::as_slice);
            let page = match (&said.headline, behind) {
                (Some(_), [brief]) => story_faults(&said, brief),
                (Some(_), _) => {
                    vec!["shows a story, and not just one brief stands behind it".to_owned()]
                }
                // A section shows lines of the front page, and needs not show all.
                (None, []) => strange_lines(&said, &every),
                (None, behind) => front_faults(&said, behind),
            };
            faults.extend(page.into_iter().map(|fault| format!("{name}: {fault}")));
        }
        self.found.faults.extend(faults);
    }
}

fn story_faults(said: &pages::Said, brief: &BriefFile) -> Vec<String> {
    let mut faults = Vec::new();
    if said.headline.as_deref() != Some(&as_shown(brief.headline())) {
        faults.push(format!("the headline is not the brief's: {:?}", said.headline));
    }
    let stated: BTreeSet<String> =
        brief.statements.iter().skip(1).map(|s| as_shown(&s.text)).collect();
    let cited: BTreeSet<String> = said.cited.iter().cloned().collect();
    faults.extend(
        cited.difference(&stated).map(|text| format!("{text:?}: the brief does not say so")),
    );
    faults.extend(
        stated.difference(&cited).map(|text| format!("{text:?}: is in the brief, and not here")),
    );
    faults.extend(said.uncited.iter().map(|text| format!("{text:?}: cites nothing")));
    faults
}

/// Headline and summary of each brief, as pages show them.
fn told(briefs: &[&BriefFile]) -> BTreeSet<(String, String)> {
    briefs.iter().map(|brief| (as_shown(brief.headline()), as_shown(&brief.lede()))).collect()
}

/// Lines of a page that none of these briefs says.
fn strange_lines(said: &pages::Said, briefs: &[&BriefFile]) -> Vec<String> {
    let known = told(briefs);
    let strange = said.lines.iter().filter(|line| !known.contains(*line));
    strange.map(|(headline, _)| format!("{headline:?}: no brief says what stands here")).collect()
}

fn front_faults(said: &pages::Said, behind: &[&BriefFile]) -> Vec<String> {
    let mut faults = strange_lines(said, behind);
    let missing = told(behind).into_iter().filter(|line| !said.lines.contains(line));
    faults.extend(
        missing.map(|(headline, _)| format!("{headline:?}: is not here as its brief says it")),
    );
    faults
}
