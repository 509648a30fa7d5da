//! Facets: the fields by which claims are counted and narrowed down.

use std::fmt;

/// A field of claims whose values can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The name of the source.
    Source,
    /// A name in the chain before the source: a voice that passes the claim on.
    Voice,
    /// What kind of source it is.
    Kind,
    /// The outlet of the report.
    Outlet,
    /// The day on which it was said, where the report gives just one.
    Day,
    /// Where it was said, in the report's words.
    Channel,
    /// How sure its source puts it.
    Certainty,
    /// What it says of the event's course.
    Status,
    /// That it denies something: "denied". What a claim affirms has no value, as nearly all do.
    Polarity,
    /// A place that it speaks of, with its country: "Kursk Oblast, RU".
    Place,
}

impl Facet {
    /// All of them, in the order in which pages show them.
    pub const ALL: [Self; 10] = [
        Self::Source,
        Self::Voice,
        Self::Kind,
        Self::Day,
        Self::Channel,
        Self::Certainty,
        Self::Status,
        Self::Polarity,
        Self::Place,
        Self::Outlet,
    ];

    /// The word that stands for it in the ledger.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Voice => "voice",
            Self::Kind => "kind",
            Self::Outlet => "outlet",
            Self::Day => "day",
            Self::Channel => "channel",
            Self::Certainty => "certainty",
            Self::Status => "status",
            Self::Polarity => "polarity",
            Self::Place => "place",
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value of a facet, and on how many claims on record it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// The value.
    pub value: String,
    /// The number of claims.
    pub claims: usize,
}
