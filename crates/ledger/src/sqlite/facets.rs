//! Counting and narrowing down, from a look-up table rather than from the claims.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Params, Row, params, params_from_iter};

use super::Ledger;
use super::look_up::{count, part};
use super::pass::Passing;
use super::rows::ClaimRow;
use crate::{Error, Facet, FacetRow, Filter};

/// How the values of a facet are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetOrder {
    /// Those on most claims first.
    Count,
    /// In the order of their words, backwards: days from the last to the first.
    Backwards,
}

/// What the claims that pass a filter have, facet by facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// For each facet, its values on most claims first.
    pub facets: BTreeMap<Facet, Vec<FacetRow>>,
    /// How many claims were counted.
    pub claims: usize,
    /// Whether more claims pass than were counted.
    pub more: bool,
}

/// So many claims are counted for a filter; beyond, a page would wait.
const COUNTED: usize = 2_000;

impl Ledger {
    /// The values of `facet` over all claims on record, without the first `skip` and at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn facet(&self, facet: Facet, order: FacetOrder, skip: usize, limit: usize) -> Result<Vec<FacetRow>, Error> {
        let order = match order {
            FacetOrder::Count => "claims DESC, value",
            FacetOrder::Backwards => "value DESC",
        };
        let sql =
            format!("SELECT value, claims FROM facet_values WHERE field = ?1 ORDER BY {order} LIMIT ?2 OFFSET ?3");
        let [limit, skip] = part(skip, limit);
        self.facet_rows(&sql, params![facet.as_str(), limit, skip])
    }

    /// The values of `facet` in which `word` stands, whatever the case of its ASCII letters; on most claims first, at
    /// most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn facet_holding(&self, facet: Facet, word: &str, limit: usize) -> Result<Vec<FacetRow>, Error> {
        let sql = "SELECT value, claims FROM facet_values INDEXED BY facet_values_by_count
                   WHERE field = ?1 AND instr(lower(value), lower(?2)) ORDER BY claims DESC, value LIMIT ?3";
        let [limit, _] = part(0, limit);
        self.facet_rows(sql, params![facet.as_str(), word, limit])
    }

    fn facet_rows(&self, sql: &str, values: impl Params) -> Result<Vec<FacetRow>, Error> {
        let row = |row: &Row<'_>| Ok(FacetRow { value: row.get(0)?, claims: count(row.get(1)?) });
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map(values, row)?.collect())
            .map_err(|e| self.err("read", e))
    }

    /// On how many claims on record `value` stands.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn facet_count(&self, facet: Facet, value: &str) -> Result<usize, Error> {
        Ok(self.facet_value(facet, value)?.map_or(0, |(_, claims)| count(claims)))
    }

    /// The number of a facet's value, and on how many claims it stands.
    pub(super) fn facet_value(&self, facet: Facet, value: &str) -> Result<Option<(i64, i64)>, Error> {
        self.db
            .prepare_cached("SELECT no, claims FROM facet_values WHERE field = ?1 AND value = ?2")
            .and_then(|mut s| s.query_row([facet.as_str(), value], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|e| self.err("read", e))
    }

    /// What the claims that pass `filter` have, at most `limit` values a facet; where very many pass, what the first of
    /// them have. Only claims on record have facets.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn facets(&self, filter: &Filter, limit: usize) -> Result<Counts, Error> {
        let filter = Filter { limit: None, skip: 0, ..filter.clone() };
        if filter == (Filter { order: filter.order, ..Filter::default() }) {
            let mut counts = Counts { claims: self.counts()?.1, ..Counts::default() };
            for facet in Facet::ALL {
                counts.facets.insert(facet, self.facet(facet, FacetOrder::Count, 0, limit)?);
            }
            return Ok(counts);
        }
        let filter = Filter { limit: Some(COUNTED + 1), order: crate::Order::Filed, ..filter };
        let Some(passing) = self.passing(&filter)? else { return Ok(Counts::default()) };
        self.counted(&passing, limit).map_err(|e| self.err("read", e))
    }

    /// What the first of the claims that are `passing` have.
    fn counted(&self, passing: &Passing, limit: usize) -> rusqlite::Result<Counts> {
        let sql = format!(
            "SELECT f.claim, f.value FROM ({}) m CROSS JOIN facets f INDEXED BY facets_of_claim ON f.claim = m.no",
            passing.numbers()
        );
        let mut select = self.db.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(&passing.values))?;
        let mut on: HashMap<i64, usize> = HashMap::new();
        let mut counts = Counts::default();
        let mut last = None;
        // Every claim has a certainty, so none of them is missing here, and those of one stand together.
        while let Some(row) = rows.next()? {
            let claim: i64 = row.get(0)?;
            if last != Some(claim) {
                counts.more = counts.claims == COUNTED;
                if counts.more {
                    break;
                }
                counts.claims += 1;
                last = Some(claim);
            }
            *on.entry(row.get(1)?).or_default() += 1;
        }
        let mut value = self.db.prepare("SELECT field, value FROM facet_values WHERE no = ?1")?;
        let mut rarest: BTreeMap<Facet, usize> = BTreeMap::new();
        let mut on: Vec<(i64, usize)> = on.into_iter().collect();
        on.sort_unstable_by_key(|(_, claims)| Reverse(*claims));
        for (no, claims) in on {
            let mut found = value.query([no])?;
            let Some(row) = found.next()? else { continue };
            let facet = row.get_ref(0)?.as_str()?;
            let Some(facet) = Facet::ALL.into_iter().find(|f| f.as_str() == facet) else { continue };
            let values = counts.facets.entry(facet).or_default();
            // Those that tie with the last that is wanted are sorted out below.
            if values.len() < limit || rarest.get(&facet) == Some(&claims) {
                rarest.insert(facet, claims);
                values.push(FacetRow { value: row.get(1)?, claims });
            }
        }
        for rows in counts.facets.values_mut() {
            rows.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.value.cmp(&b.value)));
            rows.truncate(limit);
        }
        Ok(counts)
    }
}

/// Takes the claims numbered from `first` to `last`, all those of a document, out of the facets.
pub(super) fn remove(db: &Connection, claims: [i64; 2]) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE facet_values SET claims = claims - gone.n, documents = documents - 1
         FROM (SELECT value, count(*) AS n FROM facets WHERE claim BETWEEN ?1 AND ?2 GROUP BY value) AS gone
         WHERE no = gone.value",
    )?
    .execute(claims)?;
    db.prepare_cached(
        "DELETE FROM facet_values WHERE claims = 0
         AND no IN (SELECT value FROM facets WHERE claim BETWEEN ?1 AND ?2)",
    )?
    .execute(claims)?;
    db.prepare_cached("DELETE FROM facets WHERE claim BETWEEN ?1 AND ?2")?.execute(claims)?;
    Ok(())
}

/// Puts the claims of a document into the facets.
pub(super) fn insert(db: &Connection, rows: &[ClaimRow]) -> rusqlite::Result<()> {
    let mut values: BTreeMap<(Facet, &str), Vec<&ClaimRow>> = BTreeMap::new();
    for row in rows {
        for (facet, value) in &row.facets {
            values.entry((*facet, value)).or_default().push(row);
        }
    }
    let mut count = db.prepare_cached(
        "INSERT INTO facet_values (field, value, claims, documents) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (field, value) DO UPDATE SET claims = claims + ?3, documents = documents + 1 RETURNING no",
    )?;
    let mut put = db.prepare_cached("INSERT INTO facets (value, claim, day) VALUES (?1, ?2, ?3)")?;
    for ((facet, value), rows) in values {
        let no: i64 = count.query_row(params![facet.as_str(), value, rows.len() as i64], |row| row.get(0))?;
        for row in rows {
            put.execute(params![no, row.no, row.said_order])?;
        }
    }
    Ok(())
}
