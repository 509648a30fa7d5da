//! Who decided something and when, and what undoing takes back.

use std::collections::HashSet;
use std::hash::Hash;

use jiff::Timestamp;

use crate::Decider;

/// Who did something, and when. Passed in: what keeps decisions has no clock and asks nobody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Decider,
}

/// What no longer counts: `undoings` are numbers with what each undoes, the last first.
///
/// An undoing that was itself undone takes nothing back, so they are read from the end.
pub fn undone<N: Copy + Eq + Hash>(undoings: impl IntoIterator<Item = (N, N)>) -> HashSet<N> {
    let mut undone = HashSet::new();
    for (no, target) in undoings {
        if !undone.contains(&no) {
            undone.insert(target);
        }
    }
    undone
}
