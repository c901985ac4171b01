use std::time::Duration;

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use protocol::{Body, Note};
use server::db::Db;

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
