//! A transformer layer with normalisation behind, as in BERT (Devlin et al. 2019), on bytes where it multiplies matrices.
//!
//! What goes into a product is turned into bytes row by row, between the least and the greatest number of the row: a row with one large
//! number does not coarsen the others, and GELU's output, which is hardly ever negative, has nearly all 256 steps to itself.

use crate::kernel::{COLUMNS, Kernel, ROWS, Tile};
use crate::lanes::{LANES, Lanes, bytes, fold, gelu, greater, raised, smaller};
use crate::weights::{Dense, Linear, Norm, Weights};

/// The width of an attention head, in every layer of both passes.
const HEAD: usize = 32;
/// Rows of attention that are worked on together, and numbers of a row.
const TOGETHER: usize = 8;
const ABREAST: usize = 2 * LANES;
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
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
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
        attend::<K>(qkv, asking, width, &mut room.keys, &mut room.values, &mut room.scores, &mut room.mixed);
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
fn attend<K: Kernel>(
    qkv: &[f32],
    asking: &[usize],
    width: usize,
    keys: &mut Vec<f32>,
    values: &mut Vec<f32>,
    scores: &mut Vec<f32>,
    mixed: &mut [f32],
) {
    let stride = 3 * width;
    let rows = qkv.len() / stride;
    let padded = rows.next_multiple_of(ABREAST);
    keys.clear();
    keys.resize(HEAD * padded, 0.0);
    values.resize(rows * HEAD, 0.0);
    scores.resize(TOGETHER * padded, 0.0);
    #[expect(clippy::cast_precision_loss, reason = "32")]
    let scale = 1.0 / (HEAD as f32).sqrt();
    for head in (0..width).step_by(HEAD) {
        for (j, row) in qkv.chunks_exact(stride).enumerate() {
            let key = &row[width + head..][..HEAD];
            for (d, k) in key.iter().enumerate() {
                keys[d * padded + j] = *k;
            }
            values[j * HEAD..][..HEAD].copy_from_slice(&row[2 * width + head..][..HEAD]);
        }
        for (block, own) in asking.chunks(TOGETHER).enumerate() {
            // Past the end the last row is worked on again, and left.
            let mut queries = [[0.0; HEAD]; TOGETHER];
            for (i, query) in queries.iter_mut().enumerate() {
                let at = own[i.min(own.len() - 1)] * stride + head;
                for (to, q) in query.iter_mut().zip(&qkv[at..at + HEAD]) {
                    *to = q * scale;
                }
            }
            for j in (0..padded).step_by(ABREAST) {
                let mut sums = [[K::Lanes::all(0.0); 2]; TOGETHER];
                for d in 0..HEAD {
                    let key = &keys[d * padded + j..][..ABREAST];
                    let (left, right) = (K::Lanes::of(key), K::Lanes::of(&key[LANES..]));
                    for i in 0..TOGETHER {
                        let q = K::Lanes::all(queries[i][d]);
                        sums[i][0] = sums[i][0].plus(q, left);
                        sums[i][1] = sums[i][1].plus(q, right);
                    }
                }
                for (i, sums) in sums.iter().enumerate() {
                    let to = &mut scores[i * padded + j..][..ABREAST];
                    sums[0].put(to);
                    sums[1].put(&mut to[LANES..]);
                }
            }
            let mut totals = [0.0; TOGETHER];
            for (row, total) in scores.chunks_exact_mut(padded).zip(&mut totals) {
                *total = soften::<K>(row, rows);
            }
            let mut sums = [[K::Lanes::all(0.0); 2]; TOGETHER];
            // Slices of the length that is counted to, so that no index is checked.
            let shares: [&[f32]; TOGETHER] = std::array::from_fn(|i| &scores[i * padded..][..rows]);
            for (j, value) in values.as_chunks::<HEAD>().0[..rows].iter().enumerate() {
                let (left, right) = (K::Lanes::of(value), K::Lanes::of(&value[LANES..]));
                for i in 0..TOGETHER {
                    let p = K::Lanes::all(shares[i][j]);
                    sums[i][0] = sums[i][0].plus(p, left);
                    sums[i][1] = sums[i][1].plus(p, right);
                }
            }
            for (i, (sums, total)) in sums.iter().zip(totals).enumerate().take(own.len()) {
                let to = &mut mixed[(block * TOGETHER + i) * width + head..][..HEAD];
                let share = K::Lanes::all(1.0 / total);
                sums[0].times(share).put(to);
                sums[1].times(share).put(&mut to[LANES..]);
            }
        }
    }
}

/// Raises e to each of the first `count` numbers of `row` less the greatest, and leaves nought behind them; gives their sum.
#[inline(always)]
fn soften<K: Kernel>(row: &mut [f32], count: usize) -> f32 {
    row[count..].fill(f32::MIN);
    let mut most = K::Lanes::all(f32::MIN);
    for some in row.chunks_exact(LANES) {
        most = most.greater(K::Lanes::of(some));
    }
    let most = K::Lanes::all(fold(most, greater));
    let mut sum = K::Lanes::all(0.0);
    for (n, some) in row.chunks_exact_mut(LANES).enumerate() {
        raised(K::Lanes::of(some).less(most)).put(some);
        // e^-87 is left of what stands behind the end, which is nothing beside the greatest, which is 1; it is taken out all the same.
        if (n + 1) * LANES > count {
            some[count.saturating_sub(n * LANES)..].fill(0.0);
        }
        sum = sum.add(K::Lanes::of(some));
    }
    fold(sum, |a, b| a + b)
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
    const SOME: usize = 4;
    let Dense { depth, columns, padded, .. } = *dense;
    let rows = x.len() / depth;
    out.resize(rows * columns, 0.0);
    for first in (0..rows).step_by(SOME) {
        for c in (0..padded).step_by(LANES) {
            let mut sums = [K::Lanes::of(&dense.bias[c..]); SOME];
            for k in 0..depth {
                let weights = K::Lanes::of(&dense.weights[k * padded + c..]);
                for (i, sum) in sums.iter_mut().enumerate() {
                    *sum = sum.plus(K::Lanes::all(x[(first + i).min(rows - 1) * depth + k]), weights);
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
