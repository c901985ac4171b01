//! Serving until the program is asked to end, and then letting requests under way finish.

use std::future::{Future, IntoFuture};
use std::io::{self, Read};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// How long requests may go on after the program was asked to end. A scan takes milliseconds. A request
/// that waits for a backend is cut off, and that loses nothing.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until `end` is ready. Then `ending` is set, which ends the streams.
///
/// # Errors
/// If the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    ending: watch::Sender<bool>,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (told, was_told) = oneshot::channel();
    let end = async move {
        end.await;
        ending.send_replace(true);
        let _ = told.send(());
    };
    let cut_off = async {
        // The sender is dropped if the server has ended first.
        if was_told.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    let serving = axum::serve(listener, router)
        .with_graceful_shutdown(end)
        .into_future();
    tokio::select! {
        served = serving => served,
        () = cut_off => {
            tracing::warn!("requests under way were cut off");
            Ok(())
        }
    }
}

/// The requests to end the process: SIGTERM, Ctrl-C, and where asked for the end of standard input.
pub struct EndRequests {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
    stdin_closed: Option<oneshot::Receiver<()>>,
}

impl EndRequests {
    /// Starts to listen. A signal that comes after this does not end the process by itself any more.
    ///
    /// # Errors
    /// If the operating system does not let it listen.
    pub fn listen(until_stdin_closes: bool) -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            signals: {
                use tokio::signal::unix::{SignalKind, signal};
                [
                    signal(SignalKind::terminate())?,
                    signal(SignalKind::interrupt())?,
                ]
            },
            stdin_closed: until_stdin_closes.then(stdin_closed),
        })
    }

    /// Waits for the first request.
    pub async fn first(self) {
        #[cfg(unix)]
        let signalled = {
            let [mut terminate, mut interrupt] = self.signals;
            async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
        };
        #[cfg(not(unix))]
        let signalled = async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let orphaned = async {
            let closed = match self.stdin_closed {
                Some(closed) => closed.await.is_ok(),
                None => false,
            };
            if !closed {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = signalled => {}
            () = orphaned => {}
        }
    }
}

/// Reads standard input to its end on a thread of its own. The read can't be interrupted, so nothing
/// waits for the thread; it holds nothing of the device.
fn stdin_closed() -> oneshot::Receiver<()> {
    let (closed, is_closed) = oneshot::channel();
    std::thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut bytes = [0; 256];
        while stdin.read(&mut bytes).is_ok_and(|read| read > 0) {}
        let _ = closed.send(());
    });
    is_closed
}
