//! Why a ledger could not do what it was asked.

use std::path::PathBuf;

use crate::OperationNo;

/// Why a ledger could not do what it was asked.
///
/// The first group means that the file cannot be used at all ([`Error::is_about_the_file`]),
/// the second that what was asked makes no sense for this ledger.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error("no ledger at {}", path.display())]
    Missing {
        /// Where a ledger was looked for.
        path: PathBuf,
    },
    /// Something else is there.
    #[error("{} is not an Onrecord ledger: {why}", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        why: String,
    },
    /// A later release wrote it.
    #[error("the ledger {} was written by a newer Onrecord (format {found}, this one knows up to {known}): use that release", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that we know.
        known: i64,
    },
    /// Somebody else is writing and did not finish in time.
    #[error("the ledger {} is locked by another program: wait until it has finished, then try again", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It may not be written.
    #[error("the ledger {} cannot be written: the file or its folder is read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Its folder is missing, or we may not look into it.
    #[error("cannot open the ledger {}: its folder is missing, or nothing may be written there", path.display())]
    Inaccessible {
        /// The file.
        path: PathBuf,
    },
    /// SQLite or the disk refused.
    #[error("cannot {doing} the ledger {}: {source}", path.display())]
    Sqlite {
        /// What was attempted, as a verb: "open", "write to".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The disk did not take what was written.
    #[error("cannot make the ledger {} last: {source}", path.display())]
    Unsynced {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A row does not hold what the format says.
    #[error("the ledger {} is damaged: {what}; run `onrecord check`", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// No such document.
    #[error("no document {0} in the ledger")]
    NoDocument(String),
    /// No such claim.
    #[error("no claim {0} in the ledger")]
    NoClaim(String),
    /// The claim is there already.
    #[error("the ledger has a claim {0} already")]
    ClaimExists(String),
    /// A source cannot be merged into itself.
    #[error("cannot merge the source “{0}” into itself")]
    SameSource(String),
    /// A source cannot be split into itself, or by nothing.
    #[error("cannot split the source “{0}”: say by which words the other is called, and give it another name")]
    NothingSplit(String),
    /// Words that do not stand where they are said to.
    #[error("the words are not those of the document at {}..{}", .0.start, .0.end)]
    NotThere(claims::Span),
    /// Somebody else was faster.
    #[error("somebody decided on claim {0} since it was looked at; look at it again")]
    Overtaken(String),
    /// No such operation.
    #[error("no operation {0} in the ledger")]
    NoOperation(OperationNo),
    /// It was undone before.
    #[error("operation {0} is undone already")]
    UndoneAlready(OperationNo),
    /// A document larger than the ledger can number.
    #[error("document {0} makes more claims than a ledger can number")]
    TooManyClaims(String),
}

impl Error {
    /// Whether the ledger as such cannot be used, as against one request that made no sense.
    #[must_use]
    pub const fn is_about_the_file(&self) -> bool {
        matches!(
            self,
            Self::Missing { .. }
                | Self::NotALedger { .. }
                | Self::Newer { .. }
                | Self::Locked { .. }
                | Self::ReadOnly { .. }
                | Self::Inaccessible { .. }
                | Self::Sqlite { .. }
                | Self::Unsynced { .. }
                | Self::Damaged { .. }
        )
    }
}
