//! Verdicts on records: what is accepted, and what is quarantined for which reason.

use backend::clock::DAY;
use backend::ingest::reresolve;
use protocol::{
    BadgeId, Body, ConsentGiven, ConsentMode, DeviceStatus, NoticeVersion, Outcome, Reason, ScanId,
};

use test_world::devices::{
    Code, Device, World, narrow_of, new_event, note_of, outcomes, quarantined, scan_of, void_of,
};

const HOUR: i64 = 60 * 60 * 1000;

async fn booth() -> (World, Device, BadgeId) {
    let world = World::new().await;
    let device = world.device().await;
    let badge = world.badge().await;
    (world, device, badge)
}

fn scan_with(code: impl Into<Code>, change: impl FnOnce(&mut protocol::Scan)) -> Body {
    let Body::Scan(mut scan) = scan_of(ScanId::from_random(backend::keys::random::random()), code)
    else {
        unreachable!("it is a scan")
    };
    change(&mut scan);
    Body::Scan(scan)
}

async fn last_outcome(world: &World, device: &Device) -> Outcome {
    let last = device.chain.len() as u64;
    outcomes(&world.send(device, last, last).await)[0]
}

#[tokio::test]
async fn what_a_revoked_device_scans_is_quarantined_and_backdated_scans_are_too() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    world.send_all(&device).await;
    world.revoke_device(&device).await;
    device.scan(&world.clock, badge);
    device.ahead = -DAY;
    let scan = device.scan(&world.clock, badge);
    device.state(&world.clock, note_of(scan, "x"));
    let reply = world.send_all(&device).await;
    let revoked = quarantined(Reason::DeviceRevoked);
    assert_eq!(
        outcomes(&reply),
        [Outcome::Duplicate, revoked, revoked, revoked]
    );
    assert_eq!(reply.changes.status, DeviceStatus::Revoked);
    assert_eq!(reply.held.unwrap().seq, 4, "and it may forget them");
    assert_eq!(world.scans().await, 1);
}

#[tokio::test]
async fn what_an_attendee_took_away_counts_although_the_device_was_revoked_since() {
    let (world, mut device, badge) = booth().await;
    let scan = device.scan(&world.clock, badge);
    world.send_all(&device).await;
    device.state(&world.clock, narrow_of(scan, "email"));
    device.state(&world.clock, void_of(scan));
    world.revoke_device(&device).await;
    let reply = world.send(&device, 2, 3).await;
    let revoked = quarantined(Reason::DeviceRevoked);
    assert_eq!(outcomes(&reply), [Outcome::Accepted, revoked]);
}

#[tokio::test]
async fn a_revoked_badge_is_refused_from_its_revocation_on_by_the_devices_corrected_clock() {
    let (world, mut device, badge) = booth().await;
    device.ahead = 5 * HOUR;
    device.scan(&world.clock, badge);
    world.advance(HOUR);
    world.revoke_badge(badge).await;
    world.advance(HOUR);
    device.scan(&world.clock, badge);
    let reply = world.send_all(&device).await;
    let revoked = quarantined(Reason::RevokedBadge);
    assert_eq!(outcomes(&reply), [Outcome::Accepted, revoked]);
}

#[tokio::test]
async fn scans_made_before_the_end_count_when_they_come_after_it_and_later_ones_do_not() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    world.advance(4 * DAY);
    device.scan(&world.clock, badge);
    let reply = world.send_all(&device).await;
    let expired = quarantined(Reason::EnrolmentExpired);
    assert_eq!(outcomes(&reply), [Outcome::Accepted, expired]);
}

#[tokio::test]
async fn a_clock_far_ahead_ends_no_enrolment_before_its_time() {
    let (world, mut device, badge) = booth().await;
    device.ahead = 300 * DAY;
    device.scan(&world.clock, badge);
    // Somebody sets the clock right before the device syncs.
    device.ahead = 0;
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
}

#[tokio::test]
async fn an_unknown_badge_counts_once_it_is_registered() {
    let (world, mut device, _) = booth().await;
    let late = BadgeId::from_bytes([7; 10]);
    device.scan(&world.clock, late);
    device.scan(&world.clock, late.human_code());
    let unknown = quarantined(Reason::UnknownBadge);
    assert_eq!(outcomes(&world.send_all(&device).await), [unknown; 2]);
    let resolve = async || {
        let mut tx = world.backend.db().write().await.unwrap();
        let accepted = reresolve(&mut tx, &world.event).await.unwrap();
        tx.commit().await.unwrap();
        accepted
    };
    assert_eq!(resolve().await, 0);
    world.register(late).await;
    assert_eq!(resolve().await, 2);
    assert_eq!(world.scans().await, 2);
    assert_eq!(resolve().await, 0);
    assert_eq!(
        outcomes(&world.send_all(&device).await),
        [Outcome::Duplicate; 2]
    );
}

#[tokio::test]
async fn a_scan_id_serves_one_scan_and_the_earlier_in_the_chain_has_it() {
    let (world, mut device, badge) = booth().await;
    let scan = device.scan(&world.clock, badge);
    device.state(&world.clock, scan_of(scan, badge));
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
    let reply = world.send(&device, 1, 1).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    let reused = quarantined(Reason::ScanIdReused);
    assert_eq!(
        outcomes(&world.send_all(&device).await),
        [Outcome::Duplicate, reused]
    );
    assert_eq!(world.scans().await, 1);
}

#[tokio::test]
async fn a_scan_id_is_passed_on_when_its_scan_turns_out_to_be_no_link_of_the_chain() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    let scan = ScanId::from_random([9; 16]);
    let mut wrong = device.next(&world.clock, scan_of(scan, badge));
    wrong.prev = protocol::RecordHash::of(b"something else");
    device.push(&wrong);
    device.state(&world.clock, scan_of(scan, badge));
    let reply = world.send(&device, 2, 3).await;
    let reused = quarantined(Reason::ScanIdReused);
    assert_eq!(outcomes(&reply), [Outcome::Accepted, reused]);
    world.send(&device, 1, 1).await;
    let broken = quarantined(Reason::ChainBroken);
    assert_eq!(
        outcomes(&world.send(&device, 2, 3).await),
        [broken, Outcome::Duplicate]
    );
    assert_eq!(world.scans().await, 2);
}

#[tokio::test]
async fn a_notice_that_never_was_is_no_consent() {
    let (world, mut device, badge) = booth().await;
    for version in [0, 2] {
        let body = scan_with(badge, |scan| scan.notice = NoticeVersion(version));
        device.state(&world.clock, body);
        let outcome = last_outcome(&world, &device).await;
        assert_eq!(outcome, quarantined(Reason::UnknownNotice));
    }
}

#[tokio::test]
async fn where_the_event_asks_for_a_tap_a_scan_without_one_does_not_count() {
    let mut event = new_event("TAP");
    event.consent_mode = ConsentMode::Confirm;
    let world = World::with(event).await;
    let (mut device, badge) = (world.device().await, world.badge().await);
    device.scan(&world.clock, badge);
    let outcome = last_outcome(&world, &device).await;
    assert_eq!(outcome, quarantined(Reason::NotConfirmed));
    let body = scan_with(badge, |scan| scan.given = ConsentGiven::Confirmed);
    device.state(&world.clock, body);
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
}

#[tokio::test]
async fn a_foreign_code_counts_only_where_taken_and_only_with_its_validator() {
    let mut event = new_event("FOREIGN");
    event.foreign_codes = true;
    let world = World::with(event).await;
    let (mut device, badge) = (world.device().await, world.badge().await);
    let mut tx = world.backend.db().write().await.unwrap();
    tx.execute(
        "UPDATE attendee SET access_code = 'ACCESS', validator = 'VALID'
         WHERE registration_id = $1",
        &[(&badge.to_string()).into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    for (code, expected) in [
        ("ACCESS:Ada:VALID", Outcome::Accepted),
        ("ACCESS:Ada:VALIX", quarantined(Reason::UnknownBadge)),
        ("ACCESX:Ada:VALID", quarantined(Reason::UnknownBadge)),
    ] {
        device.scan(&world.clock, code);
        assert_eq!(last_outcome(&world, &device).await, expected, "{code}");
    }
    let (world, mut device, _) = booth().await;
    device.scan(&world.clock, "ACCESS:Ada:VALID");
    let outcome = last_outcome(&world, &device).await;
    assert_eq!(outcome, quarantined(Reason::ForeignNotAccepted));
}

#[tokio::test]
async fn a_record_of_another_event_or_sponsor_is_not_of_this_enrolment() {
    let (world, mut device, badge) = booth().await;
    let body = || scan_with(badge, |_| {});
    let mut other_event = device.next(&world.clock, body());
    other_event.event = "OTHER".parse().unwrap();
    let mut other_sponsor = device.next(&world.clock, body());
    other_sponsor.sponsor = test_world::devices::another_sponsor();
    for record in [other_event, other_sponsor] {
        device.chain.clear();
        device.push(&record);
        let outcome = last_outcome(&world, &device).await;
        assert_eq!(outcome, quarantined(Reason::NotThisEnrolment));
    }
    assert_eq!(world.scans().await, 0);
}
