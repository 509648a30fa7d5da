//! The ledger in one SQLite file.
//!
//! The journal is a write-ahead log, so a reader never waits for a writer. One transaction per
//! document keeps each document whole or absent, whenever the program is killed. Acknowledged
//! means stored: the log is synced to the disk before anybody is told that something was
//! filed, once for a handful of documents rather than for each, and its checksums make a power
//! cut in between cost only what nobody was told of.

mod schema;
mod write;
mod rows;
mod pass;
mod look_up;
mod sources;
mod facets;
mod words;
mod check;

use std::path::{Path, PathBuf};

use claims::ClaimId;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{Error, OperationNo};

pub use check::Finding;
pub use facets::{Counts, FacetOrder};
pub use look_up::{DocumentRow, Entry, Held, Lookup};
pub use schema::SCHEMA;
pub use sources::{Called, SourceRow};
pub use write::Filed;

/// A ledger that is open.
#[derive(Debug)]
pub struct Ledger {
    db: Connection,
    path: PathBuf,
    /// A claim, and the last operation on it, without which nothing is done next.
    expected: Option<(ClaimId, Option<OperationNo>)>,
}

/// How long to wait for another writer, in milliseconds.
const PATIENCE: u32 = 5_000;

impl Ledger {
    /// Opens the ledger at `path` for writing, and makes one where there is none.
    ///
    /// # Errors
    /// Where the file is no ledger, is from a newer release, is locked, or cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self, Error> {
        Self::open_or_create_telling(path, |_, _| {})
    }

    fn open_or_create_telling(path: &Path, each: impl FnMut(usize, usize)) -> Result<Self, Error> {
        no_folder(path)?;
        let db = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|e| trouble("open", path, e))?;
        let mut ledger = Self { db, path: path.to_owned(), expected: None };
        ledger.settle()?;
        schema::migrate(&mut ledger, each)?;
        Ok(ledger)
    }

    /// Brings the ledger at `path` up to date where it is of an older format, as opening it would: `each` is told for
    /// how many of its documents that is done, and of how many. Whoever breaks it off leaves the ledger as it was.
    ///
    /// Where there is nothing to bring up to date nothing is done; what is no ledger is left to [`Ledger::open`].
    ///
    /// # Errors
    /// Where the ledger is locked, is damaged, or cannot be written.
    pub fn migrate(path: &Path, each: impl FnMut(usize, usize)) -> Result<(), Error> {
        if !path.is_file() {
            return Ok(());
        }
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
        let db = Connection::open_with_flags(path, flags).map_err(|e| trouble("open", path, e))?;
        let found = schema::recognise(&Self { db, path: path.to_owned(), expected: None });
        if found.is_ok_and(|found| (1..SCHEMA).contains(&found)) {
            Self::open_or_create_telling(path, each)?;
        }
        Ok(())
    }

    /// Opens the ledger at `path` for reading. A ledger of an older format is brought up to date first.
    ///
    /// All that is read stands as it did at the first look, whatever is written meanwhile, so a page never shows half
    /// of a change; whoever wants to see it opens the ledger again.
    ///
    /// # Errors
    /// Where there is no ledger, or as for [`Ledger::open_or_create`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        no_folder(path)?;
        // Opened so that SQLite may finish what a killed program left in its journal; where the file may not be
        // written, SQLite itself falls back to reading. We write nothing through it.
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| trouble("open", path, e))?;
        if let Err(error) = schema::version(&db)
            && error.sqlite_error_code() == Some(ErrorCode::CannotOpen)
            && !with_suffix(path, "-wal").exists()
        {
            // In a folder where nothing may be written, SQLite cannot make the files beside a
            // write-ahead log. With no log there, nobody is writing and the file can be read as it is.
            let uri = format!("file:{}?immutable=1", escaped(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            db = Connection::open_with_flags(uri, flags).map_err(|e| trouble("open", path, e))?;
        }
        let ledger = Self { db, path: path.to_owned(), expected: None };
        ledger
            .db
            .execute_batch(&format!("PRAGMA busy_timeout = {PATIENCE}; PRAGMA query_only = ON;"))
            .map_err(|e| ledger.err("open", e))?;
        match schema::recognise(&ledger)? {
            // A file that somebody touched, or a ledger whose making was broken off; filing makes one of it.
            0 => Err(Error::NotALedger { path: path.to_owned(), why: "it is empty".to_owned() }),
            SCHEMA => ledger.still(),
            _ => {
                drop(ledger);
                drop(Self::open_or_create(path)?);
                Self::open(path)
            }
        }
    }

    /// Reads one state from here on. It also spares taking and giving back a lock for each look.
    fn still(self) -> Result<Self, Error> {
        self.db.execute_batch("PRAGMA cache_size = -16000; BEGIN").map_err(|e| self.err("open", e))?;
        Ok(self)
    }

    /// An empty ledger that is kept nowhere.
    ///
    /// # Errors
    /// Where SQLite cannot start.
    pub fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|e| trouble("open", &path, e))?;
        let mut ledger = Self { db, path, expected: None };
        schema::migrate(&mut ledger, |_, _| {})?;
        Ok(ledger)
    }

    /// Where the ledger is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn settle(&self) -> Result<(), Error> {
        self.db
            .execute_batch(&format!(
                "PRAGMA busy_timeout = {PATIENCE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                 PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000;"
            ))
            .map_err(|e| self.err("open", e))
    }

    fn err(&self, doing: &'static str, source: rusqlite::Error) -> Error {
        trouble(doing, &self.path, source)
    }

    fn damaged(&self, what: impl Into<String>) -> Error {
        Error::Damaged { path: self.path.clone(), what: what.into() }
    }
}

fn trouble(doing: &'static str, path: &Path, source: rusqlite::Error) -> Error {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Locked { path },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Error::ReadOnly { path },
        Some(ErrorCode::CannotOpen) => Error::Inaccessible { path },
        Some(ErrorCode::NotADatabase) => Error::NotALedger { path, why: "it is no SQLite file".to_owned() },
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, what: source.to_string() },
        _ => Error::Sqlite { doing, path, source },
    }
}

fn no_folder(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Err(Error::NotALedger { path: path.to_owned(), why: "it is a folder".to_owned() });
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The path as it is written in a `file:` address.
fn escaped(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
