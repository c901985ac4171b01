//! Bundles of unsent records that a browser hands in.

use backend::clock::DAY;
use backend::devices::bundles::{BundleCounts, IngestBundleError, ingest_bundle};
use protocol::bundle::MEDIA_TYPE;
use protocol::{BundleError, SecretBytes, encode_bundle};

use test_world::devices::{Device, World};

async fn booth(scans: usize) -> (World, Device) {
    let world = World::new().await;
    let mut device = world.device().await;
    let badge = world.badge().await;
    for _ in 0..scans {
        device.scan(&world.clock, badge);
    }
    (world, device)
}

fn bundle_of(world: &World, device: &Device, ranges: &[(u64, u64)]) -> Vec<u8> {
    let requests: Vec<_> = ranges
        .iter()
        .map(|(first, last)| device.batch(&world.clock, world.backend.key_id(), *first, *last))
        .collect();
    let enrolment = &device.enrolment;
    encode_bundle(enrolment.device, &enrolment.bundle_key, [1; 12], &requests).unwrap()
}

#[tokio::test]
async fn a_bundle_is_taken_in_once_however_often_it_is_handed_in() {
    let (world, mut device) = booth(4).await;
    device.chain.push(b"poison".to_vec());
    world.send(&device, 1, 1).await;
    let bundle = bundle_of(&world, &device, &[(1, 2), (3, 5)]);
    let answer = world.post("/v1/bundle", MEDIA_TYPE, bundle.clone()).await;
    assert_eq!(answer.status, 200);
    let counts: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(
        counts,
        serde_json::json!({"records": 5, "accepted": 3, "duplicates": 1, "quarantined": 1})
    );
    let again = ingest_bundle(&world.backend, &world.ingest, &bundle)
        .await
        .unwrap();
    let expected = BundleCounts {
        records: 5,
        accepted: 0,
        duplicates: 4,
        quarantined: 1,
    };
    assert_eq!(again, expected);
    assert_eq!(world.scans().await, 4);
}

#[tokio::test]
async fn a_bundle_with_the_same_bytes_twice_is_taken() {
    let (world, mut device) = booth(1).await;
    device.chain.push(b"poison".to_vec());
    device.chain.push(b"poison".to_vec());
    let bundle = bundle_of(&world, &device, &[(1, 3)]);
    let counts = ingest_bundle(&world.backend, &world.ingest, &bundle)
        .await
        .unwrap();
    assert_eq!(
        (counts.records, counts.accepted, counts.quarantined),
        (3, 1, 2)
    );
}

#[tokio::test]
async fn a_bundle_that_lay_for_a_day_says_nothing_about_the_devices_clock() {
    let (world, device) = booth(2).await;
    let bundle = bundle_of(&world, &device, &[(1, 2)]);
    world.advance(DAY);
    ingest_bundle(&world.backend, &world.ingest, &bundle)
        .await
        .unwrap();
    let seen = world.seen(&device).await;
    assert_eq!((seen.skew, seen.skew_flagged), (0, None));
}

#[tokio::test]
async fn a_bundle_in_a_browsers_form_is_taken_and_answered_with_a_page() {
    let (world, device) = booth(2).await;
    let bundle = bundle_of(&world, &device, &[(1, 2)]);
    let mut form = b"--xyz\r\nContent-Disposition: form-data; name=\"bundle\"; \
        filename=\"a\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        .to_vec();
    form.extend_from_slice(&bundle);
    form.extend_from_slice(b"\r\n--xyz--\r\n");
    let answer = world
        .post("/v1/bundle", "multipart/form-data; boundary=xyz", form)
        .await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(String::from_utf8_lossy(&answer.body).contains("<td class=\"number\">2</td>"));
    assert_eq!(world.scans().await, 2);
}

#[tokio::test]
async fn garbage_strangers_and_tampered_bundles_are_refused_and_store_nothing() {
    let (world, device) = booth(1).await;
    let good = bundle_of(&world, &device, &[(1, 1)]);
    let mut tampered = good.clone();
    tampered[60] ^= 1;
    let stranger = encode_bundle(
        protocol::DeviceId::from_random([8; 16]),
        &SecretBytes::new([1; 32]),
        [1; 12],
        &[b"x"],
    )
    .unwrap();
    let empty_of_sense = encode_bundle(
        device.enrolment.device,
        &device.enrolment.bundle_key,
        [1; 12],
        &[b"x"],
    )
    .unwrap();
    for (bytes, status, code) in [
        (b"garbage".to_vec(), 400, "not_a_bundle"),
        (tampered, 400, "bundle_does_not_open"),
        (stranger, 403, "bundle_unknown_device"),
        (empty_of_sense, 400, "not_cose"),
    ] {
        let answer = world.post("/v1/bundle", MEDIA_TYPE, bytes).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code)
        );
    }
    let answer = world.post("/v1/bundle", "text/plain", good).await;
    assert_eq!(answer.code(), "unsupported_media_type");
    assert_eq!(world.number("SELECT count(*) FROM record").await, 0);
}

#[tokio::test]
async fn a_bundle_with_another_devices_request_stores_nothing_at_all() {
    let (world, device) = booth(1).await;
    let other = world.device().await;
    let requests = [
        device.batch(&world.clock, world.backend.key_id(), 1, 1),
        other.batch(&world.clock, world.backend.key_id(), 1, 0),
    ];
    let enrolment = &device.enrolment;
    let bundle =
        encode_bundle(enrolment.device, &enrolment.bundle_key, [1; 12], &requests).unwrap();
    let refused = ingest_bundle(&world.backend, &world.ingest, &bundle).await;
    assert!(matches!(refused, Err(IngestBundleError::ForeignRequest)));
    assert_eq!(world.scans().await, 0);
    let refused = ingest_bundle(&world.backend, &world.ingest, &bundle[..30]).await;
    assert!(matches!(
        refused,
        Err(IngestBundleError::Open(BundleError::NotABundle))
    ));
}
