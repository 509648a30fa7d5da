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
    /// What reports call the source `name`, by the words and then as filed; of each words the last `each` reports only,
    /// and at most `limit` in all.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn called(&self, name: &str, each: usize, limit: usize) -> Result<Vec<Called>, Error> {
        let sql = "SELECT d.id, d.title, m.mention, m.claims FROM
                (SELECT coalesce(mention, '') AS mention, document, count(*) AS claims,
                        row_number() OVER (PARTITION BY mention ORDER BY document DESC) AS place
                 FROM claims INDEXED BY claims_of_source WHERE source = ?1 AND standing = 'on-record'
                 GROUP BY mention, document) m
             JOIN documents d ON d.no = m.document WHERE m.place <= ?2 ORDER BY m.mention, m.document LIMIT ?3";
        let [limit, each] = part(each, limit);
        let called = |row: &Row<'_>| {
            Ok(Called {
                document: DocumentId::from(row.get::<_, String>(0)?),
                title: row.get(1)?,
                mention: row.get(2)?,
                claims: count(row.get(3)?),
            })
        };
        self.db
            .prepare(sql)
            .and_then(|mut s| s.query_map(params![name, each, limit], called)?.collect())
            .map_err(|e| self.err("read", e))
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
