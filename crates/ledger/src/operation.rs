//! Operations: the only thing that is ever written for good.
//!
//! A correction is an operation with an author and a reason, so it outlives re-extraction
//! and can be undone; undoing is an operation too, and can itself be undone.

use std::fmt;

use claims::{Anchor, Change, Claim, ClaimId, Document, DocumentId, Stamp};
use serde::{Deserialize, Serialize};

/// The number of an operation: 1 for the first, growing, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationNo(pub i64);

impl fmt::Display for OperationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One thing that happened to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its place in the order of things.
    pub no: OperationNo,
    /// Who did it, and when.
    pub stamp: Stamp,
    /// The document it is about; `None` for what concerns all of them.
    pub document: Option<DocumentId>,
    /// The claim it is about.
    pub claim: Option<ClaimId>,
    /// What was done.
    pub act: Act,
    /// Whether a later operation undid it. Worked out, not stored.
    pub undone: bool,
}

/// What can be done to the record. Its JSON is the payload of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Act {
    /// A document was put on record, with the claims it was found to make.
    Filed(Box<Reading>),
    /// A document on record was read again, by another extractor or with other metadata.
    Reread(Box<Reading>),
    /// A person set a field of a claim.
    Set {
        /// Which, and to what.
        change: Box<Change>,
        /// The content words of the claim as it was read.
        words: String,
        /// Why, in the person's words.
        reason: Option<String>,
        /// Where the claim stands; ledgers of format 1 did not keep it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Box<Footing>>,
        /// Where the words stand that the new value names, in their order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        at: Vec<Anchor>,
    },
    /// A person took a claim off the record: the text does not make it.
    Rejected {
        /// The content words of the claim as it was read.
        words: String,
        /// Why.
        reason: Option<String>,
        /// Where the claim stands; ledgers of format 1 did not keep it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Box<Footing>>,
    },
    /// A person put a rejected claim back.
    Restored {
        /// The content words of the claim as it was read.
        words: String,
        /// Why.
        reason: Option<String>,
        /// Where the claim stands; ledgers of format 1 did not keep it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Box<Footing>>,
    },
    /// A person added a claim that was not found.
    Added {
        /// The claim.
        claim: Box<Claim>,
        /// Why.
        reason: Option<String>,
        /// Where its words stand; ledgers of format 1 did not keep it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Box<Footing>>,
    },
    /// A person found that two names are one source, everywhere.
    Merged {
        /// The name that goes.
        from: String,
        /// The name that stays.
        into: String,
        /// Why.
        reason: Option<String>,
    },
    /// A person found that a name stands for two sources: what is said by one of `mentions` is another's.
    Split {
        /// The name that stays for the rest.
        from: String,
        /// The name of the other.
        into: String,
        /// The words by which reports call the other.
        mentions: Vec<String>,
        /// Only in this document; else in all, on record and to come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<DocumentId>,
        /// Why.
        reason: Option<String>,
    },
    /// An earlier operation no longer counts.
    Undone {
        /// The operation that was undone.
        operation: OperationNo,
        /// Why.
        reason: Option<String>,
    },
}

/// The name of an [`Act`], as stored and listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kind(&'static str);

impl Kind {
    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl Act {
    /// Its name.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        Kind(match self {
            Self::Filed(_) => "filed",
            Self::Reread(_) => "reread",
            Self::Set { .. } => "set",
            Self::Rejected { .. } => "rejected",
            Self::Restored { .. } => "restored",
            Self::Added { .. } => "added",
            Self::Merged { .. } => "merged",
            Self::Split { .. } => "split",
            Self::Undone { .. } => "undone",
        })
    }

    /// The reason a person gave.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Filed(_) | Self::Reread(_) => None,
            Self::Set { reason, .. }
            | Self::Rejected { reason, .. }
            | Self::Restored { reason, .. }
            | Self::Added { reason, .. }
            | Self::Merged { reason, .. }
            | Self::Split { reason, .. }
            | Self::Undone { reason, .. } => reason.as_deref(),
        }
    }
}

impl Act {
    /// The words on which a decision about a claim stands.
    #[must_use]
    pub fn footing(&self) -> Option<&Footing> {
        match self {
            Self::Set { on, .. } | Self::Rejected { on, .. } | Self::Restored { on, .. } | Self::Added { on, .. } => {
                on.as_deref()
            }
            Self::Filed(_) | Self::Reread(_) | Self::Merged { .. } | Self::Split { .. } | Self::Undone { .. } => None,
        }
    }

    /// The two names of a decision about names: the one it is about, and the one it leads to.
    #[must_use]
    pub fn names(&self) -> Option<(&str, &str)> {
        match self {
            Self::Merged { from, into, .. } | Self::Split { from, into, .. } => Some((from, into)),
            _ => None,
        }
    }
}

/// What one reading of a document's bytes gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Name and version of what extracted the claims.
    pub extractor: String,
    /// The document as read.
    pub document: Document,
    /// The claims it was found to make, in reading order; stored beside the operation, one row each.
    #[serde(skip)]
    pub claims: Vec<Claim>,
}

/// The words on which a decision about a claim stands, so that the claim is found again by whatever id a later reading
/// gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footing {
    /// The claim's content as it was read, one anchor a span.
    pub content: Vec<Anchor>,
    /// Its cue; tells claims apart that stand on the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// What the text calls its source; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}
