//! Operations: the only thing that is ever written for good.
//!
//! A correction is an operation with an author and a reason, so it outlives re-extraction
//! and can be undone; undoing is an operation too, and can itself be undone.

use std::fmt;

use claims::{
    About, Certainty, Claim, ClaimId, Document, DocumentId, Form, Place, Polarity, Quantity, Said, Source, Stamp,
    Status,
};
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
        /// The content words of the claim as the person saw it.
        words: String,
        /// Why, in the person's words.
        reason: Option<String>,
    },
    /// A person took a claim off the record: the text does not make it.
    Rejected {
        /// The content words of the claim as the person saw it.
        words: String,
        /// Why.
        reason: Option<String>,
    },
    /// A person put a rejected claim back.
    Restored {
        /// The content words of the claim as the person saw it.
        words: String,
        /// Why.
        reason: Option<String>,
    },
    /// A person added a claim that was not found.
    Added {
        /// The claim.
        claim: Box<Claim>,
        /// Why.
        reason: Option<String>,
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
            | Self::Undone { reason, .. } => reason.as_deref(),
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

/// A field of a claim and the value a person gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "kebab-case")]
pub enum Change {
    /// Whose claim it is.
    Source(Option<Source>),
    /// The voices, from the outermost to the innermost.
    Chain(Vec<String>),
    /// How it is put.
    Form(Form),
    /// When and where it was said.
    Said(Said),
    /// The days it speaks of.
    About(Vec<About>),
    /// The places it speaks of.
    Places(Vec<Place>),
    /// The figures it gives.
    Quantities(Vec<Quantity>),
    /// How sure its source puts it.
    Certainty(Certainty),
    /// Whether it affirms or denies.
    Polarity(Polarity),
    /// What it says of the event's course.
    Status(Status),
}

impl Change {
    /// The field's name in the record.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::Chain(_) => "chain",
            Self::Form(_) => "form",
            Self::Said(_) => "said",
            Self::About(_) => "about",
            Self::Places(_) => "places",
            Self::Quantities(_) => "quantities",
            Self::Certainty(_) => "certainty",
            Self::Polarity(_) => "polarity",
            Self::Status(_) => "status",
        }
    }
}
