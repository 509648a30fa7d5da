//! The corrections desk: what readers report, the cases their reports fold into, and what editors decide.
//!
//! ```
//! # use corrections::{Kind, Page, Quote, Report};
//! let page = Page::new("https://paper.example/bridge?utm_source=feed#top")?;
//! assert_eq!(page.as_str(), "https://paper.example/bridge");
//! let quote = Quote::new("two bridges", "said that ", " were closed")?;
//! let report = Report::new(page, quote, Kind::Figure, "three bridges")?;
//! assert_eq!(report.quote().exact(), "two bridges");
//! # Ok::<(), corrections::Refused>(())
//! ```
//!
//! [`report`] says what may be sent and reads it from a W3C Web Annotation; [`fold`] says which reports are about
//! the same words; [`anchor`] finds words in a filed document again; [`limits`] says how often one may send;
//! [`decision`] says how a case stands. None of these knows a database. `store` keeps what was sent and decided in
//! SQLite, beside the ledger; why beside, is in `docs/design/corrections.md`. HTTP, the clock and chance are left
//! to the binary.

pub mod page;
pub mod report;
pub mod annotation;
pub mod fold;
pub mod anchor;
pub mod limits;
pub mod receipt;
pub mod decision;
mod error;
mod store;

pub use anchor::Anchoring;
pub use claims::Stamp;
pub use decision::{Act, Anchor, CaseNo, Entry, EntryNo, Status};
pub use error::Error;
pub use limits::{Limits, Rate, Sent};
pub use page::{Origin, Page};
pub use receipt::Receipt;
pub use report::{Answer, Kind, Quote, Refused, Report};
pub use store::{
    Answered, CaseFilter, CaseRow, Correction, Incoming, Progress, Received, Statistics, Store, Tally, beside,
};
