//! The camera: what is seen, and what the screens are shown of it.

use std::fs;
use std::time::Instant;

use protocol::ReadMethod;
use serde_json::{Value, json};
use tempfile::TempDir;
use window::Window;
use window::api::{CameraOwner, CameraState, Event, Outcome, StartScanning};

use crate::backend::{Backend, badge};
use crate::pictures::film;
use crate::screens::{PATIENCE, Screens, clock, options};

#[test]
fn a_badge_before_the_camera_is_decided_on_once_and_outlined() {
    let backend = Backend::start();
    let (screens, device) = Screens::enrolled(&backend);
    let shown = screens.scanning(StartScanning::Badges);
    let decision = shown.decision(&badge(1, "Ada"));
    assert!(matches!(decision.outcome, Outcome::Saved { .. }));
    assert_eq!(
        (decision.method, decision.device),
        (ReadMethod::Camera, device)
    );
    let corners = decision.corners.unwrap();
    for [x, y] in corners {
        assert!(
            (0.1..0.9).contains(&x) && (0.1..0.9).contains(&y),
            "{corners:?}"
        );
    }
    let [top_left, _, bottom_right, _] = corners;
    assert!(top_left[0] < bottom_right[0] && top_left[1] < bottom_right[1]);
    let next = shown.decision(&badge(2, "Ben"));
    assert_eq!(next.number, decision.number + 1);
    assert_eq!(screens.records(), 2);
}

#[test]
fn frames_that_nobody_asked_for_are_dropped() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let frame = crate::pictures::frame(Some(&badge(1, "Ada")));
    let (width, height) = (frame.width(), frame.height());
    screens
        .window
        .push_frame(width, height, frame.into_pixels())
        .unwrap();
    assert_eq!(screens.overview().camera, CameraState::Off);
    assert_eq!(screens.records(), 0);
}

/// A window whose program shows this film as a camera.
fn with_film(backend: &Backend, folder: TempDir, film: &[u8]) -> Screens {
    let path = folder.path().join("film.y4m");
    fs::write(&path, film).unwrap();
    let clock = clock();
    let window = Window::open(window::Options {
        camera_owner: CameraOwner::Program,
        virtual_camera: Some(path),
        ..options(&folder, &clock)
    });
    let screens = Screens {
        window,
        folder,
        clock,
    };
    screens.enrol(backend, 1, "Example Corp");
    screens
}

fn virtual_id(screens: &Screens) -> Value {
    let cameras = screens.ask("cameras", json!({})).unwrap();
    let cameras = cameras["cameras"].as_array().unwrap();
    let found: Vec<_> = cameras
        .iter()
        .filter(|camera| camera["camera_kind"] == "virtual")
        .collect();
    assert_eq!(found.len(), 1);
    found[0]["id"].clone()
}

#[test]
fn a_film_is_a_camera_that_is_labelled_as_made_up() {
    let backend = Backend::start();
    let ada = badge(1, "Ada");
    let frames = [
        None,
        Some(ada.as_str()),
        Some(ada.as_str()),
        Some(ada.as_str()),
    ];
    let screens = with_film(&backend, tempfile::tempdir().unwrap(), &film(&frames, 10));
    let events = screens.window.watch();
    let id = virtual_id(&screens);
    screens.ask("choose_camera", json!({ "id": id })).unwrap();
    screens
        .ask("start_scanning", json!({ "look_for": "badges" }))
        .unwrap();
    let deadline = Instant::now() + PATIENCE;
    let decision = loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if let Event::Decision { decision } = events.recv_timeout(left).unwrap() {
            break decision;
        }
    };
    assert!(
        matches!(decision.outcome, Outcome::Saved { .. }),
        "{decision:?}"
    );
    let live = |overview: &window::api::Overview| {
        matches!(overview.camera, CameraState::Live { made_up: true, .. })
    };
    screens.until(live);

    // The picture, with its header before it.
    let mut after = 0;
    let mut seen_outline = false;
    while !seen_outline {
        assert!(Instant::now() < deadline);
        let bytes = screens.window.view_frame(after).unwrap();
        if bytes.is_empty() {
            continue;
        }
        let (length, rest) = bytes.split_at(4);
        let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
        let (header, jpeg) = rest.split_at(length);
        let header: Value = serde_json::from_slice(header).unwrap();
        assert!(header["number"].as_u64().unwrap() > after);
        after = header["number"].as_u64().unwrap();
        assert_eq!(
            (&header["width"], &header["height"]),
            (&json!(640), &json!(480))
        );
        assert_eq!(header["made_up"], true);
        assert!(jpeg.starts_with(&[0xff, 0xd8]) && jpeg.ends_with(&[0xff, 0xd9]));
        seen_outline = !header["outlines"].as_array().unwrap().is_empty();
    }

    screens.ask("stop_scanning", json!({})).unwrap();
    assert_eq!(screens.overview().camera, CameraState::Off);
    assert_eq!(screens.window.view_frame(0).unwrap(), Vec::<u8>::new());
}

#[test]
fn a_camera_that_is_not_there_can_not_be_chosen() {
    let backend = Backend::start();
    let screens = with_film(&backend, tempfile::tempdir().unwrap(), &film(&[None], 10));
    for id in ["", "nonsense", "/dev/sda"] {
        assert_eq!(
            screens.refused("choose_camera", json!({ "id": id })),
            "no_such_camera"
        );
    }
}

#[test]
fn a_film_that_is_none_is_a_camera_that_has_failed_and_is_tried_again() {
    let backend = Backend::start();
    let screens = with_film(&backend, tempfile::tempdir().unwrap(), b"no film at all");
    let id = virtual_id(&screens);
    screens.ask("choose_camera", json!({ "id": id })).unwrap();
    screens
        .ask("start_scanning", json!({ "look_for": "badges" }))
        .unwrap();
    screens.until(|overview| matches!(overview.camera, CameraState::Failed { .. }));
    fs::write(screens.path("film.y4m"), film(&[None, None], 10)).unwrap();
    screens.until(|overview| matches!(overview.camera, CameraState::Live { .. }));
}

#[test]
fn the_choice_of_a_camera_survives_a_restart() {
    let backend = Backend::start();
    let screens = with_film(&backend, tempfile::tempdir().unwrap(), &film(&[None], 10));
    let id = virtual_id(&screens);
    screens.ask("choose_camera", json!({ "id": id })).unwrap();
    let Screens {
        window,
        folder,
        clock,
    } = screens;
    drop(window);
    let window = Window::open(window::Options {
        camera_owner: CameraOwner::Program,
        virtual_camera: Some(folder.path().join("film.y4m")),
        ..options(&folder, &clock)
    });
    let screens = Screens {
        window,
        folder,
        clock,
    };
    let cameras = screens.ask("cameras", json!({})).unwrap();
    let chosen: Vec<_> = cameras["cameras"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|camera| camera["chosen"] == true)
        .map(|camera| camera["id"].clone())
        .collect();
    assert_eq!(chosen, [id]);
}

#[test]
fn a_camera_without_controls_has_none() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let none = json!({ "torch": null, "zoom": null });
    assert_eq!(screens.ask("controls", json!({})).unwrap(), none);
    assert_eq!(
        screens.refused("set_torch", json!({ "on": true })),
        "no_control"
    );
    assert_eq!(
        screens.refused("set_zoom", json!({ "value": 2.0 })),
        "no_control"
    );
}
