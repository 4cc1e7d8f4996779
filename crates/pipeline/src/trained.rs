//! Weights that a training program wrote, with where they come from.

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trained<W> {
    /// Read by people only.
    #[serde(rename = "provenance")]
    _provenance: serde_json::Value,
    weights: W,
}

/// The weights of such a file.
pub fn weights<W: DeserializeOwned>(file: &str) -> Result<W, serde_json::Error> {
    Ok(serde_json::from_str::<Trained<W>>(file)?.weights)
}
