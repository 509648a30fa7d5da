//! Filters: which claims a reader wants to see.

use claims::{Degree, Status};
use jiff::civil::Date;

use crate::Facet;

/// Which claims to look up. An empty filter lets everything on record pass; all parts given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the source's name or of its mention, side by side and in this order; case and accents do not matter.
    pub source: Option<String>,
    /// Said on this day or later, as far as the record can tell. A claim with no day does not pass.
    pub said_from: Option<Date>,
    /// Said on this day or earlier, as far as the record can tell. A claim with no day does not pass.
    pub said_to: Option<Date>,
    /// Speaks of this day or a later one.
    pub about_from: Option<Date>,
    /// Speaks of this day or an earlier one.
    pub about_to: Option<Date>,
    /// How sure the source puts it; any of these.
    pub certainty: Vec<Degree>,
    /// What it says of the event's course; any of these.
    pub status: Vec<Status>,
    /// Words of the outlet's name, as for `source`.
    pub outlet: Option<String>,
    /// The first digits of the document's id.
    pub document: Option<String>,
    /// Values that the claim must have, each exactly; claims off the record have none.
    pub facets: Vec<(Facet, String)>,
    /// Words that content, source or title must hold; `"two words"` must stand side by side, `begin*` is the start of one.
    pub words: Option<String>,
    /// Claims that a person rejected, or whose decisions found no claim any more, rather than those on record.
    pub standing: Option<crate::Standing>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Without the first so many of those that pass.
    pub skip: usize,
    /// In which order.
    pub order: Order,
}

/// The order of claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As filed, and in reading order within a document.
    #[default]
    Filed,
    /// By the first day on which it can have been said; those with no day last.
    Said,
}
