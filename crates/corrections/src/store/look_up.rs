//! Looking up: cases, what readers sent, what was decided, and what the public may see of it.

use claims::DocumentId;
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params, params_from_iter};

use super::{Store, entries, join, place};
use crate::decision::in_force;
use crate::fold::Place;
use crate::{Act, Anchor, CaseNo, Entry, EntryNo, Error, Page, Quote, Receipt, Status};

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Those that stand so; all where `None`.
    pub status: Option<Status>,
    /// Those of this page.
    pub page: Option<Page>,
    /// Those that are assigned to this editor.
    pub assignee: Option<String>,
    /// Without the first so many.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

/// A case.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its number.
    pub no: CaseNo,
    /// The page.
    pub page: Page,
    /// The words of the report that opened it.
    pub place: Place,
    /// When it was opened.
    pub opened: String,
    /// When its last report came.
    pub latest: String,
    /// How many reports it has.
    pub reports: usize,
    /// How many answers its readers gave.
    pub answers: usize,
    /// How it stands.
    pub status: Status,
    /// The editor it is assigned to; empty where nobody is.
    pub assignee: String,
    /// The case it is joined with.
    pub joined: Option<CaseNo>,
}

/// A report that was stored.
#[derive(Clone, Debug)]
pub struct Received {
    /// When it came.
    pub at: String,
    /// What is wrong, by its name.
    pub kind: String,
    /// The words.
    pub quote: Quote,
    /// What should stand there.
    pub suggestion: String,
    /// What else the reader says.
    pub comment: Option<String>,
    /// How to reach the reader.
    pub contact: Option<String>,
}

/// What a reader answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// When.
    pub at: String,
    /// The answer.
    pub words: String,
}

/// How often one suggestion was made for a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The suggestion.
    pub suggestion: String,
    /// How many made it.
    pub reports: usize,
}

/// What became of a report, as its reader may see it.
#[derive(Clone, Debug)]
pub struct Progress {
    /// When it came.
    pub at: String,
    /// The page.
    pub page: Page,
    /// What is wrong, by its name.
    pub kind: String,
    /// The words.
    pub quote: Quote,
    /// What should stand there.
    pub suggestion: String,
    /// How the case stands.
    pub status: Status,
    /// What was decided, and when; without who decided it.
    pub decided: Option<(Act, Timestamp)>,
    /// What this reader answered, in order.
    pub answers: Vec<Answered>,
    /// The words of the case by which this report is decided, where that is another than its own.
    pub joined: Option<Quote>,
}

/// A correction that stands.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The case.
    pub case: CaseNo,
    /// The page.
    pub page: Page,
    /// The words that stood there.
    pub before: Quote,
    /// The words that stand there now; empty where they were taken out or only a note was made.
    pub after: String,
    /// What the public is told.
    pub note: String,
    /// The words on record.
    pub anchor: Option<Anchor>,
    /// When it was decided.
    pub at: Timestamp,
}

/// How the desk works, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Corrections that stand.
    pub accepted: usize,
    /// Cases whose words stay.
    pub rejected: usize,
    /// Cases that wait.
    pub open: usize,
    /// The median of the seconds from a case's first report to the decision, over the last thousand decided.
    pub median: Option<i64>,
}

const CASE: &str = "SELECT no, page, exact, prefix, suffix, start, opened, latest, reports, status, answers, assignee,
                           joined
                    FROM cases";
const CORRECTION: &str = "SELECT c.no, c.page, c.exact, c.prefix, c.suffix, l.at, l.payload
                          FROM cases c CROSS JOIN log l ON l.no = c.entry WHERE c.status = 'accepted'";

/// [`CORRECTION`], read in the order of the decisions. SQLite would rather sort all that were accepted.
fn in_order() -> String {
    CORRECTION.replace("cases c", "cases c INDEXED BY cases_accepted")
}

impl Store {
    /// The cases that pass `filter`, those with most reports first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseRow>, Error> {
        let mut sql = format!("{CASE} WHERE 1");
        let mut values: Vec<String> = Vec::new();
        if let Some(status) = filter.status {
            sql += " AND status = ?";
            values.push(status.as_str().to_owned());
        }
        if let Some(page) = &filter.page {
            sql += " AND page = ?";
            values.push(page.as_str().to_owned());
        }
        if let Some(name) = &filter.assignee {
            // Said twice, so that the index on those that are assigned at all can be used.
            sql += " AND assignee = ? AND assignee <> ''";
            values.push(name.clone());
        }
        let skip = i64::try_from(filter.skip).unwrap_or(i64::MAX);
        sql += &format!(" ORDER BY reports DESC, no LIMIT {} OFFSET {skip}", filter.limit);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map(params_from_iter(values), case_row)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// How many cases stand each way.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn counts(&self) -> Result<Vec<(Status, usize)>, Error> {
        let found: Vec<(String, i64)> = self
            .db
            .prepare_cached("SELECT status, cases FROM case_counts")
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(|e| self.read_err(e))?;
        let of = |status: Status| found.iter().find(|(name, _)| name == status.as_str()).map_or(0, |(_, n)| count(*n));
        Ok(Status::ALL.map(|status| (status, of(status))).to_vec())
    }

    /// A case.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn case(&self, no: CaseNo) -> Result<Option<CaseRow>, Error> {
        self.db
            .prepare_cached(&format!("{CASE} WHERE no = ?1"))
            .and_then(|mut s| s.query_row([no.0], case_row).optional())
            .map_err(|e| self.read_err(e))
    }

    /// Other cases of the same words on the same page, decided or not, but for those joined with one; at most twenty.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn of_the_same_words(&self, case: &CaseRow) -> Result<Vec<CaseRow>, Error> {
        let sql =
            format!("{CASE} WHERE page = ?1 AND key = ?2 AND no <> ?3 AND joined IS NULL ORDER BY no DESC LIMIT 20");
        let key = crate::fold::key(&case.place.quote);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map(params![case.page.as_str(), key, case.no.0], case_row)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// Other cases of the same page that are not decided, those first whose readers gave no position; at most `limit`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn beside(&self, case: &CaseRow, limit: usize) -> Result<Vec<CaseRow>, Error> {
        let sql = format!(
            "{CASE} WHERE page = ?1 AND no <> ?2 AND status IN ('open', 'asked') AND trapped = 0 ORDER BY start, no LIMIT ?3"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map(params![case.page.as_str(), case.no.0, limit], case_row)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// The case to look at after `no` in the queue of those that stand as `status`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next(&self, no: CaseNo, status: Status) -> Result<Option<CaseNo>, Error> {
        self.db
            .prepare_cached("SELECT no FROM cases WHERE status = ?1 AND no <> ?2 ORDER BY reports DESC, no LIMIT 1")
            .and_then(|mut s| s.query_row(params![status.as_str(), no.0], |row| row.get(0).map(CaseNo)).optional())
            .map_err(|e| self.read_err(e))
    }

    /// The reports of a case and of those joined with it, as they came.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn reports(&self, case: CaseNo, skip: usize, limit: usize) -> Result<Vec<Received>, Error> {
        let (with, which) = self.of_case(case)?;
        let sql = format!(
            "{with} SELECT r.at, r.kind, r.exact, r.prefix, r.suffix, r.suggestion, r.comment, c.contact
             FROM reports r LEFT JOIN contacts c ON c.report = r.no WHERE {which} ORDER BY r.no LIMIT ?2 OFFSET ?3"
        );
        let (limit, skip) = (i64::try_from(limit).unwrap_or(i64::MAX), i64::try_from(skip).unwrap_or(i64::MAX));
        let received = |row: &Row<'_>| {
            Ok(Received {
                at: row.get(0)?,
                kind: row.get(1)?,
                quote: Quote::stored(row.get(2)?, row.get(3)?, row.get(4)?),
                suggestion: row.get(5)?,
                comment: row.get(6)?,
                contact: row.get(7)?,
            })
        };
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map(params![case.0, limit, skip], received)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// The suggestions made for a case, the most frequent first, at most ten.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn suggestions(&self, case: CaseNo) -> Result<Vec<Tally>, Error> {
        let (with, which) = self.of_case(case)?;
        let sql = format!(
            "{with} SELECT r.suggestion, count(*) AS n FROM reports r WHERE {which} AND r.suggestion <> ''
             GROUP BY r.suggestion ORDER BY n DESC, min(r.no) LIMIT 10"
        );
        let tally = |row: &Row<'_>| Ok(Tally { suggestion: row.get(0)?, reports: count(row.get(1)?) });
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map([case.0], tally)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// What readers of a case answered, the last first, at most a hundred.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn answers(&self, case: CaseNo) -> Result<Vec<Answered>, Error> {
        let (with, which) = self.of_case(case)?;
        let sql = format!(
            "{with} SELECT a.at, a.words FROM answers a JOIN reports r ON r.no = a.report
             WHERE {which} ORDER BY a.no DESC LIMIT 100"
        );
        let answered = |row: &Row<'_>| Ok(Answered { at: row.get(0)?, words: row.get(1)? });
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map([case.0], answered)?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// What was decided on a case, in order.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn history(&self, case: CaseNo) -> Result<Vec<Entry>, Error> {
        entries(&self.db, case).map_err(|e| self.read_err(e))?.map_err(|what| self.damaged(what))
    }

    /// The case that an entry is on.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn case_of_entry(&self, entry: EntryNo) -> Result<Option<CaseNo>, Error> {
        self.db
            .query_row("SELECT case_no FROM log WHERE no = ?1", [entry.0], |row| row.get(0).map(CaseNo))
            .optional()
            .map_err(|e| self.read_err(e))
    }

    /// The entries from `first` to `last` that were written as one action with `last`: by the same editor, with one
    /// stamp. `last` is among them; none where there is no such entry.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn together(&self, first: EntryNo, last: EntryNo) -> Result<Vec<EntryNo>, Error> {
        let sql = "SELECT l.no FROM log m JOIN log l ON l.no BETWEEN min(?1, ?2) AND ?2 AND l.at = m.at AND l.by = m.by
                   WHERE m.no = ?2 ORDER BY l.no";
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map([first.0, last.0], |row| row.get(0).map(EntryNo))?.collect())
            .map_err(|e| self.read_err(e))
    }

    /// What became of the report that this receipt was given for.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn progress(&self, receipt: &Receipt) -> Result<Option<Progress>, Error> {
        let sql = "SELECT r.at, c.page, r.kind, r.exact, r.prefix, r.suffix, r.suggestion, c.no
                   FROM reports r JOIN cases c ON c.no = r.case_no WHERE r.receipt = ?1";
        let found = self
            .db
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_row([receipt.as_str()], |row| {
                    let progress = Progress {
                        at: row.get(0)?,
                        page: Page::stored(row.get(1)?),
                        kind: row.get(2)?,
                        quote: Quote::stored(row.get(3)?, row.get(4)?, row.get(5)?),
                        suggestion: row.get(6)?,
                        status: Status::Open,
                        decided: None,
                        answers: Vec::new(),
                        joined: None,
                    };
                    Ok((progress, CaseNo(row.get(7)?)))
                })
                .optional()
            })
            .map_err(|e| self.read_err(e))?;
        let Some((mut progress, case)) = found else { return Ok(None) };
        progress.answers = self
            .db
            .prepare_cached(
                "SELECT a.at, a.words FROM answers a JOIN reports r ON r.no = a.report
                 WHERE r.receipt = ?1 ORDER BY a.no",
            )
            .and_then(|mut s| {
                s.query_map([receipt.as_str()], |row| Ok(Answered { at: row.get(0)?, words: row.get(1)? }))?.collect()
            })
            .map_err(|e| self.read_err(e))?;
        let root = join::root(&self.db, case).map_err(|e| self.read_err(e))?;
        if root != case {
            progress.joined = self.case(root)?.map(|other| other.place.quote);
        }
        let history = self.history(root)?;
        if let Some(entry) = in_force(&history) {
            progress.status = entry.act.status().unwrap_or_default();
            progress.decided = Some((entry.act.clone(), entry.stamp.at));
        }
        Ok(Some(progress))
    }

    /// The corrections that stand, of one page or of all, the last decided first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn corrections(&self, page: Option<&Page>, skip: usize, limit: usize) -> Result<Vec<Correction>, Error> {
        let (limit, skip) = (i64::try_from(limit).unwrap_or(i64::MAX), i64::try_from(skip).unwrap_or(i64::MAX));
        let which = if page.is_some() { format!("{CORRECTION} AND c.page = ?3") } else { in_order() };
        let sql = format!("{which} ORDER BY c.entry DESC LIMIT ?1 OFFSET ?2");
        let mut select = self.db.prepare_cached(&sql).map_err(|e| self.read_err(e))?;
        let rows = match page {
            Some(page) => select.query(params![limit, skip, page.as_str()]),
            None => select.query([limit, skip]),
        };
        self.read_corrections(rows.map_err(|e| self.read_err(e))?)
    }

    /// The corrections that stand and were decided from a moment on, and before another if one is given; the last first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn corrections_between(
        &self,
        from: Timestamp,
        until: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Correction>, Error> {
        // Without their Z, so that fractions of the same second sort behind them. The log is in the order of time.
        let text = |at: Timestamp| at.to_string().trim_end_matches('Z').to_owned();
        let (from, until) = (text(from), until.map_or_else(|| "~".to_owned(), text));
        let first = "SELECT no FROM log WHERE at >= ?1 ORDER BY at, no LIMIT 1";
        let sql = format!(
            "{} AND c.entry >= ({first}) AND l.at >= ?1 AND c.entry < coalesce(({}), 9223372036854775807)
             ORDER BY c.entry DESC LIMIT ?3",
            in_order(),
            first.replace("?1", "?2")
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut select = self.db.prepare_cached(&sql).map_err(|e| self.read_err(e))?;
        let rows = select.query(params![from, until, limit]).map_err(|e| self.read_err(e))?;
        self.read_corrections(rows)
    }

    /// The corrections of a document's words that stand, as they were decided.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn corrected(&self, document: &DocumentId) -> Result<Vec<Correction>, Error> {
        let sql = format!("{CORRECTION} AND c.document = ?1 ORDER BY c.entry");
        let mut select = self.db.prepare_cached(&sql).map_err(|e| self.read_err(e))?;
        let rows = select.query([document.as_str()]).map_err(|e| self.read_err(e))?;
        self.read_corrections(rows)
    }

    fn read_corrections(&self, mut rows: rusqlite::Rows<'_>) -> Result<Vec<Correction>, Error> {
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|e| self.read_err(e))? {
            let (correction, at, payload) = correction(row).map_err(|e| self.read_err(e))?;
            let (Ok(at), Ok(Act::Accepted { words, note, anchor })) = (at.parse(), serde_json::from_str(&payload))
            else {
                return Err(self.damaged(format!("the correction of case {} is not understood", correction.case)));
            };
            found.push(Correction { after: words, note, anchor, at, ..correction });
        }
        Ok(found)
    }

    /// How the desk works, in figures.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn statistics(&self) -> Result<Statistics, Error> {
        let counts = self.counts()?;
        let of = |status| counts.iter().find(|(s, _)| *s == status).map_or(0, |(_, n)| *n);
        let sql = "SELECT c.opened, l.at FROM cases c JOIN log l ON l.no = c.entry
                   WHERE c.entry IS NOT NULL AND c.status IN ('accepted', 'rejected') ORDER BY c.entry DESC LIMIT 1000";
        let times: Vec<(String, String)> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(|e| self.read_err(e))?;
        let seconds = |(from, to): &(String, String)| {
            let (from, to): (Timestamp, Timestamp) = (from.parse().ok()?, to.parse().ok()?);
            Some((to.as_second() - from.as_second()).max(0))
        };
        let mut seconds: Vec<i64> = times.iter().filter_map(seconds).collect();
        seconds.sort_unstable();
        Ok(Statistics {
            accepted: of(Status::Accepted),
            rejected: of(Status::Rejected),
            open: of(Status::Open) + of(Status::Asked),
            median: seconds.get(seconds.len() / 2).copied(),
        })
    }
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    let status: String = row.get(9)?;
    Ok(CaseRow {
        no: CaseNo(row.get(0)?),
        page: Page::stored(row.get(1)?),
        place: place(row, 2)?,
        opened: row.get(6)?,
        latest: row.get(7)?,
        reports: count(row.get(8)?),
        status: Status::named(&status).unwrap_or_default(),
        answers: count(row.get(10)?),
        assignee: row.get(11)?,
        joined: row.get::<_, Option<i64>>(12)?.map(CaseNo),
    })
}

/// The correction without what stands in its payload, the time, and the payload.
fn correction(row: &Row<'_>) -> rusqlite::Result<(Correction, String, String)> {
    let correction = Correction {
        case: CaseNo(row.get(0)?),
        page: Page::stored(row.get(1)?),
        before: Quote::stored(row.get(2)?, row.get(3)?, row.get(4)?),
        after: String::new(),
        note: String::new(),
        anchor: None,
        at: Timestamp::UNIX_EPOCH,
    };
    Ok((correction, row.get(5)?, row.get(6)?))
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}
