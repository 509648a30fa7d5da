//! Names: which of them people found to be one source, and which to be two.
//!
//! Decisions about names are followed in order, each from the name that the ones before gave: of two contrary ones
//! the later counts, and a name that leads in a ring ends somewhere all the same.

use std::collections::HashMap;

use claims::{Claim, ClaimId, Decider, DocumentId};

use super::Line;
use crate::{Act, Operation};

/// The decisions about names that are in force, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<Naming>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Naming {
    from: String,
    into: String,
    /// Only what is said by these words; `None` for a merge, which takes the name as a whole.
    mentions: Option<Vec<String>>,
    within: Option<DocumentId>,
    by: Decider,
}

impl Names {
    /// Those that are in force among `operations`.
    #[must_use]
    pub fn of(operations: &[Operation]) -> Self {
        let naming = |operation: &Operation| {
            let by = operation.stamp.by.clone();
            match operation.act.clone() {
                Act::Merged { from, into, .. } => Some(Naming { from, into, mentions: None, within: None, by }),
                Act::Split { from, into, mentions, within, .. } => {
                    Some(Naming { from, into, mentions: Some(mentions), within, by })
                }
                _ => None,
            }
        };
        Self(operations.iter().filter(|o| !o.undone).filter_map(naming).collect())
    }

    /// The name that stands for `name` where `document` says `mention`, and who said so; `None` where nobody did.
    ///
    /// Without a mention only merges count: nothing tells which of two sources is meant.
    #[must_use]
    pub fn canonical(&self, name: &str, mention: Option<&str>, document: &DocumentId) -> Option<(&str, &Decider)> {
        let mut found: Option<(&str, &Decider)> = None;
        for naming in &self.0 {
            let meant = match (&naming.mentions, mention) {
                (None, _) => true,
                (Some(mentions), Some(mention)) => mentions.iter().any(|m| m == mention),
                (Some(_), None) => false,
            };
            let here = naming.within.as_ref().is_none_or(|only| only == document);
            if meant && here && found.map_or(name, |(name, _)| name) == naming.from {
                found = Some((&naming.into, &naming.by));
            }
        }
        found.filter(|(into, _)| *into != name)
    }

    /// Gives the claims of one document their names; voices that cite others are called there as they are where they
    /// speak themselves.
    pub(super) fn apply(&self, lines: &mut [Line]) {
        for line in lines.iter_mut() {
            line.decided |= self.name_source(&mut line.claim);
        }
        let called = called(lines);
        for line in lines.iter_mut() {
            let changed = self.name_chain(&mut line.claim, &called);
            line.decided |= changed;
        }
    }

    fn name_source(&self, claim: &mut Claim) -> bool {
        let Some(source) = &mut claim.source else { return false };
        let Some((name, by)) = self.canonical(&source.name, Some(&source.mention), &claim.document.id) else {
            return false;
        };
        let old = std::mem::replace(&mut source.name, name.to_owned());
        if let Some(last) = claim.chain.last_mut().filter(|last| **last == old) {
            name.clone_into(last);
        }
        if !source.decided_by.is_person() {
            source.keep_as_alternative(old, claim.confidence);
        }
        source.decided_by = by.clone();
        true
    }

    fn name_chain(&self, claim: &mut Claim, called: &HashMap<ClaimId, Called>) -> bool {
        // What a person wrote of the chain is not second-guessed.
        if claim.chain.is_empty() || claim.decided.contains_key("chain") {
            return false;
        }
        let before = claim.chain.clone();
        let outer = claim.chain.len() - usize::from(claim.source.is_some());
        let mut at = claim.inside.as_ref();
        // Claims within each other in a ring would lead around for ever.
        for _ in 0..outer {
            let Some(holder) = at.and_then(|id| called.get(id)) else { break };
            if let Some((old, new)) = &holder.name
                && let Some(voice) = claim.chain[..outer].iter_mut().rev().find(|voice| *voice == old)
            {
                new.clone_into(voice);
            }
            at = holder.inside.as_ref();
        }
        for voice in &mut claim.chain[..outer] {
            if let Some((name, _)) = self.canonical(voice, None, &claim.document.id) {
                name.clone_into(voice);
            }
        }
        claim.chain != before
    }
}

/// How the source of a claim was called before anybody decided, and is now; and the claim in which that one stands.
struct Called {
    name: Option<(String, String)>,
    inside: Option<ClaimId>,
}

fn called(lines: &[Line]) -> HashMap<ClaimId, Called> {
    let called = |line: &Line| {
        let now = line.claim.source.as_ref().map(|s| s.name.clone());
        let name = line.named.clone().zip(now).filter(|(was, now)| was != now);
        (line.claim.id.clone(), Called { name, inside: line.claim.inside.clone() })
    };
    lines.iter().map(called).collect()
}
