//! Signing in by a link, and what a session is good for.

use axum::http::StatusCode;
use backend::people::accounts::AccountError;
use backend::people::members;
use backend::people::sessions::Subject;
use backend::people::staff;
use backend_model::MemberRole;
use backend_model::StaffRole;
use backend_text::Language;

use test_world::browser::{Browser, Shown};
use test_world::people::{Attendee, HEADINGS, World, csv_of, row_of, value_of};

/// An attendee, and mails that land in a folder.
async fn world() -> (World, Attendee) {
    let world = World::with_mail().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let ada = world.attendee("R1").await;
    (world, ada)
}

fn address() -> String {
    format!("{}@example.org", value_of("R1", "email", 1))
}

/// The path of the newest mail's first link.
async fn link(world: &World) -> String {
    let mail = world.mails(1).await.pop().unwrap();
    link_in(&mail)
}

fn link_in(mail: &str) -> String {
    let at = mail.find("/sign-in/").expect("a link in the mail");
    mail[at..].split_whitespace().next().unwrap().to_owned()
}

async fn ask_for_link(browser: &mut Browser<'_>, address: &str) -> Shown {
    browser.post("/sign-in", &[("email", address)]).await
}

#[tokio::test]
async fn a_link_from_a_mail_signs_in_once_and_opening_it_does_nothing_yet() {
    let (world, _) = world().await;
    let mut browser = Browser::new(&world);
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/sign-in"));
    let sent = ask_for_link(&mut browser, &format!("  {} ", address().to_uppercase())).await;
    assert_eq!(sent.status, StatusCode::OK);
    let link = link(&world).await;
    for _ in 0..3 {
        let opened = browser.get(&link).await;
        assert_eq!(opened.status, StatusCode::OK);
        assert!(
            opened
                .html
                .contains(Language::English.words().sign_in.confirm)
        );
    }
    let entered = browser.post(&link, &[]).await;
    assert_eq!(entered.to.as_deref(), Some("/me"));
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/me"));

    let again = browser.post(&link, &[]).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(
        again
            .html
            .contains(Language::English.words().sign_in.dead.0)
    );
    // The link that was used up signs nobody out.
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/me"));
}

#[tokio::test]
async fn the_answer_is_the_same_whether_an_address_is_known_or_not() {
    let (world, _) = world().await;
    let page = |shown: Shown| (shown.status, shown.html);
    let known = ask_for_link(&mut Browser::new(&world), &address()).await;
    let unknown = ask_for_link(&mut Browser::new(&world), "nobody@example.org").await;
    assert!(known.headers.contains_key("set-cookie") && unknown.headers.contains_key("set-cookie"));
    assert_eq!(page(known), page(unknown));
    let mails = world.mails(1).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(&format!("To: {}", address().to_lowercase())));
}

#[tokio::test]
async fn a_link_works_in_the_browser_that_asked_for_it_alone() {
    let (world, _) = world().await;
    let mut hers = Browser::new(&world);
    ask_for_link(&mut hers, &address()).await;
    let link = link(&world).await;
    let mut other = Browser::new(&world);
    for shown in [other.get(&link).await, other.post(&link, &[]).await] {
        assert_eq!(shown.status, StatusCode::GONE);
        let words = &Language::English.words().sign_in;
        assert!(shown.html.contains(words.other_browser.0));
    }
    assert!(other.cookies.is_empty());
    // A stranger's try has not used it up.
    assert_eq!(hers.post(&link, &[]).await.to.as_deref(), Some("/me"));
}

#[tokio::test]
async fn a_link_is_dead_after_ten_minutes() {
    let (world, _) = world().await;
    let mut browser = Browser::new(&world);
    ask_for_link(&mut browser, &address()).await;
    let link = link(&world).await;
    world.advance(backend::people::sign_in::LINK_LIFE - 1);
    assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    world.advance(1);
    assert_eq!(browser.get(&link).await.status, StatusCode::GONE);
    assert_eq!(browser.post(&link, &[]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn signing_in_changes_the_session_s_secret_and_ends_the_one_before() {
    let (world, ada) = world().await;
    let mut before = Browser::of(&world, Subject::Attendee(ada.id)).await;
    let stolen = before.cookies["__Host-lanyard"].clone();
    ask_for_link(&mut before, &address()).await;
    let link = link(&world).await;
    before.post(&link, &[]).await;
    assert_ne!(before.cookies["__Host-lanyard"], stolen);
    let mut thief = Browser::new(&world);
    thief.cookies.insert("__Host-lanyard".into(), stolen);
    assert_eq!(thief.get("/").await.to.as_deref(), Some("/sign-in"));
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_backend_too() {
    let (world, ada) = world().await;
    let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
    let kept = browser.cookies.clone();
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::OK);
    assert!(browser.cookies.is_empty());
    browser.cookies = kept;
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/sign-in"));
}

#[tokio::test]
async fn one_mail_has_a_link_for_each_who_has_the_address() {
    let (world, _) = world().await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut tx = world.backend.db().write().await.unwrap();
    let (backend, event) = (&world.backend, &world.event);
    members::of_sponsor(event, &sponsor.id)
        .add(backend, &mut tx, &address(), "Ada", MemberRole::Owner)
        .await
        .unwrap();
    staff::of_event(event)
        .add(backend, &mut tx, &address(), "Ada", StaffRole::Auditor)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut browser = Browser::new(&world);
    ask_for_link(&mut browser, &address()).await;
    let mail = world.mails(1).await.pop().unwrap();
    let links: Vec<_> = mail
        .match_indices("/sign-in/")
        .map(|(at, _)| link_in(&mail[at..]))
        .collect();
    assert_eq!(links.len(), 3);
    let mut homes = Vec::new();
    for link in links {
        homes.push(browser.post(&link, &[]).await.to.unwrap());
    }
    homes.sort();
    assert_eq!(homes, ["/me", "/organiser", "/sponsor"]);
}

#[tokio::test]
async fn whoever_is_removed_is_out_at_once() {
    let (world, _) = world().await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut tx = world.backend.db().write().await.unwrap();
    let (backend, event) = (&world.backend, &world.event);
    let team = members::of_sponsor(event, &sponsor.id);
    let mut ids = Vec::new();
    for name in ["Ana", "Ben"] {
        let email = format!("{name}@example.com");
        let id = team.add(backend, &mut tx, &email, name, MemberRole::Owner);
        ids.push(id.await.unwrap());
    }
    tx.commit().await.unwrap();
    let mut browser = Browser::of(&world, Subject::Member(sponsor.id, ids[0])).await;
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/sponsor"));
    let mut tx = world.backend.db().write().await.unwrap();
    team.remove(backend, &mut tx, &ids[0]).await.unwrap();
    let last = team.remove(backend, &mut tx, &ids[1]).await;
    assert!(matches!(last, Err(AccountError::LastManager("owner"))));
    tx.commit().await.unwrap();
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/sign-in"));
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let (world, ada) = world().await;
    let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
    for origin in [None, Some("https://evil.example"), Some("null")] {
        browser.origin = origin;
        let refused = browser.post("/sign-out", &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.html.contains("cross_origin"));
    }
    assert_eq!(browser.get("/").await.to.as_deref(), Some("/me"));
}

#[tokio::test]
async fn nobody_s_mailbox_is_filled() {
    let (world, _) = world().await;
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = ask_for_link(&mut Browser::new(&world), &address())
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let other = ask_for_link(&mut Browser::new(&world), "other@example.org").await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_address_is_said_and_no_mail_leaves() {
    let (world, _) = world().await;
    let mut browser = Browser::new(&world);
    for bad in ["ada", "ada@", "a b@example.org", "<script>@example.org"] {
        let refused = ask_for_link(&mut browser, bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(!refused.html.contains(bad), "{bad}");
    }
}

#[tokio::test]
async fn a_language_is_chosen_kept_and_leads_back_to_this_site_alone() {
    let (world, _) = world().await;
    let mut browser = Browser::new(&world);
    let spanish = Language::Spanish.words();
    let chosen = browser
        .post("/language", &[("language", "es"), ("back", "/sign-in")])
        .await;
    assert_eq!(chosen.to.as_deref(), Some("/sign-in"));
    let page = browser.get("/sign-in").await.html;
    assert!(page.contains(spanish.sign_in.title) && page.contains("<html lang=\"es\">"));
    for back in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "x",
    ] {
        let chosen = browser
            .post("/language", &[("language", "en"), ("back", back)])
            .await;
        assert_eq!(chosen.to.as_deref(), Some("/"), "{back}");
    }
}

#[tokio::test]
async fn a_mail_leaves_neither_text_nor_address_behind_once_it_is_sent() {
    let (world, _) = world().await;
    let mut browser = Browser::new(&world);
    ask_for_link(&mut browser, &address()).await;
    assert_eq!(world.mails(1).await.len(), 1);
    let mut tx = world.backend.db().read().await.unwrap();
    let row = tx
        .query_one("SELECT sealed_message, sent FROM mail", &[])
        .await
        .unwrap()
        .unwrap();
    assert!(row.get::<Option<Vec<u8>>>(0).unwrap().is_none());
    assert!(row.get::<Option<i64>>(1).unwrap().is_some());
}
#[tokio::test]
async fn a_session_that_nobody_uses_ends_and_one_in_use_goes_on_for_a_week() {
    let (world, ada) = world().await;
    let hour = 60 * 60 * 1000;
    let mut used = Browser::of(&world, Subject::Attendee(ada.id)).await;
    let mut idle = Browser::of(&world, Subject::Attendee(ada.id)).await;
    for _ in 0..6 {
        world.advance(11 * hour);
        assert_eq!(used.get("/me").await.status, StatusCode::OK);
    }
    assert_eq!(idle.get("/").await.to.as_deref(), Some("/sign-in"));
    for _ in 0..10 {
        world.advance(11 * hour);
        used.get("/me").await;
    }
    assert_eq!(used.get("/").await.to.as_deref(), Some("/sign-in"));
}
