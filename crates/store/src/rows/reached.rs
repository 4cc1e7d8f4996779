use crate::{Reached, Skipped};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an import has read and skipped so far.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReachedRow {
    records: u64,
    #[serde(default)]
    skipped: ByReason,
    #[serde(default)]
    left_out: ByReason,
    #[serde(default)]
    mended: ByReason,
}

#[derive(Serialize, Deserialize)]
struct SkippedRow {
    count: u64,
    first: u64,
}

type ByReason = BTreeMap<String, SkippedRow>;

impl From<&Reached> for ReachedRow {
    fn from(reached: &Reached) -> ReachedRow {
        ReachedRow {
            records: reached.records,
            skipped: rows(&reached.skipped),
            left_out: rows(&reached.left_out),
            mended: rows(&reached.mended),
        }
    }
}

impl ReachedRow {
    /// The import that this row tells of; what stands in columns of its own is still to be filled in.
    pub(crate) fn into_reached(self) -> Reached {
        Reached {
            records: self.records,
            skipped: counts(self.skipped),
            left_out: counts(self.left_out),
            mended: counts(self.mended),
            ..Reached::default()
        }
    }
}

fn rows(counts: &BTreeMap<String, Skipped>) -> ByReason {
    let row = |skipped: &Skipped| SkippedRow { count: skipped.count, first: skipped.first };
    counts.iter().map(|(why, skipped)| (why.clone(), row(skipped))).collect()
}

fn counts(rows: ByReason) -> BTreeMap<String, Skipped> {
    let skipped = |row: SkippedRow| Skipped { count: row.count, first: row.first };
    rows.into_iter().map(|(why, row)| (why, skipped(row))).collect()
}

/// A count as its column holds it; none of ours comes near the bound of 2^63.
pub(crate) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
