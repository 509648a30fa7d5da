//! What stands around every page: who may ask, and that a page may do next to nothing.
//!
//! What reports and readers say comes from outside and is hostile. Templates escape it; the policy sent here is the
//! second wall: even a script that slipped through would not run, and nothing could be sent away.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::pace;
use super::public::Public;

/// The desk: our own style and script, and nothing from elsewhere.
const DESK: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The readers' side: no page of it needs a script.
const PUBLIC: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Refuses requests that were not meant for this desk, and gives every answer its headers.
pub(crate) async fn desk(request: Request, next: Next) -> Response {
    let mut response = match desk_refusal(&request) {
        Some((status, why)) => plain(status, why),
        None => answer(request, next).await,
    };
    headers(&mut response, DESK);
    response
}

/// The same for the readers' side, which has a name of its own where a proxy stands before it.
pub(crate) async fn public(State(public): State<Arc<Public>>, request: Request, next: Next) -> Response {
    let mut response = if is_loopback(&request) || host(&request).eq_ignore_ascii_case(&public.host) {
        answer(request, next).await
    } else {
        plain(StatusCode::MISDIRECTED_REQUEST, "nothing answers to this name here\n")
    };
    headers(&mut response, PUBLIC);
    response
}

/// What is answered to a request, whose body has to keep coming.
async fn answer(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let (body, stalled) = pace::paced(body);
    let response = next.run(Request::from_parts(head, body)).await;
    if stalled.load(Ordering::Relaxed) {
        return plain(StatusCode::REQUEST_TIMEOUT, "this took too long; please send it again\n");
    }
    response
}

fn plain(status: StatusCode, why: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], why).into_response()
}

/// What a handler has set stays; it knows better.
fn headers(response: &mut Response, policy: &'static str) {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        // With "no-referrer", browsers hide the origin of our own forms from us, and forged ones look alike.
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// `path` where it is one of this desk, and nothing that a browser would take for an address elsewhere.
///
/// Browsers read `//host`, `/\host` and `/<tab>/host` as other hosts, so anything odd is refused.
pub(crate) fn own_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (plain && path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

/// The host that the request names, with its port.
pub(crate) fn host(request: &Request) -> &str {
    request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default()
}

/// A page elsewhere can point a name of its own at this machine (DNS rebinding); its requests carry that name.
fn is_loopback(request: &Request) -> bool {
    let host = host(request);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

fn desk_refusal(request: &Request) -> Option<(StatusCode, &'static str)> {
    if !is_loopback(request) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this desk answers to 127.0.0.1 and localhost only\n"));
    }
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "the desk is asked with GET and told with POST\n"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_this_desk_are_gone_back_to() {
        for own in ["/", "/reports/ab?claim=1&done=2#c1", "/claims/a%20b/edit", "/?q=http://a.example/"] {
            assert_eq!(own_path(own), Some(own));
        }
        for other in [
            "",
            "reports",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " /reports",
            "https://evil.example/",
            "javascript:alert(1)",
            "/é",
            "/a\r\nset-cookie: x",
        ] {
            assert_eq!(own_path(other), None, "{other:?}");
        }
    }
}
