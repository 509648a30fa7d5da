//! What was sent and decided, in one SQLite file.
//!
//! Acknowledged means stored: each commit is synced to the disk before [`Store::receive`] returns. A disk takes some
//! milliseconds for that, so several reports go in together where several wait.

mod receive;
mod senders;
mod decide;
mod join;
mod look_up;
mod editors;

use std::path::{Path, PathBuf};

use claims::{Decider, Span};
use jiff::Timestamp;
use rusqlite::{Connection, Row, TransactionBehavior};

use crate::fold::Place;
use crate::report::Quote;
use crate::{CaseNo, Entry, EntryNo, Error, Stamp, decision};

pub use look_up::{Answered, CaseFilter, CaseRow, Correction, Progress, Received, Statistics, Tally};
pub use receive::Incoming;

/// The format that this release writes, kept in the file's `user_version`.
const FORMAT: i64 = 4;
/// "OnCo": tells our files from other programs' SQLite files.
const APPLICATION: i64 = 0x4f6e_436f;

/// The corrections file, open.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
}

/// Where the corrections of the ledger at `ledger` are kept: `desk.db` has `desk.corrections.db` beside it.
#[must_use]
pub fn beside(ledger: &Path) -> PathBuf {
    ledger.with_extension("corrections.db")
}

impl Store {
    /// Opens the corrections at `path`, and makes a file where there is none.
    ///
    /// # Errors
    /// Where the file is not ours, is from a newer release, or cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self, Error> {
        let err = |source| Error::Sqlite { doing: "open", path: path.to_owned(), source };
        private(path);
        let mut db = Connection::open(path).map_err(err)?;
        db.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
            .map_err(err)?;
        // Looked at before anything is written: another program's file is left as it is.
        let found = recognise(&db, path)?;
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").map_err(err)?;
        // Whoever only opens takes no lock, so that a page is never in the way of a report.
        if found == FORMAT {
            return Ok(Self { db, path: path.to_owned() });
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        // Asked again, for another program may have made the tables while we waited for the lock.
        let found = recognise(&tx, path)?;
        let steps =
            [include_str!("001.sql"), include_str!("002.sql"), include_str!("003.sql"), include_str!("004.sql")];
        for step in steps.iter().skip(usize::try_from(found).unwrap_or_default()) {
            tx.execute_batch(step).map_err(err)?;
        }
        tx.pragma_update(None, "application_id", APPLICATION).map_err(err)?;
        tx.pragma_update(None, "user_version", FORMAT).map_err(err)?;
        tx.commit().map_err(err)?;
        Ok(Self { db, path: path.to_owned() })
    }

    fn read_err(&self, source: rusqlite::Error) -> Error {
        Error::Sqlite { doing: "read", path: self.path.clone(), source }
    }

    fn damaged(&self, what: impl Into<String>) -> Error {
        Error::Damaged { path: self.path.clone(), what: what.into() }
    }
}

/// Makes the file, where there is none, for its owner alone: it holds contacts. What fails here fails again, and is
/// told, when SQLite opens it.
fn private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// The file's format; 0 where it is empty.
fn recognise(db: &Connection, path: &Path) -> Result<i64, Error> {
    let ask = |sql| {
        let answer = db.query_row(sql, [], |row| row.get::<_, i64>(0));
        answer.map_err(|source| Error::Sqlite { doing: "open", path: path.to_owned(), source })
    };
    let found = ask("PRAGMA user_version")?;
    if ask("PRAGMA application_id")? != APPLICATION && (found != 0 || ask("SELECT count(*) FROM sqlite_master")? > 0) {
        return Err(Error::NotOurs { path: path.to_owned(), why: "some other program made it" });
    }
    if found > FORMAT {
        return Err(Error::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    Ok(found)
}

/// The words of a row from its columns `exact, prefix, suffix, start`, which stand from column `from` on.
fn place(row: &Row<'_>, from: usize) -> rusqlite::Result<Place> {
    let quote = Quote::stored(row.get(from)?, row.get(from + 1)?, row.get(from + 2)?);
    let start: Option<i64> = row.get(from + 3)?;
    let position = start.and_then(|start| usize::try_from(start).ok()).map(|start| {
        // A position is as long as its words, so only its start is stored.
        Span::new(start, start + quote.exact().chars().count())
    });
    Ok(Place { quote, position })
}

/// The entries on one case, in order and with undone ones marked; the inner error says what is wrong with a row.
fn entries(db: &Connection, case: CaseNo) -> rusqlite::Result<Result<Vec<Entry>, String>> {
    let mut select = db.prepare_cached("SELECT no, at, by, payload FROM log WHERE case_no = ?1 ORDER BY no")?;
    let mut rows = select.query([case.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let no = EntryNo(row.get(0)?);
        let (at, by, payload): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let at = at.parse::<Timestamp>();
        let by = serde_json::from_value::<Decider>(by.into());
        let act = serde_json::from_str(&payload);
        let (Ok(at), Ok(by), Ok(act)) = (at, by, act) else {
            return Ok(Err(format!("entry {no} of the log is not understood")));
        };
        found.push(Entry { no, case, stamp: Stamp { at, by }, act, undone: false });
    }
    decision::mark_undone(&mut found);
    Ok(Ok(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    #[test]
    fn a_file_of_the_first_format_is_brought_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.corrections.db");
        let old = Connection::open(&path).expect("opened");
        old.execute_batch(include_str!("001.sql")).expect("made");
        old.pragma_update(None, "application_id", APPLICATION).expect("marked");
        old.pragma_update(None, "user_version", 1).expect("marked");
        old.execute_batch(
            "INSERT INTO cases (page, exact, prefix, suffix, key, trapped, opened, latest, reports, status)
             VALUES ('https://paper.example/', 'two', '', '', 7, 0, '2024-05-03T12:00:00Z', '2024-05-03T12:00:00Z', 1, 'open');",
        )
        .expect("filled");
        drop(old);
        for _ in 0..2 {
            let store = Store::open_or_create(&path).expect("a store");
            let case = store.case(CaseNo(1)).expect("read").expect("a case");
            assert_eq!((case.assignee.as_str(), case.place.quote.exact()), ("", "two"));
            assert_eq!(store.counts().expect("read")[0], (Status::Open, 1));
            assert_eq!(recognise(&store.db, &path).expect("ours"), FORMAT);
        }
    }
}
