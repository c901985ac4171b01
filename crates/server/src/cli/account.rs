//! What the commands about staff and about sponsors' teams have in common: the audit entry, the list and the
//! sign-in link.

use protocol::{FieldSet, SponsorId, UnixMillis};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::cli::output::{Output, shown};
use backend::audit;
use backend::event::Event;
use backend::people::accounts::{Account, AccountRole};
use backend::people::sessions::Subject;
use backend::people::sign_in;
use backend::{Backend, clock::MINUTE};
use backend_db::{DbError, Tx};
use backend_model::Action;

/// An account as JSON. The key of the id is the kind of account: `staff` or `member`.
pub(crate) struct Shown<'a, R: AccountRole> {
    pub(crate) id: R::Id,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) role: R,
    pub(crate) joined: Option<UnixMillis>,
}

impl<'a, R: AccountRole> From<&'a Account<R>> for Shown<'a, R> {
    fn from(account: &'a Account<R>) -> Self {
        Self {
            id: account.id,
            email: &account.email,
            name: &account.name,
            role: account.role,
            joined: account.joined,
        }
    }
}

impl<R: AccountRole> Serialize for Shown<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry(R::TABLE, &self.id.to_string())?;
        map.serialize_entry("email", self.email)?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("role", self.role.name())?;
        map.serialize_entry("joined", &self.joined)?;
        map.end()
    }
}

/// Prints accounts, or `none` to people if there are none.
pub(crate) fn list<R: AccountRole>(
    accounts: &[Account<R>],
    none: &str,
    output: Output,
) -> anyhow::Result<()> {
    let values: Vec<Shown<'_, R>> = accounts.iter().map(Into::into).collect();
    output.print(&values, || {
        if accounts.is_empty() {
            return none.to_owned();
        }
        let lines: Vec<String> = accounts
            .iter()
            .map(|account| {
                let joined = account.joined.map_or_else(
                    || "has not signed in yet".to_owned(),
                    |at| format!("first signed in {}", shown(at)),
                );
                let (role, email, name) = (account.role.name(), &account.email, &account.name);
                format!("{role:9}  {email}  {name}  {joined}")
            })
            .collect();
        lines.join("\n")
    })
}

/// Writes into the audit log that the command line changed an account.
pub(crate) async fn note(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    action: Action,
    sponsor: Option<&SponsorId>,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: audit::Actor::Organiser,
        action,
        sponsor,
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, &event.slug, backend.now(), &entry).await
}

/// A new sign-in link as JSON.
#[derive(Serialize)]
pub(crate) struct NewLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) staff: Option<protocol::StaffId>,
    pub(crate) link: String,
    pub(crate) minutes: i64,
}

impl NewLink {
    /// Makes a link that signs the subject in for so many minutes. The caller commits.
    pub(crate) async fn make(
        backend: &Backend,
        tx: &mut Tx,
        event: &Event,
        subject: Subject,
        minutes: i64,
    ) -> Result<Self, DbError> {
        let life = minutes.saturating_mul(MINUTE);
        let link = sign_in::link_for(backend, tx, &event.slug, &subject, life).await?;
        Ok(Self {
            staff: match subject {
                Subject::Staff(staff) => Some(staff),
                Subject::Member(..) | Subject::Attendee(_) => None,
            },
            link: link.url(backend),
            minutes,
        })
    }

    /// Prints the link, and for people also the name of the account.
    pub(crate) fn print(&self, name: &str, output: Output) -> anyhow::Result<()> {
        output.print(self, || {
            format!(
                "{}\n\nIt works once, for {} minutes, and signs the person who opens it in as {name}.",
                self.link, self.minutes
            )
        })
    }
}
