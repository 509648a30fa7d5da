//! Why the desk could not do what it was asked.

use std::path::PathBuf;

use crate::{CaseNo, EntryNo};

/// Why the desk could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something else is there.
    #[error("{} is not an Onrecord corrections file: {why}", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        why: &'static str,
    },
    /// A later release wrote it.
    #[error("the corrections {} were written by a newer Onrecord (format {found}, this one knows up to {known}): use that release", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that we know.
        known: i64,
    },
    /// SQLite or the disk refused.
    #[error("cannot {doing} the corrections {}: {source}", path.display())]
    Sqlite {
        /// What was attempted, as a verb: "open", "write to".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A row does not hold what the format says.
    #[error("the corrections {} are damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// No such case.
    #[error("there is no case {0}")]
    NoCase(CaseNo),
    /// No such entry.
    #[error("there is no entry {0} in the log")]
    NoEntry(EntryNo),
    /// It was undone before.
    #[error("entry {0} is undone already")]
    UndoneAlready(EntryNo),
    /// Somebody else decided since the case was looked at.
    #[error("somebody decided case {0} while you looked at it: see what they said, then decide again")]
    Overtaken(CaseNo),
    /// It is decided with another case.
    #[error("case {0} is joined with case {1}: decide that one, or part them first")]
    Joined(CaseNo, CaseNo),
    /// The decision lacks something.
    #[error("{0}")]
    Wants(&'static str),
}
