//! Sign-in by a link that is sent by mail, in place of passwords.
//!
//! The answer to a request is the same for known and unknown addresses. A link works once, for ten minutes, and
//! only in the browser that asked for it, so that a forwarded or intercepted mail signs no other person in.
//! Opening the link changes nothing yet, because mail programs open links too.

use consent::self_view;
use protocol::{EventSlug, SecretBytes, UnixMillis, decode_base32, encode_base32};

use crate::Backend;
use crate::clock::MINUTE;
use crate::keys::random::random;
use crate::keys::token::{TokenHash, hash_secret};
use crate::mail::{self, MailKind, Message};
use crate::people::sessions::{self, SessionSecret, Subject};
use crate::people::{members, staff};
use crate::privacy::attendees;
use crate::registration::email::normalize_email;
use backend_db::{DbError, Tx};
use backend_text::{Language, Words};

/// How long a link works in milliseconds.
pub const LINK_LIFE: i64 = 10 * MINUTE;
// The mail that brings a link is retried for as long as the link works.
const _: () = assert!(MailKind::SignIn.lifetime().as_secs() * 1000 == LINK_LIFE.unsigned_abs());
/// The most links in one mail.
const IDENTITIES: usize = 20;

/// The secret of a link: 32 random bytes.
pub struct Link(SecretBytes<32>);

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(…)")
    }
}

impl Link {
    /// Parses the part of the address behind `/sign-in/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = decode_base32(text).ok()?;
        SecretBytes::try_from(bytes.as_slice()).ok().map(Self)
    }

    /// Returns the whole address of the link.
    #[must_use]
    pub fn url(&self, backend: &Backend) -> String {
        format!(
            "{}/sign-in/{}",
            backend.public_url(),
            encode_base32(self.0.expose())
        )
    }
}

/// The secret in a cookie that identifies the browser that asked for a link.
pub type BrowserSecret = SecretBytes<32>;

/// A person with the address.
struct Identity {
    event: EventSlug,
    event_name: String,
    subject: Subject,
    /// The attendee's first name, or the name of the member's sponsor.
    called: String,
}

/// Queues a mail with links to the address if it belongs to a person. The caller answers the same in any case.
pub async fn request(
    backend: &Backend,
    address: &str,
    browser: &BrowserSecret,
    language: Language,
) -> Result<(), DbError> {
    let Some(address) = normalize_email(address) else {
        return Ok(());
    };
    let now = backend.now();
    // The persons are unknown before the search, and the statements do not depend on other transactions.
    let mut tx = backend.db().write_beside_others().await?;
    tx.execute("DELETE FROM sign_in WHERE expires <= $1", &[now.into()])
        .await?;
    let identities = identities(&mut tx, &address).await?;
    let Some(first) = identities.first() else {
        return tx.commit().await;
    };
    let event = first.event.clone();
    let words = language.words();
    let mut text = format!("{}\n", words.sign_in.mail_lead);
    for identity in &identities {
        let Identity { event, subject, .. } = identity;
        let link = write_link(&mut tx, event, subject, Some(browser), LINK_LIFE, now).await?;
        let line = called(words, identity);
        text.push_str(&format!("\n{line}\n{}\n", link.url(backend)));
    }
    text.push_str(&format!("\n{}\n", words.sign_in.mail_end));
    let message = Message {
        to: address,
        subject: words.sign_in.mail_subject.into(),
        text,
        unsubscribe: None,
    };
    mail::enqueue(backend, &mut tx, &event, MailKind::SignIn, &message).await?;
    tx.commit().await
}

fn called(words: &Words, identity: &Identity) -> String {
    let Identity {
        event_name, called, ..
    } = identity;
    match identity.subject {
        Subject::Attendee(_) => words.sign_in.mail_attendee(event_name, called),
        Subject::Member(..) => (words.sign_in.mail_member)(event_name, called),
        Subject::Staff(_) => (words.sign_in.mail_staff)(event_name),
    }
}

async fn identities(tx: &mut Tx, address: &str) -> Result<Vec<Identity>, DbError> {
    let mut found = Vec::new();
    let staff = tx
        .query(
            "SELECT s.event, e.name AS event_name, s.staff FROM staff s JOIN event e ON e.event = s.event
             WHERE s.email = $1 AND s.removed IS NULL ORDER BY e.created DESC",
            &[address.into()],
        )
        .await?;
    for row in staff {
        found.push(Identity {
            event: row.get("event")?,
            event_name: row.get("event_name")?,
            subject: Subject::Staff(row.get("staff")?),
            called: String::new(),
        });
    }
    let members = tx
        .query(
            "SELECT m.event, e.name AS event_name, m.sponsor, m.member, s.name AS sponsor_name
             FROM member m
             JOIN event e ON e.event = m.event
             JOIN sponsor s ON s.event = m.event AND s.sponsor = m.sponsor
             WHERE m.email = $1 AND m.removed IS NULL ORDER BY e.created DESC, s.name",
            &[address.into()],
        )
        .await?;
    for row in members {
        found.push(Identity {
            event: row.get("event")?,
            event_name: row.get("event_name")?,
            subject: Subject::Member(row.get("sponsor")?, row.get("member")?),
            called: row.get("sponsor_name")?,
        });
    }
    let people = tx
        .query(
            "SELECT a.event, e.name AS event_name, a.attendee FROM attendee a
             JOIN event e ON e.event = a.event
             WHERE lower(a.email) = $1 AND a.erased IS NULL
             ORDER BY e.created DESC, a.registration_id",
            &[address.into()],
        )
        .await?;
    for row in people {
        let event: EventSlug = row.get("event")?;
        let attendee = row.get("attendee")?;
        // The mail goes to this attendee, so that it may hold their name.
        let Some(person) = attendees::load(tx, &event, &attendee).await? else {
            continue;
        };
        found.push(Identity {
            event,
            event_name: row.get("event_name")?,
            subject: Subject::Attendee(attendee),
            called: self_view(&person).first_name,
        });
    }
    found.truncate(IDENTITIES);
    Ok(found)
}

async fn write_link(
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    browser: Option<&BrowserSecret>,
    life: i64,
    now: UnixMillis,
) -> Result<Link, DbError> {
    let link = Link(SecretBytes::new(random()));
    let browser = browser.map(|browser| hash_secret(browser.expose()));
    tx.execute(
        "INSERT INTO sign_in (event, link_hash, browser_hash, kind, subject, sponsor, created,
            expires, used)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
        &[
            event.into(),
            hash_secret(link.0.expose()).as_bytes().into(),
            browser.as_ref().map(TokenHash::as_bytes).into(),
            subject.kind().into(),
            subject.id().into(),
            subject.sponsor().into(),
            now.into(),
            now.plus_millis(life).into(),
        ],
    )
    .await?;
    Ok(link)
}

/// Makes a link on the command line, which is bound to no browser. `life` is in milliseconds.
pub async fn link_for(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    life: i64,
) -> Result<Link, DbError> {
    write_link(tx, event, subject, None, life, backend.now()).await
}

/// Whether a link works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// The link signs this browser in.
    Valid,
    /// Another browser asked for the link.
    OtherBrowser,
    /// The link was used, has expired or never existed.
    Invalid,
}

/// Returns whether a link works, without using it.
pub async fn link_state(
    tx: &mut Tx,
    link: &Link,
    browser: Option<&BrowserSecret>,
    now: UnixMillis,
) -> Result<LinkState, DbError> {
    Ok(find(tx, link, browser, now).await?.state())
}

enum Found {
    Valid { event: EventSlug, subject: Subject },
    OtherBrowser,
    Invalid,
}

impl Found {
    const fn state(&self) -> LinkState {
        match self {
            Self::Valid { .. } => LinkState::Valid,
            Self::OtherBrowser => LinkState::OtherBrowser,
            Self::Invalid => LinkState::Invalid,
        }
    }
}

async fn find(
    tx: &mut Tx,
    link: &Link,
    browser: Option<&BrowserSecret>,
    now: UnixMillis,
) -> Result<Found, DbError> {
    let row = tx
        .query_one(
            "SELECT event, kind, subject, sponsor, browser_hash FROM sign_in
             WHERE link_hash = $1 AND expires > $2 AND used IS NULL",
            &[hash_secret(link.0.expose()).as_bytes().into(), now.into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Found::Invalid);
    };
    let bound: Option<Vec<u8>> = row.get("browser_hash")?;
    let shown = browser.map(|browser| hash_secret(browser.expose()));
    // Both are hashes of 256 random bits, so that the duration of the comparison reveals nothing useful.
    if bound.is_some_and(|bound| shown.is_none_or(|shown| bound != shown.as_bytes())) {
        return Ok(Found::OtherBrowser);
    }
    Ok(Found::Valid {
        event: row.get("event")?,
        subject: Subject::of_row(&row)?,
    })
}

/// Uses a link up and begins its session. A link that does not work gives its state in place of the session.
pub async fn consume(
    backend: &Backend,
    link: &Link,
    browser: Option<&BrowserSecret>,
    before: Option<&SessionSecret>,
) -> Result<Result<(Subject, SessionSecret), LinkState>, DbError> {
    let now = backend.now();
    // The link tells the person. Of two concurrent uses, the second one finds the link used.
    let mut tx = backend.db().write_beside_others().await?;
    let (event, subject) = match find(&mut tx, link, browser, now).await? {
        Found::Valid { event, subject } => (event, subject),
        other => return Ok(Err(other.state())),
    };
    let used = tx
        .execute(
            "UPDATE sign_in SET used = $1 WHERE link_hash = $2 AND used IS NULL",
            &[now.into(), hash_secret(link.0.expose()).as_bytes().into()],
        )
        .await?;
    if used == 0 {
        return Ok(Err(LinkState::Invalid));
    }
    join(&mut tx, &event, &subject, now).await?;
    let secret = sessions::begin(&mut tx, &event, &subject, before, now).await?;
    tx.commit().await?;
    Ok(Ok((subject, secret)))
}

/// Notes the time of an account's first sign-in.
async fn join(
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    now: UnixMillis,
) -> Result<(), DbError> {
    match subject {
        Subject::Attendee(_) => {}
        Subject::Member(sponsor, member) => {
            members::of_sponsor(event, sponsor)
                .note_sign_in(tx, member, now)
                .await?;
        }
        Subject::Staff(staff) => {
            staff::of_event(event).note_sign_in(tx, staff, now).await?;
        }
    }
    Ok(())
}
