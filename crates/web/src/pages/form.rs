//! What a form says. All of it is a stranger's text until a page has looked at it.

use axum::extract::{FromRequest, Request};

use crate::Problem;
use crate::body::{Body, is_of_type};

/// Fields that one form may have.
const FIELDS: usize = 2_000;

/// A posted form: names and values in the order in which they stood, a name as often as it was ticked.
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
    /// The form's value of this name, with blanks at the ends taken off.
    ///
    /// # Errors
    /// [`Problem::BAD_REQUEST`] where the form has none: the page's own form always has.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Problem> {
        self.maybe(name).ok_or(Problem::BAD_REQUEST)
    }

    /// The form's value of this name, where it has one.
    pub(crate) fn maybe(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.trim()))
    }

    /// All values of this name: the boxes that were ticked.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.maybe(name).is_some()
    }

    /// A value that is read as something.
    ///
    /// # Errors
    /// [`Problem::BAD_REQUEST`] where it is missing or is nothing of the kind.
    pub(crate) fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.text(name)?.parse().map_err(|_| Problem::BAD_REQUEST)
    }
}
