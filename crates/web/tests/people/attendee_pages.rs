//! The attendee's pages: who has what, and taking it back.

use axum::http::StatusCode;
use backend::audit;
use backend::paging::PageRange;
use backend::people::sessions::Subject;
use backend::privacy::reports;
use protocol::{Field, FieldSet};
use serde_json::Value;

use test_world::browser::{Browser, Shown};
use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of, value_of};

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

async fn signed_in<'w>(world: &'w World, attendee: &Attendee) -> Browser<'w> {
    Browser::of(world, Subject::Attendee(attendee.id)).await
}

/// The page, which must be one.
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

fn path(sponsor: &Sponsor, verb: &str) -> String {
    format!("/me/sponsors/{}/{verb}", sponsor.id)
}

async fn decide(world: &World, uphold: bool, reason: &str) {
    let mut tx = world.backend.db().write().await.unwrap();
    let now = world.clock.now();
    let by = audit::Actor::Organiser;
    let open = reports::list(&mut tx, &world.event, true, PageRange::ALL, by, now)
        .await
        .unwrap();
    drop(tx);
    world.decide(&open[0].report, uphold, reason).await.unwrap();
}

async fn count(world: &World, sql: &str) -> i64 {
    let mut tx = world.backend.db().read().await.unwrap();
    tx.query_one(sql, &[])
        .await
        .unwrap()
        .unwrap()
        .get(0)
        .unwrap()
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_changes_nothing() {
    let (world, sponsor, _, _) = world().await;
    let mut nobody = Browser::new(&world);
    assert_eq!(nobody.get("/me").await.to.as_deref(), Some("/sign-in"));
    let refused = nobody.post(&path(&sponsor, "withdraw"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
}

#[tokio::test]
async fn the_dashboard_says_who_has_what_since_when_and_by_which_device() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let page = read(browser.get("/me").await);
    for text in [
        "<h1>1 sponsor has something of yours.</h1>",
        "<bdi>Example Corp</bdi>",
        "today at 08:00, by \u{2068}Tablet 1\u{2069}",
        "First name, Last name, Email address, Job title, Employer, State or province, Country",
        "Not yet",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    // Who held the device is the sponsor's own matter.
    assert!(!page.contains("Ana"));
    world.advance(60_000);
    lead(&world, &sponsor).await;
    let page = read(browser.get("/me").await);
    assert!(page.contains("Once, today at 08:01"), "{page}");
    let read = "SELECT count(*) FROM audit WHERE action = 'read own' AND actor_kind = 'attendee'";
    assert_eq!(count(&world, read).await, 2);
}

#[tokio::test]
async fn an_attendee_whom_nobody_scanned_is_told_what_will_stand_there() {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let ada = world.attendee("R1").await;
    let mut browser = signed_in(&world, &ada).await;
    let page = read(browser.get("/me").await);
    assert!(page.contains("No sponsor has anything of yours."), "{page}");
    assert!(page.contains("Nobody has scanned your badge yet"));
}

#[tokio::test]
async fn fields_are_taken_away_and_given_back_on_the_page() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let change = path(&sponsor, "change");
    let page = read(browser.get(&change).await);
    assert!(page.contains(&value_of("R1", "employer", 1)), "{page}");
    assert_eq!(page.matches(" checked").count(), 7);

    let on_page = Field::ALL.map(|field| ("shown", field.name()));
    let mut form = on_page.to_vec();
    form.push(("fields", "first_name"));
    let page = look(&mut browser, &change, &form).await;
    assert!(page.contains("Saved. It holds from now on."), "{page}");
    let shown = lead(&world, &sponsor).await;
    assert!(shown.get("first_name").is_some() && shown.get("email").is_none());

    // What was not on the page stays as it is: the rest is not given back.
    browser
        .post(&change, &[("shown", "email"), ("fields", "email")])
        .await;
    let shown = lead(&world, &sponsor).await;
    assert!(shown.get("first_name").is_some() && shown.get("email").is_some());
    assert!(shown.get("employer").is_none());
    // What holds already is not written down again.
    browser
        .post(&change, &[("shown", "email"), ("fields", "email")])
        .await;
    let acts = "SELECT count(*) FROM act";
    assert_eq!(count(&world, acts).await, 2);
}

#[tokio::test]
async fn what_was_not_agreed_to_at_the_booth_can_not_be_ticked() {
    let (world, sponsor, mut device, ada) = world().await;
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "").await;
    let employer = FieldSet::NONE.with(Field::Employer);
    world.narrow(&mut device, scan, employer).await;
    let mut browser = signed_in(&world, &ada).await;
    let page = read(browser.get(&path(&sponsor, "change")).await);
    assert!(!page.contains(r#"value="employer""#), "{page}");
    assert!(
        page.contains("They can&#39;t be given here: Employer"),
        "{page}"
    );
}

#[tokio::test]
async fn a_withdrawal_says_what_happens_now_and_when_it_was_confirmed() {
    let (world, sponsor, _, ada) = world().await;
    lead(&world, &sponsor).await;
    let mut browser = signed_in(&world, &ada).await;
    let page = read(browser.get(&path(&sponsor, "withdraw")).await);
    assert!(page.contains("It is told to delete that"), "{page}");
    assert_eq!(
        lead(&world, &sponsor).await["state"],
        "shared",
        "looking withdraws nothing"
    );

    let page = look(&mut browser, &path(&sponsor, "withdraw"), &[]).await;
    for text in [
        "1 sponsor has something of yours.",
        "1 sponsor was told to delete what they had, and did not confirm it yet.",
        "You withdrew today at 08:00.",
        "It has not confirmed that yet.",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let lead = lead(&world, &sponsor).await;
    assert_eq!(lead["reason"], "withdrawn");
    world.advance(60_000);
    let acknowledge = format!(
        "/api/v1/leads/{}/acknowledge-deletion",
        lead["lead"].as_str().unwrap()
    );
    world.post(&acknowledge, &sponsor.token, None).await.json();
    let page = read(browser.get("/me").await);
    assert!(
        page.contains("It confirmed today at 08:01 that its copies are deleted."),
        "{page}"
    );
    assert!(page.contains("No sponsor has anything of yours."), "{page}");
}

#[tokio::test]
async fn a_sponsor_is_allowed_again_after_being_told_what_it_gets() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let allow = path(&sponsor, "allow");
    let not_now = read(browser.get(&allow).await);
    assert!(not_now.contains("can&#39;t be allowed now"), "{not_now}");
    let refused = browser.post(&allow, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    browser.post(&path(&sponsor, "withdraw"), &[]).await;
    let page = read(browser.get(&allow).await);
    assert!(
        page.contains("It then sees: First name, Last name"),
        "{page}"
    );
    assert_eq!(lead(&world, &sponsor).await["state"], "withheld");
    let page = look(&mut browser, &allow, &[]).await;
    assert!(
        page.contains("Allowed. The sponsor sees you again."),
        "{page}"
    );
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
}

#[tokio::test]
async fn withdrawing_from_all_is_asked_for_once_more_and_holds_for_all() {
    let (world, sponsor, _, ada) = world().await;
    let other = world.sponsor("Other Corp").await;
    let mut device = world.device(&other, "Laptop").await;
    world.scan(&mut device, &ada, FieldSet::ALL, "").await;
    let mut browser = signed_in(&world, &ada).await;
    read(browser.get("/me/withdraw").await);
    assert_eq!(lead(&world, &other).await["state"], "shared");
    let page = look(&mut browser, "/me/withdraw", &[]).await;
    assert!(page.contains("Withdrawn from all sponsors."), "{page}");
    for sponsor in [&sponsor, &other] {
        assert_eq!(lead(&world, sponsor).await["reason"], "withdrawn");
    }
}

#[tokio::test]
async fn a_report_withholds_at_once_and_its_decision_is_read_on_the_card() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let report = path(&sponsor, "report");
    let words = "Nobody asked. <script>alert(1)</script>";
    let refused = browser.post(&report, &[("text", words)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What was typed is not lost, and is text.
    assert!(refused.html.contains("Nobody asked."), "{}", refused.html);
    assert!(!refused.html.contains("<script>"));
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");

    let form = [("reason", "not_asked"), ("text", words)];
    let page = look(&mut browser, &report, &form).await;
    assert!(
        page.contains("The organisers are looking into it"),
        "{page}"
    );
    assert!(page.contains("Nobody asked me before scanning"));
    assert!(!page.contains("<script>"));
    assert_eq!(lead(&world, &sponsor).await["reason"], "reported");

    decide(&world, false, "The camera shows <b>consent</b>.").await;
    let page = read(browser.get("/me").await);
    assert!(page.contains("The organisers did not agree"), "{page}");
    assert!(
        page.contains("The camera shows &#60;b&#62;consent"),
        "{page}"
    );
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");

    browser.post(&report, &form).await;
    decide(&world, true, "They did not ask.").await;
    let page = read(browser.get("/me").await);
    assert!(page.contains("The organisers agreed with you"), "{page}");
    assert!(page.contains("They did not ask."));
    assert_eq!(lead(&world, &sponsor).await["reason"], "report_upheld");
}

#[tokio::test]
async fn a_report_that_is_too_long_is_not_sent_and_comes_back() {
    let (world, sponsor, _, ada) = world().await;
    let mut browser = signed_in(&world, &ada).await;
    let long = "x".repeat(4001);
    let form = [("reason", "other"), ("text", long.as_str())];
    let refused = browser.post(&path(&sponsor, "report"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains(&long));
    assert_eq!(lead(&world, &sponsor).await["state"], "shared");
}

#[tokio::test]
async fn a_sponsor_that_never_scanned_the_attendee_has_no_page_and_the_ids_of_nobody_neither() {
    let (world, _, _, ada) = world().await;
    let stranger = world.sponsor("Stranger").await;
    let mut browser = signed_in(&world, &ada).await;
    for verb in ["change", "withdraw", "allow", "report"] {
        let got = browser.get(&path(&stranger, verb)).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{verb}");
        let got = browser.get(&format!("/me/sponsors/nobody/{verb}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{verb}");
    }
    let got = browser.get("/me/notices/99").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    let notice = read(browser.get("/me/notices/1").await);
    assert!(notice.contains("We share what you let us share."));
}
