//! What the pages in the booth's window can't do, tried from inside the real program's own pages.
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::net::TcpListener;
use std::path::Path;

use demo::{Opening, Window};
use serde_json::{Value, json};

fn open(name: &str, home: &Path) -> Window {
    Window::open(&Opening {
        home: &home.join("device"),
        virtual_camera: None,
        shots: Window::shots(name).unwrap(),
    })
    .unwrap()
}

/// What a call from the page gives: `[true, answer]`, or `[false, why not]`.
fn invoke(window: &Window, call: &str) -> (bool, Value) {
    let answer = window
        .script_async(&format!(
            "const done = arguments[arguments.length - 1];
             const {{ invoke }} = window.__TAURI_INTERNALS__;
             {call}.then((answer) => done([true, answer]), (why) => done([false, why]));"
        ))
        .unwrap();
    (answer[0] == json!(true), answer[1].clone())
}

#[test]
fn pages_may_call_the_declared_commands_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let window = open("bounds-commands", home.path());
    let (answered, overview) = invoke(&window, "invoke('overview', { request: {} })");
    assert!(answered, "{overview}");
    assert_eq!(overview["lock"], "open");
    for command in [
        "plugin:event|listen",
        "plugin:event|emit",
        "plugin:window|create",
        "plugin:window|set_title",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:resources|close",
        "plugin:window-state|restore_state",
        "no_such_command",
    ] {
        let (answered, why) = invoke(&window, &format!("invoke('{command}', {{}})"));
        assert!(!answered, "{command}: {why}");
    }
}

#[test]
fn hostile_requests_get_a_problem_and_the_window_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let window = open("bounds-requests", home.path());
    for (call, code) in [
        ("invoke('scan_text', { request: 7 })", "bad_request"),
        ("invoke('scan_text', { request: null })", "bad_request"),
        ("invoke('scans', { request: { limit: -1 } })", "bad_request"),
        (
            "invoke('scan_detail', { request: { scan: '../../etc' } })",
            "",
        ),
        ("invoke('push_frame', { width: 1, height: 1 })", "bad_frame"),
        ("invoke('push_frame', new Uint8Array(4))", "bad_frame"),
        (
            "invoke('push_frame', new Uint8Array(4), { headers: { width: '65535', height: '65535' } })",
            "bad_frame",
        ),
        (
            "invoke('push_frame', new Uint8Array(4), { headers: { width: '-2', height: '2' } })",
            "bad_frame",
        ),
    ] {
        let (answered, problem) = invoke(&window, call);
        assert!(!answered, "{call}: {problem}");
        assert!(problem["code"].is_string(), "{call}: {problem}");
        assert!(
            code.is_empty() || problem["code"] == code,
            "{call}: {problem}"
        );
    }
    // Not even a request that is not there: Tauri itself refuses those.
    assert!(!invoke(&window, "invoke('scan_text', {})").0);
    assert!(!invoke(&window, "invoke('view_frame', { after: -1 })").0);
    assert!(invoke(&window, "invoke('overview', { request: {} })").0);
}

#[test]
fn pages_reach_no_network() {
    let home = tempfile::tempdir().unwrap();
    let window = open("bounds-network", home.path());
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    outside.set_nonblocking(true).unwrap();
    let address = outside.local_addr().unwrap();
    let tries = window
        .script_async(&format!(
            "const done = arguments[arguments.length - 1];
             const failed = (make) => new Promise((tell) => {{
               const thing = make();
               thing.onload = thing.onopen = () => tell('reached');
               thing.onerror = () => tell('refused');
             }});
             const inPage = (name, where) => () => {{
               const thing = document.createElement(name);
               where(thing);
               document.head.append(thing);
               return thing;
             }};
             Promise.all([
               fetch('http://{address}/').then(() => 'reached', () => 'refused'),
               failed(() => Object.assign(new Image(), {{ src: 'http://{address}/i' }})),
               failed(inPage('script', (it) => (it.src = 'http://{address}/s'))),
               failed(inPage('link', (it) => {{ it.rel = 'stylesheet'; it.href = 'http://{address}/c'; }})),
               navigator.sendBeacon('http://{address}/b') ? 'refused' : 'refused',
             ]).then(done);"
        ))
        .unwrap();
    assert_eq!(
        tries,
        json!(["refused", "refused", "refused", "refused", "refused"])
    );
    let socket = window.script(&format!(
        "try {{ new WebSocket('ws://{address}/'); return 'made' }} catch {{ return 'refused' }}"
    ));
    // An engine may make the object and refuse its connection: what counts is that nobody came.
    assert!(socket.is_ok());
    let came = outside.accept();
    assert!(came.is_err(), "{came:?}");
}

#[test]
fn nothing_inline_runs_or_is_painted_and_prototypes_are_frozen() {
    let home = tempfile::tempdir().unwrap();
    let window = open("bounds-inline", home.path());
    let ran = window
        .script(
            "const script = document.createElement('script');
             script.textContent = 'window.inlineRan = true';
             document.body.append(script);
             const holder = document.createElement('div');
             holder.innerHTML = '<i style=\"color: rgb(1, 2, 3)\" onclick=\"window.inlineRan = true\">x</i>';
             document.body.append(holder);
             holder.firstChild.click();
             const painted = getComputedStyle(holder.firstChild).color === 'rgb(1, 2, 3)';
             holder.remove();
             return [window.inlineRan === true, painted, Object.isFrozen(Object.prototype), '__TAURI__' in window];",
        )
        .unwrap();
    assert_eq!(ran, json!([false, false, true, false]));
}

#[test]
fn the_webview_has_no_camera_and_no_place() {
    let home = tempfile::tempdir().unwrap();
    let window = open("bounds-permissions", home.path());
    let given = window
        .script_async(
            "const done = arguments[arguments.length - 1];
             const media = (what) => navigator.mediaDevices
               ? navigator.mediaDevices.getUserMedia(what).then(() => 'given', () => 'denied')
               : 'denied';
             const place = new Promise((tell) => navigator.geolocation
               ? navigator.geolocation.getCurrentPosition(() => tell('given'), () => tell('denied'))
               : tell('denied'));
             Promise.all([media({ video: true }), media({ audio: true }), place]).then(done);",
        )
        .unwrap();
    assert_eq!(given, json!(["denied", "denied", "denied"]));
}

#[test]
fn the_window_goes_nowhere_else_and_opens_no_other() {
    let home = tempfile::tempdir().unwrap();
    let mut window = open("bounds-navigation", home.path());
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    outside.set_nonblocking(true).unwrap();
    let address = outside.local_addr().unwrap();
    let here = window.script("return location.origin").unwrap();
    assert_eq!(here, json!("tauri://localhost"));
    let opened = window
        .script(&format!(
            "document.body.append(Object.assign(document.createElement('a'), {{ href: 'http://{address}/' }}));
             document.body.lastChild.click();
             location.href = 'http://{address}/';
             return window.open('http://{address}/') === null;"
        ))
        .unwrap();
    assert_eq!(opened, json!(true));
    window
        .holds("return document.readyState === 'complete'")
        .unwrap();
    assert!(invoke(&window, "invoke('overview', { request: {} })").0);
    assert_eq!(window.script("return location.origin").unwrap(), here);
    let came = outside.accept();
    assert!(came.is_err(), "{came:?}");
}
