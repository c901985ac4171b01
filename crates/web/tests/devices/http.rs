//! Who may call what, and what every answer carries.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, header};
use backend::keys::random::random;
use backend::keys::token::{Token, TokenKind};
use backend::people::members;
use backend::people::sessions::{self, Subject};
use backend::people::sponsors;
use backend::people::staff;
use backend_model::MemberRole;
use backend_model::StaffRole;
use protocol::AttendeeId;
use web::routes::{Caller, routes};

use test_world::devices::{Answer, World};

/// A path with something in place of its parameters that fits any id and is nobody's.
fn path_of(template: &str) -> String {
    let parts: Vec<_> = template
        .split('/')
        .map(|part| {
            if part.starts_with('{') {
                "00000000-0000-4000-8000-000000000000"
            } else {
                part
            }
        })
        .collect();
    parts.join("/")
}

async fn call(world: &World, method: &Method, path: &str, token: Option<&str>) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path_of(path))
        // As a browser says it: without, a page takes no form.
        .header(header::ORIGIN, world.backend.origin());
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    world.ask(request.body(Body::empty()).unwrap()).await
}

/// The cookie of somebody who is signed in.
async fn cookie_of(world: &World, subject: Subject) -> String {
    let mut tx = world.backend.db().write().await.unwrap();
    let now = world.clock.now();
    let secret = sessions::begin(&mut tx, &world.event, &subject, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    format!(
        "__Host-lanyard={}",
        protocol::encode_base32(secret.expose())
    )
}

/// Everybody who can sign in, with their cookie.
async fn everybody(world: &World) -> Vec<(Subject, String)> {
    let (backend, event) = (&world.backend, &world.event);
    let mut tx = backend.db().write().await.unwrap();
    let sponsor = sponsors::named(&mut tx, event, "Example Corp")
        .await
        .unwrap()
        .id;
    let attendee = tx
        .query_one("SELECT attendee FROM attendee LIMIT 1", &[])
        .await
        .unwrap()
        .unwrap()
        .get(0)
        .unwrap();
    let mut subjects = vec![Subject::Attendee(attendee)];
    for role in MemberRole::ALL {
        let email = format!("{}@example.com", role.name());
        let team = members::of_sponsor(event, &sponsor);
        let member = team.add(backend, &mut tx, &email, "Ana", role).await;
        subjects.push(Subject::Member(sponsor, member.unwrap()));
    }
    for role in StaffRole::ALL {
        let email = format!("{}@example.net", role.name());
        let all = staff::of_event(event);
        let one = all.add(backend, &mut tx, &email, "Ben", role).await;
        subjects.push(Subject::Staff(one.unwrap()));
    }
    tx.commit().await.unwrap();
    let mut all = Vec::new();
    for subject in subjects {
        all.push((subject, cookie_of(world, subject).await));
    }
    all
}

/// Whether the list lets somebody who is signed in call a route.
fn may(caller: Caller, subject: &Subject, role: Option<&str>) -> bool {
    match (caller, subject) {
        (Caller::AttendeePage, Subject::Attendee(_)) => true,
        (Caller::Member(least), Subject::Member(..)) => {
            role.and_then(MemberRole::of_name).unwrap() >= least
        }
        (Caller::Staff(power), Subject::Staff(_)) => {
            role.and_then(StaffRole::of_name).unwrap().may(power)
        }
        _ => false,
    }
}

/// The role of somebody who is signed in, as the database has it.
async fn role_of(world: &World, subject: &Subject) -> Option<String> {
    let mut tx = world.backend.db().read().await.unwrap();
    let event = &world.event;
    match subject {
        Subject::Attendee(_) => None,
        Subject::Member(sponsor, member) => {
            let member = members::of_sponsor(event, sponsor)
                .load(&mut tx, member)
                .await
                .unwrap();
            Some(member.unwrap().role.name().to_owned())
        }
        Subject::Staff(staff) => {
            let one = staff::of_event(event).load(&mut tx, staff).await.unwrap();
            Some(one.unwrap().role.name().to_owned())
        }
    }
}

#[tokio::test]
async fn every_page_lets_in_whom_the_list_says_and_nobody_else() {
    let world = World::new().await;
    world.badge().await;
    let pages: Vec<_> = routes()
        .into_iter()
        .filter(|route| {
            matches!(
                route.caller,
                Caller::AttendeePage | Caller::Member(_) | Caller::Staff(_)
            )
        })
        .collect();
    let token = sponsor_token(&world, "Example Corp").await;
    for route in pages {
        let name = format!("{} {}", route.method, route.path);
        let ask = async |cookie: Option<&str>, token: Option<&str>| {
            let mut request = Request::builder()
                .method(&route.method)
                .uri(path_of(route.path))
                .header(header::ORIGIN, world.backend.origin())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, cookie);
            }
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            world
                .ask(request.body(Body::empty()).unwrap())
                .await
                .status
                .as_u16()
        };
        // Each is asked with sessions of its own: a page may end one, or remove somebody.
        for (subject, cookie) in everybody(&world).await {
            let role = role_of(&world, &subject).await;
            let status = ask(Some(&cookie), None).await;
            if may(route.caller, &subject, role.as_deref()) {
                assert!(
                    status != 401 && status != 403,
                    "{name} {subject:?} {status}"
                );
            } else {
                assert_eq!(status, 403, "{name} {subject:?} {role:?}");
            }
            forget(&world, &subject).await;
        }
        let never_given = format!("__Host-lanyard={}", protocol::encode_base32(&[7; 32]));
        for cookie in [None, Some(never_given.as_str()), Some("__Host-lanyard=x")] {
            assert_eq!(ask(cookie, None).await, 401, "{name}");
        }
        // A token is for programs, and opens no page.
        assert_eq!(ask(None, Some(&token)).await, 401, "{name}");
    }
}

/// Takes somebody's address away, so that another can have it.
async fn forget(world: &World, subject: &Subject) {
    let mut tx = world.backend.db().write().await.unwrap();
    for (table, column) in [("member", "member"), ("staff", "staff")] {
        let sql = format!("UPDATE {table} SET removed = 1 WHERE {column} = $1");
        tx.execute(&sql, &[subject.id().into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn sponsor_token(world: &World, name: &str) -> String {
    let mut tx = world.backend.db().write().await.unwrap();
    let sponsor = sponsors::named(&mut tx, &world.event, name).await.unwrap();
    let token = sponsors::new_token(&world.backend, &mut tx, &world.event, sponsor.id, "test")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    token.expose()
}

async fn attendee_token(world: &World, expires: i64) -> String {
    let mut tx = world.backend.db().write().await.unwrap();
    let attendee: AttendeeId = tx
        .query_one("SELECT attendee FROM attendee LIMIT 1", &[])
        .await
        .unwrap()
        .unwrap()
        .get(0)
        .unwrap();
    let token = Token::new(TokenKind::Attendee);
    tx.execute(
        "INSERT INTO attendee_token (event, token_hash, attendee, created, expires)
         VALUES ($1, $2, $3, 0, $4)",
        &[
            (&world.event).into(),
            token.hash().as_bytes().into(),
            (&attendee).into(),
            world.clock.now().plus_millis(expires).into(),
        ],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    token.expose()
}

#[tokio::test]
async fn every_route_lets_in_whom_the_list_says_and_nobody_else() {
    let world = World::new().await;
    world.badge().await;
    let sponsor = sponsor_token(&world, "Example Corp").await;
    let attendee = attendee_token(&world, 1000).await;
    let expired = attendee_token(&world, 0).await;
    let never_given = Token::new(TokenKind::Sponsor).expose();
    let garbage = ["", "x", "lsp_", &never_given, &expired, &sponsor[1..]];
    for route in routes() {
        let name = format!("{} {}", route.method, route.path);
        let status = async |token: Option<&str>| {
            let answer = call(&world, &route.method, route.path, token).await;
            if [401, 403].contains(&answer.status.as_u16()) {
                answer.code();
            }
            answer.status.as_u16()
        };
        let let_in = |status: u16| status != 401 && status != 403;
        match route.caller {
            // Their bodies speak for themselves, or nothing has to.
            Caller::Anyone | Caller::Device => {
                for token in [None, Some(sponsor.as_str()), Some("garbage")] {
                    assert!(let_in(status(token).await), "{name}");
                }
            }
            Caller::Sponsor => {
                assert_eq!(status(None).await, 401, "{name}");
                assert_eq!(status(Some(&attendee)).await, 403, "{name}");
                assert!(let_in(status(Some(&sponsor)).await), "{name}");
            }
            // Nobody sits at this computer here, and there is no token for it.
            Caller::Monitor => {
                for token in [None, Some(sponsor.as_str()), Some(attendee.as_str())] {
                    assert_eq!(status(token).await, 401, "{name}");
                }
            }
            // Those have a test of their own.
            Caller::AttendeePage | Caller::Member(_) | Caller::Staff(_) => {}
            Caller::Attendee => {
                assert_eq!(status(None).await, 401, "{name}");
                assert_eq!(status(Some(&sponsor)).await, 403, "{name}");
                assert!(let_in(status(Some(&attendee)).await), "{name}");
            }
        }
        if matches!(route.caller, Caller::Sponsor | Caller::Attendee) {
            for token in garbage {
                assert_eq!(status(Some(token)).await, 401, "{name} {token}");
            }
        }
    }
}

#[tokio::test]
async fn a_device_route_does_nothing_without_a_signature() {
    let world = World::new().await;
    for route in routes() {
        if route.caller == Caller::Device {
            let answer = call(&world, &route.method, route.path, None).await;
            assert!(answer.status.is_client_error(), "{}", route.path);
        }
    }
}

#[tokio::test]
async fn a_revoked_token_is_none() {
    let world = World::new().await;
    let token = sponsor_token(&world, "Example Corp").await;
    let route = routes()
        .into_iter()
        .find(|route| route.caller == Caller::Sponsor)
        .unwrap();
    let answer = call(&world, &route.method, route.path, Some(&token)).await;
    assert_ne!(answer.status, 401);
    let mut tx = world.backend.db().write().await.unwrap();
    let sponsor = sponsors::named(&mut tx, &world.event, "Example Corp")
        .await
        .unwrap();
    sponsors::revoke_token(&world.backend, &mut tx, &world.event, sponsor.id, "test")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let answer = call(&world, &route.method, route.path, Some(&token)).await;
    assert_eq!(answer.code(), "unauthenticated");
}

#[tokio::test]
async fn no_path_and_method_is_listed_twice() {
    let all = routes();
    let different: BTreeSet<_> = all
        .iter()
        .map(|route| (route.method.as_str().to_owned(), route.path))
        .collect();
    assert_eq!(different.len(), all.len());
}

#[tokio::test]
async fn the_address_of_a_form_leads_back_to_a_page() {
    let world = World::new().await;
    let all = routes();
    let pages: BTreeSet<_> = all
        .iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| route.path)
        .collect();
    for route in &all {
        let is_of_program = route.path.starts_with("/api/") || route.path.starts_with("/v1/");
        assert!(
            is_of_program || pages.contains(route.path),
            "{}",
            route.path
        );
    }
    for (form, page) in [
        ("/sign-in/passkey", "/sign-in"),
        ("/sign-in/passkey/begin", "/sign-in"),
        ("/organiser/passkeys/new", "/organiser/passkeys"),
        ("/organiser/reports/{report}", ""),
        (
            "/organiser/sponsors/{sponsor}/rename",
            "/organiser/sponsors/{sponsor}",
        ),
        ("/language", "/"),
    ] {
        let answer = call(&world, &Method::GET, form, None).await;
        let to = answer.headers.get(header::LOCATION);
        let page = (!page.is_empty()).then(|| path_of(page));
        assert_eq!(to.map(|to| to.to_str().unwrap()), page.as_deref(), "{form}");
    }
}

#[tokio::test]
async fn what_is_not_in_the_list_is_not_there() {
    let world = World::new().await;
    let answer = call(&world, &Method::GET, "/v1/nothing", None).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (404, "not_found")
    );
    let answer = call(&world, &Method::DELETE, "/v1/sync", None).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (405, "method_not_allowed")
    );
}

#[tokio::test]
async fn every_answer_takes_power_from_a_page() {
    let world = World::new().await;
    for route in routes() {
        let answer = call(&world, &route.method, route.path, None).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'"), "{}", route.path);
        assert!(!policy.contains("unsafe"), "{}", route.path);
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "same-origin");
        assert!(
            answer.headers.contains_key("cache-control"),
            "{}",
            route.path
        );
    }
}

#[tokio::test]
async fn a_device_that_asks_without_end_is_told_to_wait() {
    let world = World::new().await;
    let device = world.device().await;
    let mut last = None;
    for _ in 0..200 {
        let ask = device.batch_of(&world.clock, world.backend.key_id(), 1, &[]);
        let answer = world.post("/v1/sync", "application/cose", ask).await;
        if answer.status == 429 {
            last = Some(answer);
            break;
        }
    }
    let answer = last.unwrap();
    assert_eq!(answer.code(), "too_many_requests");
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    let other = world.device().await;
    let ask = other.batch_of(&world.clock, world.backend.key_id(), 1, &[]);
    assert_eq!(
        world.post("/v1/sync", "application/cose", ask).await.status,
        200
    );
}

#[tokio::test]
async fn an_answered_sync_is_cose_signed_by_the_backend() {
    let world = World::new().await;
    let mut device = world.device().await;
    let badge = protocol::BadgeId::from_bytes(random());
    device.scan(&world.clock, badge);
    let batch = device.batch(&world.clock, world.backend.key_id(), 1, 1);
    let answer = world.post("/v1/sync", "application/cose", batch).await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/cose");
    protocol::Unverified::<protocol::SyncReply>::parse(&answer.body)
        .unwrap()
        .verify(&world.backend.signing_key().verifying_key())
        .unwrap();
}
