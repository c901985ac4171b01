//! The mail about sponsors that scanned an attendee for the first time.

use axum::http::StatusCode;
use backend::Config;
use backend::clock::DAY;
use backend::mail::Message;
use backend::people::sessions::Subject;
use backend::privacy::digest::Watch;
use protocol::FieldSet;
use serde_json::json;

use test_world::browser::Browser;
use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of, value_of};

const MINUTE: i64 = 60 * 1000;

async fn world() -> (World, Attendee) {
    // Without a way out for mails, so that no task writes digests beside the test.
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let ada = world.attendee("R1").await;
    (world, ada)
}

async fn booth(world: &World, name: &str) -> (Sponsor, Device) {
    let sponsor = world.sponsor(name).await;
    let device = world.device(&sponsor, "Tablet").await;
    (sponsor, device)
}

async fn scan(world: &World, device: &mut Device, attendee: &Attendee) {
    world.scan(device, attendee, FieldSet::ALL, "Ana").await;
    world.advance(MINUTE);
}

/// The mails that were written, the oldest first.
async fn written(world: &World) -> Vec<Message> {
    let mut tx = world.backend.db().read().await.unwrap();
    let rows = tx
        .query(
            "SELECT mail, sealed_message FROM mail WHERE kind = 'digest' ORDER BY created",
            &[],
        )
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            let mail: Vec<u8> = row.get(0).unwrap();
            let sealed: Vec<u8> = row.get(1).unwrap();
            let text = world
                .backend
                .sealer()
                .unseal("mail.sealed_message", &[&mail], &sealed)
                .unwrap();
            serde_json::from_slice(&text).unwrap()
        })
        .collect()
}

#[tokio::test]
async fn the_first_scan_of_a_sponsor_is_told_at_once_and_the_rest_a_day_later() {
    let (world, ada) = world().await;
    let (_, mut first) = booth(&world, "Example Corp").await;
    let (_, mut second) = booth(&world, "Second Corp").await;
    let mut watch = Watch::default();
    let write = async |watch: &mut Watch| watch.write_due(&world.backend).await.unwrap();
    assert_eq!(write(&mut watch).await, 0);
    scan(&world, &mut first, &ada).await;
    assert_eq!(write(&mut watch).await, 1);
    let mails = written(&world).await;
    let address = format!("{}@example.org", value_of("R1", "email", 1));
    assert_eq!(mails[0].to, address.to_lowercase());
    for text in [
        "1 sponsor has scanned your badge at PyCon 2027 for the first time:",
        "- Example Corp",
        "http://127.0.0.1:8720/me\n",
        "http://127.0.0.1:8720/unsubscribe/",
    ] {
        assert!(mails[0].text.contains(text), "{text}: {}", mails[0].text);
    }
    assert!(!mails[0].subject.contains("Example Corp"));

    // The same sponsor again is no news, and another one waits for its day.
    scan(&world, &mut first, &ada).await;
    scan(&world, &mut second, &ada).await;
    assert_eq!(write(&mut watch).await, 0);
    world.advance(DAY);
    assert_eq!(write(&mut watch).await, 1);
    let mails = written(&world).await;
    assert!(mails[1].text.contains("- Second Corp"), "{}", mails[1].text);
    assert!(!mails[1].text.contains("- Example Corp"));
    world.advance(DAY);
    assert_eq!(write(&mut watch).await, 0);
}

#[tokio::test]
async fn many_replicas_write_one_mail() {
    let (world, ada) = world().await;
    let (_, mut device) = booth(&world, "Example Corp").await;
    scan(&world, &mut device, &ada).await;
    let mut watches = [Watch::default(), Watch::default(), Watch::default()];
    let [one, two, three] = &mut watches;
    let (one, two, three) = tokio::join!(
        one.write_due(&world.backend),
        two.write_due(&world.backend),
        three.write_due(&world.backend),
    );
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 1);
    // Nor does one that starts anew, which looks at all of it again.
    let again = Watch::default().write_due(&world.backend).await.unwrap();
    assert_eq!((again, written(&world).await.len()), (0, 1));
}

#[tokio::test]
async fn who_wants_no_mails_gets_none_and_who_changes_their_mind_does() {
    let (world, ada) = world().await;
    let (_, mut device) = booth(&world, "Example Corp").await;
    let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
    browser.post("/me/sharing/mails", &[]).await;
    scan(&world, &mut device, &ada).await;
    let mut watch = Watch::default();
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 0);
    let answer = world
        .put("/api/v1/me/mails", &ada.token, json!({"digest": true}))
        .await;
    assert_eq!(answer.status, 204);
    let me = world.get("/api/v1/me", &ada.token).await.json();
    assert_eq!(me["digest"], true);
    let (_, mut other) = booth(&world, "Second Corp").await;
    scan(&world, &mut other, &ada).await;
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 1);
    let _ = browser.get("/me/sharing").await;
}

#[tokio::test]
async fn the_mail_is_in_the_language_in_which_the_pages_were_last_used() {
    let (world, ada) = world().await;
    let (_, mut device) = booth(&world, "Example\r\nBcc: eve@example.org").await;
    let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
    browser
        .post("/language", &[("language", "es"), ("back", "/me")])
        .await;
    scan(&world, &mut device, &ada).await;
    Watch::default().write_due(&world.backend).await.unwrap();
    let mail = written(&world).await.remove(0);
    assert!(mail.subject.contains("Han escaneado"), "{}", mail.subject);
    assert!(mail.text.contains("por primera vez"), "{}", mail.text);
    assert!(!mail.text.contains("\nBcc:"), "{}", mail.text);
}

#[tokio::test]
async fn a_scan_that_was_taken_back_or_whose_attendee_is_erased_is_not_told() {
    let (world, ada) = world().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R2", 1)])).await;
    let bob = world.attendee("R2").await;
    let (_, mut device) = booth(&world, "Example Corp").await;
    let scan_id = world.scan(&mut device, &ada, FieldSet::ALL, "").await;
    world.void(&mut device, scan_id).await;
    scan(&world, &mut device, &bob).await;
    let sure = Some(json!({"confirm": true}));
    world.post("/api/v1/me/erase", &bob.token, sure).await;
    let mut watch = Watch::default();
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 0);
    // Once the badge is scanned and the scan stands, it is news.
    scan(&world, &mut device, &ada).await;
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 1);
}

#[tokio::test]
async fn the_link_in_the_mail_ends_the_mails_for_whoever_sends_its_form_and_does_nothing_else() {
    let (world, ada) = world().await;
    let (_, mut device) = booth(&world, "Example Corp").await;
    scan(&world, &mut device, &ada).await;
    let mut watch = Watch::default();
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 1);
    let mail = written(&world).await.remove(0);
    let link = mail.unsubscribe.unwrap();
    assert!(mail.text.contains(&format!("\n{link}\n")), "{}", mail.text);
    let path = link.strip_prefix(Config::PUBLIC_URL).unwrap();
    let sealed = path.strip_prefix("/unsubscribe/").unwrap();
    let opened = protocol::decode_base32(sealed).unwrap();
    for readable in [ada.id.as_bytes().as_slice(), b"PYCON2027"] {
        let is_there = opened.windows(readable.len()).any(|part| part == readable);
        assert!(!is_there, "{opened:?}");
    }
    let digest = async || {
        let me = world.get("/api/v1/me", &ada.token).await.json();
        me["digest"].as_bool().unwrap()
    };

    let mut stranger = Browser::new(&world);
    let page = stranger.get(path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.html.contains(&format!("action=\"{path}\"")),
        "{}",
        page.html
    );
    assert!(digest().await, "looking does nothing");
    let cut = &path[..path.len() - 8];
    for other in [cut, "/unsubscribe/x"] {
        assert_eq!(stranger.get(other).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            stranger.post(other, &[]).await.status,
            StatusCode::NOT_FOUND
        );
    }
    assert!(digest().await);

    // As mail programs send it: from nowhere, or from a site of their own.
    for origin in [None, Some("https://mail.example"), Some("null")] {
        let mut program = Browser::new(&world);
        program.origin = origin;
        let one_click = [("List-Unsubscribe", "One-Click")];
        let stopped = program.post(path, &one_click).await;
        assert_eq!(
            stopped.status,
            StatusCode::OK,
            "RFC 8058 forbids a redirect"
        );
        assert!(stopped.headers.get("set-cookie").is_none());
        assert!(!digest().await);
        let mut browser = Browser::of(&world, Subject::Attendee(ada.id)).await;
        browser.post("/me/sharing/mails", &[("digest", "on")]).await;
        assert!(digest().await, "who changes their mind turns them on again");
    }
    stranger.post(path, &[]).await;
    let (_, mut other) = booth(&world, "Second Corp").await;
    world.advance(DAY);
    scan(&world, &mut other, &ada).await;
    assert_eq!(watch.write_due(&world.backend).await.unwrap(), 0);

    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(stranger.post(path, &[]).await.status);
    }
    assert!(
        statuses.contains(&StatusCode::TOO_MANY_REQUESTS),
        "{statuses:?}"
    );
    let sure = Some(json!({"confirm": true}));
    world.post("/api/v1/me/erase", &ada.token, sure).await;
    assert_eq!(stranger.get(path).await.status, StatusCode::OK);
}
