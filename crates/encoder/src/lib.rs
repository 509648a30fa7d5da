//! A trained reader: what attributions hang on, and what each of them says of whom.
//!
//! ```text
//! tokens, tags, marks of rules → windows → first pass  (a vector a token, what may be an anchor)
//!                                        → second pass (from each anchor: source, content, fields)
//!                                        → Reading
//! ```
//!
//! An attribution hangs on its cue, or where it has none on the first word of its content. Each anchor gets tags of its
//! own, so contents may stand inside each other and may be cut in two. The model knows nothing of documents, claims
//! or rules: it is given plain lists, one entry a token, and gives token ranges back. How it is trained, on what and with
//! which scores is written in `training/README.md`.

mod decode;
mod kernel;
mod lanes;
mod layer;
mod link;
mod model;
mod weights;
mod window;
mod wordpiece;

use std::ops::Range;

pub use link::Links;
pub use model::{Card, Model, Score};

/// One text, as lists with an entry for each token.
#[derive(Clone, Debug, Default)]
pub struct Input<'t> {
    /// The tokens as they stand.
    pub words: Vec<&'t str>,
    /// Parts of speech, by their numbers in the tagger that the model was trained with.
    pub tags: Vec<u8>,
    /// The index of each token's sentence.
    pub sentences: Vec<u32>,
    /// The index of each token's block.
    pub blocks: Vec<u32>,
    /// Whether the token stands in quotation marks.
    pub quoted: Vec<bool>,
    /// What rules found: see [`RuleMarks`].
    pub rules: Vec<u8>,
}

/// What the rules found, as one number a token: 9 × source + 3 × cue + depth of content.
///
/// Source and cue count 0 outside, 1 first token, 2 further token; the depth of contents is cut at 2.
#[derive(Clone, Debug)]
pub struct RuleMarks {
    source: Vec<u8>,
    cue: Vec<u8>,
    content: Vec<u8>,
}

impl RuleMarks {
    /// No marks on `len` tokens.
    #[must_use]
    pub fn new(len: usize) -> Self {
        Self { source: vec![0; len], cue: vec![0; len], content: vec![0; len] }
    }

    /// Adds one attribution.
    pub fn add(&mut self, source: Option<&Range<usize>>, cue: Option<&Range<usize>>, content: &[Range<usize>]) {
        for (range, marks) in [(source, &mut self.source), (cue, &mut self.cue)] {
            for i in range.cloned().into_iter().flatten() {
                let first = range.is_some_and(|r| r.start == i) || marks[i] == 1;
                marks[i] = if first { 1 } else { 2 };
            }
        }
        for i in content.iter().cloned().flatten() {
            self.content[i] = (self.content[i] + 1).min(2);
        }
    }

    /// The numbers.
    #[must_use]
    pub fn numbers(&self) -> Vec<u8> {
        self.source.iter().zip(&self.cue).zip(&self.content).map(|((s, c), x)| 9 * s + 3 * c + x).collect()
    }
}

/// What an attribution hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// Words that report.
    Cue,
    /// The first word of a sentence that goes on reporting.
    Continued,
    /// The first word of a content without a cue.
    Bare,
    /// The first word of what the outlet says itself.
    OwnVoice,
}

/// What the model reads in one text.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The attributions, in reading order.
    pub readings: Vec<Reading>,
    /// Which mentions are of one source.
    pub links: Links,
}

/// An attribution as the model reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it hangs on.
    pub anchor: Anchor,
    /// The cue, or the first token of the content.
    pub at: Range<usize>,
    /// Whose words they are.
    pub source: Option<Range<usize>>,
    /// What is reported, in reading order; never empty.
    pub content: Vec<Range<usize>>,
    /// How likely it is an attribution, from 0 to 1.
    pub sure: f32,
    /// Index of the reading whose content holds this one.
    pub parent: Option<usize>,
    /// How likely each value of each field is, in the order of the model's card.
    pub fields: Vec<Vec<f32>>,
}
