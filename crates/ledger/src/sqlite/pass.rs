//! Which claims pass a filter, and by which way they are found.
//!
//! A page shows some fifty of very many claims, so what leads decides how long it takes. Whatever leads is read in the
//! order that is asked for, from an index that holds that order, and the rest is looked up for each claim until the page
//! is full. SQLite's planner knows neither how often a value stands nor how many claims have a word; both are asked
//! here, and the way is told to it by `CROSS JOIN` and `INDEXED BY`.
//!
//! | leads | where |
//! | --- | --- |
//! | the reports | a report is asked for |
//! | a value | it stands on fewest claims, or its claims are wanted by day |
//! | words | they are asked for, unless a value is much rarer |
//! | some days | few claims were said on them |
//! | all claims | else |

use jiff::civil::Date;

use super::{Ledger, rows, words};
use crate::{Error, Facet, Filter, Order, Standing};

/// So many claims are put in order for a page; more are found in their order.
const SORTED: i64 = 4_000;
/// For so many claims it is looked up one by one whether they have the words.
const PROBED: i64 = 600;

/// The claims that pass a filter.
pub(super) struct Passing {
    /// What leads, and the claim's own row, `c`, where the conditions look at it or it leads itself.
    way: Way,
    /// Conditions, order and part.
    which: String,
    /// The column of the claim's number.
    no: &'static str,
    /// How they stand.
    standing: Standing,
    pub(super) values: Vec<String>,
}

/// What is read, in the order in which it is gone through.
struct Way {
    /// What leads to `c`, with the word that joins them; all there is where `c` is not needed.
    lead: String,
    /// How the row of `c` is found; `None` where it is not needed.
    claim: Option<Found>,
}

/// How the row of `c` is found.
struct Found {
    by: &'static str,
    on: String,
}

impl Way {
    /// This, with the row of `c` found by `index`, if any is named.
    fn by(&self, index: Option<&str>) -> String {
        match &self.claim {
            Some(Found { by, on }) => format!("{}claims c {} {on}", self.lead, index.unwrap_or(by)),
            None => self.lead.clone(),
        }
    }
}

impl Passing {
    /// Their numbers, as `no`, in order.
    pub(super) fn numbers(&self) -> String {
        format!("SELECT {} AS no FROM {} WHERE {}", self.no, self.way.by(None), self.which)
    }

    /// These columns of theirs, in order, which the index `claims_heard` has for claims on record.
    pub(super) fn heard(&self, columns: &str) -> String {
        const HEARD: &str = "INDEXED BY claims_heard";
        if self.standing != Standing::OnRecord {
            return self.select(columns);
        }
        let from = match self.way.claim {
            Some(_) => self.way.by(Some(HEARD)),
            None => format!(
                "{} CROSS JOIN claims c {HEARD} ON c.standing = 'on-record' AND c.no = {}",
                self.way.lead, self.no
            ),
        };
        format!("SELECT {columns} FROM {from} WHERE {}", self.which)
    }

    /// These columns of theirs, in order; `c` is the claim and `r` the claim as it was read.
    pub(super) fn select(&self, columns: &str) -> String {
        // The inner query has a limit always, be it none, so that SQLite keeps its order; and the outer loops go by it.
        format!(
            "SELECT {columns} FROM ({}) m CROSS JOIN claims c ON c.no = m.no
             LEFT JOIN claims_as_read r ON r.no = c.as_read",
            self.numbers()
        )
    }
}

/// What leads.
enum Lead {
    /// Claims that stand so.
    All,
    /// A value, by its number, and on how many claims it stands.
    Value(i64, i64),
    /// Words, as a full-text query.
    Words(String),
    /// Few claims, by a query for their numbers and its values.
    Few(&'static str, Vec<String>),
    /// Reports whose id begins so.
    Reports(String),
}

/// The conditions that are left when something leads, each with its values.
#[derive(Default)]
struct Rest {
    conditions: Vec<String>,
    values: Vec<String>,
    /// Whether they look at the claim's own row.
    claim: bool,
}

impl Rest {
    fn must(&mut self, condition: String, values: Vec<String>) {
        self.conditions.push(condition);
        self.values.extend(values);
    }

    fn must_of_claim(&mut self, condition: String, values: Vec<String>) {
        self.must(condition, values);
        self.claim = true;
    }
}

const ON_EARLY_DAYS: &str = "SELECT f.claim FROM facet_values v CROSS JOIN facets f ON f.value = v.no
     WHERE v.field = 'day' AND v.value BETWEEN ? AND ?
     UNION ALL SELECT no FROM claims INDEXED BY claims_over_days
     WHERE standing = 'on-record' AND said_first <> said_last AND said_last >= ? AND said_first <= ?";
const ON_LATE_DAYS: &str = "SELECT f.claim FROM facet_values v CROSS JOIN facets f ON f.value = v.no
     WHERE v.field = 'day' AND v.value BETWEEN ? AND ?
     UNION ALL SELECT no FROM claims INDEXED BY claims_over_late_days
     WHERE standing = 'on-record' AND said_first <> said_last AND said_last >= ? AND said_first <= ?";
const ABOUT: &str = "SELECT claim FROM about_days INDEXED BY about_days_by_day WHERE first BETWEEN ? AND ?
     UNION ALL SELECT claim FROM about_days INDEXED BY about_stretches WHERE first <> last AND last >= ? AND first < ?";
const WORDS: &str = "SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?";

impl Ledger {
    /// The claims that pass `filter`; `None` where none can.
    pub(super) fn passing(&self, filter: &Filter) -> Result<Option<Passing>, Error> {
        let standing = filter.standing.unwrap_or(Standing::OnRecord);
        let on_record = standing == Standing::OnRecord;
        if !(on_record || filter.facets.is_empty()) {
            return Ok(None); // Only claims on record have values.
        }
        let mut rest = Rest::default();
        let Some(looked_for) = looked_for(filter) else { return Ok(None) };
        let Some(mut facets) = self.values(filter, on_record, &mut rest)? else { return Ok(None) };
        if filter.document.as_ref().is_some_and(|d| d.is_empty() || !d.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Ok(None);
        }
        let lead = self.lead(filter, on_record, &mut facets, looked_for.as_deref())?;
        // The column that holds the claim's number, by what leads.
        let no = match &lead {
            Lead::Value(..) => "lead.claim",
            Lead::Words(_) => "claims_fts.rowid",
            Lead::All | Lead::Few(..) | Lead::Reports(_) => "c.no",
        };
        for (_, value) in facets {
            let has = format!("EXISTS (SELECT 1 FROM facets f WHERE f.value = ? AND f.claim = {no})");
            rest.must(has, vec![value.to_string()]);
        }
        if let Some(words) = looked_for {
            match lead {
                Lead::Words(_) => {}
                Lead::Value(_, ..=PROBED) => rest.must(format!("EXISTS ({WORDS} AND rowid = {no})"), vec![words]),
                _ => rest.must(format!("{no} IN ({WORDS})"), vec![words]),
            }
        }
        if let Some(day) = filter.said_from {
            rest.must_of_claim("c.said_last >= ?".to_owned(), vec![day.to_string()]);
        }
        if let Some(day) = filter.said_to {
            rest.must_of_claim("c.said_first <= ?".to_owned(), vec![day.to_string()]);
        }
        if filter.about_from.or(filter.about_to).is_some() && !matches!(lead, Lead::Few(ABOUT, _)) {
            rest.must(format!("{no} IN ({ABOUT})"), about(filter));
        }
        Ok(Some(found(filter, standing, lead, rest)))
    }

    /// The values that claims must have, those on fewest claims first; what no value says goes to `rest`. `None` where
    /// no claim has one of them.
    fn values(&self, filter: &Filter, on_record: bool, rest: &mut Rest) -> Result<Option<Vec<(i64, i64)>>, Error> {
        let mut wanted = filter.facets.clone();
        let (certainty, status) = (&filter.certainty, &filter.status);
        for (facet, column, words) in [
            (Facet::Certainty, "c.certainty", certainty.iter().map(rows::word).collect::<Vec<_>>()),
            (Facet::Status, "c.status", status.iter().map(rows::word).collect()),
        ] {
            match words.as_slice() {
                [] => {}
                [one] if on_record => wanted.push((facet, one.clone())),
                several => {
                    let marks = vec!["?"; several.len()].join(", ");
                    rest.must_of_claim(format!("{column} IN ({marks})"), words);
                }
            }
        }
        if let Some(outlet) = &filter.outlet {
            let outlets = self.outlets(outlet)?;
            match outlets.as_slice() {
                [] => return Ok(None),
                [one] if on_record => wanted.push((Facet::Outlet, one.clone())),
                several => {
                    let marks = vec!["?"; several.len()].join(", ");
                    let theirs = format!("SELECT no FROM documents WHERE outlet IN ({marks})");
                    // Reckoned from the claim's number, which every index has.
                    rest.must_of_claim(format!("c.no / {} IN ({theirs})", rows::PLACES), outlets);
                }
            }
        }
        let mut values = Vec::new();
        for (facet, value) in &wanted {
            let Some((no, claims)) = self.facet_value(*facet, value)? else { return Ok(None) };
            values.push((claims, no));
        }
        values.sort_unstable();
        values.dedup();
        Ok(Some(values))
    }

    /// What leads; a value that does is taken out of `values`.
    fn lead(
        &self,
        filter: &Filter,
        on_record: bool,
        values: &mut Vec<(i64, i64)>,
        words: Option<&str>,
    ) -> Result<Lead, Error> {
        if let Some(digits) = &filter.document {
            return Ok(Lead::Reports(digits.to_ascii_lowercase()));
        }
        let rarest = values.first().map_or(i64::MAX, |(claims, _)| *claims);
        if let Some(words) = words {
            let hits = self.hits(words)?;
            let by_words = filter.order == Order::Filed || hits <= SORTED;
            if by_words && !(rarest <= PROBED && rarest < hits) {
                return Ok(Lead::Words(words.to_owned()));
            }
        } else if filter.said_from.or(filter.said_to).is_some() && on_record && rarest > SORTED {
            let (from, to) = stretch(filter.said_from, filter.said_to);
            if self.said_between(&from, &to)? <= SORTED {
                let days = if self.is_late(filter.said_from, filter.said_to)? { ON_LATE_DAYS } else { ON_EARLY_DAYS };
                return Ok(Lead::Few(days, vec![from.clone(), to.clone(), from, to]));
            }
        }
        if !values.is_empty() {
            let (claims, no) = values.remove(0);
            return Ok(Lead::Value(no, claims));
        }
        if filter.order == Order::Filed && words.is_none() && filter.about_from.or(filter.about_to).is_some() {
            return Ok(Lead::Few(ABOUT, about(filter)));
        }
        Ok(Lead::All)
    }

    /// How many claims have these words, as far as it matters.
    fn hits(&self, words: &str) -> Result<i64, Error> {
        let sql = format!("SELECT count(*) FROM ({WORDS} LIMIT {})", SORTED + 1);
        self.db.query_row(&sql, [words], |row| row.get(0)).map_err(|e| self.err("read", e))
    }

    /// Whether a stretch of days lies nearer to the last day on which something was said than to the first. Of what was
    /// said over several days, all that ends after the stretch is gone through where it does, else all that begins before.
    fn is_late(&self, from: Option<Date>, to: Option<Date>) -> Result<bool, Error> {
        let (Some(from), Some(_)) = (from, to) else { return Ok(from.is_some()) };
        let day = |end: &str| -> Result<Option<Date>, Error> {
            let sql = format!("SELECT {end}(value) FROM facet_values WHERE field = 'day'");
            let day: Option<String> = self.db.query_row(&sql, [], |row| row.get(0)).map_err(|e| self.err("read", e))?;
            Ok(day.and_then(|day| day.parse().ok()))
        };
        Ok(day("min")?
            .zip(day("max")?)
            .is_none_or(|(first, last)| (from - first).get_days() > (last - from).get_days()))
    }

    /// How many claims on record were said on just one day of these.
    fn said_between(&self, from: &str, to: &str) -> Result<i64, Error> {
        let sql = "SELECT coalesce(sum(claims), 0) FROM facet_values WHERE field = 'day' AND value BETWEEN ?1 AND ?2";
        self.db.query_row(sql, [from, to], |row| row.get(0)).map_err(|e| self.err("read", e))
    }
}

/// What is looked for in full text, if anything; `None` where it is nothing that could be found.
#[expect(clippy::option_option, reason = "nothing asked for is another thing than nothing to find")]
fn looked_for(filter: &Filter) -> Option<Option<String>> {
    let mut terms = Vec::new();
    if let Some(source) = &filter.source {
        terms.push(words::within("source mention", source)?);
    }
    if let Some(looked_for) = &filter.words {
        terms.push(words::query(looked_for)?);
    }
    Some((!terms.is_empty()).then(|| terms.iter().map(|t| format!("({t})")).collect::<Vec<_>>().join(" AND ")))
}

/// The days from `from` to `to`, so written that text sorts as days do, open ends too.
fn stretch(from: Option<Date>, to: Option<Date>) -> (String, String) {
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |d| d.to_string());
    (day(from, ""), day(to, "~"))
}

/// The values of [`ABOUT`].
fn about(filter: &Filter) -> Vec<String> {
    let (from, to) = stretch(filter.about_from, filter.about_to);
    vec![from.clone(), to, from.clone(), from]
}

/// The query by which they are found.
fn found(filter: &Filter, standing: Standing, lead: Lead, rest: Rest) -> Passing {
    let by_day = filter.order == Order::Said;
    let mut values = Vec::new();
    let mut conditions = Vec::new();
    let found = |lead: &str, by, on: &str| Way { lead: lead.to_owned(), claim: Some(Found { by, on: on.to_owned() }) };
    let of_rows = if by_day { "c.said_order, c.no" } else { "c.no" };
    // Only claims on record have values.
    let valued = matches!(lead, Lead::Value(..));
    let (way, key) = match lead {
        Lead::All if by_day => (found("", "INDEXED BY claims_by_day", ""), of_rows),
        Lead::All => (found("", "INDEXED BY claims_in_order", ""), of_rows),
        Lead::Value(value, _) => {
            conditions.push("lead.value = ?".to_owned());
            values.push(value.to_string());
            let (facets, key) = if by_day {
                ("facets lead INDEXED BY facets_by_day", "lead.day, lead.claim")
            } else {
                ("facets lead", "lead.claim")
            };
            let way = if rest.claim {
                found(&format!("{facets} CROSS JOIN "), "", "ON c.no = lead.claim")
            } else {
                Way { lead: facets.to_owned(), claim: None }
            };
            (way, key)
        }
        Lead::Words(words) => {
            conditions.push("claims_fts MATCH ?".to_owned());
            values.push(words);
            let way = found("claims_fts CROSS JOIN ", "", "ON c.no = claims_fts.rowid");
            (way, if by_day { "c.said_order, c.no" } else { "claims_fts.rowid" })
        }
        Lead::Few(numbers, of) => {
            conditions.push(format!("c.no IN ({numbers})"));
            values.extend(of);
            (found("", "NOT INDEXED", ""), of_rows)
        }
        Lead::Reports(digits) => {
            // 'g' follows every hexadecimal digit.
            let reports = "(SELECT no FROM documents WHERE id >= ? AND id < ? || 'g') d CROSS JOIN ";
            let on = format!("ON c.no BETWEEN d.no * {0} AND d.no * {0} + {0} - 1", rows::PLACES);
            values.extend([digits.clone(), digits]);
            (found(reports, "", &on), of_rows)
        }
    };
    if !valued || rest.claim {
        // Written out, for some indexes hold only the claims on record.
        conditions.push(format!("c.standing = '{}'", standing.as_str()));
    }
    conditions.extend(rest.conditions);
    values.extend(rest.values);
    // To SQLite a negative limit is none. Further than it counts there is nothing either.
    let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    let skip = i64::try_from(filter.skip).unwrap_or(i64::MAX);
    let which = format!("{} ORDER BY {key} LIMIT {limit} OFFSET {skip}", conditions.join(" AND "));
    Passing { way, which, no: key.rsplit(", ").next().unwrap_or(key), standing, values }
}

#[cfg(test)]
mod tests {
    use claims::{Degree, Status};

    use super::*;

    /// How SQLite goes about `filter`, a step a line.
    fn plan(ledger: &Ledger, filter: &Filter) -> Vec<String> {
        let passing = ledger.passing(filter).expect("readable").expect("something can pass");
        let sql = format!("EXPLAIN QUERY PLAN {}", passing.select("c.id"));
        let mut select = ledger.db.prepare(&sql).expect("understood");
        let steps = select.query_map(rusqlite::params_from_iter(&passing.values), |row| row.get(3)).expect("a plan");
        steps.map(|step| step.expect("a step")).collect()
    }

    /// A ledger of no claims in which values stand on as many as is said.
    fn ledger(values: &[(Facet, &str, i64)]) -> Ledger {
        let ledger = Ledger::in_memory().expect("SQLite");
        for (facet, value, claims) in values {
            let sql = "INSERT INTO facet_values (field, value, claims) VALUES (?1, ?2, ?3)";
            ledger.db.execute(sql, rusqlite::params![facet.as_str(), value, claims]).expect("written");
        }
        ledger
    }

    #[test]
    fn no_page_of_claims_reads_or_sorts_all_of_them() {
        let ledger = ledger(&[
            (Facet::Source, "Anna Berg", 9_000),
            (Facet::Place, "Kyiv, UA", 300),
            (Facet::Certainty, "stated", 50_000),
            (Facet::Status, "happened", 60_000),
            (Facet::Day, "2025-03-04", 90_000),
        ]);
        let day = |day: &str| day.parse().ok();
        let berg = (Facet::Source, "Anna Berg".to_owned());
        let kyiv = (Facet::Place, "Kyiv, UA".to_owned());
        let filters = [
            Filter::default(),
            Filter { facets: vec![berg.clone()], ..Filter::default() },
            Filter { facets: vec![berg.clone(), kyiv.clone()], ..Filter::default() },
            Filter { certainty: vec![Degree::Stated], status: vec![Status::Happened], ..Filter::default() },
            Filter { certainty: vec![Degree::Stated, Degree::Possible], ..Filter::default() },
            Filter { said_from: day("2025-03-01"), ..Filter::default() },
            Filter { facets: vec![berg], said_to: day("2025-03-05"), ..Filter::default() },
        ];
        for filter in filters {
            for order in [Order::Filed, Order::Said] {
                let filter = Filter { order, limit: Some(51), skip: 1_000, ..filter.clone() };
                let plan = plan(&ledger, &filter);
                let first = plan.iter().find(|step| !step.starts_with("CO-ROUTINE")).expect("a step");
                let led = first.contains("COVERING INDEX") || first.contains("PRIMARY KEY");
                assert!(first.starts_with("SEARCH") && led, "{filter:?}: {plan:#?}");
                // The rows of the page, `m`, are all that may be gone through from end to end.
                let scans = plan.iter().filter(|step| step.starts_with("SCAN") && *step != "SCAN m");
                assert_eq!(scans.count(), 0, "{filter:?}: {plan:#?}");
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{filter:?}: {plan:#?}");
            }
        }
        // Words have an index of their own, which SQLite goes through in the order of filing.
        for filter in [
            Filter { words: Some("harbour".into()), ..Filter::default() },
            Filter {
                words: Some("harbour".into()),
                source: Some("berg".into()),
                facets: vec![kyiv],
                ..Filter::default()
            },
        ] {
            let plan = plan(&ledger, &Filter { limit: Some(51), ..filter });
            assert!(plan.iter().any(|step| step.starts_with("SCAN claims_fts VIRTUAL TABLE INDEX")), "{plan:#?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
        }
    }

    #[test]
    fn what_stands_on_fewest_claims_leads() {
        let ledger = ledger(&[(Facet::Source, "Anna Berg", 9_000), (Facet::Place, "Kyiv, UA", 300)]);
        let facets = vec![(Facet::Source, "Anna Berg".to_owned()), (Facet::Place, "Kyiv, UA".to_owned())];
        let passing = ledger.passing(&Filter { facets, ..Filter::default() }).expect("readable").expect("some");
        assert_eq!(passing.values, ["2", "1"], "the place's number, then the source's");
        let rejected = Filter { standing: Some(Standing::Rejected), ..Filter::default() };
        let facets = vec![(Facet::Place, "Kyiv, UA".to_owned())];
        assert!(ledger.passing(&rejected).expect("readable").is_some());
        assert!(ledger.passing(&Filter { facets, ..rejected }).expect("readable").is_none());
    }
}
