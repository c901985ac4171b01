//! The organiser's pages, as somebody with a browser meets them.

mod changes;
mod data;
mod pages;
mod paging;
mod passkeys;
mod reports;

use backend::people::sessions::Subject;
use backend::people::staff;
use backend_model::StaffRole;
use protocol::{
    BadgeId, Body, ConsentGiven, FieldSet, ReadMethod, Scan, ScanId, ScannedCode, StaffId,
};

use test_world::browser::Browser;
use test_world::people::{Attendee, HEADINGS, Sponsor, World, csv_of, random, row_of};

/// Somebody of the organiser's.
pub(crate) async fn staff(world: &World, role: StaffRole) -> StaffId {
    let mut tx = world.backend.db().write().await.unwrap();
    let email = format!("{}-{}@example.net", role.name(), hex(&random::<4>()));
    let id = staff::of_event(&world.event)
        .add(&world.backend, &mut tx, &email, "Uma", role)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A browser in which somebody with this role is signed in.
pub(crate) async fn browser(world: &World, role: StaffRole) -> Browser<'_> {
    let id = staff(world, role).await;
    Browser::of(world, Subject::Staff(id)).await
}

/// What stands in the audit log, the oldest first: kind of actor, action, number of attendees.
pub(crate) async fn audit(world: &World) -> Vec<(String, String, i64)> {
    let mut tx = world.backend.db().read().await.unwrap();
    let rows = tx
        .query(
            "SELECT actor_kind, action, leads FROM audit ORDER BY number",
            &[],
        )
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            (
                row.get(0).unwrap(),
                row.get(1).unwrap(),
                row.get(2).unwrap(),
            )
        })
        .collect()
}

pub(crate) fn has(log: &[(String, String, i64)], kind: &str, action: &str, leads: i64) -> bool {
    log.iter()
        .any(|line| (line.0.as_str(), line.1.as_str(), line.2) == (kind, action, leads))
}

/// An event in which a sponsor's device has scanned somebody, and has sent a badge of nobody.
pub(crate) struct Hall {
    pub(crate) world: World,
    pub(crate) sponsor: Sponsor,
    pub(crate) ada: Attendee,
}

/// The scan of a badge that was never printed: it is quarantined.
pub(crate) fn scan_of_nobody() -> Body {
    Body::Scan(Scan {
        scan: ScanId::from_random(random()),
        code: ScannedCode::Badge(BadgeId::from_bytes(random())),
        method: ReadMethod::Camera,
        notice: protocol::NoticeVersion(1),
        fields: FieldSet::ALL,
        given: ConsentGiven::Handover,
        operator: "Ana".into(),
    })
}

impl Hall {
    pub(crate) async fn new() -> Self {
        Self::named("Example Corp", "Front table").await
    }

    pub(crate) async fn named(sponsor: &str, label: &str) -> Self {
        let world = World::with_mail().await;
        let rows = [row_of("R1", 1), row_of("R2", 1)];
        world.import(&csv_of(&HEADINGS, &rows)).await;
        let sponsor = world.sponsor(sponsor).await;
        let mut device = world.device(&sponsor, label).await;
        let (ada, ben) = (world.attendee("R1").await, world.attendee("R2").await);
        world.scan(&mut device, &ben, FieldSet::ALL, "Ana").await;
        world.advance(5_000);
        world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
        world.state(&mut device, scan_of_nobody()).await;
        Self {
            world,
            sponsor,
            ada,
        }
    }

    /// Reports the scan of the one who was scanned last.
    pub(crate) async fn report(&self, text: &str) -> String {
        let path = format!("/api/v1/me/sponsors/{}/report", self.sponsor.id);
        let body = serde_json::json!({"reason": "not_asked", "text": text});
        let answer = self.world.post(&path, &self.ada.token, Some(body)).await;
        answer.json()["report"].as_str().unwrap().to_owned()
    }
}
