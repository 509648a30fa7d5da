//! The desk: reads reports, files them, and knows where a claim stands in its report.
//!
//! ```no_run
//! # use std::{num::NonZero, ops::ControlFlow, path::PathBuf};
//! let (inputs, _problems) = desk::inputs(&[PathBuf::from("reports")]);
//! let jobs = NonZero::<usize>::MIN;
//! desk::read_all(&inputs, &desk::Manner::default(), jobs, |_input, reading| {
//!     println!("{} claims", reading.map_or(0, |r| r.claims.len()));
//!     ControlFlow::Continue(())
//! });
//! ```
//!
//! Inputs are worked on in parallel and handed over in their order, a few at a time, so
//! neither the output nor the memory depends on how many there are or how many work. How
//! things look on paper or screen is left to the binary.

mod batch;
mod context;
pub mod edit;
mod file;

use std::num::NonZero;
use std::ops::ControlFlow;

use claims::{Document, Given};

pub use batch::{Panicked, in_order};
pub use context::{Context, Part, context};
pub use extract::{Card, Reader, model_card};
pub use file::{Filing, document_of_bytes, file_all, file_bytes, read_bytes};
pub use ledger::{
    Act, Called, Change, Counts, DocumentRow, Entry, Error as LedgerError, Facet, FacetOrder, FacetRow, Filed, Filter,
    Finding, Ledger, Lookup, Operation, OperationNo, Order, Reading, SCHEMA, Seat, SourceRow, Stamp, Standing,
};
pub use read::{Input, ReadError, inputs, load};

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// What is said of all of them.
    pub given: Given,
    /// Who reads them.
    pub reader: Reader,
}

/// Why an input gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Its bytes could not be had.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// Reading it hit a bug of ours; the other inputs are not touched by that.
    #[error("cannot read {0}: a bug in onrecord stopped it, the rest goes on")]
    Bug(String),
}

/// How an input is called in messages.
#[must_use]
pub fn name(input: &Input) -> String {
    input.path().unwrap_or_else(|| "standard input".to_owned())
}

/// Reads the document that `input` holds.
///
/// # Errors
/// Where its bytes cannot be had; whatever the bytes are, there is a document.
pub fn document(input: &Input, given: &Given) -> Result<Document, ReadError> {
    let bytes = load(input)?;
    Ok(read::document(&bytes, input.path().as_deref(), given))
}

/// What `document` is found to claim by `reader`, in this release.
#[must_use]
pub fn reading(document: Document, reader: Reader) -> Reading {
    let claims = extract::claims(&document, reader);
    Reading { extractor: extract::version(reader), document, claims }
}

/// Reads the documents of all `inputs` and hands them to `each` in their order.
pub fn documents(
    inputs: &[Input],
    given: &Given,
    jobs: NonZero<usize>,
    each: impl FnMut(&Input, Result<Document, Trouble>) -> ControlFlow<()>,
) {
    all(inputs, jobs, |input| document(input, given), each);
}

/// Reads all `inputs`, extracts their claims, and hands both to `each` in their order.
pub fn read_all(
    inputs: &[Input],
    manner: &Manner,
    jobs: NonZero<usize>,
    each: impl FnMut(&Input, Result<Reading, Trouble>) -> ControlFlow<()>,
) {
    all(inputs, jobs, |input| document(input, &manner.given).map(|d| reading(d, manner.reader)), each);
}

fn all<T: Send>(
    inputs: &[Input],
    jobs: NonZero<usize>,
    work: impl Fn(&Input) -> Result<T, ReadError> + Sync,
    mut each: impl FnMut(&Input, Result<T, Trouble>) -> ControlFlow<()>,
) {
    in_order(inputs, jobs, || &work, |input, done| each(input, settled(input, done)));
}

fn settled<T, E: Into<Trouble>>(input: &Input, done: Result<Result<T, E>, Panicked>) -> Result<T, Trouble> {
    done.map_err(|Panicked| Trouble::Bug(name(input)))?.map_err(Into::into)
}
