use crate::encoder::{Encoder, weights};
use crate::error::ModelError;
use crate::folder::{Folder, Pooling};
use std::path::Path;
use tokenizers::{Tokenizer, TruncationParams};

/// What a model makes of a text: of unit length, so that the product of two is their cosine. In steps of
/// 1/32,767.
pub type Vector = Vec<f32>;

/// A sentence model: texts that mean the same get vectors that lie close.
///
/// Runs on the processor. The same text gives the same vector, whatever came before it.
pub struct Embedder {
    tokenizer: Tokenizer,
    encoder: Encoder,
    pooling: Pooling,
    dimensions: usize,
    name: String,
}

/// Vectors are rounded to so many steps from 0 to 1: kept and read again, they are the same.
const STEPS: f32 = 32_767.0;

impl Embedder {
    /// Opens the folder of a model of the BERT family as the library sentence-transformers writes it:
    /// `config.json`, `tokenizer.json` and `model.safetensors`; `1_Pooling` and
    /// `sentence_bert_config.json` are heeded where they are there.
    pub fn open(folder: &Path) -> Result<Embedder, ModelError> {
        let folder = Folder::read(folder)?;
        let tokenizer = tokenizer(&folder)?;
        let unreadable = |why: String| ModelError::Unreadable { path: folder.weights.clone(), why };
        let bytes =
            std::fs::read(&folder.weights).map_err(|error| unreadable(error.to_string()))?;
        let name = news::short_digest(&[&bytes]);
        let encoder = weights(bytes).and_then(|weights| Encoder::new(&folder.shape, weights));
        Ok(Embedder {
            tokenizer,
            encoder: encoder.map_err(|error| unreadable(error.to_string()))?,
            pooling: folder.pooling,
            dimensions: folder.shape.hidden_size,
            name,
        })
    }

    /// The start of the hash of its weights: another model has another name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers in each vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a text; of a long one, of as much from its start as the model reads.
    pub fn embed(&self, text: &str) -> Result<Vector, ModelError> {
        let encoding = self.tokenizer.encode(text, true);
        let encoding = encoding.map_err(|error| ModelError::Failed(error.to_string()))?;
        let pooled = self.pooled(encoding.get_ids());
        let mut vector = pooled.map_err(|error| ModelError::Failed(error.to_string()))?;
        let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
        for number in &mut vector {
            *number = (*number / length.max(f32::MIN_POSITIVE) * STEPS).round() / STEPS;
        }
        Ok(vector)
    }

    fn pooled(&self, tokens: &[u32]) -> candle_core::Result<Vector> {
        // Some tokenizers give nothing for an empty text.
        if tokens.is_empty() {
            return Ok(vec![0.0; self.dimensions]);
        }
        let states = self.encoder.encode(tokens)?;
        match self.pooling {
            Pooling::Mean => states.mean(0)?.to_vec1(),
            Pooling::First => states.get(0)?.to_vec1(),
        }
    }
}

fn tokenizer(folder: &Folder) -> Result<Tokenizer, ModelError> {
    let unreadable = |error: tokenizers::Error| ModelError::Unreadable {
        path: folder.tokenizer.clone(),
        why: error.to_string(),
    };
    let mut tokenizer = Tokenizer::from_file(&folder.tokenizer).map_err(unreadable)?;
    let cut = TruncationParams { max_length: folder.most_tokens, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(cut)).map_err(unreadable)?;
    tokenizer.with_padding(None);
    Ok(tokenizer)
}
