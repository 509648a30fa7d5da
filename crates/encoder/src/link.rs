//! Which mentions are of one source.

use crate::lanes::exp;

/// Numbers in which one mention is compared with another.
const WIDTH: usize = 64;
/// What a token is compared by: as the first and the last of what looks back, as the first and the last of what is found.
const ROW: usize = 4 * WIDTH;
/// How far back a mention is looked for, in buckets of the logarithm of tokens.
pub const REACH: usize = 25;

/// What the model knows of each token as part of a mention.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Bytes, a row a token, with a size of its own: a long text has many tokens.
    rows: Vec<i8>,
    sizes: Vec<f32>,
    /// How little each token asks for an earlier mention.
    alone: Vec<f32>,
    reach: [f32; REACH],
}

impl Links {
    pub(crate) fn of(tokens: usize, reach: [f32; REACH]) -> Self {
        Self { rows: vec![0; tokens * ROW], sizes: vec![0.0; tokens], alone: vec![0.0; tokens], reach }
    }

    /// Keeps what a window that begins at token `start` says of its tokens from `from` on: rows of [`ROW`] numbers, and rows of
    /// `heads` of which the last number is how little a token asks for an earlier mention.
    pub(crate) fn keep(&mut self, start: usize, from: usize, links: &[f32], heads: &[f32], columns: usize) {
        let rows = links.chunks_exact(ROW).zip(heads.chunks_exact(columns));
        for (i, (link, heads)) in rows.enumerate().skip(from - start) {
            let most = link.iter().fold(0.0f32, |most, x| most.max(x.abs()));
            let size = (most / 127.0).max(1e-20);
            let token = start + i;
            for (to, x) in self.rows[token * ROW..(token + 1) * ROW].iter_mut().zip(link) {
                *to = (x / size).round() as i8;
            }
            self.sizes[token] = size;
            self.alone[token] = heads[columns - 1];
        }
    }

    /// How likely the mention `back` (first and last token) is of the same source as each of `found` before it, which it may be of
    /// one, or of none; one likelihood for each, in their order.
    ///
    /// As in Lee et al. (2017): a softmax over all of them and over none.
    #[must_use]
    pub fn likely(&self, back: (usize, usize), found: &[(usize, usize)]) -> Vec<f32> {
        let query: Vec<f32> = self.part(back.0, 0).zip(self.part(back.1, 1)).map(|(a, b)| a + b).collect();
        let score = |(first, last): &(usize, usize)| {
            let key = self.part(*first, 2).zip(self.part(*last, 3)).map(|(a, b)| a + b);
            let sum: f32 = query.iter().zip(key).map(|(q, k)| q * k).sum();
            sum / (WIDTH as f32).sqrt() + self.reach[bucket(back.0.saturating_sub(*first))]
        };
        let alone = self.alone.get(back.0).copied().unwrap_or_default();
        let scores: Vec<f32> = found.iter().map(|f| if f.0 < back.0 { score(f) } else { f32::NEG_INFINITY }).collect();
        let most = scores.iter().copied().fold(alone, f32::max);
        let raised: Vec<f32> = scores.iter().map(|s| if s.is_finite() { exp(s - most) } else { 0.0 }).collect();
        let sum = raised.iter().sum::<f32>() + exp(alone - most);
        raised.into_iter().map(|r| r / sum).collect()
    }

    fn part(&self, token: usize, part: usize) -> impl Iterator<Item = f32> {
        let start = token * ROW + part * WIDTH;
        let size = self.sizes.get(token).copied().unwrap_or_default();
        self.rows.get(start..start + WIDTH).unwrap_or_default().iter().map(move |b| f32::from(*b) * size)
    }
}

/// The bucket of a distance in tokens, below [`REACH`]: exact near by, coarse far off.
pub fn bucket(size: usize) -> usize {
    if size < 8 {
        return size;
    }
    let far = (size as f32 / 8.0).ln() / 64f32.ln() * (REACH - 9) as f32;
    (8 + far as usize).min(REACH - 1)
}
