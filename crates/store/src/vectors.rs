use crate::StoreError;
use async_trait::async_trait;
use news::ArticleVersionId;

/// What a sentence model made of an article version: numbers from -1 to 1, kept in steps of 1/32,767.
pub type Vector = Vec<f32>;

/// What sentence models made of article versions, so that a restart need not ask them again.
#[async_trait]
pub trait Vectors: Send + Sync {
    /// Keeps what the model of this name made of versions; what is known of one is replaced.
    async fn keep(
        &self,
        model: &str,
        made: &[(ArticleVersionId, Vector)],
    ) -> Result<(), StoreError>;

    /// What the model of this name made of a version, if it was asked.
    async fn made(
        &self,
        model: &str,
        version: &ArticleVersionId,
    ) -> Result<Option<Vector>, StoreError>;
}
