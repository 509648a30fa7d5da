//! What readers can see: what became of their report, and the corrections that were made.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use corrections::{Correction, Page, Receipt, Statistics, Status};
use jiff::Timestamp;
use serde::Deserialize;

use super::send::kinds;
use super::{Failure, Public, page};

/// Corrections on one page of the log.
const PAGE: usize = 50;
/// Corrections in a feed.
const FEED: usize = 100;
/// Corrections in one notice.
const NOTICE: usize = 20;

#[derive(Template)]
#[template(path = "public/receipt.html")]
struct ReceiptPage {
    page: String,
    sent: String,
    kind: &'static str,
    prefix: String,
    words: String,
    suffix: String,
    suggestion: String,
    /// The words of the case by which it is decided, where that is another than its own.
    with: Option<String>,
    status: Status,
    decided: Option<Decided>,
    answers: Vec<(String, String)>,
    problem: Option<String>,
    written: String,
}

/// A decision as its reader sees it.
struct Decided {
    at: String,
    /// The words that stand there now, and what the public is told.
    after: String,
    says: String,
}

/// What became of one report.
pub(crate) async fn receipt(
    State(public): State<Arc<Public>>,
    Path(receipt): Path<String>,
) -> Result<Html<String>, Failure> {
    let receipt = Receipt::parse(&receipt).ok_or(UNKNOWN)?;
    receipt_page(&public, receipt, None, String::new()).await
}

pub(super) const UNKNOWN: Failure =
    Failure::Missing("No report has this receipt. Please check that the address is whole.");

/// What became of the report of `receipt`; with the `problem` of an answer that was not taken, and what was `written`.
pub(super) async fn receipt_page(
    public: &Arc<Public>,
    receipt: Receipt,
    problem: Option<String>,
    written: String,
) -> Result<Html<String>, Failure> {
    let progress = public.ask(move |store, _| store.progress(&receipt)).await?.ok_or(UNKNOWN)?;
    let decided = progress.decided.map(|(act, at)| {
        let (after, says) = act.told();
        Decided { at: day(at), after, says }
    });
    page(&ReceiptPage {
        page: progress.page.as_str().to_owned(),
        sent: progress.at.parse().map_or(progress.at, day),
        kind: kinds().into_iter().find(|(name, _)| *name == progress.kind).map_or("", |(_, words)| words),
        prefix: progress.quote.prefix().to_owned(),
        words: progress.quote.exact().to_owned(),
        suffix: progress.quote.suffix().to_owned(),
        suggestion: progress.suggestion,
        with: progress.joined.map(|quote| quote.exact().to_owned()),
        status: progress.status,
        decided,
        answers: progress.answers.into_iter().map(|a| (a.at.parse().map_or(a.at, day), a.words)).collect(),
        problem,
        written,
    })
}

/// A correction as lists show it.
struct Row {
    no: i64,
    page: String,
    at: String,
    time: String,
    prefix: String,
    before: String,
    suffix: String,
    after: String,
    note: String,
}

impl From<Correction> for Row {
    fn from(c: Correction) -> Self {
        Self {
            no: c.case.0,
            page: c.page.as_str().to_owned(),
            at: day(c.at),
            time: c.at.to_string(),
            prefix: c.before.prefix().to_owned(),
            before: c.before.exact().to_owned(),
            suffix: c.before.suffix().to_owned(),
            after: c.after,
            note: c.note,
        }
    }
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct At {
    page: usize,
}

#[derive(Template)]
#[template(path = "public/corrections.html")]
struct Corrections {
    rows: Vec<Row>,
    statistics: Statistics,
    median: Option<String>,
    earlier: Option<usize>,
    later: Option<usize>,
}

/// All corrections that stand, the newest first.
pub(crate) async fn corrections(
    State(public): State<Arc<Public>>,
    Query(at): Query<At>,
) -> Result<Html<String>, Failure> {
    let look = move |store: &mut corrections::Store, _: &Public| {
        Ok((store.corrections(None, at.page.saturating_mul(PAGE), PAGE + 1)?, store.statistics()?))
    };
    let (mut found, statistics) = public.ask(look).await?;
    let later = (found.len() > PAGE).then_some(at.page.saturating_add(1));
    found.truncate(PAGE);
    let median = statistics.median.map(span);
    let rows = found.into_iter().map(Row::from).collect();
    page(&Corrections { rows, statistics, median, earlier: at.page.checked_sub(1), later })
}

#[derive(Template)]
#[template(path = "public/corrections.xml")]
struct Feed<'p> {
    base: &'p str,
    updated: String,
    rows: Vec<Row>,
}

/// The newest corrections for feed readers.
pub(crate) async fn atom(State(public): State<Arc<Public>>) -> Result<Response, Failure> {
    let found = public.ask(|store, _| store.corrections(None, 0, FEED)).await?;
    let updated = found.first().map_or(Timestamp::UNIX_EPOCH, |c| c.at).to_string();
    let rows = found.into_iter().map(|c| fit_for_xml(c.into())).collect();
    let feed = Feed { base: &public.base, updated, rows }.render().map_err(|_| Failure::Bug)?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

/// XML has no way to write some characters, not even escaped.
fn fit_for_xml(row: Row) -> Row {
    let fit = |words: String| -> String {
        words.chars().filter(|c| matches!(c, '\n' | '\t' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
    };
    Row {
        prefix: fit(row.prefix),
        before: fit(row.before),
        suffix: fit(row.suffix),
        after: fit(row.after),
        note: fit(row.note),
        ..row
    }
}

/// The newest corrections as schema.org's `CorrectionComment`, for search engines and archives.
pub(crate) async fn json_ld(State(public): State<Arc<Public>>) -> Result<Response, Failure> {
    let found = public.ask(|store, _| store.corrections(None, 0, FEED)).await?;
    let graph: Vec<serde_json::Value> = found
        .into_iter()
        .map(|c| {
            let at = format!("{}/corrections#c{}", public.base, c.case);
            let now = match c.after.as_str() {
                "" => format!("“{}” was corrected.", c.before.exact()),
                after => format!("“{}” is now “{after}”.", c.before.exact()),
            };
            let text = if c.note.is_empty() { now } else { format!("{now} {}", c.note) };
            serde_json::json!({
                "@type": "NewsArticle", "@id": c.page.as_str(), "url": c.page.as_str(),
                "correction": {
                    "@type": "CorrectionComment", "@id": at, "url": at, "text": text,
                    "datePublished": c.at.to_string(),
                },
            })
        })
        .collect();
    let body = serde_json::json!({"@context": "https://schema.org", "@graph": graph}).to_string();
    Ok(([(header::CONTENT_TYPE, "application/ld+json")], body).into_response())
}

/// Which page a notice is for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Of {
    url: String,
}

#[derive(Template)]
#[template(path = "public/notice.html")]
struct Notice {
    rows: Vec<Row>,
}

/// The corrections of one page, to be shown within it: the only page that may stand in a frame, and only in the
/// pages of origins that may send.
pub(crate) async fn notice(State(public): State<Arc<Public>>, Query(of): Query<Of>) -> Result<Response, Failure> {
    let of = Page::new(&of.url).ok().filter(|page| public.takes(page));
    let of = of.ok_or(Failure::Forbidden("This desk has no corrections of that page."))?;
    let found = public.ask(move |store, _| store.corrections(Some(&of), 0, NOTICE)).await?;
    let mut response = page(&Notice { rows: found.into_iter().map(Row::from).collect() })?.into_response();
    let mut origins: Vec<&str> = public.origins.iter().map(corrections::Origin::as_str).collect();
    if origins.is_empty() {
        origins = vec!["http://127.0.0.1:*", "http://localhost:*"];
    }
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors {}",
        origins.join(" ")
    );
    let headers = response.headers_mut();
    headers.insert("content-security-policy", HeaderValue::from_str(&policy).map_err(|_| Failure::Bug)?);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// A day as readers read it.
fn day(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// A stretch of time as a person would say it.
fn span(seconds: i64) -> String {
    let (n, unit) = match seconds {
        ..3_600 => ((seconds + 59) / 60, "minute"),
        3_600..172_800 => ((seconds + 1_800) / 3_600, "hour"),
        _ => ((seconds + 43_200) / 86_400, "day"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}
