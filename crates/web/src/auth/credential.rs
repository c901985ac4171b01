//! The one way in which requests are authenticated, whatever their credential and their caller.

use std::time::Instant;

use axum::http::request::Parts;
use backend::keys::token::TokenHash;
use backend_db::{DbError, Tenant, Tx};
use protocol::UnixMillis;

use crate::{App, Problem};

/// What a request presents to prove who sends it, as the database knows it: an API token, or a session.
pub(crate) trait Credential: Sized {
    /// The text that proves it.
    type Secret;

    /// Returns the secret that the request presents, if it has one of this kind.
    fn secret(parts: &Parts) -> Option<Self::Secret>;

    /// Finds the credential, if the secret is known, and neither revoked nor expired.
    async fn find(
        tx: &mut Tx,
        secret: &Self::Secret,
        now: UnixMillis,
    ) -> Result<Option<Self>, DbError>;

    /// Returns the key of its rate limit.
    fn hash(&self) -> TokenHash;

    /// Returns whose rows its owner may touch.
    fn tenant(&self) -> Tenant<'_>;

    /// Returns whether the time of its last use must be written.
    fn is_use_due(&self) -> bool;

    /// Writes the time of its last use.
    async fn note_use(&self, tx: &mut Tx, now: UnixMillis) -> Result<(), DbError>;
}

/// A caller that a handler takes as an argument.
pub(crate) trait Authenticate: Sized {
    /// What the caller presents.
    type Credential: Credential;

    /// Admits the owner of a credential, or refuses it with [`Problem::FORBIDDEN`] if it is of another kind.
    ///
    /// `tx` has found the credential, and is not narrowed to its owner's rows. It is absent if the use was
    /// written in between.
    async fn admit(
        credential: Self::Credential,
        tx: Option<Tx>,
        parts: &Parts,
        app: &App,
    ) -> Result<Self, Problem>;
}

/// Authenticates a request.
///
/// An unknown, revoked or expired secret is refused like an absent one, so that only the holder of a valid one
/// learns that it is of the wrong kind.
pub(crate) async fn authenticate<A: Authenticate>(parts: &Parts, app: &App) -> Result<A, Problem> {
    let secret = A::Credential::secret(parts).ok_or(Problem::UNAUTHENTICATED)?;
    let now = app.backend.now();
    let mut tx = app.backend.db().read().await?;
    let credential = A::Credential::find(&mut tx, &secret, now)
        .await?
        .ok_or(Problem::UNAUTHENTICATED)?;
    // Only secrets that exist have a bucket, so that invented ones do not fill the memory.
    app.token_rate.take(credential.hash(), Instant::now())?;
    let tx = if credential.is_use_due() {
        drop(tx);
        let mut tx = app.backend.db().write_as(credential.tenant()).await?;
        credential.note_use(&mut tx, now).await?;
        tx.commit().await?;
        None
    } else {
        Some(tx)
    };
    A::admit(credential, tx, parts, app).await
}

/// Makes extractors of types that implement [`Authenticate`].
macro_rules! extractors {
    ($($caller:ty),*) => {$(
        impl axum::extract::FromRequestParts<crate::App> for $caller {
            type Rejection = crate::Problem;

            async fn from_request_parts(
                parts: &mut axum::http::request::Parts,
                app: &crate::App,
            ) -> Result<Self, crate::Problem> {
                crate::auth::authenticate(parts, app).await
            }
        }
    )*};
}
pub(crate) use extractors;
