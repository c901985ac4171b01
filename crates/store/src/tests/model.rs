//! Random sequences of operations on a database, compared with a small model.

use std::collections::BTreeMap;

use proptest::prelude::*;
use protocol::{Held, Reason, RecordHash, SeqRange};

use super::fixture::*;
use crate::{Appended, ScanFilter, StoreError, StoredState, Update};

#[derive(Debug, Clone)]
enum Op {
    Scan { badge: u8 },
    Note { badge: u8 },
    Void { badge: u8 },
    Acknowledge { seq: u8, honest: bool },
    Quarantine { seq: u8, honest: bool },
    Receipt { seq: u8, honest: bool },
    Resend { first: u8, length: u8 },
    Reopen,
}

fn op() -> impl Strategy<Value = Op> {
    let badge = 0..6_u8;
    let seq = 1..25_u8;
    let honest = prop::bool::weighted(0.8);
    prop_oneof![
        6 => badge.clone().prop_map(|badge| Op::Scan { badge }),
        3 => badge.clone().prop_map(|badge| Op::Note { badge }),
        2 => badge.prop_map(|badge| Op::Void { badge }),
        2 => (seq.clone(), honest)
            .prop_map(|(seq, honest)| Op::Acknowledge { seq, honest }),
        1 => (seq.clone(), honest)
            .prop_map(|(seq, honest)| Op::Quarantine { seq, honest }),
        2 => (seq.clone(), honest).prop_map(|(seq, honest)| Op::Receipt { seq, honest }),
        1 => (seq, 0..6_u8).prop_map(|(first, length)| Op::Resend { first, length }),
        1 => Just(Op::Reopen),
    ]
}

#[derive(Debug, Default)]
struct Model {
    /// The state of each record, indexed by `seq` - 1.
    states: Vec<StoredState>,
    /// The scan of each badge that is not voided.
    standing: BTreeMap<u8, u32>,
    scans: u32,
    voided: u64,
    receipt: Option<u64>,
}

impl Model {
    fn has(&self, seq: u8) -> bool {
        (1..=self.states.len()).contains(&usize::from(seq))
    }

    fn settle(&mut self, range: std::ops::RangeInclusive<usize>, to: impl Fn(&mut StoredState)) {
        for (at, state) in self.states.iter_mut().enumerate() {
            if range.contains(&(at + 1)) {
                to(state);
            }
        }
    }

    fn pending(&self) -> Vec<u64> {
        (1..)
            .zip(&self.states)
            .filter(|(_, state)| **state == StoredState::Pending)
            .map(|(seq, _)| seq)
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_operations_ends_as_in_the_model(ops in prop::collection::vec(op(), 1..60)) {
        let bench = Bench::new();
        let (mut store, device) = bench.enrolled();
        do_not_wait_for_the_disk(&store);
        let mut model = Model::default();
        for op in ops {
            let own = |store: &crate::Store, seq: u8, honest: bool| -> RecordHash {
                store
                    .own_hash(device, seq.into())
                    .unwrap()
                    .filter(|_| honest)
                    .unwrap_or_else(|| RecordHash::of(b"none of ours"))
            };
            match op {
                Op::Scan { badge: of } => {
                    let id = model.scans + 1;
                    let code = protocol::ScannedCode::Badge(badge(of.into()));
                    match store.append(device, moment(0), scan_of(id, code), None).unwrap() {
                        Appended::Saved { seq, .. } => {
                            prop_assert_eq!(seq, model.states.len() as u64 + 1);
                            prop_assert!(model.standing.insert(of, id).is_none());
                            model.scans = id;
                            model.states.push(StoredState::Pending);
                        }
                        Appended::AlreadyScanned(before) => {
                            let known = model.standing.get(&of).map(|id| scan_id(*id));
                            prop_assert_eq!(known, Some(before.scan));
                        }
                    }
                }
                Op::Note { badge: of } => {
                    let id = model.standing.get(&of).copied();
                    let made = store.append(device, moment(0), note(id.unwrap_or(999), "x"), None);
                    match id {
                        Some(_) => {
                            prop_assert!(made.is_ok());
                            model.states.push(StoredState::Pending);
                        }
                        None => {
                            let scan = scan_id(999);
                            prop_assert_eq!(made, Err(StoreError::UnknownScan { scan }));
                        }
                    }
                }
                Op::Void { badge: of } => {
                    if let Some(id) = model.standing.remove(&of) {
                        store.append(device, moment(0), void(id), None).unwrap();
                        model.states.push(StoredState::Pending);
                        model.voided += 1;
                    }
                }
                Op::Acknowledge { seq, honest } => {
                    let hash = own(&store, seq, honest);
                    let update = Update::Acknowledge { seq: seq.into(), hash };
                    store.apply(device, &[update]).unwrap();
                    if honest {
                        let at = usize::from(seq);
                        model.settle(at..=at, |state| *state = StoredState::Acknowledged);
                    }
                }
                Op::Quarantine { seq, honest } => {
                    let (hash, reason) = (own(&store, seq, honest), Reason::UnknownBadge);
                    let update = Update::Quarantine { seq: seq.into(), hash, reason };
                    store.apply(device, &[update]).unwrap();
                    if honest {
                        let at = usize::from(seq);
                        model.settle(at..=at, |state| *state = StoredState::Quarantined(reason));
                    }
                }
                Op::Receipt { seq, honest } => {
                    let hash = own(&store, seq, honest);
                    let held = Held { seq: seq.into(), hash };
                    store.apply(device, &[Update::Receipt(held)]).unwrap();
                    if honest && model.has(seq) {
                        model.receipt = Some(seq.into());
                    }
                }
                Op::Resend { first, length } => {
                    let range = SeqRange { first: first.into(), last: (first + length).into() };
                    store.apply(device, &[Update::Resend(range)]).unwrap();
                    let range = usize::from(first)..=usize::from(first + length);
                    model.settle(range, |state| *state = StoredState::Pending);
                }
                Op::Reopen => {
                    drop(store);
                    store = bench.open();
                    do_not_wait_for_the_disk(&store);
                }
            }
        }
        prop_assert_eq!(store.verify_chain(device), Ok(model.states.len() as u64));
        let pending = model.pending();
        let unsent: Vec<u64> =
            store.unsent(device).unwrap().iter().map(|record| record.seq).collect();
        prop_assert_eq!(&unsent, &pending);
        let ranges = store.queue(device).unwrap().pending;
        let flat: Vec<u64> = ranges.iter().flat_map(|range| range.first..=range.last).collect();
        prop_assert_eq!(&flat, &pending);
        prop_assert!(ranges.windows(2).all(|pair| pair[0].last + 1 < pair[1].first));
        let counts = store.counts(device).unwrap();
        prop_assert_eq!(counts.total, model.states.len() as u64);
        prop_assert_eq!(counts.pending, pending.len() as u64);
        prop_assert_eq!(counts.pending + counts.acknowledged + counts.quarantined, counts.total);
        prop_assert_eq!(counts.scans, model.standing.len() as u64);
        prop_assert_eq!(counts.voided, model.voided);
        prop_assert_eq!(store.receipt(device).unwrap().map(|held| held.seq), model.receipt);
        for listed in store.scans(&ScanFilter::default()).unwrap() {
            let at = usize::try_from(listed.seq).unwrap() - 1;
            prop_assert_eq!(listed.state, model.states[at]);
        }
    }
}
