//! Runs one step of the product and writes what it found in the shape that scorers read.
//!
//! `docs/formats/` describes the product's own formats; these are the smaller ones
//! of the published scorers, with offsets in Unicode code points.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use claims::{Attribution, Form};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::baseline;
use crate::corpus::{self, Quote, pair};

/// Which system predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// What ships.
    Product,
    /// The few lines to beat.
    Baseline,
}

/// The attributions that the product finds in `text`, without the outlet's own voice.
///
/// A `parent` that is left out is replaced by its own parent, so that what stays nested stays so.
pub fn attributions(text: &str, date: Option<&str>) -> Vec<Quote> {
    let published = date.and_then(|d| d.get(..10).unwrap_or(d).parse().ok());
    let found = extract::attributions(text, published);
    let is_kept = |a: &Attribution| a.form != Form::OwnVoice;
    let mut place = Vec::with_capacity(found.len());
    let mut kept = 0;
    for attribution in &found {
        place.push(is_kept(attribution).then_some(kept));
        kept += usize::from(is_kept(attribution));
    }
    let parent = |mut at: Option<usize>| {
        // A chain of parents is never longer than the list; the bound ends a loop, should there be one.
        for _ in 0..found.len() {
            match at {
                Some(i) if place.get(i).copied().flatten().is_none() => at = found.get(i).and_then(|a| a.parent),
                _ => break,
            }
        }
        at.and_then(|i| place.get(i).copied().flatten())
    };
    let quotes = found.iter().filter(|a| is_kept(a)).map(|a| Quote {
        id: None,
        source: a.source.map(pair).into_iter().collect(),
        cue: a.cue.map(pair).into_iter().collect(),
        content: a.content.iter().copied().map(pair).collect(),
        parent: parent(a.parent),
    });
    quotes.collect()
}

/// The attributions of `system`; without what stands inside another, where only the `outermost` are wanted.
pub fn quotes(system: System, text: &str, date: Option<&str>, outermost: bool) -> Vec<Quote> {
    let mut quotes = match system {
        System::Product => attributions(text, date),
        System::Baseline => baseline::attributions(text),
    };
    if outermost {
        quotes.retain(|q| q.parent.is_none());
    }
    quotes
}

#[derive(Deserialize)]
struct Plain {
    id: Value,
    text: String,
    #[serde(default)]
    date: Option<Value>,
}

#[derive(Serialize)]
struct Attributed {
    id: Value,
    text: String,
    attributions: Vec<Quote>,
}

/// Reads `{id, text, date?}` lines and writes `{id, text, attributions}` lines.
pub fn write_attributions(input: &Path, system: System, outermost: bool, out: &mut dyn Write) -> Result<()> {
    for Plain { id, text, date } in corpus::lines(input)? {
        let attributions = quotes(system, &text, date.as_ref().and_then(Value::as_str), outermost);
        line(out, &Attributed { id, text, attributions })?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, object: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, object).context("cannot write the predictions")?;
    out.write_all(b"\n").context("cannot write the predictions")
}
