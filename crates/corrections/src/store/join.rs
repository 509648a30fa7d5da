//! Cases of the same matter: which one a case was joined with, and what those that were joined bring with them.
//!
//! A joined case keeps its reports, its words and its history; only who is answered by whom changes, and that is read
//! from the log, so parting them is an undoing like any other. What is counted on a case counts those joined with it.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Store;
use crate::{CaseNo, Error};

/// A case and all that are joined with it, or with one of those, as a table `tree (no)`; the case is parameter 1.
pub(super) const TREE: &str = "WITH RECURSIVE tree (no) AS
    (SELECT ?1 UNION SELECT c.no FROM tree JOIN cases c ON c.joined = tree.no)";
/// A case and those that it is joined with, the nearest first, as a table `up (no, joined)`.
const UP: &str = "WITH RECURSIVE up (no, joined) AS
    (SELECT no, joined FROM cases WHERE no = ?1 UNION SELECT c.no, c.joined FROM up JOIN cases c ON c.no = up.joined)";

/// The case by which `case` is decided: itself, where it is not joined with another.
pub(super) fn root(db: &Connection, case: CaseNo) -> rusqlite::Result<CaseNo> {
    let sql = format!("{UP} SELECT no FROM up WHERE joined IS NULL LIMIT 1");
    let found = db.prepare_cached(&sql)?.query_row([case.0], |row| row.get(0).map(CaseNo)).optional()?;
    Ok(found.unwrap_or(case))
}

/// `case` and those that it is joined with, the nearest first.
pub(super) fn upwards(db: &Connection, case: CaseNo) -> rusqlite::Result<Vec<CaseNo>> {
    db.prepare_cached(&format!("{UP} SELECT no FROM up"))?.query_map([case.0], |row| row.get(0).map(CaseNo))?.collect()
}

/// What of a case decides whether it can be joined.
pub(super) struct Joint {
    pub page: String,
    pub trapped: bool,
    pub decided: bool,
    pub joined: Option<CaseNo>,
}

pub(super) fn joint(db: &Connection, case: CaseNo) -> rusqlite::Result<Option<Joint>> {
    let sql = "SELECT page, trapped, status NOT IN ('open', 'asked'), joined FROM cases WHERE no = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        let joined: Option<i64> = row.get(3)?;
        Ok(Joint { page: row.get(0)?, trapped: row.get(1)?, decided: row.get(2)?, joined: joined.map(CaseNo) })
    };
    db.prepare_cached(sql)?.query_row([case.0], read).optional()
}

/// Lets `case`, which was joined with `before`, be joined with `after`; either may be none.
pub(super) fn turn(
    db: &Connection,
    case: CaseNo,
    before: Option<CaseNo>,
    after: Option<CaseNo>,
) -> rusqlite::Result<()> {
    db.execute("UPDATE cases SET joined = ?2 WHERE no = ?1", params![case.0, after.map(|no| no.0)])?;
    for (other, sign) in [(before, -1), (after, 1)] {
        let Some(other) = other else { continue };
        for above in upwards(db, other)? {
            db.prepare_cached(
                "UPDATE cases SET reports = reports + ?3 * (SELECT reports FROM cases WHERE no = ?2),
                    answers = answers + ?3 * (SELECT answers FROM cases WHERE no = ?2),
                    latest = max(coalesce((SELECT at FROM reports r WHERE r.case_no = ?1 ORDER BY r.no DESC LIMIT 1), opened),
                                 coalesce((SELECT max(m.latest) FROM cases m WHERE m.joined = ?1), ''))
                 WHERE no = ?1",
            )?
            .execute(params![above.0, case.0, sign])?;
        }
    }
    Ok(())
}

impl Store {
    /// The cases that are joined with `case`, or with one of those, at most `limit`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn joined_with(&self, case: CaseNo, limit: usize) -> Result<Vec<CaseNo>, Error> {
        let sql = format!("{TREE} SELECT no FROM tree WHERE no <> ?1 ORDER BY no LIMIT ?2");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map([case.0, limit], |row| row.get(0).map(CaseNo))?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// Which reports are those of `case`, as a condition on `reports r`, and what stands before the query that has it.
    pub(super) fn of_case(&self, case: CaseNo) -> Result<(&'static str, &'static str), Error> {
        let any = self
            .db
            .prepare_cached("SELECT 1 FROM cases WHERE joined = ?1 LIMIT 1")
            .and_then(|mut s| s.exists([case.0]))
            .map_err(|e| self.read_err(e))?;
        // The reports of one case stand in the index in their order; those of several have to be sorted.
        Ok(if any { (TREE, "r.case_no IN (SELECT no FROM tree)") } else { ("", "r.case_no = ?1") })
    }
}
