//! Reports of attendees, as the organiser lists and decides them.

use axum::http::StatusCode;
use backend::people::members;
use backend::people::sessions::Subject;
use backend::timestamp::Timestamp;
use backend_model::MemberRole;
use backend_model::StaffRole;

use super::{Hall, audit, browser, has};
use test_world::browser::Browser;
use test_world::people::value_of;

async fn owner(hall: &Hall) {
    let world = &hall.world;
    let mut tx = world.backend.db().write().await.unwrap();
    for (email, role) in [
        ("olga@example.com", MemberRole::Owner),
        ("max@example.com", MemberRole::Member),
    ] {
        members::of_sponsor(&world.event, &hall.sponsor.id)
            .add(&world.backend, &mut tx, email, "O", role)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_evidence_shows_what_was_signed_and_names_nobody_else() {
    let hall = Hall::new().await;
    let report = hall.report("Nobody asked me.").await;
    let mut auditor = browser(&hall.world, StaffRole::Auditor).await;
    let path = format!("/organiser/reports/{report}");
    let html = auditor.get(&path).await.html;
    for text in [
        "Nobody asked me.",
        "Front table",
        "The signature holds",
        "In the device’s chain",
        "By holding out the badge",
        "We share what you let us share.",
        "No. 2 of its device",
        "This attendee",
        "Somebody else",
        "Nobody known",
        // Five seconds after the scan before it.
        "-5 s",
    ] {
        assert!(html.contains(text), "{text}");
    }
    for registration in ["R1", "R2"] {
        let name = value_of(registration, "first_name", 1);
        assert!(!html.contains(&name), "names need the attendee's own page");
    }
    let log = audit(&hall.world).await;
    assert!(has(&log, "staff", "read report", 1), "{log:?}");
    let missing = "/organiser/reports/00000000-0000-4000-8000-000000000000";
    assert_eq!(auditor.get(missing).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_upheld_report_withholds_the_lead_and_tells_both_sides_no_more_than_they_may_know() {
    let hall = Hall::new().await;
    owner(&hall).await;
    let report = hall.report("Nobody asked me.").await;
    let mut support = browser(&hall.world, StaffRole::Support).await;
    let path = format!("/organiser/reports/{report}");
    for form in [
        vec![("reason", "Because")],
        vec![("decision", "uphold"), ("reason", " ")],
    ] {
        let refused = support.post(&path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
    }
    let form = [
        ("decision", "uphold"),
        ("reason", "The booth did not ask Ada."),
    ];
    let decided = support.post(&path, &form).await;
    assert_eq!(decided.to, Some(format!("{path}?said=upheld")));
    let again = support.post(&path, &form).await;
    assert!(again.html.contains("decided this report already"));

    let mails = hall.world.mails(2).await;
    assert_eq!(mails.len(), 2, "the attendee and the owner, not the member");
    let address = format!("{}@example.org", value_of("R1", "email", 1));
    let of_ada = mails.iter().find(|mail| mail.contains(&address)).unwrap();
    assert!(of_ada.contains("The booth did not ask Ada."), "{of_ada}");
    let of_owner = mails
        .iter()
        .find(|mail| mail.contains("To: olga@example.com"))
        .unwrap();
    for secret in ["did not ask", "Nobody asked me", "qR1v1", "Ada"] {
        assert!(!of_owner.contains(secret), "{secret} in {of_owner}");
    }
    let leads = hall.world.leads(&hall.sponsor).await;
    let withheld = leads
        .iter()
        .find(|lead| lead["state"] == "withheld")
        .unwrap();
    let lead = withheld["lead"].as_str().unwrap();
    assert!(of_owner.contains(lead), "{of_owner}");
    let log = audit(&hall.world).await;
    assert!(has(&log, "staff", "uphold report", 1), "{log:?}");
}

#[tokio::test]
async fn a_dismissed_report_gives_the_lead_back() {
    let hall = Hall::new().await;
    let report = hall.report("").await;
    let mut support = browser(&hall.world, StaffRole::Support).await;
    let form = [("decision", "dismiss"), ("reason", "You tapped share.")];
    support
        .post(&format!("/organiser/reports/{report}"), &form)
        .await;
    let leads = hall.world.leads(&hall.sponsor).await;
    assert!(
        leads.iter().all(|lead| lead["state"] == "shared"),
        "{leads:?}"
    );
    let open = support.get("/organiser/reports").await.html;
    assert!(open.contains("No report is open"));
    let all = support.get("/organiser/reports?all=true").await.html;
    assert!(all.contains("Dismissed"));
    let attendee = format!("/organiser/attendees/{}", hall.ada.id);
    let attendee = support.get(&attendee).await.html;
    let path = format!("/organiser/reports/{report}");
    let one = support.get(&path).await.html;
    let mut ada = Browser::of(&hall.world, Subject::Attendee(hall.ada.id)).await;
    let own = ada.get("/me").await.html;
    for html in [all, attendee, one, own] {
        assert!(
            html.contains("Decided by the organisers’ support: today"),
            "{html}"
        );
    }
    let me = hall.world.get("/api/v1/me", &hall.ada.token).await.json();
    let report = &me["reports"][0];
    let now = Timestamp(hall.world.clock.now()).to_string();
    assert_eq!(report["opened"], now);
    assert_eq!(report["decided"], now);
    assert_eq!(report["decided_by"], "support");
    assert!(hall.world.mails(1).await[0].contains("You tapped share."));
}

#[tokio::test]
async fn an_owner_is_told_in_the_language_in_which_they_last_used_the_pages() {
    let hall = Hall::new().await;
    let owner = hall.world.member(&hall.sponsor, "olga", MemberRole::Owner);
    let mut owner = owner.await;
    let form = [("language", "es"), ("back", "/sponsor")];
    owner.post("/language", &form).await;
    let report = hall.report("").await;
    let mut support = browser(&hall.world, StaffRole::Support).await;
    let form = [("decision", "dismiss"), ("reason", "You tapped share.")];
    let path = format!("/organiser/reports/{report}");
    support.post(&path, &form).await;
    let mails = hall.world.mails(2).await;
    let of_owner = mails.iter().find(|mail| mail.contains("To: olga@"));
    assert!(
        of_owner.unwrap().contains("ha desestimado el reporte"),
        "{mails:?}"
    );
}
