//! The text of the article, and nothing that stands around it.

mod choice;
mod clocks;
mod cuts;
mod hints;
mod lines;
mod posts;
mod reading;
mod survey;
mod told;

pub use choice::{Choice, choose};
pub use clocks::Span;
pub use hints::Hint;
pub use lines::{begins, same};
pub use posts::{LiveBlog, live_blog};
pub use reading::{Reading, Sheet, Verdict, everything, read};
pub use survey::{Survey, survey};
pub use told::{continued, up_to_the_end};
