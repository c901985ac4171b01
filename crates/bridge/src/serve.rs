//! Serves until it is told to end, and then lets what is under way end.

use std::future::{Future, IntoFuture};
use std::io::Read;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// How long requests may go on after the order to end. A scan takes milliseconds; only what waits for a
/// backend is cut off, and that loses nothing.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until `end` is ready. `ending` is set then, which ends the streams.
///
/// # Errors
/// Where the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    ending: watch::Sender<bool>,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (told, was_told) = oneshot::channel();
    let end = async move {
        end.await;
        ending.send_replace(true);
        let _ = told.send(());
    };
    let cut_off = async {
        // Dropped where the server has ended first.
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

/// Ready once the process is told to end: SIGTERM, Ctrl-C, or where asked for the end of standard input.
pub async fn told_to_end(until_stdin_closes: bool) {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    let orphaned = async {
        if !until_stdin_closes || stdin_closed().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
        () = orphaned => {}
    }
}

/// On a thread of its own, which nothing waits for: a read of standard input can't be called off.
fn stdin_closed() -> oneshot::Receiver<()> {
    let (closed, is_closed) = oneshot::channel();
    std::thread::spawn(move || {
        let mut stdin = std::io::stdin().lock();
        let mut bytes = [0; 256];
        while stdin.read(&mut bytes).is_ok_and(|read| read > 0) {}
        let _ = closed.send(());
    });
    is_closed
}
