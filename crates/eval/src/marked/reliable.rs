//! Whether confidence keeps its word: of claims that are held right with .8, eight in ten should be.

use std::fmt::Write as _;

use claims::{Claim, Span};

use super::agree::same_name;
use super::{Report, layers};

/// Claims with how sure the product is of each and whether gold has it.
#[derive(Debug, Default)]
pub struct Reliability {
    rows: Vec<(f64, bool)>,
}

impl Reliability {
    /// Adds what the product reads in the text of `gold`.
    pub fn add(&mut self, gold: &Report) {
        let claims = layers::claims(gold);
        self.rows.extend(claims.iter().map(|c| (f64::from(c.confidence), is_right(gold, c))));
    }

    /// A row for each tenth: how many claims, how sure on average, how many of a hundred right, and that as a bar.
    pub fn table(&self) -> String {
        let mut out = String::from("confidence  claims  mean  right\n");
        for tenth in 0..10 {
            let low = f64::from(tenth) / 10.0;
            let own: Vec<&(f64, bool)> =
                self.rows.iter().filter(|(c, _)| *c >= low && (*c < low + 0.1 || tenth == 9)).collect();
            if own.is_empty() {
                continue;
            }
            let count = own.len() as f64;
            let mean = own.iter().map(|(c, _)| c).sum::<f64>() / count;
            let right = own.iter().filter(|(_, right)| *right).count() as f64 / count;
            let bar: String = (0..50)
                .map(|i| {
                    if (mean * 50.0) as usize == i {
                        '|'
                    } else if (i as f64) < right * 50.0 {
                        '#'
                    } else {
                        ' '
                    }
                })
                .collect();
            let _ = writeln!(out, "{low:.1} – {:.1}  {count:7}  {mean:.2}  {right:.2}   {}", low + 0.1, bar.trim_end());
        }
        let count = self.rows.len().max(1) as f64;
        let brier = self.rows.iter().map(|(c, r)| (c - f64::from(u8::from(*r))).powi(2)).sum::<f64>() / count;
        let _ = writeln!(
            out,
            "{} claims, {:.3} expected calibration error, {brier:.3} Brier score",
            self.rows.len(),
            self.error()
        );
        out
    }

    /// The expected calibration error (Naeini et al. 2015) in tenths.
    fn error(&self) -> f64 {
        let mut sums = [(0.0, 0.0); 10];
        for (c, right) in &self.rows {
            let tenth = ((c * 10.0) as usize).min(9);
            sums[tenth].0 += c;
            sums[tenth].1 += f64::from(u8::from(*right));
        }
        sums.iter().map(|(c, r)| (c - r).abs()).sum::<f64>() / self.rows.len().max(1) as f64
    }

    /// Slope and intercept that bring the logit of confidence nearest to what is right (Platt 1999), by Newton's method.
    pub fn fit(&self) -> (f64, f64) {
        // From nought it converges; from 1 it may leap over the top.
        let (mut slope, mut shift) = (0.0, 0.0);
        for _ in 0..50 {
            let (mut g, mut h) = ([0.0; 2], [[1e-6, 0.0], [0.0, 1e-6]]);
            for (c, right) in &self.rows {
                let c = c.clamp(1e-3, 1.0 - 1e-3);
                let x = [(c / (1.0 - c)).ln(), 1.0];
                let p = 1.0 / (1.0 + (-(slope * x[0] + shift)).exp());
                for i in 0..2 {
                    g[i] += (p - f64::from(u8::from(*right))) * x[i];
                    for j in 0..2 {
                        h[i][j] += p * (1.0 - p) * x[i] * x[j];
                    }
                }
            }
            let det = h[0][0] * h[1][1] - h[0][1] * h[1][0];
            slope -= (h[1][1] * g[0] - h[0][1] * g[1]) / det;
            shift -= (h[0][0] * g[1] - h[1][0] * g[0]) / det;
        }
        (slope, shift)
    }
}

/// Whether gold has an attribution with half of the words of `claim`, a cue where it has one, and the same source.
fn is_right(gold: &Report, claim: &Claim) -> bool {
    gold.attributions.iter().any(|a| {
        let name = a.entity.as_deref().and_then(|key| gold.entity(key)).map(|e| e.name.as_str());
        let same = match (&claim.source, name) {
            (Some(ours), Some(name)) => same_name(name, &ours.name),
            (None, None) => true,
            _ => false,
        };
        same && a.cue.is_some() == claim.cue.is_some() && overlap(&a.content, &claim.content.spans) >= 0.5
    })
}

/// The share of letters that two contents have in common, of all that either has.
fn overlap(a: &[Span], b: &[Span]) -> f64 {
    let common = |x: &Span, y: &Span| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    let both: usize = a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum();
    let size = |spans: &[Span]| spans.iter().map(|s| s.end - s.start).sum::<usize>();
    both as f64 / (size(a) + size(b) - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_sure_is_brought_down() {
        let rows: Vec<(f64, bool)> =
            (0..100).map(|i| (0.9, i % 2 == 0)).chain((0..100).map(|i| (0.6, i % 5 == 0))).collect();
        let reliability = Reliability { rows };
        assert!((reliability.error() - 0.4).abs() < 1e-9);
        let (slope, shift) = reliability.fit();
        let at = |c: f64| 1.0 / (1.0 + (-(slope * (c / (1.0 - c)).ln() + shift)).exp());
        assert!((at(0.9) - 0.5).abs() < 1e-6 && (at(0.6) - 0.2).abs() < 1e-6, "{} {}", at(0.9), at(0.6));
    }
}
