//! Writing: one operation and what follows from it, in one transaction.

use std::collections::BTreeSet;

use claims::{Anchor, Change, Claim, ClaimId, Document, DocumentId, Offsets};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Ledger, facets, look_up, rows, sources};
use crate::record::{self, Line, Names, Record, Seat};
use crate::{Act, Error, Footing, Operation, OperationNo, Reading, Stamp, Standing};

/// What filing a document did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is on record now.
    New {
        /// How many claims it was found to make.
        claims: usize,
    },
    /// It was on record and was read again.
    Reread {
        /// How many claims it is found to make now.
        claims: usize,
        /// How many decisions of people are about claims that are not found any more.
        orphaned: usize,
    },
    /// It was on record as it is; nothing was written.
    Already,
}

impl Ledger {
    /// Puts a reading on record: files the document, or takes the new reading where the extractor is another
    /// or the user says other things of the document, or does nothing.
    ///
    /// When it returns, the document is on the disk.
    ///
    /// # Errors
    /// Where the ledger cannot be written; then nothing of the document was.
    pub fn file(&mut self, reading: Reading, stamp: &Stamp) -> Result<Filed, Error> {
        let filed = self.file_in_batch(reading, stamp)?;
        self.sync()?;
        Ok(filed)
    }

    /// As [`Ledger::file`], for many in a row: the document is in the ledger, safe from a crash or kill of this
    /// program, but only after [`Ledger::sync`] from a failure of the machine.
    ///
    /// # Errors
    /// As for [`Ledger::file`].
    pub fn file_in_batch(&mut self, reading: Reading, stamp: &Stamp) -> Result<Filed, Error> {
        let id = reading.document.id.clone();
        self.change_in_batch(|tx| {
            let held = tx.record(&id)?;
            if held.as_ref().is_some_and(|held| nothing_new(&reading, held)) {
                return Ok(Filed::Already);
            }
            let first = held.is_none();
            let reading = Box::new(reading);
            let act = if first { Act::Filed(reading) } else { Act::Reread(reading) };
            let operation = tx.append(stamp, Some(&id), None, act)?;
            let fresh = first && tx.operations_before(&id, operation.no)? == 0;
            let record = if fresh {
                let names = tx.names()?;
                record::of(vec![operation], &names)
            } else {
                tx.record(&id)?
            };
            tx.replace(&id, record.as_ref())?;
            let (claims, orphaned) = record
                .map_or((0, 0), |r| (r.entries.iter().filter(|l| l.standing == Standing::OnRecord).count(), r.lost()));
            Ok(if first { Filed::New { claims } } else { Filed::Reread { claims, orphaned } })
        })
    }

    /// Sets a field of a claim on a person's word.
    ///
    /// # Errors
    /// Where there is no such claim, the new value names words that do not stand there, or the ledger cannot be
    /// written.
    pub fn set(
        &mut self,
        claim: &ClaimId,
        change: Change,
        reason: Option<String>,
        stamp: &Stamp,
    ) -> Result<OperationNo, Error> {
        self.change(|tx| tx.set(claim, change, reason, stamp))
    }

    /// Sets fields of several claims for one reason, all or none.
    ///
    /// # Errors
    /// As for [`Ledger::set`].
    pub fn set_all(
        &mut self,
        changes: Vec<(ClaimId, Change)>,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Vec<OperationNo>, Error> {
        self.change(|tx| {
            let set = |(claim, change)| tx.set(&claim, change, reason.map(str::to_owned), stamp);
            changes.into_iter().map(set).collect()
        })
    }

    /// Takes a claim off the record on a person's word.
    ///
    /// # Errors
    /// Where there is no such claim, or the ledger cannot be written.
    pub fn reject(&mut self, claim: &ClaimId, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        self.change(|tx| tx.decide(claim, stamp, |words, on, _| Ok(Act::Rejected { words, reason, on })))
    }

    /// Puts a rejected claim back on a person's word.
    ///
    /// # Errors
    /// As for [`Ledger::reject`].
    pub fn restore(&mut self, claim: &ClaimId, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        self.change(|tx| tx.decide(claim, stamp, |words, on, _| Ok(Act::Restored { words, reason, on })))
    }

    /// Adds a claim that was not found, on a person's word. Its document must be on record.
    ///
    /// # Errors
    /// Where the document is not on record, the claim's words do not stand in it, the claim is there already, or the
    /// ledger cannot be written.
    pub fn add(&mut self, claim: Claim, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        self.change(|tx| tx.add(claim, reason, stamp))
    }

    /// Parts a claim in two for one reason, wholly or not at all: `kept` is set of it, and `other` is added.
    ///
    /// # Errors
    /// As for [`Ledger::set`] and [`Ledger::add`].
    pub fn part(
        &mut self,
        claim: &ClaimId,
        kept: Vec<Change>,
        other: Claim,
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Vec<OperationNo>, Error> {
        let why = || reason.map(str::to_owned);
        self.change(|tx| {
            let kept = kept.into_iter().map(|change| tx.set(claim, change, why(), stamp));
            let mut nos = kept.collect::<Result<Vec<_>, _>>()?;
            nos.push(tx.add(other, why(), stamp)?);
            Ok(nos)
        })
    }

    /// Makes two names one source, in every document on record and to come.
    ///
    /// # Errors
    /// Where the names are the same, or the ledger cannot be written.
    pub fn merge(
        &mut self,
        from: &str,
        into: &str,
        reason: Option<String>,
        stamp: &Stamp,
    ) -> Result<OperationNo, Error> {
        if from == into {
            return Err(Error::SameSource(from.to_owned()));
        }
        let act = Act::Merged { from: from.to_owned(), into: into.to_owned(), reason };
        self.change(|tx| tx.name(act, stamp))
    }

    /// Parts one source in two: what is said under the name `from` by one of `mentions`, the words by which reports
    /// call a source, is that of `into`; `within` one document, or in every document on record and to come.
    ///
    /// # Errors
    /// Where the names are the same, no mention is given, or the ledger cannot be written.
    pub fn split(
        &mut self,
        from: &str,
        into: &str,
        mentions: Vec<String>,
        within: Option<DocumentId>,
        reason: Option<String>,
        stamp: &Stamp,
    ) -> Result<OperationNo, Error> {
        if from == into || mentions.is_empty() {
            return Err(Error::NothingSplit(from.to_owned()));
        }
        let act = Act::Split { from: from.to_owned(), into: into.to_owned(), mentions, within, reason };
        self.change(|tx| tx.name(act, stamp))
    }

    /// Undoes an operation, whatever it was; undoing an undo brings back what was undone.
    ///
    /// # Errors
    /// Where there is no such operation, it is undone already, or the ledger cannot be written.
    pub fn undo(&mut self, no: OperationNo, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        self.change(|tx| tx.undo(no, reason, stamp))
    }

    /// Undoes several operations for one reason, the last given first, all or none.
    ///
    /// # Errors
    /// As for [`Ledger::undo`].
    pub fn undo_all(
        &mut self,
        nos: &[OperationNo],
        reason: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Vec<OperationNo>, Error> {
        let undo = |tx: &Writing<'_>, no: &OperationNo| tx.undo(*no, reason.map(str::to_owned), stamp);
        self.change(|tx| nos.iter().rev().map(|no| undo(tx, no)).collect())
    }

    /// What is done next is done only where `last` still is the last operation on `claim`; else it fails with
    /// [`Error::Overtaken`]. So nobody decides on what somebody else has changed meanwhile.
    pub fn expect(&mut self, claim: &ClaimId, last: Option<OperationNo>) {
        self.expected = Some((claim.clone(), last));
    }

    /// Works the derived tables out again from the operations; `each` is told for how many documents that is done, and
    /// of how many.
    ///
    /// # Errors
    /// Where an operation cannot be read, or the ledger cannot be written; then nothing was changed.
    pub fn rebuild(&mut self, each: impl FnMut(usize, usize)) -> Result<(), Error> {
        self.change(|tx| tx.rebuild(each))
    }

    /// Makes sure that all that was written is on the disk.
    ///
    /// SQLite is told not to do so at every commit, for a disk takes some milliseconds each time. What a commit
    /// wrote stands in the write-ahead log; syncing that file once makes all commits before it last. Where there is
    /// no log, SQLite has moved its content into the ledger, and synced that, already.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn sync(&self) -> Result<(), Error> {
        let log = super::with_suffix(&self.path, "-wal");
        match std::fs::OpenOptions::new().write(true).open(log).and_then(|log| log.sync_data()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::Unsynced { path: self.path.clone(), source: error })
            }
            _ => Ok(()),
        }
    }

    fn change<T>(&mut self, work: impl FnOnce(&Writing<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let done = self.change_in_batch(work)?;
        self.sync()?;
        Ok(done)
    }

    fn change_in_batch<T>(&mut self, work: impl FnOnce(&Writing<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let path = self.path.clone();
        let err = |e| super::trouble("write to", &path, e);
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(err)?;
        let writing = Writing { db, path: &path };
        if let Some((claim, last)) = self.expected.take()
            && writing.last(&claim)? != last
        {
            return Err(Error::Overtaken(claim.to_string()));
        }
        let done = work(&writing)?; // An error drops the transaction, which rolls it back.
        writing.db.commit().map_err(err)?;
        Ok(done)
    }
}

/// Whether a reading says nothing that the record does not hold already.
///
/// The same bytes read by the same extractor are the same claims, under whatever path they were
/// found; only what the user said of the document can be new.
fn nothing_new(reading: &Reading, held: &Record) -> bool {
    let (now, then) = (&reading.document, &held.document);
    let given = |field: &str| now.found.get(field).is_some_and(|how| how == "given");
    reading.extractor == held.extractor
        && (!given("title") || now.title == then.title)
        && (!given("outlet") || now.outlet == then.outlet)
        && (!given("published") || now.published == then.published)
        && (!given("url") || now.url == then.url)
}

/// The name that the decision about names is on which an operation is, or undoes, or whose undoing it undoes.
fn named_behind(operations: &[Operation], mut no: OperationNo) -> Option<String> {
    loop {
        match &operations.iter().find(|o| o.no == no)?.act {
            Act::Undone { operation, .. } => no = *operation,
            act => return act.names().map(|(from, _)| from.to_owned()),
        }
    }
}

/// The words on which a decision about `claim` stands, whose content was read as `found` in `document`.
fn footing(claim: &Claim, found: &claims::Content, document: &Document) -> Footing {
    Footing {
        content: found.spans.iter().map(|span| Anchor::of(&document.text, *span)).collect(),
        cue: claim.cue.as_ref().map(|cue| cue.text.clone()),
        mention: claim.source.as_ref().map(|s| s.mention.clone()),
    }
}

/// The anchors of the words that `change` names.
fn anchors(change: &mut Change, document: &Document) -> Result<Vec<Anchor>, Error> {
    let offsets = Offsets::new(&document.text);
    let anchor = |(words, span): (&str, &mut claims::Span)| {
        // An offset that is none of the text's would be kept for good.
        let stands = !span.is_empty() && offsets.words(*span) == words;
        if stands { Ok(Anchor::of(&document.text, *span)) } else { Err(Error::NotThere(*span)) }
    };
    change.stretches().into_iter().map(anchor).collect()
}

/// A transaction in which the ledger is written.
pub(super) struct Writing<'l> {
    pub(super) db: Transaction<'l>,
    pub(super) path: &'l std::path::Path,
}

impl Writing<'_> {
    fn err(&self, source: rusqlite::Error) -> Error {
        super::trouble("write to", self.path, source)
    }

    fn json<T: serde::Serialize>(&self, value: &T) -> Result<String, Error> {
        serde_json::to_string(value).map_err(|e| self.err(rusqlite::Error::ToSqlConversionFailure(e.into())))
    }

    fn batch(&self, sql: &str) -> Result<(), Error> {
        self.db.execute_batch(sql).map_err(|e| self.err(e))
    }

    /// The last operation about a claim.
    fn last(&self, claim: &ClaimId) -> Result<Option<OperationNo>, Error> {
        let sql = format!("SELECT max(no) FROM ({})", look_up::ON_CLAIM);
        self.db
            .query_row(&sql, [claim.as_str()], |row| row.get::<_, Option<i64>>(0))
            .map(|no| no.map(OperationNo))
            .map_err(|e| self.err(e))
    }

    fn operations(&self, document: Option<&DocumentId>) -> Result<Vec<Operation>, Error> {
        operations(&self.db, self.path, document)
    }

    fn names(&self) -> Result<Names, Error> {
        Ok(Names::of(&self.operations(None)?))
    }

    fn record(&self, document: &DocumentId) -> Result<Option<Record>, Error> {
        Ok(record::of(self.operations(Some(document))?, &self.names()?))
    }

    /// Works the derived tables out again from the operations; `each` is told how far it got.
    pub(super) fn rebuild(&self, each: impl FnMut(usize, usize)) -> Result<(), Error> {
        let ids = self.documents_ever()?;
        self.batch(
            "DELETE FROM seats; DELETE FROM facets; DELETE FROM guises; DELETE FROM facet_values;
             DELETE FROM about_days; DELETE FROM claims; DELETE FROM documents;
             INSERT INTO claims_fts (claims_fts) VALUES ('delete-all');",
        )?;
        self.refresh_all(&ids, each)
    }

    fn set(
        &self,
        claim: &ClaimId,
        mut change: Change,
        reason: Option<String>,
        stamp: &Stamp,
    ) -> Result<OperationNo, Error> {
        self.decide(claim, stamp, |words, on, document| {
            let at = anchors(&mut change, document)?;
            Ok(Act::Set { change: Box::new(change), words, reason, on, at })
        })
    }

    fn add(&self, claim: Claim, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        let document = claim.document.id.clone();
        let record = self.record(&document)?.ok_or_else(|| Error::NoDocument(document.to_string()))?;
        if self.document_of(&claim.id)?.is_some() {
            return Err(Error::ClaimExists(claim.id.to_string()));
        }
        anchors(&mut Change::Content(claim.content.clone()), &record.document)?;
        let id = claim.id.clone();
        let on = Some(Box::new(footing(&claim, &claim.content, &record.document)));
        let act = Act::Added { claim: Box::new(claim), reason, on };
        let operation = self.append(stamp, Some(&document), Some(&id), act)?;
        self.refresh(&document)?;
        Ok(operation.no)
    }

    fn undo(&self, no: OperationNo, reason: Option<String>, stamp: &Stamp) -> Result<OperationNo, Error> {
        let (document, claim) = self
            .db
            .query_row("SELECT document, claim FROM operations WHERE no = ?1", [no.0], |row| {
                let document: Option<String> = row.get(0)?;
                let claim: Option<String> = row.get(1)?;
                Ok((document.map(DocumentId::from), claim.map(ClaimId::from)))
            })
            .optional()
            .map_err(|e| self.err(e))?
            .ok_or(Error::NoOperation(no))?;
        let operations = self.operations(document.as_ref())?;
        if operations.iter().any(|o| o.no == no && o.undone) {
            return Err(Error::UndoneAlready(no));
        }
        let act = Act::Undone { operation: no, reason };
        let operation = self.append(stamp, document.as_ref(), claim.as_ref(), act)?;
        if let Some(document) = &document {
            self.refresh(document)?;
        } else if let Some(from) = named_behind(&operations, no) {
            self.refresh_named(&from)?;
        }
        Ok(operation.no)
    }

    fn decide(
        &self,
        claim: &ClaimId,
        stamp: &Stamp,
        act: impl FnOnce(String, Option<Box<Footing>>, &Document) -> Result<Act, Error>,
    ) -> Result<OperationNo, Error> {
        let missing = || Error::NoClaim(claim.to_string());
        let document = self.document_of(claim)?.ok_or_else(missing)?;
        let operations = self.operations(Some(&document))?;
        let record = record::of(operations.clone(), &self.names()?).ok_or_else(missing)?;
        let line = record.entries.iter().find(|line| line.claim.id == *claim).ok_or_else(missing)?;
        let act = act(line.found.text.clone(), self.footing(line, &record.document, &operations)?, &record.document)?;
        let operation = self.append(stamp, Some(&document), Some(claim), act)?;
        self.refresh(&document)?;
        Ok(operation.no)
    }

    /// The words of a claim as it was read, before anybody decided on it.
    fn footing(
        &self,
        line: &Line,
        document: &Document,
        operations: &[Operation],
    ) -> Result<Option<Box<Footing>>, Error> {
        if line.standing == Standing::Orphaned {
            // The document as read now has not got its words where they were.
            let earlier = operations.iter().rev().filter(|o| o.claim.as_ref() == Some(&line.claim.id));
            return Ok(earlier.filter_map(|o| o.act.footing()).next().cloned().map(Box::new));
        }
        // Words that people put in the place of others do not help a later reading to find the claim.
        let claim = match line.read_at {
            Some((operation, i)) => self.claim_as_read(operation, i)?.unwrap_or_else(|| line.claim.clone()),
            None => line.claim.clone(),
        };
        Ok(Some(Box::new(footing(&claim, &line.found, document))))
    }

    fn claim_as_read(&self, operation: OperationNo, place: usize) -> Result<Option<Claim>, Error> {
        let json: Option<String> = self
            .db
            .prepare_cached("SELECT claim FROM claims_as_read WHERE no = ?1")
            .and_then(|mut s| s.query_row([operation.0 * rows::PLACES + place as i64], |row| row.get(0)).optional())
            .map_err(|e| self.err(e))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// Decides about names, in all documents.
    fn name(&self, act: Act, stamp: &Stamp) -> Result<OperationNo, Error> {
        let from = act.names().map(|(from, _)| from.to_owned());
        let operation = self.append(stamp, None, None, act)?;
        if let Some(from) = from {
            self.refresh_named(&from)?;
        }
        Ok(operation.no)
    }

    fn operations_before(&self, document: &DocumentId, no: OperationNo) -> Result<i64, Error> {
        let sql = "SELECT count(*) FROM operations WHERE document = ?1 AND no < ?2";
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row(params![document.as_str(), no.0], |row| row.get(0)))
            .map_err(|e| self.err(e))
    }

    fn document_of(&self, claim: &ClaimId) -> Result<Option<DocumentId>, Error> {
        let sql = "SELECT d.id FROM claims c JOIN documents d ON d.no = c.document WHERE c.id = ?1";
        self.db
            .query_row(sql, [claim.as_str()], |row| row.get::<_, String>(0))
            .optional()
            .map(|id| id.map(DocumentId::from))
            .map_err(|e| self.err(e))
    }

    fn documents_ever(&self) -> Result<Vec<DocumentId>, Error> {
        documents_ever(&self.db).map_err(|e| self.err(e))
    }

    fn append(
        &self,
        stamp: &Stamp,
        document: Option<&DocumentId>,
        claim: Option<&ClaimId>,
        act: Act,
    ) -> Result<Operation, Error> {
        let undoes = if let Act::Undone { operation, .. } = act { Some(operation.0) } else { None };
        let payload = self.json(&act)?;
        let insert = || {
            self.db
                .prepare_cached(
                    "INSERT INTO operations (at, by, kind, document, claim, undoes, payload)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .insert(params![
                    stamp.at.to_string(),
                    stamp.by.as_str(),
                    act.kind().as_str(),
                    document.map(DocumentId::as_str),
                    claim.map(ClaimId::as_str),
                    undoes,
                    payload,
                ])
        };
        let no = insert().map_err(|e| self.err(e))?;
        if let Act::Filed(reading) | Act::Reread(reading) = &act {
            if reading.claims.len() as i64 >= rows::PLACES {
                return Err(Error::TooManyClaims(reading.document.id.to_string()));
            }
            let mut put = self
                .db
                .prepare_cached("INSERT INTO claims_as_read (no, operation, claim) VALUES (?1, ?2, ?3)")
                .map_err(|e| self.err(e))?;
            for (i, claim) in reading.claims.iter().enumerate() {
                put.execute(params![no * rows::PLACES + i as i64, no, self.json(claim)?]).map_err(|e| self.err(e))?;
            }
        }
        Ok(Operation {
            no: OperationNo(no),
            stamp: stamp.clone(),
            document: document.cloned(),
            claim: claim.cloned(),
            act,
            undone: false,
        })
    }

    fn refresh(&self, document: &DocumentId) -> Result<(), Error> {
        self.refresh_all(std::slice::from_ref(document), |_, _| {})
    }

    /// Refreshes `documents`; `each` is told how many are done, and of how many.
    fn refresh_all(&self, documents: &[DocumentId], mut each: impl FnMut(usize, usize)) -> Result<(), Error> {
        let names = self.names()?;
        for (done, id) in documents.iter().enumerate() {
            each(done, documents.len());
            self.replace(id, record::of(self.operations(Some(id))?, &names).as_ref())?;
        }
        each(documents.len(), documents.len());
        Ok(())
    }

    /// Refreshes every document in which a decision about the name `from` can have changed a name.
    fn refresh_named(&self, from: &str) -> Result<(), Error> {
        // Wherever such decisions can ever have led from here, be they undone or not.
        let operations = self.operations(None)?;
        let mut names = BTreeSet::from([from]);
        loop {
            let before = names.len();
            let led = operations.iter().filter_map(|o| o.act.names()).filter(|(from, _)| names.contains(from));
            let led: Vec<&str> = led.map(|(_, into)| into).collect();
            names.extend(led);
            if names.len() == before {
                break;
            }
        }
        let names = self.json(&names)?;
        let ids: Vec<DocumentId> = self
            .db
            .prepare(
                "SELECT id FROM documents WHERE no IN (SELECT document FROM claims WHERE source IN (SELECT value FROM json_each(?1))
                    OR EXISTS (SELECT 1 FROM json_each(chain) v WHERE v.value IN (SELECT value FROM json_each(?1))))",
            )
            .and_then(|mut s| s.query_map([names], |row| row.get::<_, String>(0).map(DocumentId::from))?.collect())
            .map_err(|e| self.err(e))?;
        self.refresh_all(&ids, |_, _| {})
    }

    /// Puts `record` where the derived tables had an older one of `document`, or nothing.
    fn replace(&self, document: &DocumentId, record: Option<&Record>) -> Result<(), Error> {
        let rows = match record {
            Some(record) => {
                rows::claims(record).map_err(|e| self.err(rusqlite::Error::ToSqlConversionFailure(e.into())))?
            }
            None => Vec::new(),
        };
        self.replace_rows(document, record, &rows).map_err(|e| self.err(e))
    }

    fn replace_rows(
        &self,
        document: &DocumentId,
        record: Option<&Record>,
        rows: &[rows::ClaimRow],
    ) -> rusqlite::Result<()> {
        let db = &self.db;
        let old: Option<i64> = db
            .prepare_cached("SELECT no FROM documents WHERE id = ?1")?
            .query_row([document.as_str()], |row| row.get(0))
            .optional()?;
        if let Some(old) = old {
            db.execute("DELETE FROM seats WHERE document = ?1", [old])?;
            let range = [old * rows::PLACES, (old + 1) * rows::PLACES - 1];
            db.execute(
                "DELETE FROM claims_fts WHERE rowid IN (SELECT no FROM claims WHERE no BETWEEN ?1 AND ?2)",
                range,
            )?;
            facets::remove(db, range)?;
            sources::remove(db, range)?;
            db.execute("DELETE FROM about_days WHERE claim BETWEEN ?1 AND ?2", range)?;
            db.execute("DELETE FROM claims WHERE no BETWEEN ?1 AND ?2", range)?;
            db.execute("DELETE FROM documents WHERE no = ?1", [old])?;
        }
        let Some(record) = record else { return Ok(()) };
        let d = &record.document;
        db.prepare_cached(
            "INSERT INTO documents (no, read, id, extractor, path, title, outlet, published, url, language, problems)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            record.filed.0,
            record.read.0,
            d.id.as_str(),
            record.extractor,
            d.path,
            d.title,
            d.outlet,
            d.published.map(|day| day.to_string()),
            d.url,
            d.language,
            d.problems.len() as i64,
        ])?;
        let mut claims = db.prepare_cached(
            "INSERT INTO claims (no, document, id, as_read, decided, standing, source, kind, role, mention, chain,
                                 certainty, status, said_first, said_last, said_order, guise)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        let mut about = db.prepare_cached("INSERT INTO about_days (claim, first, last) VALUES (?1, ?2, ?3)")?;
        let mut words = db.prepare_cached(
            "INSERT INTO claims_fts (rowid, content, source, mention, title) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for row in rows {
            claims.execute(params![
                row.no,
                record.filed.0,
                row.id,
                row.as_read,
                row.decided,
                row.standing,
                row.source,
                row.kind,
                row.role,
                row.mention,
                row.chain,
                row.certainty,
                row.status,
                row.said.as_ref().map(|(first, _)| first),
                row.said.as_ref().map(|(_, last)| last),
                row.said_order,
                sources::insert(db, row)?,
            ])?;
            for (first, last) in &row.about {
                about.execute(params![row.no, first, last])?;
            }
            words.execute(params![row.no, row.content, row.source, row.mention, d.title])?;
        }
        facets::insert(db, rows)?;
        let mut seats =
            db.prepare_cached("INSERT INTO seats (operation, document, seat, claim) VALUES (?1, ?2, ?3, ?4)")?;
        for (no, seat) in &record.seats {
            let claim = if let Seat::Moved(claim) = seat { Some(claim.as_str()) } else { None };
            seats.execute(params![no.0, record.filed.0, seat.as_str(), claim])?;
        }
        Ok(())
    }
}

/// The documents that were ever filed, in order.
pub(super) fn documents_ever(db: &Connection) -> rusqlite::Result<Vec<DocumentId>> {
    db.prepare("SELECT document FROM operations WHERE kind = 'filed' GROUP BY document ORDER BY min(no)")?
        .query_map([], |row| row.get::<_, String>(0).map(DocumentId::from))?
        .collect()
}

/// The operations on one document, or those that concern all, in order and with undone ones marked.
pub(super) fn operations(
    db: &Connection,
    path: &std::path::Path,
    document: Option<&DocumentId>,
) -> Result<Vec<Operation>, Error> {
    let err = |e| super::trouble("read", path, e);
    let damaged = |what: String| Error::Damaged { path: path.to_owned(), what };
    let mut select = db
        .prepare_cached("SELECT no, at, by, document, claim, payload FROM operations WHERE document IS ?1 ORDER BY no")
        .map_err(err)?;
    let mut rows = select.query([document.map(DocumentId::as_str)]).map_err(err)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(err)? {
        let mut operation = operation(row).map_err(err)?.map_err(damaged)?;
        if let Act::Filed(reading) | Act::Reread(reading) = &mut operation.act {
            reading.claims = claims_as_read(db, operation.no).map_err(err)?.map_err(damaged)?;
        }
        found.push(operation);
    }
    record::mark_undone(&mut found);
    Ok(found)
}

/// One row of `operations`, without the claims that were read; the inner error says what is wrong with it.
pub(super) fn operation(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Operation, String>> {
    let no = OperationNo(row.get(0)?);
    let at: String = row.get(1)?;
    let by: String = row.get(2)?;
    let payload: String = row.get(5)?;
    let wrong = |what: &str| format!("operation {no} has {what}");
    let Ok(at) = at.parse() else { return Ok(Err(wrong("no time"))) };
    let Ok(by) = serde_json::from_value(by.into()) else { return Ok(Err(wrong("no author"))) };
    let act = match serde_json::from_str(&payload) {
        Ok(act) => act,
        Err(e) => return Ok(Err(wrong(&format!("a payload that is not understood ({e})")))),
    };
    Ok(Ok(Operation {
        no,
        stamp: Stamp { at, by },
        document: row.get::<_, Option<String>>(3)?.map(DocumentId::from),
        claim: row.get::<_, Option<String>>(4)?.map(ClaimId::from),
        act,
        undone: false,
    }))
}

fn claims_as_read(db: &Connection, operation: OperationNo) -> rusqlite::Result<Result<Vec<Claim>, String>> {
    let mut select =
        db.prepare_cached("SELECT no, claim FROM claims_as_read WHERE no BETWEEN ?1 AND ?2 ORDER BY no")?;
    let mut rows = select.query([operation.0 * rows::PLACES, (operation.0 + 1) * rows::PLACES - 1])?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        match serde_json::from_str(row.get_ref(1)?.as_str()?) {
            Ok(claim) => claims.push(claim),
            Err(e) => return Ok(Err(format!("claim as read {} is not understood ({e})", row.get::<_, i64>(0)?))),
        }
    }
    Ok(Ok(claims))
}
