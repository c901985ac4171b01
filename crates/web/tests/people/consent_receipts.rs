//! Consent receipts: what is in one, and that none can be forged or changed.

use backend::privacy::receipts::{ReceiptFault, canonical, verify};
use data_encoding::BASE64URL_NOPAD;
use protocol::{ConsentReceipt, DocumentHash, Field, FieldSet, Message, SecretBytes, SigningKey};
use serde_json::{Value, json};

use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of};

/// An attendee whom a sponsor has scanned twice, and who took a field away.
async fn world() -> (World, Sponsor, Device, Attendee) {
    let world = World::new().await;
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 1)])).await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let ada = world.attendee("R1").await;
    let first = [Field::FirstName, Field::Email].into_iter().collect();
    world.scan(&mut device, &ada, first, "Ana").await;
    world.advance(1000);
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    let employer = FieldSet::NONE.with(Field::Employer);
    world.narrow(&mut device, scan, employer).await;
    (world, sponsor, device, ada)
}

async fn receipt(world: &World, sponsor: &Sponsor, attendee: &Attendee) -> Value {
    let path = format!("/api/v1/me/sponsors/{}/receipt", sponsor.id);
    world.get(&path, &attendee.token).await.json()
}

fn fault(world: &World, file: &Value) -> Option<ReceiptFault> {
    let key = world.backend.signing_key().verifying_key();
    verify(file.to_string().as_bytes(), &key).err()
}

/// The document signed anew with the backend's own key, as only somebody who has it could.
fn signed_anew(world: &World, document: &Value) -> Value {
    let metadata = &document["receipt_metadata"];
    let message = ConsentReceipt {
        version: ConsentReceipt::VERSION,
        backend: world.backend.key_id(),
        receipt: serde_json::from_value(metadata["receipt_id"].clone()).unwrap(),
        issued: world.clock.now(),
        document: DocumentHash::of(&canonical(document).unwrap()),
    };
    let signed = message.sign(world.backend.signing_key()).unwrap();
    json!({
        "consent_receipt": document,
        "signature": BASE64URL_NOPAD.encode(signed.as_bytes()),
    })
}

#[tokio::test]
async fn a_receipt_says_what_was_agreed_to_when_and_under_which_notice() {
    let (world, sponsor, _, ada) = world().await;
    let withdraw = format!("/api/v1/me/sponsors/{}/withdraw", sponsor.id);
    world.post(&withdraw, &ada.token, None).await;
    let file = receipt(&world, &sponsor, &ada).await;
    assert!(fault(&world, &file).is_none());
    let record = &file["consent_receipt"]["consent_record"];
    assert_eq!(record["pii_principal_id"], "R1");
    let notice = &record["pii_processing"]["privacy_notice"][0];
    assert_eq!(notice["text"], "We share what you let us share.");
    let purpose = &record["pii_processing"]["purposes"][0];
    assert_eq!(purpose["lawful_basis"], "consent");
    assert_eq!(purpose["pii_information"].as_array().unwrap().len(), 7);
    let states: Vec<_> = record["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event_state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["given", "given", "narrowed", "withdrawn"]);
    assert_eq!(
        record["events"][0]["fields"],
        json!(["first_name", "email"])
    );
    assert_eq!(
        record["events"][0]["event_time"],
        "2027-01-15T08:00:00.000Z"
    );
    assert_eq!(
        record["standing"],
        json!({
            "state": "withheld", "reason": "withdrawn", "fields": [],
        })
    );
    let lead = world.leads(&sponsor).await.remove(0);
    assert_eq!(record["record_id"], lead["lead"]);
    // Nothing of the person but the registration's id stands in it.
    for heading in &HEADINGS[1..] {
        let value = test_world::people::value_of("R1", heading, 1);
        assert!(!file.to_string().contains(&value), "{heading}");
    }
    let mut tx = world.backend.db().read().await.unwrap();
    let sql = "SELECT count(*) FROM audit WHERE action = 'read receipt'";
    let row = tx.query_one(sql, &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 1);
}

#[tokio::test]
async fn what_was_changed_after_it_was_signed_is_noticed() {
    let (world, sponsor, _, ada) = world().await;
    let file = receipt(&world, &sponsor, &ada).await;
    for (pointer, value) in [
        ("/consent_receipt/consent_record/standing/fields", json!([])),
        (
            "/consent_receipt/consent_record/pii_principal_id",
            json!("R2"),
        ),
        (
            "/consent_receipt/consent_record/events/0/fields",
            json!(["country"]),
        ),
        (
            "/consent_receipt/evidence/devices/0/public_key",
            json!("00".repeat(32)),
        ),
    ] {
        let mut changed = file.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let fault = fault(&world, &changed).unwrap();
        assert!(matches!(fault, ReceiptFault::Changed), "{pointer}: {fault}");
    }
    // Another spelling of the same document is the same document.
    let key = world.backend.signing_key().verifying_key();
    let pretty = serde_json::to_string_pretty(&file).unwrap();
    assert!(verify(pretty.as_bytes(), &key).is_ok());
    let other = SigningKey::from_seed(SecretBytes::new([9; 32])).unwrap();
    let refused = verify(file.to_string().as_bytes(), &other.verifying_key());
    assert!(matches!(refused.err(), Some(ReceiptFault::Signature(_))));
}

#[tokio::test]
async fn not_even_the_backend_can_say_what_no_device_has_signed() {
    let (world, sponsor, _, ada) = world().await;
    let file = receipt(&world, &sponsor, &ada).await;
    let document = &file["consent_receipt"];
    assert!(fault(&world, &signed_anew(&world, document)).is_none());
    let forged = |pointer: &str, value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        fault(&world, &signed_anew(&world, &document))
    };
    let all: FieldSet = Field::ALL.into_iter().collect();
    assert!(matches!(
        forged("/consent_record/events/0/fields", json!(all)),
        Some(ReceiptFault::SaysOtherwise(_))
    ));
    assert!(matches!(
        forged(
            "/consent_record/events/0/event_time",
            json!("2027-01-15T09:00:00.000Z")
        ),
        Some(ReceiptFault::SaysOtherwise(_))
    ));
    assert!(matches!(
        forged("/consent_record/standing/fields", json!(all)),
        Some(ReceiptFault::NotAgreed(_))
    ));
    assert!(matches!(
        forged("/consent_record/pii_processing/privacy_notice", json!([])),
        Some(ReceiptFault::Notice(1))
    ));
    assert!(matches!(
        forged(
            "/consent_record/sponsor",
            json!("6b8f6f3c-0000-4000-8000-000000000000")
        ),
        Some(ReceiptFault::Elsewhere(_))
    ));
    assert!(matches!(
        forged("/evidence/devices/0/enrolment", json!("00".repeat(32))),
        Some(ReceiptFault::Chain(_))
    ));
    let key = world.backend.signing_key().verifying_key().to_string();
    assert!(matches!(
        forged("/evidence/devices/0/public_key", json!(key)),
        Some(ReceiptFault::Record(..))
    ));
    assert!(matches!(
        forged("/evidence/devices", json!([])),
        Some(ReceiptFault::UnknownDevice(_))
    ));
    assert!(matches!(
        forged("/evidence/records/0/cose", json!("AAAA")),
        Some(ReceiptFault::OtherBytes(_))
    ));
    // A record that is kept quiet about, and consent that no device has stated.
    let mut fewer = document["consent_record"]["events"]
        .as_array()
        .unwrap()
        .clone();
    fewer.pop();
    assert!(matches!(
        forged("/consent_record/events", json!(fewer)),
        Some(ReceiptFault::Shape)
    ));
    let mut more = document["consent_record"]["events"]
        .as_array()
        .unwrap()
        .clone();
    more[0].as_object_mut().unwrap().remove("record");
    assert!(matches!(
        forged("/consent_record/events", json!(more)),
        Some(ReceiptFault::Shape)
    ));
}

#[tokio::test]
async fn what_is_no_receipt_is_refused_and_breaks_nothing() {
    let key = SigningKey::from_seed(SecretBytes::new([9; 32])).unwrap();
    let key = key.verifying_key();
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        b"null",
        b"{\"consent_receipt\": {}, \"signature\": \"!\"}",
        b"{\"consent_receipt\": 1.5, \"signature\": \"\"}",
        &[0xff; 64],
        &[b'['; 100_000],
    ] {
        assert!(verify(bytes, &key).is_err());
    }
}

#[tokio::test]
async fn there_is_no_receipt_about_a_sponsor_that_never_scanned_the_attendee() {
    let (world, _, _, ada) = world().await;
    let stranger = world.sponsor("Stranger").await;
    let path = format!("/api/v1/me/sponsors/{}/receipt", stranger.id);
    let answer = world.get(&path, &ada.token).await;
    assert_eq!(answer.code(), "not_found");
}

#[tokio::test]
async fn a_receipt_of_another_time_is_not_this_one() {
    let (world, sponsor, _, ada) = world().await;
    let file = receipt(&world, &sponsor, &ada).await;
    let mut document = file["consent_receipt"].clone();
    document["receipt_metadata"]["issued_at"] = json!("2026-01-01T00:00:00.000Z");
    let fault = fault(&world, &signed_anew(&world, &document)).unwrap();
    assert!(matches!(fault, ReceiptFault::Shape), "{fault}");
}
