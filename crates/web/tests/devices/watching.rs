//! What whoever watches the backend sees of it.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use web::{App, router};

use test_world::devices::{Answer, World};

const HERE: &str = "127.0.0.1:40000";

fn metrics(peer: &str) -> Request<Body> {
    let peer: SocketAddr = peer.parse().unwrap();
    let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

fn with(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    let value = value.parse().unwrap();
    request.headers_mut().insert(name, value);
    request
}

fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK);
    String::from_utf8(answer.body.to_vec()).unwrap()
}

#[tokio::test]
async fn metrics_are_for_this_computer_alone_where_no_token_is_set() {
    let world = World::new().await;
    assert_eq!(world.ask(metrics(HERE)).await.status, StatusCode::OK);
    assert_eq!(world.ask(metrics("[::1]:9")).await.status, StatusCode::OK);
    let refused = [
        metrics("192.0.2.7:9"),
        // Through a proxy on this computer.
        with(metrics(HERE), "x-forwarded-for", "192.0.2.7"),
        with(metrics(HERE), "forwarded", "for=192.0.2.7"),
        // Who does not know whence it came.
        Request::get("/metrics").body(Body::empty()).unwrap(),
    ];
    for request in refused {
        let answer = world.ask(request).await;
        assert_eq!(answer.code(), "unauthenticated");
    }
}

#[tokio::test]
async fn metrics_are_for_whoever_shows_the_token_that_is_set() {
    let world = World::new().await;
    let token = "a-token-that-nobody-guesses";
    let app = App::new(world.backend.clone()).watched_with(Some(token));
    let router = router(app);
    let status =
        async |request: Request<Body>| router.clone().oneshot(request).await.unwrap().status();
    let far = "192.0.2.7:9";
    let good = format!("Bearer {token}");
    assert_eq!(
        status(with(metrics(far), "authorization", &good)).await,
        200
    );
    assert_eq!(status(metrics(HERE)).await, 401);
    for wrong in ["Bearer ", "Bearer a-token", token] {
        let request = with(metrics(HERE), "authorization", wrong);
        assert_eq!(status(request).await, 401, "{wrong}");
    }
}

#[tokio::test]
async fn metrics_count_answers_records_and_what_waits_and_name_nobody() {
    let world = World::new().await;
    let mut device = world.device().await;
    let badge = world.badge().await;
    device.scan(&world.clock, badge);
    device.scan(&world.clock, badge);
    world.send_all(&device).await;
    world.send_all(&device).await;
    world
        .ask(
            Request::get("/sign-in/ada%40example.org")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    let text = text(&world.ask(metrics(HERE)).await);
    for line in [
        r#"lanyard_http_requests_total{method="GET",route="/sign-in/{link}",status="410"} 1"#,
        r#"lanyard_http_request_seconds_count{method="GET",route="/sign-in/{link}"} 1"#,
        r#"lanyard_records_total{outcome="accepted"} 2"#,
        r#"lanyard_records_total{outcome="duplicate"} 2"#,
        r#"lanyard_queue{queue="mail"} 0"#,
        r#"lanyard_queue{queue="webhook"} 0"#,
        r#"lanyard_devices{event="PYCON2027",synced_within="5m"} 1"#,
        r#"lanyard_records_on_devices{event="PYCON2027"} 0"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    for personal in ["ada", "Lovelace", "Tablet", "Example Corp"] {
        assert!(!text.contains(personal), "{personal}\n{text}");
    }
    let id = device.enrolment.device.to_string();
    assert!(!text.contains(&id), "{text}");
}

#[tokio::test]
async fn a_backend_is_ready_while_its_database_can_be_written() {
    let world = World::new().await;
    let ready = || Request::get("/readyz").body(Body::empty()).unwrap();
    assert_eq!(world.ask(ready()).await.status, StatusCode::OK);
    // Another look, of a process that has not looked before.
    world.database.meddle("DROP TABLE backend").await;
    let router = router(App::new(world.backend.clone()));
    let answer = router.clone().oneshot(ready()).await.unwrap();
    assert!(answer.status().is_server_error());
    let alive = Request::get("/healthz").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(alive).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_backend_whose_schema_another_has_moved_on_is_not_ready() {
    let world = World::new().await;
    let later = "INSERT INTO refinery_schema_history
         VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')";
    world.database.meddle(later).await;
    let ready = Request::get("/readyz").body(Body::empty()).unwrap();
    assert!(world.ask(ready).await.status.is_server_error());
}

#[tokio::test]
async fn each_answer_has_a_name_of_its_own_or_the_one_that_the_proxy_gave() {
    let world = World::new().await;
    let ask = || Request::get("/healthz").body(Body::empty()).unwrap();
    let id = |answer: &Answer| answer.headers["x-request-id"].to_str().unwrap().to_owned();
    let (one, other) = (world.ask(ask()).await, world.ask(ask()).await);
    assert_eq!(id(&one).len(), 32);
    assert_ne!(id(&one), id(&other));
    let given = "0F2A4C6E-8091-4b3d-85a7-c9e1f0a1b2c3";
    let answer = world.ask(with(ask(), "x-request-id", given)).await;
    assert_eq!(id(&answer), "0f2a4c6e80914b3d85a7c9e1f0a1b2c3");
    for hostile in ["ada@example.org", &"a".repeat(31), &"g".repeat(32)] {
        let answer = world.ask(with(ask(), "x-request-id", hostile)).await;
        assert_ne!(id(&answer), hostile);
        assert_eq!(id(&answer).len(), 32);
    }
}
