//! The inbox: one thread that writes what readers send, many at once where many wait.
//!
//! A commit costs a wait for the disk. A reader is answered when the commit is done, and meanwhile others may queue;
//! the next commit takes all of them. So the disk, not the number of readers, sets the pace, and nothing that was
//! acknowledged can be lost.

use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use corrections::{CaseNo, Incoming, Sent, Store};
use tokio::sync::{mpsc, oneshot};

/// At most so many go in with one commit.
const BATCH: usize = 256;
/// At most so many wait; further ones wait with their senders.
const WAITING: usize = 1024;

/// It was not stored.
#[derive(Debug)]
pub(crate) struct Unstored;

/// A report, that it was sent, and who waits for it to be stored.
type Waiting = ((Incoming, Sent), oneshot::Sender<Result<(), Unstored>>);

/// Where reports are put.
#[derive(Clone, Debug)]
pub(crate) struct Inbox(mpsc::Sender<Waiting>);

impl Inbox {
    /// An inbox over the corrections at `path`; whoever listens to `told` hears which cases have reports.
    pub(crate) fn open(path: PathBuf, told: Option<SyncSender<CaseNo>>) -> Result<Self, corrections::Error> {
        let mut store = Store::open_or_create(&path)?;
        let (sender, mut waiting) = mpsc::channel::<Waiting>(WAITING);
        std::thread::spawn(move || {
            while let Some(first) = waiting.blocking_recv() {
                let mut batch = vec![first];
                while batch.len() < BATCH
                    && let Ok(next) = waiting.try_recv()
                {
                    batch.push(next);
                }
                let (sendings, senders): (Vec<(Incoming, Sent)>, Vec<_>) = batch.into_iter().unzip();
                let (reports, sent): (Vec<Incoming>, Vec<Sent>) = sendings.into_iter().unzip();
                let stored = store.receive_from(&reports, &sent);
                match &stored {
                    // Nobody waits for a listener: what it does not hear of is found when an editor looks.
                    Ok(cases) => {
                        let mut cases = cases.clone();
                        cases.dedup();
                        for case in cases {
                            let _ = told.as_ref().map(|told| told.try_send(case));
                        }
                    }
                    Err(error) => eprintln!("onrecord: {error}"),
                }
                for sender in senders {
                    // Whoever has gone away in the meantime needs no answer.
                    let _ = sender.send(if stored.is_ok() { Ok(()) } else { Err(Unstored) });
                }
            }
        });
        Ok(Self(sender))
    }

    /// Stores `incoming` and that it was `sent`; when this returns `Ok`, both are on the disk.
    pub(crate) async fn put(&self, incoming: Incoming, sent: Sent) -> Result<(), Unstored> {
        let (sender, stored) = oneshot::channel();
        self.0.send(((incoming, sent), sender)).await.map_err(|_| Unstored)?;
        stored.await.map_err(|_| Unstored)?
    }
}
