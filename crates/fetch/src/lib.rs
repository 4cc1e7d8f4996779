//! Gets bytes from the web politely and safely.
//!
//! It must never reach an address that the operator did not allow (loopback, private networks,
//! metadata services: checked when the connection is made, at every hop), never read more bytes or
//! wait longer than the settings say, and never ask a host faster or deeper than the host wants.
//! It does not know what a feed or an article is: it hands over bytes and what the server said of them.
//!
//! Start with [`Fetcher::get`]; where it may go is decided in `reach`, how fast in `pace`, how much is
//! read in `reading`, and what a site's robots.txt says in [`robots`]. [`websub`] has the signatures by
//! which a hub is known. What a crawler brought in long ago is read by
//! [`warc`].

mod address;
mod error;
mod failures;
mod fetcher;
mod headers;
mod pace;
mod reach;
mod reading;
mod reservations;
pub mod robots;
mod rules;
mod settings;
mod sites;
mod tls;
mod trip;
pub mod warc;
pub mod webhook;
pub mod websub;

#[cfg(test)]
mod tests;

pub use error::FetchError;
pub use fetcher::{Answer, Body, Called, Fetched, Fetcher, Request};
pub use reqwest::StatusCode;
pub use settings::{HeaderValue, Settings};
pub use url::Url;
