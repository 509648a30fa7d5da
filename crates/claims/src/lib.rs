//! The vocabulary of the record: what a document, an attribution and a claim are.
//!
//! Everything here is plain data: no files, no clock, no network. The types
//! derive `serde` because their JSON *is* the record that views and exports
//! agree on (`docs/formats/claim.md`); a second set of types for the outside
//! would only be a second place to forget a field.
//!
//! Offsets in these types are half-open and count Unicode code points of
//! [`Document::text`]. Code that works in bytes converts once, through
//! [`Offsets`].

mod span;
mod document;
mod attribution;
mod claim;
mod change;
pub mod anchor;
pub mod edtf;
mod id;
mod stamp;

pub use anchor::{Anchor, Anchoring};
pub use attribution::{Attribution, Decider, Form};
pub use change::{Change, Was};
pub use claim::{
    About, Alternative, Certainty, Claim, Content, Cue, Decision, Degree, DocumentRef, Mention, Place, Polarity,
    Quantity, Said, Source, SourceKind, Status,
};
pub use document::{Block, BlockKind, Document, Given, Problem, Related};
pub use id::{ClaimId, DocumentId};
pub use span::{Offsets, Span};
pub use stamp::{Stamp, undone};
