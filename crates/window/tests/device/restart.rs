//! What is there after a crash.

use serde_json::json;
use window::Window;
use window::api::LockState;

use crate::backend::{Answer, Backend, badge};
use crate::screens::{Screens, options};

#[test]
fn a_closed_window_refuses_its_holders_and_ends_their_events() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let holder = std::sync::Arc::clone(&screens.window);
    let events = holder.watch();
    drop(screens.window);
    // What was sent before the end, and then no more.
    while events.recv().is_ok() {}
    let scan = json!({ "text": badge(1, "Ada"), "typed_by": "scanner" });
    assert_eq!(
        holder.dispatch("scan_text", scan).unwrap_err().code,
        "closed"
    );
    let overview = holder.dispatch("overview", json!({})).unwrap();
    assert_eq!(overview["fault"]["code"], "closed");
    // It is not opened again behind its owner's back.
    let overview = holder.dispatch("retry_open", json!({})).unwrap();
    assert_eq!(overview["fault"]["code"], "closed");
    assert_eq!(holder.watch().iter().count(), 1);
}

#[test]
fn a_window_that_was_never_closed_comes_back_with_every_saved_scan() {
    let backend = Backend::start();
    backend.script([Answer::Honest]);
    backend.always(Answer::HangUp);
    let (screens, device) = Screens::enrolled(&backend);
    screens.set_pin("1234");
    let scans: Vec<_> = (0..12)
        .map(|number| screens.saved(&badge(number, "Ada")))
        .collect();
    let Screens {
        window,
        folder,
        clock,
    } = screens;
    // As after a crash: nothing has been written or closed on its behalf by the time of the second one.
    let never_closed = window;
    let screens = Screens {
        window: Window::open(options(&folder, &clock)),
        folder,
        clock,
    };
    assert_eq!(screens.overview().lock, LockState::Locked);
    screens.ask("unlock", json!({ "pin": "1234" })).unwrap();
    assert_eq!(screens.enrolment(device).sync.scans, 12);
    for scan in scans {
        let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
        assert_eq!(view["row"]["name"], "Ada");
    }
    drop(never_closed);
}
