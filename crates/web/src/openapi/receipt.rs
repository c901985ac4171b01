//! What a consent receipt is made of.

use crate::openapi::vocabulary::{
    Shape, fields, id, list, moment, named, number, object, text, word, yes_no,
};

/// The shapes, by name.
pub(crate) fn schemas() -> [(&'static str, Shape); 6] {
    [
        ("ReceiptFile", receipt_file()),
        ("ConsentReceipt", consent_receipt()),
        ("ConsentRecord", consent_record()),
        ("Processing", processing()),
        ("ConsentEvent", consent_event()),
        ("Evidence", evidence()),
    ]
}

fn receipt_file() -> Shape {
    object(
        "A consent receipt, to keep and to show to others.",
        vec![
            ("consent_receipt", named("ConsentReceipt"), true),
            (
                "signature",
                text(
                    "The backend's: a COSE_Sign1 over the hash of the document in canonical JSON.",
                ),
                true,
            ),
        ],
    )
}

fn consent_receipt() -> Shape {
    object(
        "What is signed of a receipt.",
        vec![
            ("schema_version", text("Which schema."), true),
            (
                "receipt_metadata",
                object(
                    "About the receipt itself.",
                    vec![
                        ("receipt_id", id("Its id."), true),
                        ("issued_at", moment("When it was made."), true),
                        ("issued_by", id("The id of the key that signs it."), true),
                    ],
                ),
                true,
            ),
            ("consent_record", named("ConsentRecord"), true),
            ("evidence", named("Evidence"), true),
        ],
    )
}

fn consent_record() -> Shape {
    let party = object(
        "Somebody involved.",
        vec![
            ("party_id", text("The party's id in this document."), true),
            ("party_name", text("Its name."), true),
            ("party_role", text("What it is here."), true),
            ("party_url", text("Its address on the web."), false),
        ],
    );
    object(
        "The consent record: header, processing, parties, events.",
        vec![
            (
                "record_id",
                id("The lead's id, as the sponsor knows it."),
                true,
            ),
            ("pii_principal_id", text("The registration's id."), true),
            ("event", text("The event's short name."), true),
            ("sponsor", id("Which sponsor."), true),
            ("pii_processing", named("Processing"), true),
            (
                "party_identification",
                list("Who is involved.", party),
                true,
            ),
            (
                "events",
                list("What happened.", named("ConsentEvent")),
                true,
            ),
            (
                "standing",
                object(
                    "How it stands when the receipt is made.",
                    vec![
                        (
                            "state",
                            word(
                                "Whether the sponsor sees anything.",
                                &["shared", "withheld"],
                            ),
                            true,
                        ),
                        ("reason", crate::openapi::sponsor::withheld(), false),
                        ("fields", fields("What it may see."), true),
                    ],
                ),
                true,
            ),
        ],
    )
}

fn processing() -> Shape {
    let texts = |about| list(about, text("In words, or an id."));
    let notice = object(
        "A version of the notice.",
        vec![
            ("version", number("Which."), true),
            ("in_force_since", moment("Since when."), true),
            ("text", text("Its words."), true),
        ],
    );
    let information = object(
        "One field.",
        vec![
            ("pii_type", text("The field's name."), true),
            ("pii_optional", yes_no("Whether it may be kept back."), true),
            (
                "sensitive_pii_category",
                yes_no("Whether it is sensitive."),
                true,
            ),
            (
                "special_pii_category",
                yes_no("Whether it is special."),
                true,
            ),
        ],
    );
    let purpose = object(
        "A purpose.",
        vec![
            ("purpose", text("In words."), true),
            ("purpose_type", text("What kind."), true),
            ("lawful_basis", text("Always `consent`."), true),
            ("pii_information", list("The data.", information), true),
            ("pii_controllers", texts("Who decides about it."), true),
            ("collection_method", text("How it was collected."), true),
            ("processing_method", text("What is done with it."), true),
            ("storage_locations", texts("Where it is stored."), true),
            ("retention_period", text("How long."), true),
            ("recipient_third_parties", texts("Who receives it."), true),
            (
                "withdrawal_method",
                text("Where consent is withdrawn."),
                true,
            ),
            (
                "privacy_rights",
                texts("Where other rights are exercised."),
                true,
            ),
        ],
    );
    object(
        "What is done with the data.",
        vec![
            (
                "privacy_notice",
                list("The notices in force.", notice),
                true,
            ),
            (
                "language",
                text("Their language, if known, else `und`."),
                true,
            ),
            ("purposes", list("What for.", purpose), true),
        ],
    )
}

fn consent_event() -> Shape {
    object(
        "Something that happened.",
        vec![
            ("event_time", moment("When."), true),
            ("event_type", text("How it was expressed."), true),
            ("event_state", text("What it did."), true),
            ("entity_id", text("Who did it."), true),
            ("fields", fields("The fields it is about."), false),
            ("notice_version", number("The notice in force."), false),
            ("record", id("The signed record that says so."), false),
        ],
    )
}

fn evidence() -> Shape {
    let device = object(
        "A device as the backend enrolled it.",
        vec![
            ("device", id("Which."), true),
            ("public_key", text("Its Ed25519 key, in hexadecimal."), true),
            ("enrolment", id("SHA-256 of the signed enrolment."), true),
            ("enrolled_at", moment("When it enrolled."), true),
        ],
    );
    let record = object(
        "A record, byte for byte.",
        vec![
            ("hash", id("SHA-256 of its bytes."), true),
            ("received_at", moment("When the backend got it."), true),
            ("cose", text("Its bytes, in base64url."), true),
        ],
    );
    object(
        "What proves it.",
        vec![
            ("devices", list("The devices.", device), true),
            ("records", list("Their records.", record), true),
        ],
    )
}
