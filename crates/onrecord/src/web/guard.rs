//! What stands around every page: only this machine may ask, and a page may do next to nothing.
//!
//! Report text comes from outside and is hostile. Templates escape it; the policy sent here is the second wall: even
//! a script that slipped through would not run, and nothing could be sent away.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Our own style and script, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses requests that were not meant for this desk, and gives every answer its headers.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match refusal(&request) {
        Some((status, why)) => (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// A page elsewhere can point a name of its own at this machine (DNS rebinding); its requests carry that name.
fn refusal(request: &Request) -> Option<(StatusCode, &'static str)> {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !["127.0.0.1", "localhost", "[::1]"].contains(&name) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this desk answers to 127.0.0.1 and localhost only\n"));
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "nothing is changed here yet\n"));
    }
    None
}
