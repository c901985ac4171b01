//! What the browser gets.

use std::fs;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::running::{Events, PAGE, Running};

/// Between two pictures of a camera.
const A_FRAME: Duration = Duration::from_millis(66);

#[test]
fn the_pages_are_there_and_every_answer_takes_power_from_them() {
    let running = Running::start(&[]);
    let page = running.get("").send().unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()[CONTENT_TYPE], "text/html");
    for answer in [
        &page,
        &running.get("nothing").send().unwrap(),
        &running.calling("overview", "{}").send().unwrap(),
        &running
            .get_at(&format!("http://{}/", running.host()))
            .send()
            .unwrap(),
    ] {
        let header = |name: &str| answer.headers()[name].to_str().unwrap();
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("connect-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    assert_eq!(page.text().unwrap(), PAGE);
    let without_stroke = running.address.trim_end_matches('/');
    let redirected = running.get_at(without_stroke).send().unwrap();
    assert_eq!(redirected.url().as_str(), running.address);
    assert_eq!(redirected.text().unwrap(), PAGE);
    let script = running.get("lanyard.js").send().unwrap();
    let media_type = script.headers()[CONTENT_TYPE].to_str().unwrap();
    assert!(media_type.contains("javascript"), "{media_type}");
}

#[test]
fn a_command_is_answered_as_the_table_says() {
    for (flag, owner) in [("program", "program"), ("webview", "webview")] {
        let running = Running::start(&["--camera", flag]);
        let about = running.call("about_program", "{}");
        assert_eq!(about["camera_owner"], owner);
        let overview = running.call("overview", "{}");
        assert_eq!(overview["enrolments"], Value::Array(Vec::new()));
        assert_eq!(overview["fault"], Value::Null);
    }
}

#[test]
fn whoever_watches_gets_the_overview_first_and_then_what_changes() {
    let running = Running::start(&[]);
    let mut events = Events::of(&running);
    let first = events.next().unwrap();
    assert_eq!(first["kind"], "overview");
    assert_eq!(first["overview"]["operator"], Value::Null);

    running.call("set_operator", r#"{"name": "Ana"}"#);
    loop {
        let event = events.next().unwrap();
        if event["overview"]["operator"] == "Ana" {
            break;
        }
    }
    // Whoever comes later begins with how it stands then.
    let later = Events::of(&running).next().unwrap();
    assert_eq!(later["kind"], "overview");
    assert_eq!(later["overview"]["operator"], "Ana");
}

#[test]
fn pictures_of_the_webviews_camera_are_taken_while_it_scans() {
    let running = Running::start(&["--camera", "webview"]);
    let mut events = Events::of(&running);
    running.call("start_scanning", r#"{"look_for": "enrolment_code"}"#);
    // As a camera does: one after the other. What comes before somebody looks is dropped.
    thread::scope(|scope| {
        let (stop, stopped) = mpsc::channel::<()>();
        scope.spawn(|| {
            let stopped = stopped;
            while stopped.recv_timeout(A_FRAME) == Err(mpsc::RecvTimeoutError::Timeout) {
                let answer = running
                    .post("push_frame?width=320&height=240")
                    .body(vec![128; 320 * 240])
                    .send()
                    .unwrap();
                assert_eq!(answer.status(), 204);
            }
        });
        // Where nothing is told any more, this ends in a panic, which lets go of the camera as well.
        let _until_then = stop;
        loop {
            let event = events.next().unwrap();
            if event["overview"]["camera"]["kind"] == "live" {
                break;
            }
        }
    });
}

#[test]
fn no_picture_is_an_empty_answer() {
    let running = Running::start(&["--camera", "webview"]);
    let answer = running.post("view_frame?after=0").send().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/octet-stream");
    assert!(answer.bytes().unwrap().is_empty());
}

#[test]
fn pictures_of_the_programs_camera_come_with_their_header_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let video = folder.path().join("grey.y4m");
    let mut stream = b"YUV4MPEG2 W320 H240 F15:1 Ip A1:1 Cmono\n".to_vec();
    for _ in 0..15 {
        stream.extend_from_slice(b"FRAME\n");
        stream.resize(stream.len() + 320 * 240, 128);
    }
    fs::write(&video, stream).unwrap();
    let running = Running::start(&["--virtual-camera", video.to_str().unwrap()]);
    let cameras = running.call("cameras", "{}");
    let virtual_camera = cameras["cameras"]
        .as_array()
        .unwrap()
        .iter()
        .find(|camera| camera["camera_kind"] == "virtual")
        .unwrap();
    let request = json!({ "id": virtual_camera["id"] }).to_string();
    running.call("choose_camera", &request);
    running.call("start_scanning", r#"{"look_for": "enrolment_code"}"#);

    let deadline = Instant::now() + Duration::from_secs(30);
    let picture = loop {
        let answer = running.post("view_frame?after=0").send().unwrap();
        let picture = answer.bytes().unwrap();
        if !picture.is_empty() {
            break picture;
        }
        assert!(Instant::now() < deadline, "no picture came");
    };
    let (length, rest) = picture.split_first_chunk().unwrap();
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap();
    let (header, jpeg) = rest.split_at(length);
    let header: Value = serde_json::from_slice(header).unwrap();
    assert_eq!(
        (&header["width"], &header["height"]),
        (&json!(320), &json!(240))
    );
    assert_eq!(header["made_up"], true);
    assert_eq!(jpeg[..2], [0xff, 0xd8]);
}
