//! Looking up: claims by filter, one claim by its id, documents, sources and operations.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use claims::{Claim, ClaimId, Document, DocumentId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::{Ledger, rows, write};
use crate::{Act, Error, Filter, Operation, OperationNo, Seat, Standing};

/// A claim of the ledger.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The claim as `claim/1`, as stored.
    pub json: String,
    /// The claim.
    pub claim: Claim,
    /// How it stands.
    pub standing: Standing,
}

/// What the ledger holds of a document, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What extracted its claims.
    pub extractor: String,
    /// The path under which it was read.
    pub path: Option<String>,
}

/// A document of the ledger, in a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DocumentRow {
    /// Hash of its bytes.
    pub id: DocumentId,
    /// The headline.
    pub title: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<String>,
    /// The number of its claims on record.
    pub claims: usize,
}

/// What the first digits of an id stand for.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// One claim.
    One(Box<Entry>),
    /// Several; the first ten ids.
    Many(Vec<String>),
    /// None.
    None,
}

/// The numbers of the operations about a claim: decisions on it, those that moved to it, and their undoing.
pub(super) const ON_CLAIM: &str = "SELECT no FROM operations WHERE claim = ?1
     UNION SELECT operation FROM seats WHERE claim = ?1
     UNION SELECT u.no FROM seats s JOIN operations u ON u.undoes = s.operation WHERE s.claim = ?1";

const ENTRY: &str = "coalesce(c.decided, r.claim), c.standing";

impl Ledger {
    /// Hands every claim that passes `filter` to `each`, one after another; memory does not grow with their number.
    ///
    /// # Errors
    /// Where the ledger cannot be read, and whatever `each` returns.
    pub fn claims<E: From<Error>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(passing) = self.passing(filter)? else { return Ok(()) };
        let err = |e| E::from(self.err("read", e));
        let mut select = self.db.prepare_cached(&passing.select(ENTRY)).map_err(err)?;
        let mut rows = select.query(params_from_iter(&passing.values)).map_err(err)?;
        while let Some(row) = rows.next().map_err(err)? {
            each(self.entry(row)?)?;
        }
        Ok(())
    }

    /// The claim whose id begins with `digits`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn claim(&self, digits: &str) -> Result<Lookup, Error> {
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Lookup::None);
        }
        let digits = digits.to_ascii_lowercase();
        let err = |e| self.err("read", e);
        // 'g' follows every hexadecimal digit, so the two bounds hold all ids that begin so.
        let ids: Vec<String> = self
            .db
            .prepare("SELECT id FROM claims WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 10")
            .and_then(|mut s| s.query_map([&digits], |row| row.get(0))?.collect())
            .map_err(err)?;
        match ids.as_slice() {
            [] => Ok(Lookup::None),
            [id] => {
                let mut select = self
                    .db
                    .prepare(&format!(
                        "SELECT {ENTRY} FROM claims c LEFT JOIN claims_as_read r ON r.no = c.as_read WHERE c.id = ?1"
                    ))
                    .map_err(err)?;
                let mut rows = select.query([id]).map_err(err)?;
                match rows.next().map_err(err)? {
                    Some(row) => Ok(Lookup::One(Box::new(self.entry(row)?))),
                    None => Ok(Lookup::None),
                }
            }
            _ => Ok(Lookup::Many(ids)),
        }
    }

    /// What the ledger holds of the document with these bytes.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn held(&self, document: &DocumentId) -> Result<Option<Held>, Error> {
        self.db
            .prepare_cached("SELECT extractor, path FROM documents WHERE id = ?1")
            .and_then(|mut s| {
                s.query_row([document.as_str()], |row| Ok(Held { extractor: row.get(0)?, path: row.get(1)? }))
                    .optional()
            })
            .map_err(|e| self.err("read", e))
    }

    /// A document as last read.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, Error> {
        let payload: Option<String> = self
            .db
            .query_row(
                "SELECT o.payload FROM documents d JOIN operations o ON o.no = d.read WHERE d.id = ?1",
                [id.as_str()],
                |row| row.get(0),
            )
            .optional()
            .map_err(|e| self.err("read", e))?;
        let Some(payload) = payload else { return Ok(None) };
        match serde_json::from_str(&payload) {
            Ok(Act::Filed(reading) | Act::Reread(reading)) => Ok(Some(reading.document)),
            _ => Err(self.damaged(format!("the reading of document {id} is not understood"))),
        }
    }

    /// The documents whose address is one of `addresses`, the last filed first, at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn documents_at(&self, addresses: &[String], limit: usize) -> Result<Vec<DocumentId>, Error> {
        let marks = vec!["?"; addresses.len()].join(", ");
        let sql = format!("SELECT id FROM documents WHERE url IN ({marks}) ORDER BY no DESC LIMIT {limit}");
        let id = |row: &Row<'_>| row.get::<_, String>(0).map(DocumentId::from);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map(params_from_iter(addresses), id)?.collect())
            .map_err(|e| self.err("read", e))
    }

    /// The documents on record, as filed.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, Error> {
        self.some_documents("SELECT no FROM documents ORDER BY no LIMIT -1", [])
    }

    /// The documents on record, the last filed first, without the first `skip` and at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn latest_documents(&self, skip: usize, limit: usize) -> Result<Vec<DocumentRow>, Error> {
        self.some_documents("SELECT no FROM documents ORDER BY no DESC LIMIT ?1 OFFSET ?2", part(skip, limit))
    }

    fn some_documents(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<DocumentRow>, Error> {
        let sql = format!(
            "SELECT d.id, d.title, d.outlet, d.published,
                    (SELECT count(*) FROM claims c INDEXED BY claims_in_order WHERE c.standing = 'on-record'
                        AND c.no BETWEEN d.no * {0} AND d.no * {0} + {0} - 1)
             FROM ({which}) m CROSS JOIN documents d ON d.no = m.no",
            rows::PLACES
        );
        let document = |row: &Row<'_>| {
            Ok(DocumentRow {
                id: DocumentId::from(row.get::<_, String>(0)?),
                title: row.get(1)?,
                outlet: row.get(2)?,
                published: row.get(3)?,
                claims: count(row.get(4)?),
            })
        };
        self.db
            .prepare(&sql)
            .and_then(|mut s| s.query_map(values, document)?.collect())
            .map_err(|e| self.err("read", e))
    }

    /// Hands the operations to `each`, in order, without the claims of readings; `undone` is worked out.
    ///
    /// # Errors
    /// Where the ledger cannot be read, and whatever `each` returns.
    pub fn operations<E: From<Error>>(&self, mut each: impl FnMut(Operation) -> Result<(), E>) -> Result<(), E> {
        let err = |e| E::from(self.err("read", e));
        let undone = self.undone_ever().map_err(err)?;
        let mut select =
            self.db.prepare("SELECT no, at, by, document, claim, payload FROM operations ORDER BY no").map_err(err)?;
        let mut rows = select.query([]).map_err(err)?;
        while let Some(row) = rows.next().map_err(err)? {
            let mut operation = write::operation(row).map_err(err)?.map_err(|what| self.damaged(what))?;
            operation.undone = undone.contains(&operation.no.0);
            each(operation)?;
        }
        Ok(())
    }

    /// The decisions of people that apply nowhere, for their claim is not found any more.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn orphans(&self) -> Result<Vec<OperationNo>, Error> {
        self.db
            .prepare("SELECT operation FROM seats WHERE seat <> 'moved' ORDER BY operation")
            .and_then(|mut s| s.query_map([], |row| row.get(0).map(OperationNo))?.collect())
            .map_err(|e| self.err("read", e))
    }

    /// How many decisions apply nowhere.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn lost(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM seats INDEXED BY seats_in_order WHERE (seat = 'moved') = 0";
        self.db.query_row(sql, [], |row| row.get(0)).map(count).map_err(|e| self.err("read", e))
    }

    /// The decisions that do not rest on the claim they were made on, and where they rest: those that apply nowhere
    /// before those that moved, each in their order; without the first `skip` and at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn seats(&self, skip: usize, limit: usize) -> Result<Vec<(Operation, Seat)>, Error> {
        let err = |e| self.err("read", e);
        let mut select = self
            .db
            .prepare(
                "SELECT o.no, o.at, o.by, o.document, o.claim, o.payload, s.seat, s.claim
                 FROM (SELECT operation FROM seats ORDER BY seat = 'moved', operation LIMIT ?1 OFFSET ?2) m
                 CROSS JOIN seats s ON s.operation = m.operation CROSS JOIN operations o ON o.no = s.operation",
            )
            .map_err(err)?;
        let mut rows = select.query(part(skip, limit)).map_err(err)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(err)? {
            let operation = write::operation(row).map_err(err)?.map_err(|what| self.damaged(what))?;
            let (seat, claim): (String, Option<String>) = (row.get(6).map_err(err)?, row.get(7).map_err(err)?);
            let seat = match (seat.as_str(), claim) {
                ("moved", Some(claim)) => Seat::Moved(ClaimId::from(claim)),
                ("ambiguous", _) => Seat::Ambiguous,
                _ => Seat::Orphaned,
            };
            found.push((operation, seat));
        }
        Ok(found)
    }

    /// Every operation about a claim, the first first: decisions on it, those that moved to it, and their undoing.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn history(&self, claim: &ClaimId) -> Result<Vec<Operation>, Error> {
        self.some_operations(&format!("WHERE no IN ({ON_CLAIM}) ORDER BY no"), [claim.as_str()])
    }

    /// Every decision about this name, the first first: merges, splits, and their undoing.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn history_of_name(&self, name: &str) -> Result<Vec<Operation>, Error> {
        self.some_operations(
            "WHERE no IN (WITH RECURSIVE about (no) AS (
                SELECT no FROM operations WHERE document IS NULL AND payload ->> '$.from' = ?1
                UNION SELECT no FROM operations WHERE document IS NULL AND payload ->> '$.into' = ?1
                UNION SELECT u.no FROM about JOIN operations u ON u.undoes = about.no
             ) SELECT no FROM about) ORDER BY no",
            [name],
        )
    }

    /// The latest `limit` operations before number `before`, or the latest of all, the last first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn latest(&self, before: Option<OperationNo>, limit: usize) -> Result<Vec<Operation>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let before = before.map_or(i64::MAX, |no| no.0);
        self.some_operations("WHERE no < ?1 ORDER BY no DESC LIMIT ?2", [before, limit])
    }

    /// The first `limit` operations after number `after`, in order. Numbers have no gaps: nothing is ever deleted, and a
    /// filing that fails gives its number back.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn operations_after(&self, after: OperationNo, limit: usize) -> Result<Vec<Operation>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.some_operations("WHERE no > ?1 ORDER BY no LIMIT ?2", [after.0, limit])
    }

    /// The operations since a moment and before number `before`, the last first, at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn since(&self, moment: Timestamp, before: Option<OperationNo>, limit: usize) -> Result<Vec<Operation>, Error> {
        // Without its Z, so that fractions of the same second sort behind it.
        let moment = moment.to_string().trim_end_matches('Z').to_owned();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let before = before.map_or(i64::MAX, |no| no.0);
        self.some_operations(
            "WHERE no < ?1 AND no >= (SELECT no FROM operations WHERE at >= ?2 ORDER BY at, no LIMIT 1) AND at >= ?2
             ORDER BY no DESC LIMIT ?3",
            params![before, moment, limit],
        )
    }

    /// How many claims the reading of operation `no` gave.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn read_by(&self, no: OperationNo) -> Result<usize, Error> {
        self.db
            .prepare_cached("SELECT count(*) FROM claims_as_read WHERE no BETWEEN ?1 AND ?2")
            .and_then(|mut s| s.query_row([no.0 * rows::PLACES, (no.0 + 1) * rows::PLACES - 1], |row| row.get(0)))
            .map(count)
            .map_err(|e| self.err("read", e))
    }

    /// One operation.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn operation(&self, no: OperationNo) -> Result<Option<Operation>, Error> {
        Ok(self.some_operations("WHERE no = ?1", [no.0])?.pop())
    }

    pub(super) fn some_operations(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<Operation>, Error> {
        let err = |e| self.err("read", e);
        let sql = format!("SELECT no, at, by, document, claim, payload FROM operations {which}");
        let mut select = self.db.prepare_cached(&sql).map_err(err)?;
        let mut rows = select.query(values).map_err(err)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(err)? {
            found.push(write::operation(row).map_err(err)?.map_err(|what| self.damaged(what))?);
        }
        let undone = self.undone(&found).map_err(err)?;
        for operation in &mut found {
            operation.undone = undone.contains(&operation.no.0);
        }
        Ok(found)
    }

    /// The numbers of those of `operations` that no longer count.
    fn undone(&self, operations: &[Operation]) -> rusqlite::Result<HashSet<i64>> {
        let mut undoing = self.db.prepare_cached("SELECT no FROM operations WHERE undoes = ?1")?;
        let mut undoings: BTreeMap<Reverse<i64>, i64> = BTreeMap::new();
        let mut targets: Vec<i64> = operations.iter().map(|operation| operation.no.0).collect();
        while let Some(target) = targets.pop() {
            for no in undoing.query_map([target], |row| row.get::<_, i64>(0))? {
                let no = no?;
                // What undoes an undoing counts too, and so on.
                if undoings.insert(Reverse(no), target).is_none() {
                    targets.push(no);
                }
            }
        }
        Ok(claims::undone(undoings.into_iter().map(|(Reverse(no), target)| (no, target))))
    }

    /// The numbers of all operations that no longer count.
    fn undone_ever(&self) -> rusqlite::Result<HashSet<i64>> {
        let sql = "SELECT no, undoes FROM operations WHERE undoes IS NOT NULL ORDER BY no DESC";
        let undoings: Vec<(i64, i64)> =
            self.db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(claims::undone(undoings))
    }

    /// How many documents and claims are on record.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn counts(&self) -> Result<(usize, usize), Error> {
        let ask = |sql| self.db.query_row(sql, [], |row| row.get(0)).map(count).map_err(|e| self.err("read", e));
        Ok((
            ask("SELECT count(*) FROM documents")?,
            // Each claim on record has a certainty.
            ask("SELECT coalesce(sum(claims), 0) FROM facet_values WHERE field = 'certainty'")?,
        ))
    }

    fn entry(&self, row: &Row<'_>) -> Result<Entry, Error> {
        let err = |e| self.err("read", e);
        let json: String = row.get(0).map_err(err)?;
        let standing: String = row.get(1).map_err(err)?;
        let claim =
            serde_json::from_str(&json).map_err(|e| self.damaged(format!("a claim is not understood ({e})")))?;
        let standing = rows::standing(&standing).ok_or_else(|| self.damaged("a claim has no standing"))?;
        Ok(Entry { json, claim, standing })
    }

    /// The outlets on record whose name holds the words of `name`, side by side.
    pub(super) fn outlets(&self, name: &str) -> Result<Vec<String>, Error> {
        let looked_for = folded(name);
        let all: Vec<String> = self
            .db
            .prepare(
                "WITH RECURSIVE each (outlet) AS (SELECT min(outlet) FROM documents UNION ALL
                    SELECT (SELECT min(outlet) FROM documents d WHERE d.outlet > each.outlet) FROM each
                    WHERE outlet IS NOT NULL)
                 SELECT outlet FROM each WHERE outlet IS NOT NULL",
            )
            .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
            .map_err(|e| self.err("read", e))?;
        Ok(all.into_iter().filter(|outlet| folded(outlet).contains(&looked_for)).collect())
    }
}

/// Words in lower case with a space before, between and after, so that whole words can be looked for.
fn folded(words: &str) -> String {
    let mut out = String::from(" ");
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        out.push_str(&word.to_lowercase());
        out.push(' ');
    }
    out
}

/// The values of `LIMIT` and `OFFSET`; further than SQLite counts there is nothing.
pub(super) fn part(skip: usize, limit: usize) -> [i64; 2] {
    [limit, skip].map(|n| i64::try_from(n).unwrap_or(i64::MAX))
}

pub(super) fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}
