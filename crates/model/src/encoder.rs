//! The encoder of the BERT family (Devlin et al. 2019; RoBERTa: Liu et al. 2019), for one text at a time.

use crate::folder::{Shape, positions_taken};
use candle_core::{DType, Device, Module, Result, Tensor};
use candle_nn::{Activation, Embedding, LayerNorm, Linear, VarBuilder};
use candle_nn::{embedding, layer_norm, linear, ops};

/// A network with its weights.
pub struct Encoder {
    words: Embedding,
    positions: Embedding,
    /// The vector that every token of a first (here: the only) sentence gets.
    first_sentence: Tensor,
    settle: LayerNorm,
    layers: Vec<Layer>,
    /// The position of the first token.
    first_position: u32,
}

impl Encoder {
    /// Takes the weights by the names that the published models use, with or without the family's name
    /// in front.
    pub fn new(shape: &Shape, weights: VarBuilder<'_>) -> Result<Encoder> {
        let named = ["", "bert", "roberta"].into_iter().map(|family| match family {
            "" => weights.clone(),
            family => weights.pp(family),
        });
        let known = "embeddings.word_embeddings.weight";
        let weights =
            named.clone().find(|weights| weights.contains_tensor(known)).unwrap_or(weights.clone());
        let (size, below) = (shape.hidden_size, weights.pp("embeddings"));
        let sentences = embedding(shape.type_vocab_size, size, below.pp("token_type_embeddings"))?;
        let layers = weights.pp("encoder.layer");
        Ok(Encoder {
            words: embedding(shape.vocab_size, size, below.pp("word_embeddings"))?,
            positions: embedding(
                shape.max_position_embeddings,
                size,
                below.pp("position_embeddings"),
            )?,
            first_sentence: sentences.embeddings().get(0)?,
            settle: layer_norm(size, shape.layer_norm_eps, below.pp("LayerNorm"))?,
            layers: (0..shape.num_hidden_layers)
                .map(|number| Layer::new(shape, &layers.pp(number)))
                .collect::<Result<_>>()?,
            first_position: positions_taken(shape) as u32,
        })
    }

    /// A vector for each token: tokens × `hidden_size`.
    pub fn encode(&self, tokens: &[u32]) -> Result<Tensor> {
        let device = Device::Cpu;
        let words = self.words.forward(&Tensor::new(tokens, &device)?)?;
        let first = self.first_position;
        let places: Vec<u32> = (first..first + tokens.len() as u32).collect();
        let positions = self.positions.forward(&Tensor::new(places, &device)?)?;
        let sum = (words + positions)?.broadcast_add(&self.first_sentence)?;
        let start = self.settle.forward(&sum)?;
        self.layers.iter().try_fold(start, |states, layer| layer.forward(&states))
    }
}

/// Reads safetensors as 32-bit numbers.
pub fn weights(bytes: Vec<u8>) -> Result<VarBuilder<'static>> {
    VarBuilder::from_buffered_safetensors(bytes, DType::F32, &Device::Cpu)
}

struct Layer {
    heads: usize,
    query: Linear,
    key: Linear,
    value: Linear,
    gathered: Linear,
    after_attention: LayerNorm,
    wide: Linear,
    bend: Activation,
    narrow: Linear,
    after_all: LayerNorm,
}

impl Layer {
    fn new(shape: &Shape, weights: &VarBuilder<'_>) -> Result<Layer> {
        let (size, wide, eps) = (shape.hidden_size, shape.intermediate_size, shape.layer_norm_eps);
        let attention = weights.pp("attention");
        let own = attention.pp("self");
        Ok(Layer {
            heads: shape.num_attention_heads,
            query: linear(size, size, own.pp("query"))?,
            key: linear(size, size, own.pp("key"))?,
            value: linear(size, size, own.pp("value"))?,
            gathered: linear(size, size, attention.pp("output.dense"))?,
            after_attention: layer_norm(size, eps, attention.pp("output.LayerNorm"))?,
            wide: linear(size, wide, weights.pp("intermediate.dense"))?,
            bend: bend(&shape.hidden_act),
            narrow: linear(wide, size, weights.pp("output.dense"))?,
            after_all: layer_norm(size, eps, weights.pp("output.LayerNorm"))?,
        })
    }

    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        let heard = self.gathered.forward(&self.attend(states)?)?;
        let states = self.after_attention.forward(&(heard + states)?)?;
        let wide = self.bend.forward(&self.wide.forward(&states)?)?;
        self.after_all.forward(&(self.narrow.forward(&wide)? + states)?)
    }

    /// Every token gathers from all tokens what fits its question.
    fn attend(&self, states: &Tensor) -> Result<Tensor> {
        let (tokens, size) = states.dims2()?;
        let each = size / self.heads;
        let split =
            |made: Tensor| made.reshape((tokens, self.heads, each))?.transpose(0, 1)?.contiguous();
        let query = split(self.query.forward(states)?)?;
        let key = split(self.key.forward(states)?)?;
        let value = split(self.value.forward(states)?)?;
        let fit = (query.matmul(&key.t()?)? / (each as f64).sqrt())?;
        let heard = ops::softmax_last_dim(&fit)?.matmul(&value)?;
        heard.transpose(0, 1)?.reshape((tokens, size))
    }
}

fn bend(name: &str) -> Activation {
    match name {
        "relu" => Activation::Relu,
        "gelu_new" | "gelu_pytorch_tanh" => Activation::NewGelu,
        _ => Activation::Gelu,
    }
}
