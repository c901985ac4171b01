//! What an attendee took away at a booth stays away, whatever becomes of the scan at which they did.

use axum::http::Request;
use backend::ingest::reresolve;
use backend::people::sponsors;
use backend::privacy::consent_history::{self, HistoryScope};
use backend::privacy::dashboard;
use protocol::{AttendeeId, BadgeId, Field, FieldSet, Outcome, Reason, ScanId};

use test_world::devices::{Device, World, narrow_of, outcomes, quarantined, scan_of};

async fn booth() -> (World, Device, BadgeId) {
    let world = World::new().await;
    let device = world.device().await;
    let badge = world.badge().await;
    (world, device, badge)
}

async fn attendee_of(world: &World, badge: BadgeId) -> AttendeeId {
    let mut tx = world.backend.db().read().await.unwrap();
    let row = tx
        .query_one(
            "SELECT attendee FROM badge WHERE badge = $1",
            &[(&badge).into()],
        )
        .await
        .unwrap();
    row.unwrap().get(0).unwrap()
}

/// What the device's sponsor may see of who has the badge.
async fn shown(world: &World, device: &Device, badge: BadgeId) -> FieldSet {
    let attendee = attendee_of(world, badge).await;
    let mut tx = world.backend.db().read().await.unwrap();
    let of = HistoryScope::Pair(&device.enrolment.sponsor, &attendee);
    let histories = consent_history::histories(&mut tx, &world.event, of)
        .await
        .unwrap();
    let history = histories.into_values().next().unwrap_or_default();
    history.decide(FieldSet::ALL).fields()
}

fn all_but(fields: &[Field]) -> FieldSet {
    FieldSet::ALL.difference(fields.iter().copied().collect())
}

#[tokio::test]
async fn what_was_taken_away_on_a_tablet_that_was_revoked_is_not_given_at_the_next() {
    let (world, mut first, badge) = booth().await;
    let scan = first.scan(&world.clock, badge);
    first.state(&world.clock, narrow_of(scan, "email"));
    world.revoke_device(&first).await;
    let revoked = quarantined(Reason::DeviceRevoked);
    assert_eq!(
        outcomes(&world.send_all(&first).await),
        [revoked, Outcome::Accepted]
    );
    let mut second = world.device().await;
    assert_eq!(shown(&world, &second, badge).await, FieldSet::NONE);
    second.scan(&world.clock, badge);
    world.send_all(&second).await;
    assert_eq!(
        shown(&world, &second, badge).await,
        all_but(&[Field::Email])
    );
}

#[tokio::test]
async fn both_branches_of_a_cloned_tablet_take_away() {
    let (world, mut tablet, badge) = booth().await;
    let scan = tablet.scan(&world.clock, badge);
    let mut clone = tablet.clone();
    tablet.state(&world.clock, narrow_of(scan, "email"));
    clone.state(&world.clock, narrow_of(scan, "country"));
    let forked = clone.scan(&world.clock, badge);
    clone.state(&world.clock, narrow_of(forked, "region"));
    world.send_all(&tablet).await;
    let reply = world.send_all(&clone).await;
    let taken = Outcome::Accepted;
    let broken = quarantined(Reason::ChainBroken);
    assert_eq!(outcomes(&reply), [Outcome::Duplicate, taken, broken, taken]);
    assert!(world.seen(&tablet).await.chain_flagged.is_some());
    assert_eq!(
        shown(&world, &tablet, badge).await,
        all_but(&[Field::Email, Field::Country, Field::Region])
    );
    // The branch that counts goes on, and what the other took away stays.
    tablet.scan(&world.clock, badge);
    tablet.scan(&world.clock, badge);
    world.send_all(&tablet).await;
    assert_eq!(
        shown(&world, &tablet, badge).await,
        all_but(&[Field::Email, Field::Country, Field::Region])
    );
}

#[tokio::test]
async fn a_narrowing_that_fits_nowhere_in_the_chain_counts() {
    let (world, mut device, badge) = booth().await;
    let scan = device.scan(&world.clock, badge);
    let mut torn = device.next(&world.clock, narrow_of(scan, "email"));
    torn.prev = protocol::RecordHash::of(b"something else");
    device.push(&torn);
    assert_eq!(
        outcomes(&world.send_all(&device).await),
        [Outcome::Accepted; 2]
    );
    assert!(world.seen(&device).await.chain_flagged.is_some());
    assert_eq!(
        shown(&world, &device, badge).await,
        all_but(&[Field::Email])
    );
}

#[tokio::test]
async fn a_scan_id_used_for_two_attendees_takes_away_for_both() {
    let (world, mut device, ada) = booth().await;
    let ben = world.badge().await;
    let scan = ScanId::from_random([7; 16]);
    device.state(&world.clock, scan_of(scan, ada));
    device.state(&world.clock, scan_of(scan, ben));
    device.state(&world.clock, narrow_of(scan, "email"));
    device.scan(&world.clock, ben);
    let reply = world.send_all(&device).await;
    let reused = quarantined(Reason::ScanIdReused);
    let taken = Outcome::Accepted;
    assert_eq!(outcomes(&reply), [taken, reused, taken, taken]);
    for badge in [ada, ben] {
        assert_eq!(
            shown(&world, &device, badge).await,
            all_but(&[Field::Email])
        );
    }
    assert!(world.seen(&device).await.chain_flagged.is_some());
}

#[tokio::test]
async fn what_was_taken_away_before_the_badge_was_known_counts_although_the_scan_never_does() {
    let world = World::new().await;
    let mut first = world.device().await;
    let badge = BadgeId::from_bytes([3; 10]);
    let scan = first.scan(&world.clock, badge);
    first.state(&world.clock, narrow_of(scan, "email"));
    world.revoke_device(&first).await;
    world.send_all(&first).await;
    world.register(badge).await;
    let mut tx = world.backend.db().write().await.unwrap();
    assert_eq!(reresolve(&mut tx, &world.event).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let mut second = world.device().await;
    second.scan(&world.clock, badge);
    world.send_all(&second).await;
    assert_eq!(
        shown(&world, &second, badge).await,
        all_but(&[Field::Email])
    );
}

#[tokio::test]
async fn an_attendee_sees_who_was_told_of_them_after_the_scan_was_made_to_vanish() {
    let (world, mut device, ada) = booth().await;
    let ben = world.badge().await;
    let scan = ScanId::from_random([7; 16]);
    device.state(&world.clock, scan_of(scan, ben));
    device.state(&world.clock, scan_of(scan, ada));
    world.send(&device, 2, 2).await;
    let sponsor = device.enrolment.sponsor;
    let mut tx = world.backend.db().write().await.unwrap();
    let token = sponsors::new_token(&world.backend, &mut tx, &world.event, sponsor, "api")
        .await
        .unwrap()
        .expose();
    tx.commit().await.unwrap();
    let request = Request::get("/api/v1/leads")
        .header("authorization", format!("Bearer {token}"))
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(world.ask(request).await.status, 200);
    // The id is now another's: no scan of Ada is left.
    world.send(&device, 1, 1).await;
    assert!(world.seen(&device).await.chain_flagged.is_some());
    let attendee = attendee_of(&world, ada).await;
    let view = dashboard::show(&world.backend, &world.event, &attendee)
        .await
        .unwrap();
    let view = serde_json::to_value(&view).unwrap();
    let card = &view["sponsors"][0];
    assert_eq!(card["name"], "Example Corp");
    assert_eq!(card["state"], "withheld");
    assert_eq!(card["reason"], "voided");
    assert_eq!(card["scans"], serde_json::json!([]));
    // As many as have a value.
    let given = serde_json::json!(["first_name", "last_name", "email"]);
    assert_eq!(card["disclosed"]["fields"], given);
}
