//! What operations come to: the record as it stands, worked out without any database.
//!
//! A document's operations, in order, give its record: the latest reading, the decisions
//! of people laid over it, and the names that were merged. The same operations always give
//! the same record, so the tables that are kept for look-up can be checked against it.
//!
//! A decision is made on a claim with certain words. It is applied only where the claim
//! with that id still has those words; otherwise it is kept and reported as orphaned, and
//! never moved to a claim that merely looks alike.

use std::collections::{BTreeMap, HashMap, HashSet};

use claims::{Claim, ClaimId, Decider, Decision, Document};

use crate::{Act, Change, Operation, OperationNo};

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
    /// Decisions whose claim is not found any more.
    pub orphans: Vec<OperationNo>,
}

/// One claim of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The claim with all decisions applied.
    pub claim: Claim,
    /// The operation and the position, in its reading, where the claim was read; `None` for one that a person added.
    pub read_at: Option<(OperationNo, usize)>,
    /// Whether decisions made it differ from what was read.
    pub decided: bool,
    /// How it stands.
    pub standing: Standing,
}

/// Names that are one source: from the name that went to the one that stayed, and who merged them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merges(BTreeMap<String, (String, Decider)>);

impl Merges {
    /// The merges that are in force among `operations`.
    #[must_use]
    pub fn of(operations: &[Operation]) -> Self {
        let mut merges = BTreeMap::new();
        for operation in operations.iter().filter(|o| !o.undone) {
            if let Act::Merged { from, into, .. } = &operation.act {
                merges.insert(from.clone(), (into.clone(), operation.stamp.by.clone()));
                // The later word counts: what was merged away earlier is a name of its own again.
                merges.remove(into);
            }
        }
        Self(merges)
    }

    /// Whether nothing was merged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name that stands for `name`, and who said so; `None` where nobody merged it.
    #[must_use]
    pub fn canonical(&self, name: &str) -> Option<(&str, &Decider)> {
        let mut found = None;
        let mut at = name;
        // Merges never form a ring, for the target of the latest is always a name of its own.
        while let Some((into, by)) = self.0.get(at) {
            found = Some((into.as_str(), by));
            at = into;
        }
        found
    }

    fn apply(&self, claim: &mut Claim) -> bool {
        let mut changed = false;
        if let Some(source) = &mut claim.source
            && let Some((name, by)) = self.canonical(&source.name)
        {
            source.name = name.to_owned();
            source.decided_by = by.clone();
            changed = true;
        }
        for voice in &mut claim.chain {
            if let Some((name, _)) = self.canonical(voice) {
                *voice = name.to_owned();
                changed = true;
            }
        }
        changed
    }
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
pub fn of(operations: Vec<Operation>, merges: &Merges) -> Option<Record> {
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
            Act::Merged { .. } | Act::Undone { .. } => {}
            act => decisions.push((operation.no, operation.stamp.by, operation.claim, act)),
        }
    }
    let filed = filed?;
    let (read, latest) = readings.pop()?;
    // The same words reported twice over are one claim; the first reading of it stands.
    let mut seen = HashSet::new();
    let mut entries: Vec<Line> = latest
        .claims
        .into_iter()
        .enumerate()
        .filter(|(_, claim)| seen.insert(claim.id.clone()))
        .map(|(i, claim)| Line { claim, read_at: Some((read, i)), decided: false, standing: Standing::OnRecord })
        .collect();
    let mut orphans = Vec::new();
    decide(&mut entries, decisions, &latest.document, &readings, &mut orphans);
    for line in &mut entries {
        line.decided |= merges.apply(&mut line.claim);
    }
    Some(Record { filed, read, extractor: latest.extractor, document: latest.document, entries, orphans })
}

fn decide(
    entries: &mut Vec<Line>,
    decisions: Vec<(OperationNo, Decider, Option<ClaimId>, Act)>,
    document: &Document,
    earlier: &[(OperationNo, crate::Reading)],
    orphans: &mut Vec<OperationNo>,
) {
    if decisions.is_empty() {
        return;
    }
    let mut place: HashMap<ClaimId, usize> =
        entries.iter().enumerate().map(|(i, line)| (line.claim.id.clone(), i)).collect();
    for (no, by, id, act) in decisions {
        if let Act::Added { claim, .. } = act {
            // Found by a later reading as well: the person's claim stands in its place.
            let stands = words_stand(&claim, document);
            if let Some(&at) = place.get(&claim.id).filter(|_| stands) {
                entries[at].claim = *claim;
                entries[at].decided = true;
                continue;
            }
            let standing = if stands { Standing::OnRecord } else { Standing::Orphaned };
            if !stands {
                orphans.push(no);
            }
            place.insert(claim.id.clone(), entries.len());
            entries.push(Line { claim: *claim, read_at: None, decided: true, standing });
            continue;
        }
        let (Some(id), Some(words)) = (id, words_of(&act)) else { continue };
        let at = place.get(&id).copied().filter(|&at| entries[at].claim.content.text == words);
        let at = at.or_else(|| {
            // Not found any more: the claim as last read with those words is kept beside the record.
            orphans.push(no);
            let (read, i, claim) = earlier.iter().rev().find_map(|(read, reading)| {
                let i = reading.claims.iter().position(|c| c.id == id && c.content.text == words)?;
                Some((*read, i, reading.claims[i].clone()))
            })?;
            if place.contains_key(&id) {
                return None; // The id now stands for other words; nothing may be laid over them.
            }
            place.insert(id.clone(), entries.len());
            entries.push(Line { claim, read_at: Some((read, i)), decided: false, standing: Standing::Orphaned });
            Some(entries.len() - 1)
        });
        let Some(at) = at else { continue };
        let line = &mut entries[at];
        if line.standing == Standing::Orphaned && orphans.last() != Some(&no) {
            orphans.push(no);
        }
        match act {
            Act::Set { change, .. } => {
                set(&mut line.claim, *change, &by);
                line.decided = true;
            }
            Act::Rejected { .. } if line.standing == Standing::OnRecord => line.standing = Standing::Rejected,
            Act::Restored { .. } if line.standing == Standing::Rejected => line.standing = Standing::OnRecord,
            _ => {}
        }
    }
    // Stable, so claims that were read keep the order in which they were read where nobody added any.
    if entries.iter().any(|line| line.read_at.is_none() || line.standing == Standing::Orphaned) {
        entries.sort_by_key(|line| (line.standing == Standing::Orphaned, line.claim.content.spans.first().copied()));
    }
}

fn words_of(act: &Act) -> Option<&str> {
    match act {
        Act::Set { words, .. } | Act::Rejected { words, .. } | Act::Restored { words, .. } => Some(words),
        _ => None,
    }
}

/// Whether the claim's content still stands where it says.
fn words_stand(claim: &Claim, document: &Document) -> bool {
    let offsets = claims::Offsets::new(&document.text);
    let words: Vec<&str> = claim.content.spans.iter().map(|span| offsets.words(*span)).collect();
    words.join(" ") == claim.content.text
}

fn set(claim: &mut Claim, change: Change, by: &Decider) {
    claim.decided.insert(change.field().to_owned(), Decision { by: by.clone(), mention: None });
    match change {
        Change::Source(source) => {
            claim.source = source.map(|source| claims::Source { decided_by: by.clone(), ..source });
        }
        Change::Chain(chain) => claim.chain = chain,
        Change::Form(form) => claim.form = form,
        Change::Said(said) => claim.said = claims::Said { decided_by: vec![by.clone()], ..said },
        Change::About(about) => {
            claim.about = about.into_iter().map(|a| claims::About { decided_by: by.clone(), ..a }).collect();
        }
        Change::Places(places) => {
            claim.places = places.into_iter().map(|p| claims::Place { decided_by: by.clone(), ..p }).collect();
        }
        Change::Quantities(quantities) => {
            claim.quantities =
                quantities.into_iter().map(|q| claims::Quantity { decided_by: by.clone(), ..q }).collect();
        }
        Change::Certainty(certainty) => {
            claim.certainty = claims::Certainty { decided_by: by.clone(), ..certainty };
        }
        Change::Polarity(polarity) => claim.polarity = polarity,
        Change::Status(status) => claim.status = status,
    }
}
