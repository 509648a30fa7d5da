//! Marks without the text they stand on: offsets and labels, joined again with GUM's Wikinews.
//!
//! ```text
//! gum: GUM_news_crane
//! hash: 5d1f…
//! === marks
//! 0 46 x1
//! 9 12 q 107 of people
//! === entities
//! …
//! ```
//!
//! Offsets are half-open and count code points of the text that [`Gum::text`] makes of GUM's file: the sentences of a
//! block with a blank between them, an empty line between blocks. The hash is that text's, so that nothing is
//! joined with another version of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use claims::{BlockKind, DocumentId};

use super::{Fault, Report, parse, write};

/// A text of GUM as our corpus lays it out: head, then lines with a prefix for their kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Gum {
    /// The headline in GUM's metadata.
    pub title: String,
    /// The day it was written.
    pub published: String,
    /// Its address.
    pub url: String,
    /// What each block is, and its words.
    pub blocks: Vec<(BlockKind, String)>,
}

impl Gum {
    /// Reads one file of GUM in CoNLL-U.
    pub fn read(path: &Path) -> Result<Self> {
        let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::parse(&source))
    }

    fn parse(source: &str) -> Self {
        let mut gum = Self { title: String::new(), published: String::new(), url: String::new(), blocks: Vec::new() };
        for line in source.lines().filter_map(|l| l.strip_prefix("# ")) {
            let Some((key, value)) = line.split_once(" = ") else { continue };
            match key {
                "meta::title" => value.clone_into(&mut gum.title),
                "meta::dateCreated" => value.clone_into(&mut gum.published),
                "meta::sourceURL" => value.clone_into(&mut gum.url),
                "newpar_block" => gum.blocks.push((kind(value), String::new())),
                "text" => match gum.blocks.last_mut() {
                    Some((_, words)) if words.is_empty() => words.push_str(value),
                    Some((_, words)) => {
                        words.push(' ');
                        words.push_str(value);
                    }
                    None => gum.blocks.push((BlockKind::Paragraph, value.to_owned())),
                },
                _ => {}
            }
        }
        gum.blocks.retain(|(_, words)| !words.is_empty());
        gum
    }

    /// The clean text.
    pub fn text(&self) -> String {
        self.blocks.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n\n")
    }
}

fn kind(block: &str) -> BlockKind {
    match block {
        b if b.contains("head") => BlockKind::Headline,
        b if b.contains("caption") || b.contains("figure") => BlockKind::Caption,
        b if b.contains("item") || b.contains("list") => BlockKind::List,
        _ => BlockKind::Paragraph,
    }
}

/// The marks of `report`, whose text is that of the file `gum` of GUM.
pub fn marks(report: &Report, gum: &str) -> String {
    let mut out = format!("gum: {gum}\nid: {}\nhash: {}\n=== marks\n", report.id, hash(&report.text));
    for mark in &report.marks {
        let _ = writeln!(out, "{} {} {}", mark.span.start, mark.span.end, write::label(&mark.label));
    }
    out + &write::tables(report)
}

/// The report that the marks in `source` make with their text, which lies in the folder `gum`.
pub fn join(path: &Path, source: &str, gum: &Path) -> Result<(Report, Vec<Fault>)> {
    let field = |name: &str| {
        source
            .lines()
            .find_map(|l| l.strip_prefix(name)?.strip_prefix(": "))
            .with_context(|| format!("{} lacks `{name}:`", path.display()))
    };
    let file = gum.join(format!("{}.conllu", field("gum")?));
    let text = Gum::read(&file)?;
    ensure!(
        hash(&text.text()) == field("hash")?,
        "{} is not the text that {} was marked on",
        file.display(),
        path.display()
    );
    let (_, rest) = source.split_once("=== marks\n").with_context(|| format!("{} has no marks", path.display()))?;
    let (marks, tables) =
        rest.split_once("=== entities").with_context(|| format!("{} has no entities", path.display()))?;
    let head = format!(
        "id: {}\nstory: -\noutlet: {}\ntitle: {}\npublished: {}\nurl: {}\n=== entities{tables}",
        field("id")?,
        if text.url.contains("wikinews.org") { "Wikinews" } else { "GUM" },
        text.title,
        text.published,
        text.url
    );
    Ok(parse::with_marks(path, &head, &text.blocks, marks))
}

fn hash(text: &str) -> String {
    DocumentId::of(text.as_bytes()).as_str().to_owned()
}
