//! Who may read each column. A column that is not listed here fails the build's tests.

/// How far what a column holds may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Tells nothing about a person: it may stand in logs.
    Public,
    /// About a person, or written by one: only for those whom the consent rule, or their office, lets
    /// see it; never in logs.
    Personal,
    /// A credential or key, here only hashed or sealed.
    Secret,
}

/// All columns, by table and class.
pub const CLASSES: &[(&str, Class, &[&str])] = &[
    (
        "backend",
        Class::Public,
        &["only_row", "public_key", "created"],
    ),
    ("backend", Class::Secret, &["sealed_signing_seed"]),
    (
        "event",
        Class::Public,
        &[
            "event",
            "name",
            "consent_mode",
            "allowed_fields",
            "foreign_codes",
            "notice",
            "questions",
            "ends",
            "retention_days",
            "last_act",
            "last_change",
            "notice_change",
            "questions_change",
            "created",
            "zone",
            "last_audit",
        ],
    ),
    (
        "event",
        Class::Secret,
        &["sealed_badge_key", "sealed_lead_key"],
    ),
    (
        "notice",
        Class::Public,
        &["event", "version", "text", "created"],
    ),
    ("attendee", Class::Public, &["event", "imported"]),
    (
        "attendee",
        Class::Personal,
        &[
            "attendee",
            "registration_id",
            "first_name",
            "last_name",
            "email",
            "job_title",
            "employer",
            "region",
            "country",
            "sponsor_email",
            "access_code",
            "validator",
            "erased",
        ],
    ),
    (
        "attendee_token",
        Class::Public,
        &["event", "created", "expires"],
    ),
    ("attendee_token", Class::Personal, &["attendee"]),
    ("attendee_token", Class::Secret, &["token_hash"]),
    (
        "badge",
        Class::Public,
        &["event", "minted", "revoked", "revoked_change"],
    ),
    (
        "badge",
        Class::Personal,
        &["badge", "human_code", "attendee"],
    ),
    (
        "sponsor",
        Class::Public,
        &["event", "sponsor", "name", "created"],
    ),
    (
        "sponsor_token",
        Class::Public,
        &[
            "event",
            "sponsor",
            "label",
            "created",
            "revoked",
            "scopes",
            "last_used",
        ],
    ),
    ("sponsor_token", Class::Secret, &["token_hash"]),
    (
        "enrolment_code",
        Class::Public,
        &["event", "sponsor", "created", "expires", "device"],
    ),
    ("enrolment_code", Class::Personal, &["label"]),
    ("enrolment_code", Class::Secret, &["secret_hash"]),
    (
        "device",
        Class::Public,
        &[
            "event",
            "device",
            "sponsor",
            "public_key",
            "request_nonce",
            "enrolment_hash",
            "consent_mode",
            "enrolled",
            "expires",
            "revoked",
            "last_sync",
            "pending",
            "skew",
            "held_seq",
            "held_hash",
            "seen_seq",
            "chain_flagged",
            "skew_flagged",
            "guess_flagged",
        ],
    ),
    // People call devices after themselves.
    ("device", Class::Personal, &["label"]),
    (
        "device",
        Class::Secret,
        &["sealed_enrolment", "sealed_bundle_key"],
    ),
    (
        "record",
        Class::Public,
        &[
            "event",
            "device",
            "seq",
            "hash",
            "prev",
            "kind",
            "guessable",
            "missed",
            "locked",
            "arrival",
            "on_chain",
            "received",
            "skew",
            "after_revocation",
            "state",
            "reason",
        ],
    ),
    // The bytes hold badge ids, notes and operators' names.
    ("record", Class::Personal, &["bytes", "scan"]),
    (
        "scan",
        Class::Public,
        &[
            "event", "sponsor", "device", "seq", "method", "given", "notice", "wall", "received",
        ],
    ),
    (
        "scan",
        Class::Personal,
        &["scan", "attendee", "fields", "operator"],
    ),
    ("scanned", Class::Public, &["event", "sponsor"]),
    ("scanned", Class::Personal, &["scan", "attendee"]),
    (
        "note",
        Class::Public,
        &["event", "sponsor", "device", "seq", "wall"],
    ),
    (
        "note",
        Class::Personal,
        &["scan", "text", "rating", "tags", "answers", "operator"],
    ),
    (
        "narrowing",
        Class::Public,
        &["event", "sponsor", "device", "seq", "wall"],
    ),
    (
        "narrowing",
        Class::Personal,
        &["scan", "removed", "operator"],
    ),
    (
        "void",
        Class::Public,
        &["event", "sponsor", "device", "seq", "wall"],
    ),
    ("void", Class::Personal, &["scan", "reason", "operator"]),
    ("act", Class::Public, &["event", "number", "at", "actor"]),
    (
        "act",
        Class::Personal,
        &["attendee", "sponsor", "kind", "fields", "flag", "report"],
    ),
    (
        "report",
        Class::Public,
        &["event", "opened", "decided", "decided_by", "upheld"],
    ),
    (
        "report",
        Class::Personal,
        &[
            "report", "attendee", "sponsor", "reason", "text", "decision",
        ],
    ),
    ("disclosure", Class::Public, &["event", "sponsor"]),
    (
        "disclosure",
        Class::Personal,
        &[
            "attendee",
            "fields",
            "first_seen",
            "last_seen",
            "exported",
            "deletion_acknowledged",
        ],
    ),
    (
        "lead_change",
        Class::Public,
        &["event", "sponsor", "change"],
    ),
    ("lead_change", Class::Personal, &["attendee", "digest"]),
    (
        "audit",
        Class::Public,
        &[
            "event",
            "number",
            "at",
            "actor_kind",
            "action",
            "sponsor",
            "leads",
            "fields",
        ],
    ),
    ("audit", Class::Personal, &["actor", "detail"]),
    (
        "staff",
        Class::Public,
        &["event", "staff", "role", "created", "joined", "removed"],
    ),
    ("staff", Class::Personal, &["email", "name"]),
    (
        "passkey",
        Class::Public,
        &["event", "staff", "credential", "created", "last_used"],
    ),
    ("passkey", Class::Personal, &["label"]),
    ("passkey", Class::Secret, &["sealed_passkey"]),
    ("ceremony", Class::Public, &["event", "staff", "expires"]),
    (
        "ceremony",
        Class::Secret,
        &["ceremony_hash", "sealed_state"],
    ),
    (
        "member",
        Class::Public,
        &[
            "event", "sponsor", "member", "role", "created", "joined", "removed",
        ],
    ),
    ("member", Class::Personal, &["email", "name", "language"]),
    (
        "sign_in",
        Class::Public,
        &["event", "kind", "sponsor", "created", "expires", "used"],
    ),
    ("sign_in", Class::Personal, &["subject"]),
    ("sign_in", Class::Secret, &["link_hash", "browser_hash"]),
    (
        "session",
        Class::Public,
        &["event", "kind", "sponsor", "created", "expires"],
    ),
    ("session", Class::Personal, &["subject", "last_used"]),
    ("session", Class::Secret, &["session_hash"]),
    (
        "mail",
        Class::Public,
        &[
            "event",
            "mail",
            "kind",
            "created",
            "next_attempt",
            "attempts",
            "sent",
        ],
    ),
    ("mail", Class::Secret, &["sealed_message"]),
    ("attendee_mail", Class::Public, &["event"]),
    (
        "attendee_mail",
        Class::Personal,
        &["attendee", "digest", "language", "last_digest"],
    ),
    (
        "webhook",
        Class::Public,
        &["event", "sponsor", "webhook", "created", "paused", "cursor"],
    ),
    // An address may hold a token.
    ("webhook", Class::Personal, &["url"]),
    ("webhook", Class::Secret, &["sealed_secret"]),
    (
        "delivery",
        Class::Public,
        &[
            "event",
            "sponsor",
            "webhook",
            "number",
            "created",
            "attempts",
            "next_attempt",
            "delivered",
            "outcome",
        ],
    ),
    // Which leads of the sponsor changed.
    ("delivery", Class::Personal, &["body"]),
    (
        "export",
        Class::Public,
        &[
            "event",
            "sponsor",
            "number",
            "format",
            "made",
            "member",
            "leads",
            "deletions",
        ],
    ),
    (
        "import_draft",
        Class::Public,
        &["event", "draft", "staff", "created", "expires"],
    ),
    ("import_draft", Class::Secret, &["sealed_file"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::db::Db;
    use crate::test_database::TestDatabase;

    async fn columns_of_the_schema() -> BTreeSet<(String, String)> {
        let database = TestDatabase::new().await;
        let db = Db::open(&database.url).await.unwrap();
        let columns = db.read().await.unwrap().schema().await.unwrap();
        columns
            .into_iter()
            .map(|column| (column.table, column.name))
            .collect()
    }

    #[tokio::test]
    async fn every_column_is_classed_once_and_no_class_is_stale() {
        let mut classed = BTreeSet::new();
        for (table, _, columns) in CLASSES {
            for column in *columns {
                let new = classed.insert(((*table).to_owned(), (*column).to_owned()));
                assert!(new, "{table}.{column} is classed twice");
            }
        }
        let there = columns_of_the_schema().await;
        let unclassed: Vec<_> = there.difference(&classed).collect();
        assert!(unclassed.is_empty(), "not classed: {unclassed:?}");
        let stale: Vec<_> = classed.difference(&there).collect();
        assert!(stale.is_empty(), "classed, and not there: {stale:?}");
    }

    #[test]
    fn secrets_are_stored_hashed_or_sealed_and_what_is_sealed_is_secret() {
        for (table, class, columns) in CLASSES {
            for column in *columns {
                let sealed = column.starts_with("sealed_");
                let protected = sealed || column.ends_with("_hash");
                assert!(
                    *class != Class::Secret || protected,
                    "{table}.{column} holds a secret in the clear"
                );
                assert!(
                    !sealed || *class == Class::Secret,
                    "{table}.{column} is sealed, so it is secret"
                );
            }
        }
    }
}
