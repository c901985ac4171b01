//! A consent receipt that is downloaded from the attendee's page, checked with the program's `verify`.

use std::process::Command;

use axum::http::{StatusCode, header};
use backend::people::sessions::Subject;
use protocol::{Field, FieldSet};
use serde_json::{Value, json};
use test_world::browser::Browser;
use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of};

/// A world in which a sponsor has scanned an attendee twice, and the attendee has removed a field.
async fn world() -> (World, Sponsor, Device, Attendee) {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let first = [Field::FirstName, Field::Email].into_iter().collect();
    world.scan(&mut device, &ada, first, "Ana").await;
    world.advance(1000);
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    let employer = FieldSet::NONE.with(Field::Employer);
    world.narrow(&mut device, scan, employer).await;
    (world, sponsor, device, ada)
}

#[tokio::test]
async fn a_receipt_is_downloaded_from_the_page_and_checked_at_the_command_line() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
    let page = browser.get("/me/data").await.html;
    let path = format!("/me/sponsors/{}/receipt", sponsor.id);
    assert!(page.contains(&path), "{page}");
    let file = browser.get(&path).await;
    assert_eq!(file.status, StatusCode::OK);
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"lanyard-receipt-"));
    let key = world.backend.signing_key().verifying_key().to_string();
    assert!(page.contains(&key));

    // In a folder without a database, and with none made.
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, text: &str, key: &str, more: &[&str]| {
        std::fs::write(folder.path().join(name), text).unwrap();
        Command::new(env!("CARGO_BIN_EXE_lanyard-server"))
            .current_dir(folder.path())
            .args(["verify", name, "--key", key])
            .args(more)
            .output()
            .unwrap()
    };
    let good = run("receipt.json", &file.html, &key, &[]);
    let printed = String::from_utf8(good.stdout).unwrap();
    assert!(good.status.success(), "{printed}");
    for text in [
        "Genuine.",
        "3 records are signed by 1 device",
        "Registration R1 and Example Corp at PYCON2027",
        "narrowed: employer",
        "the sponsor saw: first_name,last_name,email,job_title,region,country",
    ] {
        assert!(printed.contains(text), "{text}: {printed}");
    }
    let good = run("receipt.json", &file.html, &key, &["--json"]);
    let printed: Value = serde_json::from_slice(&good.stdout).unwrap();
    assert_eq!(
        (&printed["genuine"], &printed["records"]),
        (&json!(true), &json!(3))
    );

    let changed = file.html.replace("\"R1\"", "\"R2\"");
    let bad = run("changed.json", &changed, &key, &[]);
    assert_eq!(bad.status.code(), Some(1));
    let printed = String::from_utf8(bad.stderr).unwrap();
    assert!(
        printed.contains("NOT genuine: the document was changed"),
        "{printed}"
    );
    let bad = run("receipt.json", &file.html, &"00".repeat(32), &[]);
    assert_eq!(bad.status.code(), Some(1));
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 2, "no database and no key were made");
}
