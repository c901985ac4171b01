//! The page number in the address of a list.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use backend::paging::PageNumber;
use serde::Deserialize;

/// The query of a list's address.
#[derive(Deserialize)]
pub(crate) struct Paging {
    #[serde(default)]
    page: PageNumber,
}

/// The requested page, or the first if the address names none or no number.
pub(crate) fn requested_page(paging: Result<Query<Paging>, QueryRejection>) -> PageNumber {
    paging.map_or_else(|_| PageNumber::default(), |Query(paging)| paging.page)
}
