//! Chains of records: gaps, forks, cloned devices and bad signatures.

use protocol::{BadgeId, Outcome, Reason, RecordHash};

use test_world::devices::{Device, World, held, note_of, outcomes, quarantined, range, scan_of};

async fn booth() -> (World, Device, BadgeId) {
    let world = World::new().await;
    let device = world.device().await;
    let badge = world.badge().await;
    (world, device, badge)
}

#[tokio::test]
async fn a_cloned_tablet_is_flagged_and_both_branches_are_kept() {
    let (world, mut tablet, badge) = booth().await;
    tablet.scan(&world.clock, badge);
    let mut clone = tablet.clone();
    for _ in 0..2 {
        tablet.scan(&world.clock, badge);
        clone.scan(&world.clock, badge);
    }
    assert_eq!(
        outcomes(&world.send_all(&tablet).await),
        [Outcome::Accepted; 3]
    );
    assert_eq!(world.seen(&tablet).await.chain_flagged, None);

    let reply = world.send_all(&clone).await;
    let fork = quarantined(Reason::Fork);
    assert_eq!(outcomes(&reply), [Outcome::Duplicate, fork, fork]);
    assert_eq!(
        reply.held.unwrap().hash,
        tablet.last_hash(),
        "the first branch stays"
    );
    let seen = world.seen(&tablet).await;
    assert_eq!(seen.chain_flagged, Some(world.clock.now()));
    assert_eq!(seen.quarantined, 2);
    assert_eq!(world.scans().await, 3);
    assert_eq!(world.number("SELECT count(*) FROM record").await, 5);

    // Both can go on: the first branch counts, the other is kept.
    tablet.scan(&world.clock, badge);
    clone.scan(&world.clock, badge);
    assert_eq!(
        outcomes(&world.send(&clone, 4, 4).await),
        [quarantined(Reason::ChainBroken)]
    );
    assert_eq!(
        outcomes(&world.send(&tablet, 4, 4).await),
        [Outcome::Accepted]
    );
    assert_eq!(outcomes(&world.send(&clone, 4, 4).await), [fork]);
    assert_eq!(world.scans().await, 4);
}

#[tokio::test]
async fn a_record_that_does_not_fit_the_one_before_is_quarantined_and_blocks_nothing() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    let mut wrong = device.next(
        &world.clock,
        scan_of(protocol::ScanId::from_random([5; 16]), badge),
    );
    wrong.prev = RecordHash::of(b"something else");
    device.push(&wrong);
    device.scan(&world.clock, badge);
    let reply = world.send_all(&device).await;
    let broken = quarantined(Reason::ChainBroken);
    assert_eq!(
        outcomes(&reply),
        [Outcome::Accepted, broken, Outcome::Accepted]
    );
    assert_eq!(held(&reply), 3);
    assert!(world.seen(&device).await.chain_flagged.is_some());
    assert_eq!(world.scans().await, 2);
}

#[tokio::test]
async fn the_first_record_must_commit_to_the_enrolment() {
    let (world, mut device, badge) = booth().await;
    let mut first = device.next(
        &world.clock,
        scan_of(protocol::ScanId::from_random([5; 16]), badge),
    );
    first.prev = RecordHash::of(b"another enrolment");
    device.push(&first);
    let reply = world.send_all(&device).await;
    assert_eq!(outcomes(&reply), [quarantined(Reason::ChainBroken)]);
    assert_eq!(world.scans().await, 0);
}

#[tokio::test]
async fn a_record_whose_predecessor_comes_later_and_does_not_fit_loses_its_fact() {
    let (world, mut device, badge) = booth().await;
    let scan = device.scan(&world.clock, badge);
    let mut wrong = device.next(&world.clock, note_of(scan, "hello"));
    wrong.prev = RecordHash::of(b"something else");
    device.push(&wrong);
    let reply = world.send(&device, 2, 2).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    assert_eq!((held(&reply), reply.missing), (0, vec![range(1, 1)]));
    assert_eq!(world.number("SELECT count(*) FROM note").await, 1);

    let reply = world.send(&device, 1, 1).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted]);
    assert_eq!(held(&reply), 2);
    assert_eq!(world.number("SELECT count(*) FROM note").await, 0);
    let reply = world.send(&device, 2, 2).await;
    assert_eq!(outcomes(&reply), [quarantined(Reason::ChainBroken)]);
}

#[tokio::test]
async fn a_record_spoilt_on_its_way_does_not_make_the_good_one_a_fork() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    device.scan(&world.clock, badge);
    let mut spoilt = device.clone();
    let end = spoilt.chain[0].len() - 1;
    spoilt.chain[0][end] ^= 1;
    let reply = world.send_all(&spoilt).await;
    // The second fits the good bytes, which are not here.
    let broken = quarantined(Reason::ChainBroken);
    assert_eq!(
        outcomes(&reply),
        [quarantined(Reason::BadSignature), broken]
    );
    let reply = world.send_all(&device).await;
    assert_eq!(reply.outcomes[0].outcome, Outcome::Accepted);
    assert_eq!(world.scans().await, 2, "the second is good after all");
    assert_eq!(reply.held.unwrap().hash, device.last_hash());
    assert_eq!(
        world.send(&spoilt, 1, 1).await.outcomes[0].outcome,
        quarantined(Reason::BadSignature)
    );
}

#[tokio::test]
async fn the_chain_is_straightened_past_the_end_of_a_batch() {
    let (world, mut tablet, badge) = booth().await;
    let mut clone = tablet.clone();
    for _ in 0..4 {
        tablet.scan(&world.clock, badge);
        clone.scan(&world.clock, badge);
    }
    // The clone's branch comes first, but for its beginning, where the tablet's is first.
    world.send(&clone, 2, 4).await;
    world.send(&tablet, 2, 4).await;
    assert_eq!(world.scans().await, 3);
    let reply = world.send(&tablet, 1, 1).await;
    assert_eq!(reply.held.unwrap().hash, tablet.last_hash());
    let reply = world.send_all(&tablet).await;
    assert_eq!(outcomes(&reply), [Outcome::Duplicate; 4]);
    let reply = world.send_all(&clone).await;
    assert_eq!(outcomes(&reply), [quarantined(Reason::Fork); 4]);
    assert_eq!(world.scans().await, 4);
}

#[tokio::test]
async fn a_record_sent_under_another_seq_is_no_record_of_that_seq() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    let request = device.batch_of(
        &world.clock,
        world.backend.key_id(),
        2,
        &device.chain.clone(),
    );
    let reply = world.sync(&request).await.unwrap();
    assert_eq!(outcomes(&reply), [quarantined(Reason::SeqMismatch)]);
    assert_eq!(
        outcomes(&world.send_all(&device).await),
        [Outcome::Accepted]
    );
}
