//! A tiny sentence model, made here, against the same network worked out with plain loops.

use candle_core::{Device, Tensor, safetensors};
use model::{Embedder, ModelError};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SIZE: usize = 8;
const HEADS: usize = 2;
const LAYERS: usize = 2;

/// Weights by name.
type Weights = HashMap<String, Vec<f32>>;

const FILES: [&str; 4] =
    ["config.json", "sentence_bert_config.json", "tokenizer.json", "model.safetensors"];

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/model")
}

fn weights() -> Weights {
    let tensors = safetensors::load(fixture().join("model.safetensors"), &Device::Cpu);
    let numbers = |tensor: &Tensor| tensor.flatten_all()?.to_vec1();
    let tensors = tensors.expect("the fixture is a model").into_iter();
    let named =
        |(name, tensor): (String, Tensor)| (name, numbers(&tensor).expect("32-bit numbers"));
    tensors.map(named).collect()
}

/// A copy of the model that may be spoilt.
fn copy(to: &Path) {
    for file in FILES {
        fs::copy(fixture().join(file), to.join(file)).expect("the folder is ours");
    }
}

/// The network once more, without a library.
struct Plain<'a>(&'a Weights);

impl Plain<'_> {
    fn numbers(&self, name: &str) -> &[f32] {
        &self.0[name]
    }

    fn row(&self, name: &str, row: usize) -> Vec<f64> {
        let numbers = &self.numbers(&format!("embeddings.{name}_embeddings.weight"));
        numbers[row * SIZE..(row + 1) * SIZE].iter().map(|x| f64::from(*x)).collect()
    }

    fn linear(&self, name: &str, of: &[f64]) -> Vec<f64> {
        let (weight, bias) =
            (self.numbers(&format!("{name}.weight")), self.numbers(&format!("{name}.bias")));
        let row = |(row, bias): (&[f32], &f32)| {
            row.iter().zip(of).map(|(w, x)| f64::from(*w) * x).sum::<f64>() + f64::from(*bias)
        };
        weight.chunks(of.len()).zip(bias).map(row).collect()
    }

    fn norm(&self, name: &str, of: &[f64]) -> Vec<f64> {
        let mean = of.iter().sum::<f64>() / of.len() as f64;
        let spread = of.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / of.len() as f64;
        let (weight, bias) =
            (self.numbers(&format!("{name}.weight")), self.numbers(&format!("{name}.bias")));
        let settled = |(x, (w, b)): (&f64, (&f32, &f32))| {
            (x - mean) / (spread + 1e-12).sqrt() * f64::from(*w) + f64::from(*b)
        };
        of.iter().zip(weight.iter().zip(bias)).map(settled).collect()
    }

    fn layer(&self, number: usize, states: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let named = |part: &str| format!("encoder.layer.{number}.{part}");
        let all = |part: &str| -> Vec<Vec<f64>> {
            states.iter().map(|state| self.linear(&named(part), state)).collect()
        };
        let (query, key, value) =
            (all("attention.self.query"), all("attention.self.key"), all("attention.self.value"));
        let each = SIZE / HEADS;
        let heard = |at: usize| -> Vec<f64> {
            let mut heard = vec![0.0; SIZE];
            for head in 0..HEADS {
                let part = head * each..(head + 1) * each;
                let fit = |to: &Vec<f64>| {
                    let product = part.clone().map(|i| query[at][i] * to[i]).sum::<f64>();
                    (product / (each as f64).sqrt()).exp()
                };
                let fits: Vec<f64> = key.iter().map(fit).collect();
                let sum = fits.iter().sum::<f64>();
                for (fit, value) in fits.iter().zip(&value) {
                    part.clone().for_each(|i| heard[i] += fit / sum * value[i]);
                }
            }
            heard
        };
        let add =
            |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a + b).collect() };
        let after = |(at, state): (usize, &Vec<f64>)| {
            let heard = self.linear(&named("attention.output.dense"), &heard(at));
            let state = self.norm(&named("attention.output.LayerNorm"), &add(&heard, state));
            let wide = self.linear(&named("intermediate.dense"), &state);
            let bent: Vec<f64> = wide.into_iter().map(gelu).collect();
            let narrow = self.linear(&named("output.dense"), &bent);
            self.norm(&named("output.LayerNorm"), &add(&narrow, &state))
        };
        states.iter().enumerate().map(after).collect()
    }

    fn embed(&self, tokens: &[usize]) -> Vec<f64> {
        let start = |(place, token): (usize, &usize)| {
            let rows =
                [self.row("word", *token), self.row("position", place), self.row("token_type", 0)];
            let sum: Vec<f64> = (0..SIZE).map(|i| rows.iter().map(|row| row[i]).sum()).collect();
            self.norm("embeddings.LayerNorm", &sum)
        };
        let mut states: Vec<Vec<f64>> = tokens.iter().enumerate().map(start).collect();
        for number in 0..LAYERS {
            states = self.layer(number, &states);
        }
        let mean: Vec<f64> = (0..SIZE)
            .map(|i| states.iter().map(|state| state[i]).sum::<f64>() / states.len() as f64)
            .collect();
        let length = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
        mean.into_iter().map(|x| x / length).collect()
    }
}

/// x Φ(x), with the error function as its Taylor series.
fn gelu(x: f64) -> f64 {
    let z = x / 2.0_f64.sqrt();
    let (mut term, mut sum) = (z, z);
    for n in 1..80 {
        let n = f64::from(n);
        term *= -z * z / n;
        sum += term / (2.0 * n + 1.0);
    }
    0.5 * x * (1.0 + sum * 2.0 / std::f64::consts::PI.sqrt())
}

#[test]
fn a_vector_is_what_plain_loops_make_of_the_network() {
    let weights = weights();
    let embedder = Embedder::open(&fixture()).expect("a whole model");
    assert_eq!(embedder.dimensions(), SIZE);
    for (text, tokens) in [
        ("ferry closed today", vec![2, 4, 6, 8, 3]),
        ("bridge", vec![2, 5, 3]),
        ("unheard", vec![2, 1, 3]),
        ("", vec![2, 3]),
        // Cut after six tokens, the marks included.
        ("ferry bridge closed opens today ferry bridge", vec![2, 4, 5, 6, 7, 3]),
    ] {
        let vector = embedder.embed(text).expect("it is worked out");
        let plain = Plain(&weights).embed(&tokens);
        for (made, plain) in vector.iter().zip(&plain) {
            assert!((f64::from(*made) - plain).abs() < 1e-4, "{text}: {vector:?} {plain:?}");
        }
        assert_eq!(vector, embedder.embed(text).expect("again"), "{text}");
    }
}

#[test]
fn what_is_no_model_is_named_with_what_it_lacks() {
    let check = |spoil: &dyn Fn(&Path), said: &str| {
        let folder = TempDir::new().expect("a temporary folder");
        copy(folder.path());
        spoil(folder.path());
        let error = Embedder::open(folder.path()).err().expect("no model").to_string();
        assert!(error.contains(said), "{error} should say {said}");
    };
    let without =
        |file: &'static str| move |at: &Path| fs::remove_file(at.join(file)).expect("it is there");
    check(&without("config.json"), "has no config.json; a sentence model is a folder with");
    check(&without("tokenizer.json"), "has no tokenizer.json");
    check(&without("model.safetensors"), "has no model.safetensors");
    let write = |file: &'static str, text: String| {
        move |at: &Path| fs::write(at.join(file), &text).expect("ours")
    };
    check(&write("config.json", "{".to_owned()), "config.json: EOF");
    check(&write("model.safetensors", "nothing".to_owned()), "model.safetensors: ");
    let config = fs::read_to_string(fixture().join("config.json")).expect("the fixture");
    let changed = |from: &str, to: &str| write("config.json", config.replace(from, to));
    check(&changed("\"bert\"", "\"t5\""), "models of type t5 are not known");
    check(&changed("heads\": 2", "heads\": 3"), "do not divide among 3 heads");
    check(&changed("heads\": 2", "heads\": 0"), "do not divide among 0 heads");
    check(&changed("\"gelu\"", "\"swish\""), "the activation swish is not known");
    check(&changed("hidden_size\": 8", "hidden_size\": 16"), "model.safetensors: ");
    check(&write("tokenizer.json", "{}".to_owned()), "tokenizer.json: ");
}

#[test]
fn a_folder_around_the_model_says_where_the_model_is() {
    let around = TempDir::new().expect("a temporary folder");
    fs::create_dir(around.path().join("model")).expect("ours");
    copy(&around.path().join("model"));
    let error = Embedder::open(around.path()).err().expect("it is one folder too high");
    assert!(matches!(&error, ModelError::Missing { file: "config.json", .. }));
    assert!(error.to_string().contains("there is one in"), "{error}");
}
