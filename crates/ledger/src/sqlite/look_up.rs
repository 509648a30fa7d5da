//! Looking up: claims by filter, one claim by its id, documents, sources and operations.

use std::collections::BTreeMap;

use claims::{Claim, ClaimId, Document, DocumentId};
use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::{Ledger, rows, words, write};
use crate::{Act, Error, Filter, Operation, OperationNo, Order, Seat, Standing};

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

/// So many claims are sorted for a page.
const SORTED: i64 = 3_000;

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
        let Some(query) = self.query(filter)? else { return Ok(()) };
        let err = |e| E::from(self.err("read", e));
        let mut select = self.db.prepare(&query.select(ENTRY)).map_err(err)?;
        let mut rows = select.query(params_from_iter(query.values)).map_err(err)?;
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

    /// The document that was filed last of those whose address is one of `addresses`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn document_at(&self, addresses: &[String]) -> Result<Option<DocumentId>, Error> {
        let marks = vec!["?"; addresses.len()].join(", ");
        let sql = format!("SELECT id FROM documents WHERE url IN ({marks}) ORDER BY no DESC LIMIT 1");
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row(params_from_iter(addresses), |row| row.get::<_, String>(0)).optional())
            .map(|id| id.map(DocumentId::from))
            .map_err(|e| self.err("read", e))
    }

    /// The documents on record, as filed.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, Error> {
        self.db
            .prepare(
                "SELECT d.id, d.title, d.outlet, d.published,
                        (SELECT count(*) FROM claims c WHERE c.standing = 'on-record'
                            AND c.no BETWEEN d.no * 100000000 AND d.no * 100000000 + 99999999)
                 FROM documents d ORDER BY d.no",
            )
            .and_then(|mut s| {
                s.query_map([], |row| {
                    Ok(DocumentRow {
                        id: DocumentId::from(row.get::<_, String>(0)?),
                        title: row.get(1)?,
                        outlet: row.get(2)?,
                        published: row.get(3)?,
                        claims: count(row.get(4)?),
                    })
                })?
                .collect()
            })
            .map_err(|e| self.err("read", e))
    }

    /// The sources of the claims that pass `filter`, those with most claims first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn sources(&self, filter: &Filter) -> Result<Vec<SourceRow>, Error> {
        #[derive(Default)]
        struct Tally {
            claims: usize,
            documents: std::collections::BTreeSet<i64>,
            first: Option<String>,
            last: Option<String>,
            kinds: BTreeMap<String, usize>,
            roles: BTreeMap<String, usize>,
            mentions: BTreeMap<String, usize>,
        }
        let Some(query) = self.query(&Filter { limit: None, skip: 0, order: Order::Filed, ..filter.clone() })? else {
            return Ok(Vec::new());
        };
        let sql = query.select(
            "c.source, c.kind, c.role, c.mention, c.document, nullif(c.said_first, ''), nullif(c.said_last, '~')",
        );
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut read = || -> rusqlite::Result<()> {
            let mut select = self.db.prepare(&sql)?;
            let mut rows = select.query(params_from_iter(&query.values))?;
            while let Some(row) = rows.next()? {
                let Some(name) = row.get::<_, Option<String>>(0)? else { continue };
                let tally = tallies.entry(name).or_default();
                tally.claims += 1;
                for (column, counts) in [(1, &mut tally.kinds), (2, &mut tally.roles), (3, &mut tally.mentions)] {
                    if let Some(words) = row.get::<_, Option<String>>(column)? {
                        *counts.entry(words).or_default() += 1;
                    }
                }
                tally.documents.insert(row.get(4)?);
                let (first, last): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
                for day in [first, last].into_iter().flatten() {
                    if tally.first.as_ref().is_none_or(|first| day < *first) {
                        tally.first = Some(day.clone());
                    }
                    if tally.last.as_ref().is_none_or(|last| day > *last) {
                        tally.last = Some(day);
                    }
                }
            }
            Ok(())
        };
        read().map_err(|e| self.err("read", e))?;
        let most = |counts: &BTreeMap<String, usize>| {
            counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(words, _)| words.clone())
        };
        let mut sources: Vec<SourceRow> = tallies
            .into_iter()
            .map(|(name, tally)| SourceRow {
                kind: most(&tally.kinds).unwrap_or_default(),
                role: most(&tally.roles),
                claims: tally.claims,
                documents: tally.documents.len(),
                first: tally.first,
                last: tally.last,
                aliases: tally.mentions.into_keys().filter(|m| *m != name && !m.is_empty()).collect(),
                name,
            })
            .collect();
        sources.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.name.cmp(&b.name)));
        Ok(sources)
    }

    /// Hands the operations to `each`, in order, without the claims of readings; `undone` is worked out.
    ///
    /// # Errors
    /// Where the ledger cannot be read, and whatever `each` returns.
    pub fn operations<E: From<Error>>(&self, mut each: impl FnMut(Operation) -> Result<(), E>) -> Result<(), E> {
        let err = |e| E::from(self.err("read", e));
        let undone = self.undone()?;
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

    /// The decisions that do not rest on the claim they were made on, and where they rest, in order.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn seats(&self) -> Result<Vec<(Operation, Seat)>, Error> {
        let err = |e| self.err("read", e);
        let mut select = self
            .db
            .prepare(
                "SELECT o.no, o.at, o.by, o.document, o.claim, o.payload, s.seat, s.claim
                 FROM seats s JOIN operations o ON o.no = s.operation ORDER BY o.no",
            )
            .map_err(err)?;
        let mut rows = select.query([]).map_err(err)?;
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
        self.some_operations(
            "WHERE claim = ?1 OR no IN (SELECT operation FROM seats WHERE claim = ?1)
                OR undoes IN (SELECT operation FROM seats WHERE claim = ?1) ORDER BY no",
            [claim.as_str()],
        )
    }

    /// Every decision about this name, the first first: merges, splits, and their undoing.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn history_of_name(&self, name: &str) -> Result<Vec<Operation>, Error> {
        let all = self.some_operations("WHERE document IS NULL ORDER BY no", [])?;
        let mut about = std::collections::HashSet::new();
        Ok(all
            .into_iter()
            .filter(|o| {
                let named = o.act.names().is_some_and(|(from, into)| from == name || into == name);
                let undoes = matches!(o.act, Act::Undone { operation, .. } if about.contains(&operation));
                (named || undoes) && about.insert(o.no)
            })
            .collect())
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

    /// One operation.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn operation(&self, no: OperationNo) -> Result<Option<Operation>, Error> {
        Ok(self.some_operations("WHERE no = ?1", [no.0])?.pop())
    }

    pub(super) fn some_operations(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<Operation>, Error> {
        let err = |e| self.err("read", e);
        let undone = self.undone()?;
        let sql = format!("SELECT no, at, by, document, claim, payload FROM operations {which}");
        let mut select = self.db.prepare_cached(&sql).map_err(err)?;
        let mut rows = select.query(values).map_err(err)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(err)? {
            let mut operation = write::operation(row).map_err(err)?.map_err(|what| self.damaged(what))?;
            operation.undone = undone.contains(&operation.no.0);
            found.push(operation);
        }
        Ok(found)
    }

    /// The numbers of the operations that no longer count.
    fn undone(&self) -> Result<std::collections::HashSet<i64>, Error> {
        let undoing: Vec<(i64, i64)> = self
            .db
            .prepare_cached("SELECT no, undoes FROM operations WHERE undoes IS NOT NULL ORDER BY no DESC")
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(|e| self.err("read", e))?;
        Ok(claims::undone(undoing))
    }

    /// How many documents and claims are on record.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn counts(&self) -> Result<(usize, usize), Error> {
        let ask = |sql| self.db.query_row(sql, [], |row| row.get(0)).map(count).map_err(|e| self.err("read", e));
        Ok((
            ask("SELECT count(*) FROM documents")?,
            ask("SELECT count(*) - (SELECT count(*) FROM claims WHERE standing <> 'on-record') FROM claims")?,
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

    /// The query for `filter`; `None` where nothing can pass it.
    pub(super) fn query(&self, filter: &Filter) -> Result<Option<Query>, Error> {
        let mut query = Query::default();
        query.must("c.standing = ?", [filter.standing.unwrap_or(Standing::OnRecord).as_str()]);
        if let Some(source) = &filter.source {
            let Some(words) = words::within("source mention", source) else { return Ok(None) };
            query.must("c.no IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)", [words]);
        }
        if let Some(looked_for) = &filter.words {
            let Some(words) = words::query(looked_for) else { return Ok(None) };
            query.must("c.no IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)", [words]);
        }
        if let Some(day) = filter.said_from {
            query.must("c.said_last >= ?", [day.to_string()]);
        }
        if let Some(day) = filter.said_to {
            query.must("c.said_first <= ?", [day.to_string()]);
        }
        if filter.about_from.is_some() || filter.about_to.is_some() {
            let from = filter.about_from.map_or_else(String::new, |day| day.to_string());
            let to = filter.about_to.map_or_else(|| "~".to_owned(), |day| day.to_string());
            query.must("c.no IN (SELECT claim FROM about_days WHERE last >= ? AND first <= ?)", [from, to]);
        }
        if !filter.certainty.is_empty() {
            query.any("c.certainty", filter.certainty.iter().map(rows::word));
        }
        if !filter.status.is_empty() {
            query.any("c.status", filter.status.iter().map(rows::word));
        }
        if let Some(outlet) = &filter.outlet {
            query.any("d.outlet", self.outlets(outlet)?);
            query.documents = true;
        }
        if let Some(digits) = &filter.document {
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Ok(None);
            }
            let digits = digits.to_ascii_lowercase();
            query.must("d.id >= ? AND d.id < ? || 'g'", [digits.clone(), digits]);
            query.documents = true;
        }
        let mut values = Vec::new();
        for (facet, value) in &filter.facets {
            let Some((no, claims)) = self.facet_value(*facet, value)? else { return Ok(None) };
            values.push((claims, no));
        }
        values.sort_unstable();
        // The rarest value leads, in the order of filing, and nothing has to be gathered first; where that order is
        // not asked for it must be rare enough to be sorted.
        let leads = filter.words.is_none() && filter.source.is_none();
        let leads = leads && values.first().is_some_and(|(n, _)| filter.order == Order::Filed || *n <= SORTED);
        let lead = if leads { Some(values.remove(0).1) } else { None };
        for (_, no) in values {
            query.conditions.push(format!("EXISTS (SELECT 1 FROM facets f WHERE f.value = {no} AND f.claim = c.no)"));
        }
        let claims = lead.map_or_else(
            || "claims c".to_owned(),
            |no| {
                query.conditions.insert(0, format!("lead.value = {no}"));
                "facets lead CROSS JOIN claims c ON c.no = lead.claim".to_owned()
            },
        );
        let order = match filter.order {
            Order::Filed if lead.is_some() => "lead.claim",
            Order::Filed => "c.no",
            // As the index on it has it, so that the first of them are found without sorting all.
            Order::Said => "c.said_order, c.said_first IS NULL, c.said_last, c.no",
        };
        let join = if query.documents { " JOIN documents d ON d.no = c.document" } else { "" };
        let limit = match (filter.limit, filter.skip) {
            (None, 0) => String::new(),
            // To SQLite a negative limit is none; it takes an offset behind a limit only.
            (limit, skip) => {
                // Further than SQLite counts there is nothing either.
                let skip = i64::try_from(skip).unwrap_or(i64::MAX);
                format!(" LIMIT {} OFFSET {skip}", limit.map_or_else(|| "-1".to_owned(), |limit| limit.to_string()))
            }
        };
        query.from = format!(
            "FROM {claims} LEFT JOIN claims_as_read r ON r.no = c.as_read{join} WHERE {} ORDER BY {order}{limit}",
            query.conditions.join(" AND ")
        );
        Ok(Some(query))
    }

    /// The outlets on record whose name holds the words of `name`, side by side.
    fn outlets(&self, name: &str) -> Result<Vec<String>, Error> {
        let looked_for = folded(name);
        let all: Vec<String> = self
            .db
            .prepare("SELECT DISTINCT outlet FROM documents WHERE outlet IS NOT NULL")
            .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
            .map_err(|e| self.err("read", e))?;
        Ok(all.into_iter().filter(|outlet| folded(outlet).contains(&looked_for)).collect())
    }
}

#[derive(Default)]
pub(super) struct Query {
    /// All that stands behind the columns.
    from: String,
    conditions: Vec<String>,
    pub(super) values: Vec<String>,
    documents: bool,
}

impl Query {
    pub(super) fn select(&self, columns: &str) -> String {
        format!("SELECT {columns} {}", self.from)
    }

    fn must<S: Into<String>>(&mut self, condition: &str, values: impl IntoIterator<Item = S>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.into_iter().map(Into::into));
    }

    fn any(&mut self, column: &str, values: impl IntoIterator<Item = String>) {
        let before = self.values.len();
        self.values.extend(values);
        let marks = vec!["?"; self.values.len() - before].join(", ");
        self.conditions.push(format!("{column} IN ({marks})"));
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

pub(super) fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}
