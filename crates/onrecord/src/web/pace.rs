//! The pace that is asked of clients: what they send keeps coming, and what they are sent is taken.
//!
//! Whoever is answered has one of the places of [`super::listen`]. A client that stalls in the midst of a form, or does
//! not take its answer, would have it for ever; one that sends a byte now and then, nearly so. So each is waited for only
//! so long in all, and gains time by what comes or goes. Heads of requests are hyper's to wait for.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// So long a client is waited for; nobody who means well takes longer to send a report.
const PATIENCE: Duration = Duration::from_secs(15);
/// What so many bytes took of that in waiting is given back, at most a second of it.
const SECOND: usize = 16 * 1024;

/// How long a client will still be waited for.
#[derive(Debug)]
struct Patience {
    left: Duration,
    /// Since when it is waited for, and until when.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Default for Patience {
    fn default() -> Self {
        Self { left: PATIENCE, waiting: None }
    }
}

impl Patience {
    /// Goes on waiting; whether it is too long.
    fn ends(&mut self, cx: &mut Context<'_>) -> bool {
        let left = self.left;
        let (_, end) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        end.as_mut().poll(cx).is_ready()
    }

    /// Ends the waiting with so many bytes.
    fn regain(&mut self, bytes: usize) {
        if let Some((since, _)) = self.waiting.take() {
            self.left = self.left.saturating_sub(since.elapsed());
        }
        let gained = Duration::from_secs_f64(bytes as f64 / SECOND as f64);
        self.left = (self.left + gained).min(PATIENCE);
    }
}

/// `body`, which fails where it does not keep coming; then the flag is set.
pub(crate) fn paced(body: Body) -> (Body, Arc<AtomicBool>) {
    let stalled = Arc::new(AtomicBool::new(false));
    (Body::new(Coming { body, patience: Patience::default(), stalled: Arc::clone(&stalled) }), stalled)
}

struct Coming {
    body: Body,
    patience: Patience,
    stalled: Arc<AtomicBool>,
}

impl HttpBody for Coming {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let Poll::Ready(frame) = pin!(&mut this.body).poll_frame(cx) else {
            if !this.patience.ends(cx) {
                return Poll::Pending;
            }
            this.stalled.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))));
        };
        let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
        this.patience.regain(data.map_or(0, Bytes::len));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection that breaks off where what is sent is not taken.
#[derive(Debug)]
pub(crate) struct Taken<S> {
    stream: S,
    patience: Patience,
}

impl<S> Taken<S> {
    /// `stream`, which breaks off so.
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, patience: Patience::default() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taken<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        pin!(&mut self.get_mut().stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> Taken<S> {
    /// What `write` comes to, or an end of the patience with it.
    fn write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = write(Pin::new(&mut this.stream), cx);
        if written.is_pending() && this.patience.ends(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let bytes = ready!(written)?;
        this.patience.regain(bytes);
        Poll::Ready(Ok(bytes))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taken<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(cx, |stream, cx| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write(cx, |stream, cx| stream.poll_write_vectored(cx, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        pin!(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        pin!(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// A body of `times` pieces of `bytes` bytes, each after `every`.
    struct Drip {
        every: Duration,
        bytes: usize,
        times: usize,
        next: Option<Pin<Box<Sleep>>>,
    }

    impl HttpBody for Drip {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
            let this = self.get_mut();
            if this.times == 0 {
                return Poll::Ready(None);
            }
            let every = this.every;
            ready!(this.next.get_or_insert_with(|| Box::pin(sleep(every))).as_mut().poll(cx));
            (this.times, this.next) = (this.times - 1, None);
            Poll::Ready(Some(Ok(Frame::data(vec![b'x'; this.bytes].into()))))
        }
    }

    /// Runs with a clock that leaps wherever everybody waits.
    fn leaping<T>(work: impl Future<Output = T>) -> T {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().start_paused(true).build().expect("a runtime").block_on(work)
    }

    /// How many bytes arrived of a body that drips so, whether it was broken off, and after how many seconds.
    fn arrived(every_ms: u64, bytes: usize, times: usize) -> (Option<usize>, bool, u64) {
        leaping(async {
            let begun = Instant::now();
            let drip = Drip { every: Duration::from_millis(every_ms), bytes, times, next: None };
            let (body, stalled) = paced(Body::new(drip));
            let collected = body.collect().await.ok().map(|body| body.to_bytes().len());
            (collected, stalled.load(Ordering::Relaxed), begun.elapsed().as_secs())
        })
    }

    #[test]
    fn a_body_that_keeps_coming_is_waited_for_and_no_other() {
        assert_eq!(arrived(3_600_000, 1, 1), (None, true, 15), "nothing comes");
        assert_eq!(arrived(1_000, 1, 100), (None, true, 15), "a byte a second");
        assert_eq!(arrived(14_000, 10, 1), (Some(10), false, 14), "late, but all of it");
        assert_eq!(arrived(1_000, 20_000, 600), (Some(12_000_000), false, 600), "slow, but it comes");
        // However much came at first, it gives nobody leave to stall.
        leaping(async {
            let mut patience = Patience::default();
            patience.regain(1 << 30);
            assert_eq!(patience.left, PATIENCE);
        });
    }

    #[test]
    fn an_answer_that_is_not_taken_breaks_off() {
        leaping(async {
            let (ours, _theirs) = tokio::io::duplex(64);
            let begun = Instant::now();
            let refused = Taken::new(ours).write_all(&[b'x'; 1_000]).await.expect_err("nobody reads");
            assert_eq!((refused.kind(), begun.elapsed().as_secs()), (io::ErrorKind::TimedOut, 15));
        });
        leaping(async {
            let (ours, mut theirs) = tokio::io::duplex(64);
            let reader = tokio::spawn(async move {
                let (mut all, mut bytes) = (0, [0; 16]);
                while let Ok(n @ 1..) = theirs.read(&mut bytes).await {
                    all += n;
                    sleep(Duration::from_millis(1)).await;
                }
                all
            });
            let mut ours = Taken::new(ours);
            for _ in 0..3 {
                // Between answers nothing is waited for.
                sleep(Duration::from_secs(3_600)).await;
                ours.write_all(&[b'x'; 320_000]).await.expect("it is read, 16,000 bytes a second");
            }
            drop(ours);
            assert_eq!(reader.await.expect("it ends"), 960_000);
        });
    }
}
