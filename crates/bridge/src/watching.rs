//! The stream of events, as server-sent events.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use tokio::sync::{mpsc, watch};
use window::api;

use crate::app::App;
use crate::refusal::Refusal;

/// Events that may be on their way to one browser. The window bounds how many more may wait.
const WAITING: usize = 16;
/// How often the thread checks whether the browser is still there while there are no events.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// `GET /watch`: the overview, and then the events.
pub(crate) async fn watch(State(app): State<App>) -> Response {
    match forwarded(app.window.watch()) {
        Ok(events) => Sse::new(until(app.ending, events))
            .keep_alive(KeepAlive::default())
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "a thread does not start");
            Refusal::BROKEN.into_response()
        }
    }
}

/// Forwards the window's events to where async code can wait for them. The thread ends when the window is
/// closed or the browser is gone.
fn forwarded(events: Receiver<api::Event>) -> io::Result<mpsc::Receiver<api::Event>> {
    let (there, here) = mpsc::channel(WAITING);
    let forward = move || {
        while !there.is_closed() {
            match events.recv_timeout(LOOK_AGAIN) {
                Ok(event) => {
                    if there.blocking_send(event).is_err() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    };
    thread::Builder::new()
        .name("watching".to_owned())
        .spawn(forward)?;
    Ok(here)
}

/// The events until the program ends. A stream that went on would delay the end.
fn until(
    ending: watch::Receiver<bool>,
    events: mpsc::Receiver<api::Event>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold((ending, events), |(mut ending, mut events)| async move {
        let event = tokio::select! {
            event = events.recv() => event?,
            _ = ending.wait_for(|ending| *ending) => return None,
        };
        let line = Event::default()
            .json_data(&event)
            .unwrap_or_else(|_| Event::default().comment("an event that can't be written"));
        Some((Ok(line), (ending, events)))
    })
}
