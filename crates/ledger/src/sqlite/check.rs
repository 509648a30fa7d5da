//! Checking: is the file sound, and do the derived tables say what the operations say.

use std::fmt;

use claims::DocumentId;
use rusqlite::OptionalExtension;

use super::rows::{self, ClaimRow, PLACES};
use super::{Ledger, write};
use crate::Facet;
use crate::record::{self, Names, Seat};
use crate::{Error, OperationNo};

/// Something in a ledger that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// SQLite finds the file itself unsound. Restore a copy.
    Unsound(String),
    /// An operation cannot be read. Restore a copy.
    Unreadable(String),
    /// A document's derived rows differ from its operations. Rebuilding mends it.
    Differs {
        /// The document.
        document: DocumentId,
        /// In what.
        what: String,
    },
    /// The look-up tables do not fit together. Rebuilding mends it.
    Index(String),
}

impl Finding {
    /// Whether [`Ledger::rebuild`] mends it.
    #[must_use]
    pub const fn mends(&self) -> bool {
        matches!(self, Self::Differs { .. } | Self::Index(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsound(what) => write!(f, "the file is unsound: {what}"),
            Self::Unreadable(what) => f.write_str(what),
            Self::Differs { document, what } => write!(f, "document {document}: {what} not what the operations give"),
            Self::Index(what) => write!(f, "the look-up tables do not fit together: {what}"),
        }
    }
}

impl Ledger {
    /// Looks for anything that is not as it must be; an empty list means that the ledger is sound.
    ///
    /// `each` is told the number of documents checked and their total.
    ///
    /// # Errors
    /// Where the ledger cannot be read at all.
    pub fn check(&self, mut each: impl FnMut(usize, usize)) -> Result<Vec<Finding>, Error> {
        let err = |e| self.err("read", e);
        let mut findings: Vec<Finding> = self
            .db
            .prepare("PRAGMA integrity_check(20)")
            .and_then(|mut s| s.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>())
            .map_err(err)?
            .into_iter()
            .filter(|line| line != "ok")
            .map(Finding::Unsound)
            .collect();
        let strays: Vec<String> = self
            .db
            .prepare("PRAGMA foreign_key_check")
            .and_then(|mut s| s.query_map([], |row| row.get::<_, String>(0))?.collect())
            .map_err(err)?;
        findings.extend(
            strays.into_iter().take(20).map(|table| Finding::Unsound(format!("a row of {table} points to nothing"))),
        );

        let names = match write::operations(&self.db, &self.path, None) {
            Ok(operations) => Names::of(&operations),
            Err(Error::Damaged { what, .. }) => {
                findings.push(Finding::Unreadable(what));
                return Ok(findings);
            }
            Err(error) => return Err(error),
        };
        let ids = write::documents_ever(&self.db).map_err(err)?;
        for (i, id) in ids.iter().enumerate() {
            each(i, ids.len());
            match write::operations(&self.db, &self.path, Some(id)) {
                Ok(operations) => {
                    let record = record::of(operations, &names);
                    if let Some(what) = self.differs(id, record.as_ref())? {
                        findings.push(Finding::Differs { document: id.clone(), what: what.to_owned() });
                    }
                }
                Err(Error::Damaged { what, .. }) => findings.push(Finding::Unreadable(what)),
                Err(error) => return Err(error),
            }
        }
        each(ids.len(), ids.len());
        findings.extend(self.strays(&ids).map_err(err)?);
        Ok(findings)
    }

    /// What of a document's rows is not as its record has it.
    fn differs(&self, id: &DocumentId, record: Option<&record::Record>) -> Result<Option<&'static str>, Error> {
        let err = |e| self.err("read", e);
        let held: Option<[Option<String>; 8]> = self
            .db
            .prepare_cached(
                "SELECT no, read, extractor, title, outlet, published, url, language FROM documents WHERE id = ?1",
            )
            .and_then(|mut s| {
                s.query_row([id.as_str()], |row| {
                    Ok([
                        Some(row.get::<_, i64>(0)?.to_string()),
                        Some(row.get::<_, i64>(1)?.to_string()),
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.get(6)?,
                        row.get(7)?,
                    ])
                })
                .optional()
            })
            .map_err(err)?;
        let wanted = record.map(|r| {
            let d = &r.document;
            [
                Some(r.filed.to_string()),
                Some(r.read.to_string()),
                Some(r.extractor.clone()),
                d.title.clone(),
                d.outlet.clone(),
                d.published.map(|day| day.to_string()),
                d.url.clone(),
                d.language.clone(),
            ]
        });
        if held != wanted {
            return Ok(Some("its entry is"));
        }
        let Some(record) = record else { return Ok(None) };
        let Ok(wanted) = rows::claims(record) else { return Ok(Some("its claims are")) };
        if self.rows_held(record.filed).map_err(err)?
            != wanted.into_iter().map(|row| ClaimRow { content: String::new(), ..row }).collect::<Vec<_>>()
        {
            return Ok(Some("its claims are"));
        }
        let mut seats = self
            .db
            .prepare_cached("SELECT operation, seat, claim FROM seats WHERE document = ?1 ORDER BY operation")
            .map_err(err)?;
        let held: Vec<(i64, String, Option<String>)> = seats
            .query_map([record.filed.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .map_err(err)?;
        let wanted = record.seats.iter().map(|(no, seat)| {
            let claim = if let Seat::Moved(claim) = seat { Some(claim.to_string()) } else { None };
            (no.0, seat.as_str().to_owned(), claim)
        });
        Ok((held != wanted.collect::<Vec<_>>()).then_some("where its decisions rest is"))
    }

    /// The rows of `claims` as stored; `content` is only in the full-text index and comes back empty.
    fn rows_held(&self, filed: OperationNo) -> rusqlite::Result<Vec<ClaimRow>> {
        let mut about =
            self.db.prepare_cached("SELECT first, last FROM about_days WHERE claim = ?1 ORDER BY first, last")?;
        let mut facets = self.db.prepare_cached(
            "SELECT v.field, v.value FROM facets f JOIN facet_values v ON v.no = f.value WHERE f.claim = ?1",
        )?;
        let mut facets_of = |no: i64| -> rusqlite::Result<Vec<(Facet, String)>> {
            let found = facets.query_map([no], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            let mut known = Vec::new();
            for row in found {
                let (field, value) = row?;
                known.extend(Facet::ALL.into_iter().find(|f| f.as_str() == field).map(|f| (f, value)));
            }
            known.sort();
            Ok(known)
        };
        self.db
            .prepare_cached(
                "SELECT no, id, as_read, decided, standing, source, kind, role, mention, chain, certainty, status,
                        said_first, said_last, said_order
                 FROM claims WHERE no BETWEEN ?1 AND ?2 ORDER BY no",
            )?
            .query_map([filed.0 * PLACES, (filed.0 + 1) * PLACES - 1], |row| {
                let no = row.get(0)?;
                let first: Option<String> = row.get(12)?;
                Ok(ClaimRow {
                    no,
                    id: row.get(1)?,
                    as_read: row.get(2)?,
                    decided: row.get(3)?,
                    standing: rows::standing(&row.get::<_, String>(4)?).map_or("", crate::Standing::as_str),
                    source: row.get(5)?,
                    kind: row.get(6)?,
                    role: row.get(7)?,
                    mention: row.get(8)?,
                    chain: row.get(9)?,
                    certainty: row.get(10)?,
                    status: row.get(11)?,
                    said: first.zip(row.get(13)?),
                    said_order: row.get(14)?,
                    about: about
                        .query_map([no], |row| Ok((row.get(0)?, row.get(1)?)))?
                        .collect::<rusqlite::Result<_>>()?,
                    facets: facets_of(no)?,
                    content: String::new(),
                })
            })?
            .collect()
    }

    /// Rows of no document that was ever filed, and a full-text index that does not fit the claims.
    fn strays(&self, ids: &[DocumentId]) -> rusqlite::Result<Vec<Finding>> {
        let mut findings = Vec::new();
        let known: std::collections::HashSet<&str> = ids.iter().map(DocumentId::as_str).collect();
        let mut select = self.db.prepare("SELECT id FROM documents")?;
        for id in select.query_map([], |row| row.get::<_, String>(0))? {
            let id = id?;
            if !known.contains(id.as_str()) {
                findings.push(Finding::Differs { document: DocumentId::from(id), what: "its entry is".to_owned() });
            }
        }
        let ask = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, i64>(0));
        let apart = ask(&format!(
            "SELECT count(*) FROM claims WHERE document <> no / {PLACES}
                OR document NOT IN (SELECT no FROM documents)"
        ))?;
        let left = ask("SELECT count(*) FROM about_days WHERE claim NOT IN (SELECT no FROM claims)")?;
        if left > 0 {
            findings.push(Finding::Index(format!("{left} days are those of no claim")));
        }
        if apart > 0 {
            findings.push(Finding::Index(format!("{apart} claims are those of no document")));
        }
        let miscounted = ask(&format!(
            "SELECT count(*) FROM facet_values v WHERE (v.claims, v.documents) <>
                (SELECT count(*), count(DISTINCT f.claim / {PLACES}) FROM facets f WHERE f.value = v.no)"
        ))?;
        const CALLED: &str = "source, kind, coalesce(role, ''), coalesce(mention, '')";
        let wanted = format!(
            "SELECT guise, {CALLED}, sum(standing = 'on-record'), count(*) FROM claims
             WHERE source IS NOT NULL OR guise IS NOT NULL GROUP BY 1, 2, 3, 4, 5"
        );
        let held = "SELECT no, source, kind, role, mention, claims, worn FROM guises";
        let misheard = ask(&format!("SELECT count(*) FROM ({wanted} EXCEPT {held})"))?
            + ask(&format!("SELECT count(*) FROM ({held} EXCEPT {wanted})"))?
            + ask(&format!(
                "SELECT count(*) - count(DISTINCT source) + count(*) - count(DISTINCT number)
                 FROM (SELECT DISTINCT source, no / {PLACES} AS number FROM guises)"
            ))?;
        if misheard > 0 {
            findings.push(Finding::Index(format!("{misheard} of what sources are called are miscounted")));
        }
        let left = ask("SELECT count(*) FROM facets f WHERE NOT EXISTS
                (SELECT 1 FROM claims c WHERE c.no = f.claim AND c.said_order = f.day)
                OR NOT EXISTS (SELECT 1 FROM facet_values v WHERE v.no = f.value)")?;
        if miscounted + left > 0 {
            findings.push(Finding::Index(format!("{miscounted} values are miscounted, {left} are those of no claim")));
        }
        let unindexed = ask("SELECT count(*) FROM claims WHERE no NOT IN (SELECT id FROM claims_fts_docsize)")?;
        let left = ask("SELECT count(*) FROM claims_fts_docsize WHERE id NOT IN (SELECT no FROM claims)")?;
        if unindexed + left > 0 {
            findings.push(Finding::Index(format!(
                "{unindexed} claims are missing from the full-text index, {left} are left over"
            )));
        }
        Ok(findings)
    }
}
