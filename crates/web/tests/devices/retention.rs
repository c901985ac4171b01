//! A device that comes after the event's data was erased.

use backend::audit::Actor;
use backend::clock::DAY;
use backend::event::retention;
use protocol::Outcome;

use test_world::devices::{World, held, holds, note_of, outcomes};

async fn run(world: &World) {
    let mut tx = world.backend.db().write().await.unwrap();
    retention::run(&world.backend, &mut tx, &world.event, Actor::Organiser)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.backend.db().fold().await.unwrap();
}

#[tokio::test]
async fn a_device_that_comes_after_the_retention_gets_its_receipt_and_brings_nobody_back() {
    let world = World::new().await;
    let badge = world.badge().await;
    let mut device = world.device().await;
    let before = device.scan(&world.clock, badge);
    device.state(&world.clock, note_of(before, "said before"));
    world.send_all(&device).await;
    let after = device.scan(&world.clock, badge);
    device.state(&world.clock, note_of(after, "said, and sent too late"));
    world.advance(400 * DAY);
    run(&world).await;

    // It never got the first receipt, and sends everything.
    for _ in 0..2 {
        let reply = world.send_all(&device).await;
        assert_eq!(held(&reply), 4, "the device may forget all of them");
        let scan = outcomes(&reply)[2];
        assert_ne!(scan, Outcome::Accepted, "its badge is nobody's any more");
        for table in ["attendee", "badge", "scan", "act", "disclosure"] {
            let rows = world.number(&format!("SELECT count(*) FROM {table}")).await;
            assert_eq!(rows, 0, "{table}");
        }
        let disk = world.database.contents().await;
        for erased in ["Lovelace", "ada@example.org", "said before"] {
            assert!(!holds(&disk, erased.as_bytes()), "{erased}");
        }
    }

    // What came late is nobody's lead, is counted for the next run, and is gone after it.
    let notes = "SELECT count(*) FROM note";
    assert_eq!(world.number(notes).await, 1);
    let with_bytes = "SELECT count(*) FROM record WHERE length(bytes) > 0";
    assert_eq!(world.number(with_bytes).await, 2);
    run(&world).await;
    assert_eq!(world.number(with_bytes).await, 0);
    assert_eq!(world.number(notes).await, 0);
    let disk = world.database.contents().await;
    assert!(!holds(&disk, b"sent too late"));
    assert_eq!(held(&world.send_all(&device).await), 4);
}
