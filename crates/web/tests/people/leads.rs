//! The leads API: the fields of the consent rule, cursors, deletions and disclosure.

use axum::http::StatusCode;
use backend::keys::token::Token;
use backend::leads::export::{Export, Format};
use backend::leads::{self, Access, LeadError, Principal};
use backend::people::sponsors;
use protocol::{Answer, Field, FieldSet, Note, QuestionAnswer};
use serde_json::{Value, json};

use test_world::people::{HEADINGS, Sponsor, World, csv_of, row_of, value_of};

/// Two sponsors and two attendees, whose every value is theirs alone.
async fn world() -> (World, Sponsor, Sponsor) {
    let world = World::new().await;
    world
        .import(&csv_of(&HEADINGS, &[row_of("R1", 1), row_of("R2", 1)]))
        .await;
    let example = world.sponsor("Example Corp").await;
    let other = world.sponsor("Other Corp").await;
    (world, example, other)
}

fn fields(fields: &[Field]) -> FieldSet {
    fields.iter().copied().collect()
}

#[tokio::test]
async fn a_sponsor_gets_the_shared_fields_and_is_told_which_are_not() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let shared = fields(&[Field::FirstName, Field::Email]);
    let scan = world.scan(&mut tablet, &ada, shared, "Ana").await;
    let leads = world.leads(&example).await;
    assert_eq!(leads.len(), 1);
    let lead = leads[0].as_object().unwrap();
    assert_eq!(lead["state"], "shared");
    assert_eq!(lead["first_name"], value_of("R1", "first_name", 1));
    assert_eq!(
        lead["not_shared"],
        json!(["last_name", "job_title", "employer", "region", "country"])
    );
    assert!(!lead.contains_key("last_name") && !lead.contains_key("reason"));
    assert_eq!(
        lead["scans"],
        json!([{
            "scan": scan.to_string(),
            "scanned_at": "2027-01-15T08:00:00.000Z",
            "received_at": "2027-01-15T08:00:00.000Z",
            "device": tablet.label(),
            "operator": "Ana",
            "method": "camera",
            "voided": false,
        }])
    );
    let one = world
        .get(
            &format!("/api/v1/leads/{}", lead["lead"].as_str().unwrap()),
            &example.token,
        )
        .await;
    assert_eq!(one.json(), leads[0]);
}

#[tokio::test]
async fn two_colleagues_make_one_lead_and_neither_overwrites_the_others_note() {
    let (world, example, _) = world().await;
    let mut first = world.device(&example, "Tablet 1").await;
    let mut second = world.device(&example, "Tablet 2").await;
    let ada = world.attendee("R1").await;
    let by_ana = world.scan(&mut first, &ada, FieldSet::ALL, "Ana").await;
    let note = |scan, text: &str, operator: &str, rating| Note {
        scan,
        text: text.into(),
        rating,
        tags: vec!["hot".into(), operator.to_lowercase()],
        answers: vec![QuestionAnswer {
            question: 1,
            answer: Answer::Choice(1),
        }],
        operator: operator.into(),
    };
    world
        .note(&mut first, note(by_ana, "wants a demo", "Ana", Some(5)))
        .await;
    world.advance(60_000);
    let by_ben = world.scan(&mut second, &ada, FieldSet::ALL, "Ben").await;
    world
        .note(&mut second, note(by_ben, "knows Rust", "Ben", None))
        .await;
    // Ana scans again, and adds to what she wrote.
    world.advance(60_000);
    let again = world.scan(&mut first, &ada, FieldSet::ALL, "Ana").await;
    world
        .note(&mut first, note(again, "came back", "Ana", None))
        .await;

    let leads = world.leads(&example).await;
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0]["scans"].as_array().unwrap().len(), 3);
    let notes: Vec<(&str, &str)> = leads[0]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| {
            (
                note["operator"].as_str().unwrap(),
                note["text"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        notes,
        [
            ("Ana", "wants a demo"),
            ("Ben", "knows Rust"),
            ("Ana", "came back")
        ]
    );
    assert_eq!(
        leads[0]["notes"][0]["answers"],
        json!([{"question": 1, "text": "Team size", "answer": "many"}])
    );
    let rows = world.csv(&example).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0]["notes"],
        "Ana: wants a demo\nBen: knows Rust\nAna: came back"
    );
    assert_eq!(rows[0]["devices"], "Tablet 1; Tablet 2");
    assert_eq!(
        (rows[0]["scans"].as_str(), rows[0]["rating"].as_str()),
        ("3", "5")
    );
    assert_eq!(rows[0]["tags"], "hot; ana; ben");
    assert_eq!(rows[0]["first_scanned_at"], "2027-01-15T08:00:00.000Z");
    assert_eq!(rows[0]["last_scanned_at"], "2027-01-15T08:02:00.000Z");
}

#[tokio::test]
async fn a_sponsor_learns_nothing_of_anothers_leads() {
    let (world, example, other) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let mut theirs = world.device(&other, "Tablet 9").await;
    let ada = world.attendee("R1").await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    assert!(world.leads(&other).await.is_empty());
    let lead = world.leads(&example).await[0]["lead"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/leads/{lead}");
    assert_eq!(world.get(&path, &other.token).await.code(), "not_found");
    let ack = format!("{path}/acknowledge-deletion");
    assert_eq!(
        world.post(&ack, &other.token, None).await.code(),
        "not_found"
    );

    // Once both have scanned the same person, their ids do not tell so.
    world.scan(&mut theirs, &ada, FieldSet::ALL, "Zoe").await;
    assert_ne!(world.leads(&other).await[0]["lead"], *lead);
    assert_eq!(world.get(&path, &other.token).await.code(), "not_found");
    let devices = world.get("/api/v1/devices", &other.token).await.json();
    assert_eq!(devices["devices"].as_array().unwrap().len(), 1);
    assert_eq!(devices["devices"][0]["label"], "Tablet 9");
    assert_eq!(devices["devices"][0]["status"], "active");
}

#[tokio::test]
async fn only_the_right_kind_of_token_opens_a_door() {
    let (world, example, _) = world().await;
    let ada = world.attendee("R1").await;
    for path in [
        "/api/v1/leads",
        "/api/v1/leads.csv",
        "/api/v1/leads/6b8f6f3c-0000-4000-8000-000000000000",
        "/api/v1/devices",
    ] {
        assert_eq!(
            world.get(path, &ada.token).await.code(),
            "forbidden",
            "{path}"
        );
        assert_eq!(
            world.get(path, "nonsense").await.code(),
            "unauthenticated",
            "{path}"
        );
    }
    assert_eq!(
        world.get("/api/v1/me", &example.token).await.code(),
        "forbidden"
    );
    // A GET changes nothing, whoever asks.
    for path in ["/api/v1/me/withdraw", "/api/v1/me/erase"] {
        assert_eq!(
            world.get(path, &ada.token).await.code(),
            "method_not_allowed"
        );
    }
}

#[tokio::test]
async fn a_cursor_gives_what_has_changed_since_whatever_changed_it() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    let scan = world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    world.scan(&mut tablet, &bob, FieldSet::ALL, "Ana").await;
    let (all, cursor) = world.leads_after(&example, "0").await;
    assert_eq!(all.len(), 2);
    let (none, same) = world.leads_after(&example, &cursor).await;
    assert!(none.is_empty() && same == cursor);

    let changed = async |cursor: &str| {
        let (leads, next) = world.leads_after(&example, cursor).await;
        assert_eq!(leads.len(), 1, "{leads:?}");
        (leads.into_iter().next().unwrap(), next)
    };
    let note = Note {
        scan,
        text: "later".into(),
        ..Note::default()
    };
    world.note(&mut tablet, note).await;
    let (lead, cursor) = changed(&cursor).await;
    assert_eq!(lead["notes"][0]["text"], "later");

    world.import(&csv_of(&HEADINGS, &[row_of("R2", 2)])).await;
    let (lead, cursor) = changed(&cursor).await;
    assert_eq!(lead["employer"], value_of("R2", "employer", 2));

    let withdraw = world.post("/api/v1/me/withdraw", &ada.token, None).await;
    assert_eq!(withdraw.status, StatusCode::NO_CONTENT);
    let (lead, cursor) = changed(&cursor).await;
    assert_eq!(
        (&lead["state"], &lead["reason"]),
        (&json!("withheld"), &json!("withdrawn"))
    );

    let beyond = cursor.parse::<u64>().unwrap() + 1;
    let ahead = world
        .get(&format!("/api/v1/leads?since={beyond}"), &example.token)
        .await;
    assert_eq!(ahead.code(), "cursor_ahead");
    for bad in [
        "since=x",
        "limit=-1",
        "since=99999999999999999999999",
        "after=1",
    ] {
        let answer = world
            .get(&format!("/api/v1/leads?{bad}"), &example.token)
            .await;
        assert_eq!(answer.code(), "bad_request", "{bad}");
    }
}

#[tokio::test]
async fn a_cursor_from_before_a_restore_hides_nothing_that_comes_after() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    let (_, cursor) = world.leads_after(&example, "0").await;
    // A backup that knows of no change yet.
    let mut tx = world.backend.db().write().await.unwrap();
    tx.execute("DELETE FROM lead_change", &[]).await.unwrap();
    tx.commit().await.unwrap();
    world.advance(1);
    world.scan(&mut tablet, &bob, FieldSet::ALL, "Ana").await;
    let (leads, _) = world.leads_after(&example, &cursor).await;
    assert_eq!(leads.len(), 2);
}

#[tokio::test]
async fn a_token_that_is_revoked_while_its_request_waits_hands_out_nothing() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    let lead = world.leads(&example).await[0]["lead"].clone();
    let lead = lead.as_str().unwrap().parse().unwrap();
    let logged = logged_actions(&world).await.len();

    // Each of these was let in, and then waited for the database.
    let mut tx = world.backend.db().write().await.unwrap();
    sponsors::revoke_token(&world.backend, &mut tx, &world.event, example.id, "api")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let token = Token::parse(&example.token).unwrap().hash();
    let asking = Access {
        event: &world.event,
        sponsor: &example.id,
        principal: Principal::Token(&token),
    };
    let backend = &world.backend;
    for refused in [
        leads::page(backend, asking, 0, 10).await.err(),
        leads::one(backend, asking, &lead).await.err(),
        Export::begin(backend, asking, Format::Csv).await.err(),
        leads::acknowledge_deletion(backend, asking, &lead)
            .await
            .err(),
        leads::devices(backend, asking).await.err(),
    ] {
        assert!(matches!(refused, Some(LeadError::Revoked)), "{refused:?}");
    }
    assert_eq!(logged_actions(&world).await.len(), logged);
    let answer = world.get("/api/v1/leads", &example.token).await;
    assert_eq!(answer.code(), "unauthenticated");
}

async fn logged_actions(world: &World) -> Vec<String> {
    let mut tx = world.backend.db().read().await.unwrap();
    tx.query("SELECT action FROM audit ORDER BY number", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0).unwrap())
        .collect()
}

#[tokio::test]
async fn a_withheld_lead_is_a_tombstone_everywhere_until_it_is_acknowledged() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let scan = world
        .scan(&mut tablet, &ada, FieldSet::ALL, "Operator")
        .await;
    let note = Note {
        scan,
        text: "needle in a note".into(),
        ..Note::default()
    };
    world.note(&mut tablet, note).await;
    let before = world.leads(&example).await;
    let lead = before[0]["lead"].as_str().unwrap().to_owned();
    let ack = format!("/api/v1/leads/{lead}/acknowledge-deletion");
    assert_eq!(
        world.post(&ack, &example.token, None).await.code(),
        "not_withheld"
    );

    world.advance(1000);
    world.post("/api/v1/me/withdraw", &ada.token, None).await;
    let tombstone = json!({
        "lead": lead,
        "state": "withheld",
        "reason": "withdrawn",
        "since": "2027-01-15T08:00:01.000Z",
    });
    assert_eq!(
        world.leads(&example).await,
        std::slice::from_ref(&tombstone)
    );
    let one = world
        .get(&format!("/api/v1/leads/{lead}"), &example.token)
        .await;
    assert_eq!(one.json(), tombstone);
    let rows = world.csv(&example).await;
    let filled: Vec<&str> = rows[0]
        .iter()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(heading, _)| heading.as_str())
        .collect();
    assert_eq!(
        filled,
        [
            "deleted_since_last_export",
            "lead",
            "reason",
            "since",
            "state"
        ]
    );

    world.advance(1000);
    let done = world.post(&ack, &example.token, None).await.json();
    world.advance(1000);
    let again = world.post(&ack, &example.token, None).await.json();
    assert_eq!(done["acknowledged_at"], "2027-01-15T08:00:02.000Z");
    assert_eq!(again, done);
    let me = world.get("/api/v1/me", &ada.token).await.json();
    let card = &me["sponsors"][0];
    assert_eq!(
        card["disclosed"]["deletion_acknowledged_at"],
        done["acknowledged_at"]
    );

    // What is shared and given again has to be deleted again.
    let path = format!("/api/v1/me/sponsors/{}/allow", example.id);
    world.post(&path, &ada.token, None).await;
    assert_eq!(world.leads(&example).await[0]["state"], "shared");
    let me = world.get("/api/v1/me", &ada.token).await.json();
    assert_eq!(
        me["sponsors"][0]["disclosed"]["deletion_acknowledged_at"],
        Value::Null
    );
}

#[tokio::test]
async fn every_reading_stands_in_the_audit_log_with_its_fields() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    world
        .scan(&mut tablet, &ada, fields(&[Field::Email]), "")
        .await;
    let lead = world.leads(&example).await[0]["lead"]
        .as_str()
        .unwrap()
        .to_owned();
    world
        .get(&format!("/api/v1/leads/{lead}"), &example.token)
        .await;
    world.csv(&example).await;
    let mut tx = world.backend.db().read().await.unwrap();
    let log: Vec<(String, i64, String)> = tx
        .query(
            "SELECT action, leads, fields FROM audit WHERE actor_kind = 'sponsor' ORDER BY number",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| {
            let fields: FieldSet = row.get(2).unwrap();
            (row.get(0).unwrap(), row.get(1).unwrap(), fields.to_string())
        })
        .collect();
    let expected = ["list leads", "read lead", "export csv"]
        .map(|action| (action.to_owned(), 1, "email".to_owned()));
    assert_eq!(log, expected);
}

#[tokio::test]
async fn hostile_text_stays_text_in_json_and_csv() {
    let world = World::new().await;
    let hostile = [
        "=HYPERLINK(\"https://evil.example\",\"x\")",
        "\u{a0}@SUM(1+1)*cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "\"quoted\", and; cut",
        "-2+3",
        "'; DROP TABLE attendee; --",
    ];
    let row = |id: &str, text: &str| {
        let mut row = row_of(id, 1);
        for cell in [1, 2, 4, 5, 6, 7] {
            row[cell] = text.to_owned();
        }
        row
    };
    let rows: Vec<Vec<String>> = hostile
        .iter()
        .enumerate()
        .map(|(number, text)| row(&format!("R{number}"), text))
        .collect();
    assert_eq!(
        world.import(&csv_of(&HEADINGS, &rows)).await.added,
        hostile.len()
    );
    let example = world.sponsor("=Example()").await;
    let mut tablet = world.device(&example, "+Tablet").await;
    for number in 0..hostile.len() {
        let attendee = world.attendee(&format!("R{number}")).await;
        let scan = world
            .scan(&mut tablet, &attendee, FieldSet::ALL, "@Ana")
            .await;
        world.advance(1000);
        let note = Note {
            scan,
            text: "=1+1\r\n=2+2\u{1b}[2J\u{202e}".into(),
            tags: vec!["=tag".into()],
            operator: String::new(),
            ..Note::default()
        };
        world.note(&mut tablet, note).await;
    }
    let leads = world.leads(&example).await;
    for (lead, text) in leads.iter().zip(hostile) {
        assert_eq!(lead["employer"], text.trim_matches('\u{a0}'));
    }
    let cells = world.csv(&example).await;
    for row in &cells {
        for (heading, cell) in row {
            let first = cell.trim_start().chars().next();
            assert!(
                !first.is_some_and(|first| "=+-@\t\r".contains(first)),
                "{heading}: {cell}"
            );
            assert!(
                !cell.contains(['\u{1b}', '\r', '\u{202e}']),
                "{heading}: {cell}"
            );
        }
    }
    assert_eq!(cells[2]["first_name"], hostile[2]);
    let csv = world.get("/api/v1/leads.csv", &example.token).await;
    assert_eq!(csv.media_type, "text/csv; charset=utf-8; header=present");
}

#[tokio::test]
async fn a_mad_clock_neither_breaks_nor_hides_a_lead() {
    let (world, example, _) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let real = world.clock.now();
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    world.clock.set(real);
    let mut tx = world.backend.db().write().await.unwrap();
    tx.execute("UPDATE scan SET wall = $1", &[i64::MAX.into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let leads = world.leads(&example).await;
    assert_eq!(leads[0]["scans"][0]["scanned_at"], Value::Null);
    assert_eq!(world.csv(&example).await[0]["first_scanned_at"], "");
}
