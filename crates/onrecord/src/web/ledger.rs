//! The claims on record as a table: searched, narrowed down by what they have in common, page by page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;

use super::Desk;
use super::asked::{Asked, Offer, Part};
use super::pages::{PAGE, Row, claims_of};
use super::reading;
use crate::cli::{DEGREES, STATUSES};

/// So many values are offered of a facet.
const OFFERED: usize = 8;

#[derive(Template)]
#[template(path = "claims.html")]
struct Claims {
    asked: Asked,
    problems: Vec<String>,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    first: usize,
    documents: usize,
    claims: usize,
    /// How many pass, as far as they were counted.
    passing: String,
    parts: Vec<Part>,
    offers: Vec<Offer>,
    more: bool,
    address: String,
    timeline: String,
    map: String,
    degrees: [&'static str; 10],
    statuses: [&'static str; 8],
}

/// The claims on record, those that match.
pub(crate) async fn claims(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let asked = Asked::read(query.as_deref());
        let (filter, problems) = asked.filter();
        let mut found = claims_of(ledger, &filter)?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let looks = reading::looks(&found);
        let rows = found.iter().zip(looks).map(|(claim, look)| Row::of(claim, look, 0)).collect();
        let (documents, claims) = ledger.counts()?;
        let counts = ledger.facets(&filter, OFFERED)?;
        Ok(Claims {
            earlier: (asked.page > 0).then(|| asked.at("/", asked.page - 1)),
            later: more.then(|| asked.at("/", asked.page + 1)),
            first: filter.skip.saturating_add(1),
            passing: if counts.more { format!("more than {}", counts.claims) } else { counts.claims.to_string() },
            parts: asked.parts("/"),
            offers: asked.offers("/", &counts),
            more: counts.more,
            address: asked.address("/"),
            timeline: asked.address("/timeline"),
            map: asked.address("/map"),
            problems,
            rows,
            documents,
            claims,
            asked,
            degrees: DEGREES,
            statuses: STATUSES,
        })
    })
    .await
}
