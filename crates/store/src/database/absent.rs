//! Stands in for a database that this build leaves out.

use super::{Engine, without_secrets};
use crate::{Durability, StoreError};
use std::sync::Arc;

/// Always refuses: the build does not have this database.
pub(crate) async fn open(address: &str, _: Durability) -> Result<Arc<dyn Engine>, StoreError> {
    Err(StoreError::UnknownDatabase(without_secrets(address)))
}
