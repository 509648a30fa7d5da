//! The weights, and what it takes to run them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rten::{Model as Graph, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use serde::{Deserialize, Serialize};

use crate::decode::{self, Guess};
use crate::wordpiece::Vocabulary;
use crate::{Input, Reading, window};

/// Tokens that an anchor sees on either side of its first.
pub const SIGHT: usize = 64;
/// Buckets of distance on either side of an anchor.
const REACH: usize = 24;
/// Pieces that the encoder can tell apart by position, without the two ends of a window.
const POSITIONS: usize = 510;
/// Anchors that are read out in one go.
const BATCH: usize = 64;

/// What a model is, was trained on, and scores.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Card {
    /// What claims call it: `model:NAME@VERSION`.
    pub name: String,
    /// Raised with every training.
    pub version: String,
    /// What it does, in a sentence.
    pub about: String,
    /// What it was trained on, with licences.
    pub data: Vec<String>,
    /// What it reaches.
    pub scores: Vec<Score>,
    /// What it does badly.
    pub limits: Vec<String>,
    /// The width of a vector.
    pub width: usize,
    /// Fields in the order in which they are read out, each with its values.
    pub fields: Vec<(String, Vec<String>)>,
    /// From which likelihood on a reading counts: with a cue that rules found as well, with another, without a cue.
    pub least: [f32; 3],
    /// Scores of a tag (column) behind another (row) in the second pass.
    pub steps: [[f32; 5]; 5],
    /// Scores of the first tag.
    pub starts: [f32; 5],
}

/// One figure of a model's card.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Score {
    /// What was measured on what.
    pub what: String,
    /// The figure.
    pub figure: String,
}

/// A trained reader, loaded once and shared.
pub struct Model {
    /// What it is.
    pub card: &'static Card,
    vocabulary: Vocabulary,
    /// Scales of the rows of `words`, then one byte for each of their numbers.
    words: &'static [u8],
    rows: usize,
    first: Graph,
    second: Graph,
}

thread_local! {
    /// Who reads many reports reads them side by side; each is worked on by one thread, so that sums come out the same.
    static THREAD: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

struct Files {
    card: &'static str,
    vocabulary: &'static str,
    words: &'static [u8],
    first: &'static [u8],
    second: &'static [u8],
}

#[cfg(weights)]
const SHIPPED: Option<Files> = Some(Files {
    card: include_str!("../data/card.json"),
    vocabulary: include_str!("../data/vocab.txt"),
    words: include_bytes!("../data/words.bin"),
    first: include_bytes!("../data/first.onnx"),
    second: include_bytes!("../data/second.onnx"),
});
#[cfg(not(weights))]
const SHIPPED: Option<Files> = None;

impl Model {
    /// The model that is built in; none where the weights were not there when this was built, or cannot be read.
    pub fn shipped() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<Model>> = OnceLock::new();
        MODEL.get_or_init(|| SHIPPED.and_then(|files| Self::load(&files))).as_ref()
    }

    /// The card of the model that is built in; its weights stay where they are.
    pub fn shipped_card() -> Option<&'static Card> {
        static CARD: OnceLock<Option<Card>> = OnceLock::new();
        CARD.get_or_init(|| SHIPPED.and_then(|files| serde_json::from_str(files.card).ok())).as_ref()
    }

    fn load(files: &Files) -> Option<Self> {
        let card = Self::shipped_card()?;
        let rows = files.words.len() / (card.width + 4);
        Some(Self {
            vocabulary: Vocabulary::new(files.vocabulary),
            words: files.words,
            rows,
            first: graph(files.first)?,
            second: graph(files.second)?,
            card,
        })
    }

    /// The attributions in `input`, in reading order; the same whatever else runs.
    #[must_use]
    pub fn read(&self, input: &Input) -> Vec<Reading> {
        let mut ids = Vec::new();
        let mut starts = Vec::with_capacity(input.words.len() + 1);
        for word in &input.words {
            starts.push(ids.len());
            self.vocabulary.pieces(word, &mut ids);
        }
        starts.push(ids.len());
        let lengths: Vec<usize> = starts.windows(2).map(|s| s[1] - s[0]).collect();
        let mut guesses = Vec::new();
        for window in window::windows(&lengths, &input.sentences) {
            let end = window.clone().rev().find(|i| starts[i + 1] - starts[window.start] <= POSITIONS);
            let window = window.start..end.map_or(window.start, |i| i + 1);
            if let Some(found) = self.window(input, &ids, &starts, window) {
                guesses.extend(found);
            }
        }
        decode::settle(input, guesses, self.card.least)
    }

    fn window(&self, input: &Input, ids: &[u32], starts: &[usize], window: Range<usize>) -> Option<Vec<Guess>> {
        if window.is_empty() {
            return None;
        }
        let pieces = &ids[starts[window.start]..starts[window.end]];
        let length = pieces.len() + 2;
        let width = self.card.width;
        let mut embedded = Vec::with_capacity(length * width);
        for id in [self.vocabulary.first].iter().chain(pieces).chain([&self.vocabulary.last]) {
            self.embed(*id as usize, &mut embedded);
        }
        let mut given: [Vec<i32>; 5] = std::array::from_fn(|_| vec![0; length]);
        let mut first = Vec::with_capacity(window.len());
        for i in window.clone() {
            let at = starts[i] - starts[window.start] + 1;
            first.push(i32::try_from(at).ok()?);
            let values =
                [shape(input.words[i]), input.tags[i], u8::from(input.quoted[i]), edge(input, i), input.rules[i]];
            for (list, value) in given.iter_mut().zip(values) {
                list[at..at + starts[i + 1] - starts[i]].fill(i32::from(value));
            }
        }
        let tokens = first.len();
        let mut inputs: Vec<(&str, Value)> = vec![("words", Tensor::from_data(&[1, length, width], embedded).into())];
        for (name, list) in ["shape", "tag", "quoted", "edge", "rule"].into_iter().zip(given) {
            inputs.push((name, Tensor::from_data(&[1, length], list).into()));
        }
        inputs.push(("first", Tensor::from_data(&[tokens], first).into()));
        let [vectors, cue, start] = self.run(&self.first, inputs, ["vectors", "cue", "start"])?;
        let cue: NdTensor<f32, 2> = cue.try_into().ok()?;
        let start: NdTensor<f32, 2> = start.try_into().ok()?;
        let vectors: NdTensor<f32, 2> = vectors.try_into().ok()?;
        let anchors = decode::anchors(&cue, &start);
        let mut guesses = Vec::with_capacity(anchors.len());
        for some in anchors.chunks(BATCH) {
            guesses.extend(self.second(input, &window, &vectors, some)?);
        }
        Some(guesses)
    }

    /// Reads out what hangs on each of `anchors`, whose tokens count from the beginning of `window`.
    fn second(
        &self,
        input: &Input,
        window: &Range<usize>,
        vectors: &NdTensor<f32, 2>,
        anchors: &[decode::Found],
    ) -> Option<Vec<Guess>> {
        let (count, tokens, seen) = (anchors.len(), window.len(), 2 * SIGHT);
        let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let (mut at, mut live, mut reach, mut near) = (
            Vec::with_capacity(count * seen),
            Vec::with_capacity(count * seen),
            Vec::with_capacity(count * seen),
            Vec::with_capacity(count * seen),
        );
        for anchor in anchors {
            let own = window.start + anchor.at.start;
            for k in 0..seen {
                let place = (anchor.at.start + k).checked_sub(SIGHT).filter(|p| *p < tokens);
                let i = window.start + place.unwrap_or(0);
                at.push(number(place.unwrap_or(if k < SIGHT { 0 } else { tokens - 1 })));
                live.push(f32::from(u8::from(place.is_some())));
                reach.push(number(distance(k, anchor.at.len())));
                let nearness = match place {
                    Some(p) if anchor.at.contains(&p) => 0,
                    Some(_) if input.sentences[i] == input.sentences[own] => 1,
                    Some(_) if input.blocks[i] == input.blocks[own] => 2,
                    _ => 3,
                };
                near.push(nearness);
            }
        }
        let list = |f: &dyn Fn(&decode::Found) -> usize| -> Value {
            Tensor::from_data(&[count], anchors.iter().map(|a| number(f(a))).collect::<Vec<_>>()).into()
        };
        let table = |values: Vec<i32>| -> Value { Tensor::from_data(&[count, seen], values).into() };
        let inputs: Vec<(&str, Value)> = vec![
            ("vectors", vectors.to_tensor().into_dyn().into()),
            ("anchor_first", list(&|a| a.at.start)),
            ("anchor_last", list(&|a| a.at.end - 1)),
            ("kind", list(&|a| a.anchor as usize)),
            ("at", table(at)),
            ("live", Tensor::from_data(&[count, seen], live.clone()).into()),
            ("reach", table(reach)),
            ("near", table(near)),
        ];
        let [parts, real, fields] = self.run(&self.second, inputs, ["parts", "real", "fields"])?;
        let parts: NdTensor<f32, 3> = parts.try_into().ok()?;
        let real: NdTensor<f32, 1> = real.try_into().ok()?;
        let fields: NdTensor<f32, 2> = fields.try_into().ok()?;
        let guesses = anchors.iter().enumerate().map(|(n, anchor)| {
            let scores: Vec<[f32; 5]> = (0..seen).map(|k| std::array::from_fn(|t| parts[[n, k, t]])).collect();
            let live = &live[n * seen..(n + 1) * seen];
            let row: Vec<f32> = (0..fields.size(1)).map(|k| fields[[n, k]]).collect();
            decode::guess(self.card, window, input.words.len(), anchor, &scores, live, sigmoid(real[[n]]), &row)
        });
        Some(guesses.collect())
    }

    fn run<const N: usize>(&self, graph: &Graph, inputs: Vec<(&str, Value)>, outputs: [&str; N]) -> Option<[Value; N]> {
        let node = |name: &str| graph.node_id(name).ok();
        let inputs =
            inputs.into_iter().map(|(name, value)| Some((node(name)?, value.into()))).collect::<Option<Vec<_>>>()?;
        let outputs: Vec<NodeId> = outputs.iter().map(|name| node(name)).collect::<Option<Vec<_>>>()?;
        let mut options = RunOptions::default();
        options.thread_pool = Some(THREAD.with(Arc::clone));
        graph.run(inputs, &outputs, Some(options)).ok()?.try_into().ok()
    }

    /// Appends the vector of one piece.
    fn embed(&self, id: usize, out: &mut Vec<f32>) {
        let width = self.card.width;
        let id = id.min(self.rows.saturating_sub(1));
        let scale = self.words.get(4 * id..4 * id + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        let row = 4 * self.rows + id * width;
        let numbers = self.words.get(row..row + width).unwrap_or_default();
        out.extend(numbers.iter().map(|b| f32::from(b.cast_signed()) * scale));
    }
}

/// Reads a graph and lays its weights out once for the products they are used in.
fn graph(bytes: &'static [u8]) -> Option<Graph> {
    ModelOptions::with_all_ops().prepack_weights(true).load_static_slice(bytes).ok()
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The bucket of the `k`th token in sight of an anchor of `len` tokens: exact near by, coarse far off.
fn distance(k: usize, len: usize) -> usize {
    let bucket = |size: usize| {
        if size < 8 {
            return size;
        }
        let far = (size as f32 / 8.0).ln() / 64f32.ln() * (REACH - 8) as f32;
        (8 + far as usize).min(REACH)
    };
    if k < SIGHT { REACH - bucket(SIGHT - k) } else { REACH + bucket((k - SIGHT + 1).saturating_sub(len)) }
}

/// How a word is written: lower, title, upper, mixed, with digits only, without letters or digits.
fn shape(word: &str) -> u8 {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let Some((first, rest)) = letters.split_first() else {
        return if word.chars().any(char::is_numeric) { 4 } else { 5 };
    };
    let all = |is: fn(char) -> bool, some: &[char]| some.iter().all(|c| is(*c));
    if first.is_lowercase() && all(char::is_lowercase, rest) {
        0
    } else if letters.len() > 1 && all(char::is_uppercase, &letters) {
        2
    } else if first.is_uppercase() && all(char::is_lowercase, rest) {
        1
    } else {
        3
    }
}

/// Whether a token begins the text (3), a block (2), a sentence (1) or nothing (0).
fn edge(input: &Input, i: usize) -> u8 {
    match i.checked_sub(1) {
        None => 3,
        Some(before) if input.blocks[before] != input.blocks[i] => 2,
        Some(before) if input.sentences[before] != input.sentences[i] => 1,
        Some(_) => 0,
    }
}
