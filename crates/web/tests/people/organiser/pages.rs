//! Access to the organiser's pages by role.

use axum::http::StatusCode;
use backend_model::StaffRole;

use super::{Hall, browser};
use test_world::people::World;

/// Every page that can be looked at without anything in its address.
const PAGES: [&str; 11] = [
    "/organiser",
    "/organiser/reports",
    "/organiser/attendees",
    "/organiser/badges",
    "/organiser/sponsors",
    "/organiser/devices",
    "/organiser/quarantine",
    "/organiser/audit",
    "/organiser/settings",
    "/organiser/retention",
    "/organiser/people",
];

#[tokio::test]
async fn every_page_shows_in_every_language_to_every_role_with_hostile_names_inert() {
    const HOSTILE: &str = "<script>alert(1)</script>\"'&\u{202e}";
    let hall = Hall::named(HOSTILE, HOSTILE).await;
    let report = hall.report(HOSTILE).await;
    let mut pages: Vec<String> = PAGES.map(String::from).to_vec();
    pages.extend([
        format!("/organiser/reports/{report}"),
        format!("/organiser/sponsors/{}", hall.sponsor.id),
        format!("/organiser/attendees/{}", hall.ada.id),
        "/organiser/quarantine/unknown_badge".into(),
        "/organiser/settings/notices/1".into(),
        "/organiser/settings/questions".into(),
        "/organiser/reports?all=true".into(),
        "/organiser/devices?which=flagged".into(),
        "/organiser/passkeys".into(),
    ]);
    let mut titles = Vec::new();
    for role in StaffRole::ALL {
        let mut browser = browser(&hall.world, role).await;
        for language in ["en", "es"] {
            browser.language = language;
            for page in &pages {
                let shown = browser.get(page).await;
                assert_eq!(shown.status, StatusCode::OK, "{page}");
                let html = &shown.html;
                assert!(
                    html.contains(&format!("<html lang=\"{language}\">")),
                    "{page}"
                );
                assert!(!html.contains("<script>"), "{page}");
                assert_eq!(html.matches("<h1").count(), 1, "{page}");
                assert!(!html.contains(" style="), "{page}");
                let policy = shown.headers["content-security-policy"].to_str().unwrap();
                assert!(!policy.contains("unsafe"), "{page}");
                if role == StaffRole::Organiser && page == "/organiser/devices" {
                    titles.push(html.clone());
                    assert!(html.contains("&#60;script&#62;alert(1)"), "{html}");
                }
            }
        }
    }
    assert!(titles[0].contains("Last sync") && titles[1].contains("Última sincronización"));
}

#[tokio::test]
async fn an_empty_event_says_what_comes_next() {
    let world = World::new().await;
    let mut browser = browser(&world, StaffRole::Organiser).await;
    let html = browser.get("/organiser").await.html;
    for href in [
        "/organiser/import",
        "/organiser/sponsors",
        "/organiser/settings",
    ] {
        assert!(html.contains(&format!("<a href=\"{href}\">")), "{href}");
    }
    for page in PAGES {
        assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
    }
    let html = browser.get("/organiser/attendees").await.html;
    assert!(html.contains("Nobody is registered yet"));
}

#[tokio::test]
async fn the_overview_counts_what_is_there() {
    let hall = Hall::new().await;
    hall.report("").await;
    let mut browser = browser(&hall.world, StaffRole::Auditor).await;
    let html = browser.get("/organiser").await.html;
    let figures: Vec<&str> = html
        .split("<dd>")
        .skip(1)
        .map(|rest| rest.split("</dd>").next().unwrap())
        .collect();
    // Attendees, scans, sponsors, devices, open reports, quarantine.
    assert_eq!(figures, ["2", "2", "1", "1", "1", "1"], "{html}");
}

#[tokio::test]
async fn what_a_role_may_not_do_is_not_offered_and_is_refused() {
    let hall = Hall::new().await;
    let report = hall.report("").await;
    let (report, attendee) = (
        format!("/organiser/reports/{report}"),
        format!("/organiser/attendees/{}", hall.ada.id),
    );
    let people = "/organiser/people";
    // Where, the form that does it, and who may.
    let forms = [
        (report.as_str(), report.clone(), [false, true, true]),
        (&attendee, format!("{attendee}/erase"), [false, true, true]),
        (&attendee, format!("{attendee}/badge"), [false, true, true]),
        (people, people.to_owned(), [false, false, true]),
        (
            "/organiser/badges",
            "/organiser/badges".to_owned(),
            [false, false, true],
        ),
        (
            "/organiser/sponsors",
            "/organiser/sponsors".to_owned(),
            [false, true, true],
        ),
    ];
    for (place, role) in StaffRole::ALL.into_iter().enumerate() {
        let mut browser = browser(&hall.world, role).await;
        for (page, action, may) in &forms {
            let html = browser.get(page).await.html;
            let form = format!("<form method=\"post\" action=\"{action}\"");
            assert_eq!(html.contains(&form), may[place], "{role:?} {action}");
            if !may[place] {
                let refused = browser.post(action, &[]).await;
                assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?} {action}");
            }
        }
        let html = browser.get("/organiser/audit").await.html;
        let may_export = role != StaffRole::Support;
        assert_eq!(html.contains("/organiser/audit.csv?"), may_export);
        let status = browser.get("/organiser/audit.csv").await.status;
        assert_eq!(status == StatusCode::OK, may_export, "{role:?}");
    }
}
