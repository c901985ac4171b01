//! The people of a sponsor's team, who sign in to its pages.

use backend_model::MemberRole;
use protocol::{EventSlug, MemberId, SponsorId, UnixMillis};

use crate::Backend;
use crate::keys::random::random;
use crate::people::staff::{address_of, is_name};
use backend_db::{DbError, Row, Tx};
use backend_text::Language;

/// Somebody of a sponsor's team. Colleagues and the organiser see name and address.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// Their address, in lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: MemberRole,
    /// When they were invited.
    pub created: UnixMillis,
    /// When they first signed in.
    pub joined: Option<UnixMillis>,
    /// The language in which they last used the pages.
    pub language: Option<Language>,
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Member({}, {})", self.id, self.role.name())
    }
}

/// Why something about a team is not done. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    /// Not an e-mail address.
    #[error("that is not an e-mail address")]
    Email,
    /// The name can't be one.
    #[error("a name must have 1 to 120 bytes")]
    Name,
    /// Somebody has the address already.
    #[error("somebody of the team has this address already")]
    Exists,
    /// There is nobody like that.
    #[error("the team has nobody like that")]
    Unknown,
    /// Then nobody could manage the team any more.
    #[error("this is the last owner: make somebody else one first")]
    LastOwner,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Adds somebody to a team. They join by signing in with a link that is sent to the address, which
/// proves that it is theirs.
///
/// # Errors
/// [`MemberError::Email`], [`MemberError::Name`], [`MemberError::Exists`].
pub async fn invite(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    email: &str,
    name: &str,
    role: MemberRole,
) -> Result<MemberId, MemberError> {
    let email = address_of(email).ok_or(MemberError::Email)?;
    if !is_name(name) {
        return Err(MemberError::Name);
    }
    let there = tx
        .query_one(
            "SELECT 1 FROM member
             WHERE event = $1 AND sponsor = $2 AND email = $3 AND removed IS NULL",
            &[event.into(), sponsor.into(), (&email).into()],
        )
        .await?;
    if there.is_some() {
        return Err(MemberError::Exists);
    }
    let id = MemberId::from_random(random());
    tx.execute(
        "INSERT INTO member (event, sponsor, member, email, name, role, created, joined, removed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)",
        &[
            event.into(),
            sponsor.into(),
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

const SELECT: &str = "SELECT member, email, name, role, created, joined, language FROM member
     WHERE event = $1 AND sponsor = $2 AND removed IS NULL";

/// A sponsor's team, by name.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<Member>, DbError> {
    let sql = format!("{SELECT} ORDER BY name, email");
    tx.query(&sql, &[event.into(), sponsor.into()])
        .await?
        .iter()
        .map(member_of)
        .collect()
}

/// One of the team; nothing where there is none, or where they were removed.
///
/// # Errors
/// [`DbError`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
) -> Result<Option<Member>, DbError> {
    let sql = format!("{SELECT} AND member = $3");
    let row = tx
        .query_one(&sql, &[event.into(), sponsor.into(), member.into()])
        .await?;
    row.as_ref().map(member_of).transpose()
}

fn member_of(row: &Row) -> Result<Member, DbError> {
    let (role, language): (String, Option<String>) = (row.get(3)?, row.get(6)?);
    Ok(Member {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        role: MemberRole::of_name(&role).ok_or(DbError::column(3))?,
        created: row.get(4)?,
        joined: row.get(5)?,
        language: language.as_deref().and_then(Language::of_tag),
    })
}

/// Notes in which language somebody of the team uses the pages: the next mail is in it.
///
/// # Errors
/// [`DbError`].
pub async fn note_language(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
    language: Language,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE member SET language = $1
         WHERE event = $2 AND sponsor = $3 AND member = $4 AND removed IS NULL",
        &[
            language.words().tag.into(),
            event.into(),
            sponsor.into(),
            member.into(),
        ],
    )
    .await
    .map(drop)
}

/// Gives somebody of the team another role.
///
/// # Errors
/// [`MemberError::Unknown`], [`MemberError::LastOwner`].
pub async fn set_role(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
    role: MemberRole,
) -> Result<(), MemberError> {
    check_not_last(tx, event, sponsor, member, role == MemberRole::Owner).await?;
    tx.execute(
        "UPDATE member SET role = $1
         WHERE event = $2 AND sponsor = $3 AND member = $4 AND removed IS NULL",
        &[
            role.name().into(),
            event.into(),
            sponsor.into(),
            member.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Removes somebody from the team. Their sessions and links end with the commit.
///
/// # Errors
/// [`MemberError::Unknown`], [`MemberError::LastOwner`].
pub async fn remove(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
) -> Result<(), MemberError> {
    check_not_last(tx, event, sponsor, member, false).await?;
    tx.execute(
        "UPDATE member SET removed = $1 WHERE event = $2 AND sponsor = $3 AND member = $4",
        &[
            backend.now().into(),
            event.into(),
            sponsor.into(),
            member.into(),
        ],
    )
    .await?;
    crate::people::sessions::end_all(tx, event, member.as_bytes()).await?;
    Ok(())
}

async fn check_not_last(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
    stays_owner: bool,
) -> Result<(), MemberError> {
    let all = list(tx, event, sponsor).await?;
    let one = all
        .iter()
        .find(|one| one.id == *member)
        .ok_or(MemberError::Unknown)?;
    let owners = all
        .iter()
        .filter(|one| one.role == MemberRole::Owner)
        .count();
    if one.role == MemberRole::Owner && !stays_owner && owners == 1 {
        return Err(MemberError::LastOwner);
    }
    Ok(())
}
