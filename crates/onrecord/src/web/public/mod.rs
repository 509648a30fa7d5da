//! The readers' side: a listener of its own that takes reports and shows what became of them.
//!
//! ```text
//! $ onrecord serve --public 4181 --origin https://paper.example
//! listening on http://127.0.0.1:4180
//! public side on http://127.0.0.1:4181
//! ```
//!
//! It never opens the ledger and knows no editor; what it can show is what the corrections file lets the public see.
//! It too listens on loopback only: a newsroom puts its web server, which speaks TLS, in front ([`Outside`]).

mod send;
mod show;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Router, middleware, routing::get};
use corrections::{CaseNo, Limits, Origin, Page, Rate, Sent, Store};
use jiff::Timestamp;

use super::guard;
use super::inbox::Inbox;
use super::secret;

/// No report is larger, in bytes.
const BODY: usize = 16 * 1024;

/// How the world sees this side.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    /// The origins whose pages may send; where none is given, those of this machine, to try it out.
    pub origins: Vec<Origin>,
    /// The origin under which readers reach us; `None` where they do on this machine's own.
    pub url: Option<Origin>,
    /// Whether the proxy in front tells the reader's address.
    pub forwarded: bool,
    /// How many reports one address may send.
    pub rate: Rate,
}

/// What the readers' side stands on.
#[derive(Debug)]
pub(crate) struct Public {
    /// Our own origin, as readers see it.
    pub base: String,
    /// The host of `base`.
    pub host: String,
    origins: Vec<Origin>,
    forwarded: bool,
    corrections: PathBuf,
    inbox: Inbox,
    limits: Mutex<Limits>,
}

impl Public {
    /// The readers' side over the corrections at `path`, listening at `address`.
    pub(crate) fn new(
        path: PathBuf,
        address: SocketAddr,
        outside: Outside,
        told: Option<SyncSender<CaseNo>>,
    ) -> Result<Self, corrections::Error> {
        let base = outside.url.map_or_else(|| format!("http://{address}"), |url| url.as_str().to_owned());
        Ok(Self {
            host: base.split_once("://").map_or_else(String::new, |(_, host)| host.to_owned()),
            base,
            origins: outside.origins,
            forwarded: outside.forwarded,
            inbox: Inbox::open(path.clone(), told)?,
            limits: Mutex::new(Store::open_or_create(&path)?.limits(Timestamp::now(), outside.rate)?),
            corrections: path,
        })
    }

    /// Whether reports on `page` are taken here.
    fn takes(&self, page: &Page) -> bool {
        page.origin().is_some_and(|origin| self.allows(&origin))
    }

    /// Whether pages of `origin` may send.
    fn allows(&self, origin: &Origin) -> bool {
        if self.origins.is_empty() { origin.is_loopback() } else { self.origins.contains(origin) }
    }

    /// The address that `request` comes from, as far as it can be known.
    fn address(&self, request: &Request) -> IpAddr {
        let told = request.headers().get_all("x-forwarded-for").iter().next_back();
        // Only the last entry is the proxy's own word; those before it are what the sender said of itself.
        let told = told.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        told.filter(|_| self.forwarded).or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }

    /// Counts that `address` sends now, or says after how many seconds it may.
    async fn may_send(self: &Arc<Self>, address: IpAddr, now: Timestamp) -> Result<Result<Sent, i64>, Failure> {
        let public = Arc::clone(self);
        let count = move || {
            // Whoever else serves this file hashes with the same key.
            let key = |day| {
                let drawn = secret::bytes::<32>().map_err(|error| {
                    eprintln!("onrecord: the system gives no secrets: {error}");
                    Failure::Bug
                })?;
                let key = Store::open_or_create(&public.corrections).and_then(|mut store| store.key_of(day, drawn));
                key.map_err(|error| {
                    eprintln!("onrecord: {error}");
                    Failure::Bug
                })
            };
            public.limits.lock().unwrap_or_else(PoisonError::into_inner).take(address, now, key)
        };
        tokio::task::spawn_blocking(count).await.map_err(|_| Failure::Bug)?
    }

    /// Asks the corrections on a thread that may wait for the disk.
    async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        look: impl FnOnce(&mut Store, &Self) -> Result<T, corrections::Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let public = Arc::clone(self);
        let work = move || look(&mut Store::open_or_create(&public.corrections)?, &public);
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Bug)?;
        done.map_err(|error| {
            eprintln!("onrecord: {error}");
            Failure::Bug
        })
    }
}

/// Why a reader gets no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing is there.
    Missing(&'static str),
    /// It is not for this desk.
    Forbidden(&'static str),
    /// It failed on our side; the cause was told in the terminal.
    Bug,
}

#[derive(Template)]
#[template(path = "public/problem.html")]
struct Problem {
    title: &'static str,
    says: &'static str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, title, says) = match self {
            Self::Missing(says) => (StatusCode::NOT_FOUND, "Not here", says),
            Self::Forbidden(says) => (StatusCode::FORBIDDEN, "Not for this desk", says),
            Self::Bug => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something failed on our side",
                "Please try again in a while. Nothing that you were given a receipt for is lost.",
            ),
        };
        match (Problem { title, says }).render() {
            Ok(page) => (status, Html(page)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// Fills a template.
fn page<T: Template>(template: &T) -> Result<Html<String>, Failure> {
    template.render().map(Html).map_err(|_| Failure::Bug)
}

/// All that readers can reach.
pub(crate) fn router(public: Arc<Public>) -> Router {
    Router::new()
        .route("/", get(show::corrections))
        .route("/report", get(send::form).post(send::receive).options(send::preflight))
        .route("/receipt/{id}", get(show::receipt).post(send::answer))
        .route("/corrections", get(show::corrections))
        .route("/corrections.atom", get(show::atom))
        .route("/corrections.jsonld", get(show::json_ld))
        .route("/notice", get(show::notice))
        .route("/correct.js", get(script))
        .route("/reader.css", get(style))
        .fallback(async || Failure::Missing("There is no such page."))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&public), guard::public))
        .with_state(public)
}

/// The script that publishers put on their pages; any page may load it, the allowed ones may send.
async fn script() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
        (header::HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
        // So that a publisher may load it with `crossorigin` and an integrity hash.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    (headers, include_str!("../assets/correct.js"))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../assets/reader.css"))
}
