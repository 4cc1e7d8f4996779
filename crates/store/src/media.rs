use crate::{Job, Settled, StoreError};
use async_trait::async_trait;

/// An image that we hold, with the copies that we serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImage {
    /// Where it came from.
    pub url: String,
    /// Key in the object store of the bytes as they came, and its name on the site.
    pub object: String,
    /// `image/jpeg`, `image/png`, `image/webp` or `image/gif`, told from its bytes.
    pub media_type: String,
    /// Pixels, as it is looked at.
    pub width: u32,
    /// Pixels, as it is looked at.
    pub height: u32,
    /// What readers are sent, the narrowest first. None of an image that nobody has decoded yet, which is not shown.
    pub copies: Vec<ImageCopy>,
}

/// An image written anew as WebP, not wider than it was, with nothing in it but pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageCopy {
    /// Key in the object store.
    pub object: String,
    /// Pixels; no other copy of the image has this width.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Images of published briefs.
#[async_trait]
pub trait Media: Send + Sync {
    /// Keeps an image with its copies and ends `job` (a media fetch).
    async fn save_image(&self, job: &Job, image: &StoredImage) -> Result<Settled, StoreError>;

    /// The image that came from this address.
    async fn by_url(&self, url: &str) -> Result<Option<StoredImage>, StoreError>;

    /// The image of this object key.
    async fn by_object(&self, object: &str) -> Result<Option<StoredImage>, StoreError>;
}
