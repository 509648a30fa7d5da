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
        self.forget(now).map_err(err)?;
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

    /// The key under which the addresses of `day`, in days since 1970, are hashed: `drawn`, unless somebody was faster
    /// to draw one, so that all who count on one file count under one key.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn key_of(&mut self, day: i64, drawn: [u8; 32]) -> Result<[u8; 32], Error> {
        // One statement: of two who draw at once one waits for the other, and then finds the other's.
        self.db
            .prepare_cached(
                "INSERT INTO sender_days (day, key) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET key = key RETURNING key",
            )
            .and_then(|mut s| s.query_row(params![day, drawn], |row| row.get(0)))
            .map_err(|source| Error::Sqlite { doing: "write to", path: self.path.clone(), source })
    }

    /// Deletes the keys, and the hashes under them, of days that no limit reaches back to at `now`.
    pub(super) fn forget(&self, now: Timestamp) -> rusqlite::Result<()> {
        let first = limits::first_day(now.as_second());
        let old = "SELECT EXISTS (SELECT 1 FROM sender_days WHERE day < ?1)";
        if self.db.prepare_cached(old)?.query_row([first], |row| row.get(0))? {
            self.db.execute("DELETE FROM sender_days WHERE day < ?1", [first])?;
            // A key must not outlive its day in the write-ahead log either. Where somebody reads just now, that is left to
            // whoever writes next.
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// Keeps that somebody sent.
pub(super) fn keep(db: &Connection, sent: &Sent) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO sender_days (day, key) VALUES (?1, ?2)")?
        .execute(params![sent.day, sent.key])?;
    db.prepare_cached("INSERT INTO senders (day, hash, at) VALUES (?1, ?2, ?3)")?
        .execute(params![sent.day, sent.hash, sent.at])?;
    Ok(())
}
