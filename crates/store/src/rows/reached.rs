use crate::{Reached, Skipped};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an import has read and skipped so far.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReachedRow {
    records: u64,
    #[serde(default)]
    skipped: BTreeMap<String, SkippedRow>,
}

#[derive(Serialize, Deserialize)]
struct SkippedRow {
    count: u64,
    first: u64,
}

impl From<&Reached> for ReachedRow {
    fn from(reached: &Reached) -> ReachedRow {
        let row = |skipped: &Skipped| SkippedRow { count: skipped.count, first: skipped.first };
        let skipped = reached.skipped.iter().map(|(why, skipped)| (why.clone(), row(skipped)));
        ReachedRow { records: reached.records, skipped: skipped.collect() }
    }
}

impl ReachedRow {
    /// Records read, and those skipped by reason.
    pub(crate) fn into_parts(self) -> (u64, BTreeMap<String, Skipped>) {
        let skipped = |row: SkippedRow| Skipped { count: row.count, first: row.first };
        let by_reason = self.skipped.into_iter().map(|(why, row)| (why, skipped(row)));
        (self.records, by_reason.collect())
    }
}

/// A count as its column holds it; none of ours comes near the bound of 2^63.
pub(crate) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
