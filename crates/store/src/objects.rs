use crate::StoreError;
use std::path::PathBuf;

/// Raw pages and images: a folder of files named by the hash of their bytes.
#[derive(Clone, Debug)]
pub struct Objects {
    _folder: PathBuf,
}

impl Objects {
    /// Uses `folder`, making it when it is not there.
    pub fn open(folder: PathBuf) -> Result<Objects, StoreError> {
        Ok(Objects { _folder: folder })
    }

    /// Keeps `bytes` and gives their key: 64 hex digits. Durable when it returns; the same bytes
    /// again change nothing.
    pub fn put(&self, _bytes: &[u8]) -> Result<String, StoreError> {
        todo!()
    }

    /// The bytes of `key`.
    pub fn get(&self, _key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        todo!()
    }
}
