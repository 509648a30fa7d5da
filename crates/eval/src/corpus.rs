//! Gold and predictions as they stand in files, read into one shape each.
//!
//! All are JSON, one object a line; offsets are half-open and count Unicode code
//! points of `text`. `docs/quality.md` says where each corpus comes from.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use claims::Span;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A stretch of text as `[start, end]`.
pub type Pair = [usize; 2];

/// An article with the attributions that people, or a system, found in it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Article {
    /// Unique in its file.
    pub id: String,
    /// The text that all spans point into; predictions may leave it out.
    #[serde(default)]
    pub text: Option<String>,
    /// In reading order.
    #[serde(default)]
    pub attributions: Vec<Quote>,
}

/// One attribution of gold or of a prediction; a part that is missing has no spans.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Quote {
    /// The corpus's own id of it.
    #[serde(default, skip_serializing)]
    pub id: Option<String>,
    /// Whose words they are.
    #[serde(default)]
    pub source: Vec<Pair>,
    /// The words that report.
    #[serde(default)]
    pub cue: Vec<Pair>,
    /// What is reported.
    #[serde(default)]
    pub content: Vec<Pair>,
    /// Index of the attribution that this one stands inside.
    #[serde(default)]
    pub parent: Option<usize>,
}

impl Article {
    /// An article in which nothing was found.
    pub fn empty(id: &str) -> Self {
        Self { id: id.to_owned(), text: None, attributions: Vec::new() }
    }

    /// The corpus's name for the attribution at `index`, or its number.
    pub fn item_name(&self, index: usize) -> String {
        let id = self.attributions.get(index).and_then(|q| q.id.clone());
        id.unwrap_or_else(|| (index + 1).to_string())
    }

    /// The text, which gold and inputs must have.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// `span` as it is written in these files.
pub fn pair(span: Span) -> Pair {
    [span.start, span.end]
}

/// The articles in the file at `path`, `-` for standard input; ids must differ and spans must lie in the text.
pub fn articles(path: &Path) -> Result<Vec<Article>> {
    let articles: Vec<Article> = lines(path)?;
    distinct(path, articles.iter().map(|a| a.id.as_str()))?;
    for article in &articles {
        let Some(text) = &article.text else { continue };
        let length = text.chars().count();
        for quote in &article.attributions {
            for [start, end] in quote.source.iter().chain(&quote.cue).chain(&quote.content) {
                ensure!(
                    start < end && *end <= length,
                    "{}: {}: the span {start}..{end} is empty or outside the text of {length} code points",
                    path.display(),
                    article.id
                );
            }
        }
    }
    Ok(articles)
}

/// The objects in a file of JSON lines; empty lines are skipped.
pub fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let reader = BufReader::new(open(path)?);
    let mut objects = Vec::new();
    for (i, line) in reader.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read line {} of {}", i + 1, path.display()))?;
        if !line.trim().is_empty() {
            let object = serde_json::from_str(&line)
                .with_context(|| format!("line {} of {} is not what this command reads", i + 1, path.display()))?;
            objects.push(object);
        }
    }
    Ok(objects)
}

/// Fails where two of `ids` are the same, since scores are kept by id.
pub fn distinct<'a>(path: &Path, ids: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            bail!("{} has two lines with the id {id}", path.display());
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(file))
}
