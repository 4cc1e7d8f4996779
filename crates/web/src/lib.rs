//! The reader's site: pages, feeds and pictures, rendered on the server, whole without scripts. One small
//! script of ours does what readers set for themselves, in their browsers alone.
//!
//! It must never decide what is published, never make a reader's browser talk to another server,
//! and never pass on a source's markup: whatever came from outside is shown as text, and only
//! `http` and `https` addresses become links.
//!
//! Other programs get the same as JSON (`api`), Kagi News' front-end in its own forms (`kite`).
//!
//! A page is a struct in `site`, built by a pure function from what `reading` found in the store,
//! and rendered by the template of its name. Start with [`router`]; [`pages`] gives the same site
//! as files. [`catch_up`] keeps the search index in step with the store, [`search()`] answers from both.

mod answer;
mod api;
mod assets;
mod cards;
mod error;
mod export;
mod feeds;
mod finding;
mod indexing;
mod keeping;
mod kite;
mod links;
mod mail;
mod maps;
mod reading;
mod searching;
mod setting;
mod site;
mod text;
mod times;

#[cfg(test)]
mod sample;

pub use api::{Api, Streams, export_head, export_story, webhook};
pub use error::PageError;
pub use export::{ExportedFile, Scope, pages};
pub use indexing::{IndexingError, Source, catch_up};
pub use kite::Kite;
pub use mail::{Digest, Letter, Mail, MailKey, confirmation, digest};
pub use searching::{Answer, Answered, AnsweredStory, Ask, search};

use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// What the pages are made from.
#[derive(Clone)]
pub struct Site {
    /// What the instance keeps.
    pub store: store::Store,
    /// Where readers search.
    pub search: Arc<search::Index>,
    /// Names, owners and kinds of outlets.
    pub registry: Arc<news::Registry>,
    /// What the site calls itself.
    pub look: Look,
    /// How much other programs may ask for.
    pub api: Api,
    /// Where Kagi News' front-end finds the site; none when it is not served.
    pub kite: Option<Kite>,
    /// That readers can have the front page by mail; none when nothing is mailed.
    pub mail: Option<Mail>,
    /// For how long a page that was made is given to others; zero to make each anew.
    pub pages_last: Duration,
    /// The site's clock; ages are counted from what it says.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// What the site calls itself, on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The nameplate.
    pub title: String,
    /// One line under it.
    pub tagline: String,
    /// Where the site stands, absolute, without a slash at the end; for feeds and canonical links.
    pub base_url: String,
    /// A line above every page, such as that this is a demonstration.
    pub notice: Option<String>,
    /// ISO 639-1, of the site's own words.
    pub language: String,
    /// The edition's sections, in order; none for an edition without sections.
    pub sections: Vec<Section>,
    /// Stories that stand above the sections.
    pub top: usize,
}

/// A part of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// As screening names it, and as it stands in addresses.
    pub name: String,
    /// What readers are shown.
    pub title: String,
}

/// Where a story stands on the site, which its first headline decides.
pub fn story_address(first_headline: &str, story: &news::StoryId) -> String {
    links::story_address(&links::slug(first_headline), story)
}

/// The site, ready to be served.
pub fn router(site: Site) -> axum::Router {
    site::routes(site)
}
