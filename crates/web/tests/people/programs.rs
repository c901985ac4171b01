//! What sponsors' programs are let in with, and told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use backend::leads;
use backend::people::sponsors;
use backend::webhooks::{self, AllowedTargets, SenderState, WebhookClient, WebhookUrl};
use backend_model::MemberRole;
use backend_model::{Scope, Scopes};
use protocol::{FieldSet, WebhookId};
use ring::hmac;
use tokio::net::TcpListener;

use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of, value_of};

async fn world() -> (World, Sponsor, Device, Attendee) {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let example = world.sponsor("Example Corp").await;
    let tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    (world, example, tablet, ada)
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_name_and_nothing_else() {
    let (world, example, mut tablet, ada) = world().await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    let lead = world.leads(&example).await[0]["lead"]
        .as_str()
        .unwrap()
        .to_owned();
    let one = format!("/api/v1/leads/{lead}");
    let delete = format!("{one}/acknowledge-deletion");
    for scope in Scope::ALL {
        let mut tx = world.backend.db().write().await.unwrap();
        let token = sponsors::new_scoped_token(
            &world.backend,
            &mut tx,
            &world.event,
            example.id,
            scope.name(),
            Scopes::NONE.with(scope),
        )
        .await
        .unwrap()
        .expose();
        tx.commit().await.unwrap();
        for (path, needs) in [
            ("/api/v1/leads", Scope::Leads),
            (one.as_str(), Scope::Leads),
            ("/api/v1/leads.csv", Scope::Exports),
            ("/api/v1/exports/leads.xlsx", Scope::Exports),
            ("/api/v1/devices", Scope::Devices),
        ] {
            if scope == needs && path.ends_with("xlsx") {
                continue;
            }
            let answer = world.get(path, &token).await;
            if scope == needs {
                assert_eq!(answer.status, StatusCode::OK, "{path}");
            } else {
                assert_eq!(answer.code(), "out_of_scope", "{path} {}", scope.name());
            }
        }
        let answer = world.post(&delete, &token, None).await;
        let code = if scope == Scope::Deletions {
            "not_withheld"
        } else {
            "out_of_scope"
        };
        assert_eq!(answer.code(), code);
    }
}

#[tokio::test]
async fn an_owner_makes_a_token_sees_it_once_sees_its_use_and_revokes_it() {
    let (world, example, ..) = world().await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let nothing = owner
        .post("/sponsor/programs/tokens", &[("label", "crm")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("label", "crm"), ("scope", "leads"), ("scope", "devices")];
    let made = owner.post("/sponsor/programs/tokens", &form).await;
    let at = made.html.find("lsp_").expect("a token");
    let token: String = made.html[at..]
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .collect();
    let page = owner.get("/sponsor/programs").await;
    assert!(!page.html.contains(&token));
    let crm = |html: &str| html[html.find("<bdi>crm</bdi>").unwrap()..].to_owned();
    assert!(crm(&page.html).contains("<dd>Never</dd>"));
    assert_eq!(
        world.get("/api/v1/leads", &token).await.status,
        StatusCode::OK
    );
    assert_eq!(
        world.get("/api/v1/leads.csv", &token).await.code(),
        "out_of_scope"
    );
    let page = owner.get("/sponsor/programs").await;
    assert!(!crm(&page.html).contains("<dd>Never</dd>"), "{}", page.html);
    let again = owner.post("/sponsor/programs/tokens", &form).await;
    assert!(again.html.contains("There is a token for that already"));
    owner
        .post("/sponsor/programs/tokens/revoke", &[("label", "crm")])
        .await;
    assert_eq!(
        world.get("/api/v1/leads", &token).await.code(),
        "unauthenticated"
    );
    let mut member = world.member(&example, "ben", MemberRole::Member).await;
    let refused = member.get("/sponsor/programs").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

/// What a receiver got, and what it answers.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

impl Receiver {
    fn got(&self) -> Vec<(HeaderMap, String)> {
        self.got.lock().unwrap().clone()
    }

    fn bodies(&self) -> Vec<serde_json::Value> {
        let got = self.got();
        got.iter()
            .map(|(_, body)| serde_json::from_str(body).unwrap())
            .collect()
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    receiver.got.lock().unwrap().push((headers, body));
    let answer = receiver.answers.lock().unwrap().pop();
    match answer.unwrap_or(StatusCode::NO_CONTENT) {
        StatusCode::FOUND => (StatusCode::FOUND, [(LOCATION, "/elsewhere")]).into_response(),
        status => status.into_response(),
    }
}

struct Told {
    receiver: Receiver,
    post: WebhookClient,
    seen: SenderState,
    webhook: WebhookId,
    secret: String,
}

impl Told {
    /// A webhook of the sponsor's, and who listens on this computer.
    async fn new(world: &World, sponsor: &Sponsor) -> Self {
        let receiver = Receiver::default();
        let router = Router::new()
            .route("/hook", post(receive))
            .route("/elsewhere", axum::routing::any(receive))
            .with_state(receiver.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let url = format!("http://{address}/hook");
        let url = WebhookUrl::parse(&url, AllowedTargets::PublicAndLoopback).unwrap();
        let mut tx = world.backend.db().write().await.unwrap();
        let (webhook, secret) =
            webhooks::add(&world.backend, &mut tx, &world.event, &sponsor.id, &url)
                .await
                .unwrap();
        tx.commit().await.unwrap();
        Self {
            receiver,
            post: WebhookClient::new(AllowedTargets::PublicAndLoopback).unwrap(),
            seen: SenderState::default(),
            webhook,
            secret: secret.expose().to_owned(),
        }
    }

    async fn round(&mut self, world: &World) -> usize {
        webhooks::run_round(&world.backend, &self.post, &mut self.seen)
            .await
            .unwrap()
    }

    async fn log(&self, world: &World, sponsor: &Sponsor) -> Vec<webhooks::Delivery> {
        let mut tx = world.backend.db().read().await.unwrap();
        webhooks::log(&mut tx, &world.event, &sponsor.id, &self.webhook)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_webhook_is_told_which_leads_changed_signed_and_with_nothing_of_anybody() {
    let (world, example, mut tablet, ada) = world().await;
    let mut told = Told::new(&world, &example).await;
    assert_eq!(told.round(&world).await, 0);
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    assert_eq!(told.round(&world).await, 1);
    let lead = world.leads(&example).await[0]["lead"].clone();
    world.post("/api/v1/me/withdraw", &ada.token, None).await;
    assert_eq!(told.round(&world).await, 1);
    assert_eq!(told.round(&world).await, 0, "each change is told once");
    let expected = |change: &str| serde_json::json!({"kind": "leads", "leads": [{"lead": lead, "change": change}]});
    assert_eq!(
        told.receiver.bodies(),
        [expected("changed"), expected("deleted")]
    );
    let (headers, body) = told.receiver.got().remove(0);
    for field in &HEADINGS[1..] {
        assert!(!body.contains(&value_of("R1", field, 1)));
    }
    // As a receiver checks it.
    let signature = headers["lanyard-signature"].to_str().unwrap();
    let (time, tag) = signature.split_once(',').unwrap();
    let seconds = time.strip_prefix("t=").unwrap();
    assert_eq!(seconds, "1800000000");
    let tag = data_encoding::HEXLOWER
        .decode(tag.strip_prefix("v1=").unwrap().as_bytes())
        .unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, told.secret.as_bytes());
    hmac::verify(&key, format!("{seconds}.{body}").as_bytes(), &tag).unwrap();
    assert!(hmac::verify(&key, body.as_bytes(), &tag).is_err());
    assert!(
        headers["lanyard-delivery"]
            .to_str()
            .unwrap()
            .ends_with("-1")
    );
}

#[tokio::test]
async fn what_does_not_arrive_is_tried_again_later_and_a_redirect_is_not_followed() {
    let (world, example, ..) = world().await;
    let mut told = Told::new(&world, &example).await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let path = format!("/sponsor/programs/webhooks/{}", told.webhook);
    owner.post(&format!("{path}/ping"), &[]).await;
    *told.receiver.answers.lock().unwrap() = vec![
        StatusCode::OK,
        StatusCode::FOUND,
        StatusCode::INTERNAL_SERVER_ERROR,
    ];
    assert_eq!(told.round(&world).await, 1);
    assert_eq!(told.round(&world).await, 0, "not before its time");
    let log = told.log(&world, &example).await;
    assert_eq!(log[0].outcome.as_deref(), Some("500"));
    assert_eq!(
        log[0].next_attempt,
        Some(world.clock.now().plus_millis(30_000))
    );
    world.advance(30_000);
    assert_eq!(told.round(&world).await, 1);
    let log = told.log(&world, &example).await;
    assert_eq!(log[0].outcome.as_deref(), Some("302"));
    assert_eq!(
        log[0].next_attempt,
        Some(world.clock.now().plus_millis(60_000))
    );
    let page = owner.get(&path).await;
    assert!(page.html.contains("HTTP 302"), "{}", page.html);
    world.advance(60_000);
    told.round(&world).await;
    let log = told.log(&world, &example).await;
    assert_eq!(
        (log[0].attempts, log[0].delivered),
        (3, Some(world.clock.now()))
    );
    assert_eq!(told.receiver.got().len(), 3, "nothing came elsewhere");
    // It says the same under the same id when it is sent again.
    owner.post(&format!("{path}/deliveries/1"), &[]).await;
    told.round(&world).await;
    let got = told.receiver.got();
    assert_eq!(got[3].1, got[0].1);
    assert_eq!(got[3].0["lanyard-delivery"], got[0].0["lanyard-delivery"]);
}

#[tokio::test]
async fn two_replicas_send_a_delivery_once() {
    let (world, example, mut tablet, ada) = world().await;
    let mut told = Told::new(&world, &example).await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    let (post, mut seen) = (told.post.clone(), SenderState::default());
    let other = webhooks::run_round(&world.backend, &post, &mut seen);
    let (one, other) = tokio::join!(told.round(&world), other);
    assert_eq!(one + other.unwrap(), 1);
    assert_eq!(told.receiver.got().len(), 1);
}

#[tokio::test]
async fn a_webhook_that_never_answers_is_paused_and_told_everything_once_it_is_on_again() {
    let (world, example, mut tablet, ada) = world().await;
    let mut told = Told::new(&world, &example).await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    *told.receiver.answers.lock().unwrap() = vec![StatusCode::BAD_GATEWAY; 30];
    let mut tries = 0;
    while told.round(&world).await == 1 {
        tries += 1;
        world.advance(3 * 60 * 60 * 1000);
    }
    assert_eq!(tries, 30);
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let path = format!("/sponsor/programs/webhooks/{}", told.webhook);
    assert!(owner.get(&path).await.html.contains("Paused"));
    world.post("/api/v1/me/withdraw", &ada.token, None).await;
    assert_eq!(told.round(&world).await, 0);
    owner.post(&format!("{path}/resume"), &[]).await;
    while told.round(&world).await > 0 {}
    // Both go out beside each other.
    let changes: BTreeSet<String> = told.receiver.bodies()[30..]
        .iter()
        .map(|body| body["leads"][0]["change"].as_str().unwrap().to_owned())
        .collect();
    assert!(changes.into_iter().eq(["changed", "deleted"]));
    owner.post(&format!("{path}/remove"), &[]).await;
    assert_eq!(owner.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_inside_is_refused_when_it_is_added_and_when_it_is_told() {
    let (world, example, ..) = world().await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    for inside in [
        "http://127.0.0.1:8720/hook",
        "https://169.254.169.254/latest",
        "http://crm.example/",
        "https://u:p@crm.example/",
    ] {
        let refused = owner
            .post("/sponsor/programs/webhooks", &[("url", inside)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{inside}");
    }
    let added = owner
        .post(
            "/sponsor/programs/webhooks",
            &[("url", "https://crm.example/hook")],
        )
        .await;
    assert!(added.html.contains("lwh_"), "{}", added.html);
    // One that was allowed under another setting is not told under this one.
    let mut told = Told::new(&world, &example).await;
    told.post = WebhookClient::new(AllowedTargets::Public).unwrap();
    let path = format!("/sponsor/programs/webhooks/{}", told.webhook);
    owner.post(&format!("{path}/ping"), &[]).await;
    told.round(&world).await;
    let log = told.log(&world, &example).await;
    assert_eq!(log[0].outcome.as_deref(), Some("refused_address"));
    assert!(told.receiver.got().is_empty());
    // A stranger's owner sees and does nothing of it.
    let other = world.sponsor("Other Corp").await;
    let mut stranger = world.member(&other, "zoe", MemberRole::Owner).await;
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    for verb in ["ping", "pause", "resume", "remove"] {
        let refused = stranger.post(&format!("{path}/{verb}"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}");
    }
}

#[tokio::test]
async fn a_change_that_nothing_counted_shows_is_told_all_the_same() {
    let (world, example, mut tablet, ada) = world().await;
    let mut told = Told::new(&world, &example).await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    told.round(&world).await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let rename = format!("/sponsor/devices/{}/rename", tablet.id());
    owner.post(&rename, &[("label", "Front table")]).await;
    assert_eq!(told.round(&world).await, 0);
    world.advance(10 * 60 * 1000);
    assert_eq!(told.round(&world).await, 1);
    let page = leads::page(
        &world.backend,
        leads::Access {
            event: &world.event,
            sponsor: &example.id,
            principal: leads::Principal::Token(
                &backend::keys::token::Token::parse(&example.token)
                    .unwrap()
                    .hash(),
            ),
        },
        0,
        10,
    )
    .await
    .unwrap();
    assert_eq!(page.leads[0].scans()[0].device, "Front table");
}
