//! What attendees set for all sponsors, take along, and have erased.

use axum::http::{StatusCode, header};
use backend::people::sessions::Subject;
use backend_text::Language;
use protocol::{Answer, Body, Field, FieldSet, Note, QuestionAnswer};
use serde_json::{Value, json};

use test_world::browser::{Browser, Shown};
use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of, value_of};

async fn world() -> (World, Sponsor, Device, Attendee) {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    (world, sponsor, device, ada)
}

async fn signed_in<'w>(world: &'w World, attendee: &Attendee) -> Browser<'w> {
    Browser::of(world, Subject::Attendee(attendee.id)).await
}

async fn lead(world: &World, sponsor: &Sponsor) -> Value {
    world.leads(sponsor).await.remove(0)
}

fn read(shown: Shown) -> String {
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
    shown.html
}

/// Sends a form, and gives the page to which that leads.
async fn look(browser: &mut Browser<'_>, path: &str, form: &[(&str, &str)]) -> String {
    let done = browser.post(path, form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    read(browser.get(&done.to.unwrap()).await)
}

#[tokio::test]
async fn what_is_ticked_for_all_sponsors_bounds_what_each_gets() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let page = read(browser.get("/me/sharing").await);
    for field in Field::ALL {
        assert!(page.contains(&format!(r#"value="{}" checked"#, field.name())));
    }
    let form = [("fields", "first_name"), ("fields", "phone")];
    let page = look(&mut browser, "/me/sharing/fields", &form).await;
    assert!(
        page.contains("It holds for all sponsors from now on."),
        "{page}"
    );
    let shown = lead(&world, &sponsor).await;
    assert!(shown.get("first_name").is_some() && shown.get("email").is_none());
    let change = format!("/me/sponsors/{}/change", sponsor.id);
    let page = read(browser.get(&change).await);
    assert_eq!(page.matches("kept from all sponsors").count(), 6, "{page}");
    // None at all is a choice too.
    look(&mut browser, "/me/sharing/fields", &[]).await;
    assert!(lead(&world, &sponsor).await.get("first_name").is_none());
}

#[tokio::test]
async fn another_address_for_sponsors_is_set_refused_and_taken_away() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let path = "/me/sharing/email";
    let refused = browser.post(path, &[("email", "<b>@example.org")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("That is not an email address."));
    assert!(!refused.html.contains("<b>@"));
    let page = look(&mut browser, path, &[("email", " alias@example.net ")]).await;
    assert!(
        page.contains("Sponsors get this address from now on."),
        "{page}"
    );
    assert_eq!(lead(&world, &sponsor).await["email"], "alias@example.net");
    let form = [("email", "alias@example.net"), ("remove", "yes")];
    look(&mut browser, path, &form).await;
    let own = format!("{}@example.org", value_of("R1", "email", 1));
    assert_eq!(lead(&world, &sponsor).await["email"], own);
    look(&mut browser, path, &[("email", "alias@example.net")]).await;
    look(&mut browser, path, &[("email", "")]).await;
    assert_eq!(lead(&world, &sponsor).await["email"], own);
}

#[tokio::test]
async fn do_not_scan_me_hides_from_all_and_can_be_lifted() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let path = "/me/sharing/do-not-scan";
    let page = look(&mut browser, path, &[("wish", "yes")]).await;
    assert!(page.contains("Let sponsors scan me"), "{page}");
    assert_eq!(lead(&world, &sponsor).await["reason"], "do_not_scan");
    let page = read(browser.get("/me").await);
    assert!(page.contains("You asked not to be scanned"), "{page}");
    look(&mut browser, path, &[("wish", "no")]).await;
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
    let refused = browser.post(path, &[("wish", "perhaps")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn everything_held_is_taken_along_as_one_file() {
    let (world, sponsor, mut device, ada) = world().await;
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    let note = Note {
        scan,
        text: "Wants a demo".into(),
        rating: Some(4),
        answers: vec![QuestionAnswer {
            question: 1,
            answer: Answer::Choice(0),
        }],
        operator: "Ana".into(),
        ..Note::default()
    };
    world.note(&mut device, note).await;
    let mut browser = signed_in(&world, &ada).await;
    look(&mut browser, "/me/sharing/mails", &[]).await;
    let page = read(browser.get("/me/data").await);
    assert!(page.contains(&value_of("R1", "employer", 1)));
    let file = browser.get("/me/data/everything.json").await;
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(
        disposition,
        "attachment; filename=\"lanyard-PYCON2027.json\""
    );
    let held: Value = serde_json::from_str(&file.html).unwrap();
    assert_eq!(held["you"]["first_name"], value_of("R1", "first_name", 1));
    assert_eq!(held["registration"]["registration_id"], "R1");
    assert_eq!(held["sponsors"][0]["name"], "Example Corp");
    assert_eq!(held["badges"].as_array().unwrap().len(), 1);
    assert_eq!(held["notes"][0]["text"], "Wants a demo");
    assert_eq!(held["mails"]["digest"], false);
    assert_eq!(held["sessions"].as_array().unwrap().len(), 1);
    // Who held the device is the sponsor's own matter.
    assert!(!file.html.contains("Ana"));

    let share = json!({"fields": ["email"]});
    world.put("/api/v1/me/sharing", &ada.token, share).await;
    let held = world.get("/api/v1/me/everything", &ada.token).await.json();
    assert_eq!(held["acts"][0]["act"], "share_with_all");
    assert_eq!(held["acts"][0]["fields"], json!(["email"]));
    let _ = sponsor;
}

#[tokio::test]
async fn an_erasure_is_confirmed_on_the_page_that_says_what_it_means() {
    let (world, sponsor, _, ada) = world().await;
    lead(&world, &sponsor).await;
    let mut browser = signed_in(&world, &ada).await;
    let mut other = signed_in(&world, &ada).await;
    let path = "/me/data/erase";
    let page = read(browser.get(path).await);
    let words = &Language::English.words().attendee.erase;
    assert!(
        page.contains(words.goes) && page.contains(words.stays),
        "{page}"
    );
    let refused = browser.post(path, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains(words.not_sure));
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");

    let done = read(browser.post(path, &[("sure", "yes")]).await);
    assert!(done.contains(words.done.0), "{done}");
    assert!(browser.cookies.is_empty());
    assert_eq!(lead(&world, &sponsor).await["reason"], "erased");
    // Every browser is signed out, and no settings are left.
    assert_eq!(other.get("/me").await.to.as_deref(), Some("/sign-in"));
    let mut tx = world.backend.db().read().await.unwrap();
    for table in ["session", "attendee_mail", "attendee_token", "sign_in"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let row = tx.query_one(&sql, &[]).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>(0).unwrap(), 0, "{table}");
    }
}

#[tokio::test]
async fn every_page_reads_in_every_language_and_hostile_names_are_text() {
    let world = World::new().await;
    let hostile = "<script>alert(1)</script>\"'&";
    let mut row = row_of("R1", 1);
    row[5] = hostile.into();
    world.import(&csv_of(&HEADINGS, &[row])).await;
    let sponsor = world.sponsor(hostile).await;
    let mut device = world.device(&sponsor, hostile).await;
    let ada = world.attendee("R1").await;
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "").await;
    let void = protocol::Void {
        scan,
        reason: String::new(),
        operator: String::new(),
    };
    world.state(&mut device, Body::Void(void)).await;
    world.scan(&mut device, &ada, FieldSet::ALL, "").await;
    lead(&world, &sponsor).await;
    for language in Language::ALL {
        let mut browser = signed_in(&world, &ada).await;
        browser.language = language.words().tag;
        let sponsor = format!("/me/sponsors/{}", sponsor.id);
        let mut paths: Vec<String> = ["change", "withdraw", "allow", "report"]
            .map(|verb| format!("{sponsor}/{verb}"))
            .to_vec();
        paths.extend(
            [
                "/me",
                "/me/withdraw",
                "/me/notices/1",
                "/me/sharing",
                "/me/data",
                "/me/data/erase",
            ]
            .map(str::to_owned),
        );
        for path in paths {
            let page = read(browser.get(&path).await);
            let tag = format!("<html lang=\"{}\">", language.words().tag);
            assert!(page.contains(&tag), "{path}");
            assert!(!page.contains("<script"), "{path}: {page}");
            assert!(!page.contains(" style="), "{path}");
            assert_eq!(page.matches("<h1>").count(), 1, "{path}");
        }
        let report = format!("{sponsor}/report");
        look(
            &mut browser,
            &report,
            &[("reason", "other"), ("text", hostile)],
        )
        .await;
        let page = read(browser.get("/me").await);
        let words = &language.words().attendee.dashboard;
        assert!(page.contains(words.report.open), "{page}");
        assert!(page.contains("&#60;script&#62;") && !page.contains("<script"));
    }
}
