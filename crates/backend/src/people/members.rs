//! The accounts of the members of sponsors' teams.

use backend_model::MemberRole;
use protocol::{EventSlug, MemberId, SponsorId};

use crate::keys::random::random;
use crate::people::accounts::{Account, AccountRole, Accounts};
use backend_db::{DbError, Tx};
use backend_text::Language;

/// An account of a member of a sponsor's team.
pub type Member = Account<MemberRole>;

/// The team of a sponsor.
#[must_use]
pub const fn of_sponsor<'a>(
    event: &'a EventSlug,
    sponsor: &'a SponsorId,
) -> Accounts<'a, MemberRole> {
    Accounts::new(event, Some(sponsor))
}

impl Accounts<'_, MemberRole> {
    /// Notes the language in which a member uses the pages. The next mail is written in it.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn note_language(
        self,
        tx: &mut Tx,
        member: &MemberId,
        language: Language,
    ) -> Result<(), DbError> {
        self.update(tx, member, "language = $1", language.words().tag.into())
            .await
    }
}

impl AccountRole for MemberRole {
    type Id = MemberId;
    const TABLE: &'static str = "member";
    const LANGUAGE: &'static str = "language";
    const MANAGER: Self = Self::Owner;
    const DELETE_CREDENTIALS: Option<&'static str> = None;

    fn name(self) -> &'static str {
        self.name()
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::of_name(name)
    }

    fn new_id() -> MemberId {
        MemberId::from_random(random())
    }

    fn id_bytes(id: &MemberId) -> &[u8; 16] {
        id.as_bytes()
    }
}
