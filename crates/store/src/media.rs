use crate::{Job, Settled, StoreError};
use async_trait::async_trait;

/// An image that we hold and serve ourselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImage {
    /// Where it came from.
    pub url: String,
    /// Key in the object store, and its name on the site.
    pub object: String,
    /// `image/jpeg`, `image/png`, `image/webp` or `image/gif`, told from its bytes.
    pub media_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Images of published briefs.
#[async_trait]
pub trait Media: Send + Sync {
    /// Keeps an image and ends `job` (a media fetch).
    async fn save_image(&self, job: &Job, image: &StoredImage) -> Result<Settled, StoreError>;

    /// The image that came from this address.
    async fn by_url(&self, url: &str) -> Result<Option<StoredImage>, StoreError>;

    /// The image of this object key.
    async fn by_object(&self, object: &str) -> Result<Option<StoredImage>, StoreError>;
}
