//! How documents stand in their columns: JSON, read and written by types of this crate alone.
//!
//! A field may be added with `#[serde(default)]`; none may change its meaning or go, since rows are
//! never rewritten. `fixtures/brief-1.json` is how version 1 wrote a brief and must stay readable.

mod article;
mod brief;
mod claim;
mod entry;
mod front_page;
mod number;
mod reached;
mod report;
mod statement;
mod time;
mod writing;

pub(crate) use article::ArticleRow;
pub(crate) use brief::BriefRow;
pub(crate) use claim::{ClaimRow, StruckRow};
pub(crate) use entry::EntryRow;
pub(crate) use front_page::FrontPageRow;
pub(crate) use reached::{ReachedRow, stored};
pub(crate) use report::ReportRow;
pub(crate) use statement::JudgedRow;
pub(crate) use writing::WritingRow;

use crate::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A document as it is stored.
pub(crate) fn written(document: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(document).map_err(|error| StoreError::Unreadable {
        what: "a document to be stored".to_owned(),
        why: error.to_string(),
    })
}

/// Reads a stored document; `what` names its row.
pub(crate) fn read<T: DeserializeOwned>(what: &str, document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document)
        .map_err(|error| StoreError::Unreadable { what: what.to_owned(), why: error.to_string() })
}

#[cfg(test)]
mod tests;
