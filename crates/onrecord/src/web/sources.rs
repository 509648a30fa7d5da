//! Sources: who is on record, and for each what it said over time, what changed, whom it cites and who cites it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use claims::{Claim, Span};
use desk::{Act, Facet, FacetOrder, FacetRow, Filter, Ledger, Order, SourceRow};
use serde::Deserialize;

use super::Desk;
use super::asked::{self, Asked};
use super::differ::{self, Common, Difference, Piece};
use super::pages::{self, At, Failure, PAGE, Row, claims_of, encoded};
use super::reading::{self, Look};
use crate::out::day;

/// So many claims of a source are compared with each other, the last that it made.
const COMPARED: usize = 300;
/// So many changes are shown.
const SHOWN: usize = 20;
/// So many who cite or are cited.
const CITED: usize = 12;

/// A source in the list.
struct Line {
    name: String,
    at: String,
    claims: usize,
    kind: String,
    role: Option<String>,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct Sources {
    /// What their names are searched for.
    source: String,
    rows: Vec<Line>,
    earlier: Option<String>,
    later: Option<String>,
}

/// Which sources are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sought {
    source: String,
    page: usize,
}

/// Who speaks on record, most claims first; or whose names have the words that are sought.
pub(crate) async fn sources(State(desk): State<Arc<Desk>>, Query(at): Query<Sought>) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let source = at.source.trim().to_owned();
        if !source.is_empty() {
            return sought(ledger, source, at.page);
        }
        let mut found = ledger.facet(Facet::Source, FacetOrder::Count, at.page.saturating_mul(PAGE), PAGE + 1)?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let mut rows = Vec::new();
        for FacetRow { value: name, claims } in found {
            let one = Filter { facets: vec![(Facet::Source, name.clone())], limit: Some(1), ..Filter::default() };
            let source = claims_of(ledger, &one)?.pop().and_then(|claim| claim.source);
            rows.push(Line {
                at: encoded(&name),
                kind: source.as_ref().map(|s| crate::out::claim::word(&s.kind)).unwrap_or_default(),
                role: source.and_then(|s| s.role),
                name,
                claims,
            });
        }
        Ok(Sources {
            source,
            rows,
            earlier: (at.page > 0).then(|| format!("/sources?page={}", at.page - 1)),
            later: more.then(|| format!("/sources?page={}", at.page.saturating_add(1))),
        })
    })
    .await
}

/// The sources whose names have these words.
fn sought(ledger: &Ledger, source: String, page: usize) -> Result<Sources, Failure> {
    let filter = Filter { source: Some(source.clone()), ..Filter::default() };
    let mut found = ledger.sources(&filter, page.saturating_mul(PAGE), PAGE + 1)?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let rows = found.into_iter().map(|source| Line {
        at: encoded(&source.name),
        kind: crate::out::claim::word(&source.kind),
        role: source.role,
        claims: source.claims,
        name: source.name,
    });
    let at = |page: usize| format!("/sources?source={}&page={page}", encoded(&source));
    Ok(Sources {
        rows: rows.collect(),
        earlier: page.checked_sub(1).map(at),
        later: more.then(|| at(page.saturating_add(1))),
        source,
    })
}

/// Why nobody has this name: whoever had it may have been found to be somebody else.
fn gone(ledger: &Ledger, name: &str) -> Result<Failure, Failure> {
    let mut decisions = ledger.history_of_name(name)?.into_iter().rev().filter(|o| !o.undone);
    let into = decisions.find_map(|o| match o.act {
        Act::Merged { from, into, .. } if from == name => Some(into),
        _ => None,
    });
    Ok(into.map_or(Failure::Missing("Nobody on record has this name."), |into| Failure::Elsewhere {
        says: format!("The desk found {name} to be {into}. Undoing that, in the log, parts them again."),
        link: format!("/sources/{}", encoded(&into)),
        name: into,
    }))
}

/// What a source said on one day.
struct Day {
    heading: String,
    rows: Vec<Row>,
}

/// One of two claims that differ.
pub(crate) struct Side {
    pub id: String,
    pub day: String,
    pub outlet: String,
    /// How and where it was said.
    pub how: String,
    /// Whether that says that it is denied.
    pub cue_denies: bool,
    /// What keeps it from being plainly stated, beyond that.
    pub doubts: Vec<String>,
    pub pieces: Vec<Piece>,
}

impl Side {
    pub(crate) fn of(claim: &Claim, marks: &[(Span, differ::Ground)]) -> Self {
        Self {
            id: claim.id.as_str().to_owned(),
            day: claim.said.edtf.as_deref().map_or_else(|| "no day known".to_owned(), day::edtf),
            outlet: claim.document.outlet.clone().unwrap_or_default(),
            how: crate::out::claim::manner(claim).join(" · "),
            cue_denies: pages::cue_denies(claim),
            doubts: pages::doubts(claim),
            pieces: differ::pieces(claim, marks),
        }
    }
}

/// Two claims of one source on the same thing, on different days.
struct Turn {
    earlier: Side,
    later: Side,
    differences: Vec<Difference>,
    shared: String,
}

/// Somebody, their claims on record with this source, and where these are.
struct Other {
    name: String,
    claims: usize,
    at: String,
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage {
    /// The name as part of an address.
    address: String,
    source: SourceRow,
    roles: Vec<String>,
    called: Vec<String>,
    merged: Vec<String>,
    days: Vec<Day>,
    turns: Vec<Turn>,
    compared: Option<usize>,
    cites: Vec<Other>,
    cited_by: Vec<Other>,
    outlets: Vec<Other>,
    all: String,
    earlier: Option<String>,
    later: Option<String>,
}

/// Everything one source said, by the day it was said.
pub(crate) async fn source(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Query(at): Query<At>,
) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let own = (Facet::Source, name.clone());
        let filter = Filter { facets: vec![own.clone()], order: Order::Said, ..Filter::default() };
        let Some(source) = ledger.source(&name)? else { return Err(gone(ledger, &name)?) };

        let skip = at.page.saturating_mul(PAGE);
        let mut said = claims_of(ledger, &Filter { skip, limit: Some(PAGE + 1), ..filter.clone() })?;
        let more = said.len() > PAGE;
        said.truncate(PAGE);

        let passed = source.claims.saturating_sub(COMPARED);
        let last = claims_of(ledger, &Filter { skip: passed, limit: Some(COMPARED), ..filter.clone() })?;
        let mut roles: Vec<String> = last.iter().filter_map(|claim| claim.source.as_ref()?.role.clone()).collect();
        roles.sort();
        roles.dedup();

        let address = format!("/sources/{}", encoded(&name));
        let counts = ledger.facets(&filter, CITED)?;
        let others = |facet| counts.facets.get(&facet).cloned().unwrap_or_default();
        let cites =
            ledger.facets(&Filter { facets: vec![(Facet::Voice, name.clone())], ..Filter::default() }, CITED)?;
        let cites = cites.facets.get(&Facet::Source).cloned().unwrap_or_default();
        Ok(SourcePage {
            called: called(&source.aliases),
            roles,
            merged: merged(ledger, &name)?,
            days: days(&said),
            turns: turns(&last),
            compared: (passed > 0).then_some(COMPARED),
            cites: linked(cites, |other| vec![(Facet::Source, other), (Facet::Voice, name.clone())]),
            cited_by: linked(others(Facet::Voice), |other| vec![own.clone(), (Facet::Voice, other)]),
            outlets: linked(others(Facet::Outlet), |other| vec![own.clone(), (Facet::Outlet, other)]),
            all: asked::claims_with(Facet::Source, &name),
            earlier: (at.page > 0).then(|| format!("{address}?page={}", at.page - 1)),
            later: more.then(|| format!("{address}?page={}", at.page.saturating_add(1))),
            address: encoded(&name),
            source,
        })
    })
    .await
}

/// What a source is called, once each; a comma that was read with it is none of its name.
fn called(aliases: &[String]) -> Vec<String> {
    let mut called: Vec<String> = Vec::new();
    for alias in aliases {
        let alias = alias.trim_end_matches([',', ';', ':', ' ']);
        if !alias.is_empty() && !called.iter().any(|one| one == alias) {
            called.push(alias.to_owned());
        }
    }
    called
}

fn linked(rows: Vec<FacetRow>, facets: impl Fn(String) -> Vec<(Facet, String)>) -> Vec<Other> {
    rows.into_iter()
        .map(|row| {
            let asked = Asked { facets: facets(row.value.clone()), ..Asked::default() };
            Other { at: asked.address("/"), name: row.value, claims: row.claims }
        })
        .collect()
}

/// Names that people found to be this source's.
fn merged(ledger: &Ledger, name: &str) -> Result<Vec<String>, Failure> {
    let decisions = ledger.history_of_name(name)?;
    let names = decisions.into_iter().filter(|o| !o.undone).filter_map(|o| match o.act {
        Act::Merged { from, into, .. } if into == name => Some(from),
        _ => None,
    });
    Ok(names.collect())
}

fn days(said: &[Claim]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for claim in said {
        let row = Row::of(claim, Look { voice: 1, ..reading::look(claim) }, 0);
        let heading = row.said.clone().unwrap_or_else(|| "No day known".to_owned());
        match days.last_mut().filter(|day| day.heading == heading) {
            Some(day) => day.rows.push(row),
            None => days.push(Day { heading, rows: vec![row] }),
        }
    }
    days
}

/// Where claims on the same thing, said on different days, differ; the latest first.
fn turns(said: &[Claim]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let pairs = Common::of(said).pairs();
    let mut pairs: Vec<_> = pairs.iter().filter(|(a, b, _)| said[*a].said.edtf != said[*b].said.edtf).collect();
    // Claims come in the order of their days, so the later of two is the second.
    pairs.sort_by_key(|(a, b, _)| std::cmp::Reverse((*b, *a)));
    for (a, b, shared) in pairs {
        let (earlier, later) = (&said[*a], &said[*b]);
        if earlier.said.edtf.is_none() || later.said.edtf.is_none() {
            continue;
        }
        let differences = differ::differences(earlier, later);
        if differences.is_empty() {
            continue;
        }
        let marks = |side: fn(&Difference) -> &Vec<Span>| -> Vec<_> {
            differences.iter().flat_map(|d| side(d).iter().map(|span| (*span, d.ground))).collect()
        };
        turns.push(Turn {
            earlier: Side::of(earlier, &marks(|d| &d.a)),
            later: Side::of(later, &marks(|d| &d.b)),
            shared: shared.join(", "),
            differences,
        });
        if turns.len() == SHOWN {
            break;
        }
    }
    turns
}
