use jiff::Timestamp;
use news::SourceTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in RFC 3339, to the nanosecond where it has any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MomentRow(pub(super) Timestamp);

impl Serialize for MomentRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MomentRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MomentRow, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(MomentRow).map_err(serde::de::Error::custom)
    }
}

/// A moment with the offset that the source wrote beside it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SourceTimeRow {
    instant: MomentRow,
    offset_minutes: i32,
}

impl From<SourceTime> for SourceTimeRow {
    fn from(time: SourceTime) -> SourceTimeRow {
        SourceTimeRow { instant: MomentRow(time.instant), offset_minutes: time.offset_minutes }
    }
}

impl From<SourceTimeRow> for SourceTime {
    fn from(row: SourceTimeRow) -> SourceTime {
        SourceTime { instant: row.instant.0, offset_minutes: row.offset_minutes }
    }
}
