//! What operations come to: the record as it stands, worked out without any database.
//!
//! A document's operations, in order, give its record: the latest reading, the decisions
//! of people laid over it, and the names that were merged. The same operations always give
//! the same record, so the tables that are kept for look-up can be checked against it.
//!
//! A decision is made on a claim with certain words. It applies where the claim with that id still has those words;
//! else where those very words are found again ([`Seat::Moved`], with a note). Otherwise it is kept and reported as
//! ambiguous or orphaned, and never moved to a claim that merely looks alike. Decisions about names are left to
//! [`Names`].

mod names;
mod seat;

use std::collections::{HashMap, HashSet};

use claims::{Claim, ClaimId, Content, Decider, Document};

use crate::{Act, Footing, Operation, OperationNo};
pub use names::Names;
pub use seat::Seat;
use seat::{Floor, Lost};

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// On record.
    OnRecord,
    /// A person rejected it.
    Rejected,
    /// A person decided on it, and the latest reading does not find it any more.
    Orphaned,
}

impl Standing {
    /// The word that stands for it in the ledger.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnRecord => "on-record",
            Self::Rejected => "rejected",
            Self::Orphaned => "orphaned",
        }
    }
}

/// One document's record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The operation that filed it.
    pub filed: OperationNo,
    /// The operation whose reading stands.
    pub read: OperationNo,
    /// What extracted the claims.
    pub extractor: String,
    /// The document as last read.
    pub document: Document,
    /// The claims, in reading order; orphaned ones after the rest.
    pub entries: Vec<Line>,
    /// Decisions that do not rest on the claim they were made on, in order.
    pub seats: Vec<(OperationNo, Seat)>,
}

impl Record {
    /// How many decisions apply nowhere.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.seats.iter().filter(|(_, seat)| !matches!(seat, Seat::Moved(_))).count()
    }
}

/// One claim of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The claim with all decisions applied.
    pub claim: Claim,
    /// Its content as it was read, or added.
    pub found: Content,
    /// The name of its source as it was read, or added.
    pub named: Option<String>,
    /// The operation and the position, in its reading, where the claim was read; `None` for one that a person added.
    pub read_at: Option<(OperationNo, usize)>,
    /// Whether decisions made it differ from what was read.
    pub decided: bool,
    /// How it stands.
    pub standing: Standing,
}

/// Marks, in `operations` (in order), those that a later one undid.
pub fn mark_undone(operations: &mut [Operation]) {
    let undoing = |o: &Operation| match o.act {
        Act::Undone { operation, .. } => Some((o.no, operation)),
        _ => None,
    };
    let undone = claims::undone(operations.iter().rev().filter_map(undoing));
    for operation in operations {
        operation.undone = undone.contains(&operation.no);
    }
}

/// The record that a document's `operations` (in order, undone ones marked) come to;
/// `None` where no filing is in force.
#[must_use]
pub fn of(operations: Vec<Operation>, names: &Names) -> Option<Record> {
    let mut filed = None;
    let mut readings = Vec::new();
    let mut decisions = Vec::new();
    for operation in operations.into_iter().filter(|o| !o.undone) {
        match operation.act {
            Act::Filed(reading) => {
                filed = filed.or(Some(operation.no));
                readings.push((operation.no, *reading));
            }
            Act::Reread(reading) => readings.push((operation.no, *reading)),
            Act::Merged { .. } | Act::Split { .. } | Act::Undone { .. } => {}
            act => decisions.push(Made { no: operation.no, by: operation.stamp.by, claim: operation.claim, act }),
        }
    }
    let filed = filed?;
    let (read, latest) = readings.pop()?;
    // The same words reported twice over are one claim; the first reading of it stands.
    let mut seen = HashSet::new();
    let entries: Vec<Line> = latest
        .claims
        .into_iter()
        .enumerate()
        .filter(|(_, claim)| seen.insert(claim.id.clone()))
        .map(|(i, claim)| Line::new(claim, Some((read, i)), Standing::OnRecord))
        .collect();
    let mut desk = Desk::over(entries, &latest.document, &readings);
    // What people added is there before anything is decided on it, in whatever order undoing brought things back.
    decisions.sort_by_key(|made| !matches!(made.act, Act::Added { .. }));
    for made in decisions {
        desk.decide(made);
    }
    let Desk { mut entries, mut seats, .. } = desk;
    seats.sort_by_key(|(no, _)| *no);
    names.apply(&mut entries);
    // Stable, so claims that were read keep the order in which they were read where nobody added or cut any.
    if entries.iter().any(|l| l.read_at.is_none() || l.standing == Standing::Orphaned || l.found != l.claim.content) {
        entries.sort_by_key(|line| (line.standing == Standing::Orphaned, line.claim.content.spans.first().copied()));
    }
    Some(Record { filed, read, extractor: latest.extractor, document: latest.document, entries, seats })
}

impl Line {
    fn new(claim: Claim, read_at: Option<(OperationNo, usize)>, standing: Standing) -> Self {
        let named = claim.source.as_ref().map(|s| s.name.clone());
        Self { found: claim.content.clone(), named, claim, read_at, decided: read_at.is_none(), standing }
    }
}

/// A decision about claims of one document.
struct Made {
    no: OperationNo,
    by: Decider,
    claim: Option<ClaimId>,
    act: Act,
}

/// The latest reading, with the decisions that were laid over it so far.
struct Desk<'r> {
    document: &'r Document,
    earlier: &'r [(OperationNo, crate::Reading)],
    /// What the latest reading found, to look for the words of decisions in.
    floor: Floor,
    entries: Vec<Line>,
    /// Where the claim of an id is, for those that were found or added.
    place: HashMap<ClaimId, usize>,
    /// The same for claims that are kept only for what was decided on them.
    kept: HashMap<ClaimId, usize>,
    seats: Vec<(OperationNo, Seat)>,
}

impl<'r> Desk<'r> {
    fn over(entries: Vec<Line>, document: &'r Document, earlier: &'r [(OperationNo, crate::Reading)]) -> Self {
        Self {
            document,
            earlier,
            floor: Floor::of(&entries),
            place: entries.iter().enumerate().map(|(i, line)| (line.claim.id.clone(), i)).collect(),
            kept: HashMap::new(),
            entries,
            seats: Vec::new(),
        }
    }

    fn decide(&mut self, made: Made) {
        let Made { no, by, claim, act } = made;
        if let Act::Added { claim, on, .. } = act {
            return self.add(no, *claim, on.as_deref());
        }
        let (Some(id), Some(words)) = (claim, words_of(&act)) else { return };
        let at = match self.seat(&id, words, act.footing()) {
            Ok((at, moved)) => {
                if moved {
                    self.seats.push((no, Seat::Moved(self.entries[at].claim.id.clone())));
                } else if self.entries[at].standing == Standing::Orphaned {
                    self.seats.push((no, Seat::Orphaned));
                }
                at
            }
            Err(lost) => {
                self.seats.push((no, lost.into()));
                match self.keep(&id, words) {
                    Some(at) => at,
                    None => return,
                }
            }
        };
        let line = &mut self.entries[at];
        match act {
            Act::Set { mut change, at, .. } => match seat::settle(&mut change, &at, self.document) {
                Ok(()) => {
                    line.claim.set(*change, &by);
                    line.decided = true;
                }
                // The claim is there, but not the words that the person gave it.
                Err(lost) => {
                    self.seats.retain(|(other, _)| *other != no);
                    self.seats.push((no, lost.into()));
                }
            },
            Act::Rejected { .. } if line.standing == Standing::OnRecord => line.standing = Standing::Rejected,
            Act::Restored { .. } if line.standing == Standing::Rejected => line.standing = Standing::OnRecord,
            _ => {}
        }
    }

    /// Where the claim is that a decision was made on, and whether it goes by another id now.
    fn seat(&self, id: &ClaimId, words: &str, footing: Option<&Footing>) -> Result<(usize, bool), Lost> {
        if let Some(&at) = self.place.get(id).filter(|&&at| self.entries[at].found.text == words) {
            return Ok((at, false));
        }
        let footing = footing.ok_or(Lost::Orphaned)?;
        self.floor.find(words, footing, self.document).map(|at| (at, true))
    }

    /// The claim as last read with these words, kept beside the record for what people decided on it.
    fn keep(&mut self, id: &ClaimId, words: &str) -> Option<usize> {
        if let Some(&at) = self.kept.get(id) {
            return Some(at);
        }
        if self.place.contains_key(id) {
            return None; // The id now stands for other words; nothing may be laid over them.
        }
        let (read, i, claim) = self.earlier.iter().rev().find_map(|(read, reading)| {
            let i = reading.claims.iter().position(|c| c.id == *id && c.content.text == words)?;
            Some((*read, i, reading.claims[i].clone()))
        })?;
        let at = self.entries.len();
        self.kept.insert(id.clone(), at);
        self.entries.push(Line::new(claim, Some((read, i)), Standing::Orphaned));
        Some(at)
    }

    fn add(&mut self, no: OperationNo, claim: Claim, on: Option<&Footing>) {
        let (claim, standing) = match seat::stand(claim, on, self.document) {
            Ok((claim, moved)) => {
                if moved {
                    self.seats.push((no, Seat::Moved(claim.id.clone())));
                }
                (claim, Standing::OnRecord)
            }
            Err((claim, lost)) => {
                self.seats.push((no, lost.into()));
                (*claim, Standing::Orphaned)
            }
        };
        // Found by a later reading as well: the person's claim stands in its place.
        let twin = self.place.get(&claim.id).copied().or_else(|| self.floor.twin(&claim, &self.entries));
        if standing == Standing::OnRecord
            && let Some(at) = twin
        {
            self.place.insert(claim.id.clone(), at);
            let line = &mut self.entries[at];
            line.found = claim.content.clone();
            line.named = claim.source.as_ref().map(|s| s.name.clone());
            line.claim = claim;
            line.decided = true;
            if line.standing == Standing::Orphaned {
                line.standing = Standing::OnRecord;
            }
            return;
        }
        if self.place.contains_key(&claim.id) {
            return; // The id now stands for other words.
        }
        self.place.insert(claim.id.clone(), self.entries.len());
        self.entries.push(Line::new(claim, None, standing));
    }
}

fn words_of(act: &Act) -> Option<&str> {
    match act {
        Act::Set { words, .. } | Act::Rejected { words, .. } | Act::Restored { words, .. } => Some(words),
        _ => None,
    }
}
