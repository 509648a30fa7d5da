//! Who sent how often, kept so that a restart gives nobody more: keyed hashes, and the key of the day while it counts.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::Store;
use crate::Error;
use crate::limits::{self, Limits, Rate, Sent};

impl Store {
    /// What counts at `now` of what was sent before, where one address may send at `rate`. Days that no limit reaches back to are deleted.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn limits(&mut self, now: Timestamp, rate: Rate) -> Result<Limits, Error> {
        let path = self.path.clone();
        let err = |source| Error::Sqlite { doing: "read", path: path.clone(), source };
        forget(&self.db, now.as_second()).map_err(err)?;
        let read = || -> rusqlite::Result<Vec<Sent>> {
            let mut select = self.db.prepare(
                "SELECT d.day, d.key, s.hash, s.at FROM senders s JOIN sender_days d ON d.day = s.day ORDER BY s.at",
            )?;
            let sent = |row: &rusqlite::Row<'_>| {
                Ok(Sent { day: row.get(0)?, key: row.get(1)?, hash: row.get(2)?, at: row.get(3)? })
            };
            select.query_map([], sent)?.collect()
        };
        Ok(Limits::of(read().map_err(err)?, rate))
    }
}

/// Keeps that somebody sent.
pub(super) fn keep(db: &Connection, sent: &Sent) -> rusqlite::Result<()> {
    let fresh = db
        .prepare_cached("INSERT OR IGNORE INTO sender_days (day, key) VALUES (?1, ?2)")?
        .execute(params![sent.day, sent.key])?;
    if fresh > 0 {
        forget(db, sent.at)?;
    }
    db.prepare_cached("INSERT INTO senders (day, hash, at) VALUES (?1, ?2, ?3)")?
        .execute(params![sent.day, sent.hash, sent.at])?;
    Ok(())
}

/// Deletes the keys, and the hashes under them, of days that no limit reaches back to at the second `now`.
fn forget(db: &Connection, now: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM sender_days WHERE day < ?1", [limits::first_day(now)]).map(|_| ())
}
