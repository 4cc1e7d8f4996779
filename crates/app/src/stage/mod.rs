//! The stage commands: pure stages as filters over JSON Lines, as `contracts` lays down.

pub mod check;
pub mod extract;
mod files;
pub mod lines;
pub mod medium;
pub mod parse;
pub mod quotes;
pub mod rank;
pub mod report;
pub mod screen;
pub mod thread;
pub mod write;
