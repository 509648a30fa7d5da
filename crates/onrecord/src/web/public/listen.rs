//! The readers' listener: anybody can connect to it, and nobody may hold a connection for long.
//!
//! axum's own loop waits for a request's head as long as the client likes. A few thousand such clients would take all
//! the sockets that a process may have, and a desk that can be silenced so would not be worth much.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// A request's head arrives within this time, and an idle connection is closed after it.
const HEAD: Duration = Duration::from_secs(10);
/// So many connections at once; further ones wait to be accepted.
const CONNECTIONS: usize = 512;

/// Answers whoever connects, for as long as it is polled.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(_) => {
                // The process has no socket left, or the client is gone; either passes.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let router = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(peer))));
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD);
            // What a client does wrong is its own business; what we do wrong was told where it happened.
            let _ = http.serve_connection(TokioIo::new(stream), router).await;
            drop(place);
        });
    }
}
