//! A transformer layer with normalisation behind, as in BERT (Devlin et al. 2019), on bytes where it multiplies matrices.
//!
//! What goes into a product is turned into bytes row by row, between the least and the greatest number of the row: a row with one large
//! number does not coarsen the others, and GELU's output, which is hardly ever negative, has nearly all 256 steps to itself.

use crate::kernel::{COLUMNS, Kernel, ROWS, Tile};
use crate::lanes::{LANES, Lanes, bytes, fold, gelu, greater, raised, smaller};
use crate::weights::{Dense, Linear, Norm, Weights};

/// The width of an attention head, in every layer of both passes.
const HEAD: usize = 32;
/// Rows that are looked at side by side, and rows whose shares of what they look at are summed side by side.
const KEYS: usize = 8;
const TOGETHER: usize = 8;
/// What is added to a variance before its root is taken.
const EPSILON: f32 = 1e-12;

/// One layer.
pub struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Where a layer puts what it has in hand; kept from one to the next.
#[derive(Default)]
pub struct Room {
    bytes: Vec<u8>,
    steps: Vec<Steps>,
    wide: Vec<f32>,
    mixed: Vec<f32>,
    every: Vec<usize>,
    sight: Sight,
}

/// What one head of attention has in hand.
#[derive(Default)]
struct Sight {
    keys: Vec<[f32; HEAD]>,
    values: Vec<[f32; HEAD]>,
    /// Of each key its scores with the rows that ask, and later their shares.
    scores: Vec<[f32; LANES]>,
}

/// How a row of floats became bytes: `(byte - zero) * size` gives them back.
#[derive(Clone, Copy, Default)]
struct Steps {
    size: f32,
    zero: f32,
}

impl Layer {
    pub fn of(weights: &Weights, name: &str) -> Option<Self> {
        let linear = |part: &str| weights.linear(&format!("{name}.{part}"));
        let norm = |part: &str| weights.norm(&format!("{name}.{part}"));
        Some(Self {
            qkv: linear("qkv")?,
            out: linear("out")?,
            norm1: norm("norm1")?,
            up: linear("up")?,
            down: linear("down")?,
            norm2: norm("norm2")?,
        })
    }

    /// Takes the rows `x` one layer on.
    #[inline(always)]
    pub fn forward<K: Kernel>(&self, x: &mut Vec<f32>, room: &mut Room) {
        let mut every = std::mem::take(&mut room.every);
        every.clear();
        every.extend(0..x.len() / self.out.columns);
        self.forward_some::<K>(x, &every, room);
        room.every = every;
    }

    /// Takes those rows of `x` one layer on that `asking` names in rising order, and leaves nothing but them.
    #[inline(always)]
    pub fn forward_some<K: Kernel>(&self, x: &mut Vec<f32>, asking: &[usize], room: &mut Room) {
        let width = self.out.columns;
        let (all, rows) = (x.len() / width, asking.len());
        room.wide.resize(all * self.qkv.columns.max(self.up.columns), 0.0);
        room.mixed.resize(rows * width, 0.0);
        let (own, steps) = (&mut room.bytes, &mut room.steps);
        quantise::<K>(x, width, own, steps);
        product::<K, false>(own, steps, &self.qkv, &mut room.wide);
        let qkv = &room.wide[..all * self.qkv.columns];
        attend::<K>(qkv, asking, width, &mut room.sight, &mut room.mixed);
        for (to, from) in asking.iter().enumerate() {
            x.copy_within(from * width..(from + 1) * width, to * width);
        }
        x.truncate(rows * width);
        quantise::<K>(&room.mixed, width, own, steps);
        product::<K, false>(own, steps, &self.out, &mut room.wide);
        add_and_norm::<K>(x, &room.wide[..rows * width], &self.norm1);
        quantise::<K>(x, width, own, steps);
        product::<K, true>(own, steps, &self.up, &mut room.wide);
        quantise::<K>(&room.wide[..rows * self.up.columns], self.up.columns, own, steps);
        product::<K, false>(own, steps, &self.down, &mut room.mixed);
        add_and_norm::<K>(x, &room.mixed, &self.norm2);
    }
}

/// Turns each row of `x` into bytes.
#[inline(always)]
fn quantise<K: Kernel>(x: &[f32], width: usize, out: &mut Vec<u8>, steps: &mut Vec<Steps>) {
    out.resize(x.len(), 0);
    steps.clear();
    for (row, to) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
        // Nought is always among the steps.
        let (mut least, mut most) = (K::Lanes::all(0.0), K::Lanes::all(0.0));
        for some in row.chunks_exact(LANES) {
            let some = K::Lanes::of(some);
            least = least.smaller(some);
            most = most.greater(some);
        }
        let (least, most) = (fold(least, smaller), fold(most, greater));
        let size = greater((most - least) / 255.0, 1e-20);
        let turned = 1.0 / size;
        let zero = (-least * turned).round_ties_even().min(255.0);
        steps.push(Steps { size, zero });
        let (turned, zero) = (K::Lanes::all(turned), K::Lanes::all(zero));
        for (some, to) in row.chunks_exact(LANES).zip(to.chunks_exact_mut(LANES)) {
            bytes(zero.plus(K::Lanes::of(some), turned), to);
        }
    }
}

/// Rows of bytes times a matrix, as floats; with `GELU` through that as well.
#[inline(always)]
fn product<K: Kernel, const GELU: bool>(x: &[u8], steps: &[Steps], linear: &Linear, out: &mut [f32]) {
    let (depth, columns) = (linear.depth, linear.columns);
    let mut sums: Tile = [[0; COLUMNS]; ROWS];
    for (tile, weights) in linear.bytes.chunks_exact(COLUMNS * depth).enumerate() {
        let at = tile * COLUMNS;
        let own = at..at + COLUMNS;
        let (scale, shift, bias) = (&linear.scale[own.clone()], &linear.sums[own.clone()], &linear.bias[own]);
        let mut first = 0;
        while first < steps.len() {
            let rows = &x[first * depth..];
            let count = (steps.len() - first).min(ROWS);
            match count {
                1 => K::tile::<1>(rows, depth, weights, &mut sums),
                2 => K::tile::<2>(rows, depth, weights, &mut sums),
                3 => K::tile::<3>(rows, depth, weights, &mut sums),
                4 => K::tile::<4>(rows, depth, weights, &mut sums),
                5 => K::tile::<5>(rows, depth, weights, &mut sums),
                _ => K::tile::<ROWS>(rows, depth, weights, &mut sums),
            }
            for (i, sums) in sums.iter().enumerate().take(count) {
                let Steps { size, zero } = steps[first + i];
                let to = &mut out[(first + i) * columns + at..][..COLUMNS];
                let (size, back) = (K::Lanes::all(size), K::Lanes::all(-zero));
                for c in (0..COLUMNS).step_by(LANES) {
                    let scale = K::Lanes::of(&scale[c..]).times(size);
                    let sum = K::Lanes::of_whole(&sums[c..]).plus(back, K::Lanes::of_whole(&shift[c..]));
                    let y = K::Lanes::of(&bias[c..]).plus(sum, scale);
                    if GELU { gelu(y) } else { y }.put(&mut to[c..]);
                }
            }
            first += count;
        }
    }
}

/// One linear layer in bytes on rows of floats.
#[inline(always)]
pub fn linear<K: Kernel>(x: &[f32], linear: &Linear, out: &mut Vec<f32>, room: &mut Room) {
    out.resize(x.len() / linear.depth * linear.columns, 0.0);
    quantise::<K>(x, linear.depth, &mut room.bytes, &mut room.steps);
    product::<K, false>(&room.bytes, &room.steps, linear, out);
}

/// The rows `asking` look at every row (Vaswani et al. 2017).
#[inline(always)]
fn attend<K: Kernel>(qkv: &[f32], asking: &[usize], width: usize, sight: &mut Sight, mixed: &mut [f32]) {
    let stride = 3 * width;
    let rows = qkv.len() / stride;
    // Past the end stand rows of nought, so that keys can be taken some at a time.
    sight.keys.clear();
    sight.keys.resize(rows.next_multiple_of(KEYS), [0.0; HEAD]);
    sight.values.resize(rows, [0.0; HEAD]);
    for head in (0..width).step_by(HEAD) {
        let own = sight.keys.iter_mut().zip(&mut sight.values);
        for (row, (key, value)) in qkv.chunks_exact(stride).zip(own) {
            key.copy_from_slice(&row[width + head..][..HEAD]);
            value.copy_from_slice(&row[2 * width + head..][..HEAD]);
        }
        for (block, own) in asking.chunks(2 * LANES).enumerate() {
            let to = &mut mixed[block * 2 * LANES * width..];
            if own.len() > LANES {
                look::<K, 2>(qkv, own, stride, head, sight, to);
            } else {
                look::<K, 1>(qkv, own, stride, head, sight, to);
            }
        }
    }
}

/// `G` times sixteen of the asking rows look through one head, each of them in a lane of its own: the greatest of its scores
/// and their sum are then found without going across lanes.
#[inline(always)]
fn look<K: Kernel, const G: usize>(
    qkv: &[f32],
    asking: &[usize],
    stride: usize,
    head: usize,
    sight: &mut Sight,
    mixed: &mut [f32],
) {
    #[expect(clippy::cast_precision_loss, reason = "32")]
    let scale = 1.0 / (HEAD as f32).sqrt();
    let Sight { keys, values, scores } = sight;
    // Past the end the last row asks once more, and nobody listens.
    let mut queries = [[[0.0; LANES]; G]; HEAD];
    for lane in 0..G * LANES {
        let at = asking[lane.min(asking.len() - 1)] * stride + head;
        for (query, q) in queries.iter_mut().zip(&qkv[at..at + HEAD]) {
            query[lane / LANES][lane % LANES] = q * scale;
        }
    }
    let rows = values.len();
    scores.resize(keys.len() * G, [0.0; LANES]);
    let mut most = [K::Lanes::all(f32::MIN); G];
    for (n, (keys, scores)) in keys.as_chunks::<KEYS>().0.iter().zip(scores.chunks_exact_mut(KEYS * G)).enumerate() {
        let mut sums = [[K::Lanes::all(0.0); G]; KEYS];
        for (d, query) in queries.iter().enumerate() {
            let query: [K::Lanes; G] = std::array::from_fn(|g| K::Lanes::of(&query[g]));
            for (key, sums) in keys.iter().zip(&mut sums) {
                let key = K::Lanes::all(key[d]);
                for (sum, query) in sums.iter_mut().zip(query) {
                    *sum = sum.plus(key, query);
                }
            }
        }
        for (i, (sums, scores)) in sums.iter().zip(scores.chunks_exact_mut(G)).enumerate() {
            for ((sum, score), most) in sums.iter().zip(scores).zip(&mut most) {
                sum.put(score);
                if n * KEYS + i < rows {
                    *most = most.greater(*sum);
                }
            }
        }
    }
    let totals = soften::<K, G>(&mut scores[..rows * G], most);
    let width = stride / 3;
    for first in (0..asking.len()).step_by(TOGETHER) {
        let (g, lane) = (first / LANES, first % LANES);
        let mut sums = [[K::Lanes::all(0.0); 2]; TOGETHER];
        for (scores, value) in scores.chunks_exact(G).zip(values.iter()) {
            let (left, right) = (K::Lanes::of(value), K::Lanes::of(&value[LANES..]));
            let scores = scores[g].as_chunks::<TOGETHER>().0[lane / TOGETHER];
            for (score, sums) in scores.iter().zip(&mut sums) {
                let share = K::Lanes::all(*score);
                sums[0] = sums[0].plus(share, left);
                sums[1] = sums[1].plus(share, right);
            }
        }
        for (i, sums) in sums.iter().enumerate().take(asking.len() - first) {
            let to = &mut mixed[(first + i) * width + head..][..HEAD];
            let share = K::Lanes::all(1.0 / totals[g][lane + i]);
            sums[0].times(share).put(to);
            sums[1].times(share).put(&mut to[LANES..]);
        }
    }
}

/// Raises e to each score less the greatest of its lane; gives the sum of every lane.
#[inline(always)]
fn soften<K: Kernel, const G: usize>(scores: &mut [[f32; LANES]], most: [K::Lanes; G]) -> [[f32; LANES]; G] {
    // Sixteen sums of every sixteenth share each, and then sums of two.
    let mut sums = [[K::Lanes::all(0.0); G]; LANES];
    for scores in scores.chunks_mut(LANES * G) {
        for (scores, sums) in scores.chunks_exact_mut(G).zip(&mut sums) {
            for ((score, most), sum) in scores.iter_mut().zip(most).zip(sums) {
                let share = raised(K::Lanes::of(score).less(most));
                share.put(score);
                *sum = sum.add(share);
            }
        }
    }
    let mut half = LANES / 2;
    while half > 0 {
        let (sums, others) = sums.split_at_mut(half);
        for (sum, other) in sums.as_flattened_mut().iter_mut().zip(others.as_flattened()) {
            *sum = sum.add(*other);
        }
        half /= 2;
    }
    sums[0].map(|sum| {
        let mut own = [0.0; LANES];
        sum.put(&mut own);
        own
    })
}

/// `x + more`, brought row by row to mean 0 and variance 1, then scaled and shifted.
#[inline(always)]
fn add_and_norm<K: Kernel>(x: &mut [f32], more: &[f32], norm: &Norm) {
    let width = norm.weight.len();
    for (row, more) in x.chunks_exact_mut(width).zip(more.chunks_exact(width)) {
        add::<K>(row, more);
        normalise::<K>(row, norm);
    }
}

/// `to + more`, number by number; the length is a multiple of [`LANES`].
#[inline(always)]
pub fn add<K: Kernel>(to: &mut [f32], more: &[f32]) {
    for (to, more) in to.chunks_exact_mut(LANES).zip(more.chunks_exact(LANES)) {
        K::Lanes::of(to).add(K::Lanes::of(more)).put(to);
    }
}

/// Brings one row to mean 0 and variance 1, then scales and shifts it.
#[inline(always)]
pub fn normalise<K: Kernel>(row: &mut [f32], norm: &Norm) {
    #[expect(clippy::cast_precision_loss, reason = "a width of some hundreds")]
    let share = 1.0 / row.len() as f32;
    let mut sum = K::Lanes::all(0.0);
    for some in row.chunks_exact(LANES) {
        sum = sum.add(K::Lanes::of(some));
    }
    let mean = K::Lanes::all(fold(sum, |a, b| a + b) * share);
    let mut squares = K::Lanes::all(0.0);
    for some in row.chunks_exact(LANES) {
        let apart = K::Lanes::of(some).less(mean);
        squares = squares.plus(apart, apart);
    }
    let turned = K::Lanes::all(1.0 / (fold(squares, |a, b| a + b) * share + EPSILON).sqrt());
    let scale = norm.weight.chunks_exact(LANES).zip(norm.bias.chunks_exact(LANES));
    for (some, (weight, bias)) in row.chunks_exact_mut(LANES).zip(scale) {
        let own = K::Lanes::of(some).less(mean).times(turned);
        K::Lanes::of(bias).plus(own, K::Lanes::of(weight)).put(some);
    }
}

/// Rows of floats times a matrix of floats.
#[inline(always)]
pub fn dense<K: Kernel>(x: &[f32], dense: &Dense, out: &mut Vec<f32>) {
    /// Rows that are worked on together; fewer would wait for their own sums.
    const SOME: usize = 8;
    let Dense { depth, columns, padded, .. } = *dense;
    let rows = x.len() / depth;
    out.resize(rows * columns, 0.0);
    for first in (0..rows).step_by(SOME) {
        // Past the end the last row is worked on again, and left.
        let own: [&[f32]; SOME] = std::array::from_fn(|i| &x[(first + i).min(rows - 1) * depth..][..depth]);
        for c in (0..padded).step_by(LANES) {
            let mut sums = [K::Lanes::of(&dense.bias[c..]); SOME];
            for k in 0..depth {
                let weights = K::Lanes::of(&dense.weights[k * padded + c..]);
                for (sum, row) in sums.iter_mut().zip(&own) {
                    *sum = sum.plus(K::Lanes::all(row[k]), weights);
                }
            }
            let count = (columns - c).min(LANES);
            for (i, sum) in sums.iter().enumerate().take(rows - first) {
                let mut own = [0.0; LANES];
                sum.put(&mut own);
                out[(first + i) * columns + c..][..count].copy_from_slice(&own[..count]);
            }
        }
    }
}
