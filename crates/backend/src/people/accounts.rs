//! Accounts of people with a role: the organiser's staff and the members of sponsors' teams. One
//! implementation serves both tables; [`AccountRole`] describes what differs.

use std::fmt;

use backend_text::Language;
use protocol::{EventSlug, SponsorId, UnixMillis, limits};

use crate::Backend;
use crate::people::sessions;
use crate::registration::email::normalize_email;
use crate::sql::placeholders;
use backend_db::{DbError, FromValue, Row, Tx, Value};

/// The role of an account, and the table of the accounts.
pub trait AccountRole: Copy + Eq {
    /// The account's id.
    type Id: Copy + Eq + fmt::Display + FromValue;
    /// The table, and also its column with the id.
    const TABLE: &'static str;
    /// SQL of the language in which the person last used the pages.
    const LANGUAGE: &'static str;
    /// The role that at least one account of a group keeps, because only this role manages the others.
    const MANAGER: Self;
    /// Deletes what else signs the account with the event `$1` and the id `$2` in, beside sessions and links.
    const DELETE_CREDENTIALS: Option<&'static str>;

    /// Returns the role's name in the database.
    fn name(self) -> &'static str;
    /// Returns the role with this name.
    fn of_name(name: &str) -> Option<Self>;
    /// Draws a new id.
    fn new_id() -> Self::Id;
    /// Returns the bytes of an id.
    fn id_bytes(id: &Self::Id) -> &[u8; 16];
}

/// An account. Colleagues see the name and the address.
#[derive(Clone, PartialEq, Eq)]
pub struct Account<R: AccountRole> {
    pub id: R::Id,
    /// The e-mail address in lower case.
    pub email: String,
    pub name: String,
    pub role: R,
    /// The time at which the account was added.
    pub created: UnixMillis,
    /// The time of the first sign-in.
    pub joined: Option<UnixMillis>,
    /// The language in which the person last used the pages, if the table keeps it.
    pub language: Option<Language>,
}

impl<R: AccountRole> fmt::Debug for Account<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({}, {})", self.id, self.role.name())
    }
}

impl<R: AccountRole> Account<R> {
    fn of_row(row: &Row) -> Result<Self, DbError> {
        let language: Option<String> = row.get("language")?;
        Ok(Self {
            id: row.get("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            role: R::of_name(&row.get::<String>("role")?).ok_or(DbError::column("role"))?,
            created: row.get("created")?,
            joined: row.get("joined")?,
            language: language.as_deref().and_then(Language::of_tag),
        })
    }
}

/// The reason why an account is not added, found or changed. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("this is not an e-mail address")]
    Email,
    #[error("a name must have 1 to 120 bytes")]
    Name,
    #[error("an account with this e-mail address exists already")]
    Exists,
    #[error("there is no such account")]
    Unknown,
    /// Without this account no other could manage the accounts.
    #[error("this is the last account with the role {0}: give the role to another account first")]
    LastManager(&'static str),
    #[error("cannot read or write accounts")]
    Db(#[from] DbError),
}

/// The accounts that belong together: an event's staff, or one sponsor's team.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a, R> {
    event: &'a EventSlug,
    /// The sponsor, if the table has teams.
    sponsor: Option<&'a SponsorId>,
    role: std::marker::PhantomData<R>,
}

impl<'a, R: AccountRole> Accounts<'a, R> {
    pub(crate) const fn new(event: &'a EventSlug, sponsor: Option<&'a SponsorId>) -> Self {
        Self {
            event,
            sponsor,
            role: std::marker::PhantomData,
        }
    }

    /// Adds an account. The person signs in by a link that is sent to the address, which proves that the address
    /// is theirs.
    ///
    /// # Errors
    /// [`AccountError::Email`], [`AccountError::Name`], [`AccountError::Exists`].
    pub async fn add(
        self,
        backend: &Backend,
        tx: &mut Tx,
        email: &str,
        name: &str,
        role: R,
    ) -> Result<R::Id, AccountError> {
        let email = normalize_email(email).ok_or(AccountError::Email)?;
        if !is_name(name) {
            return Err(AccountError::Name);
        }
        if self.find(tx, "email", (&email).into()).await?.is_some() {
            return Err(AccountError::Exists);
        }
        let id = R::new_id();
        let mut columns = vec!["event", R::TABLE, "email", "name", "role", "created"];
        let mut values: Vec<Value<'_>> = vec![
            self.event.into(),
            R::id_bytes(&id).into(),
            (&email).into(),
            name.trim().into(),
            role.name().into(),
            backend.now().into(),
        ];
        if let Some(sponsor) = self.sponsor {
            columns.push("sponsor");
            values.push(sponsor.into());
        }
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            R::TABLE,
            columns.join(", "),
            placeholders(1, values.len())
        );
        tx.execute(&sql, &values).await?;
        Ok(id)
    }

    /// Lists the accounts by name.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn list(self, tx: &mut Tx) -> Result<Vec<Account<R>>, DbError> {
        let (condition, params) = self.condition(1);
        let sql = format!("{} WHERE {condition} ORDER BY name, email", select::<R>());
        let rows = tx.query(&sql, &params).await?;
        rows.iter().map(Account::of_row).collect()
    }

    /// Loads an account; `None` if there is none with this id or it was removed.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn load(self, tx: &mut Tx, id: &R::Id) -> Result<Option<Account<R>>, DbError> {
        self.find(tx, R::TABLE, R::id_bytes(id).into()).await
    }

    /// Finds the account with an e-mail address.
    ///
    /// # Errors
    /// [`AccountError::Email`], [`AccountError::Unknown`].
    pub async fn with_email(self, tx: &mut Tx, email: &str) -> Result<Account<R>, AccountError> {
        let email = normalize_email(email).ok_or(AccountError::Email)?;
        self.find(tx, "email", (&email).into())
            .await?
            .ok_or(AccountError::Unknown)
    }

    /// Gives an account another role.
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::LastManager`].
    pub async fn set_role(self, tx: &mut Tx, id: &R::Id, role: R) -> Result<(), AccountError> {
        self.check_manager_remains(tx, id, role == R::MANAGER)
            .await?;
        self.update(tx, id, "role = $1", role.name().into()).await?;
        Ok(())
    }

    /// Removes an account. Its sessions, links and passkeys end with the commit.
    ///
    /// # Errors
    /// [`AccountError::Unknown`], [`AccountError::LastManager`].
    pub async fn remove(
        self,
        backend: &Backend,
        tx: &mut Tx,
        id: &R::Id,
    ) -> Result<(), AccountError> {
        self.check_manager_remains(tx, id, false).await?;
        self.update(tx, id, "removed = $1", backend.now().into())
            .await?;
        let bytes = R::id_bytes(id);
        sessions::end_all(tx, self.event, bytes).await?;
        if let Some(sql) = R::DELETE_CREDENTIALS {
            tx.execute(sql, &[self.event.into(), bytes.into()]).await?;
        }
        Ok(())
    }

    /// Notes the time of an account's first sign-in.
    pub(crate) async fn note_sign_in(
        self,
        tx: &mut Tx,
        id: &R::Id,
        now: UnixMillis,
    ) -> Result<(), DbError> {
        self.update(tx, id, "joined = coalesce(joined, $1)", now.into())
            .await
    }

    /// Runs an assignment whose parameter is `$1` on an account.
    pub(crate) async fn update(
        self,
        tx: &mut Tx,
        id: &R::Id,
        assignment: &str,
        value: Value<'_>,
    ) -> Result<(), DbError> {
        let (condition, mut params) = self.condition(2);
        params.insert(0, value);
        params.push(R::id_bytes(id).into());
        let table = R::TABLE;
        let sql = format!(
            "UPDATE {table} SET {assignment} WHERE {condition} AND {table} = ${}",
            params.len()
        );
        tx.execute(&sql, &params).await.map(drop)
    }

    async fn find(
        self,
        tx: &mut Tx,
        column: &str,
        value: Value<'_>,
    ) -> Result<Option<Account<R>>, DbError> {
        let (condition, mut params) = self.condition(1);
        params.push(value);
        let sql = format!(
            "{} WHERE {condition} AND {column} = ${}",
            select::<R>(),
            params.len()
        );
        let row = tx.query_one(&sql, &params).await?;
        row.as_ref().map(Account::of_row).transpose()
    }

    /// Returns the condition of the group's accounts and its parameters, numbered from `first`.
    fn condition(self, first: usize) -> (String, Vec<Value<'a>>) {
        let mut sql = format!("removed IS NULL AND event = ${first}");
        let mut params: Vec<Value<'a>> = vec![self.event.into()];
        if let Some(sponsor) = self.sponsor {
            sql.push_str(&format!(" AND sponsor = ${}", first + 1));
            params.push(sponsor.into());
        }
        (sql, params)
    }

    async fn check_manager_remains(
        self,
        tx: &mut Tx,
        id: &R::Id,
        stays_manager: bool,
    ) -> Result<(), AccountError> {
        let all = self.list(tx).await?;
        let account = all
            .iter()
            .find(|account| account.id == *id)
            .ok_or(AccountError::Unknown)?;
        let managers = all.iter().filter(|account| account.role == R::MANAGER);
        if account.role == R::MANAGER && !stays_manager && managers.count() == 1 {
            return Err(AccountError::LastManager(R::MANAGER.name()));
        }
        Ok(())
    }
}

fn select<R: AccountRole>() -> String {
    let (table, language) = (R::TABLE, R::LANGUAGE);
    format!(
        "SELECT {table} AS id, email, name, role, created, joined, {language} AS language FROM {table}"
    )
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty()
        && text.len() <= limits::NAME_BYTES
        && !text.chars().any(char::is_control)
}
