//! Changes by the organiser: staff, sponsors, settings, notices and questions.

use axum::http::StatusCode;
use backend::people::sessions::Subject;
use backend::people::staff as staffing;
use backend_model::StaffRole;

use super::{Hall, audit, browser, has, staff};
use test_world::browser::Browser;
use test_world::people::World;

#[tokio::test]
async fn somebody_who_is_added_is_told_by_mail_and_who_is_removed_is_signed_out() {
    let world = World::with_mail().await;
    let mut organiser = browser(&world, StaffRole::Organiser).await;
    let form = [
        ("name", "Ben"),
        ("email", "Ben@Example.org"),
        ("role", "support"),
    ];
    let answer = organiser.post("/organiser/people", &form).await;
    assert_eq!(
        answer.to.as_deref(),
        Some("/organiser/people?said=person-added")
    );
    let mail = &world.mails(1).await[0];
    assert!(
        mail.contains("To: ben@example.org") && mail.contains("/sign-in"),
        "{mail}"
    );
    assert!(
        !mail.contains("/sign-in/"),
        "a mail that lies about lets nobody in: {mail}"
    );

    let again = organiser.post("/organiser/people", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains("has this address already"));
    assert!(
        again.html.contains("value=\"Ben@Example.org\""),
        "what was typed stays"
    );

    let mut tx = world.backend.db().read().await.unwrap();
    let all = staffing::of_event(&world.event)
        .list(&mut tx)
        .await
        .unwrap();
    drop(tx);
    let ben = all.iter().find(|one| one.name == "Ben").unwrap().id;
    let mut of_ben = Browser::of(&world, Subject::Staff(ben)).await;
    assert_eq!(of_ben.get("/organiser").await.status, StatusCode::OK);
    let path = format!("/organiser/people/{ben}/role");
    organiser.post(&path, &[("role", "auditor")]).await;
    let refused = of_ben.post("/organiser/sponsors", &[("name", "X")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let path = format!("/organiser/people/{ben}/remove");
    organiser.post(&path, &[]).await;
    assert_eq!(
        of_ben.get("/organiser").await.to.as_deref(),
        Some("/sign-in")
    );

    let log = audit(&world).await;
    for action in ["add staff", "change role", "remove staff"] {
        assert!(has(&log, "staff", action, 0), "{action}: {log:?}");
    }
}

#[tokio::test]
async fn the_last_organiser_stays_one() {
    let world = World::new().await;
    let id = staff(&world, StaffRole::Organiser).await;
    let mut organiser = Browser::of(&world, Subject::Staff(id)).await;
    for (path, form) in [
        (format!("/organiser/people/{id}/remove"), vec![]),
        (
            format!("/organiser/people/{id}/role"),
            vec![("role", "support")],
        ),
    ] {
        let refused = organiser.post(&path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(refused.html.contains("the last organiser"));
    }
}

#[tokio::test]
async fn a_sponsor_is_added_renamed_and_gets_its_first_owner_by_mail() {
    let world = World::with_mail().await;
    let mut organiser = browser(&world, StaffRole::Organiser).await;
    let added = organiser
        .post("/organiser/sponsors", &[("name", "Acme")])
        .await;
    let page = added.to.unwrap().split('?').next().unwrap().to_owned();
    let twice = organiser
        .post("/organiser/sponsors", &[("name", "Acme")])
        .await;
    assert!(twice.html.contains("of this name already"));
    let renamed = organiser
        .post(&format!("{page}/rename"), &[("name", "Acme & Co")])
        .await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    let form = [("name", "Olga"), ("email", "olga@acme.example")];
    organiser.post(&format!("{page}/invite"), &form).await;
    let html = organiser.get(&page).await.html;
    assert!(
        html.contains("Acme &#38; Co") && html.contains("olga@acme.example"),
        "{html}"
    );
    let mail = &world.mails(1).await[0];
    assert!(
        mail.contains("To: olga@acme.example") && mail.contains("Acme & Co"),
        "{mail}"
    );
}

#[tokio::test]
async fn a_device_is_revoked_from_its_page() {
    let hall = Hall::new().await;
    let mut support = browser(&hall.world, StaffRole::Support).await;
    let html = support.get("/organiser/devices").await.html;
    let id = html.split("/organiser/devices/").nth(1).unwrap();
    let page = format!("/organiser/devices/{}", id.split('"').next().unwrap());
    assert!(!support.get(&page).await.html.contains("Revoked</span>"));
    let answer = support.post(&format!("{page}/revoke"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let html = support.get(&page).await.html;
    assert!(html.contains("Revoked</span>"));
    assert!(
        !html.contains(&format!("action=\"{page}/revoke\"")),
        "it is offered no more"
    );
}

#[tokio::test]
async fn settings_are_checked_and_kept_and_a_scan_keeps_its_notice() {
    let hall = Hall::new().await;
    let world = &hall.world;
    let mut organiser = browser(world, StaffRole::Organiser).await;
    let form = |zone: &'static str, ends: &'static str, days: &'static str| {
        vec![
            ("name", "PyCon US"),
            ("zone", zone),
            ("ends", ends),
            ("retention", days),
            ("field", "first_name"),
            ("field", "email"),
            ("mode", "confirm"),
        ]
    };
    for (zone, ends, days) in [
        ("Mars/Olympus", "2027-05-20T18:00", "30"),
        ("America/Los_Angeles", "tomorrow", "30"),
        ("America/Los_Angeles", "2027-05-20T18:00", "9999"),
    ] {
        let refused = organiser
            .post("/organiser/settings", &form(zone, ends, days))
            .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{zone} {ends} {days}"
        );
        assert!(refused.html.contains(zone), "what was typed stays");
    }
    let good = form("America/Los_Angeles", "2027-05-20T18:00", "60");
    let saved = organiser.post("/organiser/settings", &good).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let event = world.load_event().await;
    assert_eq!(
        (event.name.as_str(), event.zone.as_str()),
        ("PyCon US", "America/Los_Angeles")
    );
    assert_eq!(event.retention_days, 60);
    assert_eq!(event.allowed_fields.to_string(), "first_name,email");
    assert!(!event.foreign_codes, "a box that is not ticked is off");
    // 18:00 in Los Angeles, in summer.
    assert_eq!(event.ends.0, 1_810_861_200_000);

    let notice = [("text", "We share less.\r\nNow.")];
    let published = organiser.post("/organiser/settings/notices", &notice).await;
    assert_eq!(
        published.to.as_deref(),
        Some("/organiser/settings/notices/2?said=notice")
    );
    let same = organiser.post("/organiser/settings/notices", &notice).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.load_event().await.notice.text, "We share less.\nNow.");
    let old = organiser.get("/organiser/settings/notices/1").await.html;
    assert!(old.contains("We share what you let us share."));
    let html = organiser.get("/organiser/settings").await.html;
    let rows: Vec<&str> = html.split("<td class=\"number\">").skip(1).collect();
    assert!(
        rows[0].starts_with('0') && rows[1].starts_with('2'),
        "{html}"
    );
}

#[tokio::test]
async fn questions_are_added_changed_and_removed_and_devices_are_told() {
    let world = World::new().await;
    let mut organiser = browser(&world, StaffRole::Organiser).await;
    let path = "/organiser/settings/questions";
    let before = world.load_event().await.questions_change;
    for form in [
        vec![("text", "Remarks"), ("kind", "text")],
        vec![("text", "Budget?"), ("kind", "yes_no")],
        vec![
            ("text", "Size"),
            ("kind", "choice"),
            ("choices", "1\r\n2-10\r\n\r\nmore"),
        ],
        vec![("text", "Interest"), ("kind", "scale"), ("scale", "5")],
    ] {
        let answer = organiser.post(path, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form:?}");
    }
    for form in [
        vec![("text", ""), ("kind", "text")],
        vec![("text", "Size"), ("kind", "choice"), ("choices", " ")],
        vec![("text", "Interest"), ("kind", "scale"), ("scale", "11")],
        vec![("text", "x"), ("kind", "essay")],
    ] {
        let answer = organiser.post(path, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
    }
    let event = world.load_event().await;
    assert!(event.questions_change > before);
    let kinds: Vec<String> = event
        .questions
        .iter()
        .map(|question| serde_json::to_string(&question.kind).unwrap())
        .collect();
    assert_eq!(
        kinds[1..],
        [
            r#""text""#,
            r#""yes_no""#,
            r#"{"choice":["1","2-10","more"]}"#,
            r#"{"scale":5}"#
        ]
    );
    let first = event.questions[0].id;
    let one = format!("{path}/{first}");
    organiser
        .post(&one, &[("text", "How many?"), ("kind", "text")])
        .await;
    assert_eq!(world.load_event().await.questions[0].text, "How many?");
    organiser.post(&format!("{one}/remove"), &[]).await;
    let left = world.load_event().await.questions;
    assert!(left.len() == 4 && left.iter().all(|question| question.id != first));
    let gone = organiser.post(&format!("{one}/remove"), &[]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
