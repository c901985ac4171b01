//! What the page in the window may and may not do.

use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::json;

use crate::stand::Stand;

#[test]
fn the_page_is_painted_and_reaches_no_network() {
    let stand = Stand::open("page", 1);
    let mut window = stand.window;
    window.see("Hold the code of a badge").unwrap();
    window
        .holds("return performance.getEntriesByName('first-contentful-paint').length === 1")
        .unwrap();
    assert_eq!(
        window.script("return typeof window.__TAURI__").unwrap(),
        json!("undefined")
    );
    assert_eq!(
        window
            .script("return Object.isFrozen(Object.prototype)")
            .unwrap(),
        json!(true)
    );
    // Somebody who would answer.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let tries = [
        format!("fetch('{address}', {{ mode: 'no-cors' }}).then(yes, no)"),
        format!("const i = new Image(); i.onload = yes; i.onerror = no; i.src = '{address}x.png'"),
        format!(
            "const s = document.createElement('script'); s.onload = yes; s.onerror = no; \
             s.src = '{address}x.js'; document.head.append(s)"
        ),
        format!(
            "let w; try {{ w = new WebSocket('{}'); w.onopen = yes; w.onerror = no }} catch {{ no() }}",
            address.replacen("http", "ws", 1)
        ),
        "try { new Function('return 1')(); yes() } catch { no() }".to_owned(),
    ];
    for attempt in tries {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const yes = () => done('yes'), no = () => done('no');
             {attempt}"
        );
        assert_eq!(
            window.script_async(&script).unwrap(),
            json!("no"),
            "{attempt}"
        );
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(
        nobody.kind(),
        ErrorKind::WouldBlock,
        "the page has reached the network"
    );
}
