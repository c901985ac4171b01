//! Authentication of callers: programs by a bearer token, people by a session cookie.
//!
//! A handler that takes one of the caller types as an argument can't be reached by another caller.

mod credential;
mod token;

pub(crate) use crate::auth::credential::{Authenticate, Credential, authenticate, extractors};
pub(crate) use crate::auth::token::{AttendeeAuth, SponsorAuth, bearer};
