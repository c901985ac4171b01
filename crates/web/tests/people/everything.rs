//! An event with rows in every table, for what must hold of all of them.

use backend_db::{Tx, Value};
use protocol::{FieldSet, Note};
use serde_json::json;

use test_world::TestDatabase;
use test_world::people::{Attendee, HEADINGS, Sponsor, World, csv_of, row_of};

pub(crate) struct Everything {
    pub(crate) world: World,
    /// Scanned Ada, and only her.
    pub(crate) one: Sponsor,
    /// Scanned Ben, and only him.
    pub(crate) other: Sponsor,
    pub(crate) ada: Attendee,
    pub(crate) ben: Attendee,
}

impl Everything {
    pub(crate) async fn on(database: TestDatabase) -> Self {
        let world = World::on(database).await;
        let rows = [row_of("ada", 1), row_of("ben", 1)];
        world.import(&csv_of(&HEADINGS, &rows)).await;
        let (one, other) = (world.sponsor("One").await, world.sponsor("Other").await);
        let (ada, ben) = (world.attendee("ada").await, world.attendee("ben").await);
        for (sponsor, attendee) in [(&one, &ada), (&other, &ben)] {
            leads_of(&world, sponsor, attendee).await;
        }
        let all = Self {
            world,
            one,
            other,
            ada,
            ben,
        };
        all.people().await;
        all
    }

    /// What people do with a browser, and what the backend remembers of it.
    async fn people(&self) {
        let backend = &self.world.backend;
        let mut tx = backend.db().write().await.unwrap();
        let event: Value<'_> = (&self.world.event).into();
        let secret = |column, row: &[u8]| backend.sealer().seal(column, &[row], b"a secret");
        for (id, sponsor, attendee) in [
            ([1; 16], &self.one, &self.ada),
            ([2; 16], &self.other, &self.ben),
        ] {
            let (sponsor, attendee) = ((&sponsor.id).into(), (&attendee.id).into());
            let id: Value<'_> = (&id).into();
            let email = format!("{:?}@example.org", bytes(id));
            let passkey = secret("passkey.sealed_passkey", bytes(id));
            let state = secret("ceremony.sealed_state", bytes(id));
            let message = secret("mail.sealed_message", bytes(id));
            let signing = secret("webhook.sealed_secret", bytes(id));
            let file = secret("import_draft.sealed_file", bytes(id));
            let rows: &[(&str, &str, &[Value<'_>])] = &[
                (
                    "staff",
                    "event, staff, email, name, role, created",
                    &[
                        event,
                        id,
                        (&email).into(),
                        "Olga".into(),
                        "organiser".into(),
                        1_i64.into(),
                    ],
                ),
                (
                    "passkey",
                    "event, staff, credential, label, sealed_passkey, created",
                    &[event, id, id, "key".into(), (&passkey).into(), 1_i64.into()],
                ),
                (
                    "ceremony",
                    "event, ceremony_hash, sealed_state, expires",
                    &[event, id, (&state).into(), 1_i64.into()],
                ),
                (
                    "member",
                    "event, sponsor, member, email, name, role, created",
                    &[
                        event,
                        sponsor,
                        id,
                        (&email).into(),
                        "Mia".into(),
                        "owner".into(),
                        1_i64.into(),
                    ],
                ),
                (
                    "sign_in",
                    "event, link_hash, kind, subject, sponsor, created, expires",
                    &[
                        event,
                        id,
                        "member".into(),
                        id,
                        sponsor,
                        1_i64.into(),
                        2_i64.into(),
                    ],
                ),
                (
                    "session",
                    "event, session_hash, kind, subject, sponsor, created, last_used, expires",
                    &[
                        event,
                        id,
                        "member".into(),
                        id,
                        sponsor,
                        1_i64.into(),
                        1_i64.into(),
                        2_i64.into(),
                    ],
                ),
                (
                    "mail",
                    "event, mail, kind, sealed_message, created, attempts",
                    &[
                        event,
                        id,
                        "test".into(),
                        (&message).into(),
                        1_i64.into(),
                        0_i64.into(),
                    ],
                ),
                (
                    "attendee_mail",
                    "event, attendee, digest",
                    &[event, attendee, true.into()],
                ),
                (
                    "webhook",
                    "event, sponsor, webhook, url, sealed_secret, created, paused, cursor",
                    &[
                        event,
                        sponsor,
                        id,
                        "https://crm.example".into(),
                        (&signing).into(),
                        1_i64.into(),
                        1_i64.into(),
                        0_i64.into(),
                    ],
                ),
                (
                    "delivery",
                    "event, sponsor, webhook, number, body, created, attempts",
                    &[
                        event,
                        sponsor,
                        id,
                        1_i64.into(),
                        "{}".into(),
                        1_i64.into(),
                        0_i64.into(),
                    ],
                ),
                (
                    "import_draft",
                    "event, draft, staff, sealed_file, created, expires",
                    &[event, id, id, (&file).into(), 1_i64.into(), 2_i64.into()],
                ),
            ];
            for (table, columns, values) in rows {
                add(&mut tx, table, columns, values).await;
            }
        }
        tx.commit().await.unwrap();
    }
}

/// Scans with all that can follow: a note, a narrowing, a void, a report, pages read and exported.
async fn leads_of(world: &World, sponsor: &Sponsor, attendee: &Attendee) {
    let mut device = world.device(sponsor, "Tablet").await;
    let scan = world
        .scan(&mut device, attendee, FieldSet::ALL, "Ana")
        .await;
    let note = Note {
        scan,
        text: "Wants a demo".into(),
        rating: Some(4),
        operator: "Ana".into(),
        ..Note::default()
    };
    world.note(&mut device, note).await;
    world
        .narrow(&mut device, scan, "email".parse().unwrap())
        .await;
    let wrong = world
        .scan(&mut device, attendee, FieldSet::ALL, "Ana")
        .await;
    world.void(&mut device, wrong).await;
    world.leads(sponsor).await;
    world.csv(sponsor).await;
    let path = format!("/api/v1/me/sponsors/{}/report", sponsor.id);
    let body = json!({"reason": "not_asked", "text": "Nobody asked."});
    let report = world.post(&path, &attendee.token, Some(body)).await;
    assert!(report.status.is_success(), "{report:?}");
}

async fn add(tx: &mut Tx, table: &str, columns: &str, values: &[Value<'_>]) {
    let numbers: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let numbers = numbers.join(", ");
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({numbers})");
    tx.execute(&sql, values).await.unwrap();
}

fn bytes<'a>(value: Value<'a>) -> &'a [u8] {
    match value {
        Value::Blob(bytes) => bytes,
        _ => panic!("no bytes"),
    }
}
