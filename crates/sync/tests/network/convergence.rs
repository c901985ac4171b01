//! For every behaviour of the network and the backend's backups, the backend holds every record in the end, and
//! the device never removes a record from its queue that the backend does not hold. (The second is asserted in
//! `World::apply`, at every step.)

use crate::world::{Weather, World};
use proptest::prelude::*;
use sync::Nudge;

#[derive(Debug, Clone)]
enum Event {
    Record,
    Exchange(Weather),
    /// The pending records reach the backend in a file.
    Bundle,
    Snapshot,
    Restore(prop::sample::Index),
    Poison,
    Block(prop::sample::Index, u16, &'static str),
    Unblock,
    Narrow(usize),
    Nudge(Nudge),
    /// The program starts again: what the machine remembered is gone.
    Restart,
}

fn weather() -> impl Strategy<Value = Weather> {
    let answers: Vec<(u16, &'static str)> = vec![
        (200, "text/html"),
        (302, "text/html"),
        (400, "application/problem+json"),
        (404, "application/problem+json"),
        (413, "text/html"),
        (429, "text/plain"),
        (500, "text/plain"),
        (503, "text/html"),
    ];
    prop_oneof![
        6 => Just(Weather::Fair),
        2 => Just(Weather::RequestLost),
        3 => Just(Weather::ReplyLost),
        2 => Just(Weather::RequestTwice),
        2 => Just(Weather::OldReply),
        1 => Just(Weather::Tampered),
        3 => prop::sample::select(answers)
            .prop_map(|(status, kind)| Weather::Answer(status, kind)),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let blocks: Vec<(u16, &'static str)> = vec![
        (400, "application/problem+json"),
        (403, "text/html"),
        (413, "text/html"),
        (500, "text/plain"),
    ];
    let nudges = vec![Nudge::NewRecord, Nudge::NetworkUp, Nudge::Pressed];
    prop_oneof![
        8 => Just(Event::Record),
        12 => weather().prop_map(Event::Exchange),
        1 => Just(Event::Bundle),
        2 => Just(Event::Snapshot),
        1 => any::<prop::sample::Index>().prop_map(Event::Restore),
        1 => Just(Event::Poison),
        1 => (any::<prop::sample::Index>(), prop::sample::select(blocks))
            .prop_map(|(which, (status, kind))| Event::Block(which, status, kind)),
        1 => Just(Event::Unblock),
        1 => (1..6_usize).prop_map(Event::Narrow),
        1 => prop::sample::select(nudges).prop_map(Event::Nudge),
        1 => Just(Event::Restart),
    ]
}

fn happen(world: &mut World, event: Event) {
    match event {
        Event::Record => world.record(),
        Event::Exchange(weather) => world.exchange(weather),
        Event::Bundle => world.bundle(),
        Event::Snapshot => world.snapshots.push(world.backend.clone()),
        Event::Restore(which) => world.backend = which.get(&world.snapshots).clone(),
        Event::Poison => {
            // The next record is one that the backend will not use.
            world.poison.insert(world.records.len() as u64 + 1);
        }
        Event::Block(which, status, kind) => {
            if !world.records.is_empty() {
                let seq = which.index(world.records.len()) as u64 + 1;
                world.blocked.insert(seq, (status, kind));
            }
        }
        Event::Unblock => {
            world.blocked.clear();
            world.most = usize::MAX;
        }
        Event::Narrow(most) => world.most = most,
        Event::Nudge(nudge) => world.machine.nudge(nudge, world.now),
        Event::Restart => world.machine = sync::Machine::new(sync::Config::default()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn in_the_end_every_record_is_held(
        events in prop::collection::vec(event(), 1..120),
    ) {
        let mut world = World::new();
        for event in events {
            happen(&mut world, event);
        }
        world.blocked.clear();
        world.most = usize::MAX;
        let exchanges = world.settle(200);
        prop_assert!(exchanges < 200);
        // One more exchange brings the outcomes that the last reply could not have.
        world.exchange(Weather::Fair);
        prop_assert_eq!(world.backend.held.len(), world.records.len());
        world.assert_agreement();
        let state = world.chain_state();
        if state.last.is_some() {
            let page = sync::end_of_day(&state);
            prop_assert!(page.is_green(), "{page:?}");
        }
        prop_assert!(!world.diverged, "a restored backup is no clone");
        prop_assert_eq!(world.machine.status().suspicious, 0);
    }

    #[test]
    fn with_some_records_blocked_for_good_all_others_get_in(
        count in 1..200_u64,
        blocked in prop::collection::btree_set(1..200_u64, 0..4),
        kind in prop::sample::select(vec![(400, "text/plain"), (413, "text/html"), (500, "text/plain")]),
    ) {
        let mut world = World::with_records(count);
        for seq in &blocked {
            world.blocked.insert(*seq, kind);
        }
        for _ in 0..200 {
            world.exchange(Weather::Fair);
        }
        let stuck: Vec<u64> = blocked.into_iter().filter(|seq| *seq <= count).collect();
        prop_assert_eq!(world.pending(), stuck.clone());
        let shown: Vec<u64> =
            world.machine.status().set_aside.iter().map(|aside| aside.seq).collect();
        prop_assert_eq!(shown, stuck);
    }
}
