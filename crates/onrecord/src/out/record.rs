//! What programs are given, on the command line and by the interface under `/api/v1`: one shape for both.
//!
//! A claim and a report are written as they are (`claim/1`, `document/1`); the rest is here.

use claims::Claim;
use desk::{Context, DocumentRow, Entry, Operation, SourceRow};
use serde::Serialize;

/// A claim with how it stands and the words around it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    #[serde(flatten)]
    claim: &'a Claim,
    standing: &'static str,
    paragraphs: Vec<String>,
}

/// One claim, as `onrecord show` writes it.
pub(crate) fn shown<'a>(entry: &'a Entry, context: Option<&Context>) -> Shown<'a> {
    let paragraphs = context.into_iter().flat_map(|c| &c.paragraphs);
    let paragraphs = paragraphs.map(|p| p.iter().map(|(_, words)| words.as_str()).collect()).collect();
    Shown { claim: &entry.claim, standing: entry.standing.as_str(), paragraphs }
}

/// A row with the name of its shape in front.
#[derive(Serialize)]
pub(crate) struct Named<'a, T> {
    record: &'static str,
    #[serde(flatten)]
    row: &'a T,
}

/// One source, as `onrecord sources` writes it.
pub(crate) const fn source(row: &SourceRow) -> Named<'_, SourceRow> {
    Named { record: "source/1", row }
}

/// One report of a list.
pub(crate) const fn report(row: &DocumentRow) -> Named<'_, DocumentRow> {
    Named { record: "report/1", row }
}

/// An entry of the ledger's log.
#[derive(Serialize)]
pub(crate) struct Logged<'a> {
    record: &'static str,
    no: desk::OperationNo,
    at: String,
    by: &'a str,
    kind: &'static str,
    document: Option<&'a str>,
    claim: Option<&'a str>,
    says: Option<String>,
    reason: Option<&'a str>,
    undone: bool,
}

/// One operation, as `onrecord log` writes it.
pub(crate) fn operation(operation: &Operation) -> Logged<'_> {
    Logged {
        record: "operation/1",
        no: operation.no,
        at: operation.stamp.at.to_string(),
        by: operation.stamp.by.as_str(),
        kind: operation.act.kind().as_str(),
        document: operation.document.as_ref().map(claims::DocumentId::as_str),
        claim: operation.claim.as_ref().map(claims::ClaimId::as_str),
        says: super::act::says(&operation.act),
        reason: operation.act.reason(),
        undone: operation.undone,
    }
}
