//! The way to the backend, and what the screens are told of it.

use std::fs;

use serde_json::json;
use window::api::{EndOfDayView, Event, Network};

use crate::backend::{Answer, Backend, badge};
use crate::screens::{PATIENCE, Screens};

#[test]
fn a_network_that_is_away_and_one_that_lies_are_told_apart() {
    let backend = Backend::start();
    let (screens, device) = Screens::enrolled(&backend);
    let network = || screens.enrolment(device).sync.network;
    assert_eq!(network(), Network::Untried);

    backend.always(Answer::HangUp);
    screens.saved(&badge(1, "Ada"));
    screens.ask("sync_now", json!({})).unwrap();
    assert_eq!(network(), Network::Offline);

    backend.always(Answer::canned(200, "text/html", b"<html>Sign in</html>"));
    screens.ask("sync_now", json!({})).unwrap();
    let code = "not_the_backend".to_owned();
    assert_eq!(network(), Network::Trouble { code });
    assert_eq!(screens.enrolment(device).sync.waiting, 1);
    assert_eq!(
        screens.enrolment(device).sync.end_of_day,
        EndOfDayView::Waiting { uncovered: 1 }
    );

    backend.always(Answer::Honest);
    screens.ask("sync_now", json!({})).unwrap();
    let view = screens.enrolment(device);
    assert_eq!(view.sync.network, Network::Online);
    assert_eq!((view.sync.waiting, view.sync.accepted), (0, 1));
    assert_eq!(view.sync.end_of_day, EndOfDayView::AllHeld);
    assert_eq!(view.server, backend.address.to_string());
}

#[test]
fn a_scan_is_told_and_sent_without_being_asked_for() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let events = screens.window.watch();
    assert!(matches!(
        events.recv_timeout(PATIENCE),
        Ok(Event::Overview { .. })
    ));
    screens.saved(&badge(1, "Ada"));
    let mut overviews = Vec::new();
    while overviews
        .last()
        .is_none_or(|last: &window::api::Overview| last.enrolments[0].sync.accepted == 0)
    {
        match events.recv_timeout(PATIENCE).unwrap() {
            Event::Overview { overview } => overviews.push(overview),
            other => panic!("{other:?}"),
        }
    }
    // Each is told because something in it is new.
    overviews.dedup();
    let told = overviews.len();
    screens.ask("touched", json!({})).unwrap();
    screens.ask("overview", json!({})).unwrap();
    assert!(told >= 1);
}

#[test]
fn the_stream_of_events_ends_with_the_window() {
    let screens = Screens::new();
    let events = screens.window.watch();
    drop(screens);
    while events.recv_timeout(PATIENCE).is_ok() {}
}

#[test]
fn what_waits_is_exported_under_a_new_name_each_time() {
    let backend = Backend::start();
    backend.script([Answer::Honest]);
    backend.always(Answer::HangUp);
    let (screens, device) = Screens::enrolled(&backend);
    let export = || {
        screens
            .ask("export_bundle", json!({ "device": device }))
            .unwrap()
    };
    let nothing = export();
    assert_eq!(
        (&nothing["path"], &nothing["records"]),
        (&json!(null), &json!(0))
    );
    screens.saved(&badge(1, "Adelheid"));
    let first = export();
    let second = export();
    assert_ne!(first["path"], second["path"]);
    for exported in [&first, &second] {
        assert_eq!(exported["records"], 1);
        assert_eq!(exported["hand_in_at"], format!("{}/bundle", backend.url()));
        let path = std::path::Path::new(exported["path"].as_str().unwrap());
        assert!(path.starts_with(screens.path("downloads")));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("lanyard-PYCONUS2027-20") && name.ends_with(".lanyard"));
        let bytes = fs::read(path).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"Adelheid"));
    }
    // Without a folder of downloads it goes to the device's own.
    fs::remove_dir_all(screens.path("downloads")).unwrap();
    let third = export();
    let path = std::path::Path::new(third["path"].as_str().unwrap());
    assert!(path.starts_with(screens.path("device")) && path.exists());
    // Exporting sends nothing: it all still waits.
    assert_eq!(screens.enrolment(device).sync.waiting, 1);
}
