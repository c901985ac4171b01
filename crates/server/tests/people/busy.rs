use std::time::{Duration, Instant};

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use protocol::{Body, Note};
use server::db::Db;
use server::token::Token;

use crate::world::World;

#[tokio::test]
async fn while_another_process_writes_everyone_is_asked_to_come_back() {
    let world = World::new().await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let patience = Duration::ZERO;
    world.backend.db().set_patience(patience).await.unwrap();
    let url = format!("sqlite:{}", world.folder.path().join("test.db").display());
    let other = Db::open(&url).unwrap();
    let held = other.write().await.unwrap();

    let sync = world.signed(&mut device, Body::Note(Note::default()));
    let leads = Request::get("/api/v1/leads")
        .header(header::AUTHORIZATION, format!("Bearer {}", sponsor.token))
        .body(HttpBody::empty())
        .unwrap();
    for request in [leads, sync_of(&sync)] {
        let answer = world.send(request).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(header::RETRY_AFTER));
    }

    drop(held);
    assert_eq!(world.send(sync_of(&sync)).await.status(), StatusCode::OK);
    assert!(world.leads(&sponsor).await.is_empty());
}

fn sync_of(bytes: &[u8]) -> Request<HttpBody> {
    Request::post("/v1/sync")
        .header(header::CONTENT_TYPE, "application/cose")
        .body(HttpBody::from(bytes.to_vec()))
        .unwrap()
}

#[tokio::test]
async fn a_token_that_asks_without_end_is_slowed_down_and_no_other() {
    let world = World::new().await;
    let (one, other) = (world.sponsor("One").await, world.sponsor("Other").await);
    let caller = Token::parse(&one.token).unwrap().hash();
    // Far ahead of the clock, so that nothing is filled up again while this runs.
    let later = Instant::now() + Duration::from_secs(3600);
    while world.token_rate.take(caller, later).is_ok() {}
    let ask = |token: &str| {
        Request::get("/api/v1/devices")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(HttpBody::empty())
            .unwrap()
    };
    let answer = world.send(ask(&one.token)).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    let answer = world.send(ask(&other.token)).await;
    assert_eq!(answer.status(), StatusCode::OK);
}
