//! A story becomes a draft brief: what a language model is asked, and what is made of its answer.
//!
//! A model is given claims with ids, never pages, and answers with sentences that name ids. Nothing that it
//! says is believed: each sentence is judged against the words of the claims that it names, as any other
//! sentence is. What fails is sent back once with the reasons; then words of a source stand in its place, or
//! nothing does. Disagreements, timeline, figures, quotes and pictures stay the extractive writer's.
//!
//! Everything here is pure: [`Commission`] says what to ask, and reads what came back.

mod answer;
mod bench;
mod commission;
mod question;
mod reading;
mod settle;
mod strict;

pub use answer::Unreadable;
pub use commission::{Commission, MOST_CLAIMS};
pub use question::{Question, Turn, Voice, instructions};
pub use reading::Reading;
pub use settle::{Fallen, Settled};

#[cfg(test)]
mod tests;
