use std::path::PathBuf;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The folder lacks a file that a sentence model has.
    #[error(
        "{folder}: has no {file}; a sentence model is a folder with config.json, tokenizer.json and model.safetensors{hint}"
    )]
    Missing {
        /// The folder that was named.
        folder: PathBuf,
        /// The file that is not there.
        file: &'static str,
        /// What may help, or nothing.
        hint: String,
    },
    /// A file of the model could not be read, or does not hold what it should.
    #[error("{path}: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The model could not work out a text.
    #[error("the sentence model failed: {0}")]
    Failed(String),
    /// The key of a language model's server cannot be sent.
    #[error("its key cannot be sent: it holds characters that no header may have")]
    BadKey,
    /// The way to a language model's server cannot be made.
    #[error("no way to its server: {0}")]
    NoClient(String),
}
