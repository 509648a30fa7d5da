//! Sources: what their claims come to.

use std::collections::{BTreeMap, HashMap};

use claims::DocumentId;
use rusqlite::{Connection, Row, Rows, params};

use super::Ledger;
use super::look_up::{count, part};
use super::rows::{ClaimRow, PLACES};
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

/// The words of a source that are counted, and the columns of `claims` that hold them.
const WORDS: [&str; 3] = ["kind", "role", "mention"];

/// What is counted of a claim of a source, a word a column of [`WORDS`].
fn words(row: &ClaimRow) -> [Option<&str>; 3] {
    [&row.kind, &row.role, &row.mention].map(Option::as_deref)
}

/// Counts what `rows`, claims of one document and of the source number `source`, call it.
pub(super) fn insert(db: &Connection, source: i64, rows: &[&ClaimRow]) -> rusqlite::Result<()> {
    let mut counts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in rows {
        for (field, words) in WORDS.into_iter().zip(words(row)) {
            if let Some(words) = words {
                *counts.entry((field, words)).or_default() += 1;
            }
        }
    }
    let mut count = db.prepare_cached(
        "INSERT INTO source_words (source, field, words, claims) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (source, field, words) DO UPDATE SET claims = claims + ?4",
    )?;
    for ((field, words), claims) in counts {
        count.execute(params![source, field, words, claims])?;
    }
    Ok(())
}

/// Takes back what was counted for the claims numbered from `first` to `last`; they and their facets are there still.
pub(super) fn remove(db: &Connection, claims: [i64; 2]) -> rusqlite::Result<()> {
    for field in WORDS {
        let gone = format!(
            "SELECT v.no AS source, c.{field} AS words, count(*) AS n FROM claims c
             CROSS JOIN facet_values v ON v.field = 'source' AND v.value = c.source
             WHERE c.no BETWEEN ?1 AND ?2 AND c.standing = 'on-record' GROUP BY v.no, c.{field}"
        );
        db.prepare_cached(&format!(
            "UPDATE source_words SET claims = claims - gone.n FROM ({gone}) AS gone
             WHERE source_words.source = gone.source AND field = '{field}' AND source_words.words = gone.words"
        ))?
        .execute(claims)?;
        db.prepare_cached(&format!(
            "DELETE FROM source_words WHERE claims = 0 AND field = '{field}'
             AND (source, words) IN (SELECT source, words FROM ({gone}))"
        ))?
        .execute(claims)?;
    }
    Ok(())
}

impl Ledger {
    /// The source of this name.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn source(&self, name: &str) -> Result<Option<SourceRow>, Error> {
        let mut found = self.counted_sources("AND v.value = ?1", params![name]).map_err(|e| self.err("read", e))?;
        Ok(found.pop())
    }

    /// The sources of all claims on record, those with most claims first, without the first `skip` and at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn most_heard(&self, skip: usize, limit: usize) -> Result<Vec<SourceRow>, Error> {
        self.counted_sources("ORDER BY v.claims DESC, v.value LIMIT ?1 OFFSET ?2", part(skip, limit))
            .map_err(|e| self.err("read", e))
    }

    /// Sources by what is counted of them, without a look at their claims.
    fn counted_sources(&self, which: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<SourceRow>> {
        // A claim stands under the first day on which it can have been said, or else the last; under '~' where no day
        // is known.
        let sql = format!(
            "SELECT v.no, v.value, v.claims, v.documents,
                (SELECT min(day) FROM facets f INDEXED BY facets_by_day WHERE f.value = v.no AND day < '~'),
                (SELECT max(day) FROM facets f INDEXED BY facets_by_day WHERE f.value = v.no AND day < '~'),
                (SELECT max(said_last) FROM claims INDEXED BY claims_of_source_over_days
                 WHERE source = v.value AND standing = 'on-record' AND said_first <> said_last AND said_last < '~')
             FROM facet_values v WHERE v.field = 'source' {which}"
        );
        let mut words = self.db.prepare("SELECT field, words, claims FROM source_words WHERE source = ?1")?;
        let mut words = |source: i64| -> rusqlite::Result<[BTreeMap<String, usize>; 3]> {
            let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
            let mut rows = words.query([source])?;
            while let Some(row) = rows.next()? {
                let field = row.get_ref(0)?.as_str()?;
                if let Some(at) = WORDS.into_iter().position(|known| known == field) {
                    counts[at].insert(row.get(1)?, count(row.get(2)?));
                }
            }
            Ok(counts)
        };
        let mut select = self.db.prepare(&sql)?;
        let mut rows = select.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let [kinds, roles, mentions] = words(row.get(0)?)?;
            found.push(SourceRow {
                kind: most(&kinds).unwrap_or_default(),
                role: most(&roles),
                claims: count(row.get(2)?),
                documents: count(row.get(3)?),
                first: row.get(4)?,
                last: row.get::<_, Option<String>>(5)?.max(row.get(6)?),
                aliases: aliases(&name, mentions),
                name,
            });
        }
        Ok(found)
    }
}

/// Words on most claims; of several, the first in the alphabet.
fn most(counts: &BTreeMap<String, usize>) -> Option<String> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(words, _)| words.clone())
}

fn aliases(name: &str, mentions: BTreeMap<String, usize>) -> Vec<String> {
    mentions.into_keys().filter(|m| m != name && !m.is_empty()).collect()
}

/// What [`tally`] reads of claims `c`.
pub(super) const COLUMNS: &str = "c.no, c.source, c.kind, c.role, c.mention, c.said_first, c.said_last";

#[derive(Default)]
struct Tally {
    claims: usize,
    documents: usize,
    /// The document of the last claim.
    document: i64,
    first: Option<String>,
    last: Option<String>,
    words: [Words; 3],
}

/// How often words stand. Most often they are those of the claim before, so these are looked at first.
#[derive(Default)]
struct Words {
    last: usize,
    counts: Vec<(String, usize)>,
    at: HashMap<String, usize>,
}

impl Words {
    fn put(&mut self, words: &str) {
        if self.counts.get(self.last).is_none_or(|(last, _)| last != words) {
            self.last = match self.at.get(words) {
                Some(at) => *at,
                None => {
                    self.at.insert(words.to_owned(), self.counts.len());
                    self.counts.push((words.to_owned(), 0));
                    self.counts.len() - 1
                }
            };
        }
        self.counts[self.last].1 += 1;
    }

    fn counted(self) -> BTreeMap<String, usize> {
        self.counts.into_iter().collect()
    }
}

/// The sources of claims, which come in their order.
pub(super) fn tally(mut rows: Rows<'_>) -> rusqlite::Result<Vec<SourceRow>> {
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    while let Some(row) = rows.next()? {
        let Some(name) = row.get_ref(1)?.as_str_or_null()? else { continue };
        if !tallies.contains_key(name) {
            tallies.insert(name.to_owned(), Tally::default());
        }
        let Some(tally) = tallies.get_mut(name) else { continue };
        tally.claims += 1;
        for (column, words) in (2..).zip(&mut tally.words) {
            if let Some(one) = row.get_ref(column)?.as_str_or_null()? {
                words.put(one);
            }
        }
        let document = row.get::<_, i64>(0)? / PLACES;
        if tally.document != document {
            tally.document = document;
            tally.documents += 1;
        }
        for column in [5, 6] {
            let Some(day) = row.get_ref(column)?.as_str_or_null()?.filter(|day| !matches!(*day, "" | "~")) else {
                continue;
            };
            if tally.first.as_deref().is_none_or(|first| day < first) {
                tally.first = Some(day.to_owned());
            }
            if tally.last.as_deref().is_none_or(|last| day > last) {
                tally.last = Some(day.to_owned());
            }
        }
    }
    let source = |(name, tally): (String, Tally)| {
        let [kinds, roles, mentions] = tally.words.map(Words::counted);
        SourceRow {
            kind: most(&kinds).unwrap_or_default(),
            role: most(&roles),
            claims: tally.claims,
            documents: tally.documents,
            first: tally.first,
            last: tally.last,
            aliases: aliases(&name, mentions),
            name,
        }
    };
    Ok(tallies.into_iter().map(source).collect())
}
