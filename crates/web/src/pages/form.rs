//! Posted forms. Their values are untrusted until a page has checked them.

use axum::extract::{FromRequest, Request};

use crate::Problem;
use crate::body::{Body, is_of_type};

/// The largest number of fields of one form.
const FIELDS: usize = 2_000;

/// A posted form: names and values in the form's order. The name of a group of check boxes occurs once for each that
/// is checked.
pub(crate) struct Form(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_of_type(&request, "application/x-www-form-urlencoded") {
            return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
        }
        let Body(bytes) = Body::from_request(request, state).await?;
        let fields: Vec<_> = form_urlencoded::parse(&bytes)
            .take(FIELDS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if fields.len() > FIELDS {
            return Err(Problem::TOO_LARGE);
        }
        Ok(Self(fields))
    }
}

impl Form {
    /// Returns the value of this name, without blanks at its ends.
    ///
    /// # Errors
    /// [`Problem::BAD_REQUEST`] if the form has none, which the page's own form always has.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Problem> {
        self.maybe(name).ok_or(Problem::BAD_REQUEST)
    }

    /// Returns the value of this name, if the form has one.
    pub(crate) fn maybe(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.trim()))
    }

    /// Returns all values of this name: those of the checked boxes.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether a box is checked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.maybe(name).is_some()
    }

    /// Parses a value.
    ///
    /// # Errors
    /// [`Problem::BAD_REQUEST`] if the value is missing or malformed.
    pub(crate) fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.text(name)?.parse().map_err(|_| Problem::BAD_REQUEST)
    }
}
