//! The decisions of the newsroom: one pure module per stage, in the order a story meets them.
//!
//! It must never touch a network, a disk, a database, a clock or a random number: `now` and whatever
//! was fetched come in as arguments, and the same input gives the same output.
//!
//! Start with [`thread`], where reports become a story, then [`mod@write`] and [`check`].

pub mod schedule;

pub mod parse;

pub mod extract;

pub mod language;

pub mod tongue;

pub mod screen;

pub mod thread;

pub mod rank;

pub mod claims;

pub mod write;

pub mod check;

pub mod desk;

pub mod publish;

pub mod share;

pub mod directory;

pub mod sentences;

pub mod quotes;

mod trained;
