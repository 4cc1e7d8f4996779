//! Asks models: what a sentence model makes of a text.
//!
//! Must never decide anything about news: a text goes in, numbers come out, and what they mean is decided in
//! `pipeline`. Nothing is ever fetched: a model is a folder that the operator put there. Start with
//! [`Embedder::open`].

mod embedder;
mod encoder;
mod error;
mod folder;

pub use embedder::{Embedder, Vector};
pub use error::ModelError;
