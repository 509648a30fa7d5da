//! Taking a report: from the script as an annotation, from the form without one as fields.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest as _, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use corrections::{Answer, Incoming, Kind, Origin, Page, Quote, Receipt, Refused, Report, annotation};
use jiff::Timestamp;
use serde::Deserialize;

use super::{Failure, Public, page, show};
use crate::web::fields::Fields;
use crate::web::{guard, secret};

const ELSEWHERE: &str = "This desk takes no reports on that page. Please look for the publisher's own.";
const FORGED: &str = "the newsroom's desk takes no reports from pages at this address; please tell the newsroom";

/// What a reader writes, as it stands in the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    url: String,
    quote: String,
    prefix: String,
    suffix: String,
    kind: String,
    suggestion: String,
    comment: String,
    contact: String,
    website: String,
}

impl Written {
    fn of(fields: &Fields) -> Self {
        let field = |name| fields.one(name).to_owned();
        Self {
            url: field("url"),
            quote: field("quote"),
            prefix: field("prefix"),
            suffix: field("suffix"),
            kind: field("kind"),
            suggestion: field("suggestion"),
            comment: field("comment"),
            contact: field("contact"),
            website: field("website"),
        }
    }

    fn report(&self) -> Result<Report, Refused> {
        let quote = Quote::new(&self.quote, &self.prefix, &self.suffix)?;
        Report::new(Page::new(&self.url)?, quote, Kind::named(&self.kind)?, &self.suggestion)?
            .with_comment(&self.comment)?
            .with_contact(&self.contact)?
            .trapped(!self.website.trim().is_empty())
            .complete()
    }
}

#[derive(Template)]
#[template(path = "public/report.html")]
struct Form {
    written: Written,
    problem: Option<String>,
    kinds: [(&'static str, &'static str); 8],
}

/// The kinds as a reader is asked; `correct.js` asks the same.
pub(super) fn kinds() -> [(&'static str, &'static str); 8] {
    Kind::ALL.map(|kind| {
        let words = match kind {
            Kind::Fact => "A fact is wrong",
            Kind::Name => "A name or title",
            Kind::Figure => "A number or figure",
            Kind::Date => "A date or time",
            Kind::Quotation => "A quotation",
            Kind::Typing => "A typing or grammar mistake",
            Kind::Clarification => "It is unclear or can be misread",
            Kind::Other => "Something else",
        };
        (kind.as_str(), words)
    })
}

/// The form that works without a script.
pub(crate) async fn form(
    State(public): State<Arc<Public>>,
    Query(written): Query<Written>,
) -> Result<Html<String>, Failure> {
    if !written.url.is_empty() && !Page::new(&written.url).is_ok_and(|page| public.takes(&page)) {
        return Err(Failure::Forbidden(ELSEWHERE));
    }
    page(&Form { written, problem: None, kinds: kinds() })
}

/// What a browser asks before it lets a page of another origin send.
pub(crate) async fn preflight(State(public): State<Arc<Public>>, request: Request) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    // Any page may ask, so that its reader can be told why nothing was taken: what is sent then is refused all the same.
    match sender(&public, &request) {
        Some(sender) => sender.allow(headers),
        None => readable(headers),
    }
    response
}

/// Lets any page read the answer, which must hold nothing but why it was refused.
fn readable(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
}

/// Takes a report. Whoever is answered with a receipt can rely on it: the report is on the disk.
pub(crate) async fn receive(State(public): State<Arc<Public>>, request: Request) -> Response {
    let Some(sender) = sender(&public, &request) else {
        let mut response = refuse(StatusCode::FORBIDDEN, FORGED, None);
        readable(response.headers_mut());
        return response;
    };
    let mut response = taken(&public, request).await;
    sender.allow(response.headers_mut());
    response
}

async fn taken(public: &Arc<Public>, request: Request) -> Response {
    let address = public.address(&request);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = Bytes::from_request(request, &()).await;
    let written = match kind.as_str() {
        "application/json" | "application/ld+json" => None,
        "application/x-www-form-urlencoded" => Some(Written::of(&Fields::read(body.as_deref().unwrap_or_default()))),
        _ => {
            let why = "send a report as application/json or as a form";
            return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, why, None);
        }
    };
    let body = match body {
        Ok(body) => body,
        Err(BytesRejection::FailedToBufferBody(e)) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, "the report is larger than 16 KB: shorten it", None);
        }
        Err(_) => return refuse(StatusCode::BAD_REQUEST, "the report did not arrive whole: send it again", None),
    };
    let report = match written.as_ref().map_or_else(|| annotation::read(&body), Written::report) {
        Ok(report) => report,
        Err(refused) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, &refused.to_string(), written),
    };
    if !public.takes(report.page()) {
        return refuse(StatusCode::FORBIDDEN, "this desk takes no reports on that page", written);
    }
    let now = Timestamp::now();
    let (Ok(counted), Ok(chance)) = (public.may_send(address, now).await, secret::bytes::<16>()) else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, UNSTORED, written);
    };
    let sent = match counted {
        Ok(sent) => sent,
        Err(seconds) => {
            let mut response = refuse(StatusCode::TOO_MANY_REQUESTS, &often(seconds), written);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            return response;
        }
    };
    let receipt = Receipt::of(chance);
    let at = format!("{}/receipt/{receipt}", public.base);
    if public.inbox.put(Incoming { report, receipt: receipt.clone(), at: now }, sent).await.is_err() {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, UNSTORED, written);
    }
    if written.is_some() {
        return Redirect::to(&format!("/receipt/{receipt}")).into_response();
    }
    let location = [(header::LOCATION, at.clone()), (header::CONTENT_TYPE, JSON.to_owned())];
    (StatusCode::CREATED, location, serde_json::json!({"receipt": at, "status": "open"}).to_string()).into_response()
}

/// Takes what a reader answers to a question, on the receipt.
pub(crate) async fn answer(
    State(public): State<Arc<Public>>,
    Path(receipt): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let ours = matches!(sender(&public, &request), Some(Sender::Own | Sender::Nameless));
    if !ours {
        return Err(Failure::Forbidden("This did not come from the page of your receipt."));
    }
    let receipt = Receipt::parse(&receipt).ok_or(show::UNKNOWN)?;
    let address = public.address(&request);
    let Ok(body) = Bytes::from_request(request, &()).await else {
        return Ok((StatusCode::PAYLOAD_TOO_LARGE, "the answer is larger than 16 KB: shorten it").into_response());
    };
    let written = Fields::read(&body).one("answer").to_owned();
    let refused = match Answer::new(&written) {
        Err(refused) => Some(refused.to_string()),
        Ok(answer) => match public.may_send(address, Timestamp::now()).await? {
            Err(seconds) => Some(often(seconds)),
            Ok(sent) => {
                let (receipt, now) = (receipt.clone(), Timestamp::now());
                let stored = public.ask(move |store, _| store.answer(&receipt, &answer, now, Some(&sent))).await?;
                stored.err().map(|refused| refused.to_string())
            }
        },
    };
    if refused.is_none() {
        return Ok(Redirect::to(&format!("/receipt/{receipt}")).into_response());
    }
    let page = show::receipt_page(&public, receipt, refused, written).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Why whoever sends too often has to wait.
fn often(seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    format!("you have sent several reports in a short time: please send this one in {minutes} min")
}

const JSON: &str = "application/json";
const UNSTORED: &str = "your report could not be stored: please keep your words and try again in a while";

/// Why a report was not taken: in the form, with all that was written, or as JSON for the script.
fn refuse(status: StatusCode, why: &str, written: Option<Written>) -> Response {
    let Some(written) = written else {
        let body = serde_json::json!({"problem": why}).to_string();
        return (status, [(header::CONTENT_TYPE, JSON)], body).into_response();
    };
    let form = Form { written, problem: Some(why.to_owned()), kinds: kinds() };
    page(&form).map_or_else(IntoResponse::into_response, |page| (status, page).into_response())
}

/// Whose page sends.
enum Sender {
    /// A program, or a browser that is too old to say; no page could have made it send.
    Nameless,
    /// A page of ours.
    Own,
    /// A page of an origin that is allowed to.
    Allowed(Origin),
}

impl Sender {
    /// Lets the page read the answer.
    fn allow(&self, headers: &mut HeaderMap) {
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
        if let Self::Allowed(origin) = self
            && let Ok(origin) = HeaderValue::from_str(origin.as_str())
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }
}

/// Whose page sends `request`; `None` where it may not.
fn sender(public: &Public, request: &Request) -> Option<Sender> {
    let Some(told) = request.headers().get(header::ORIGIN) else { return Some(Sender::Nameless) };
    let told = told.to_str().ok()?;
    // A scheme is told apart by the proxy in front only, so either is ours under a name that the guard let pass.
    if told == public.base || told.split_once("://").is_some_and(|(_, host)| host == guard::host(request)) {
        return Some(Sender::Own);
    }
    Origin::new(told).filter(|origin| origin.as_str() == told && public.allows(origin)).map(Sender::Allowed)
}
