//! What the tests of both listeners share.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

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
