//! Decisions of the machine, case by case.

use std::time::Duration;

use crate::world::{State, Weather, World};
use protocol::{Changes, Held, Outcome, Reason, RecordHash, RecordOutcome, SeqRange, SyncReply};
use sync::{
    BACKOFF_CAP, Config, Effect, EndOfDay, Failure, HEARTBEAT, MAX_BATCH_RECORDS, Machine, Nudge,
    QueueView, RETRY_AFTER_CAP, Step, end_of_day,
};

const HOUR: u64 = 3_600_000;

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap()
}

/// Returns the effects of a changed reply to the batch that the machine sends next.
fn effects(world: &mut World, change: impl FnOnce(&World, &mut SyncReply)) -> Vec<Effect> {
    let sent = match world.next() {
        Step::Send(plan) => world.batch(plan),
        other => panic!("{other:?}"),
    };
    let mut reply = world.empty_reply();
    change(world, &mut reply);
    let checked = world.check(&reply);
    let mut effects = world.effects(&checked, &sent);
    assert!(matches!(effects.pop(), Some(Effect::Apply(_))));
    effects
}

#[test]
fn what_waits_is_sent_at_once_and_an_idle_device_asks_for_changes_now_and_then() {
    let mut world = World::new();
    let Step::Send(plan) = world.next() else {
        panic!("a new machine asks first");
    };
    assert_eq!((plan.first_seq, plan.max_records), (1, 0));
    world.exchange(Weather::Fair);
    assert_eq!(world.next(), Step::WaitUntil(world.now + millis(HEARTBEAT)));
    world.record();
    let Step::Send(plan) = world.next() else {
        panic!("a record waits");
    };
    assert_eq!((plan.first_seq, plan.max_records), (1, 1));
    world.exchange(Weather::Fair);
    assert_eq!(world.pending(), Vec::<u64>::new());
}

#[test]
fn without_a_heartbeat_an_idle_machine_is_idle() {
    let mut machine = Machine::new(Config { heartbeat: None });
    let queue = QueueView {
        last: None,
        pending: vec![],
    };
    assert_eq!(machine.next(5, &queue), Step::Idle);
}

#[test]
fn outcomes_are_matched_by_hash_and_never_by_place() {
    let mut world = World::with_records(3);
    let effects = effects(&mut world, |world, reply| {
        let outcome = |seq, hash, outcome| RecordOutcome { seq, hash, outcome };
        reply.outcomes = vec![
            outcome(3, world.hash(3), Outcome::Accepted),
            // Not one that was sent.
            outcome(2, RecordHash::of(b"another"), Outcome::Accepted),
            // One that was sent, under another number.
            outcome(2, world.hash(1), Outcome::Accepted),
            // The record is named twice, differently: the first outcome counts.
            outcome(3, world.hash(3), Outcome::Quarantined(Reason::Fork)),
        ];
    });
    let (seq, hash) = (3, world.hash(3));
    assert_eq!(effects, [Effect::Acknowledge { seq, hash }]);
    assert_eq!(world.machine.status().suspicious, 2);
}

#[test]
fn a_receipt_counts_only_with_the_hash_of_the_devices_own_record() {
    let mut world = World::with_records(3);
    let held = Held {
        seq: 2,
        hash: world.hash(2),
    };
    let right = effects(&mut world, |_, reply| reply.held = Some(held));
    assert_eq!(right, [Effect::Receipt(held)]);
    let wrong = [
        (2, RecordHash::of(b"of a clone")),
        (2, world.hash(3)),
        (9, world.hash(3)),
    ];
    for (seq, hash) in wrong {
        let held = Some(Held { seq, hash });
        world.machine = Machine::new(Config::default());
        let effects = effects(&mut world, |_, reply| reply.held = held);
        assert_eq!(effects, [Effect::Diverged], "{seq}");
    }
}

#[test]
fn a_receipt_takes_nothing_out_that_the_reply_does_not_name() {
    let mut world = World::with_records(3);
    let held = Held {
        seq: 3,
        hash: world.hash(3),
    };
    let (seq, hash) = (2, world.hash(2));
    let effects = effects(&mut world, |_, reply| {
        reply.held = Some(held);
        reply.outcomes = vec![RecordOutcome {
            seq,
            hash,
            outcome: Outcome::Quarantined(Reason::UnknownBadge),
        }];
    });
    let reason = Reason::UnknownBadge;
    assert_eq!(
        effects,
        [
            Effect::Receipt(held),
            Effect::Quarantine { seq, hash, reason }
        ]
    );
}

#[test]
fn after_a_file_was_handed_in_the_device_learns_what_became_of_each_record() {
    let mut world = World::with_records(700);
    world.poison.extend([1, 300, 650, 700]);
    world.bundle();
    assert_eq!(world.pending().len(), 700);
    world.settle(4);
    world.assert_agreement();
    assert_eq!(
        end_of_day(&world.chain_state()),
        EndOfDay::AllHeld { quarantined: 4 }
    );
}

#[test]
fn after_a_lost_reply_and_halving_the_device_learns_what_became_of_each_record() {
    let mut world = World::with_records(40);
    world.poison.extend([3, 25, 40]);
    world.exchange(Weather::ReplyLost);
    // Now the backend holds all of them, and smaller batches ask what became of some.
    world.most = 10;
    while world.pending().len() == 40 {
        world.exchange(Weather::Fair);
    }
    assert_eq!(world.receipt.map(|held| held.seq), Some(40));
    assert!(
        !end_of_day(&world.chain_state()).is_green(),
        "some are unnamed"
    );
    world.settle(20);
    world.assert_agreement();
    assert!(end_of_day(&world.chain_state()).is_green());
}

#[test]
fn a_backend_that_has_seen_more_than_the_device_has_is_flagged() {
    let mut world = World::with_records(3);
    let effects = effects(&mut world, |_, reply| {
        reply.missing = vec![SeqRange { first: 7, last: 9 }];
    });
    assert_eq!(
        effects,
        [Effect::Diverged],
        "set back: record 9 existed once"
    );
}

#[test]
fn missing_records_are_sent_again_unless_they_wait_or_were_just_named() {
    let mut world = World::with_records(10);
    for (_, state) in &mut world.records[..6] {
        *state = State::Acknowledged;
    }
    world.records[2].1 = State::Quarantined;
    let effects = effects(&mut world, |world, reply| {
        reply.outcomes = vec![RecordOutcome {
            seq: 7,
            hash: world.hash(7),
            outcome: Outcome::Accepted,
        }];
        reply.missing = vec![
            SeqRange { first: 2, last: 3 },
            SeqRange { first: 5, last: 99 },
        ];
    });
    let (seq, hash) = (7, world.hash(7));
    assert_eq!(
        effects,
        [
            Effect::Diverged,
            Effect::Acknowledge { seq, hash },
            Effect::Resend(SeqRange { first: 2, last: 3 }),
            Effect::Resend(SeqRange { first: 5, last: 6 }),
        ]
    );
}

#[test]
fn what_a_reply_names_is_not_sent_again_though_the_same_reply_lacks_it() {
    let mut world = World::with_records(2);
    let effects = effects(&mut world, |world, reply| {
        reply.outcomes = vec![RecordOutcome {
            seq: 2,
            hash: world.hash(2),
            outcome: Outcome::Accepted,
        }];
        reply.missing = vec![SeqRange { first: 2, last: 2 }];
    });
    let (seq, hash) = (2, world.hash(2));
    assert_eq!(effects, [Effect::Acknowledge { seq, hash }]);

    // Another process of this device has taken the first record out meanwhile.
    let sent = [(1, world.hash(1))];
    world.records[0].1 = State::Acknowledged;
    let mut reply = world.empty_reply();
    reply.outcomes = vec![RecordOutcome {
        seq: 1,
        hash: world.hash(1),
        outcome: Outcome::Duplicate,
    }];
    reply.missing = vec![SeqRange { first: 1, last: 1 }];
    let checked = world.check(&reply);
    let effects = world.effects(&checked, &sent);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Resend(_))),
        "{effects:?}"
    );
}

#[test]
fn a_batch_that_is_too_large_is_halved_down_to_one_and_grows_again() {
    let mut world = World::with_records(600);
    let mut sizes = Vec::new();
    world.most = 1;
    while world.pending().len() == 600 {
        let Step::Send(plan) = world.next() else {
            panic!("a 413 needs no wait");
        };
        sizes.push(plan.max_records);
        world.exchange(Weather::Fair);
    }
    assert_eq!(sizes, [500, 250, 125, 62, 31, 15, 7, 3, 1]);
    assert_eq!(world.machine.status().set_aside, []);
    world.most = usize::MAX;
    assert!(world.settle(40) < 40);
    for _ in 0..600 {
        world.record();
    }
    let Step::Send(plan) = world.next() else {
        panic!("records wait");
    };
    assert!(plan.max_records > 100, "it has grown");
}

#[test]
fn a_narrow_proxy_is_lived_with() {
    let mut world = World::with_records(400);
    world.most = 10;
    let exchanges = world.settle(100);
    assert!(exchanges < 80, "{exchanges} exchanges for 400 records");
}

#[test]
fn a_record_that_never_gets_through_is_shown_and_holds_up_no_other() {
    for (status, kind) in [
        (413, "text/html"),
        (400, "application/problem+json"),
        (404, "application/problem+json"),
        (403, "text/html"),
        (500, "application/problem+json"),
    ] {
        let mut world = World::with_records(500);
        world.blocked.insert(137, (status, kind));
        world.blocked.insert(138, (status, kind));
        for _ in 0..120 {
            world.exchange(Weather::Fair);
        }
        assert_eq!(world.pending(), [137, 138], "{status} {kind}");
        let aside: Vec<u64> = world
            .machine
            .status()
            .set_aside
            .iter()
            .map(|aside| aside.seq)
            .collect();
        assert_eq!(aside, [137, 138], "{status} {kind}");

        world.record();
        for _ in 0..4 {
            world.exchange(Weather::Fair);
        }
        assert!(!world.pending().contains(&501), "new ones pass it by");
        world.blocked.clear();
        world.settle(10);
        assert_eq!(world.machine.status().set_aside, []);
    }
}

#[test]
fn a_backend_that_refuses_everything_is_asked_a_few_times_an_hour_and_for_ever() {
    for answer in [
        (401, "application/problem+json"),
        (413, "text/html"),
        (503, "text/plain"),
        (500, "text/plain"),
        (302, "text/html"),
        (200, "text/html"),
    ] {
        let mut world = World::with_records(800);
        let start = world.now;
        while world.now < start + 10 * HOUR {
            world.exchange(Weather::Answer(answer.0, answer.1));
        }
        assert!(world.sends > 50, "{answer:?}: {} in ten hours", world.sends);
        assert!(
            world.sends < 1_300,
            "{answer:?}: {} in ten hours",
            world.sends
        );
        assert_eq!(world.pending().len(), 800);
        world.settle(400);
    }
}

#[test]
fn ten_hours_without_a_network_lose_nothing_and_end_at_once_when_it_is_back() {
    let mut world = World::with_records(1_200);
    let start = world.now;
    while world.now < start + 10 * HOUR {
        world.exchange(Weather::RequestLost);
    }
    assert_eq!(world.pending().len(), 1_200);
    assert_eq!(
        world.machine.status().set_aside,
        [],
        "no record is at fault"
    );
    world.machine.nudge(Nudge::NetworkUp, world.now);
    let back = world.now;
    world.settle(20);
    assert!(world.now - back < 10_000, "no waits in between");
}

#[test]
fn a_reply_that_says_nothing_of_what_was_sent_is_not_answered_at_once() {
    let mut world = World::with_records(3);
    let start = world.now;
    let mut sends = 0;
    while world.now < start + HOUR {
        match world.next() {
            Step::WaitUntil(until) => world.now = until,
            Step::Send(_) => {
                effects(&mut world, |_, _| {});
                sends += 1;
                world.now += 50;
            }
            Step::Idle => panic!("a record waits"),
        }
    }
    assert!(sends < 250, "{sends} in an hour");
    assert_eq!(world.pending(), [1, 2, 3]);
}

#[test]
fn a_backend_that_forgets_everything_each_time_does_not_make_a_storm() {
    let mut world = World::with_records(16);
    // One at a time, so that each batch finds the ones before forgotten.
    world.most = 1;
    let start = world.now;
    while world.now < start + HOUR {
        world.backend.held.clear();
        world.exchange(Weather::Fair);
    }
    assert!(world.sends < 400, "{} in an hour", world.sends);
}

#[test]
fn retry_after_is_obeyed_up_to_an_hour() {
    let mut world = World::with_records(1);
    let now = world.now;
    let mut wait = |asked: u64, random: u64| {
        let failure = Failure::Unavailable {
            status: 503,
            retry_after: Some(Duration::from_secs(asked)),
        };
        let mut machine = Machine::new(Config::default());
        machine.on_failure(failure, &[], random, now);
        world.machine = machine;
        match world.next() {
            Step::WaitUntil(until) => until - now,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(wait(120, 0), 120_000);
    assert_eq!(wait(120, 700), 120_700, "all were asked the same");
    assert_eq!(wait(10_000_000, 0), millis(RETRY_AFTER_CAP));
}

#[test]
fn a_nudge_shortens_a_wait_for_the_network_but_not_one_that_was_asked_for() {
    let queue = World::with_records(1).queue();
    let after = |failure: Failure, nudge: Option<Nudge>| {
        let mut machine = Machine::new(Config::default());
        for _ in 0..12 {
            machine.on_failure(failure, &[], 299_999, 0);
        }
        if let Some(nudge) = nudge {
            machine.nudge(nudge, 0);
        }
        match machine.next(0, &queue) {
            Step::WaitUntil(until) => until,
            Step::Send(_) => 0,
            Step::Idle => panic!("a record waits"),
        }
    };
    let asked = Failure::Unavailable {
        status: 429,
        retry_after: Some(Duration::from_secs(600)),
    };
    let down = Failure::Connection;
    assert!(after(down, None) > 200_000 && after(down, None) <= millis(BACKOFF_CAP));
    assert_eq!(after(down, Some(Nudge::NewRecord)), 10_000);
    assert_eq!(after(down, Some(Nudge::NetworkUp)), 0);
    assert_eq!(after(down, Some(Nudge::Pressed)), 0);
    assert!(after(asked, Some(Nudge::NewRecord)) > 600_000);
    assert!(after(asked, Some(Nudge::NetworkUp)) > 600_000);
    assert_eq!(after(asked, Some(Nudge::Pressed)), 0);
}

#[test]
fn more_changes_are_asked_for_at_once_as_long_as_they_come() {
    let mut world = World::new();
    let more = |cursor| {
        move |_: &World, reply: &mut SyncReply| {
            reply.changes = Changes {
                cursor,
                more: true,
                ..reply.changes.clone()
            };
        }
    };
    effects(&mut world, more(1));
    assert!(matches!(world.next(), Step::Send(_)));
    effects(&mut world, more(2));
    assert!(matches!(world.next(), Step::Send(_)));
    effects(&mut world, more(2));
    assert!(matches!(world.next(), Step::WaitUntil(_)), "no headway");
}

#[test]
fn the_largest_batch_fits_a_request() {
    use protocol::{KeyId, Message, Nonce, SyncRequest, UnixMillis};
    let each = sync::MAX_BATCH_BYTES / MAX_BATCH_RECORDS;
    let key = protocol::SigningKey::from_seed(protocol::SecretBytes::new([1; 32])).unwrap();
    let request = SyncRequest {
        version: SyncRequest::VERSION,
        device: protocol::DeviceId::from_random([1; 16]),
        audience: KeyId::from_bytes([2; 16]),
        nonce: Nonce::from_bytes([3; 16]),
        time: UnixMillis(i64::MAX),
        first_seq: u64::try_from(i64::MAX).unwrap() - 1_000,
        records: vec![vec![0; each].into(); MAX_BATCH_RECORDS],
        changes_seen: u64::MAX,
        pending: u64::MAX,
    };
    assert!(request.sign(&key).is_ok());
}

#[test]
fn the_end_of_the_day_is_green_once_everything_is_held() {
    let mut world = World::with_records(5);
    world.poison.insert(2);
    let page = |world: &World| end_of_day(&world.chain_state());
    assert!(!page(&world).is_green());
    world.settle(5);
    assert!(page(&world).is_green());
    world.record();
    assert!(!page(&world).is_green());
}
