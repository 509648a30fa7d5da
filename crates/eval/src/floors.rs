//! Figures that must not fall: each with the floor that is committed for it.
//!
//! `floors.json` names, step by step, figures as `score --json` names them and the
//! least each may be, in per cent: `{"attributions": {"attr/iou50": 45}}`. A floor is
//! raised by hand when a figure has risen for good.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// The least that each figure may be, by step and figure.
pub struct Floors(BTreeMap<String, BTreeMap<String, f64>>);

/// What was measured, by step, and what could not be.
#[derive(Default)]
pub struct Measured {
    steps: BTreeMap<String, Value>,
    missing: Vec<String>,
}

/// One line for each floor.
pub struct Verdict {
    lines: Vec<String>,
    below: usize,
}

impl Measured {
    /// Whether the corpus at `path` is there; where not, it will be named as skipped.
    pub fn has(&mut self, path: &Path) -> bool {
        let is_there = path.exists();
        if !is_there {
            self.missing.push(path.display().to_string());
        }
        is_there
    }

    /// Keeps the figures of a step, as its scorer prints them.
    pub fn add(&mut self, step: &str, figures: &Value) {
        self.steps.insert(step.to_owned(), figures.clone());
    }

    /// In per cent; the scorers give attributions as `[P, R, F1, …]` in per cent and all else as shares.
    fn figure(&self, step: &str, figure: &str) -> Option<f64> {
        match self.steps.get(step)?.get(figure)? {
            Value::Array(row) => row.get(2)?.as_f64(),
            share => share.as_f64().map(|share| 100.0 * share),
        }
    }
}

impl Floors {
    /// Reads the floors in the file at `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let floors = serde_json::from_str(&text).with_context(|| format!("{} holds no floors", path.display()))?;
        Ok(Self(floors))
    }

    /// Compares; a figure that a step has measured but does not have counts as below.
    pub fn judge(&self, measured: &Measured) -> Verdict {
        let mut verdict = Verdict { lines: Vec::new(), below: 0 };
        for (step, figures) in &self.0 {
            for (figure, floor) in figures {
                let name = format!("{step} {figure}");
                let line = match measured.figure(step, figure) {
                    Some(value) if value >= *floor => format!("{name:32}{value:6.1}  floor {floor:5.1}"),
                    Some(value) => format!("{name:32}{value:6.1}  BELOW its floor {floor:5.1}"),
                    None if measured.steps.contains_key(step) => format!("{name:32}  no such figure"),
                    None => format!("{name:32}  SKIPPED: no data"),
                };
                verdict.below += usize::from(line.contains("BELOW") || line.contains("no such"));
                verdict.lines.push(line);
            }
        }
        verdict.lines.extend(measured.missing.iter().map(|path| format!("SKIPPED: {path} is not there")));
        verdict
    }
}

impl Verdict {
    /// Whether no figure is below its floor.
    pub fn holds(&self) -> bool {
        self.below == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_figure_below_its_floor_fails_and_missing_data_does_not() {
        let floors = |floor: f64| {
            let of = |figure: &str, floor| BTreeMap::from([(figure.to_owned(), floor)]);
            Floors(
                [("attributions".to_owned(), of("attr/iou50", floor)), ("times".to_owned(), of("value_f1", 75.0))]
                    .into(),
            )
        };
        let mut measured = Measured::default();
        measured.add("attributions", &json!({"attr/iou50": [58.2, 46.9, 51.9, 2192, 1765]}));
        assert!(floors(51.0).judge(&measured).holds());
        assert!(!floors(52.0).judge(&measured).holds());
        insta::assert_snapshot!(floors(52.0).judge(&measured), @r"
        attributions attr/iou50           51.9  BELOW its floor  52.0
        times value_f1                    SKIPPED: no data
        ");
    }
}
