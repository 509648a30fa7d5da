//! The weights, and what it takes to run them.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::decode::{self, Guess};
use crate::kernel::{Kernel, Processor, Work};
use crate::lanes::{LANES, Lanes, gelu};
use crate::layer::{Layer, Room, add, dense, linear, normalise};
use crate::link::{Links, bucket};
use crate::weights::{Dense, Linear, Norm, Table, Weights, Words};
use crate::wordpiece::Vocabulary;
use crate::{Input, Read, window};

/// Buckets of distance on either side of an anchor.
const REACH: usize = crate::link::REACH - 1;
/// Pieces that the encoder can tell apart by position, without the two ends of a window.
const POSITIONS: usize = 510;
/// What the first pass gives for each token: cue (3), anchor without a cue (4), mention (3), its kind (7), how little it asks for an
/// earlier mention (1).
const HEADS: usize = 18;
/// What the second pass tags a token with.
const PARTS: usize = 5;

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
    /// Tokens that an anchor sees before its first, and from it on.
    pub sight: [usize; 2],
    /// Fields in the order in which they are read out, each with its values.
    pub fields: Vec<(String, Vec<String>)>,
    /// From which likelihood on a reading counts: with a cue that rules found as well, with another, without a cue, as the outlet's own
    /// voice.
    pub least: [f32; 4],
    /// Slope and intercept that take the logit of a raw confidence to that of how often such claims are right (Platt 1999).
    pub calibration: [f32; 2],
    /// Scores of a tag (column) behind another (row) in the second pass.
    pub steps: [[f32; 5]; 5],
    /// Scores of the first tag.
    pub starts: [f32; 5],
}

impl Card {
    /// How often a claim of this raw confidence is right on the corpus's dev part, in hundredths.
    #[must_use]
    pub fn calibrated(&self, raw: f32) -> f32 {
        let raw = raw.clamp(0.001, 0.999);
        let [slope, shift] = self.calibration;
        let logit = slope * (raw / (1.0 - raw)).ln() + shift;
        (100.0 / (1.0 + (-logit).exp())).round() / 100.0
    }
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
    encoder: Encoder,
    second: Second,
    processor: Processor,
}

/// The first pass: from pieces to a vector a token, and what may be an anchor.
struct Encoder {
    words: Words,
    position: Table,
    norm: Norm,
    /// How a token is written, its part of speech, whether it is quoted, what it begins, what rules found.
    given: [Table; 5],
    layers: Vec<Layer>,
    heads: Dense,
    link: Linear,
    /// What a distance adds to the score of a link.
    link_reach: [f32; crate::link::REACH],
}

/// The second pass: from an anchor to its source, content and fields.
struct Second {
    token: Dense,
    anchor: Dense,
    kind: Table,
    reach: Table,
    near: Table,
    layers: Vec<Layer>,
    part: Dense,
    pool: Dense,
    /// Whether it is an attribution at all, then the values of all fields.
    fields: Dense,
}

/// Where both passes put what they have in hand.
#[derive(Default)]
struct Desk {
    room: Room,
    pieces: Vec<f32>,
    tokens: Vec<f32>,
    heads: Vec<f32>,
    links: Vec<f32>,
    narrow: Vec<f32>,
    anchors: Vec<f32>,
    x: Vec<f32>,
    parts: Vec<f32>,
    pooled: Vec<f32>,
    fields: Vec<f32>,
}

thread_local! {
    /// Who reads many reports reads them side by side, each on one thread.
    static DESK: RefCell<Desk> = RefCell::default();
}

struct Files {
    card: &'static str,
    vocabulary: &'static str,
    weights: &'static [u8],
}

#[cfg(weights)]
const SHIPPED: Option<Files> = Some(Files {
    card: include_str!("../data/card.json"),
    vocabulary: include_str!("../data/vocab.txt"),
    weights: include_bytes!("../data/reader.safetensors"),
});
#[cfg(not(weights))]
const SHIPPED: Option<Files> = None;

impl Model {
    /// The model that is built in; none where the weights were not there when this was built, or cannot be read.
    pub fn shipped() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<Model>> = OnceLock::new();
        MODEL.get_or_init(|| SHIPPED.and_then(|files| Self::load(&files, Processor::here()))).as_ref()
    }

    /// The card of the model that is built in; its weights stay where they are.
    pub fn shipped_card() -> Option<&'static Card> {
        static CARD: OnceLock<Option<Card>> = OnceLock::new();
        CARD.get_or_init(|| SHIPPED.and_then(|files| serde_json::from_str(files.card).ok())).as_ref()
    }

    fn load(files: &Files, processor: Processor) -> Option<Self> {
        let weights = Weights::of(files.weights)?;
        Some(Self {
            card: Self::shipped_card()?,
            vocabulary: Vocabulary::new(files.vocabulary),
            encoder: Encoder::of(&weights)?,
            second: Second::of(&weights)?,
            processor,
        })
    }

    /// What stands in `input`; the same on every processor and whatever else runs.
    #[must_use]
    pub fn read(&self, input: &Input) -> Read {
        let mut ids = Vec::new();
        let mut starts = Vec::with_capacity(input.words.len() + 1);
        for word in &input.words {
            starts.push(ids.len());
            self.vocabulary.pieces(word, &mut ids);
        }
        starts.push(ids.len());
        let lengths: Vec<usize> = starts.windows(2).map(|s| s[1] - s[0]).collect();
        let mut guesses = Vec::new();
        let mut links = Links::of(input.words.len(), self.encoder.link_reach);
        let windows = window::windows(&lengths, &input.sentences);
        // Of what two windows see, each reads the half that it sees more around.
        let middle = |n: usize| windows.get(n).map_or(input.words.len(), |w| w.start.midpoint(windows[n - 1].end));
        for (n, window) in windows.iter().enumerate() {
            let own = if n == 0 { 0 } else { middle(n) }..middle(n + 1);
            let end = window.clone().rev().find(|i| starts[i + 1] - starts[window.start] <= POSITIONS);
            let window = window.start..end.map_or(window.start, |i| i + 1);
            if window.is_empty() {
                continue;
            }
            let pass = Pass { model: self, input, ids: &ids, starts: &starts, window: window.clone() };
            guesses.extend(DESK.with_borrow_mut(|desk| {
                let found = self.processor.run(Whole { pass, own: own.clone(), desk });
                links.keep(window.start, own.start, &desk.links, &desk.heads, HEADS);
                found
            }));
        }
        Read { readings: decode::settle(input, guesses, self.card), links }
    }
}

impl Encoder {
    fn of(weights: &Weights) -> Option<Self> {
        let given = |name: &str| weights.table(&format!("given.{name}"));
        let layers: Vec<Layer> = (0..).map_while(|n| Layer::of(weights, &format!("layer.{n}"))).collect();
        Some(Self {
            words: weights.words("word")?,
            position: weights.table("position")?,
            norm: weights.norm("norm")?,
            given: [given("shape")?, given("tag")?, given("quoted")?, given("edge")?, given("rule")?],
            layers,
            heads: weights.dense("heads").filter(|h| h.columns == HEADS)?,
            link: weights.linear("link")?,
            link_reach: weights.table("link_reach")?.rows.try_into().ok()?,
        })
    }
}

impl Second {
    fn of(weights: &Weights) -> Option<Self> {
        Some(Self {
            token: weights.dense("token")?,
            anchor: weights.dense("anchor")?,
            kind: weights.table("kind")?,
            reach: weights.table("reach")?,
            near: weights.table("near")?,
            layers: (0..).map_while(|n| Layer::of(weights, &format!("second.{n}"))).collect(),
            part: weights.dense("part").filter(|p| p.columns == PARTS)?,
            pool: weights.dense("pool")?,
            fields: weights.dense("fields")?,
        })
    }
}

/// One window of a text.
struct Pass<'a, 't> {
    model: &'a Model,
    input: &'a Input<'t>,
    ids: &'a [u32],
    starts: &'a [usize],
    window: Range<usize>,
}

/// Both passes over one window.
struct Whole<'a, 't> {
    pass: Pass<'a, 't>,
    /// The tokens of the text whose anchors are read here.
    own: Range<usize>,
    desk: &'a mut Desk,
}

impl Work for Whole<'_, '_> {
    type Out = Vec<Guess>;

    #[inline(always)]
    fn run<K: Kernel>(self) -> Vec<Guess> {
        let Self { pass, own, desk } = self;
        pass.first::<K>(desk);
        let heads = desk.heads.chunks_exact(HEADS);
        let mut anchors =
            decode::anchors(heads.map(|row| ([row[0], row[1], row[2]], [row[3], row[4], row[5], row[6]])));
        anchors.retain(|found| own.contains(&(pass.window.start + found.at.start)));
        if anchors.is_empty() { Vec::new() } else { pass.second::<K>(desk, &anchors) }
    }
}

impl Pass<'_, '_> {
    /// Fills `desk.tokens`, `heads` and `links`, a row for each token of the window.
    #[inline(always)]
    fn first<K: Kernel>(&self, desk: &mut Desk) {
        let Encoder { words, position, norm, given, layers, heads, link, .. } = &self.model.encoder;
        let vocabulary = &self.model.vocabulary;
        let (starts, base) = (self.starts, self.starts[self.window.start]);
        let pieces = &self.ids[base..starts[self.window.end]];
        let width = position.width;
        desk.pieces.resize((pieces.len() + 2) * width, 0.0);
        let ids = [&vocabulary.first].into_iter().chain(pieces).chain([&vocabulary.last]);
        for (n, (row, id)) in desk.pieces.chunks_exact_mut(width).zip(ids).enumerate() {
            words.write(*id as usize, row);
            add::<K>(row, position.row(n));
            normalise::<K>(row, norm);
        }
        let mut rows = desk.pieces.chunks_exact_mut(width);
        let nothing = [0; 5];
        let mut mark = |values: [u8; 5]| {
            if let Some(row) = rows.next() {
                for (table, value) in given.iter().zip(values) {
                    add::<K>(row, table.row(usize::from(value)));
                }
            }
        };
        mark(nothing);
        for i in self.window.clone() {
            let input = self.input;
            let values =
                [shape(input.words[i]), input.tags[i], u8::from(input.quoted[i]), edge(input, i), input.rules[i]];
            (starts[i]..starts[i + 1]).for_each(|_| mark(values));
        }
        mark(nothing);
        let Some((last, before)) = layers.split_last() else { return };
        for layer in before {
            layer.forward::<K>(&mut desk.pieces, &mut desk.room);
        }
        // A token is read at its first piece.
        let asking: Vec<usize> = self.window.clone().map(|i| starts[i] - base + 1).collect();
        last.forward_some::<K>(&mut desk.pieces, &asking, &mut desk.room);
        std::mem::swap(&mut desk.pieces, &mut desk.tokens);
        dense::<K>(&desk.tokens, heads, &mut desk.heads);
        linear::<K>(&desk.tokens, link, &mut desk.links, &mut desk.room);
    }

    /// Reads out what hangs on each of `anchors`, whose tokens count from the beginning of the window.
    #[inline(always)]
    fn second<K: Kernel>(&self, desk: &mut Desk, anchors: &[decode::Found]) -> Vec<Guess> {
        let Second { token, anchor, kind, reach, near, layers, part, pool, fields } = &self.model.second;
        let card = self.model.card;
        let (wide, width, tokens) = (token.depth, token.columns, self.window.len());
        dense::<K>(&desk.tokens, token, &mut desk.narrow);
        let mut ends = Vec::with_capacity(anchors.len() * 2 * wide);
        for found in anchors {
            for i in [found.at.start, found.at.end - 1] {
                ends.extend_from_slice(&desk.tokens[i * wide..(i + 1) * wide]);
            }
        }
        dense::<K>(&ends, anchor, &mut desk.anchors);
        desk.pooled.clear();
        let mut scores = Vec::with_capacity(anchors.len());
        for (found, own) in anchors.iter().zip(desk.anchors.chunks_exact_mut(width)) {
            add::<K>(own, kind.row(found.anchor as usize));
            let seen = found.at.start.saturating_sub(card.sight[0])..tokens.min(found.at.start + card.sight[1]);
            desk.x.resize(seen.len() * width, 0.0);
            for (i, row) in seen.clone().zip(desk.x.chunks_exact_mut(width)) {
                let token = &desk.narrow[i * width..(i + 1) * width];
                let far = reach.row(distance(i, &found.at));
                let near = near.row(self.nearness(i, found));
                for c in (0..width).step_by(LANES) {
                    let sum = K::Lanes::of(&token[c..]).add(K::Lanes::of(&own[c..]));
                    gelu(sum.add(K::Lanes::of(&far[c..])).add(K::Lanes::of(&near[c..]))).put(&mut row[c..]);
                }
            }
            for layer in layers {
                layer.forward::<K>(&mut desk.x, &mut desk.room);
            }
            dense::<K>(&desk.x, part, &mut desk.parts);
            // What is taken for content, as one vector.
            let start = desk.pooled.len();
            let at = (found.at.start - seen.start) * width;
            desk.pooled.extend_from_slice(&desk.x[at..at + width]);
            desk.pooled.resize(start + 2 * width, 0.0);
            let held = &mut desk.pooled[start + width..];
            let mut count = 0.0;
            for (row, p) in desk.x.chunks_exact(width).zip(desk.parts.chunks_exact(PARTS)) {
                if p[3].max(p[4]) > p[0].max(p[1]).max(p[2]) {
                    add::<K>(held, row);
                    count += 1.0;
                }
            }
            if count > 0.0 {
                held.iter_mut().for_each(|x| *x /= count);
            }
            desk.pooled.extend_from_slice(own);
            let rows: Vec<[f32; PARTS]> = desk.parts.as_chunks().0.to_vec();
            scores.push((self.window.start + seen.start, rows));
        }
        let mut pooled = Vec::new();
        dense::<K>(&desk.pooled, pool, &mut pooled);
        for some in pooled.chunks_exact_mut(LANES) {
            gelu(K::Lanes::of(some)).put(some);
        }
        dense::<K>(&pooled, fields, &mut desk.fields);
        let rows = desk.fields.chunks_exact(fields.columns);
        let guess = |((found, (from, scores)), row): ((&decode::Found, _), &[f32])| {
            decode::guess(card, self.window.start, found, from, scores, row)
        };
        anchors.iter().zip(scores.iter().map(|(from, rows)| (*from, rows.as_slice()))).zip(rows).map(guess).collect()
    }

    /// 0 in the anchor, 1 in its sentence, 2 in its block, 3 elsewhere.
    fn nearness(&self, i: usize, found: &decode::Found) -> usize {
        let (here, own) = (self.window.start + i, self.window.start + found.at.start);
        if found.at.contains(&i) {
            0
        } else if self.input.sentences[here] == self.input.sentences[own] {
            1
        } else if self.input.blocks[here] == self.input.blocks[own] {
            2
        } else {
            3
        }
    }
}

/// The bucket of token `i` as seen from an anchor: exact near by, coarse far off.
fn distance(i: usize, anchor: &Range<usize>) -> usize {
    if i < anchor.start { REACH - bucket(anchor.start - i) } else { REACH + bucket((i + 1).saturating_sub(anchor.end)) }
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

#[cfg(all(test, weights))]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What `training/export.py` wrote with the weights: inputs, and what PyTorch makes of them in f32.
    #[derive(Deserialize)]
    struct Fixture {
        model: String,
        windows: Vec<Expected>,
    }

    #[derive(Deserialize)]
    struct Expected {
        words: Vec<String>,
        tags: Vec<u8>,
        sentences: Vec<u32>,
        blocks: Vec<u32>,
        quoted: Vec<u8>,
        rules: Vec<u8>,
        heads: Vec<Vec<f32>>,
        anchors: Vec<(usize, usize, usize)>,
        parts: Vec<Vec<Vec<f32>>>,
        fields: Vec<Vec<f32>>,
    }

    impl Expected {
        fn input(&self) -> Input<'_> {
            Input {
                words: self.words.iter().map(String::as_str).collect(),
                tags: self.tags.clone(),
                sentences: self.sentences.clone(),
                blocks: self.blocks.clone(),
                quoted: self.quoted.iter().map(|q| *q == 1).collect(),
                rules: self.rules.clone(),
            }
        }
    }

    fn fixture() -> Fixture {
        serde_json::from_str(include_str!("../tests/data/passes.json")).expect("written by export.py")
    }

    /// Both passes over a text of one window, as raw numbers: heads, then tags and fields of each anchor.
    struct Raw<'a, 't>(Pass<'a, 't>, &'a [decode::Found], &'a mut Desk);

    impl Work for Raw<'_, '_> {
        type Out = ();
        #[inline(always)]
        fn run<K: Kernel>(self) {
            self.0.first::<K>(self.2);
            self.0.second::<K>(self.2, self.1);
        }
    }

    fn raw(model: &Model, expected: &Expected, processor: Processor, mut then: impl FnMut(&Desk, usize)) {
        let input = expected.input();
        let (mut ids, mut starts) = (Vec::new(), vec![0]);
        for word in &input.words {
            model.vocabulary.pieces(word, &mut ids);
            starts.push(ids.len());
        }
        for (n, (kind, start, end)) in expected.anchors.iter().enumerate() {
            let anchor =
                [crate::Anchor::Cue, crate::Anchor::Continued, crate::Anchor::Bare, crate::Anchor::OwnVoice][*kind];
            let found = [decode::Found { anchor, at: *start..*end, score: 1.0 }];
            let pass = Pass { model, input: &input, ids: &ids, starts: &starts, window: 0..input.words.len() };
            let mut desk = Desk::default();
            processor.run(Raw(pass, &found, &mut desk));
            then(&desk, n);
        }
    }

    /// The greatest and the mean difference of two lists.
    fn apart<'n>(ours: &[f32], theirs: impl IntoIterator<Item = &'n f32>) -> (f32, f32, usize) {
        let apart: Vec<f32> = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()).collect();
        (apart.iter().copied().fold(0.0, f32::max), apart.iter().sum(), apart.len())
    }

    #[test]
    fn both_passes_give_what_they_gave_in_training() {
        let model = Model::shipped().expect("the weights can be read");
        let fixture = fixture();
        assert_eq!(
            fixture.model,
            format!("{}@{}", model.card.name, model.card.version),
            "tests/data/passes.json is of other weights; export them together"
        );
        let (mut sums, mut counts, mut agree, mut tags) = ([0.0; 3], [0usize; 3], 0, 0);
        for expected in &fixture.windows {
            raw(model, expected, Processor::here(), |desk, n| {
                let lists = [
                    apart(&desk.heads, expected.heads.iter().flatten()),
                    apart(&desk.parts, expected.parts[n].iter().flatten()),
                    apart(&desk.fields, &expected.fields[n]),
                ];
                for (i, (_, sum, count)) in lists.into_iter().enumerate() {
                    sums[i] += sum;
                    counts[i] += count;
                }
                let best = |row: &[f32]| (1..row.len()).fold(0, |b, k| if row[k] > row[b] { k } else { b });
                assert_eq!(desk.parts.len(), PARTS * expected.parts[n].len());
                for (ours, theirs) in desk.parts.chunks_exact(PARTS).zip(&expected.parts[n]) {
                    agree += usize::from(best(ours) == best(theirs));
                    tags += 1;
                }
            });
        }
        let mean = |i: usize| sums[i] / counts[i] as f32;
        println!(
            "mean difference: heads {:.3}, tags {:.3}, fields {:.3}; same tag {agree} of {tags}",
            mean(0),
            mean(1),
            mean(2)
        );
        // Bytes against floats: scores run from about -12 to 12.
        assert!(mean(0) < 0.15 && mean(1) < 0.25 && mean(2) < 0.25, "bytes cost more than they should");
        assert!(agree * 1000 >= tags * 985, "only {agree} of {tags} tags are the same");
    }

    #[test]
    fn every_processor_reads_the_same_to_the_last_bit() {
        let model = Model::shipped().expect("the weights can be read");
        let expected = &fixture().windows[0];
        let mut first = Vec::new();
        raw(model, expected, Processor::Plain, |desk, _| {
            first.push((desk.heads.clone(), desk.parts.clone(), desk.fields.clone()))
        });
        #[cfg(target_arch = "x86_64")]
        for other in [Processor::Avx2, Processor::Vnni] {
            raw(model, expected, other, |desk, n| {
                let bits = |list: &[f32]| list.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&desk.heads), bits(&first[n].0), "heads by {other:?}");
                assert_eq!(bits(&desk.parts), bits(&first[n].1), "tags by {other:?}");
                assert_eq!(bits(&desk.fields), bits(&first[n].2), "fields by {other:?}");
            });
        }
    }

    #[test]
    fn words_fall_into_the_pieces_that_the_model_was_trained_on() {
        let model = Model::shipped().expect("the weights can be read");
        let expected: BTreeMap<String, Vec<u32>> =
            serde_json::from_str(include_str!("../tests/data/pieces.json")).expect("written by export.py");
        for (word, pieces) in &expected {
            let mut ours = Vec::new();
            model.vocabulary.pieces(word, &mut ours);
            assert_eq!(&ours, pieces, "{word:?}");
        }
    }
}
