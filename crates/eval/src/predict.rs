//! Runs one step of the product and writes what it found in the shape that scorers read.
//!
//! `docs/formats/` describes the product's own formats; these are the smaller ones
//! of the published scorers, with offsets in Unicode code points.

use std::fs;
use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use claims::{Attribution, BlockKind, Document, Form, Given, Offsets, Span};
use extract::Reader;
use flate2::read::MultiGzDecoder;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::baseline;
use crate::body::{Bodies, Body};
use crate::corpus::{self, Pair, Quote, pair};
use crate::times::Timex;

static RULES_ONLY: OnceLock<bool> = OnceLock::new();

/// Has the product read by rules alone from here on.
pub fn rules_only(only: bool) {
    let _ = RULES_ONLY.set(only);
}

/// Who reads for the product.
pub fn reader() -> Reader {
    if RULES_ONLY.get().copied().unwrap_or(false) { Reader::Rules } else { Reader::Trained }
}

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
pub fn attributions(text: &str) -> Vec<Quote> {
    let found = extract::attributions(text, reader());
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

/// The attributions of `system`; where only the `outermost` are wanted, as PolNeAR has them: with a cue, inside no other.
pub fn quotes(system: System, text: &str, outermost: bool) -> Vec<Quote> {
    let mut quotes = match system {
        System::Product => attributions(text),
        System::Baseline => baseline::attributions(text),
    };
    if outermost {
        quotes.retain(|q| q.parent.is_none() && !q.cue.is_empty());
    }
    quotes
}

/// A text to read.
#[derive(Deserialize)]
pub struct Plain {
    /// Whatever the input calls it.
    pub id: Value,
    /// The text.
    pub text: String,
}

#[derive(Serialize)]
struct Attributed {
    id: Value,
    text: String,
    attributions: Vec<Quote>,
}

/// Reads `{id, text}` lines and writes `{id, text, attributions}` lines.
pub fn write_attributions(input: &Path, system: System, outermost: bool, out: &mut dyn Write) -> Result<()> {
    for Plain { id, text } in corpus::lines(input)? {
        let attributions = quotes(system, &text, outermost);
        line(out, &Attributed { id, text, attributions })?;
    }
    Ok(())
}

/// The time expressions that `system` finds in a `text` written on the day `dct`.
pub fn times(system: System, text: &str, dct: Option<&str>) -> Vec<Timex> {
    match system {
        System::Product => {
            let offsets = Offsets::new(text);
            let found = extract::when::times(text, dct.and_then(day)).into_iter().map(|time| {
                let span = offsets.span(time.range);
                let kind = Some(time.kind.as_str().to_owned());
                Timex { start: span.start, end: span.end, kind, value: Some(time.value) }
            });
            found.collect()
        }
        System::Baseline => baseline::times(text),
    }
}

/// The day that begins `date`: corpora write days and moments alike.
fn day(date: &str) -> Option<Date> {
    date.get(..10).unwrap_or(date).parse().ok()
}

#[derive(Deserialize)]
struct Dated {
    id: Value,
    text: String,
    #[serde(default)]
    dct: Value,
}

#[derive(Serialize)]
struct WithTimes {
    id: Value,
    text: String,
    dct: Value,
    timexes: Vec<Timex>,
}

/// Reads `{id, text, dct}` lines and writes `{id, text, dct, timexes}` lines.
pub fn write_times(input: &Path, system: System, out: &mut dyn Write) -> Result<()> {
    for Dated { id, text, dct } in corpus::lines(input)? {
        let timexes = times(system, &text, dct.as_str());
        line(out, &WithTimes { id, text, dct, timexes })?;
    }
    Ok(())
}

/// The bodies of the pages in `folder`, the first `limit` by name; a page's name is its file's, without endings.
pub fn bodies(folder: &Path, system: System, limit: Option<usize>) -> Result<Bodies> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(name);
        if let Some(name) = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm")) {
            pages.push((name.to_owned(), path.clone()));
        }
    }
    pages.sort();
    pages.truncate(limit.unwrap_or(usize::MAX));
    let mut bodies = Bodies::new();
    for (name, path) in pages {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = match system {
            System::Product => body_of(&read::document(&bytes, path.to_str(), &Given::default())),
            System::Baseline => baseline::body(&unpacked(&bytes)),
        };
        bodies.insert(name, Body { text });
    }
    Ok(bodies)
}

/// The report without its own headline, which the published gold keeps apart.
fn body_of(document: &Document) -> String {
    let offsets = Offsets::new(&document.text);
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Headline);
    blocks.map(|block| offsets.words(block.span)).collect::<Vec<_>>().join("\n\n")
}

fn unpacked(bytes: &[u8]) -> String {
    let mut html = Vec::new();
    match MultiGzDecoder::new(bytes).read_to_end(&mut html) {
        Ok(_) => String::from_utf8_lossy(&html).into_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Reads a folder of pages and writes one object of bodies by page name.
pub fn write_bodies(folder: &Path, system: System, out: &mut dyn Write) -> Result<()> {
    line(out, &bodies(folder, system, None)?)
}

/// Reads `{id, text, mentions}` lines and writes them back with `places`, one for each mention or null.
///
/// A mention that is no span of the text has no place.
pub fn write_places(input: &Path, out: &mut dyn Write) -> Result<()> {
    for mut object in corpus::lines::<Map<String, Value>>(input)? {
        let places = {
            let text = object.get("text").and_then(Value::as_str).context("a line has no `text`")?;
            let mentions = object.get("mentions").cloned().unwrap_or_else(|| json!([]));
            let mentions: Vec<Pair> = serde_json::from_value(mentions).context("`mentions` are no list of spans")?;
            places(text, &mentions)
        };
        object.insert("places".to_owned(), json!(places));
        line(out, &object)?;
    }
    Ok(())
}

/// Where a mention lies.
#[derive(Serialize)]
struct Point {
    lat: f64,
    lon: f64,
    name: String,
    country: Option<&'static str>,
}

fn places(text: &str, mentions: &[Pair]) -> Vec<Option<Point>> {
    let offsets = Offsets::new(text);
    let length = offsets.code_point(text.len());
    let is_span = |[start, end]: &Pair| start < end && *end <= length;
    let spans = mentions.iter().filter(|pair| is_span(pair));
    let ranges: Vec<_> = spans.map(|[start, end]| offsets.bytes(Span::new(*start, *end))).collect();
    let mut resolved = extract::place::resolve(text, &ranges).into_iter();
    let of = |pair: &Pair| {
        let place = is_span(pair).then(|| resolved.next()).flatten().flatten()?;
        Some(Point { lat: place.lat, lon: place.lon, name: place.name, country: place.country })
    };
    mentions.iter().map(of).collect()
}

pub fn line(out: &mut dyn Write, object: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, object).context("cannot write the predictions")?;
    out.write_all(b"\n").context("cannot write the predictions")
}
