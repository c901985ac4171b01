//! Enrolling a device with a one-time code.

use backend::clock::DAY;
use backend::devices::enrolment::{EnrolError, enrol};
use protocol::{ConsentMode, EnrolmentRequest, Message, Nonce, SecretBytes, SigningKey};

use test_world::devices::{START, World, enrolment_request, holds};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(SecretBytes::new([seed; 32])).unwrap()
}

#[tokio::test]
async fn a_code_gives_an_enrolment_that_binds_device_sponsor_and_backend() {
    let world = World::new().await;
    let code = world.code_for(&world.event, "Example Corp").await;
    let request = enrolment_request(&code, &key(1), [1; 16]);
    let answer = world.post("/v1/enrol", "application/cose", request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/cose");
    let enrolment = world.read_enrolment(&answer.body);
    assert_eq!(enrolment.device_key, key(1).verifying_key());
    assert_eq!(enrolment.sponsor_name, "Example Corp");
    assert_eq!(enrolment.audience(), world.backend.key_id());
    assert_eq!(Some(enrolment.audience()), code.backend);
    assert_eq!(enrolment.consent_mode, ConsentMode::Handover);
    assert_eq!(enrolment.expires, START.plus_millis(3 * DAY));
    assert_eq!(enrolment.keep_until, START.plus_millis(33 * DAY));
    assert!(enrolment.check().is_ok());
}

#[tokio::test]
async fn a_device_that_was_given_no_name_is_called_as_its_code_says() {
    let world = World::new().await;
    let code = world.code_for(&world.event, "Example Corp").await;
    let request = EnrolmentRequest {
        secret: code.secret.clone(),
        device_key: key(1).verifying_key(),
        label: EnrolmentRequest::UNNAMED.into(),
        nonce: Nonce::from_bytes([1; 16]),
        time: START,
    };
    let request = request.sign(&key(1)).unwrap().into_bytes();
    enrol(&world.backend, &request).await.unwrap();
    let named_so = "SELECT count(*) FROM device d
                    JOIN enrolment_code c ON c.device = d.device AND c.label = d.label";
    assert_eq!(world.number(named_so).await, 1);
}

#[tokio::test]
async fn the_same_request_again_gets_the_very_same_bytes() {
    let world = World::new().await;
    let code = world.code_for(&world.event, "Example Corp").await;
    let request = enrolment_request(&code, &key(1), [1; 16]);
    let first = enrol(&world.backend, &request).await.unwrap();
    // The code has expired meanwhile; the lost answer is still owed.
    world.advance(2 * DAY);
    let world = world.restart().await;
    assert_eq!(enrol(&world.backend, &request).await.unwrap(), first);
    assert_eq!(world.number("SELECT count(*) FROM device").await, 1);
}

#[tokio::test]
async fn a_used_code_serves_no_other_key_and_no_other_request() {
    let world = World::new().await;
    let code = world.code_for(&world.event, "Example Corp").await;
    enrol(&world.backend, &enrolment_request(&code, &key(1), [1; 16]))
        .await
        .unwrap();
    for request in [
        enrolment_request(&code, &key(2), [1; 16]),
        enrolment_request(&code, &key(1), [2; 16]),
    ] {
        let answer = world.post("/v1/enrol", "application/cose", request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (409, "code_used")
        );
    }
    assert_eq!(world.number("SELECT count(*) FROM device").await, 1);
}

#[tokio::test]
async fn unknown_and_expired_codes_and_garbage_are_refused_and_enrol_nobody() {
    let world = World::new().await;
    let mut unknown = world.code_for(&world.event, "Example Corp").await;
    unknown.secret = SecretBytes::new([0; 10]);
    let request = enrolment_request(&unknown, &key(1), [1; 16]);
    let answer = world.post("/v1/enrol", "application/cose", request).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (404, "unknown_code")
    );

    let code = world.code_for(&world.event, "Example Corp").await;
    world.advance(DAY);
    let request = enrolment_request(&code, &key(1), [1; 16]);
    let answer = world
        .post("/v1/enrol", "application/cose", request.clone())
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (410, "code_expired")
    );

    let answer = world
        .post("/v1/enrol", "application/cose", b"garbage".to_vec())
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (400, "not_cose")
    );
    let answer = world.post("/v1/enrol", "text/plain", request.clone()).await;
    assert_eq!(answer.code(), "unsupported_media_type");
    let mut tampered = request;
    let last = tampered.len() - 1;
    tampered[last] ^= 1;
    let answer = world.post("/v1/enrol", "application/cose", tampered).await;
    assert_eq!(answer.code(), "bad_signature");
    assert_eq!(world.number("SELECT count(*) FROM device").await, 0);
}

#[tokio::test]
async fn nobody_enrols_for_an_event_that_is_over() {
    let world = World::new().await;
    world.advance(3 * DAY);
    let code = world.code_for(&world.event, "Example Corp").await;
    let refused = enrol(&world.backend, &enrolment_request(&code, &key(1), [1; 16])).await;
    assert!(matches!(refused, Err(EnrolError::EventOver)));
}

#[tokio::test]
async fn a_revoked_device_does_not_get_its_keys_again() {
    let world = World::new().await;
    let code = world.code_for(&world.event, "Example Corp").await;
    let request = enrolment_request(&code, &key(1), [1; 16]);
    enrol(&world.backend, &request).await.unwrap();
    let mut tx = world.backend.db().write().await.unwrap();
    tx.execute("UPDATE device SET revoked = 1", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = enrol(&world.backend, &request).await;
    assert!(matches!(refused, Err(EnrolError::CodeUsed)));
}

#[tokio::test]
async fn the_secrets_of_an_enrolment_are_not_readable_in_the_database() {
    let world = World::new().await;
    let device = world.device().await;
    let files = world.database.contents().await;
    let badge_key = device.enrolment.badge_key.expose();
    let bundle_key = device.enrolment.bundle_key.expose();
    let seed = world.backend.signing_key().seed().expose();
    assert!(holds(&files, device.enrolment.device.as_bytes()));
    for secret in [badge_key, bundle_key, seed] {
        assert!(!holds(&files, secret));
    }
}
