//! Signing in by a link that is sent by mail, so that there are no passwords to lose.
//!
//! Whoever asks gets the same answer, whether the address is known or not. A link works once, for ten
//! minutes, and only in the browser that asked for it: a mail that others read lets nobody in. Opening
//! it does nothing yet, because mail programs open links too.

use consent::self_view;
use protocol::{EventSlug, SecretBytes, UnixMillis, decode_base32, encode_base32};

use crate::Backend;
use crate::clock::MINUTE;
use crate::keys::random::random;
use crate::keys::token::{TokenHash, hash_secret};
use crate::mail::{self, MailKind, Message};
use crate::people::sessions::{self, SessionSecret, Subject};
use crate::people::staff::address_of;
use crate::privacy::attendees;
use backend_db::{DbError, Tx};
use backend_text::{Language, Words};

/// How long a link works, in milliseconds.
pub const LINK_LIFE: i64 = 10 * MINUTE;
// The mail that brings a link is retried for as long as the link works.
const _: () = assert!(MailKind::SignIn.lifetime().as_secs() * 1000 == LINK_LIFE.unsigned_abs());
/// Links in one mail. Nobody is this many people, and a mail has an end.
const IDENTITIES: usize = 20;

/// The secret of a link, of 32 random bytes.
pub struct Link(SecretBytes<32>);

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(…)")
    }
}

impl Link {
    /// Reads the part of the address behind `/sign-in/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = decode_base32(text).ok()?;
        SecretBytes::try_from(bytes.as_slice()).ok().map(Self)
    }

    /// The whole address that lets its holder in.
    #[must_use]
    pub fn url(&self, backend: &Backend) -> String {
        format!(
            "{}/sign-in/{}",
            backend.public_url(),
            encode_base32(self.0.expose())
        )
    }
}

/// What a browser shows to prove that it is the one that asked: a secret in a cookie.
pub type BrowserSecret = SecretBytes<32>;

/// Somebody an address belongs to.
struct Identity {
    event: EventSlug,
    event_name: String,
    subject: Subject,
    /// An attendee's first name, or a member's sponsor.
    called: String,
}

/// Writes a mail with links to the address, where it belongs to somebody. The caller answers the same
/// in any case.
///
/// # Errors
/// [`DbError`].
pub async fn request(
    backend: &Backend,
    address: &str,
    browser: &BrowserSecret,
    language: Language,
) -> Result<(), DbError> {
    let Some(address) = address_of(address) else {
        return Ok(());
    };
    let now = backend.now();
    // Whom an address belongs to is not known before, and nothing here counts on what others do.
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
            "SELECT s.event, e.name, s.staff FROM staff s JOIN event e ON e.event = s.event
             WHERE s.email = $1 AND s.removed IS NULL ORDER BY e.created DESC",
            &[address.into()],
        )
        .await?;
    for row in staff {
        found.push(Identity {
            event: row.get(0)?,
            event_name: row.get(1)?,
            subject: Subject::Staff(row.get(2)?),
            called: String::new(),
        });
    }
    let members = tx
        .query(
            "SELECT m.event, e.name, m.sponsor, m.member, s.name FROM member m
             JOIN event e ON e.event = m.event
             JOIN sponsor s ON s.event = m.event AND s.sponsor = m.sponsor
             WHERE m.email = $1 AND m.removed IS NULL ORDER BY e.created DESC, s.name",
            &[address.into()],
        )
        .await?;
    for row in members {
        found.push(Identity {
            event: row.get(0)?,
            event_name: row.get(1)?,
            subject: Subject::Member(row.get(2)?, row.get(3)?),
            called: row.get(4)?,
        });
    }
    let people = tx
        .query(
            "SELECT a.event, e.name, a.attendee FROM attendee a JOIN event e ON e.event = a.event
             WHERE lower(a.email) = $1 AND a.erased IS NULL
             ORDER BY e.created DESC, a.registration_id",
            &[address.into()],
        )
        .await?;
    for row in people {
        let event: EventSlug = row.get(0)?;
        let attendee = row.get(2)?;
        // It is their own mail that the name stands in.
        let Some(person) = attendees::load(tx, &event, &attendee).await? else {
            continue;
        };
        found.push(Identity {
            event,
            event_name: row.get(1)?,
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

/// Makes a link at the command line, for whoever has it: it is bound to no browser. `life` is in
/// milliseconds.
///
/// # Errors
/// [`DbError`].
pub async fn link_for(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    life: i64,
) -> Result<Link, DbError> {
    write_link(tx, event, subject, None, life, backend.now()).await
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lets this browser in.
    Good,
    /// It was asked for in another browser.
    OtherBrowser,
    /// It was used, has run out, or never was.
    Dead,
}

/// Looks at a link without using it.
///
/// # Errors
/// [`DbError`].
pub async fn look_at(
    tx: &mut Tx,
    link: &Link,
    browser: Option<&BrowserSecret>,
    now: UnixMillis,
) -> Result<Standing, DbError> {
    Ok(find(tx, link, browser, now).await?.standing())
}

enum Found {
    Good { event: EventSlug, subject: Subject },
    OtherBrowser,
    Dead,
}

impl Found {
    const fn standing(&self) -> Standing {
        match self {
            Self::Good { .. } => Standing::Good,
            Self::OtherBrowser => Standing::OtherBrowser,
            Self::Dead => Standing::Dead,
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
        return Ok(Found::Dead);
    };
    let bound: Option<Vec<u8>> = row.get(4)?;
    let shown = browser.map(|browser| hash_secret(browser.expose()));
    // Both are hashes of 256 random bits: how long the comparison takes tells nothing of use.
    if bound.is_some_and(|bound| shown.is_none_or(|shown| bound != shown.as_bytes())) {
        return Ok(Found::OtherBrowser);
    }
    Ok(Found::Good {
        event: row.get(0)?,
        subject: Subject::of_row(&row, 1)?,
    })
}

/// Uses a link up, and begins the session that it gives.
///
/// # Errors
/// [`DbError`]. A link that does not work is no error: its standing says so.
pub async fn consume(
    backend: &Backend,
    link: &Link,
    browser: Option<&BrowserSecret>,
    before: Option<&SessionSecret>,
) -> Result<Result<(Subject, SessionSecret), Standing>, DbError> {
    let now = backend.now();
    // Whose it is, the link tells. Of two who use it at once, one finds it used.
    let mut tx = backend.db().write_beside_others().await?;
    let (event, subject) = match find(&mut tx, link, browser, now).await? {
        Found::Good { event, subject } => (event, subject),
        other => return Ok(Err(other.standing())),
    };
    let used = tx
        .execute(
            "UPDATE sign_in SET used = $1 WHERE link_hash = $2 AND used IS NULL",
            &[now.into(), hash_secret(link.0.expose()).as_bytes().into()],
        )
        .await?;
    if used == 0 {
        return Ok(Err(Standing::Dead));
    }
    join(&mut tx, &event, &subject, now).await?;
    let secret = sessions::begin(&mut tx, &event, &subject, before, now).await?;
    tx.commit().await?;
    Ok(Ok((subject, secret)))
}

/// Notes the first time that somebody who was invited signs in.
async fn join(
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    now: UnixMillis,
) -> Result<(), DbError> {
    match subject {
        Subject::Attendee(_) => {}
        Subject::Member(sponsor, member) => {
            tx.execute(
                "UPDATE member SET joined = coalesce(joined, $1)
                 WHERE event = $2 AND sponsor = $3 AND member = $4",
                &[now.into(), event.into(), sponsor.into(), member.into()],
            )
            .await?;
        }
        Subject::Staff(staff) => {
            tx.execute(
                "UPDATE staff SET joined = coalesce(joined, $1) WHERE event = $2 AND staff = $3",
                &[now.into(), event.into(), staff.into()],
            )
            .await?;
        }
    }
    Ok(())
}
