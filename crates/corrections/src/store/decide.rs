//! Deciding: entries that are added to the log, and how a case stands by them.

use claims::Decider;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::join::{self, Joint};
use super::{Store, entries};
use crate::decision::{assignee, in_force, joined, mark_undone};
use crate::{Act, CaseNo, Entry, EntryNo, Error, Stamp, Status};

impl Store {
    /// Decides `case`. `seen` is the last entry on it that the editor saw: where there is another since, nothing is
    /// decided.
    ///
    /// # Errors
    /// Where there is no such case, the decision lacks something, somebody else was faster, or the file cannot be
    /// written.
    pub fn decide(&mut self, case: CaseNo, act: Act, seen: Option<EntryNo>, stamp: &Stamp) -> Result<EntryNo, Error> {
        if let Act::Undone { entry, reason } = act {
            return self.undo(entry, &reason, stamp);
        }
        self.enter(case, act, Some(seen), stamp)
    }

    /// Undoes an entry: the case stands as it would without it. An undoing can be undone.
    ///
    /// # Errors
    /// Where there is no such entry, it is undone already, or the file cannot be written.
    pub fn undo(&mut self, entry: EntryNo, reason: &str, stamp: &Stamp) -> Result<EntryNo, Error> {
        let case = self
            .db
            .query_row("SELECT case_no FROM log WHERE no = ?1", [entry.0], |row| row.get(0).map(CaseNo))
            .optional()
            .map_err(|e| self.read_err(e))?
            .ok_or(Error::NoEntry(entry))?;
        self.enter(case, Act::Undone { entry, reason: reason.trim().to_owned() }, None, stamp)
    }

    fn enter(
        &mut self,
        case: CaseNo,
        mut act: Act,
        seen: Option<Option<EntryNo>>,
        stamp: &Stamp,
    ) -> Result<EntryNo, Error> {
        if let Some(wants) = act.wants() {
            return Err(Error::Wants(wants));
        }
        let path = self.path.clone();
        let err = |source| Error::Sqlite { doing: "write to", path: path.clone(), source };
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        let now = join::joint(&tx, case).map_err(err)?.ok_or(Error::NoCase(case))?;
        let damaged = |what| Error::Damaged { path: path.clone(), what };
        let mut all = entries(&tx, case).map_err(err)?.map_err(damaged)?;
        if seen.is_some_and(|seen| seen != all.last().map(|entry| entry.no)) {
            return Err(Error::Overtaken(case));
        }
        if let Act::Undone { entry, .. } = &act
            && all.iter().any(|e| e.no == *entry && e.undone)
        {
            return Err(Error::UndoneAlready(*entry));
        }
        if let Some(with) = now.joined
            && act.status().is_some()
        {
            return Err(Error::Joined(case, with));
        }
        if let Act::Joined { into } = &mut act {
            *into = join::root(&tx, *into).map_err(err)?;
            let other = join::joint(&tx, *into).map_err(err)?.ok_or(Error::NoCase(*into))?;
            may_join(case, &now, *into, &other)?;
        }
        let no = append(&tx, case, &act, &stamp.by, &stamp.at.to_string()).map_err(err)?;
        all.push(Entry { no, case, stamp: stamp.clone(), act, undone: false });
        mark_undone(&mut all);
        let with = joined(&all);
        if with != now.joined {
            // A joining that was undone may come back when the other has been joined with this one.
            if let Some(other) = with
                && join::upwards(&tx, other).map_err(err)?.contains(&case)
            {
                return Err(Error::Wants(CIRCLE));
            }
            join::turn(&tx, case, now.joined, with).map_err(err)?;
        }
        tx.execute("UPDATE cases SET assignee = ?2 WHERE no = ?1", params![case.0, assignee(&all)]).map_err(err)?;
        match in_force(&all) {
            Some(entry) => stand(&tx, case, &entry.act, entry.no).map_err(err)?,
            None => {
                let sql = "UPDATE cases SET status = 'open', entry = NULL, document = NULL WHERE no = ?1";
                tx.execute(sql, [case.0]).map_err(err)?;
            }
        }
        tx.commit().map_err(err)?;
        Ok(no)
    }
}

const CIRCLE: &str = "these cases are joined already, one way or the other: part them first";

/// Whether `case`, which stands as `now`, can be joined with another.
fn may_join(case: CaseNo, now: &Joint, into: CaseNo, other: &Joint) -> Result<(), Error> {
    if case == into {
        return Err(Error::Wants(CIRCLE));
    }
    if now.page != other.page {
        return Err(Error::Wants("these cases are of two pages, each of which has its own corrections"));
    }
    if now.trapped || other.trapped {
        return Err(Error::Wants("what fell into the trap stays by itself"));
    }
    if now.decided {
        return Err(Error::Wants("only a case that is not decided is joined with another: undo the decision first"));
    }
    Ok(())
}

/// Adds an entry to the log.
pub(super) fn append(db: &Connection, case: CaseNo, act: &Act, by: &Decider, at: &str) -> rusqlite::Result<EntryNo> {
    let payload = serde_json::to_string(act).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
    db.prepare_cached("INSERT INTO log (at, by, kind, case_no, payload) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .insert(params![at, by.as_str(), act.name(), case.0, payload])
        .map(EntryNo)
}

/// Lets `case` stand by the entry `no`, which says `act`.
pub(super) fn stand(db: &Connection, case: CaseNo, act: &Act, no: EntryNo) -> rusqlite::Result<()> {
    let document = match act {
        Act::Accepted { anchor: Some(anchor), .. } => Some(anchor.document.as_str()),
        _ => None,
    };
    db.prepare_cached("UPDATE cases SET status = ?2, entry = ?3, document = ?4 WHERE no = ?1")?.execute(params![
        case.0,
        act.status().unwrap_or(Status::Open).as_str(),
        no.0,
        document
    ])?;
    Ok(())
}
