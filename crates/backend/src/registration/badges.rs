//! Printed badges: minting ids, drawing and revoking.

use std::collections::BTreeSet;

use badge::draw::{BadgeFace, DrawError, Fonts, Format, MissingGlyphs, Paper, sheet_pdf, svg};
use badge::{BadgeCode, BadgeName, Flags, FreshBadgeId, seal};
use consent::{Attendee, PrintView, print_view};
use protocol::{AttendeeId, BadgeId, EventSlug, Field, HumanCode, UnixMillis};

use crate::audit;
use crate::event::{self, Event};
use crate::ingest::reresolve;
use crate::keys::random::random;
use crate::privacy::attendees::{self, AttendeeError};
use crate::privacy::consent_history;
use backend_db::{DbError, Tx};
use backend_model::Action;

/// The tries to draw a badge id whose human code is free. Of 2^35 codes an event uses some ten thousand, so a
/// second try is rare, and a fifth one indicates a fault.
const DRAWS: usize = 20;

/// The fields that a badge shows.
const ON_PAPER: [Field; 3] = [Field::FirstName, Field::LastName, Field::Employer];

/// The reason why badges are not made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum BadgeError {
    #[error("{registration_id}: {source}")]
    Attendee {
        /// The registration id that was requested.
        registration_id: String,
        source: AttendeeError,
    },
    #[error("no free badge code was found")]
    NoFreeCode,
    /// An attendee changed while the badges were drawn.
    #[error("registrations changed while the badges were drawn: print them again")]
    Changed,
    #[error("no badge has this code")]
    Unknown,
    #[error("this badge is revoked already")]
    Revoked,
    #[error("cannot draw the badges")]
    Draw(#[from] DrawError),
    #[error("cannot read or write badges")]
    Db(#[from] DbError),
}

/// The badges to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadgeSelection {
    /// Attendees without a valid badge.
    WithoutBadge,
    /// All attendees. An attendee who has a badge gets another one, and the old one is revoked.
    All,
    /// The attendees with these registration ids. Their old badges are revoked.
    Registrations(Vec<String>),
}

/// A badge that is ready to be drawn. No database holds its code, so a reprint is another badge.
pub struct NewBadge {
    pub registration_id: String,
    /// The code to print.
    pub code: BadgeCode,
    /// Whether the badge shows that its holder asks not to be scanned.
    pub do_not_scan: bool,
    attendee: AttendeeId,
    face: PrintView,
}

/// Mints badges without storing them. Draw them first and [`register`] those that were drawn, so that no stored
/// badge is unprinted, and no transaction waits for the drawing.
pub async fn prepare(
    tx: &mut Tx,
    event: &Event,
    whose: &BadgeSelection,
) -> Result<Vec<NewBadge>, BadgeError> {
    let people = people(tx, &event.slug, whose).await?;
    let wishes = consent_history::all_do_not_scan(tx, &event.slug).await?;
    let mut taken = human_codes(tx, &event.slug).await?;
    let mut badges = Vec::with_capacity(people.len());
    for (attendee, registration_id, person) in people {
        let do_not_scan = wishes.contains(&attendee);
        let face = print_view(&person);
        let code = seal(
            &event.badge_key,
            &event.slug,
            fresh_id(&mut taken)?,
            Flags { do_not_scan },
            &BadgeName::shortened(&face.short_name),
        );
        badges.push(NewBadge {
            registration_id,
            code,
            do_not_scan,
            attendee,
            face,
        });
    }
    Ok(badges)
}

async fn people(
    tx: &mut Tx,
    event: &EventSlug,
    whose: &BadgeSelection,
) -> Result<Vec<(AttendeeId, String, Attendee)>, BadgeError> {
    let mut people = attendees::load_all(tx, event).await?;
    match whose {
        BadgeSelection::All => {}
        BadgeSelection::WithoutBadge => {
            let having = holders(tx, event).await?;
            people.retain(|(attendee, ..)| !having.contains(attendee));
        }
        BadgeSelection::Registrations(wanted) => {
            for registration_id in wanted {
                attendees::find(tx, event, registration_id)
                    .await
                    .map_err(|source| BadgeError::Attendee {
                        registration_id: registration_id.clone(),
                        source,
                    })?;
            }
            people.retain(|(_, registration_id, _)| wanted.contains(registration_id));
        }
    }
    Ok(people)
}

/// Returns the attendees who have a badge that is not revoked.
async fn holders(tx: &mut Tx, event: &EventSlug) -> Result<BTreeSet<AttendeeId>, DbError> {
    tx.query(
        "SELECT DISTINCT attendee FROM badge WHERE event = $1 AND revoked IS NULL",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| row.get("attendee"))
    .collect()
}

/// Returns the human codes of an event's badges, revoked ones too.
async fn human_codes(tx: &mut Tx, event: &EventSlug) -> Result<BTreeSet<String>, DbError> {
    tx.query(
        "SELECT human_code FROM badge WHERE event = $1",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| row.get("human_code"))
    .collect()
}

/// A printed badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The code that is printed under the symbol.
    pub human_code: String,
    pub minted: UnixMillis,
    pub revoked: Option<UnixMillis>,
}

/// Lists an attendee's badges, the newest first.
pub async fn of_attendee(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Vec<Printed>, DbError> {
    tx.query(
        "SELECT human_code, minted, revoked FROM badge WHERE event = $1 AND attendee = $2
         ORDER BY minted DESC, badge",
        &[event.into(), attendee.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Printed {
            human_code: row.get("human_code")?,
            minted: row.get("minted")?,
            revoked: row.get("revoked")?,
        })
    })
    .collect()
}

/// Draws ids until one has a human code that is not taken, and takes it.
fn fresh_id(taken: &mut BTreeSet<String>) -> Result<FreshBadgeId, BadgeError> {
    for _ in 0..DRAWS {
        let id = FreshBadgeId::mint(random());
        if taken.insert(id.id().human_code().as_str().to_owned()) {
            return Ok(id);
        }
    }
    Err(BadgeError::NoFreeCode)
}

/// Stores drawn badges, so that scans of them count, and revokes the earlier badges of the same attendees.
/// Returns the number of the revoked badges. The audit log gets the number of attendees whose names were read.
///
/// # Errors
/// [`BadgeError::Changed`] if an attendee was erased or changed the wish not to be scanned, or a code was taken,
/// since the badges were prepared. Drop the transaction then and draw again.
pub async fn register(
    tx: &mut Tx,
    event: &Event,
    badges: &[NewBadge],
    by: audit::Actor<'_>,
    now: UnixMillis,
) -> Result<usize, BadgeError> {
    let mut revoked = 0;
    let wishes = consent_history::all_do_not_scan(tx, &event.slug).await?;
    for badge in badges {
        revoked += revoke_all(tx, &event.slug, &badge.attendee, now).await?;
        let inserted = tx
            .execute(
                "INSERT INTO badge (event, badge, human_code, attendee, minted)
                 SELECT a.event, $1, $2, a.attendee, $3 FROM attendee a
                 WHERE a.event = $4 AND a.attendee = $5 AND a.erased IS NULL
                 ON CONFLICT DO NOTHING",
                &[
                    (&badge.code.id()).into(),
                    badge.code.human_code().as_str().into(),
                    now.into(),
                    (&event.slug).into(),
                    (&badge.attendee).into(),
                ],
            )
            .await?;
        if inserted != 1 || wishes.contains(&badge.attendee) != badge.do_not_scan {
            return Err(BadgeError::Changed);
        }
    }
    if !badges.is_empty() {
        let entry = audit::Entry {
            actor: by,
            action: Action::PrintBadges,
            sponsor: None,
            leads: badges.len(),
            fields: ON_PAPER.into_iter().collect(),
            detail: "",
        };
        audit::write(tx, &event.slug, now, &entry).await?;
    }
    // Badges of a sheet that was printed but not stored may have been scanned.
    reresolve(tx, &event.slug).await?;
    Ok(revoked)
}

/// Revokes all badges of an attendee, each with a change for the devices. Returns their number.
pub async fn revoke_all(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<usize, DbError> {
    let badges = tx
        .query(
            "SELECT badge FROM badge WHERE event = $1 AND attendee = $2 AND revoked IS NULL",
            &[event.into(), attendee.into()],
        )
        .await?;
    for row in &badges {
        revoke_one(tx, event, &row.get("badge")?, now).await?;
    }
    Ok(badges.len())
}

/// Revokes the badge with a printed code, such as a lost one.
///
/// # Errors
/// [`BadgeError::Unknown`], [`BadgeError::Revoked`].
pub async fn revoke(
    tx: &mut Tx,
    event: &EventSlug,
    code: &HumanCode,
    now: UnixMillis,
) -> Result<BadgeId, BadgeError> {
    let row = tx
        .query_one(
            "SELECT badge, revoked FROM badge WHERE event = $1 AND human_code = $2",
            &[event.into(), code.as_str().into()],
        )
        .await?
        .ok_or(BadgeError::Unknown)?;
    if row.get::<Option<i64>>("revoked")?.is_some() {
        return Err(BadgeError::Revoked);
    }
    let badge = row.get("badge")?;
    revoke_one(tx, event, &badge, now).await?;
    Ok(badge)
}

async fn revoke_one(
    tx: &mut Tx,
    event: &EventSlug,
    badge: &BadgeId,
    now: UnixMillis,
) -> Result<(), DbError> {
    // Each badge needs a number of its own, because devices load revoked badges page by page.
    let change = event::next_change(tx, event, now).await?;
    tx.execute(
        "UPDATE badge SET revoked = $1, revoked_change = $2 WHERE event = $3 AND badge = $4",
        &[now.into(), change.into(), event.into(), badge.into()],
    )
    .await?;
    Ok(())
}

/// Draws one badge as SVG.
pub fn draw(
    event: &Event,
    badge: &NewBadge,
    format: Format,
    fonts: &Fonts,
) -> Result<(String, MissingGlyphs), DrawError> {
    let drawing = svg(&face(event, badge), format, fonts)?;
    Ok((drawing.svg, drawing.missing))
}

/// Draws badges on sheets as PDF.
pub fn draw_sheets(
    event: &Event,
    badges: &[NewBadge],
    format: Format,
    paper: Paper,
    fonts: &Fonts,
    progress: impl FnMut(usize, usize),
) -> Result<(Vec<u8>, MissingGlyphs), DrawError> {
    let faces: Vec<BadgeFace<'_>> = badges.iter().map(|badge| face(event, badge)).collect();
    let sheet = sheet_pdf(&faces, format, paper, fonts, progress)?;
    Ok((sheet.pdf, sheet.missing))
}

fn face<'a>(event: &'a Event, badge: &'a NewBadge) -> BadgeFace<'a> {
    let NewBadge {
        registration_id: _,
        attendee: _,
        code,
        do_not_scan,
        face,
    } = badge;
    BadgeFace {
        event_name: &event.name,
        name: &face.name,
        employer: face.employer.as_deref(),
        code,
        do_not_scan: *do_not_scan,
    }
}
