//! Scores article bodies against gold, by the definitions of scrapinghub's benchmark.
//!
//! A body is the multiset of its runs of four words. What gold and prediction
//! share, what one has and the other lacks, are shares of their union, so a long
//! page weighs no more than a short one; precision and recall are means over pages,
//! and F1 is that of the means.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::draws::Draws;
use crate::words;

/// The words of a shingle.
const RUN: usize = 4;

/// A page's body, as gold and predictions write it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Body {
    /// The article's text.
    #[serde(rename = "articleBody", default)]
    pub text: String,
}

/// Bodies by the name of the page.
pub type Bodies = BTreeMap<String, Body>;

/// The bodies in the JSON file at `path`.
pub fn read(path: &Path) -> Result<Bodies> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not one object of pages", path.display()))
}

/// Gold under the names of the pages found: where those are numbers, the page 00007 is the eighth of `gold`.
pub fn by_page_name(gold: Bodies, found: &Bodies) -> Bodies {
    if found.keys().any(|name| gold.contains_key(name)) {
        return gold;
    }
    gold.into_values().enumerate().map(|(i, body)| (format!("{i:05}"), body)).collect()
}

/// What a prediction shares with gold, as shares of their union.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Page {
    /// In both.
    pub right: f64,
    /// In the prediction only.
    pub spurious: f64,
    /// In gold only.
    pub missed: f64,
}

impl Page {
    /// Compares one body with gold.
    pub fn of(gold: &str, found: &str) -> Self {
        let (gold, found) = (shingles(gold), shingles(found));
        let count = |of: &HashMap<Vec<&str>, usize>, key: &[&str]| of.get(key).copied().unwrap_or(0);
        let (mut right, mut spurious, mut missed) = (0, 0, 0);
        for (key, wanted) in &gold {
            right += (*wanted).min(count(&found, key));
            missed += wanted.saturating_sub(count(&found, key));
        }
        for (key, n) in &found {
            spurious += n.saturating_sub(count(&gold, key));
        }
        let all = right + spurious + missed;
        let share = |n: usize| if all == 0 { 0.0 } else { n as f64 / all as f64 };
        Self { right: share(right), spurious: share(spurious), missed: share(missed) }
    }

    /// Precision, where anything was found.
    fn precision(self) -> Option<f64> {
        (self.right + self.spurious > 0.0).then(|| self.right / (self.right + self.spurious))
    }

    /// Recall, where there was anything to find.
    fn recall(self) -> Option<f64> {
        (self.right + self.missed > 0.0).then(|| self.right / (self.right + self.missed))
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = words::runs(text).collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for run in words.windows(RUN.min(words.len())) {
        *counts.entry(run.to_vec()).or_default() += 1;
    }
    counts
}

/// The figures of all pages.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    pages: usize,
    figures: [f64; 3],
    /// Half the width of the 95 % interval of each.
    intervals: [f64; 3],
}

impl Report {
    /// Means over `pages`; intervals from `draws` new draws of them.
    pub fn of(pages: &[Page], draws: usize) -> Self {
        let mut values: [Vec<f64>; 3] = Default::default();
        let mut random = Draws::new(7);
        for _ in 0..draws.min(if pages.is_empty() { 0 } else { draws }) {
            let drawn: Vec<Page> = pages.iter().map(|_| pages[random.below(pages.len())]).collect();
            for (value, all) in figures(&drawn).into_iter().zip(&mut values) {
                all.push(value);
            }
        }
        Self { pages: pages.len(), figures: figures(pages), intervals: values.map(|v| 1.96 * deviation(&v)) }
    }

    /// F1, precision and recall from 0 to 1, and half the width of their intervals.
    pub fn json(&self) -> Value {
        let [p, r, f1] = self.figures;
        let [p_ci, r_ci, f1_ci] = self.intervals;
        json!({"pages": self.pages, "f1": f1, "precision": p, "recall": r,
               "f1_ci": f1_ci, "precision_ci": p_ci, "recall_ci": r_ci})
    }

    /// A table for people, with `baseline` below.
    pub fn table(&self, baseline: Option<&Self>) -> String {
        let row = |name: &str, report: &Self| {
            let [p, r, f1] = report.figures;
            let [p_ci, r_ci, f1_ci] = report.intervals;
            format!("{name:10}  {f1:.3} ± {f1_ci:.3}  {p:.3} ± {p_ci:.3}  {r:.3} ± {r_ci:.3}\n")
        };
        let mut out = format!("{} pages\n{:10}  {:13}  {:13}  recall\n", self.pages, "", "F1", "precision");
        out += &row("ours", self);
        out + &baseline.map_or(String::new(), |b| row("baseline", b))
    }
}

fn figures(pages: &[Page]) -> [f64; 3] {
    let mean =
        |values: Vec<f64>| if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 };
    let p = mean(pages.iter().filter_map(|page| page.precision()).collect());
    let r = mean(pages.iter().filter_map(|page| page.recall()).collect());
    [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
}

/// The standard deviation of a sample.
fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// One row a page, as shares of the union in thousandths; names and counts only.
pub fn items(gold: &Bodies, found: &Bodies) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("page,right,spurious,missed\n");
    for (name, page) in pages(gold, found) {
        let [right, spurious, missed] = [page.right, page.spurious, page.missed].map(|x| (1000.0 * x).round());
        let _ = writeln!(out, "{name},{right},{spurious},{missed}");
    }
    out
}

/// Every page of gold, by name; one that is missing from `found` has found nothing.
pub fn pages(gold: &Bodies, found: &Bodies) -> Vec<(String, Page)> {
    let nothing = Body::default();
    gold.iter()
        .map(|(name, body)| (name.clone(), Page::of(&body.text, &found.get(name).unwrap_or(&nothing).text)))
        .collect()
}

/// The stretches of `text` that stand in no run of words of `other`, as bytes.
pub fn apart(text: &str, other: &str) -> Vec<Range<usize>> {
    let words: Vec<Range<usize>> = words::ranges(text).collect();
    let spelled: Vec<&str> = words.iter().map(|w| &text[w.clone()]).collect();
    let theirs = shingles(other);
    let mut shared = vec![false; words.len()];
    let run = RUN.min(words.len().max(1));
    for (i, window) in spelled.windows(run).enumerate() {
        if theirs.contains_key(window) {
            shared[i..i + run].fill(true);
        }
    }
    let alone: Vec<usize> = (0..words.len()).filter(|i| !shared[*i]).collect();
    let runs = alone.chunk_by(|a, b| a + 1 == *b);
    runs.map(|run| words[run[0]].start..words[run[run.len() - 1]].end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_three_words_is_one_run() {
        assert_eq!(Page::of("One two three.", "One, two three"), Page { right: 1.0, spurious: 0.0, missed: 0.0 });
    }

    #[test]
    fn runs_are_counted_as_often_as_they_stand() {
        // Gold: "a b c d" twice and three runs across; found: the first of them once.
        let page = Page::of("a b c d a b c d", "a b c d");
        assert_eq!(page, Page { right: 0.2, spurious: 0.0, missed: 0.8 });
    }

    #[test]
    fn what_stands_apart_is_cut_out_of_the_text() {
        let (gold, found) = ("The bridge was closed on Monday.", "The bridge was closed Read more on Monday.");
        assert_eq!(apart(found, gold).into_iter().map(|r| &found[r]).collect::<Vec<_>>(), ["Read more on Monday"]);
        assert!(apart(gold, gold).is_empty());
    }

    #[test]
    fn an_empty_page_that_stays_empty_counts_for_nothing() {
        let report = Report::of(&[Page::of("", ""), Page::of("a b c d", "a b c d")], 0);
        assert_eq!(report.figures, [1.0, 1.0, 1.0]);
    }
}
