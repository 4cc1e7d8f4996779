//! What an export says of itself: its wire form, and how that becomes bytes.

use anyhow::{Context, bail};
use ring::digest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the manifest calls itself.
pub const FORMAT: &str = "newsloom-edition";
/// Raised when a program that reads the form as it is could misread it.
pub const VERSION: u32 = 1;

/// All that an export consists of and was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The program with its version.
    pub program: String,
    /// The time on the site's clock.
    pub made: String,
    /// The day, where it is the export of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// What the site calls itself.
    pub title: String,
    /// Where it stands.
    pub base_url: String,
    /// Who signs, as minisign writes a public key.
    pub key: String,
    /// SHA-256 of the settings and lists that it was made by: each file's, and that of the defaults of this program.
    pub settings: BTreeMap<String, String>,
    /// Which model writes, where a brief says that one did.
    pub model: ModelEntry,
    /// What its pages show.
    pub briefs: Vec<BriefEntry>,
    /// The article versions that those rest on, by their ids.
    pub articles: BTreeMap<String, ArticleEntry>,
    /// Every file but the manifest and its signature, by its path.
    pub files: BTreeMap<String, FileEntry>,
}

/// A language model as the settings name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelEntry {
    /// Its name; empty for none.
    pub name: String,
    /// SHA-256 of the instructions that it is given before the claims of a story.
    pub prompt: String,
}

/// A brief that pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefEntry {
    /// The story's id.
    pub story: String,
    /// From 1.
    pub version: u32,
    /// The brief's own hash: what a review is tied to.
    pub hash: String,
    /// `extractive` or `model:NAME`.
    pub writer: String,
    /// Who approved it, if a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Review>,
    /// The file with its statements and their evidence.
    pub evidence: String,
    /// The pages that show it.
    pub pages: Vec<String>,
}

/// A person's word for a brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
}

/// A version of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleEntry {
    /// The article's id.
    pub article: String,
    /// The root of the hash tree over its fields and sentences.
    pub root: String,
    /// How many those are.
    pub leaves: usize,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl FileEntry {
    /// What a manifest says of a file that holds this.
    pub fn of(bytes: &[u8]) -> FileEntry {
        FileEntry { bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

impl Manifest {
    /// Reads a manifest of this form. The error says what is wrong, without its name.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Manifest> {
        let manifest: Manifest =
            serde_json::from_slice(bytes).context("is no manifest of an export, or is cut off")?;
        if manifest.format != FORMAT || manifest.version != VERSION {
            let Manifest { format, version, .. } = &manifest;
            bail!(
                "is of the form {format:?}, version {version}; this program reads {FORMAT:?}, version {VERSION}"
            );
        }
        Ok(manifest)
    }

    /// Lists these files.
    pub fn list(&mut self, files: &[(String, Vec<u8>)]) {
        self.files.extend(files.iter().map(|(name, bytes)| (name.clone(), FileEntry::of(bytes))));
    }
}

/// The SHA-256 in lowercase hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    news::hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// A value as JSON in the one form of RFC 8785: keys in order, no space. No number in our forms has a fraction.
pub fn canonical(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let value = serde_json::to_value(value).context("could not be written as JSON")?;
    serde_json::to_vec(&sorted(value)).context("could not be written as JSON")
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            Value::Object(Map::from_iter(entries))
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
