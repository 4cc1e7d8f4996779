use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use news::FrontPage;

/// A front page as it stood at the end of a part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build {
    /// The (UTC) day.
    pub day: Date,
    /// Which part of it, from 1 to 9: see [`FrontPage::build`].
    pub number: u32,
    /// When it was made.
    pub at: Timestamp,
    /// Stories on it; unknown of days before builds were kept.
    pub stories: Option<u32>,
    /// The reports of these stories.
    pub articles: Option<u32>,
}

/// The front pages of a day one after the other, where [`crate::Stories::front_page`] has its last.
///
/// [`crate::Stories::save_front_page`] keeps them; the last of each part of a day stands for it.
#[async_trait]
pub trait Builds: Send + Sync {
    /// The front page of a part of a day.
    async fn build(&self, day: Date, number: u32) -> Result<Option<FrontPage>, StoreError>;

    /// The last one.
    async fn latest_build(&self) -> Result<Option<Build>, StoreError>;

    /// Those made from `from` to before `to`, the latest first, at most `limit`.
    async fn builds(
        &self,
        from: Timestamp,
        to: Timestamp,
        limit: u32,
    ) -> Result<Vec<Build>, StoreError>;
}
