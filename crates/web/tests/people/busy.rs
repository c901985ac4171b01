//! Behaviour while the database is locked or overloaded.

use std::time::{Duration, Instant};

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode, header};
use backend::keys::token::Token;
use backend::privacy::dashboard;
use backend_db::Db;
use consent::ConsentAction;
use protocol::{Body, FieldSet, Note};
use tokio::task::JoinSet;

use test_world::people::{HEADINGS, World, csv_of, row_of};

#[tokio::test]
async fn while_another_process_writes_everyone_is_asked_to_come_back() {
    let world = World::new().await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let patience = Duration::ZERO;
    world.backend.db().set_patience(patience).await.unwrap();
    let other = Db::open(&world.database.url).await.unwrap();
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

    held.undo().await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_give_each_number_once() {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("ada", 1)])).await;
    let ada = world.attendee("ada").await;
    let servers = [
        world.backend.clone(),
        world.database.backend(world.clock.clone()).await,
    ];
    let mut tasks = JoinSet::new();
    for wish in 1..=30_u8 {
        let backend = servers[usize::from(wish) % 2].clone();
        let (event, attendee) = (world.event.clone(), ada.id);
        tasks.spawn(async move {
            // Each another set of fields: what holds already is not done again.
            let act = ConsentAction::ShareWithAll(FieldSet::from_bits(wish).unwrap());
            dashboard::perform(&backend, &event, &attendee, None, act)
                .await
                .unwrap();
            dashboard::show(&backend, &event, &attendee).await.unwrap();
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let mut tx = world.backend.db().read().await.unwrap();
    let acts = "SELECT count(*), max(number) FROM act";
    let row = tx.query_one(acts, &[]).await.unwrap().unwrap();
    assert_eq!(
        (row.get::<i64>(0).unwrap(), row.get::<i64>(1).unwrap()),
        (30, 30)
    );
    let reads = "SELECT count(*) FROM audit WHERE action = 'read own'";
    let row = tx.query_one(reads, &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 30);
    let last = "SELECT last_act, last_audit - (SELECT count(*) FROM audit) FROM event";
    let row = tx.query_one(last, &[]).await.unwrap().unwrap();
    assert_eq!(
        (row.get::<i64>(0).unwrap(), row.get::<i64>(1).unwrap()),
        (30, 0)
    );
}
