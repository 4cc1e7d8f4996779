//! The world of `newsloom demo`: invented outlets, what they printed in one fortnight, and a web on the
//! loopback interface that serves it as it stood at any moment of that fortnight.
//!
//! It must never reach the network and never know what the pipeline makes of its pages: to the rest
//! of the program it is the outside world. All names in it are invented.
//!
//! Start with [`World`], then [`answer`](answer::answer), which decides every response.

mod answer;
#[cfg(test)]
mod expected;
mod feeds;
mod fixtures;
mod furniture;
#[cfg(test)]
mod golden_day;
mod markup;
mod pages;
mod web;
mod world;
mod written;

#[cfg(test)]
mod tests;

pub use web::DemoWeb;
pub use world::World;
