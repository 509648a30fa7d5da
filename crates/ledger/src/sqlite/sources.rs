//! Sources: what their claims come to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use claims::DocumentId;
use rusqlite::{Connection, OptionalExtension as _, Row, Rows, params, params_from_iter};

use super::Ledger;
use super::look_up::{count, part};
use super::pass::Passing;
use super::rows::{ClaimRow, PLACES};
use crate::{Error, Filter, Order, Standing};

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

/// The number of what `row`'s source is called in its claim, which counts as one more; `None` where it has none.
///
/// Numbers of one source stand together: divided by [`PLACES`] they are its own number.
pub(super) fn insert(db: &Connection, row: &ClaimRow) -> rusqlite::Result<Option<i64>> {
    let (Some(source), Some(kind)) = (&row.source, &row.kind) else { return Ok(None) };
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    let (role, mention) = (words(&row.role), words(&row.mention));
    let on_record = i64::from(row.standing == Standing::OnRecord.as_str());
    let known = db
        .prepare_cached(
            "UPDATE guises SET claims = claims + ?5, worn = worn + 1
             WHERE source = ?1 AND kind = ?2 AND role = ?3 AND mention = ?4 RETURNING no",
        )?
        .query_row(params![source, kind, role, mention, on_record], |row| row.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    let no: i64 = db
        .prepare_cached(&format!(
            "WITH same (source) AS (SELECT no / {PLACES} FROM guises WHERE source = ?1 LIMIT 1)
             SELECT coalesce(
                (SELECT max(no) + 1 FROM guises WHERE no BETWEEN (SELECT source FROM same) * {PLACES}
                    AND (SELECT source FROM same) * {PLACES} + {PLACES} - 1),
                (SELECT (max(no) / {PLACES} + 1) * {PLACES} FROM guises),
                {PLACES})"
        ))?
        .query_row([source], |row| row.get(0))?;
    db.prepare_cached(
        "INSERT INTO guises (no, source, kind, role, mention, claims, worn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
    )?
    .execute(params![no, source, kind, role, mention, on_record])?;
    Ok(Some(no))
}

/// Takes back what was counted for the claims numbered from `first` to `last`; they are there still.
pub(super) fn remove(db: &Connection, [first, last]: [i64; 2]) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE guises SET claims = claims - gone.on_record, worn = worn - gone.n
         FROM (SELECT guise, count(*) AS n, sum(standing = 'on-record') AS on_record
               FROM claims WHERE no BETWEEN ?1 AND ?2 GROUP BY guise) AS gone
         WHERE no = gone.guise",
    )?
    .execute([first, last])?;
    db.prepare_cached(
        "DELETE FROM guises WHERE worn = 0 AND no IN (SELECT guise FROM claims WHERE no BETWEEN ?1 AND ?2)",
    )?
    .execute([first, last])?;
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

    /// The sources of the claims that pass `filter`, those with most claims first, without the first `skip` and at most
    /// `limit`. How many claims the filter asks for does not matter.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn sources(&self, filter: &Filter, skip: usize, limit: usize) -> Result<Vec<SourceRow>, Error> {
        let filter = Filter { limit: None, skip: 0, order: Order::Filed, ..filter.clone() };
        if filter == Filter::default() {
            return self
                .counted_sources("ORDER BY v.claims DESC, v.value LIMIT ?1 OFFSET ?2", part(skip, limit))
                .map_err(|e| self.err("read", e));
        }
        let Some(passing) = self.passing(&filter)? else { return Ok(Vec::new()) };
        self.tallied_sources(&passing, skip, limit).map_err(|e| self.err("read", e))
    }

    /// Sources by what the claims that are `passing` come to.
    fn tallied_sources(&self, passing: &Passing, skip: usize, limit: usize) -> rusqlite::Result<Vec<SourceRow>> {
        let mut select = self.db.prepare(&passing.heard(COLUMNS))?;
        let tallies = Tallies::of(select.query(params_from_iter(&passing.values))?)?;
        let mut name = self.db.prepare("SELECT source FROM guises WHERE no >= ?1 ORDER BY no LIMIT 1")?;
        let mut ranked = Vec::new();
        for (source, tally) in tallies.sources {
            let name: String = name.query_row([source * PLACES], |row| row.get(0))?;
            ranked.push((Reverse(tally.claims), name, source, tally));
        }
        ranked.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut guises = self.db.prepare("SELECT kind, role, mention, no FROM guises WHERE no BETWEEN ?1 AND ?2")?;
        let mut found = Vec::new();
        for (_, name, source, tally) in ranked.into_iter().skip(skip).take(limit) {
            let mut called = Words::default();
            let mut of_source = guises.query([source * PLACES, (source + 1) * PLACES - 1])?;
            while let Some(guise) = of_source.next()? {
                if let Some(claims) = tallies.guises.get(&guise.get(3)?) {
                    called.put(guise, *claims)?;
                }
            }
            let Tally { claims, documents, first, last, .. } = tally;
            found.push(SourceRow { claims, documents, first, last, ..called.source(name) });
        }
        Ok(found)
    }

    /// Sources by what is counted of them, without a look at their claims.
    fn counted_sources(&self, which: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<SourceRow>> {
        // A claim stands under the first day on which it can have been said, or else the last; under '~' where no day
        // is known.
        let sql = format!(
            "SELECT v.value, v.claims, v.documents,
                (SELECT min(day) FROM facets f INDEXED BY facets_by_day WHERE f.value = v.no AND day < '~'),
                (SELECT max(day) FROM facets f INDEXED BY facets_by_day WHERE f.value = v.no AND day < '~'),
                (SELECT max(said_last) FROM claims INDEXED BY claims_of_source_over_days
                 WHERE source = v.value AND standing = 'on-record' AND said_first <> said_last AND said_last < '~')
             FROM facet_values v WHERE v.field = 'source' {which}"
        );
        let mut guises =
            self.db.prepare("SELECT kind, role, mention, claims FROM guises WHERE source = ?1 AND claims > 0")?;
        let mut select = self.db.prepare(&sql)?;
        let mut rows = select.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let mut called = Words::default();
            let mut of_source = guises.query([&name])?;
            while let Some(guise) = of_source.next()? {
                called.put(guise, count(guise.get(3)?))?;
            }
            let last: Option<String> = row.get(4)?;
            found.push(SourceRow {
                claims: count(row.get(1)?),
                documents: count(row.get(2)?),
                first: row.get(3)?,
                last: last.max(row.get(5)?),
                ..called.source(name)
            });
        }
        Ok(found)
    }
}

/// Words on most claims; of several, the first in the alphabet.
fn most(counts: &BTreeMap<String, usize>) -> Option<String> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(words, _)| words.clone())
}

/// What claims call a source, and on how many of them.
#[derive(Default)]
struct Words {
    kinds: BTreeMap<String, usize>,
    roles: BTreeMap<String, usize>,
    mentions: BTreeSet<String>,
}

impl Words {
    /// Counts a guise, whose kind, role and mention are the first columns of `row`, on so many claims.
    fn put(&mut self, row: &Row<'_>, claims: usize) -> rusqlite::Result<()> {
        *self.kinds.entry(row.get(0)?).or_default() += claims;
        let role: String = row.get(1)?;
        if !role.is_empty() {
            *self.roles.entry(role).or_default() += claims;
        }
        self.mentions.insert(row.get(2)?);
        Ok(())
    }

    /// The source of this name that is so called.
    fn source(mut self, name: String) -> SourceRow {
        self.mentions.remove("");
        self.mentions.remove(&name);
        SourceRow {
            name,
            kind: most(&self.kinds).unwrap_or_default(),
            role: most(&self.roles),
            claims: 0,
            documents: 0,
            first: None,
            last: None,
            aliases: self.mentions.into_iter().collect(),
        }
    }
}

/// What [`Tallies::of`] reads of claims `c`.
const COLUMNS: &str = "c.no, c.guise, c.said_first, c.said_last";

/// What claims come to, by the number of their source.
#[derive(Default)]
struct Tallies {
    sources: HashMap<i64, Tally>,
    /// On how many of the claims each guise is.
    guises: HashMap<i64, usize>,
}

#[derive(Default)]
struct Tally {
    claims: usize,
    documents: usize,
    /// The document of the last claim.
    document: i64,
    first: Option<String>,
    last: Option<String>,
}

impl Tallies {
    /// The tallies of claims, which come in their order.
    fn of(mut rows: Rows<'_>) -> rusqlite::Result<Self> {
        let mut tallies = Self::default();
        while let Some(row) = rows.next()? {
            let Some(guise) = row.get::<_, Option<i64>>(1)? else { continue };
            *tallies.guises.entry(guise).or_default() += 1;
            let tally = tallies.sources.entry(guise / PLACES).or_default();
            tally.claims += 1;
            let document = row.get::<_, i64>(0)? / PLACES;
            if tally.document != document {
                tally.document = document;
                tally.documents += 1;
            }
            for column in [2, 3] {
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
        Ok(tallies)
    }
}
