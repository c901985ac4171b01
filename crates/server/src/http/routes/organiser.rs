//! What the organiser's people may call.

use super::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![]
}
