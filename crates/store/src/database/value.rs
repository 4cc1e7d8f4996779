use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::{Encode, Type};
use std::borrow::Cow;

/// A statement. Values stand in it as `$1`, `$2`, …; both databases read that.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    allow(dead_code, reason = "a build with one database leaves the other's wording unread")
)]
pub(crate) enum Sql {
    /// One text that both databases accept.
    Both(&'static str),
    /// The same statement where they differ, side by side.
    Each {
        /// For SQLite.
        sqlite: &'static str,
        /// For PostgreSQL.
        postgres: &'static str,
    },
}

/// A value for a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    /// A `text` column.
    Text(Option<Cow<'a, str>>),
    /// A `bigint` column.
    Int(Option<i64>),
}

/// A text.
pub(crate) fn text(value: &str) -> Value<'_> {
    text_or_none(Some(value))
}

/// A text, or null.
pub(crate) fn text_or_none(value: Option<&str>) -> Value<'_> {
    Value::Text(value.map(storable))
}

/// A text as both databases hold it: PostgreSQL refuses a NUL character, so U+FFFD stands in its place.
/// Texts inside a JSON value need it too.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

/// A number.
pub(crate) fn int(value: impl Into<i64>) -> Value<'static> {
    Value::Int(Some(value.into()))
}

/// A number that may be missing.
pub(crate) fn int_or_none(value: Option<i64>) -> Value<'static> {
    Value::Int(value)
}

/// A moment: microseconds since 1970 in UTC, as all columns of times hold it.
pub(crate) fn time(value: Timestamp) -> Value<'static> {
    time_or_none(Some(value))
}

/// A moment, or null.
pub(crate) fn time_or_none(value: Option<Timestamp>) -> Value<'static> {
    Value::Int(value.map(microseconds))
}

/// A moment as columns hold it.
pub(crate) fn microseconds(time: Timestamp) -> i64 {
    time.as_microsecond().min(LAST_MICROSECOND)
}

/// The last that can be read back: in the year 9999's last second only the whole second can.
const LAST_MICROSECOND: i64 = 253_402_207_200_000_000;

/// The statement with its values, for either database.
pub(super) fn query<'q, DB>(
    sql: &'static str,
    values: &[Value<'_>],
) -> Query<'q, DB, <DB as sqlx::Database>::Arguments>
where
    DB: sqlx::Database,
    for<'t> Option<&'t str>: Encode<'t, DB>,
    Option<i64>: for<'t> Encode<'t, DB>,
    str: Type<DB>,
    i64: Type<DB>,
    for<'t> Option<&'t str>: Type<DB>,
    Option<i64>: Type<DB>,
{
    let mut query = sqlx::query(sql);
    for value in values {
        query = match value {
            Value::Text(text) => query.bind(text.as_deref()),
            Value::Int(number) => query.bind(*number),
        };
    }
    query
}
