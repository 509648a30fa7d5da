//! The desk in the browser: pages over one ledger, on this machine only.
//!
//! ```text
//! $ onrecord serve --port 0
//! listening on http://127.0.0.1:43211
//! ```
//!
//! Pages are rendered here and work without scripts; `desk.js` adds keys, `edit.js`, `rail.js` and `file.js` what they are named for. The core is synchronous, and so is
//! SQLite: [`pages`] crosses over in one place, `Desk::ask`, where each request opens the ledger for itself.
//! [`guard`] is around everything: who may ask, and what a page may do in the browser. [`public`] is another listener
//! with pages of its own, for readers.

pub(crate) mod account;
mod fields;
mod listen;
mod pace;
mod guard;
mod secret;
mod session;
mod pages;
mod asked;
mod ledger;
mod differ;
mod sources;
mod changes;
mod timeline;
mod map;
mod matters;
mod origins;
mod permalink;
mod reading;
mod placed;
mod cases;
mod edit;
mod upload;
mod file;
mod api;
mod inbox;
mod public;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use axum::{
    Router, middleware,
    routing::{get, post},
};
use corrections::Store;
use desk::Ledger;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub(crate) use public::Outside;
use public::Public;
use session::Sessions;
pub(crate) use upload::Allowance;

/// What the pages stand on.
#[derive(Debug)]
pub(crate) struct Desk {
    /// The ledger's file.
    ledger: PathBuf,
    /// The file of the corrections.
    corrections: PathBuf,
    /// Who is signed in.
    sessions: Sessions,
    /// Who reads what is filed here.
    reader: desk::Reader,
    /// What one form with files may bring.
    allowance: Allowance,
}

impl Desk {
    /// A desk over the ledger at `path`, where nobody is signed in and `reader` reads what is filed.
    pub(crate) fn new(path: PathBuf, reader: desk::Reader, allowance: Allowance) -> Self {
        Self { corrections: corrections::beside(&path), ledger: path, sessions: Sessions::default(), reader, allowance }
    }
}

/// Serves the ledger at `path` on loopback until the process is told to stop; `port` 0 takes a free one. A form that
/// files reports may bring what `allowance` says.
///
/// With `readers`, a port and what stands outside it, a second listener takes reports and shows corrections.
pub(crate) fn serve(
    path: PathBuf,
    port: u16,
    reader: desk::Reader,
    allowance: Allowance,
    readers: Option<(u16, Outside)>,
) -> anyhow::Result<()> {
    // A ledger that cannot be used is told at once, not on the first page.
    drop(Ledger::open(&path)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().enable_time().build();
    runtime.context("cannot start the server")?.block_on(async {
        let (listener, address) = bound(port).await?;
        println!("listening on http://{address}");
        let (over, stop) = watch::channel(false);
        tokio::spawn(async move {
            stopped().await;
            // Nobody listens any more where both listeners are gone already.
            let _ = over.send(true);
        });
        let desk = Arc::new(Desk::new(path, reader, allowance));
        invite(&desk, address)?;
        if let Some((port, outside)) = readers {
            let (listener, address) = bound(port).await?;
            let public = Arc::new(Public::new(
                desk.corrections.clone(),
                address,
                outside,
                Some(placed::watch(Arc::clone(&desk))?),
            )?);
            println!("public side on http://{address}");
            tokio::spawn(listen::serve(listener, public::router(public), stop.clone()));
        }
        std::io::stdout().flush().context("cannot write to standard output")?;
        listen::serve(listener, router(desk), stop).await;
        Ok(())
    })
}

/// Where no editor has an account yet, lets whoever sees the terminal sign in once.
fn invite(desk: &Desk, address: SocketAddr) -> anyhow::Result<()> {
    // A desk that nobody ever signed in to has no such file, and none is made for asking.
    let editors = if desk.corrections.exists() { Store::open_or_create(&desk.corrections)?.editors()? } else { 0 };
    if editors == 0 {
        let token = secret::token().map_err(|_| anyhow::anyhow!("the system gives no secrets"))?;
        desk.sessions.expect(&token);
        println!("no editor has an account: sign in once at http://{address}/sign-in with {token}");
    }
    Ok(())
}

/// A listener on loopback, and its address.
async fn bound(port: u16) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}; try port 0"))?;
    let address = listener.local_addr().context("cannot tell the address")?;
    Ok((listener, address))
}

/// Ends when the process is told to stop.
async fn stopped() {
    // Where no signal can be waited for, the process is ended from outside all the same.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// All pages of `desk`.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(ledger::claims))
        .route("/reports", get(pages::reports))
        .route("/reports/{id}", get(pages::report))
        .route("/claims/{id}", get(pages::claim))
        .route("/claims/{id}/edit", get(edit::claim).post(edit::set))
        .route("/claims/{id}/split", post(edit::part))
        .route("/claims/{id}/stand/{what}", post(edit::stand))
        .route("/reports/{id}/add", get(edit::missed).post(edit::add))
        .route("/sources/{name}/edit", get(edit::source))
        .route("/sources/{name}/edit/{what}", post(edit::name))
        .route("/file", get(file::form).post(file::file))
        .route("/file/preview", post(file::preview))
        .route("/decisions", get(edit::decisions))
        .route("/log", get(edit::log))
        .route("/undo", post(edit::undo))
        .route("/sources", get(sources::sources))
        .route("/sources/{name}", get(sources::source))
        .route("/timeline", get(timeline::timeline))
        .route("/map", get(map::map))
        .route("/matters", get(matters::matters))
        .route("/changes", get(changes::changes))
        .route("/cases", get(cases::queue))
        .route("/cases/bulk", post(cases::bulk))
        .route("/cases/undo", post(cases::undo))
        .route("/cases/{no}", get(cases::case))
        .route("/cases/{no}/{what}", post(cases::decide))
        .route("/sign-in", get(cases::sign_in_page).post(cases::sign_in))
        .route("/sign-out", post(cases::sign_out))
        .merge(api::router())
        .route("/desk.css", get(pages::style))
        .route("/desk.js", get(pages::script))
        .route("/edit.js", get(pages::edit_script))
        .route("/rail.js", get(pages::rail_script))
        .route("/file.js", get(pages::file_script))
        .fallback(pages::nothing)
        .layer(middleware::from_fn(guard::desk))
        .with_state(desk)
}
