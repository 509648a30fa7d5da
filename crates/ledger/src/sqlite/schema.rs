//! The tables, and how a ledger of an older format becomes one of this.

use rusqlite::{Connection, TransactionBehavior};

use super::Ledger;
use super::write::Writing;
use crate::Error;

/// The format that this release writes, kept in the file's `user_version`.
pub const SCHEMA: i64 = MIGRATIONS.len() as i64;

/// Migration `i` makes format `i + 1` of format `i`. Those that were released are never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("001.sql"),
    include_str!("002.sql"),
    include_str!("003.sql"),
    include_str!("004.sql"),
    include_str!("005.sql"),
    include_str!("006.sql"),
    include_str!("007.sql"),
];

/// "OnRe": tells our files from other programs' SQLite files.
const APPLICATION: i64 = 0x4f6e_5265;

pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// The ledger's format; an error where the file is not a ledger that we can use.
pub(super) fn recognise(ledger: &Ledger) -> Result<i64, Error> {
    let found = version(&ledger.db).map_err(|e| ledger.err("open", e))?;
    let ask = |sql| ledger.db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|e| ledger.err("open", e));
    let not = |why: &str| Error::NotALedger { path: ledger.path.clone(), why: why.to_owned() };
    if ask("PRAGMA application_id")? != APPLICATION {
        let tables = ask("SELECT count(*) FROM sqlite_master")?;
        return if tables == 0 && found == 0 { Ok(0) } else { Err(not("it is a SQLite file of some other program")) };
    }
    if found > SCHEMA {
        return Err(Error::Newer { path: ledger.path.clone(), found, known: SCHEMA });
    }
    Ok(found)
}

/// Brings the ledger up to this release's format, wholly or not at all; `each` is told for how many documents that is
/// done, and of how many.
pub(super) fn migrate(ledger: &mut Ledger, each: impl FnMut(usize, usize)) -> Result<(), Error> {
    if recognise(ledger)? == SCHEMA {
        return Ok(());
    }
    let path = ledger.path.clone();
    let err = |e| super::trouble("write to", &path, e);
    let tx = ledger.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
    // Asked again, for another program may have done it while we waited for the lock.
    let found = usize::try_from(version(&tx).map_err(err)?).unwrap_or_default();
    for (i, sql) in MIGRATIONS.iter().enumerate().skip(found) {
        tx.execute_batch(sql).map_err(err)?;
        tx.pragma_update(None, "user_version", i as i64 + 1).map_err(err)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION).map_err(err)?;
    let writing = Writing { db: tx, path: &path };
    if found > 0 {
        // What operations come to may be told otherwise by this release.
        writing.rebuild(each)?;
    }
    writing.db.commit().map_err(err)
}
