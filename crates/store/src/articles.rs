use crate::{Job, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Article, ArticleId, ArticleVersionId, Screening, StoryId};

/// What accepting an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The first version of it.
    New,
    /// A further version of a known article.
    NewVersion,
    /// We hold this version already.
    Known,
    /// The lease had passed to another worker; nothing was written.
    LeaseLost,
}

/// An article that screening dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct DroppedArticle {
    /// Which.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// How much the instance holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles, each once.
    pub articles: u64,
    /// Versions of articles.
    pub versions: u64,
    /// Articles whose latest version was dropped by screening.
    pub dropped: u64,
    /// Stories.
    pub stories: u64,
    /// Stories with a published brief.
    pub published: u64,
}

/// Whose versions are to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangesOf<'a> {
    /// Of all articles that have more than one, the last changed first.
    All,
    /// Of a story's reports that have more than one, in their order.
    Story(&'a StoryId),
    /// Of this one, also when it has a single one; nothing when there is no such article.
    Article(&'a ArticleId),
}

/// Articles and their versions. A version is never changed.
#[async_trait]
pub trait Articles: Send + Sync {
    /// Stores a version and opens its [`crate::Stage::Screen`] job, due at `due` and ordered by
    /// [`Article::reported`], then id. Ends `job`, the extraction that it came from, if any. A new
    /// article that bears a mark of an earlier one is kept as a copy of it ([`Articles::copy_of`]).
    ///
    /// `seen` of a further version is its own; the first version's stays. A version that we hold
    /// changes nothing, unless an extraction gives it and another one is the latest: then the outlet
    /// went back to it, and it is the latest again.
    async fn accept(
        &self,
        job: Option<&Job>,
        article: &Article,
        due: Timestamp,
    ) -> Result<Accepted, StoreError>;

    /// Accepts many articles that no extraction gave, as [`Articles::accept`] each, all or none.
    /// For imports: a thousand at a time cost little more than one. Gives what became of each, in
    /// the same order.
    async fn accept_all(
        &self,
        articles: &[Article],
        due: Timestamp,
    ) -> Result<Vec<Accepted>, StoreError>;

    /// The latest version (the one accepted last).
    async fn latest(&self, id: &ArticleId) -> Result<Option<Article>, StoreError>;

    /// One version.
    async fn version(&self, id: &ArticleVersionId) -> Result<Option<Article>, StoreError>;

    /// All versions, in the order in which they came.
    async fn versions(&self, id: &ArticleId) -> Result<Vec<Article>, StoreError>;

    /// Keeps what screening said of the version in each job, ends the job, and opens the
    /// [`crate::Stage::Thread`] job (due at `due`, same order key) when the article goes on. An
    /// editor's choice ([`crate::Screenings::choose`]) stands in the place of what screening said
    /// about going on. Gives what became of each; all are kept at once, which costs little more than one.
    async fn save_screenings(
        &self,
        screened: &[(Job, Screening)],
        due: Timestamp,
    ) -> Result<Vec<crate::Settled>, StoreError>;

    /// The versions that can be compared, each article's in the order in which they came, at most `limit`
    /// articles; see [`ChangesOf`]. Of an article whose further page could not be had at first, what was
    /// read without it is left out: what it lacks, nobody took out.
    async fn changed(&self, of: ChangesOf<'_>, limit: u32)
    -> Result<Vec<Vec<Article>>, StoreError>;

    /// The article that this one copies: it came first with the same address (but for what tracks
    /// readers) or the same words ([`news::marks`]). None for that first one.
    async fn copy_of(&self, id: &ArticleId) -> Result<Option<ArticleId>, StoreError>;

    /// Articles whose latest version was dropped, the last seen first, at most `limit`.
    async fn dropped(&self, limit: u32) -> Result<Vec<DroppedArticle>, StoreError>;

    /// How much there is.
    async fn counts(&self) -> Result<Counts, StoreError>;
}
