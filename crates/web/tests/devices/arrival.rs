//! What a device's records are worth does not depend on the order in which they arrive.

use backend_db::{Row, Value};
use proptest::prelude::*;
use protocol::{BadgeId, RecordHash, ScanId};

use test_world::devices::{Device, World, narrow_of, note_of, scan_of, void_of};

/// A link of a chain to be made.
#[derive(Debug, Clone, Copy)]
enum Step {
    Scan {
        id: u8,
        known: bool,
    },
    Note(u8),
    Narrow(u8),
    Void(u8),
    /// Bytes that are no record.
    Poison,
    /// A scan that names another predecessor than its own.
    Torn(u8),
}

fn step() -> impl Strategy<Value = Step> {
    // Few ids, so that they meet.
    let id = 0..5_u8;
    prop_oneof![
        5 => (id.clone(), any::<bool>()).prop_map(|(id, known)| Step::Scan { id, known }),
        2 => id.clone().prop_map(Step::Note),
        1 => id.clone().prop_map(Step::Narrow),
        1 => id.clone().prop_map(Step::Void),
        1 => Just(Step::Poison),
        1 => id.prop_map(Step::Torn),
    ]
}

fn build(world: &World, mut device: Device, known: BadgeId, steps: &[Step]) -> Device {
    let scan_id = |id: u8| ScanId::from_random([id; 16]);
    for step in steps {
        let body = match *step {
            Step::Poison => {
                let bytes = format!("poison {}", device.chain.len());
                device.chain.push(bytes.into_bytes());
                continue;
            }
            Step::Scan { id, known: true } | Step::Torn(id) => scan_of(scan_id(id), known),
            Step::Scan { id, known: false } => scan_of(scan_id(id), BadgeId::from_bytes([id; 10])),
            Step::Note(id) => note_of(scan_id(id), "x"),
            Step::Narrow(id) => narrow_of(scan_id(id), "email"),
            Step::Void(id) => void_of(scan_id(id)),
        };
        let mut record = device.next(&world.clock, body);
        if matches!(step, Step::Torn(_)) {
            record.prev = RecordHash::of(b"something else");
        }
        device.push(&record);
    }
    device
}

/// Everything that reading depends on, and the receipt.
async fn facts(world: &World) -> Vec<String> {
    let mut tx = world.backend.db().read().await.unwrap();
    let mut all = Vec::new();
    for sql in [
        "SELECT scan, seq FROM scan",
        "SELECT scan, attendee FROM scanned",
        "SELECT scan, seq, text FROM note",
        "SELECT scan, seq, removed FROM narrowing",
        "SELECT scan, seq FROM void",
        "SELECT seq, hash, state, reason, on_chain FROM record",
        "SELECT held_seq, held_hash, chain_flagged IS NOT NULL FROM device",
    ] {
        let rows = tx.query(sql, &[]).await.unwrap();
        let mut lines: Vec<String> = rows.iter().map(said).collect();
        lines.sort();
        all.extend(lines);
        all.push("---".into());
    }
    all
}

fn said(row: &Row) -> String {
    let words = row.values().into_iter().map(|value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) => text.to_owned(),
        Value::Event(event) => event.as_str().to_owned(),
        Value::Blob(bytes) => format!("{bytes:02x?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

async fn forget(world: &World) {
    let mut tx = world.backend.db().write().await.unwrap();
    for sql in [
        "DELETE FROM scan",
        "DELETE FROM scanned",
        "DELETE FROM note",
        "DELETE FROM narrowing",
        "DELETE FROM void",
        "DELETE FROM record",
        "UPDATE device SET held_seq = 0, held_hash = NULL, seen_seq = 0, chain_flagged = NULL",
    ] {
        tx.execute(sql, &[]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[test]
fn batches_of_one_chain_in_any_order_give_the_same_facts() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (world, device, known) = runtime.block_on(async {
        let world = World::new().await;
        let device = world.device().await;
        let known = world.badge().await;
        (world, device, known)
    });
    let chains = (
        prop::collection::vec(step(), 1..24),
        prop::collection::vec((any::<prop::sample::Index>(), 0..5_u64), 0..12),
    );
    proptest!(ProptestConfig::with_cases(64), |((steps, sent) in chains)| {
        runtime.block_on(async {
            let device = build(&world, device.clone(), known, &steps);
            let last = device.chain.len() as u64;
            forget(&world).await;
            world.send_all(&device).await;
            let in_order = facts(&world).await;
            forget(&world).await;
            // Some pieces in any order, twice or not at all; then, backwards, all of it.
            for (at, length) in &sent {
                let first = at.index(device.chain.len()) as u64 + 1;
                world.send(&device, first, (first + length).min(last)).await;
            }
            for first in (1..=last).rev().step_by(3) {
                world.send(&device, first, (first + 2).min(last)).await;
            }
            world.send(&device, 1, last.min(3)).await;
            prop_assert_eq!(facts(&world).await, in_order);
            Ok(())
        })?;
    });
}
