//! Sync requests: receipts, replays, crashes and restored backups.

use std::time::Duration;

use backend::event::{self, EventChange};
use backend::ingest::{IngestError, Origin};
use protocol::{DeviceStatus, KeyId, Outcome, ProtocolError, Reason};

use test_world::devices::{World, held, note_of, outcomes, quarantined, range, scan_of};

/// A device with so many scans of a known badge.
async fn booth(scans: usize) -> (World, test_world::devices::Device) {
    let world = World::new().await;
    let mut device = world.device().await;
    let badge = world.badge().await;
    for _ in 0..scans {
        device.scan(&world.clock, badge);
    }
    (world, device)
}

#[tokio::test]
async fn a_batch_is_taken_in_and_acknowledged_up_to_its_last_record() {
    let (world, device) = booth(5).await;
    let reply = world.send_all(&device).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted; 5]);
    let receipt = reply.held.unwrap();
    assert_eq!((receipt.seq, receipt.hash), (5, device.last_hash()));
    assert!(reply.missing.is_empty());
    assert_eq!(world.scans().await, 5);
}

#[tokio::test]
async fn postgresql_is_told_when_its_tables_have_filled() {
    let (world, device) = booth(600).await;
    if !world.database.is_postgres() {
        return;
    }
    let superuser = world.database.superuser().await;
    let looks = "SELECT count(*) FROM pg_stat_user_tables
         WHERE relname IN ('record', 'scan', 'scanned') AND last_analyze IS NOT NULL";
    let looked = async || -> i64 { superuser.query_one(looks, &[]).await.unwrap().get(0) };
    world.send(&device, 1, 200).await;
    world.send(&device, 201, 400).await;
    assert_eq!(looked().await, 0);
    world.send(&device, 401, 600).await;
    // It does so beside what goes on.
    let all = async {
        while looked().await < 3 {
            tokio::task::yield_now().await;
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(60), all).await;
    assert!(told.is_ok(), "PostgreSQL did not look");
}

#[tokio::test]
async fn a_device_that_has_nothing_yet_gets_an_empty_receipt() {
    let (world, device) = booth(0).await;
    let request = device.batch_of(&world.clock, world.backend.key_id(), 1, &[]);
    let reply = world.sync(&request).await.unwrap();
    assert_eq!(reply.held, None);
    assert!(reply.missing.is_empty() && reply.outcomes.is_empty());
}

#[tokio::test]
async fn a_hundred_reordered_retries_store_each_record_exactly_once() {
    let (world, device) = booth(12).await;
    let first = world.send_all(&device).await;
    for round in 0..100_u64 {
        let from = 1 + (round * 7) % 12;
        let to = (from + round % 5).min(12);
        let reply = world.send(&device, from, to).await;
        assert!(outcomes(&reply).iter().all(|o| *o == Outcome::Duplicate));
        assert_eq!(reply.held, first.held);
    }
    assert_eq!(world.scans().await, 12);
    assert_eq!(world.number("SELECT count(*) FROM record").await, 12);
}

#[tokio::test]
async fn a_backend_killed_between_commit_and_reply_gives_the_same_receipt_after() {
    let (world, device) = booth(3).await;
    let batch = device.batch(&world.clock, world.backend.key_id(), 1, 3);
    let request = world.ingest.check(&batch).await.unwrap();
    let committed = world.ingest.store(request, Origin::Network).await.unwrap();
    // The reply is never sent.
    let world = world.restart().await;
    let reply = world.sync(&batch).await.unwrap();
    assert_eq!(reply.held, committed.held);
    assert_eq!(outcomes(&reply), [Outcome::Duplicate; 3]);
    assert_eq!(world.scans().await, 3);
}

#[tokio::test]
async fn a_backend_restored_from_an_older_backup_asks_for_what_it_lacks_and_is_filled() {
    let (world, device) = booth(9).await;
    world.send(&device, 1, 3).await;
    let backup = world.database.back_up().await;
    world.send(&device, 4, 8).await;

    let world = World::reopened(
        backup.restore().await,
        world.clock.clone(),
        world.event.clone(),
    )
    .await;
    let reply = world.send(&device, 9, 9).await;
    assert_eq!(held(&reply), 3);
    assert_eq!(reply.missing, [range(4, 8)]);
    let reply = world.send(&device, 4, 8).await;
    assert_eq!(held(&reply), 9);
    assert!(reply.missing.is_empty());
    assert_eq!(world.scans().await, 9);
}

#[tokio::test]
async fn an_empty_ask_shows_what_is_missing_too() {
    let (world, device) = booth(6).await;
    world.send(&device, 1, 2).await;
    world.send(&device, 4, 4).await;
    let ask = device.batch_of(&world.clock, world.backend.key_id(), 7, &[]);
    let reply = world.sync(&ask).await.unwrap();
    assert_eq!(reply.missing, [range(3, 3), range(5, 6)]);
}

#[tokio::test]
async fn one_poison_record_among_500_blocks_none_of_the_others() {
    let (world, mut device) = booth(0).await;
    let badge = world.badge().await;
    for at in 1..=500 {
        if at == 250 {
            device.chain.push(b"poison".to_vec());
        } else {
            device.scan(&world.clock, badge);
        }
    }
    let reply = world.send_all(&device).await;
    assert_eq!(held(&reply), 500);
    let accepted = outcomes(&reply)
        .iter()
        .filter(|o| **o == Outcome::Accepted)
        .count();
    assert_eq!(accepted, 499);
    assert_eq!(reply.outcomes[249].outcome, quarantined(Reason::Unreadable));
    assert_eq!(world.scans().await, 499);
    let again = world.send_all(&device).await;
    assert_eq!(again.outcomes[249].outcome, quarantined(Reason::Unreadable));
    let mut tx = world.backend.db().read().await.unwrap();
    let sql = "SELECT count(*) FROM record WHERE bytes = $1";
    let kept = tx.query_one(sql, &[b"poison".into()]).await.unwrap();
    assert_eq!(
        kept.unwrap().get::<i64>(0).unwrap(),
        1,
        "kept byte for byte"
    );
}

#[tokio::test]
async fn the_same_bytes_twice_in_one_batch_are_two_records() {
    let (world, mut device) = booth(1).await;
    device.chain.push(b"poison".to_vec());
    device.chain.push(b"poison".to_vec());
    let reply = world.send_all(&device).await;
    let unreadable = quarantined(Reason::Unreadable);
    assert_eq!(
        outcomes(&reply),
        [Outcome::Accepted, unreadable, unreadable]
    );
    assert_eq!(held(&reply), 3);
    let again = outcomes(&world.send_all(&device).await);
    assert_eq!(again, [Outcome::Duplicate, unreadable, unreadable]);
    assert_eq!(world.number("SELECT count(*) FROM record").await, 3);
}

#[tokio::test]
async fn a_batch_for_another_backend_is_refused() {
    let (world, device) = booth(1).await;
    let other = device.batch(&world.clock, KeyId::from_bytes([9; 16]), 1, 1);
    assert!(matches!(
        world.sync(&other).await,
        Err(IngestError::WrongAudience)
    ));
    let answer = world.post("/v1/sync", "application/cose", other).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (403, "wrong_audience")
    );
    assert_eq!(world.number("SELECT count(*) FROM record").await, 0);
}

#[tokio::test]
async fn a_batch_with_any_byte_changed_is_refused_and_stores_nothing() {
    let (world, device) = booth(1).await;
    let good = device.batch(&world.clock, world.backend.key_id(), 1, 1);
    for at in (0..good.len()).step_by(7) {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        assert!(world.sync(&bytes).await.is_err(), "byte {at}");
    }
    assert_eq!(world.number("SELECT count(*) FROM record").await, 0);
}

#[tokio::test]
async fn a_device_cannot_speak_for_another_tenants_device() {
    let (world, mut device) = booth(0).await;
    let other = world.device().await;
    let badge = world.badge().await;
    device.scan(&world.clock, badge);
    // Its own signature under a request in the other's name.
    let mut thief = other.clone();
    thief.key = protocol::SigningKey::from_seed(device.key.seed().clone()).unwrap();
    thief.chain = device.chain.clone();
    let request = thief.batch(&world.clock, world.backend.key_id(), 1, 1);
    assert!(matches!(
        world.sync(&request).await,
        Err(IngestError::Request(ProtocolError::BadSignature))
    ));
    // Its own request with the other's record.
    let mut honest = other.clone();
    honest.scan(&world.clock, badge);
    device.chain = honest.chain;
    let reply = world.send_all(&device).await;
    assert_eq!(outcomes(&reply), [quarantined(Reason::NotThisEnrolment)]);
    assert_eq!(world.scans().await, 0);
}

#[tokio::test]
async fn a_device_that_is_not_enrolled_here_is_refused() {
    let (world, device) = booth(1).await;
    let elsewhere = World::new().await;
    let batch = device.batch(&world.clock, elsewhere.backend.key_id(), 1, 1);
    let answer = elsewhere.post("/v1/sync", "application/cose", batch).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (403, "unknown_device")
    );
}

#[tokio::test]
async fn a_body_past_one_mebibyte_is_answered_413() {
    let world = World::new().await;
    let body = vec![0; protocol::limits::BATCH_BYTES + 1];
    let answer = world.post("/v1/sync", "application/cose", body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (413, "too_large")
    );
}

#[tokio::test]
async fn a_clock_ten_years_off_and_jumping_is_flagged_and_changes_no_order() {
    const TEN_YEARS: i64 = 3_652 * backend::clock::DAY;
    let (world, mut device) = booth(0).await;
    let badge = world.badge().await;
    for ahead in [0, -TEN_YEARS, TEN_YEARS, 5, TEN_YEARS] {
        device.ahead = ahead;
        device.scan(&world.clock, badge);
    }
    let reply = world.send_all(&device).await;
    assert_eq!(outcomes(&reply), [Outcome::Accepted; 5]);
    assert_eq!(held(&reply), 5);
    let seen = world.seen(&device).await;
    assert_eq!(seen.skew, TEN_YEARS);
    assert_eq!(seen.skew_flagged, Some(world.clock.now()));
}

#[tokio::test]
async fn a_small_skew_is_measured_and_not_flagged() {
    let (world, mut device) = booth(0).await;
    device.ahead = -60_000;
    world.send(&device, 1, 0).await;
    let seen = world.seen(&device).await;
    assert_eq!((seen.skew, seen.skew_flagged), (-60_000, None));
}

#[tokio::test]
async fn changes_tell_of_the_notice_and_of_revoked_badges_once_and_from_the_cursor_on() {
    let (world, device) = booth(0).await;
    let (one, other) = (world.badge().await, world.badge().await);
    let reply = world.send(&device, 1, 0).await;
    assert_eq!(reply.changes.notice, None);
    assert_eq!(reply.changes.status, DeviceStatus::Active);
    world.revoke_badge(one).await;
    let mut tx = world.backend.db().write().await.unwrap();
    let change = EventChange {
        notice: Some("Another text.".into()),
        ..EventChange::default()
    };
    event::change(&world.backend, &mut tx, &world.event, &change)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let reply = world.send(&device, 1, 0).await;
    assert_eq!(reply.changes.revoked_badges, [one]);
    assert_eq!(reply.changes.notice.as_ref().unwrap().version.0, 2);
    assert!(!reply.changes.more);
    world.revoke_badge(other).await;
    let reply = world.ask_changes(&device, reply.changes.cursor).await;
    assert_eq!(reply.revoked_badges, [other]);
    assert_eq!(reply.notice, None);
    let reply = world.ask_changes(&device, reply.cursor + 1000).await;
    assert_eq!(reply.revoked_badges.len(), 2, "a cursor from the future");
}

#[tokio::test]
async fn requests_that_wait_together_are_committed_together_and_each_gets_its_own_reply() {
    let world = World::new().await;
    let badge = world.badge().await;
    let mut waiting = tokio::task::JoinSet::new();
    for scans in 1..=20_u64 {
        let mut device = world.device().await;
        let scan = device.scan(&world.clock, badge);
        for _ in 1..scans {
            device.state(&world.clock, note_of(scan, "x"));
        }
        let batch = device.batch(&world.clock, world.backend.key_id(), 1, scans);
        let ingest = world.ingest.clone();
        waiting.spawn(async move {
            let request = ingest.check(&batch).await.unwrap();
            let reply = ingest.store(request, Origin::Network).await.unwrap();
            assert_eq!(reply.device, device.enrolment.device);
            assert_eq!(held(&reply), scans);
        });
    }
    while let Some(done) = waiting.join_next().await {
        done.unwrap();
    }
    assert_eq!(world.scans().await, 20);
}

#[tokio::test]
async fn a_request_that_the_database_refuses_takes_no_other_with_it() {
    let (world, good) = booth(2).await;
    let mut bad = world.device().await;
    let badge = world.badge().await;
    bad.scan(&world.clock, badge);
    // A trigger stands for whatever makes the database refuse one request.
    let device = bad.enrolment.device.to_string().replace('-', "");
    let trigger = if world.database.is_postgres() {
        format!(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no'; END $$;
             CREATE TRIGGER refuse BEFORE INSERT ON record FOR EACH ROW
                WHEN (NEW.device = '\\x{device}') EXECUTE FUNCTION refuse()"
        )
    } else {
        format!(
            "CREATE TRIGGER refuse BEFORE INSERT ON record WHEN NEW.device = x'{device}'
             BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    };
    world.database.meddle(&trigger).await;
    let requests = [
        good.batch(&world.clock, world.backend.key_id(), 1, 1),
        bad.batch(&world.clock, world.backend.key_id(), 1, 1),
        good.batch(&world.clock, world.backend.key_id(), 2, 2),
    ];
    let mut replies = Vec::new();
    for request in &requests {
        replies.push(world.ingest.check(request).await.unwrap());
    }
    let mut replies = replies.into_iter();
    let mut next = || world.ingest.store(replies.next().unwrap(), Origin::Network);
    let (first, second, third) = tokio::join!(next(), next(), next());
    assert_eq!(held(&first.unwrap()), 1);
    assert!(matches!(second, Err(IngestError::NotStored { .. })));
    assert_eq!(held(&third.unwrap()), 2);
}

#[tokio::test]
async fn what_is_about_another_sponsors_scan_has_no_effect_on_it() {
    let (world, device) = booth(0).await;
    let badge = world.badge().await;
    let mut theirs = world.device_of("Other Corp").await;
    let scan = theirs.scan(&world.clock, badge);
    world.send_all(&theirs).await;
    let mut ours = device;
    ours.state(&world.clock, test_world::devices::void_of(scan));
    ours.state(&world.clock, scan_of(scan, badge));
    let reply = world.send_all(&ours).await;
    assert_eq!(
        outcomes(&reply),
        [Outcome::Accepted; 2],
        "ids are per sponsor"
    );
    let voided = "SELECT count(*) FROM scan s JOIN void v
        ON v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan";
    assert_eq!(world.number(voided).await, 1, "our own");
    assert_eq!(world.scans().await, 2);
}
