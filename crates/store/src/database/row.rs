use crate::StoreError;
use jiff::Timestamp;
use sqlx::{Column, ColumnIndex, Decode, Type, TypeInfo, ValueRef};
use std::sync::Arc;

/// One row, read out of whichever database gave it.
///
/// By convention the first column is the row's key: errors name the row by it.
#[derive(Debug)]
pub(crate) struct Row {
    columns: Arc<[String]>,
    cells: Vec<Cell>,
}

#[derive(Debug)]
enum Cell {
    Null,
    Int(i64),
    Text(String),
}

impl Row {
    /// A text.
    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.text_or_none(column)?.ok_or_else(|| self.unreadable(column, "it is null"))
    }

    /// A text, or null.
    pub(crate) fn text_or_none(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text.clone())),
            Cell::Int(_) => Err(self.unreadable(column, "it is a number, not a text")),
        }
    }

    /// A number.
    pub(crate) fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.int_or_none(column)?.ok_or_else(|| self.unreadable(column, "it is null"))
    }

    /// A number, or null.
    pub(crate) fn int_or_none(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            Cell::Int(number) => Ok(Some(*number)),
            Cell::Text(_) => Err(self.unreadable(column, "it is a text, not a number")),
        }
    }

    /// A number that is not negative, in the caller's width.
    pub(crate) fn count<N: TryFrom<i64>>(&self, column: &str) -> Result<N, StoreError> {
        N::try_from(self.int(column)?)
            .map_err(|_| self.unreadable(column, "it is negative or too large"))
    }

    /// A moment.
    pub(crate) fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.time_or_none(column)?.ok_or_else(|| self.unreadable(column, "it is null"))
    }

    /// A moment, or null.
    pub(crate) fn time_or_none(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        self.int_or_none(column)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|error| self.unreadable(column, &error.to_string()))
    }

    /// The error for a column that does not hold what we wrote.
    pub(crate) fn unreadable(&self, column: &str, why: &str) -> StoreError {
        let key = match self.cells.first() {
            Some(Cell::Text(text)) => format!("{text:?}"),
            Some(Cell::Int(number)) => number.to_string(),
            Some(Cell::Null) | None => "without key".to_owned(),
        };
        StoreError::Unreadable { what: format!("row {key}, column {column}"), why: why.to_owned() }
    }

    fn cell(&self, column: &str) -> Result<&Cell, StoreError> {
        let place = self.columns.iter().position(|name| name == column);
        place
            .and_then(|place| self.cells.get(place))
            .ok_or_else(|| self.unreadable(column, "there is no such column"))
    }
}

/// Reads rows of either database into ours.
pub(super) fn rows<R>(found: &[R]) -> sqlx::Result<Vec<Row>>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    let Some(first) = found.first() else { return Ok(Vec::new()) };
    let columns: Arc<[String]> =
        first.columns().iter().map(|column| column.name().to_owned()).collect();
    found
        .iter()
        .map(|row| {
            let cells = (0..columns.len()).map(|place| cell(row, place)).collect::<Result<_, _>>();
            Ok(Row { columns: columns.clone(), cells: cells? })
        })
        .collect()
}

fn cell<R>(row: &R, place: usize) -> sqlx::Result<Cell>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    let value = row.try_get_raw(place)?;
    if value.is_null() {
        return Ok(Cell::Null);
    }
    // SQLite calls it INTEGER, PostgreSQL INT8; all else that our tables hold is text.
    let is_number = value.type_info().name().starts_with("INT");
    match is_number {
        true => row.try_get(place).map(Cell::Int),
        false => row.try_get(place).map(Cell::Text),
    }
}
