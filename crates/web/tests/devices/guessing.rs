//! Who guesses codes learns nothing after so many misses, in whatever order they are sent.

use backend::ingest::{GUESS_LIMIT, reresolve};
use protocol::{BadgeId, HumanCode, Outcome, Reason};

use test_world::devices::{Device, World, new_event, outcomes, quarantined};

const MISS: Outcome = quarantined(Reason::UnknownBadge);

async fn booth() -> (World, Device, BadgeId) {
    let world = World::new().await;
    let device = world.device().await;
    let badge = world.badge().await;
    (world, device, badge)
}

fn unknown(n: u64) -> BadgeId {
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&(n << 40).to_be_bytes());
    BadgeId::from_bytes(bytes)
}

fn guess(n: u64) -> HumanCode {
    unknown(n).human_code()
}

/// So many guesses, from the first on.
fn guess_often(world: &World, device: &mut Device, times: u64) {
    for n in 0..times {
        device.scan(&world.clock, guess(n));
    }
}

fn end(device: &Device) -> u64 {
    device.chain.len() as u64
}

async fn last_outcome(world: &World, device: &Device) -> Outcome {
    outcomes(&world.send(device, end(device), end(device)).await)[0]
}

#[tokio::test]
async fn who_guesses_typed_codes_is_flagged_and_learns_nothing_more() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge.human_code());
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
    guess_often(&world, &mut device, GUESS_LIMIT - 1);
    world.send(&device, 2, end(&device)).await;
    assert!(world.seen(&device).await.guess_flagged.is_none());
    device.scan(&world.clock, badge.human_code());
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
    device.scan(&world.clock, guess(GUESS_LIMIT));
    assert_eq!(last_outcome(&world, &device).await, MISS);
    assert!(world.seen(&device).await.guess_flagged.is_some());
    device.scan(&world.clock, badge.human_code());
    let outcome = last_outcome(&world, &device).await;
    assert_eq!(outcome, MISS, "a hit looks like a miss");
    device.scan(&world.clock, badge);
    let outcome = last_outcome(&world, &device).await;
    assert_eq!(outcome, Outcome::Accepted, "a badge shown still counts");
    assert_eq!(world.scans().await, 3, "what came before stays");
}

#[tokio::test]
async fn misses_that_come_late_take_a_later_hit_back_and_no_earlier_one() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge.human_code());
    guess_often(&world, &mut device, GUESS_LIMIT);
    device.scan(&world.clock, badge.human_code());
    assert_eq!(last_outcome(&world, &device).await, Outcome::Accepted);
    world.send(&device, 2, end(&device) - 1).await;
    world.send(&device, 1, 1).await;
    assert_eq!(last_outcome(&world, &device).await, MISS);
    assert_eq!(
        outcomes(&world.send(&device, 1, 1).await),
        [Outcome::Duplicate]
    );
    assert_eq!(world.number("SELECT seq FROM scan").await, 1);
}

#[tokio::test]
async fn who_sends_the_last_guess_first_gets_no_more_of_them() {
    let (world, mut device, badge) = booth().await;
    device.scan(&world.clock, badge);
    device.scan(&world.clock, badge.human_code());
    guess_often(&world, &mut device, GUESS_LIMIT);
    world.send(&device, 3, end(&device)).await;
    assert_eq!(outcomes(&world.send(&device, 2, 2).await), [MISS]);
    assert_eq!(world.scans().await, 0);
    // Once all before it is here, it stands before the misses.
    world.send(&device, 1, 1).await;
    assert_eq!(
        outcomes(&world.send(&device, 2, 2).await),
        [Outcome::Duplicate]
    );
    assert_eq!(world.scans().await, 2);
}

#[tokio::test]
async fn a_miss_that_breaks_the_chain_is_a_miss() {
    let (world, mut device, badge) = booth().await;
    for n in 0..GUESS_LIMIT {
        device.scan(&world.clock, guess(n));
        let other = device.clone();
        device.chain.pop();
        device.scan(&world.clock, badge);
        world.send(&device, end(&device), end(&device)).await;
        world.send(&other, end(&other), end(&other)).await;
    }
    device.scan(&world.clock, badge.human_code());
    assert_eq!(last_outcome(&world, &device).await, MISS);
}

#[tokio::test]
async fn badges_that_are_registered_late_lift_the_lock_that_their_misses_brought() {
    let (world, mut device, badge) = booth().await;
    guess_often(&world, &mut device, GUESS_LIMIT);
    device.scan(&world.clock, badge.human_code());
    world.send_all(&device).await;
    assert_eq!(last_outcome(&world, &device).await, MISS);
    world.register(unknown(GUESS_LIMIT - 1)).await;
    let mut tx = world.backend.db().write().await.unwrap();
    assert_eq!(reresolve(&mut tx, &world.event).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(last_outcome(&world, &device).await, Outcome::Duplicate);
}

#[tokio::test]
async fn a_wrong_validator_is_a_miss_and_an_access_code_of_nobody_is_none() {
    let mut event = new_event("FOREIGN");
    event.foreign_codes = true;
    let world = World::with(event).await;
    let badge = world.badge().await;
    let mut tx = world.backend.db().write().await.unwrap();
    tx.execute(
        "UPDATE attendee SET access_code = 'ACCESS', validator = 'VALID'
         WHERE registration_id = $1",
        &[(&badge.to_string()).into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut honest = world.device().await;
    let mut guesser = world.device().await;
    for n in 0..GUESS_LIMIT {
        honest.scan(&world.clock, format!("NOBODY{n}:Ada:VALID").as_str());
        guesser.scan(&world.clock, format!("ACCESS:Ada:V{n:04}").as_str());
    }
    for (device, expected) in [(&mut honest, Outcome::Accepted), (&mut guesser, MISS)] {
        device.scan(&world.clock, "ACCESS:Ada:VALID");
        world.send_all(device).await;
        let outcome = outcomes(&world.send(device, 1, end(device)).await)
            .pop()
            .unwrap();
        let accepted = outcome == Outcome::Duplicate;
        assert_eq!(accepted, expected == Outcome::Accepted);
        let flagged = world.seen(device).await.guess_flagged.is_some();
        assert_eq!(flagged, !accepted);
    }
}
