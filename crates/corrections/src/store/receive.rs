//! Taking reports in: each finds its case, or opens one.

use claims::Decider;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::{Store, decide, join, place, senders};
use crate::fold::{self, Place};
use crate::limits::Sent;
use crate::report::{QUOTE, Report};
use crate::{Act, Answer, CaseNo, Error, Receipt, Refused, Stamp};

/// At most so many cases are compared with a report. More can only stand on the same few words where somebody sends
/// positions that are none, and then one case more than needed is opened.
const NEAR: i64 = 64;

/// A report that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The report.
    pub report: Report,
    /// What its reader gets.
    pub receipt: Receipt,
    /// When it came.
    pub at: Timestamp,
}

impl Store {
    /// Stores `reports`, all or none, and tells the case of each. When this returns they are on the disk.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing was stored.
    pub fn receive(&mut self, reports: &[Incoming]) -> Result<Vec<CaseNo>, Error> {
        self.receive_from(reports, &[])
    }

    /// Does the same, and keeps with them that somebody sent.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing was stored.
    pub fn receive_from(&mut self, reports: &[Incoming], sent: &[Sent]) -> Result<Vec<CaseNo>, Error> {
        let path = self.path.clone();
        let err = |source| Error::Sqlite { doing: "write to", path: path.clone(), source };
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        let cases = reports.iter().map(|incoming| receive(&tx, incoming)).collect::<Result<_, _>>().map_err(err)?;
        sent.iter().try_for_each(|sent| senders::keep(&tx, sent)).map_err(err)?;
        tx.commit().map_err(err)?;
        if let Some(last) = sent.last().and_then(|sent| Timestamp::from_second(sent.at).ok()) {
            // What was stored is stored, whatever becomes of this; it is tried again with the next report.
            let _ = self.forget(last);
        }
        Ok(cases)
    }
}

/// So many answers to the questions about one report, and it has had its say.
const ANSWERS: i64 = 10;

impl Store {
    /// Stores what the reader who holds `receipt` answers, and that somebody `sent`. When this returns `Ok(Ok(()))` it
    /// is on the disk.
    ///
    /// # Errors
    /// Where the file cannot be written; within, where nothing is asked about the report.
    pub fn answer(
        &mut self,
        receipt: &Receipt,
        answer: &Answer,
        at: Timestamp,
        sent: Option<&Sent>,
    ) -> Result<Result<(), Refused>, Error> {
        let path = self.path.clone();
        let err = |source| Error::Sqlite { doing: "write to", path: path.clone(), source };
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        let waits = || -> rusqlite::Result<Option<(i64, Vec<CaseNo>)>> {
            let sql = "SELECT r.no, r.case_no FROM reports r
                       WHERE r.receipt = ?1 AND (SELECT count(*) FROM answers a WHERE a.report = r.no) < ?2";
            let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1).map(CaseNo)?));
            let Some((report, case)) = tx.query_row(sql, params![receipt.as_str(), ANSWERS], row).optional()? else {
                return Ok(None);
            };
            // A case that was joined with another is asked what that one is.
            let cases = join::upwards(&tx, case)?;
            let sql = "SELECT 1 FROM cases WHERE no = ?1 AND status = 'asked'";
            let asked = tx.prepare_cached(sql)?.exists([cases.last().map_or(case.0, |root| root.0)])?;
            Ok(asked.then_some((report, cases)))
        };
        let Some((report, cases)) = waits().map_err(err)? else { return Ok(Err(Refused::NotAsked)) };
        let put = || -> rusqlite::Result<()> {
            tx.execute(
                "INSERT INTO answers (report, at, words) VALUES (?1, ?2, ?3)",
                params![report, at.to_string(), answer.as_str()],
            )?;
            for case in &cases {
                tx.execute("UPDATE cases SET answers = answers + 1 WHERE no = ?1", [case.0])?;
            }
            sent.map_or(Ok(()), |sent| senders::keep(&tx, sent))
        };
        put().map_err(err)?;
        tx.commit().map_err(err)?;
        Ok(Ok(()))
    }
}

fn receive(db: &Connection, Incoming { report, receipt, at }: &Incoming) -> rusqlite::Result<CaseNo> {
    let place = Place { quote: report.quote().clone(), position: report.position() };
    let at = at.to_string();
    let found = if report.is_trapped() { trap(db, report)? } else { case_of(db, report, &place)? };
    let quote = report.quote();
    let start = report.position().map(|span| span.start as i64);
    let case = match found {
        Some(case) => {
            db.prepare_cached("UPDATE cases SET reports = reports + 1, latest = ?2 WHERE no = ?1")?
                .execute(params![case, at])?;
            case
        }
        None => db
            .prepare_cached(
                "INSERT INTO cases (page, exact, prefix, suffix, start, key, trapped, opened, latest, reports, status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 1, 'open')",
            )?
            .insert(params![
                report.page().as_str(),
                quote.exact(),
                quote.prefix(),
                quote.suffix(),
                start,
                fold::key(quote),
                report.is_trapped(),
                at,
            ])?,
    };
    let no = db
        .prepare_cached(
            "INSERT INTO reports (receipt, at, case_no, kind, exact, prefix, suffix, start, suggestion, comment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .insert(params![
            receipt.as_str(),
            at,
            case,
            report.kind().as_str(),
            quote.exact(),
            quote.prefix(),
            quote.suffix(),
            start,
            report.suggestion(),
            report.comment(),
        ])?;
    if let Some(contact) = report.contact() {
        db.prepare_cached("INSERT INTO contacts (report, contact) VALUES (?1, ?2)")?.execute(params![no, contact])?;
    }
    if report.is_trapped() && found.is_none() {
        // A person's browser may have filled in what it should not: nothing is thrown away, and an editor can undo it.
        let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: Decider::rule("trap") };
        let act = Act::Spam { reason: "a field was filled in that no person sees".to_owned() };
        let entry = decide::append(db, CaseNo(case), &act, &stamp.by, &at)?;
        decide::stand(db, CaseNo(case), &act, entry)?;
    }
    Ok(CaseNo(case))
}

/// The open case that `report` belongs to. Where its words are those of a case that was joined with another, that one.
fn case_of(db: &Connection, report: &Report, at: &Place) -> rusqlite::Result<Option<i64>> {
    let page = report.page().as_str();
    let mut near: Vec<(i64, Place)> = Vec::new();
    // Words that can overlap these begin before their end, and not further before than a quotation is long.
    if let Some(span) = at.position {
        let mut select = db.prepare_cached(
            "SELECT no, exact, prefix, suffix, start FROM cases
             WHERE page = ?1 AND start < ?2 AND start > ?3 AND status IN ('open', 'asked') AND trapped = 0
             ORDER BY start DESC LIMIT ?4",
        )?;
        let mut joined = db.prepare_cached(
            "SELECT no, exact, prefix, suffix, start FROM cases
             WHERE page = ?1 AND start < ?2 AND start > ?3 AND status = 'joined' ORDER BY start DESC LIMIT ?4",
        )?;
        let (before, after) = (span.start as i64 - QUOTE as i64, span.end as i64);
        for select in [&mut select, &mut joined] {
            let mut rows = select.query(params![page, after, before, NEAR])?;
            while let Some(row) = rows.next()? {
                near.push((row.get(0)?, place(row, 1)?));
            }
        }
    }
    let mut select = db.prepare_cached(
        "SELECT no, exact, prefix, suffix, start FROM cases
         WHERE page = ?1 AND key = ?2 AND status IN ('open', 'asked', 'joined') AND trapped = 0 LIMIT ?3",
    )?;
    let mut rows = select.query(params![page, fold::key(report.quote()), NEAR])?;
    while let Some(row) = rows.next()? {
        near.push((row.get(0)?, place(row, 1)?));
    }
    near.sort_by_key(|(no, _)| *no);
    near.dedup_by_key(|(no, _)| *no);
    let mut open = db.prepare_cached("SELECT 1 FROM cases WHERE no = ?1 AND status IN ('open', 'asked')")?;
    let mut taking = Vec::new();
    for (no, place) in &near {
        let root = join::root(db, CaseNo(*no))?;
        if open.exists([root.0])? {
            taking.push((root.0, place));
        }
    }
    Ok(fold::case(at, taking))
}

/// The one case in which a page gathers what falls into the trap, so that a flood of it stays one line.
fn trap(db: &Connection, report: &Report) -> rusqlite::Result<Option<i64>> {
    let mut select = db.prepare_cached(
        "SELECT no FROM cases INDEXED BY cases_saying WHERE page = ?1 AND trapped = 1 AND status = 'spam' LIMIT 1",
    )?;
    let mut rows = select.query([report.page().as_str()])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}
