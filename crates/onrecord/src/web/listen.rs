//! Listening: whoever can connect, nobody may hold a connection for long, nor keep the desk from stopping.
//!
//! axum's own loop waits for a request's head as long as the client likes. A few thousand such clients would take all
//! the sockets that a process may have, and a desk that can be silenced so would not be worth much. What comes after the
//! head, and the answer, has a pace of its own to keep ([`super::pace`]).

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::pace::Taken;

/// A request's head arrives within this time, and an idle connection is closed after it.
const HEAD: Duration = Duration::from_secs(10);
/// So many connections at once; further ones wait to be accepted.
const CONNECTIONS: usize = 512;
/// What was asked for when the desk is stopped is answered within this time, or not at all.
const GRACE: Duration = Duration::from_secs(5);

/// Answers whoever connects until `stop` says that it is over, and then who is being answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = over(&mut stop) => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(_) => {
                // The process has no socket left, or the client is gone; either passes.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let router = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(peer))));
        let mut stop = stop.clone();
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD);
            let mut connection = pin!(http.serve_connection(TokioIo::new(Taken::new(stream)), router));
            // What a client does wrong is its own business; what we do wrong was told where it happened.
            tokio::select! {
                _ = connection.as_mut() => {}
                () = over(&mut stop) => {
                    connection.as_mut().graceful_shutdown();
                    let _ = timeout(GRACE, connection).await;
                }
            }
            drop(place);
        });
    }
    drop(listener);
    // When all places are free again, all were answered.
    let _ = timeout(GRACE, places.acquire_many(CONNECTIONS as u32)).await;
}

/// Ends when `stop` says so, or when nobody is left to say it.
async fn over(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|over| *over).await;
}
