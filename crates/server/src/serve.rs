//! The HTTP server: accepts connections until it is told to stop, and then lets what is in flight end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Connections open at the same time; the rest wait in the system's own queue. An idle one costs some
/// tens of kilobytes.
const CONNECTIONS: usize = 4096;
/// How long a client may take over a request's head, and how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(20);
/// How long requests in flight may go on after the order to stop: what a supervisor grants by habit.
const GRACE: Duration = Duration::from_secs(25);
/// Pause after a failed accept, most often because there are no file descriptors left.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is ready, then takes no more connections and waits for the requests in flight,
/// for 25 s at most.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    // HTTP/1.1 alone: what stands in front of it speaks that, and looking for HTTP/2's greeting has no
    // time-out of its own.
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Replies are small and are written whole.
        let _ = stream.set_nodelay(true);
        // Who may read the metrics depends on it.
        let router = router.clone();
        let service = tower::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = builder
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // How a client breaks off is its own business.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests in flight were cut off");
    }
}

/// Listens for SIGTERM and Ctrl-C from now on, and returns a future that is ready once one of them comes.
///
/// # Errors
/// If the operating system does not let it listen.
#[cfg(unix)]
pub fn stop_requests() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns a future that is ready once Ctrl-C is pressed.
///
/// # Errors
/// None on this system.
#[cfg(not(unix))]
pub fn stop_requests() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
