//! The forms in which the API tells things. What is absent is left out, never null.

mod briefs;
mod claims;
mod fronts;
mod lists;
mod sources;

pub(crate) use briefs::*;
pub(crate) use claims::*;
pub(crate) use fronts::*;
pub(crate) use lists::*;
pub(crate) use sources::*;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A moment, in UTC, to the second.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub(crate) struct Moment(pub String);

/// A day of the calendar, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, format = Date)]
pub(crate) struct Day(pub String);

/// A whole address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, format = "uri")]
pub(crate) struct Link(pub String);

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Moment {
        Moment(crate::times::machine(time))
    }
}

impl From<Date> for Day {
    fn from(day: Date) -> Day {
        Day(day.to_string())
    }
}

/// Where the API begins.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Index {
    /// The site's name.
    pub title: String,
    /// The version of the API. Fields may be added to it; none changes its meaning or goes.
    #[schema(example = "1")]
    pub version: &'static str,
    /// The description of the API.
    pub openapi: Link,
    /// The editions.
    pub editions: Link,
    /// Today's front page.
    pub front_page: Link,
    /// All stories, the one with the latest report first.
    pub stories: Link,
    /// What is published, as it happens.
    pub events: Link,
}
