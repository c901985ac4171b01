//! Attendees: the one place, beside the import, that reads and writes their fields.
//!
//! What is read comes out locked in a [`consent::Attendee`], from which only a view of `consent` leads
//! out.

use std::collections::BTreeMap;

use consent::{Attendee, Registration};
use protocol::{AttendeeId, EventSlug, UnixMillis};

use crate::clock::DAY;
use crate::keys::token::{Token, TokenKind};
use crate::privacy::consent_history::{self};
use crate::registration::email::is_email;
use backend_db::{DbError, Row, Tx, Value};

/// How long an attendee's token works.
const TOKEN_LIFE: i64 = 30 * DAY;

/// Why an attendee can't be found or changed. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum AttendeeError {
    /// No attendee has the registration id.
    #[error("no attendee of this event has that registration id")]
    Unknown,
    /// The attendee has had their data erased.
    #[error("this attendee's data was erased")]
    Erased,
    /// Not an e-mail address.
    #[error("that is not an e-mail address")]
    Email,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

const FIELDS: &str = "a.attendee, a.first_name, a.last_name, a.email, a.job_title, a.employer,
        a.region, a.country, a.sponsor_email";

/// The row's attendee, out of the columns of [`FIELDS`].
fn locked(row: &Row) -> Result<(AttendeeId, Attendee), DbError> {
    let registration = Registration {
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        email: row.get(3)?,
        job_title: row.get(4)?,
        employer: row.get(5)?,
        region: row.get(6)?,
        country: row.get(7)?,
        sponsor_email: row.get(8)?,
    };
    Ok((row.get(0)?, Attendee::new(registration)))
}

/// One attendee; nothing where there is none or their data was erased.
///
/// # Errors
/// [`DbError`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<Attendee>, DbError> {
    let sql = format!(
        "SELECT {FIELDS} FROM attendee a WHERE a.event = $1 AND a.attendee = $2 AND a.erased IS NULL"
    );
    let row = tx.query_one(&sql, &[event.into(), attendee.into()]).await?;
    row.map(|row| Ok(locked(&row)?.1)).transpose()
}

/// These attendees, but erased ones.
pub(crate) async fn load_these(
    tx: &mut Tx,
    event: &EventSlug,
    attendees: &[AttendeeId],
) -> Result<BTreeMap<AttendeeId, Attendee>, DbError> {
    let mut params: Vec<Value<'_>> = vec![event.into()];
    params.extend(attendees.iter().map(Value::from));
    let sql = format!(
        "SELECT {FIELDS} FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL AND a.attendee IN ({})",
        consent_history::placeholders(2, attendees.len())
    );
    let rows = tx.query(&sql, &params).await?;
    rows.iter().map(locked).collect()
}

/// All attendees of an event but erased ones, by registration id.
pub(crate) async fn load_all(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<Vec<(AttendeeId, String, Attendee)>, DbError> {
    let sql = format!(
        "SELECT {FIELDS}, a.registration_id FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL ORDER BY a.registration_id"
    );
    tx.query(&sql, &[event.into()])
        .await?
        .iter()
        .map(|row| {
            let (id, attendee) = locked(row)?;
            Ok((id, row.get(9)?, attendee))
        })
        .collect()
}

/// Attendees that a search finds at most: somebody is looked for, not everybody.
pub const FOUND: usize = 50;

/// Finds attendees by their registration id, or by a part of their name or address, whatever capitals it
/// has; by name. Gives one more than [`FOUND`] where there are more.
///
/// # Errors
/// [`DbError`].
pub async fn search(
    tx: &mut Tx,
    event: &EventSlug,
    text: &str,
) -> Result<Vec<(AttendeeId, String, Attendee)>, DbError> {
    let mut pattern = String::from("%");
    for letter in text.trim().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    let most = i64::try_from(FOUND + 1).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {FIELDS}, a.registration_id FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL AND (a.registration_id = $2
            OR lower(a.first_name || ' ' || a.last_name) LIKE lower($3) ESCAPE '!'
            OR lower(a.email) LIKE lower($3) ESCAPE '!')
         ORDER BY a.last_name, a.first_name, a.registration_id LIMIT $4"
    );
    tx.query(
        &sql,
        &[
            event.into(),
            text.trim().into(),
            (&pattern).into(),
            most.into(),
        ],
    )
    .await?
    .iter()
    .map(|row| {
        let (id, attendee) = locked(row)?;
        Ok((id, row.get(9)?, attendee))
    })
    .collect()
}

/// What is known of a registration whether its data was erased or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id in the registration system.
    pub registration_id: String,
    /// When an import last changed it.
    pub imported: UnixMillis,
    /// When its data was erased.
    pub erased: Option<UnixMillis>,
}

/// The registration of an attendee.
///
/// # Errors
/// [`AttendeeError::Unknown`].
pub async fn registered(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Registered, AttendeeError> {
    let row = tx
        .query_one(
            "SELECT registration_id, imported, erased FROM attendee
             WHERE event = $1 AND attendee = $2",
            &[event.into(), attendee.into()],
        )
        .await?
        .ok_or(AttendeeError::Unknown)?;
    Ok(Registered {
        registration_id: row.get(0)?,
        imported: row.get(1)?,
        erased: row.get(2)?,
    })
}

/// Who has a registration id.
///
/// # Errors
/// [`AttendeeError::Unknown`], [`AttendeeError::Erased`].
pub async fn find(
    tx: &mut Tx,
    event: &EventSlug,
    registration_id: &str,
) -> Result<AttendeeId, AttendeeError> {
    let row = tx
        .query_one(
            "SELECT attendee, erased FROM attendee WHERE event = $1 AND registration_id = $2",
            &[event.into(), registration_id.into()],
        )
        .await?
        .ok_or(AttendeeError::Unknown)?;
    match row.get::<Option<i64>>(1)? {
        Some(_) => Err(AttendeeError::Erased),
        None => Ok(row.get(0)?),
    }
}

/// The registration id of an attendee; nothing where there is none or their data was erased.
///
/// # Errors
/// [`DbError`].
pub async fn registration_id(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT registration_id FROM attendee
         WHERE event = $1 AND attendee = $2 AND erased IS NULL",
        &[event.into(), attendee.into()],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}

/// Makes a token for the attendee, to be shown once.
///
/// # Errors
/// [`DbError`].
pub async fn new_token(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<Token, DbError> {
    let token = Token::new(TokenKind::Attendee);
    tx.execute(
        "INSERT INTO attendee_token (event, token_hash, attendee, created, expires)
         VALUES ($1, $2, $3, $4, $5)",
        &[
            event.into(),
            token.hash().as_bytes().into(),
            attendee.into(),
            now.into(),
            now.plus_millis(TOKEN_LIFE).into(),
        ],
    )
    .await?;
    Ok(token)
}

/// Sets the address that sponsors get in place of the registration's, or none.
///
/// # Errors
/// [`AttendeeError::Email`].
pub async fn set_sponsor_email(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    email: Option<&str>,
) -> Result<(), AttendeeError> {
    if email.is_some_and(|email| !is_email(email)) {
        return Err(AttendeeError::Email);
    }
    let touched = tx
        .execute(
            "UPDATE attendee SET sponsor_email = $1
             WHERE event = $2 AND attendee = $3 AND erased IS NULL",
            &[email.into(), event.into(), attendee.into()],
        )
        .await?;
    if touched == 0 {
        return Err(AttendeeError::Erased);
    }
    Ok(())
}
