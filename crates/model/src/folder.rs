//! What stands in the folder of a sentence model, as the library sentence-transformers writes it.

use crate::error::ModelError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// `config.json`: the shape of the network.
#[derive(Debug, Deserialize)]
pub struct Shape {
    pub model_type: String,
    pub hidden_size: usize,
    pub intermediate_size: usize,
    pub num_attention_heads: usize,
    pub num_hidden_layers: usize,
    pub vocab_size: usize,
    pub max_position_embeddings: usize,
    pub type_vocab_size: usize,
    pub layer_norm_eps: f64,
    pub hidden_act: String,
    #[serde(default)]
    pub pad_token_id: u32,
}

/// How the vectors of a text's words become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// The vector of the mark at the start.
    First,
}

/// Everything that the folder says, read and looked over.
pub struct Folder {
    pub shape: Shape,
    pub pooling: Pooling,
    /// Most tokens of a text that the model was trained to read.
    pub most_tokens: usize,
    pub tokenizer: PathBuf,
    pub weights: PathBuf,
}

/// `1_Pooling/config.json`.
#[derive(Debug, Deserialize)]
struct PoolingFile {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
}

/// `sentence_bert_config.json`.
#[derive(Debug, Deserialize)]
struct SentenceFile {
    max_seq_length: Option<usize>,
}

/// Tokens of a text that are read where the folder does not say: what most sentence models were trained on.
const USUAL_TOKENS: usize = 256;

impl Folder {
    /// Looks over a folder. Neither the tokenizer nor the weights are read yet.
    pub fn read(folder: &Path) -> Result<Folder, ModelError> {
        let shape_path = there(folder, "config.json")?;
        let shape: Shape = json(&shape_path)?;
        can_be_run(&shape).map_err(|why| ModelError::Unreadable { path: shape_path, why })?;
        let marks = positions_taken(&shape);
        let most = shape.max_position_embeddings.saturating_sub(marks);
        let said = optional::<SentenceFile>(&folder.join("sentence_bert_config.json"))?;
        let most_tokens = said.and_then(|file| file.max_seq_length).unwrap_or(USUAL_TOKENS);
        Ok(Folder {
            pooling: pooling(folder)?,
            most_tokens: most_tokens.min(most).max(1),
            tokenizer: there(folder, "tokenizer.json")?,
            weights: there(folder, "model.safetensors")?,
            shape,
        })
    }
}

/// Positions before the first of a text: RoBERTa's begin behind the padding's.
pub fn positions_taken(shape: &Shape) -> usize {
    match shape.model_type.as_str() {
        "bert" => 0,
        _ => shape.pad_token_id as usize + 1,
    }
}

fn can_be_run(shape: &Shape) -> Result<(), String> {
    let Shape { model_type, hidden_act, hidden_size, num_attention_heads, .. } = shape;
    if !["bert", "roberta", "xlm-roberta"].contains(&model_type.as_str()) {
        return Err(format!(
            "models of type {model_type} are not known; there are bert, roberta and xlm-roberta"
        ));
    }
    if !["gelu", "gelu_new", "gelu_pytorch_tanh", "relu"].contains(&hidden_act.as_str()) {
        return Err(format!("the activation {hidden_act} is not known; there are gelu and relu"));
    }
    if *num_attention_heads == 0 || hidden_size % num_attention_heads != 0 {
        return Err(format!(
            "{hidden_size} numbers do not divide among {num_attention_heads} heads"
        ));
    }
    Ok(())
}

fn pooling(folder: &Path) -> Result<Pooling, ModelError> {
    let path = folder.join("1_Pooling").join("config.json");
    match optional::<PoolingFile>(&path)? {
        None => Ok(Pooling::Mean),
        Some(file) if file.pooling_mode_mean_tokens => Ok(Pooling::Mean),
        Some(file) if file.pooling_mode_cls_token => Ok(Pooling::First),
        Some(_) => {
            let why = "asks for another pooling than the mean or the first token".to_owned();
            Err(ModelError::Unreadable { path, why })
        }
    }
}

fn there(folder: &Path, file: &'static str) -> Result<PathBuf, ModelError> {
    let path = folder.join(file);
    if path.is_file() {
        return Ok(path);
    }
    let below = folder.join("model");
    let hint = match below.join(file).is_file() {
        true => format!("; there is one in {}", below.display()),
        false => String::new(),
    };
    Err(ModelError::Missing { folder: folder.to_owned(), file, hint })
}

fn optional<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, ModelError> {
    if path.is_file() { json(path).map(Some) } else { Ok(None) }
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, ModelError> {
    let unreadable = |why| ModelError::Unreadable { path: path.to_owned(), why };
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))
}
