use crate::{FeedId, OutletId, SourceTime};
use jiff::Timestamp;

/// A feed that we follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Its number in this instance.
    pub id: FeedId,
    /// Where it is polled.
    pub url: String,
    /// Whose feed it is.
    pub outlet: OutletId,
    /// What the feed calls itself, once it has been read.
    pub title: Option<String>,
    /// What the server gave us to ask with the next time.
    pub validators: Validators,
    /// Polls that failed since the last one that succeeded.
    pub failures: u32,
    /// Why the last poll failed, in words for the operator.
    pub last_failure: Option<String>,
    /// When the last poll failed.
    pub failed_at: Option<Timestamp>,
    /// No longer polled: the server said that it is gone.
    pub retired: bool,
    /// When it is polled next.
    pub due: Timestamp,
    /// When it last answered, also with "nothing new".
    pub answered: Option<Timestamp>,
    /// The hash of what it said when it last said something.
    pub content: Option<String>,
    /// How long it asks to be left alone after an answer, in seconds.
    pub rest_seconds: u32,
    /// How much it has brought of late.
    pub activity: Activity,
    /// Its hub tells us of news until then.
    pub pushed_until: Option<Timestamp>,
}

/// How much a feed has brought of late: two counts in which the past fades. Their quotient is its rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Thousandths of an entry.
    pub entries_milli: u64,
    /// Seconds over which they came; 0 when nothing is known yet.
    pub watched_seconds: u64,
}

/// What a server gives for conditional requests (RFC 9110, section 13).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag`, as sent.
    pub etag: Option<String>,
    /// The `Last-Modified`, as sent.
    pub last_modified: Option<String>,
}

/// In which form a feed was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.9x or 2.0.
    Rss,
    /// Atom 0.3 or 1.0.
    Atom,
    /// RSS 0.90 or 1.0.
    Rdf,
    /// JSON Feed.
    Json,
    /// A news sitemap or sitemap index.
    Sitemap,
}

impl FeedKind {
    /// The word for it in `contracts`: rss, atom, rdf, json, sitemap.
    pub fn word(self) -> &'static str {
        match self {
            FeedKind::Rss => "rss",
            FeedKind::Atom => "atom",
            FeedKind::Rdf => "rdf",
            FeedKind::Json => "json",
            FeedKind::Sitemap => "sitemap",
        }
    }
}

/// A feed as one reading found it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedDocument {
    /// The form it was written in.
    pub kind: FeedKind,
    /// Plain text, no markup.
    pub title: Option<String>,
    /// The site it belongs to.
    pub link: Option<String>,
    /// As declared, for example `en-GB`.
    pub language: Option<String>,
    /// Plain text.
    pub subtitle: Option<String>,
    /// Plain text.
    pub rights: Option<String>,
    /// Plain text.
    pub author: Option<String>,
    /// The id that the feed gives itself.
    pub feed_id: Option<String>,
    /// When the feed was published.
    pub published: Option<SourceTime>,
    /// When the feed last changed.
    pub updated: Option<SourceTime>,
    /// Its logo.
    pub image: Option<String>,
    /// Its WebSub hub.
    pub hub: Option<String>,
    /// The address that it gives as its own.
    pub own_url: Option<String>,
    /// Minutes for which it asks to be left alone: `<ttl>`, or what `sy:updatePeriod` comes to.
    pub rest_minutes: Option<u32>,
    /// In the order of the feed.
    pub entries: Vec<Entry>,
    /// The sitemaps that a sitemap index names, in its order; empty for every other kind.
    pub sitemaps: Vec<ChildSitemap>,
}

/// A sitemap that a sitemap index names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildSitemap {
    /// Where it is.
    pub url: String,
    /// When it last changed, as the index says.
    pub updated: Option<SourceTime>,
}

/// What is known of a sitemap that was asked for because an index names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSitemap {
    /// Where it is.
    pub url: String,
    /// What the server gave us to ask with the next time.
    pub validators: Validators,
    /// When it last changed, as the index said then.
    pub updated: Option<SourceTime>,
    /// When it was last asked for.
    pub asked: Timestamp,
}

/// One item of a feed, as the feed gave it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The guid or id, as given.
    pub id: Option<String>,
    /// Absolute where it could be resolved.
    pub url: Option<String>,
    /// Plain text, no markup, entities decoded.
    pub title: Option<String>,
    /// Several are joined with `; `.
    pub author: Option<String>,
    /// When it was first published.
    pub published: Option<SourceTime>,
    /// When it last changed.
    pub updated: Option<SourceTime>,
    /// Markup as given; never shown to a reader without being reduced to text.
    pub summary_html: Option<String>,
    /// Markup as given; never shown to a reader without being reduced to text.
    pub content_html: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Whose picture it is, plain text.
    pub image_credit: Option<String>,
    /// The `<source>` element: where the entry came from.
    pub source: Option<EntrySource>,
    /// In the order of the feed.
    pub categories: Vec<String>,
    /// Plain text.
    pub rights: Option<String>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// Address of its comments.
    pub comments: Option<String>,
}

/// The publisher that an entry names as its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntrySource {
    /// Its name.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A file attached to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// Bytes, as the feed says.
    pub length: Option<u64>,
}
