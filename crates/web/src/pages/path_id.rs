//! Ids in paths.

use std::str::FromStr;

use crate::Problem;

/// Parses an id in a path. Text that is no id is the id of nothing, so it gives [`Problem::NOT_FOUND`].
pub(crate) fn path_id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}
