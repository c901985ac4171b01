//! What is not let in.

use reqwest::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN,
};

use crate::running::{Running, refusal};

#[test]
fn without_the_token_nothing_is_there() {
    let running = Running::start(&[]);
    let root = format!("http://{}/", running.host());
    let (_, token) = running
        .address
        .trim_end_matches('/')
        .rsplit_once('/')
        .unwrap();
    assert!(token.len() >= 32);
    let wrong = "0".repeat(token.len());
    let shorter = &token[..token.len() - 1];
    for path in [
        String::new(),
        "index.html".to_owned(),
        "watch".to_owned(),
        format!("{wrong}/"),
        format!("{wrong}/index.html"),
        format!("{wrong}/watch"),
        format!("{shorter}/watch"),
        format!("{token}0/watch"),
        format!("{}/watch", token.to_uppercase()),
        "/watch".to_owned(),
    ] {
        let answer = running.get_at(&format!("{root}{path}")).send().unwrap();
        assert_eq!(refusal(answer), (404, "not_found".to_owned()), "{path}");
    }
}

#[test]
fn another_name_for_this_address_is_refused() {
    let running = Running::start(&[]);
    let port = running.host().rsplit_once(':').unwrap().1.to_owned();
    for host in [
        format!("attacker.example:{port}"),
        format!("localhost:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
    ] {
        for request in [
            running.get(""),
            running.get("watch"),
            running.calling("overview", "{}"),
        ] {
            let answer = request.header(HOST, &host).send().unwrap();
            assert_eq!(refusal(answer), (421, "wrong_host".to_owned()), "{host}");
        }
    }
}

#[test]
fn a_page_of_another_origin_is_refused_and_is_told_of_no_exception() {
    let running = Running::start(&[]);
    let ours = format!("http://{}", running.host());
    let site = HeaderName::from_static("sec-fetch-site");
    let foreign = [
        (ORIGIN, "https://attacker.example".to_owned()),
        (ORIGIN, "null".to_owned()),
        (ORIGIN, "http://127.0.0.1:1".to_owned()),
        (ORIGIN, format!("{ours}.attacker.example")),
        (ORIGIN, ours.replace("http:", "https:")),
        (site.clone(), "cross-site".to_owned()),
        (site.clone(), "same-site".to_owned()),
    ];
    for (name, value) in foreign {
        for request in [
            running.get("watch"),
            running.calling("overview", "{}"),
            running.post("view_frame?after=0"),
            running.post("push_frame?width=1&height=1").body("a"),
            running.options("call/overview"),
        ] {
            let answer = request.header(name.clone(), &value).send().unwrap();
            assert!(!allows_others(answer.headers()));
            assert_eq!(refusal(answer), (403, "wrong_origin".to_owned()), "{value}");
        }
    }
    // Typed into the address bar, a page is opened; nothing is done.
    let from_nowhere = |request: reqwest::blocking::RequestBuilder| {
        let answer = request.header(site.clone(), "none").send().unwrap();
        answer.status().as_u16()
    };
    assert_eq!(from_nowhere(running.get("")), 200);
    assert_eq!(from_nowhere(running.calling("overview", "{}")), 403);
    // The page itself is let in.
    let own = running
        .calling("overview", "{}")
        .header(ORIGIN, &ours)
        .header(site, "same-origin")
        .send()
        .unwrap();
    assert_eq!(own.status(), 200);
    assert!(!allows_others(own.headers()));
}

fn allows_others(headers: &HeaderMap) -> bool {
    headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN)
}

#[test]
fn a_command_that_is_in_no_table_is_refused() {
    let running = Running::start(&[]);
    for name in ["rm", "Overview", "overview%2f", "watch"] {
        let answer = running.calling(name, "{}").send().unwrap();
        assert_eq!(
            refusal(answer),
            (422, "unknown_command".to_owned()),
            "{name}"
        );
    }
    let answer = running.calling("overview/more", "{}").send().unwrap();
    assert_eq!(refusal(answer), (404, "not_found".to_owned()));
    let answer = running.get("call/overview").send().unwrap();
    assert_eq!(refusal(answer), (405, "wrong_method".to_owned()));
}

#[test]
fn a_request_that_is_no_json_or_of_another_shape_is_refused() {
    let running = Running::start(&[]);
    for body in ["", "{", "{}{}", "\u{0}"] {
        let answer = running.calling("overview", body).send().unwrap();
        assert_eq!(refusal(answer), (400, "bad_request".to_owned()), "{body}");
    }
    for body in ["null", "7", r#"{"pin": 1234}"#, "{}"] {
        let answer = running.calling("unlock", body).send().unwrap();
        assert_eq!(refusal(answer), (422, "bad_request".to_owned()), "{body}");
    }
    // What a form of another page could send without asking first.
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let answer = running
            .post("call/overview")
            .header(CONTENT_TYPE, media_type)
            .body("{}")
            .send()
            .unwrap();
        assert_eq!(refusal(answer), (415, "not_json".to_owned()));
    }
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let running = Running::start(&["--camera", "webview"]);
    let answer = running
        .calling("overview", &format!("{{}}{}", " ".repeat(64 << 10)))
        .send()
        .unwrap();
    assert_eq!(refusal(answer), (413, "too_large".to_owned()));
    let answer = running
        .post("push_frame?width=1920&height=1920")
        .body(vec![0; 1920 * 1920 + 1])
        .send()
        .unwrap();
    assert_eq!(refusal(answer), (413, "too_large".to_owned()));
}

#[test]
fn a_picture_that_is_not_what_its_size_says_is_refused() {
    let running = Running::start(&["--camera", "webview"]);
    let push = |size: &str, bytes: usize| {
        let path = format!("push_frame?{size}");
        running.post(&path).body(vec![128; bytes]).send().unwrap()
    };
    for (size, bytes) in [
        ("width=4&height=3", 11),
        ("width=4&height=3", 13),
        ("width=0&height=0", 0),
        ("width=1921&height=1", 1921),
        ("width=4294967295&height=4294967295", 1),
    ] {
        let answer = push(size, bytes);
        assert_eq!(refusal(answer), (422, "bad_frame".to_owned()), "{size}");
    }
    let programs = Running::start(&["--camera", "program"]);
    let answer = programs
        .post("push_frame?width=4&height=3")
        .body(vec![128; 12])
        .send()
        .unwrap();
    assert_eq!(refusal(answer), (422, "bad_frame".to_owned()));
    for size in ["", "width=4", "width=-4&height=3", "width=4&height=x"] {
        let answer = push(size, 12);
        assert_eq!(refusal(answer), (400, "bad_request".to_owned()), "{size}");
    }
    for after in ["", "after=", "after=-1", "after=x"] {
        let answer = running.post(&format!("view_frame?{after}")).send().unwrap();
        assert_eq!(refusal(answer), (400, "bad_request".to_owned()), "{after}");
    }
}

#[test]
fn no_path_leads_out_of_the_pages() {
    let running = Running::start(&[]);
    for path in [
        "..%2fdevice%2fbooth.db",
        "%2e%2e/device/booth.db",
        "%2fetc%2fpasswd",
        "nothing.js",
    ] {
        let answer = running.get(path).send().unwrap();
        assert_eq!(refusal(answer), (404, "not_found".to_owned()), "{path}");
    }
}
