//! What the tests of both listeners share.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use claims::{Claim, Decider, Given};
use corrections::Store;
use desk::{Filter, Ledger, LedgerError, Reader, Reading, Stamp};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{Allowance, Desk, router};

/// The name by which the desk is asked.
const HOST: &str = "127.0.0.1:4180";

/// What was answered.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// What `router` answers to `request`.
    pub(crate) async fn of(router: Router, request: Request<Body>) -> Self {
        let response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Self { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The same, on a runtime of its own.
    pub(crate) fn now(router: Router, request: Request<Body>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(Self::of(router, request))
    }

    /// A header; empty where it is not set.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The first address on `page` that begins with `with`.
pub(crate) fn link(page: &str, with: &str) -> String {
    let start = page.find(&format!("href=\"{with}")).expect("a link") + "href=\"".len();
    page[start..].split('"').next().unwrap_or_default().to_owned()
}

/// What a form of `page` must carry.
fn token(page: &str) -> String {
    let at = page.find("name=\"token\" value=\"").expect("a token") + "name=\"token\" value=\"".len();
    page[at..].split('"').next().unwrap_or_default().to_owned()
}

/// When and by whom tests file and decide.
pub(crate) fn stamp() -> Stamp {
    Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: Decider::person("tester") }
}

/// What a file of this name and text is read as.
pub(crate) fn reading(name: &str, text: &str, given: &Given) -> Reading {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, text).expect("a file");
    let (inputs, _) = desk::inputs(&[file]);
    desk::reading(desk::document(&inputs[0], given).expect("read"), Reader::Rules)
}

/// A desk in a folder of its own, and an editor who signed in there.
pub(crate) struct Room {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
    pub desk: Arc<Desk>,
    /// The editor's cookie; empty to ask as anybody.
    pub cookie: String,
    /// What the editor's forms carry.
    pub token: String,
}

impl Room {
    /// A desk with nothing on record, where "anna" signed in by the token of the first start.
    pub(crate) fn new() -> Self {
        Self::allowing(Allowance::default())
    }

    /// The same, where forms with files may bring what `allowance` says.
    pub(crate) fn allowing(allowance: Allowance) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        drop(Ledger::open_or_create(&path).expect("a ledger"));
        let desk = Arc::new(Desk::new(path.clone(), Reader::Rules, allowance));
        let mut room = Self { _folder: folder, path, desk, cookie: String::new(), token: String::new() };
        room.desk.sessions.expect("first");
        let answer = room.post("/sign-in", &[("name", "anna"), ("first", "first")]);
        let set = answer.header("set-cookie");
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set} {}", answer.body);
        room.cookie = set.split(';').next().unwrap_or_default().to_owned();
        room.token = token(&room.get("/cases").body);
        room
    }

    /// The same with one report on record.
    pub(crate) fn with(name: &str, text: &str, given: &Given) -> Self {
        let room = Self::new();
        room.file(reading(name, text, given));
        room
    }

    /// Puts `reading` on record.
    pub(crate) fn file(&self, reading: Reading) {
        self.ledger().file(reading, &stamp()).expect("filed");
    }

    /// What is answered to a request with these headers, from whoever they name.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.into())).expect("a request");
        Answer::now(router(Arc::clone(&self.desk)), request)
    }

    /// A page as the editor sees it.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("cookie", &self.cookie)], "")
    }

    /// What is answered to a form that the editor sends.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.append_pair("token", &self.token).extend_pairs(fields).finish();
        self.ask("POST", path, &[("cookie", &self.cookie), ("origin", &format!("http://{HOST}"))], body)
    }

    /// The ledger, to write in.
    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open_or_create(&self.path).expect("a ledger")
    }

    /// The corrections beside it.
    pub(crate) fn store(&self) -> Store {
        Store::open_or_create(&corrections::beside(&self.path)).expect("a store")
    }

    /// The claims on record.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut found = Vec::new();
        let each = |entry: desk::Entry| -> Result<(), LedgerError> {
            found.push(entry.claim);
            Ok(())
        };
        self.ledger().claims(&Filter::default(), each).expect("readable");
        found
    }
}
