//! Badges: printing, revoking, reprinting and erased attendees.

use backend::audit;
use backend::privacy::consent_history::ActionSource;
use backend::registration::badges::{self, BadgeError, BadgeSelection, NewBadge};
use badge::draw::{Fonts, Format};
use badge::{Reading, open};
use protocol::{Field, FieldSet};

use test_world::people::World;

const PEOPLE: &[u8] = b"registration_id,first_name,last_name,do_not_scan\n\
    R1,Ada,Lovelace,no\nR2,Grace,Hopper,yes\n";

async fn print(world: &World, whose: &BadgeSelection) -> (Vec<NewBadge>, usize) {
    let event = world.load_event().await;
    let mut tx = world.backend.db().write().await.unwrap();
    let printed = badges::prepare(&mut tx, &event, whose).await.unwrap();
    let now = world.clock.now();
    let revoked = badges::register(&mut tx, &event, &printed, audit::Actor::Organiser, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (printed, revoked)
}

#[tokio::test]
async fn printing_stands_in_the_audit_log() {
    let world = World::new().await;
    world.import(PEOPLE).await;
    print(&world, &BadgeSelection::WithoutBadge).await;
    print(&world, &BadgeSelection::WithoutBadge).await;
    print(&world, &BadgeSelection::Registrations(vec!["R1".into()])).await;
    let mut tx = world.backend.db().read().await.unwrap();
    let log: Vec<(i64, FieldSet)> = tx
        .query(
            "SELECT leads, fields FROM audit WHERE action = 'print badges'
                AND actor_kind = 'organiser' ORDER BY number",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect();
    let printed: FieldSet = [Field::FirstName, Field::LastName, Field::Employer]
        .into_iter()
        .collect();
    // Where everyone has a badge, nothing was printed.
    assert_eq!(log, [(2, printed), (1, printed)]);
}

#[tokio::test]
async fn each_attendee_gets_one_badge_that_devices_can_open() {
    let world = World::new().await;
    world.import(PEOPLE).await;
    let event = world.load_event().await;
    let (printed, revoked) = print(&world, &BadgeSelection::WithoutBadge).await;
    assert_eq!((printed.len(), revoked), (2, 0));
    for badge in &printed {
        let opened = open(
            &event.badge_key,
            &event.slug,
            badge.code.as_str(),
            false,
            |_| false,
        );
        match opened.expect("the code opens") {
            Reading::Badge(opened) => assert_eq!(
                (badge.registration_id.as_str(), opened.name.as_str()),
                ("R1", "Ada")
            ),
            Reading::DoNotScan { .. } => assert_eq!(badge.registration_id, "R2"),
            Reading::Foreign(_) => panic!("not a badge of this event"),
        }
    }
    assert!(
        print(&world, &BadgeSelection::WithoutBadge)
            .await
            .0
            .is_empty()
    );
}

#[tokio::test]
async fn a_reprint_revokes_the_old_badge_and_devices_are_told() {
    let world = World::new().await;
    world.import(PEOPLE).await;
    let (old, _) = print(&world, &BadgeSelection::WithoutBadge).await;
    let before = world.load_event().await.last_change;
    let (new, revoked) = print(&world, &BadgeSelection::Registrations(vec!["R1".into()])).await;
    assert_eq!((new.len(), revoked), (1, 1));
    assert_ne!(new[0].code.id(), old[0].code.id());
    assert!(world.load_event().await.last_change > before);

    let mut tx = world.backend.db().write().await.unwrap();
    let now = world.clock.now();
    let again = badges::revoke(&mut tx, &world.event, &old[0].code.human_code(), now).await;
    assert!(matches!(again, Err(BadgeError::Revoked)));
    let revoked = badges::revoke(&mut tx, &world.event, &new[0].code.human_code(), now).await;
    assert_eq!(revoked.unwrap(), new[0].code.id());
}

#[tokio::test]
async fn a_badge_drawn_before_an_erasure_does_not_count_after_it() {
    let world = World::new().await;
    world.import(PEOPLE).await;
    let ada = world.attendee("R1").await;
    let event = world.load_event().await;
    let mut tx = world.backend.db().read().await.unwrap();
    let drawn = badges::prepare(&mut tx, &event, &BadgeSelection::All)
        .await
        .unwrap();
    drop(tx);
    backend::privacy::erasure::erase(
        &world.backend,
        &world.event,
        &ada.id,
        ActionSource::Attendee,
    )
    .await
    .unwrap();
    let mut tx = world.backend.db().write().await.unwrap();
    let refused = badges::register(
        &mut tx,
        &event,
        &drawn,
        audit::Actor::Organiser,
        world.clock.now(),
    )
    .await;
    assert!(matches!(refused, Err(BadgeError::Changed)));
}

#[tokio::test]
async fn without_fonts_the_error_names_the_packages_that_bring_some() {
    let error = Fonts::from_files([]).unwrap_err().to_string();
    assert!(error.contains("fonts-noto-core") && error.contains("fonts-noto-cjk"));
}

#[tokio::test]
async fn a_badge_is_drawn_with_the_systems_fonts() {
    let world = World::new().await;
    world.import(PEOPLE).await;
    let event = world.load_event().await;
    let (printed, _) = print(&world, &BadgeSelection::WithoutBadge).await;
    // A machine without any font can't print; that it says so is another test.
    let Ok(fonts) = backend::registration::fonts::load() else {
        return;
    };
    let (svg, missing) = badges::draw(&event, &printed[0], Format::default(), &fonts).unwrap();
    assert!(svg.starts_with("<svg") && missing.is_empty());
    assert!(!svg.contains("Lovelace"), "letters are outlines");
}
