//! A record as rows of the derived tables; the same for writing, checking and rebuilding.

use claims::{Claim, Polarity, edtf};
use jiff::civil::Date;

use crate::record::{Line, Record};
use crate::{Facet, Standing};

/// What a row number leaves for the place of a claim in its document.
pub(super) const PLACES: i64 = 100_000_000;

/// A row of `claims`, with what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClaimRow {
    pub no: i64,
    pub id: String,
    pub as_read: Option<i64>,
    pub decided: Option<String>,
    pub standing: &'static str,
    pub source: Option<String>,
    pub kind: Option<String>,
    pub role: Option<String>,
    pub mention: Option<String>,
    pub chain: String,
    pub certainty: String,
    pub status: String,
    pub said: Option<(String, String)>,
    pub said_order: String,
    pub about: Vec<(String, String)>,
    pub facets: Vec<(Facet, String)>,
    pub content: String,
}

/// The rows of a record's claims.
pub(super) fn claims(record: &Record) -> serde_json::Result<Vec<ClaimRow>> {
    record.entries.iter().enumerate().map(|(i, line)| row(record, i, line)).collect()
}

fn row(record: &Record, place: usize, line: &Line) -> serde_json::Result<ClaimRow> {
    let claim = &line.claim;
    let source = claim.source.as_ref();
    let mut about: Vec<_> = claim.about.iter().filter_map(|about| days(&about.edtf)).collect();
    about.sort();
    about.dedup();
    let said = claim.said.edtf.as_deref().and_then(days);
    Ok(ClaimRow {
        no: record.filed.0 * PLACES + place as i64,
        id: claim.id.to_string(),
        as_read: line.read_at.map(|(operation, i)| operation.0 * PLACES + i as i64),
        decided: if line.decided { Some(serde_json::to_string(claim)?) } else { None },
        standing: line.standing.as_str(),
        source: source.map(|s| s.name.clone()),
        kind: source.map(|s| word(&s.kind)),
        role: source.and_then(|s| s.role.clone()),
        mention: source.map(|s| s.mention.clone()),
        chain: serde_json::to_string(&claim.chain)?,
        certainty: word(&claim.certainty.degree),
        status: word(&claim.status),
        said_order: match &said {
            Some((first, last)) => if first.is_empty() { last } else { first }.clone(),
            None => "~".to_owned(),
        },
        said,
        about,
        facets: if line.standing == Standing::OnRecord {
            facets(claim, record.document.outlet.as_deref())
        } else {
            Vec::new()
        },
        content: claim.content.text.clone(),
    })
}

/// What a claim is counted and narrowed down by, in order.
fn facets(claim: &Claim, outlet: Option<&str>) -> Vec<(Facet, String)> {
    let mut facets = vec![(Facet::Certainty, word(&claim.certainty.degree)), (Facet::Status, word(&claim.status))];
    if claim.polarity == Polarity::Denied {
        facets.push((Facet::Polarity, word(&claim.polarity)));
    }
    if let Some(source) = &claim.source {
        facets.push((Facet::Source, source.name.clone()));
        facets.push((Facet::Kind, word(&source.kind)));
    }
    facets.extend(claim.passed_on_by().iter().map(|voice| (Facet::Voice, voice.clone())));
    facets.extend(outlet.map(|outlet| (Facet::Outlet, outlet.to_owned())));
    facets.extend(claim.said.channel.clone().map(|channel| (Facet::Channel, channel)));
    if let Some((first, last)) = claim.said.edtf.as_deref().and_then(days)
        && first == last
    {
        facets.push((Facet::Day, first));
    }
    facets.extend(claim.places.iter().map(|place| (Facet::Place, place.with_country())));
    facets.retain(|(_, value)| !value.trim().is_empty());
    facets.sort();
    facets.dedup();
    facets
}

/// The first and last day of an EDTF expression, so written that text sorts as days do.
fn days(expression: &str) -> Option<(String, String)> {
    let bounds = edtf::bounds(expression)?;
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |d| d.to_string());
    Some((day(bounds.first, ""), day(bounds.last, "~")))
}

/// The word that stands for a unit variant in the record.
pub(super) fn word<T: serde::Serialize>(variant: &T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(super) fn standing(word: &str) -> Option<Standing> {
    [Standing::OnRecord, Standing::Rejected, Standing::Orphaned].into_iter().find(|s| s.as_str() == word)
}
