//! The pages of a sponsor's team.

use axum::http::StatusCode;
use backend::people::sessions::Subject;
use backend_model::MemberRole;
use protocol::{Answer, Field, FieldSet, Note, QuestionAnswer};

use test_world::browser::{Browser, Shown};
use test_world::people::{HEADINGS, Sponsor, World, csv_of, row_of, value_of};

const HOSTILE: &str = "<script>alert(1)</script>\u{202e}\"'&";

async fn world() -> (World, Sponsor) {
    let world = World::with_mail().await;
    world
        .import(&csv_of(&HEADINGS, &[row_of("R1", 1), row_of("R2", 1)]))
        .await;
    let example = world.sponsor("Example Corp").await;
    (world, example)
}

/// The audit log's actors and actions, the oldest first.
async fn logged(world: &World) -> Vec<(String, String)> {
    let mut tx = world.backend.db().read().await.unwrap();
    tx.query("SELECT actor_kind, action FROM audit ORDER BY number", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect()
}

fn note(scan: protocol::ScanId, text: &str, operator: &str, rating: u8) -> Note {
    Note {
        scan,
        text: text.into(),
        rating: Some(rating),
        tags: vec!["hot".into(), HOSTILE.into()],
        answers: vec![QuestionAnswer {
            question: 1,
            answer: Answer::Choice(1),
        }],
        operator: operator.into(),
    }
}

fn inert(shown: &Shown) {
    assert!(!shown.html.contains("<script"), "{}", shown.html);
    assert!(!shown.html.contains(" style="), "{}", shown.html);
}

#[tokio::test]
async fn a_member_reads_leads_with_what_is_not_shared_and_each_colleagues_notes() {
    let (world, example) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let shared = [Field::FirstName, Field::Email].into_iter().collect();
    let scan = world.scan(&mut tablet, &ada, shared, "Ana").await;
    world.note(&mut tablet, note(scan, HOSTILE, "Ana", 5)).await;
    world
        .note(&mut tablet, note(scan, "knows Rust", "Ben", 2))
        .await;
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    let list = browser.get("/sponsor").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.html.contains(&value_of("R1", "first_name", 1)));
    assert!(!list.html.contains(&value_of("R1", "last_name", 1)));
    assert!(list.html.contains("2 of 5"), "{}", list.html);
    inert(&list);
    let lead = href(&list, "/sponsor/leads/");
    let page = browser.get(&lead).await;
    inert(&page);
    for there in [
        value_of("R1", "first_name", 1),
        value_of("R1", "email", 1),
        "knows Rust".into(),
        "Team size".into(),
        "many".into(),
        "Not shared".into(),
        "Tablet 1".into(),
    ] {
        assert!(page.html.contains(&there), "{there}: {}", page.html);
    }
    assert!(!page.html.contains(&value_of("R1", "last_name", 1)));
    let (ana, ben) = (
        page.html.find("<bdi>Ana</bdi>").unwrap(),
        page.html.find("<bdi>Ben</bdi>").unwrap(),
    );
    assert!(ana < ben && page.html.find("knows Rust").unwrap() > ben);
    let logged = logged(&world).await;
    let read: Vec<&str> = logged
        .iter()
        .filter(|(kind, _)| kind == "member")
        .map(|(_, action)| action.as_str())
        .collect();
    assert_eq!(read, ["list leads", "read lead"]);
}

#[tokio::test]
async fn a_withdrawn_lead_is_a_tombstone_that_no_search_finds_by_what_it_held() {
    let (world, example) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    for attendee in [&ada, &bob] {
        let scan = world
            .scan(&mut tablet, attendee, FieldSet::ALL, "Ana")
            .await;
        world
            .note(&mut tablet, note(scan, "wants a demo", "Ana", 4))
            .await;
    }
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    browser.get("/sponsor").await;
    let withdraw = format!("/api/v1/me/sponsors/{}/withdraw", example.id);
    world.post(&withdraw, &ada.token, None).await;
    let first_name = value_of("R1", "first_name", 1);
    let everything = browser.get("/sponsor").await;
    assert!(everything.html.contains("The attendee withdrew."));
    assert!(!everything.html.contains(&first_name));
    let day = ("day", "2027-01-15");
    for (form, finds_ada, finds_bob) in [
        (vec![("text", first_name.as_str())], false, false),
        (vec![("text", "DEMO wants")], false, true),
        (vec![("text", "nobody wrote this")], false, false),
        (vec![("tag", "HOT")], false, true),
        (vec![("operator", "ana")], false, true),
        (vec![("rating", "4")], false, true),
        (vec![("rating", "5")], false, false),
        (vec![day], false, true),
        (vec![("day", "2027-01-16")], false, false),
        (vec![("kind", "deleted")], true, false),
        (vec![("kind", "shared"), day], false, true),
    ] {
        let found = browser.post("/sponsor/find", &form).await;
        assert_eq!(found.status, StatusCode::SEE_OTHER);
        let to = found.to.unwrap();
        // The address does not tell what somebody looked for.
        let looked_for = form[0].1;
        assert!(looked_for.len() < 8 || !to.contains(looked_for), "{to}");
        let list = browser.get(&to).await;
        let rows = list.html.split("<tbody>").nth(1).unwrap_or_default();
        assert_eq!(
            rows.contains("The attendee withdrew."),
            finds_ada,
            "{form:?}"
        );
        let bob = value_of("R2", "first_name", 1);
        assert_eq!(rows.contains(&bob), finds_bob, "{form:?}");
    }
    // Somebody else's address shows the first page and no more.
    let other = world.sponsor("Other Corp").await;
    let found = browser.post("/sponsor/find", &[("text", "demo")]).await;
    let mut stranger = world.member(&other, "zoe", MemberRole::Owner).await;
    let list = stranger.get(&found.to.unwrap()).await;
    assert!(list.html.contains("No leads yet"), "{}", list.html);
}

#[tokio::test]
async fn more_leads_than_a_page_holds_are_paged_and_each_is_on_one_page() {
    let (world, example) = world().await;
    world.many_leads(&example, 120).await;
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    let mut seen = std::collections::BTreeSet::new();
    let mut path = "/sponsor".to_owned();
    let mut pages = 0;
    loop {
        let page = browser.get(&path).await;
        let hrefs = hrefs(&page, "/sponsor/leads/");
        assert!(hrefs.len() <= backend::leads::LEADS_PER_PAGE);
        for href in hrefs {
            assert!(seen.insert(href), "a lead stands on two pages");
        }
        pages += 1;
        match hrefs_of_next(&page) {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (120, 3));
}

#[tokio::test]
async fn what_was_given_and_taken_back_is_acknowledged_and_the_attendee_sees_it() {
    let (world, example) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    for attendee in [&ada, &bob] {
        world
            .scan(&mut tablet, attendee, FieldSet::ALL, "Ana")
            .await;
    }
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    assert!(
        browser
            .get("/sponsor/deletions")
            .await
            .html
            .contains("Nothing to delete")
    );
    world.csv(&example).await;
    for attendee in [&ada, &bob] {
        world
            .post("/api/v1/me/withdraw", &attendee.token, None)
            .await;
    }
    let exports = browser.get("/sponsor/exports").await;
    assert!(
        exports.html.contains("2 leads that you exported"),
        "{}",
        exports.html
    );
    let page = browser.get("/sponsor/deletions").await;
    assert!(page.html.contains("2 leads to delete."), "{}", page.html);
    let leads = hrefs(&page, "/sponsor/leads/");
    let one = leads[0].rsplit('/').next().unwrap();
    let done = browser.post("/sponsor/deletions", &[("lead", one)]).await;
    assert_eq!(
        done.to.as_deref(),
        Some("/sponsor/deletions?said=acknowledged")
    );
    let page = browser.get("/sponsor/deletions").await;
    assert!(page.html.contains("1 lead to delete."), "{}", page.html);
    let acknowledged = async || {
        let mut count = 0;
        for attendee in [&ada, &bob] {
            let me = world.get("/api/v1/me", &attendee.token).await.json();
            count +=
                usize::from(!me["sponsors"][0]["disclosed"]["deletion_acknowledged_at"].is_null());
        }
        count
    };
    assert_eq!(acknowledged().await, 1);
    // An id of nobody is passed over, and so is one that is done.
    let two: Vec<(&str, &str)> = leads
        .iter()
        .map(|lead| ("lead", lead.rsplit('/').next().unwrap()))
        .chain([("lead", "6b8f6f3c-0000-4000-8000-000000000000")])
        .collect();
    browser.post("/sponsor/deletions", &two).await;
    assert_eq!(acknowledged().await, 2);
    let refused = browser.post("/sponsor/deletions", &[("lead", "x")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn owners_enrol_rename_and_revoke_devices_and_members_may_not() {
    let (world, example) = world().await;
    let tablet = world.device(&example, "Tablet 1").await;
    let other = world.sponsor("Other Corp").await;
    let theirs = world.device(&other, "Tablet 9").await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let form = [("label", HOSTILE), ("hours", "24")];
    let made = owner.post("/sponsor/devices/codes", &form).await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.html.contains("<svg") && made.html.contains("/enrol#"));
    inert(&made);
    let list = owner.get("/sponsor/devices").await;
    assert!(!list.html.contains("/enrol#"), "a code is shown once");
    inert(&list);
    let code = value_after(&list, "name=\"code\" value=\"");
    owner
        .post("/sponsor/devices/codes/cancel", &[("code", &code)])
        .await;
    assert!(
        !owner
            .get("/sponsor/devices")
            .await
            .html
            .contains("name=\"code\"")
    );
    let empty = [("label", "  "), ("hours", "24")];
    let refused = owner.post("/sponsor/devices/codes", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let path = |device: &test_world::people::Device, verb: &str| {
        format!("/sponsor/devices/{}/{verb}", device.id())
    };
    owner
        .post(&path(&tablet, "rename"), &[("label", "Front table")])
        .await;
    assert!(
        owner
            .get("/sponsor/devices")
            .await
            .html
            .contains("Front table")
    );
    owner.post(&path(&tablet, "revoke"), &[]).await;
    assert!(owner.get("/sponsor/devices").await.html.contains("Revoked"));
    for verb in ["rename", "revoke"] {
        let refused = owner.post(&path(&theirs, verb), &[("label", "x")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}");
    }
    let mut member = world.member(&example, "ben", MemberRole::Member).await;
    assert_eq!(member.get("/sponsor/devices").await.status, StatusCode::OK);
    let refused = member.post("/sponsor/devices/codes", &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn owners_invite_by_mail_and_whoever_is_removed_reads_no_more() {
    let (world, example) = world().await;
    let mut owner = world.member(&example, "ana", MemberRole::Owner).await;
    let form = [
        ("name", "Ben"),
        ("email", "Ben@Example.org"),
        ("role", "member"),
    ];
    let done = owner.post("/sponsor/team/invite", &form).await;
    assert_eq!(done.to.as_deref(), Some("/sponsor/team?said=invited"));
    let mail = world.mails(1).await.pop().unwrap();
    assert!(
        mail.contains("To: ben@example.org") && mail.contains("Example Corp"),
        "{mail}"
    );
    let again = owner.post("/sponsor/team/invite", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains("has this address already"));
    let team = world.team(&example).await;
    let ben = team.iter().find(|one| one.name == "Ben").unwrap().id;
    let ana = team.iter().find(|one| one.name == "ana").unwrap().id;
    let mut browser = Browser::of(&world, Subject::Member(example.id, ben)).await;
    assert_eq!(browser.get("/sponsor").await.status, StatusCode::OK);
    // The last owner stays one.
    let last = format!("/sponsor/team/{ana}/remove");
    let refused = owner.post(&last, &[]).await;
    assert!(
        refused.html.contains("This is the last owner."),
        "{}",
        refused.html
    );
    let role = format!("/sponsor/team/{ben}/role");
    owner.post(&role, &[("role", "owner")]).await;
    assert_eq!(
        browser.get("/sponsor/programs").await.status,
        StatusCode::OK
    );
    owner
        .post(&format!("/sponsor/team/{ben}/remove"), &[])
        .await;
    assert_eq!(
        browser.get("/sponsor").await.to.as_deref(),
        Some("/sign-in")
    );
    assert!(world.team(&example).await.iter().all(|one| one.id != ben));
    let logged = logged(&world).await;
    for action in ["invite member", "set member's role", "remove member"] {
        let line = ("member".to_owned(), action.to_owned());
        assert!(logged.contains(&line), "{action}");
    }
}

#[tokio::test]
async fn charts_count_scans_by_hour_device_and_operator_and_tell_new_from_repeated() {
    let (world, example) = world().await;
    let mut tablet = world.device(&example, "Tablet 1").await;
    let mut second = world.device(&example, "Tablet 2").await;
    let (ada, bob) = (world.attendee("R1").await, world.attendee("R2").await);
    world.scan(&mut tablet, &ada, FieldSet::ALL, "Ana").await;
    world.advance(60 * 60 * 1000);
    world.scan(&mut second, &ada, FieldSet::ALL, "Ben").await;
    world.scan(&mut second, &bob, FieldSet::ALL, HOSTILE).await;
    let mut tx = world.backend.db().read().await.unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let activity =
        backend::devices::scan_statistics::load(&mut tx, &world.event, &example.id, &zone)
            .await
            .unwrap();
    drop(tx);
    assert_eq!((activity.total.new, activity.total.repeated), (2, 1));
    let hours: Vec<(i8, u64, u64)> = activity
        .days
        .values()
        .flatten()
        .map(|(hour, scans)| (*hour, scans.new, scans.repeated))
        .collect();
    assert_eq!(hours, [(8, 1, 0), (9, 1, 1)]);
    assert_eq!(activity.devices[0].0, "Tablet 2");
    assert_eq!(activity.operators.len(), 3);
    let mut browser = world.member(&example, "ana", MemberRole::Member).await;
    let page = browser.get("/sponsor/charts").await;
    inert(&page);
    assert!(
        page.html.contains("aria-label=\"today: 3 scans, by hour\"")
            || page.html.contains("January 15: 3 scans, by hour"),
        "{}",
        page.html
    );
    assert!(page.html.contains("<rect class=\"new\""));
}

#[tokio::test]
async fn every_page_of_the_team_is_there_in_every_language_empty_and_filled() {
    let (world, example) = world().await;
    let mut browser = world.member(&example, "ana", MemberRole::Owner).await;
    for is_filled in [false, true] {
        if is_filled {
            world.many_leads(&example, 3).await;
        }
        for (language, tag) in [("en", "<html lang=\"en\""), ("es", "<html lang=\"es\"")] {
            browser.language = language;
            for path in [
                "/sponsor",
                "/sponsor/exports",
                "/sponsor/deletions",
                "/sponsor/devices",
                "/sponsor/charts",
                "/sponsor/team",
                "/sponsor/programs",
            ] {
                let page = browser.get(path).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(page.html.contains(tag), "{path}");
                assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
                inert(&page);
            }
        }
    }
}

/// The first link that begins so.
fn href(page: &Shown, begins: &str) -> String {
    hrefs(page, begins).remove(0)
}

fn hrefs(page: &Shown, begins: &str) -> Vec<String> {
    let begins = format!("href=\"{begins}");
    page.html
        .match_indices(&begins)
        .map(|(at, _)| {
            let rest = &page.html[at + 6..];
            rest[..rest.find('"').unwrap()].to_owned()
        })
        .collect()
}

fn hrefs_of_next(page: &Shown) -> Option<String> {
    hrefs(page, "/sponsor?view=").pop()
}

fn value_after(page: &Shown, mark: &str) -> String {
    let at = page.html.find(mark).unwrap() + mark.len();
    let rest = &page.html[at..];
    rest[..rest.find('"').unwrap()].to_owned()
}
