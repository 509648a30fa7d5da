//! Sources: what their claims come to.

use std::collections::{BTreeMap, BTreeSet};

use claims::DocumentId;
use rusqlite::{Row, Rows, params};

use super::Ledger;
use super::look_up::{count, part};
use crate::Error;

/// A source of the ledger, over all documents.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourceRow {
    /// The canonical name.
    pub name: String,
    /// The kind it has most often.
    pub kind: String,
    /// The role it is given most often.
    pub role: Option<String>,
    /// The number of its claims on record.
    pub claims: usize,
    /// The number of documents with claims of it.
    pub documents: usize,
    /// The first day on which it said something, as far as the record can tell.
    pub first: Option<String>,
    /// The last such day.
    pub last: Option<String>,
    /// The words by which the documents call it, other than the name, in alphabetical order.
    pub aliases: Vec<String>,
}

/// What reports call a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The report.
    pub document: DocumentId,
    /// Its headline.
    pub title: Option<String>,
    /// The words; empty where a claim has none for its source.
    pub mention: String,
    /// On how many of its claims on record.
    pub claims: usize,
}

impl Ledger {
    /// What reports call the source `name`, by the words and then as filed: the part of the list from `skip`, of at most
    /// `limit`, and how long all of it is. With `holding` only where these letters stand in the words or in the
    /// headline, whatever the case of those of English.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn called(&self, name: &str, holding: &str, skip: usize, limit: usize) -> Result<(Vec<Called>, usize), Error> {
        let holds = match holding {
            "" => "",
            _ => {
                "WHERE mention LIKE ?2 ESCAPE '\\'
                    OR (SELECT title FROM documents WHERE no = document) LIKE ?2 ESCAPE '\\'"
            }
        };
        let sql = format!(
            "SELECT d.id, d.title, m.mention, m.claims, m.length FROM
                (SELECT mention, document, claims, count(*) OVER () AS length FROM
                    (SELECT coalesce(mention, '') AS mention, document, count(*) AS claims
                     FROM claims INDEXED BY claims_of_source WHERE source = ?1 AND standing = 'on-record'
                     GROUP BY mention, document)
                 {holds} ORDER BY mention, document LIMIT ?3 OFFSET ?4) m
             JOIN documents d ON d.no = m.document ORDER BY m.mention, m.document"
        );
        let [limit, skip] = part(skip, limit);
        let escaped = holding.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let mut length = 0;
        let called = |row: &Row<'_>| -> rusqlite::Result<Called> {
            Ok(Called {
                document: DocumentId::from(row.get::<_, String>(0)?),
                title: row.get(1)?,
                mention: row.get(2)?,
                claims: count(row.get(3)?),
            })
        };
        let mut read = || -> rusqlite::Result<Vec<Called>> {
            let mut statement = self.db.prepare(&sql)?;
            let mut rows = statement.query(params![name, format!("%{escaped}%"), limit, skip])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                length = count(row.get(4)?);
                found.push(called(row)?);
            }
            Ok(found)
        };
        let found = read().map_err(|e| self.err("read", e))?;
        Ok((found, length))
    }
}

/// What [`tally`] reads of claims `c`.
pub(super) const COLUMNS: &str =
    "c.source, c.kind, c.role, c.mention, c.document, nullif(c.said_first, ''), nullif(c.said_last, '~')";

#[derive(Default)]
struct Tally {
    claims: usize,
    documents: BTreeSet<i64>,
    first: Option<String>,
    last: Option<String>,
    kinds: BTreeMap<String, usize>,
    roles: BTreeMap<String, usize>,
    mentions: BTreeMap<String, usize>,
}

/// The sources of claims, by their names.
pub(super) fn tally(mut rows: Rows<'_>) -> rusqlite::Result<Vec<SourceRow>> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let Some(name) = row.get_ref(0)?.as_str_or_null()? else { continue };
        let tally = tallies.entry(name.to_owned()).or_default();
        tally.claims += 1;
        for (column, counts) in [(1, &mut tally.kinds), (2, &mut tally.roles), (3, &mut tally.mentions)] {
            if let Some(words) = row.get_ref(column)?.as_str_or_null()? {
                *counts.entry(words.to_owned()).or_default() += 1;
            }
        }
        tally.documents.insert(row.get(4)?);
        for column in [5, 6] {
            let Some(day) = row.get_ref(column)?.as_str_or_null()? else { continue };
            if tally.first.as_deref().is_none_or(|first| day < first) {
                tally.first = Some(day.to_owned());
            }
            if tally.last.as_deref().is_none_or(|last| day > last) {
                tally.last = Some(day.to_owned());
            }
        }
    }
    let most = |counts: &BTreeMap<String, usize>| {
        counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(words, _)| words.clone())
    };
    let source = |(name, tally): (String, Tally)| SourceRow {
        kind: most(&tally.kinds).unwrap_or_default(),
        role: most(&tally.roles),
        claims: tally.claims,
        documents: tally.documents.len(),
        first: tally.first,
        last: tally.last,
        aliases: tally.mentions.into_keys().filter(|m| *m != name && !m.is_empty()).collect(),
        name,
    };
    Ok(tallies.into_iter().map(source).collect())
}
