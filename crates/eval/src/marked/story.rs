//! Stories: what several reports of one event say of the same matters, and how their claims relate.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Fault, parse};

/// A story that several reports tell.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The file it was read from.
    pub path: PathBuf,
    /// `s05`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The questions on which accounts can be laid side by side.
    pub matters: Vec<Matter>,
}

/// One question and the claims on it.
#[derive(Clone, Debug, Default)]
pub struct Matter {
    /// `m1`.
    pub id: String,
    /// The question.
    pub title: String,
    /// The claims on it.
    pub claims: Vec<ClaimRef>,
    /// How pairs of them relate.
    pub relations: Vec<Relation>,
    /// The same claims by independent origin.
    pub origins: Vec<Vec<ClaimRef>>,
    /// The line of the file.
    pub line: usize,
}

/// An attribution of a report: `r017:3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimRef {
    /// The report.
    pub report: String,
    /// The attribution's number in it.
    pub number: u32,
}

/// How two claims relate, and why we say so.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The newer or finer one, where order matters.
    pub a: ClaimRef,
    /// The other.
    pub b: ClaimRef,
    /// The relation.
    pub kind: Kind,
    /// What it rests on.
    pub ground: Ground,
    /// The words of `a` that it rests on.
    pub a_words: String,
    /// The words of `b` that it rests on.
    pub b_words: String,
    /// The difference in one sentence.
    pub says: String,
    /// The line of the file.
    pub line: usize,
}

/// Relations of CONTRACT's `matter/1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The same of the same thing, from different origins.
    Agrees,
    /// Both cannot hold.
    Conflicts,
    /// The first replaces the second.
    Updates,
    /// The first says the second more precisely.
    Refines,
    /// The same statement of the same origin.
    Repeats,
    /// Alike, but not of the same thing.
    Incomparable,
}

/// What a relation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    Polarity,
    Status,
    Time,
    Place,
    Quantity,
    Certainty,
    Participant,
}

impl ClaimRef {
    fn read(words: &str) -> Option<Self> {
        let (report, number) = words.split_once(':')?;
        Some(Self { report: report.to_owned(), number: number.parse().ok()? })
    }
}

impl fmt::Display for ClaimRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.report, self.number)
    }
}

/// The story in `source`, which was read from `path`, and what is wrong with it.
pub fn parse(path: &Path, source: &str) -> (Story, Vec<Fault>) {
    let mut story = Story { path: path.to_owned(), ..Story::default() };
    let mut faults = Vec::new();
    let mut section = "head";
    for (index, line) in source.lines().enumerate() {
        let number = index + 1;
        if let Some(name) = line.strip_prefix("=== ") {
            section = name.trim();
        } else if !line.trim().is_empty()
            && let Err(says) = story.line(section, line, number)
        {
            faults.push(Fault { path: path.to_owned(), line: number, says });
        }
    }
    if story.id.is_empty() {
        faults.push(Fault { path: path.to_owned(), line: 1, says: "the head lacks `id:`".to_owned() });
    }
    (story, faults)
}

impl Story {
    fn line(&mut self, section: &str, line: &str, number: usize) -> Result<(), String> {
        let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
        match (section, cells.as_slice()) {
            ("head", _) => match line.split_once(':') {
                Some(("id", id)) => id.trim().clone_into(&mut self.id),
                Some(("title", title)) => title.trim().clone_into(&mut self.title),
                _ => return Err("the head of a story has `id:` and `title:`".to_owned()),
            },
            ("matters", &[id, title, claims]) => {
                let claims = refs(claims)?;
                self.matters.push(Matter {
                    id: id.to_owned(),
                    title: title.to_owned(),
                    claims,
                    line: number,
                    ..Matter::default()
                });
            }
            ("relations", &[matter, a, b, kind, ground, a_words, b_words, says]) => {
                let (Some(a), Some(b)) = (ClaimRef::read(a), ClaimRef::read(b)) else {
                    return Err(format!("`{a}` and `{b}` should be claims like r017:3"));
                };
                let kind = parse::word(kind).ok_or_else(|| format!("`{kind}` is no relation"))?;
                let ground = parse::word(ground).ok_or_else(|| format!("`{ground}` is no kind of ground"))?;
                let (a_words, b_words) = (bare(a_words), bare(b_words));
                let relation = Relation { a, b, kind, ground, a_words, b_words, says: says.to_owned(), line: number };
                self.matter(matter)?.relations.push(relation);
            }
            ("origins", &[matter, ref groups @ ..]) if !groups.is_empty() => {
                let groups: Result<_, _> = groups.iter().map(|g| refs(g)).collect();
                self.matter(matter)?.origins = groups?;
            }
            ("matters", _) => return Err("a matter is written `m1 | question | r017:3 r018:1`".to_owned()),
            ("relations", cells) => {
                return Err(format!(
                    "a relation has 8 cells, matter | a | b | relation | ground | “words” | “words” | says; this has {}",
                    cells.len()
                ));
            }
            ("origins", _) => return Err("origins are written `m1 | r017:3 r018:2 | r021:7`".to_owned()),
            _ => return Err(format!("no section of a story is called {section}: matters, relations, origins")),
        }
        Ok(())
    }

    fn matter(&mut self, id: &str) -> Result<&mut Matter, String> {
        self.matters.iter_mut().find(|m| m.id == id).ok_or_else(|| format!("there is no matter {id} above"))
    }
}

fn refs(words: &str) -> Result<Vec<ClaimRef>, String> {
    words
        .split_whitespace()
        .map(|w| ClaimRef::read(w).ok_or_else(|| format!("`{w}` is no claim like r017:3")))
        .collect()
}

/// `words` without the low-high quotation marks that set them off in the table; marks of the text itself stay.
fn bare(words: &str) -> String {
    words.strip_prefix('“').and_then(|w| w.strip_suffix('”')).unwrap_or(words).to_owned()
}
