//! The organiser's people: who they are, and what their role lets them do.

use backend_model::StaffRole;
use protocol::{EventSlug, StaffId, UnixMillis, limits};

use crate::Backend;
use crate::keys::random::random;
use crate::registration::email::is_email;
use backend_db::{DbError, Row, Tx};

/// Somebody of the organiser's. They work for the organiser, and colleagues see name and address.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// Their address, in lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they are there for.
    pub role: StaffRole,
    /// When they were added.
    pub created: UnixMillis,
    /// When they first signed in.
    pub joined: Option<UnixMillis>,
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Staff({}, {})", self.id, self.role.name())
    }
}

/// Why something about the organiser's people is not done. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Not an e-mail address.
    #[error("that is not an e-mail address")]
    Email,
    /// The name can't be one.
    #[error("a name must have 1 to 120 bytes")]
    Name,
    /// Somebody has the address already.
    #[error("somebody of the organiser's has this address already")]
    Exists,
    /// There is nobody like that.
    #[error("the organiser has nobody like that")]
    Unknown,
    /// Then nobody could change anything any more.
    #[error("this is the last organiser: make somebody else one first")]
    LastOrganiser,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// An address as it is stored and looked up, or nothing where it is none.
#[must_use]
pub fn address_of(text: &str) -> Option<String> {
    let text = text.trim();
    is_email(text).then(|| text.to_lowercase())
}

/// A name that somebody may have.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.trim().is_empty()
        && text.len() <= limits::NAME_BYTES
        && !text.chars().any(char::is_control)
}

/// Adds somebody. They sign in by a link that is sent to the address.
///
/// # Errors
/// [`StaffError::Email`], [`StaffError::Name`], [`StaffError::Exists`].
pub async fn add(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    email: &str,
    name: &str,
    role: StaffRole,
) -> Result<StaffId, StaffError> {
    let email = address_of(email).ok_or(StaffError::Email)?;
    if !is_name(name) {
        return Err(StaffError::Name);
    }
    let there = tx
        .query_one(
            "SELECT 1 FROM staff WHERE event = $1 AND email = $2 AND removed IS NULL",
            &[event.into(), (&email).into()],
        )
        .await?;
    if there.is_some() {
        return Err(StaffError::Exists);
    }
    let id = StaffId::from_random(random());
    tx.execute(
        "INSERT INTO staff (event, staff, email, name, role, created, joined, removed)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)",
        &[
            event.into(),
            (&id).into(),
            (&email).into(),
            name.trim().into(),
            role.name().into(),
            backend.now().into(),
        ],
    )
    .await?;
    Ok(id)
}

const SELECT: &str = "SELECT staff, email, name, role, created, joined FROM staff
     WHERE event = $1 AND removed IS NULL";

/// Everybody of the organiser's, by name.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &mut Tx, event: &EventSlug) -> Result<Vec<Staff>, DbError> {
    let sql = format!("{SELECT} ORDER BY name, email");
    tx.query(&sql, &[event.into()])
        .await?
        .iter()
        .map(staff_of)
        .collect()
}

/// One of them; nothing where there is none, or where they were removed.
///
/// # Errors
/// [`DbError`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
) -> Result<Option<Staff>, DbError> {
    let sql = format!("{SELECT} AND staff = $2");
    let row = tx.query_one(&sql, &[event.into(), staff.into()]).await?;
    row.as_ref().map(staff_of).transpose()
}

fn staff_of(row: &Row) -> Result<Staff, DbError> {
    let role: String = row.get(3)?;
    Ok(Staff {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        role: StaffRole::of_name(&role).ok_or(DbError::column(3))?,
        created: row.get(4)?,
        joined: row.get(5)?,
    })
}

/// Gives somebody another role.
///
/// # Errors
/// [`StaffError::Unknown`], [`StaffError::LastOrganiser`].
pub async fn set_role(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    role: StaffRole,
) -> Result<(), StaffError> {
    check_not_last(tx, event, staff, role == StaffRole::Organiser).await?;
    tx.execute(
        "UPDATE staff SET role = $1 WHERE event = $2 AND staff = $3 AND removed IS NULL",
        &[role.name().into(), event.into(), staff.into()],
    )
    .await?;
    Ok(())
}

/// Removes somebody. Their sessions, links and passkeys end with the commit.
///
/// # Errors
/// [`StaffError::Unknown`], [`StaffError::LastOrganiser`].
pub async fn remove(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
) -> Result<(), StaffError> {
    check_not_last(tx, event, staff, false).await?;
    tx.execute(
        "UPDATE staff SET removed = $1 WHERE event = $2 AND staff = $3",
        &[backend.now().into(), event.into(), staff.into()],
    )
    .await?;
    crate::people::sessions::end_all(tx, event, staff.as_bytes()).await?;
    tx.execute(
        "DELETE FROM passkey WHERE event = $1 AND staff = $2",
        &[event.into(), staff.into()],
    )
    .await?;
    Ok(())
}

async fn check_not_last(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    stays_organiser: bool,
) -> Result<(), StaffError> {
    let all = list(tx, event).await?;
    let one = all
        .iter()
        .find(|one| one.id == *staff)
        .ok_or(StaffError::Unknown)?;
    let organisers = all
        .iter()
        .filter(|one| one.role == StaffRole::Organiser)
        .count();
    if one.role == StaffRole::Organiser && !stays_organiser && organisers == 1 {
        return Err(StaffError::LastOrganiser);
    }
    Ok(())
}
