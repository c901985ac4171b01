//! The calls that the screens make: one for each row of the table of commands, the stream of events, and
//! pictures, which are raw bytes.

use serde_json::Value;
use tauri::State;
use tauri::ipc::{Channel, Invoke, InvokeBody, Request, Response};
use window::Problem;
use window::api::Event;

use crate::device::Device;

macro_rules! handlers {
    ($($name:ident($request:ident) -> $answer:ident: $role:ident,)*) => {
        $(
            #[tauri::command]
            async fn $name(device: State<'_, Device>, request: Value) -> Result<Value, Problem> {
                device.ask(|window| window.dispatch(stringify!($name), request)).await
            }
        )*

        /// The handler of all calls.
        pub(crate) fn handler() -> impl Fn(Invoke) -> bool {
            tauri::generate_handler![$($name,)* watch, view_frame, push_frame]
        }
    };
}
window::commands!(handlers);

/// Sends the events, the overview first. It ends when another page replaces this one, because sending to a
/// page that was loaded anew never fails.
#[tauri::command]
async fn watch(device: State<'_, Device>, channel: Channel<Event>) -> Result<(), Problem> {
    let turn = device.new_page();
    let events = device.ask(|window| Ok(window.watch())).await?;
    tracing::info!("the screens are up");
    std::thread::spawn(move || {
        for event in events {
            if !turn.is_on() || channel.send(event).is_err() {
                break;
            }
        }
    });
    Ok(())
}

/// Returns the next picture of the viewfinder, or no bytes if none came in time.
#[tauri::command]
async fn view_frame(device: State<'_, Device>, after: u64) -> Result<Response, Problem> {
    device
        .ask(move |window| window.view_frame(after))
        .await
        .map(Response::new)
}

/// Takes a picture of the webview's own camera: its luminance as the body, its size in the headers.
#[tauri::command]
async fn push_frame(device: State<'_, Device>, request: Request<'_>) -> Result<(), Problem> {
    let InvokeBody::Raw(luminance) = request.body() else {
        return Err(bad_frame("the body is not bytes"));
    };
    let side = |name| {
        let text = request.headers().get(name)?.to_str().ok()?;
        text.parse::<u32>().ok()
    };
    let (Some(width), Some(height)) = (side("width"), side("height")) else {
        return Err(bad_frame("the headers do not say how wide and high it is"));
    };
    let luminance = luminance.clone();
    device
        .ask(move |window| window.push_frame(width, height, luminance))
        .await
}

fn bad_frame(why: &str) -> Problem {
    Problem {
        code: "bad_frame".to_owned(),
        message: format!("This is not a picture: {why}."),
        about: None,
    }
}
