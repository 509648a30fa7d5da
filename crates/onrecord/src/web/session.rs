//! Who is signed in: sessions in memory, a cookie that no other site's page can send, and a token in every form.
//!
//! A cookie belongs to a host and not to a port, so a page that some other program serves on this machine could send
//! it along; `SameSite` does not help there. Hence both walls in [`Signed`]: the browser's word on whose page sends,
//! and a token that only our own pages know.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header, request::Parts};
use axum::response::{IntoResponse as _, Redirect, Response};
use claims::Decider;
use corrections::Stamp;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::fields::Fields;
use super::pages::Failure;
use super::{Desk, guard, secret};

/// A session ends after so many seconds without a request.
const IDLE: i64 = 12 * 3_600;
/// So many failed attempts within so many seconds, and nobody signs in for a while.
const ATTEMPTS: (usize, i64) = (10, 5 * 60);
const COOKIE: &str = "onrecord-desk";

/// Who is signed in.
#[derive(Default)]
pub(crate) struct Sessions {
    /// By the hash of the cookie, so that looking one up tells nothing by the time it takes.
    open: Mutex<HashMap<[u8; 32], Session>>,
    /// The hash of the token that was printed at the start, until it is used.
    first: Mutex<Option<[u8; 32]>>,
    failed: Mutex<VecDeque<i64>>,
}

#[derive(Clone)]
struct Session {
    name: String,
    token: String,
    last: i64,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

/// An editor who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Editor {
    /// The name under which decisions are logged.
    pub name: String,
    /// What every form of this session must carry.
    pub token: String,
}

impl Editor {
    /// That this editor decides now.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp { at: Timestamp::now(), by: Decider::person(&self.name) }
    }

    /// Whether `token` is that of the editor's session.
    pub(crate) fn has(&self, token: &str) -> bool {
        // Hashes are compared, whose time tells nothing about what is compared.
        hash(token) == hash(&self.token)
    }
}

impl Sessions {
    /// Lets whoever knows `token` sign in once.
    pub(crate) fn expect(&self, token: &str) {
        *lock(&self.first) = Some(hash(token));
    }

    /// Uses up the first token, if this is it.
    pub(crate) fn first(&self, token: &str) -> bool {
        let mut first = lock(&self.first);
        let is = first.is_some_and(|expected| expected == hash(token));
        if is {
            *first = None;
        }
        is
    }

    /// Whether the first token still waits to be used.
    pub(crate) fn waits_for_first(&self) -> bool {
        lock(&self.first).is_some()
    }

    /// Whether so many attempts failed that nobody may try now.
    pub(crate) fn is_closed(&self) -> bool {
        let now = Timestamp::now().as_second();
        let mut failed = lock(&self.failed);
        failed.retain(|at| now - at < ATTEMPTS.1);
        failed.len() >= ATTEMPTS.0
    }

    /// Counts an attempt that failed.
    pub(crate) fn count_failure(&self) {
        lock(&self.failed).push_back(Timestamp::now().as_second());
    }

    /// Opens a session for `name` and gives its cookie.
    pub(crate) fn open(&self, name: &str) -> Result<String, Failure> {
        let (cookie, token) = (secret::token()?, secret::token()?);
        let now = Timestamp::now().as_second();
        let mut open = lock(&self.open);
        open.retain(|_, session| now - session.last < IDLE);
        open.insert(hash(&cookie), Session { name: name.to_owned(), token, last: now });
        Ok(format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age={IDLE}"))
    }

    /// Ends the session of these headers, and gives the cookie that takes the other away.
    pub(crate) fn close(&self, headers: &HeaderMap) -> String {
        for cookie in cookies(headers) {
            lock(&self.open).remove(&hash(cookie));
        }
        format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
    }

    /// The editor whose session these headers name.
    pub(crate) fn editor(&self, headers: &HeaderMap) -> Option<Editor> {
        let now = Timestamp::now().as_second();
        let mut open = lock(&self.open);
        for cookie in cookies(headers) {
            if let Some(session) = open.get_mut(&hash(cookie)).filter(|session| now - session.last < IDLE) {
                session.last = now;
                return Some(Editor { name: session.name.clone(), token: session.token.clone() });
            }
        }
        None
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    })
}

/// Whether a browser says that the request comes from a page that is not ours.
pub(crate) fn is_foreign(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site").and_then(|v| v.to_str().ok());
    let origin = request.headers().get(header::ORIGIN).map(|v| v.to_str().unwrap_or_default());
    let host = guard::host(request);
    site.is_some_and(|site| site != "same-origin" && site != "none")
        || origin.is_some_and(|origin| origin.strip_prefix("http://") != Some(host))
}

/// The way to the page to sign in on, and from there back to `path`.
pub(crate) fn sign_in(path: &str) -> Redirect {
    match guard::own_path(path) {
        Some(path) => Redirect::to(&format!("/sign-in?next={}", super::pages::encoded(path))),
        None => Redirect::to("/sign-in"),
    }
}

/// The path of the page of ours that the request comes from; empty where that is not known.
fn came_from(request: &Request) -> &str {
    let referrer = request.headers().get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let rest = referrer.strip_prefix("http://").and_then(|rest| rest.strip_prefix(guard::host(request)));
    rest.unwrap_or_default()
}

impl FromRequestParts<Arc<Desk>> for Editor {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Redirect> {
        let here = parts.uri.path_and_query().map_or("/", |at| at.as_str());
        desk.sessions.editor(&parts.headers).ok_or_else(|| sign_in(here))
    }
}

/// What is said to whoever sends a form that is not ours.
pub(crate) const FORGED: Failure =
    Failure::Forbidden("This form did not come from a page of this desk, or is too old.");

/// The editor who sends a form, as far as can be told before it is read: from a page of ours, or nobody.
pub(crate) fn sender(request: &Request, desk: &Desk) -> Result<Editor, Box<Response>> {
    let editor = desk.sessions.editor(request.headers());
    let editor = editor.ok_or_else(|| sign_in(came_from(request)).into_response())?;
    if is_foreign(request) { Err(FORGED.into_response().into()) } else { Ok(editor) }
}

/// A form that an editor sent from one of our pages.
pub(crate) struct Signed {
    /// The editor.
    pub editor: Editor,
    /// What the form holds.
    pub fields: Fields,
}

impl FromRequest<Arc<Desk>> for Signed {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let editor = sender(&request, desk).map_err(|refusal| *refusal)?;
        let body = Bytes::from_request(request, &());
        const LONG: Failure = Failure::TooLarge("The form is larger than any of ours can be. Nothing of it was done.");
        let body = body.await.map_err(|_| LONG.into_response())?;
        let fields = Fields::read(&body);
        if !editor.has(fields.one("token")) {
            return Err(FORGED.into_response());
        }
        Ok(Self { editor, fields })
    }
}
