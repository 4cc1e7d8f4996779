//! The nouns of the newsroom, and what is always true of them.
//!
//! It must never read a clock, touch a disk or a network, or know how things are stored or shown:
//! rows, wire forms and pages live at their rim and convert. Times and ids come in as arguments.
//!
//! Start with [`Article`], follow it into a [`Story`], see what a [`Brief`] says of the story, and how
//! only a [`Checked`] brief can become an [`Approved`] one.

mod article;
mod brief;
mod check;
mod claim;
mod count;
mod directory;
mod evidence;
mod feed;
mod front_page;
mod hash_tree;
mod ids;
mod independence;
mod lineage;
mod mail_plan;
mod moved;
mod outlet;
mod page;
mod pin;
mod regrouping;
mod retold;
mod review;
mod revision;
mod sameness;
mod screening;
mod site;
mod slug;
mod story;
mod tally;
mod time;
mod writing;

pub use article::{Article, Image, Part};
pub use brief::{
    Brief, BriefImage, Disagreement, Draft, Figure, Heading, Moment, Quote, Role, Section, Writer,
};
pub use check::{Checked, Judged, Judgement, Reason, ReasonKind, Verdict};
pub use claim::{
    ChangeKind, Claim, ClaimChange, ClaimId, ClaimParts, ClaimStatus, ClaimStep, Ending, Strike,
    claim_changes,
};
pub use count::counted;
pub use directory::{Entity, Listing, OutletPart, Shared, Subject, SubjectKind, related};
pub use evidence::{Evidence, Statement, Unfounded};
pub use feed::{
    Activity, ChildSitemap, Enclosure, Entry, EntrySource, Feed, FeedDocument, FeedKind,
    KnownSitemap, Validators,
};
pub use front_page::{FrontItem, FrontPage, Ranked, Term};
pub use hash_tree::{Hash, HashTree, Leaf, LeafKind, climb};
pub use ids::{
    ArticleId, ArticleVersionId, BriefHash, EntryId, FeedId, OutletId, StoryId, digest, hex,
    short_digest,
};
pub use independence::Reliance;
pub use lineage::{Branch, Counts, Lineage, Root};
pub use mail_plan::{MailPlan, NoPlan, Rhythm};
pub use moved::{has_moved, is_another, settled};
pub use outlet::{MIDDLE_AUTHORITY, Outlet, OutletKind, PicturePolicy, Registry};
pub use page::{Blocked, Page, PageForm, Reservation};
pub use pin::{Pin, Pull, Shown};
pub use regrouping::{EditorsWord, Regrouping, RegroupingKind};
pub use retold::{Retold, retold};
pub use review::{Approved, Held, HoldReason, Standing, Withdrawal};
pub use revision::{Edit, Piece, Revision, abridged, compare, revisions};
pub use sameness::{Mark, marks, plain_address};
pub use screening::{Choice, Relevance, Screening};
pub use site::{is_shared, site_of};
pub use slug::{key_of, slug};
pub use story::{Placement, Report, Story, StoryFile, Tie, TieReason, TieTo};
pub use tally::Tally;
pub use time::{NotATime, SourceTime};
pub use writing::{FailedSentence, Instead, Writing};
