//! The ledger: what was filed and decided, in the order it happened, and nothing overwritten.
//!
//! The truth is a list of [`Operation`]s that only grows: a report was filed, a better
//! extractor read it again, a person set a field, rejected a claim, undid something.
//! Everything that is looked up (documents, claims, the full-text index) is derived from
//! it and can be rebuilt at any time; `check` compares the two.
//!
//! ```
//! # use ledger::{Ledger, Filter};
//! let mut ledger = Ledger::in_memory()?;
//! let mut found = 0;
//! ledger.claims(&Filter::default(), |_entry| { found += 1; Ok(()) })?;
//! assert_eq!(found, 0);
//! # Ok::<(), ledger::Error>(())
//! ```
//!
//! What operations come to is worked out in [`record`], which knows no database; `sqlite`
//! stores and looks up. A second store would stand beside `sqlite` and share the rest.
//! Reading and extracting are left to `desk`; so is the clock: every operation is handed
//! its [`Stamp`]. The file is described in `docs/formats/ledger.md`.

mod error;
mod facet;
mod filter;
mod operation;
pub mod record;
mod sqlite;

pub use claims::{Change, Stamp};
pub use error::Error;
pub use facet::{Facet, FacetRow};
pub use filter::{Filter, Order};
pub use operation::{Act, Footing, Kind, Operation, OperationNo, Reading};
pub use record::{Seat, Standing};
pub use sqlite::{
    Called, Counts, DocumentRow, Entry, FacetOrder, Filed, Finding, Held, Ledger, Lookup, SCHEMA, SourceRow,
};
