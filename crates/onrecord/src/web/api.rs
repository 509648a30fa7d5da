//! The interface for programs under `/api/v1`: what the command line writes as JSON, over HTTP and read-only.
//!
//! ```text
//! $ curl http://127.0.0.1:4180/api/v1/claims?source=pichler&limit=2
//! {"items": [{"record": "claim/1", …}, …], "next": "/api/v1/claims?source=pichler&limit=2&skip=2"}
//! ```
//!
//! `assets/openapi.json` describes it, and the page at `/api` is drawn from that description; a test walks [`routes`]
//! and holds every answer against it. What is not understood is refused and not passed over: a program that misspells
//! a filter should not be given everything.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use claims::DocumentId;
use corrections::{CaseFilter, CaseNo, Store};
use desk::{Facet, Filter, Ledger, LedgerError, Lookup, OperationNo, Order, Standing};
use serde::Serialize;

use super::Desk;
use super::asked;
use super::pages::{self, Failure};
use crate::out::record;

/// Items that an answer has where the program names no number.
const USUAL: usize = 50;
/// Items that an answer has at most.
const MOST: usize = 500;
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const OPENAPI: &str = include_str!("assets/openapi.json");

/// Why a program is answered with no record (RFC 9457).
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    detail: String,
}

impl Refusal {
    fn bad(detail: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail: detail.into() }
    }

    fn missing(detail: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, detail: detail.to_owned() }
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        // Told once, where whoever started the server sees it.
        eprintln!("onrecord: {error}");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, detail: "the ledger cannot be read".to_owned() }
    }
}

impl From<corrections::Error> for Refusal {
    fn from(error: corrections::Error) -> Self {
        eprintln!("onrecord: {error}");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, detail: "the corrections cannot be read".to_owned() }
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        eprintln!("onrecord: cannot write an answer: {error}");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, detail: "a bug stopped this answer".to_owned() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Refused");
        let body = serde_json::json!({
            "type": "about:blank", "title": title, "status": self.status.as_u16(), "detail": self.detail,
        });
        (self.status, [(header::CONTENT_TYPE, PROBLEM)], body.to_string()).into_response()
    }
}

type Answer = Result<Response, Refusal>;

/// Every path below `/api/v1`, and what answers it.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<Desk>>); 13] {
    [
        ("/claims", get(claims)),
        ("/claims/{id}", get(claim)),
        ("/facets", get(facets)),
        ("/reports", get(reports)),
        ("/reports/{id}", get(report)),
        ("/reports/{id}/claims", get(report_claims)),
        ("/sources", get(sources)),
        ("/sources/{name}", get(source)),
        ("/log", get(log)),
        ("/cases", get(cases)),
        ("/cases/{no}", get(case)),
        ("/cases/{no}/reports", get(case_reports)),
        ("/openapi.json", get(async || written(OPENAPI.to_owned()))),
    ]
}

/// The interface, and the page that describes it.
pub(crate) fn router() -> Router<Arc<Desk>> {
    let unknown = async || Refusal::missing("there is no such path: /api lists them");
    let read_only =
        async || Refusal { status: StatusCode::METHOD_NOT_ALLOWED, detail: "the interface is read-only".to_owned() };
    let router = Router::new().route("/api", get(page)).route("/api/v1/{*rest}", get(unknown).fallback(read_only));
    routes()
        .into_iter()
        .fold(router, |router, (path, route)| router.route(&format!("/api/v1{path}"), route.fallback(read_only)))
}

fn written(json: String) -> Response {
    ([(header::CONTENT_TYPE, JSON)], json).into_response()
}

/// What a program asks for: the query, of which each part is taken once and nothing may be left.
struct Asked {
    pairs: Vec<(String, String)>,
    path: String,
}

impl Asked {
    fn new(path: impl Into<String>, query: Option<String>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        Self { pairs, path: path.into() }
    }

    /// The value of `name`; `None` where it is not given or empty.
    fn take(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(at) = self.pairs.iter().position(|(n, _)| n == name) else { return Ok(None) };
        let (_, value) = self.pairs.remove(at);
        if self.pairs.iter().any(|(n, _)| n == name) {
            return Err(Refusal::bad(format!("{name} is given more than once")));
        }
        Ok(Some(value).filter(|value| !value.trim().is_empty()))
    }

    fn number(&mut self, name: &str) -> Result<Option<usize>, Refusal> {
        let value = self.take(name)?;
        let number = |value: String| value.parse().map_err(|_| Refusal::bad(format!("{name} is a number from 0 on")));
        value.map(number).transpose()
    }

    /// The words of `name`, several with commas, as the record's own.
    fn words<T: serde::de::DeserializeOwned>(&mut self, name: &str) -> Result<Vec<T>, Refusal> {
        let value = self.take(name)?.unwrap_or_default();
        let words = value.split(',').map(str::trim).filter(|word| !word.is_empty());
        words
            .map(|word| {
                serde_json::from_value(word.into())
                    .map_err(|_| Refusal::bad(format!("{name} has no such value as “{word}”; /api lists them")))
            })
            .collect()
    }

    fn day(&mut self, name: &str, last: bool) -> Result<Option<jiff::civil::Date>, Refusal> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        let bounds = claims::edtf::bounds(value.trim());
        let day = bounds.and_then(|b| if last { b.last } else { b.first });
        day.map(Some).ok_or_else(|| Refusal::bad(format!("{name} is a day: 2024-12-14, 2024-12 or 2024")))
    }

    /// The filter of the command line's options, whose names and meanings are the same.
    fn filter(&mut self) -> Result<Filter, Refusal> {
        let standing = match self.take("standing")?.as_deref() {
            None => None,
            Some("on-record") => Some(Standing::OnRecord),
            Some("rejected") => Some(Standing::Rejected),
            Some("orphaned") => Some(Standing::Orphaned),
            Some(_) => return Err(Refusal::bad("standing is on-record, rejected or orphaned")),
        };
        Ok(Filter { standing, ..self.on_record()? })
    }

    /// The same for claims on record: the command line's options, and the values by which pages narrow down.
    fn on_record(&mut self) -> Result<Filter, Refusal> {
        let mut facets = Vec::new();
        for facet in Facet::ALL {
            facets.extend(self.take(asked::name(facet))?.map(|value| (facet, value)));
        }
        Ok(Filter {
            words: self.take("q")?,
            source: self.take("source")?,
            outlet: self.take("outlet")?,
            document: self.take("document")?,
            certainty: self.words("certainty")?,
            status: self.words("status")?,
            said_from: self.day("from", false)?,
            said_to: self.day("to", true)?,
            about_from: self.day("about_from", false)?,
            about_to: self.day("about_to", true)?,
            facets,
            ..Filter::default()
        })
    }

    /// How many there shall be at most.
    fn most(&mut self, name: &str) -> Result<usize, Refusal> {
        let most = self.number(name)?.unwrap_or(USUAL);
        if !(1..=MOST).contains(&most) {
            return Err(Refusal::bad(format!("{name} is a number from 1 to {MOST}")));
        }
        Ok(most)
    }

    /// Which part of a list is wanted.
    fn part(&mut self) -> Result<Part, Refusal> {
        Ok(Part { limit: self.most("limit")?, skip: self.number("skip")?.unwrap_or_default() })
    }

    /// Refuses what is left.
    fn end(&self) -> Result<(), Refusal> {
        match self.pairs.first() {
            Some((name, _)) => Err(Refusal::bad(format!("there is no “{name}” to ask with here; /api lists them"))),
            None => Ok(()),
        }
    }
}

/// A part of a list.
#[derive(Clone, Copy)]
struct Part {
    limit: usize,
    skip: usize,
}

impl Part {
    /// The answer for the `items` of this part and, where there are more, one beyond it; each is JSON already.
    fn answer(self, mut items: Vec<String>, path: &str, query: &str) -> Response {
        let next = (items.len() > self.limit).then(|| {
            let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "skip");
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(kept).append_pair("skip", &self.skip.saturating_add(self.limit).to_string());
            format!("{path}?{}", query.finish())
        });
        items.truncate(self.limit);
        let next = next.map_or_else(|| "null".to_owned(), |next| serde_json::Value::String(next).to_string());
        written(format!("{{\"items\":[{}],\"next\":{next}}}", items.join(",")))
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, Refusal> {
    Ok(serde_json::to_string(value)?)
}

impl Desk {
    /// Answers a program on a thread that may wait for the disk.
    async fn tell(
        self: Arc<Self>,
        mut asked: Asked,
        query: Option<String>,
        look: impl FnOnce(&Self, &Ledger, &mut Asked, &str) -> Answer + Send + 'static,
    ) -> Response {
        let query = query.unwrap_or_default();
        let work = move || look(&self, &Ledger::open(&self.ledger)?, &mut asked, &query);
        let bug = |_| Refusal { status: StatusCode::INTERNAL_SERVER_ERROR, detail: "a bug stopped this".to_owned() };
        let mut response = tokio::task::spawn_blocking(work).await.map_err(bug).and_then(|done| done).into_response();
        response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
        response
    }
}

/// The claims that pass `filter`, as stored, one more than the part has.
fn some_claims(ledger: &Ledger, filter: Filter, part: Part) -> Result<Vec<String>, Refusal> {
    let filter = Filter { limit: Some(part.limit + 1), skip: part.skip, ..filter };
    let mut found = Vec::new();
    ledger.claims(&filter, |entry| -> Result<(), LedgerError> {
        found.push(entry.json);
        Ok(())
    })?;
    Ok(found)
}

async fn claims(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new("/api/v1/claims", query.clone());
    desk.tell(asked, query, |_, ledger, asked, query| {
        let order = match asked.take("order")?.as_deref() {
            None | Some("filed") => Order::Filed,
            Some("said") => Order::Said,
            Some(_) => return Err(Refusal::bad("order is filed or said")),
        };
        let (filter, part) = (Filter { order, ..asked.filter()? }, asked.part()?);
        asked.end()?;
        Ok(part.answer(some_claims(ledger, filter, part)?, &asked.path, query))
    })
    .await
}

async fn claim(State(desk): State<Arc<Desk>>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    desk.tell(Asked::new("", query), None, move |_, ledger, asked, _| {
        asked.end()?;
        match ledger.claim(id.trim())? {
            Lookup::One(entry) => {
                let document = ledger.document(&entry.claim.document.id)?;
                let context = document.as_ref().and_then(|document| desk::context(document, &entry.claim));
                Ok(written(json(&record::shown(&entry, context.as_ref()))?))
            }
            Lookup::Many(_) => Err(Refusal::bad("several ids begin so: give more digits")),
            Lookup::None => Err(Refusal::missing("no claim has this id")),
        }
    })
    .await
}

async fn facets(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    desk.tell(Asked::new("", query), None, |_, ledger, asked, _| {
        let (filter, most) = (asked.on_record()?, asked.most("values")?);
        asked.end()?;
        let counts = ledger.facets(&filter, most)?;
        let facets = Facet::ALL.map(|facet| {
            let values = counts.facets.get(&facet).into_iter().flatten();
            let values: Vec<_> =
                values.map(|row| serde_json::json!({"value": row.value, "claims": row.claims})).collect();
            serde_json::json!({"field": facet.as_str(), "parameter": asked::name(facet), "values": values})
        });
        let whole = serde_json::json!({
            "record": "facets/1", "claims": counts.claims, "more": counts.more, "facets": facets,
        });
        Ok(written(whole.to_string()))
    })
    .await
}

async fn reports(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new("/api/v1/reports", query.clone());
    desk.tell(asked, query, |_, ledger, asked, query| {
        let part = asked.part()?;
        asked.end()?;
        let rows = ledger.latest_documents(part.skip, part.limit + 1)?;
        let items = rows.iter().map(|row| json(&record::report(row))).collect::<Result<_, _>>()?;
        Ok(part.answer(items, &asked.path, query))
    })
    .await
}

const NO_REPORT: &str = "no report has this id";

async fn report(State(desk): State<Arc<Desk>>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    desk.tell(Asked::new("", query), None, move |_, ledger, asked, _| {
        asked.end()?;
        let document = ledger.document(&DocumentId::from(id))?.ok_or_else(|| Refusal::missing(NO_REPORT))?;
        Ok(written(json(&document)?))
    })
    .await
}

async fn report_claims(State(desk): State<Arc<Desk>>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new(format!("/api/v1/reports/{id}/claims"), query.clone());
    desk.tell(asked, query, move |_, ledger, asked, query| {
        let part = asked.part()?;
        asked.end()?;
        ledger.document(&DocumentId::from(id.clone()))?.ok_or_else(|| Refusal::missing(NO_REPORT))?;
        let filter = Filter { document: Some(id), ..Filter::default() };
        Ok(part.answer(some_claims(ledger, filter, part)?, &asked.path, query))
    })
    .await
}

async fn sources(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new("/api/v1/sources", query.clone());
    desk.tell(asked, query, |_, ledger, asked, query| {
        let (filter, part) = (asked.filter()?, asked.part()?);
        asked.end()?;
        let rows = ledger.sources(&filter, part.skip, part.limit + 1)?;
        let items = rows.iter().map(|row| json(&record::source(row))).collect::<Result<_, _>>()?;
        Ok(part.answer(items, &asked.path, query))
    })
    .await
}

async fn source(State(desk): State<Arc<Desk>>, Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    desk.tell(Asked::new("", query), None, move |_, ledger, asked, _| {
        asked.end()?;
        let row = ledger.source(&name)?.ok_or_else(|| Refusal::missing("nobody on record has this name"))?;
        Ok(written(json(&record::source(&row))?))
    })
    .await
}

async fn log(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::new("/api/v1/log", query.clone());
    desk.tell(asked, query, |_, ledger, asked, query| {
        let part = asked.part()?;
        asked.end()?;
        let after = OperationNo(i64::try_from(part.skip).unwrap_or(i64::MAX));
        let operations = ledger.operations_after(after, part.limit + 1)?;
        let items = operations.iter().map(|operation| json(&record::operation(operation))).collect::<Result<_, _>>()?;
        Ok(part.answer(items, &asked.path, query))
    })
    .await
}

/// A case for programs; how to reach its readers is left to the desk's own pages.
fn case_json(case: &corrections::CaseRow) -> serde_json::Value {
    serde_json::json!({
        "record": "case/1", "no": case.no.0, "page": case.page.as_str(), "exact": case.place.quote.exact(),
        "prefix": case.place.quote.prefix(), "suffix": case.place.quote.suffix(), "opened": case.opened,
        "latest": case.latest, "reports": case.reports, "answers": case.answers, "status": case.status.as_str(),
        "assignee": case.assignee, "joined": case.joined.map(|no| no.0),
    })
}

const SIGN_IN: &str = "cases are for editors who are signed in: send the session's cookie";

impl Desk {
    /// Refuses whoever is not signed in.
    fn signed(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let refused = || Refusal { status: StatusCode::UNAUTHORIZED, detail: SIGN_IN.to_owned() };
        self.sessions.editor(headers).map(|_| ()).ok_or_else(refused)
    }
}

async fn cases(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let asked = Asked::new("/api/v1/cases", query.clone());
    desk.tell(asked, query, move |desk, _, asked, query| {
        desk.signed(&headers)?;
        let status = match asked.take("status")? {
            Some(name) => match corrections::Status::named(&name) {
                Some(status) => Some(status),
                None => return Err(Refusal::bad("status is open, asked, accepted, rejected, spam or joined")),
            },
            None => None,
        };
        let part = asked.part()?;
        asked.end()?;
        let store = Store::open_or_create(&desk.corrections)?;
        let filter = CaseFilter { status, skip: part.skip, limit: part.limit + 1, ..CaseFilter::default() };
        let items = store.cases(&filter)?.iter().map(|case| case_json(case).to_string()).collect();
        Ok(part.answer(items, &asked.path, query))
    })
    .await
}

/// The case of this number.
fn numbered(store: &Store, no: &str) -> Result<corrections::CaseRow, Refusal> {
    let case = match no.parse() {
        Ok(no) => store.case(CaseNo(no))?,
        Err(_) => None,
    };
    case.ok_or_else(|| Refusal::missing("no case has this number"))
}

async fn case(
    State(desk): State<Arc<Desk>>,
    Path(no): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    desk.tell(Asked::new("", query), None, move |desk, _, asked, _| {
        desk.signed(&headers)?;
        asked.end()?;
        let store = Store::open_or_create(&desk.corrections)?;
        let case = numbered(&store, &no)?;
        let tallies = store.suggestions(case.no)?;
        let suggestions: Vec<_> = tallies
            .iter()
            .map(|tally| serde_json::json!({"suggestion": tally.suggestion, "reports": tally.reports}))
            .collect();
        let history = store.history(case.no)?;
        let history: Vec<_> = history
            .iter()
            .map(|entry| {
                serde_json::json!({
                    "no": entry.no.0, "at": entry.stamp.at.to_string(), "by": entry.stamp.by.as_str(),
                    "act": entry.act, "undone": entry.undone,
                })
            })
            .collect();
        let mut whole = case_json(&case);
        whole["suggestions"] = suggestions.into();
        whole["history"] = history.into();
        Ok(written(whole.to_string()))
    })
    .await
}

async fn case_reports(
    State(desk): State<Arc<Desk>>,
    Path(no): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::new(format!("/api/v1/cases/{}/reports", pages::encoded(&no)), query.clone());
    desk.tell(asked, query, move |desk, _, asked, query| {
        desk.signed(&headers)?;
        let part = asked.part()?;
        asked.end()?;
        let store = Store::open_or_create(&desk.corrections)?;
        let reports = store.reports(numbered(&store, &no)?.no, part.skip, part.limit + 1)?;
        // How to reach whoever sent it is left to the desk's own pages here too.
        let report = |report: &corrections::Received| {
            let json = serde_json::json!({
                "record": "case-report/1", "at": report.at, "kind": report.kind, "exact": report.quote.exact(),
                "prefix": report.quote.prefix(), "suffix": report.quote.suffix(), "suggestion": report.suggestion,
                "comment": report.comment,
            });
            json.to_string()
        };
        Ok(part.answer(reports.iter().map(report).collect(), &asked.path, query))
    })
    .await
}

/// One path as the page shows it.
struct Described {
    path: String,
    summary: String,
    parameters: Vec<(String, String)>,
    answers: Vec<(String, String)>,
    /// Where to look at it right away; empty where the path wants a name.
    example: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    description: String,
    paths: Vec<Described>,
}

/// The description for people, drawn from the one for programs.
async fn page() -> Result<Html<String>, Failure> {
    let api: serde_json::Value = serde_json::from_str(OPENAPI).map_err(|_| Failure::Bug)?;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    // What several paths share is written once and pointed to.
    let whole = |value: &serde_json::Value| match value["$ref"].as_str().and_then(|at| at.strip_prefix('#')) {
        Some(at) => api.pointer(at).cloned().unwrap_or_default(),
        None => value.clone(),
    };
    let paths = api["paths"].as_object().into_iter().flatten().map(|(path, item)| {
        let get = &item["get"];
        let parameters = get["parameters"].as_array().into_iter().flatten().map(|parameter| {
            let parameter = whole(parameter);
            (text(&parameter["name"]), text(&parameter["description"]))
        });
        let answers = get["responses"].as_object().into_iter().flatten();
        Described {
            path: format!("/api/v1{path}"),
            summary: text(&get["summary"]),
            parameters: parameters.collect(),
            answers: answers.map(|(code, answer)| (code.clone(), text(&whole(answer)["description"]))).collect(),
            example: if path.contains('{') { String::new() } else { format!("/api/v1{path}") },
        }
    });
    pages::page(&ApiPage { description: text(&api["info"]["description"]), paths: paths.collect() })
}
