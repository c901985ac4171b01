//! The attendee's API: what sponsors have, and changing it.

use axum::http::{Method, StatusCode};
use backend::privacy::reports;
use protocol::{Answer, Body, Field, FieldSet, Note, QuestionAnswer, Void};
use serde_json::{Value, json};

use test_world::people::{
    Attendee, Device, HEADINGS, Sponsor, World, csv_of, holds, row_of, value_of,
};

/// An attendee whom a sponsor has scanned.
async fn world() -> (World, Sponsor, Device, Attendee) {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    (world, sponsor, device, ada)
}

async fn lead(world: &World, sponsor: &Sponsor) -> Value {
    world.leads(sponsor).await.remove(0)
}

#[tokio::test]
async fn attendees_see_who_has_what_and_since_when() {
    let (world, sponsor, _, ada) = world().await;
    let me = world.get("/api/v1/me", &ada.token).await.json();
    assert_eq!(
        me["you"]["email"],
        format!("{}@example.org", value_of("R1", "email", 1))
    );
    let card = &me["sponsors"][0];
    assert_eq!(
        (&card["name"], &card["state"]),
        (&json!("Example Corp"), &json!("shared"))
    );
    assert_eq!(card["fields"].as_array().unwrap().len(), 7);
    assert_eq!(card["scans"][0]["device"], "Tablet 1");
    assert!(card.get("disclosed").is_none(), "nobody has looked yet");
    // Who held the device is the sponsor's own matter.
    assert!(card["scans"][0].get("operator").is_none());

    world.advance(1000);
    world.leads(&sponsor).await;
    let me = world.get("/api/v1/me", &ada.token).await.json();
    let disclosed = &me["sponsors"][0]["disclosed"];
    assert_eq!(disclosed["first_seen_at"], "2027-01-15T08:00:01.000Z");
    assert_eq!(disclosed["exported_at"], "2027-01-15T08:00:01.000Z");
    assert_eq!(disclosed["fields"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn fields_are_taken_away_and_given_back() {
    let (world, sponsor, _, ada) = world().await;
    let share = format!("/api/v1/me/sponsors/{}/share", sponsor.id);
    let only_email = json!({"fields": ["email"]});
    let answer = world
        .post(&share, &ada.token, Some(only_email.clone()))
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let shown = lead(&world, &sponsor).await;
    assert!(shown.get("first_name").is_none() && shown.get("email").is_some());
    let me = world.get("/api/v1/me", &ada.token).await.json();
    assert_eq!(me["sponsors"][0]["fields"], json!(["email"]));

    // What is set for all sponsors bounds what is set for one.
    let answer = world
        .put(
            "/api/v1/me/sharing",
            &ada.token,
            json!({"fields": ["country"]}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let shown = lead(&world, &sponsor).await;
    assert!(shown.get("email").is_none() && shown.get("country").is_none());

    let all: FieldSet = Field::ALL.into_iter().collect();
    for (method, path) in [
        (Method::POST, share.as_str()),
        (Method::PUT, "/api/v1/me/sharing"),
    ] {
        let answer = world
            .ask(method, path, &ada.token, Some(json!({"fields": all})))
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(lead(&world, &sponsor).await["not_shared"], json!([]));
}

#[tokio::test]
async fn taking_away_what_is_taken_away_adds_nothing() {
    let (world, sponsor, _, ada) = world().await;
    let one = format!("/api/v1/me/sponsors/{}/withdraw", sponsor.id);
    let do_not_scan = json!({"wish": true});
    for _ in 0..3 {
        for (method, path, body) in [
            (Method::POST, "/api/v1/me/withdraw", None),
            (
                Method::PUT,
                "/api/v1/me/do-not-scan",
                Some(do_not_scan.clone()),
            ),
            (Method::POST, &one, None),
        ] {
            let answer = world.ask(method, path, &ada.token, body).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        }
    }
    assert_eq!(acts(&world).await, ["withdraw", "do_not_scan"]);

    // Once it is given back, it can be taken away again, for one and for all.
    let allow = format!("/api/v1/me/sponsors/{}/allow", sponsor.id);
    let not = Some(json!({"wish": false}));
    world
        .ask(Method::PUT, "/api/v1/me/do-not-scan", &ada.token, not)
        .await;
    world.post(&allow, &ada.token, None).await;
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
    world.post(&one, &ada.token, None).await;
    assert_eq!(lead(&world, &sponsor).await["reason"], "withdrawn");
    world.post("/api/v1/me/withdraw", &ada.token, None).await;
    assert_eq!(
        acts(&world).await[3..],
        ["allow", "withdraw", "withdraw"],
        "the other sponsors, and those to come, were not withdrawn from"
    );
}

async fn acts(world: &World) -> Vec<String> {
    let mut tx = world.backend.db().read().await.unwrap();
    tx.query("SELECT kind FROM act ORDER BY number", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0).unwrap())
        .collect()
}

#[tokio::test]
async fn the_alias_goes_out_and_the_registrations_address_does_not() {
    let (world, sponsor, _, ada) = world().await;
    let path = "/api/v1/me/sponsor-email";
    let answer = world
        .put(path, &ada.token, json!({"email": "alias@example.net"}))
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(lead(&world, &sponsor).await["email"], "alias@example.net");
    let refused = world
        .put(path, &ada.token, json!({"email": "no address"}))
        .await;
    assert_eq!(refused.code(), "not_an_email_address");
    world.put(path, &ada.token, json!({"email": null})).await;
    let email = format!("{}@example.org", value_of("R1", "email", 1));
    assert_eq!(lead(&world, &sponsor).await["email"], email);
}

#[tokio::test]
async fn a_report_withholds_at_once_and_the_organiser_decides_it() {
    let (world, sponsor, mut device, ada) = world().await;
    let path = format!("/api/v1/me/sponsors/{}/report", sponsor.id);
    let body = json!({"reason": "not_asked", "text": "Nobody asked me.\u{1b}"});
    let answer = world.post(&path, &ada.token, Some(body)).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let report = answer.json()["report"].as_str().unwrap().parse().unwrap();
    assert_eq!(lead(&world, &sponsor).await["reason"], "reported");

    let decide = async |report, uphold, reason| world.decide(report, uphold, reason).await;
    assert!(matches!(
        decide(&report, true, " ").await,
        Err(reports::ReportError::NoReason)
    ));
    decide(&report, true, "They did not ask.").await.unwrap();
    assert!(matches!(
        decide(&report, false, "No.").await,
        Err(reports::ReportError::Decided(_))
    ));
    assert_eq!(lead(&world, &sponsor).await["reason"], "report_upheld");
    // A later scan does not bring it back; the attendee does.
    world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    assert_eq!(lead(&world, &sponsor).await["state"], "withheld");
    let me = world.get("/api/v1/me", &ada.token).await.json();
    assert_eq!(me["reports"][0]["state"], "upheld");
    assert_eq!(me["reports"][0]["decision"], "They did not ask.");
    assert_eq!(me["reports"][0]["text"], "Nobody asked me.");
    let allow = format!("/api/v1/me/sponsors/{}/allow", sponsor.id);
    world.post(&allow, &ada.token, None).await;
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
}

#[tokio::test]
async fn an_erasure_needs_a_yes_and_leaves_a_tombstone_and_no_trace() {
    let (world, sponsor, _, ada) = world().await;
    lead(&world, &sponsor).await;
    let path = "/api/v1/me/erase";
    let refused = world
        .post(path, &ada.token, Some(json!({"confirm": false})))
        .await;
    assert_eq!(refused.code(), "not_confirmed");
    let done = world
        .post(path, &ada.token, Some(json!({"confirm": true})))
        .await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(
        world.get("/api/v1/me", &ada.token).await.code(),
        "unauthenticated"
    );
    assert_eq!(lead(&world, &sponsor).await["reason"], "erased");
    world.backend.db().fold().await.unwrap();
    let disk = world.disk().await;
    for heading in &HEADINGS[1..] {
        assert!(!holds(&disk, &value_of("R1", heading, 1)), "{heading}");
    }
}

#[tokio::test]
async fn an_erasure_empties_what_was_written_about_the_attendee_but_not_the_evidence() {
    let (world, sponsor, mut device, ada) = world().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R2", 1)])).await;
    let bob = world.attendee("R2").await;
    let (of_ada, of_bob) = ("Ada knits Rust socks", "Bob knits Rust hats");
    for (person, text) in [(&ada, of_ada), (&bob, of_bob)] {
        let scan = world.scan(&mut device, person, FieldSet::ALL, "Ana").await;
        let note = Note {
            scan,
            text: text.into(),
            tags: vec![text.into()],
            answers: vec![QuestionAnswer {
                question: 1,
                answer: Answer::Text(text.into()),
            }],
            ..Note::default()
        };
        world.note(&mut device, note).await;
        let void = Void {
            scan,
            reason: text.into(),
            operator: "Ana".into(),
        };
        world.state(&mut device, Body::Void(void)).await;
        let path = format!("/api/v1/me/sponsors/{}/report", sponsor.id);
        let body = json!({"reason": "other", "text": text});
        let answer = world.post(&path, &person.token, Some(body)).await;
        let report = answer.json()["report"].as_str().unwrap().parse().unwrap();
        world.decide(&report, true, text).await.unwrap();
    }
    assert_eq!(written(&world, of_ada).await, [3, 1, 2]);

    let sure = Some(json!({"confirm": true}));
    world.post("/api/v1/me/erase", &ada.token, sure).await;
    assert_eq!(written(&world, of_ada).await, [0, 0, 0]);
    assert_eq!(written(&world, of_bob).await, [3, 1, 2], "nobody else's");
    // What the device signed stays whole.
    assert!(holds(&world.disk().await, of_ada));
}

/// In how many columns of the tables that are read from a text stands: notes, voids, reports.
async fn written(world: &World, text: &str) -> [i64; 3] {
    let mut tx = world.backend.db().read().await.unwrap();
    let mut counts = [0; 3];
    for (count, sql) in counts.iter_mut().zip([
        "SELECT coalesce(sum(CASE WHEN text LIKE $1 THEN 1 ELSE 0 END
            + CASE WHEN tags LIKE $1 THEN 1 ELSE 0 END
            + CASE WHEN answers LIKE $1 THEN 1 ELSE 0 END), 0) FROM note",
        "SELECT count(*) FROM void WHERE reason LIKE $1",
        "SELECT coalesce(sum(CASE WHEN text LIKE $1 THEN 1 ELSE 0 END
            + CASE WHEN decision LIKE $1 THEN 1 ELSE 0 END), 0) FROM report",
    ]) {
        let row = tx
            .query_one(sql, &[(&format!("%{text}%")).into()])
            .await
            .unwrap();
        *count = row.unwrap().get(0).unwrap();
    }
    counts
}

#[tokio::test]
async fn what_is_not_understood_changes_nothing_and_says_so() {
    let (world, sponsor, _, ada) = world().await;
    let share = format!("/api/v1/me/sponsors/{}/share", sponsor.id);
    for (method, path, body, code) in [
        (
            Method::PUT,
            "/api/v1/me/sharing",
            json!({"fields": ["phone"]}),
            "bad_request",
        ),
        (Method::PUT, "/api/v1/me/sharing", json!({}), "bad_request"),
        (
            Method::PUT,
            "/api/v1/me/sharing",
            json!({"fields": [], "x": 1}),
            "bad_request",
        ),
        (
            Method::PUT,
            "/api/v1/me/do-not-scan",
            json!({"wish": "yes"}),
            "bad_request",
        ),
        (
            Method::PUT,
            "/api/v1/me/sponsor-email",
            json!({}),
            "bad_request",
        ),
        (Method::POST, share.as_str(), json!([]), "bad_request"),
        (
            Method::POST,
            "/api/v1/me/sponsors/nobody/share",
            json!({"fields": []}),
            "not_found",
        ),
        (
            Method::POST,
            "/api/v1/me/sponsors/6b8f6f3c-0000-4000-8000-000000000000/report",
            json!({"reason": "other"}),
            "not_found",
        ),
    ] {
        let answer = world.ask(method, path, &ada.token, Some(body)).await;
        assert_eq!(answer.code(), code, "{path}");
    }
    let answer = world
        .ask(Method::PUT, "/api/v1/me/sharing", &ada.token, None)
        .await;
    assert_eq!(answer.code(), "unsupported_media_type");
    let text = "x".repeat(4001);
    let report = format!("/api/v1/me/sponsors/{}/report", sponsor.id);
    let body = json!({"reason": "other", "text": text});
    assert_eq!(
        world.post(&report, &ada.token, Some(body)).await.code(),
        "text_too_long"
    );
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
}
