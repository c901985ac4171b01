//! Exports in every format: contents, tombstones, memory and interruptions.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::keys::token::Token;
use backend::leads::export::{Export, Format, stream};
use backend::leads::{Access, LeadError, Principal};
use backend::people::sponsors;
use backend_model::MemberRole;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use protocol::{FieldSet, Note};
use std::sync::Arc;
use tokio::sync::Semaphore;

use test_world::people::{HEADINGS, Sponsor, World, csv_of, row_of, value_of};

/// Leads that are held together, and pieces that wait for a reader.
const STEP: usize = 500;
const WAITING: usize = 2;

async fn bytes(world: &World, sponsor: &Sponsor, file: &str) -> Vec<u8> {
    let request = Request::get(format!("/api/v1/exports/{file}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", sponsor.token))
        .body(Body::empty())
        .unwrap();
    let response = world.send(request).await;
    assert_eq!(response.status(), StatusCode::OK, "{file}");
    let body = axum::body::to_bytes(response.into_body(), 64 << 20).await;
    body.unwrap().to_vec()
}

fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    assert!(book.worksheet_formula(name).unwrap().is_empty());
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// Two leads, one of which was exported and then withdrawn.
async fn world() -> (World, Sponsor) {
    let world = World::new().await;
    let mut row = row_of("R1", 1);
    row[1] = "=cmd|' /C calc'!A0".into();
    world
        .import(&csv_of(&HEADINGS, &[row, row_of("R2", 1)]))
        .await;
    let example = world.sponsor("Example Corp").await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    let scan = world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    world
        .note(
            &mut tablet,
            Note {
                scan,
                text: "\t=1+1".into(),
                rating: Some(4),
                tags: vec!["@hot".into()],
                answers: vec![],
                operator: String::new(),
            },
        )
        .await;
    world.advance(1000);
    world.scan(&mut tablet, &bob, FieldSet::ALL, "Ana").await;
    bytes(&world, &example, "leads.csv").await;
    world.advance(1000);
    world.post("/api/v1/me/withdraw", &bob.token, None).await;
    world.advance(1000);
    (world, example)
}

#[tokio::test]
async fn a_withdrawn_lead_is_in_every_export_as_a_tombstone_and_new_in_the_next_one_alone() {
    let (world, example) = world().await;
    for is_next in [true, false] {
        let rows = csv_rows(&bytes(&world, &example, "leads.csv").await);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2][1..3], ["withheld", "withdrawn"]);
        assert_eq!(rows[2][4], if is_next { "yes" } else { "" });
        assert!(rows[2][5..].iter().all(String::is_empty));
    }
    // To a database of customers the deletion is told until it is acknowledged.
    for (file, name) in [("leads-salesforce.csv", 1), ("leads-hubspot.csv", 0)] {
        let rows = csv_rows(&bytes(&world, &example, file).await);
        assert_eq!(rows.len(), 3, "{file}");
        assert_eq!(rows[2][name], "[deleted]", "{file}");
        let shown = rows.concat().concat();
        assert!(!shown.contains(&value_of("R2", "last_name", 1)), "{file}");
    }
}

#[tokio::test]
async fn a_spreadsheet_has_the_leads_as_text_and_the_new_deletions_on_a_sheet_of_its_own() {
    let (world, example) = world().await;
    let bytes = bytes(&world, &example, "leads.xlsx").await;
    let leads = sheet(&bytes, "Leads");
    assert_eq!(leads.len(), 3);
    assert_eq!(leads[1][5], "'=cmd|' /C calc'!A0");
    assert_eq!(leads[1][6], value_of("R1", "last_name", 1));
    assert_eq!(leads[1][19], "'@hot");
    assert_eq!(leads[1][21], "' =1+1");
    assert_eq!(leads[2][1], "withheld");
    let deleted = sheet(&bytes, "Deleted since last export");
    assert_eq!(deleted.len(), 2);
    assert_eq!(deleted[1][1], "withdrawn");
    assert_eq!(deleted[1][0], leads[2][0]);
}

#[tokio::test]
async fn a_json_export_has_each_scan_and_note_and_marks_new_deletions() {
    let (world, example) = world().await;
    let text = bytes(&world, &example, "leads.json").await;
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let leads = json["leads"].as_array().unwrap();
    assert_eq!(json["event"], "PYCON2027");
    assert_eq!(leads[0]["notes"][0]["rating"], 4);
    assert_eq!(leads[0].get("deleted_since_last_export"), None);
    assert_eq!(leads[1]["deleted_since_last_export"], true);
    assert_eq!(leads[1].get("first_name"), None);
}

#[tokio::test]
async fn customers_databases_get_their_own_columns_and_what_they_insist_on() {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let example = world.sponsor("Example Corp").await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let email = [protocol::Field::Email].into_iter().collect();
    world.scan(&mut tablet, &ada, email, "Ana").await;
    let salesforce = csv_rows(&bytes(&world, &example, "leads-salesforce.csv").await);
    assert_eq!(
        salesforce[0][..7],
        [
            "First Name",
            "Last Name",
            "Title",
            "Company",
            "Email",
            "State/Province",
            "Country"
        ]
    );
    assert_eq!(salesforce[1][1], "[not shared]");
    assert_eq!(salesforce[1][3], "[not shared]");
    assert_eq!(salesforce[1][0], "");
    let hubspot = csv_rows(&bytes(&world, &example, "leads-hubspot.csv").await);
    assert_eq!(hubspot[0][..3], ["First Name", "Last Name", "Email"]);
    let address = format!("{}@example.org", value_of("R1", "email", 1));
    assert_eq!(hubspot[1][2], address);
    assert_eq!(salesforce[1][4], address);
}

#[tokio::test]
async fn a_member_downloads_an_export_which_is_written_down_with_their_name() {
    let (world, example) = world().await;
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    for (format, media_type) in [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("json", "application/json"),
    ] {
        let file = browser
            .post("/sponsor/exports", &[("format", format)])
            .await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.headers[header::CONTENT_TYPE], media_type);
        let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.starts_with("attachment"), "{name}");
        assert!(file.html.contains("withdrawn"), "{}", file.html);
    }
    let page = browser.get("/sponsor/exports").await;
    assert!(page.html.contains("<bdi>ana</bdi>"), "{}", page.html);
    assert!(page.html.contains("A program"), "{}", page.html);
    let refused = browser.post("/sponsor/exports", &[("format", "exe")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let mut tx = world.backend.db().read().await.unwrap();
    let logged = tx
        .query(
            "SELECT leads FROM audit WHERE actor_kind = 'member' AND action LIKE 'export%'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(logged.len(), 2);
}

fn token_of(sponsor: &Sponsor) -> backend::keys::token::TokenHash {
    Token::parse(&sponsor.token).unwrap().hash()
}

#[tokio::test]
async fn a_large_export_holds_no_more_than_a_small_one_and_no_reader_makes_it_run_ahead() {
    let world = World::new().await;
    let example = world.sponsor("Example Corp").await;
    let count = 2600;
    world.many_leads(&example, count).await;
    let token = token_of(&example);
    let asking = Access {
        event: &world.event,
        sponsor: &example.id,
        principal: Principal::Token(&token),
    };
    let mut export = Export::begin(&world.backend, asking, Format::Csv)
        .await
        .unwrap();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(leads) = export.next().await.unwrap() {
        assert!(leads.len() <= STEP);
        for exported in leads {
            assert!(seen.insert(exported.lead.view().lead()));
        }
    }
    assert_eq!(seen.len(), count);

    let export = Export::begin(&world.backend, asking, Format::Csv)
        .await
        .unwrap();
    let turn = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
    let mut pieces = stream(export, turn);
    let mut taken = 0;
    let mut rows = 0;
    while let Some(piece) = pieces.recv().await {
        rows += piece.unwrap().iter().filter(|byte| **byte == b'\n').count();
        taken += 1;
        // Whoever makes the pieces gets every chance to go on.
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        let read: i64 = {
            let mut tx = world.backend.db().read().await.unwrap();
            let sql = "SELECT leads FROM export ORDER BY number DESC LIMIT 1";
            tx.query_one(sql, &[])
                .await
                .unwrap()
                .unwrap()
                .get(0)
                .unwrap()
        };
        let ahead = usize::try_from(read).unwrap();
        assert!(
            ahead <= (taken + WAITING + 1) * STEP,
            "{ahead} after {taken}"
        );
    }
    assert_eq!(rows, count + 1);
}

#[tokio::test]
async fn what_is_withdrawn_or_revoked_in_the_middle_of_an_export_does_not_leave() {
    let world = World::new().await;
    let example = world.sponsor("Example Corp").await;
    world.many_leads(&example, STEP + 2).await;
    let late = world.attendee(&format!("M{STEP}")).await;
    let token = token_of(&example);
    let asking = Access {
        event: &world.event,
        sponsor: &example.id,
        principal: Principal::Token(&token),
    };
    let mut export = Export::begin(&world.backend, asking, Format::Json)
        .await
        .unwrap();
    assert_eq!(export.next().await.unwrap().unwrap().len(), STEP);
    world.post("/api/v1/me/withdraw", &late.token, None).await;
    let rest = export.next().await.unwrap().unwrap();
    let withheld: Vec<bool> = rest.iter().map(|one| one.lead.is_withheld()).collect();
    assert_eq!(withheld, [true, false]);

    let mut export = Export::begin(&world.backend, asking, Format::Json)
        .await
        .unwrap();
    export.next().await.unwrap();
    let mut tx = world.backend.db().write().await.unwrap();
    sponsors::revoke_token(&world.backend, &mut tx, &world.event, example.id, "api")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(export.next().await, Err(LeadError::Revoked)));
}
