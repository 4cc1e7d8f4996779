//! Asks models: what a sentence model makes of a text, and what a language model says.
//!
//! Must never decide anything about news: a text goes in, numbers or words come out, and what they mean is
//! decided in `pipeline`. A model is never fetched: a sentence model is a folder that the operator put there, a
//! language model is a server that the operator named, the only address that is ever asked. Start with
//! [`Embedder::open`] and [`chat::Chat::ask`].

pub mod chat;
mod embedder;
mod encoder;
mod error;
mod folder;

pub use embedder::{Embedder, Vector};
pub use error::ModelError;
