//! Conversion between our types and SQL columns.

use protocol::{ConsentGiven, ConsentMode, FieldSet, RecordHash, ScannedCode};
use rusqlite::Row;
use rusqlite::types::Type;

/// A column does not contain a valid value.
#[derive(Debug, thiserror::Error)]
#[error("a column does not contain a valid value")]
struct Unexpected;

fn unexpected(column: usize, kind: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(Unexpected))
}

/// Reads a column of raw bytes of a fixed length: an id, a hash or a key.
pub(crate) fn bytes<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'a> TryFrom<&'a [u8]>,
{
    let blob = row
        .get_ref(column)?
        .as_blob()
        .map_err(rusqlite::Error::from)?;
    T::try_from(blob).map_err(|_| unexpected(column, Type::Blob))
}

/// Reads a column as [`bytes`] does, or NULL as `None`.
pub(crate) fn optional_bytes<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: for<'a> TryFrom<&'a [u8]>,
{
    match row
        .get_ref(column)?
        .as_blob_or_null()
        .map_err(rusqlite::Error::from)?
    {
        Some(blob) => T::try_from(blob)
            .map(Some)
            .map_err(|_| unexpected(column, Type::Blob)),
        None => Ok(None),
    }
}

/// Reads a column of text with the type's `FromStr`.
pub(crate) fn text<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row
        .get_ref(column)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    text.parse().map_err(|_| unexpected(column, Type::Text))
}

/// Reads a column of deterministic CBOR.
pub(crate) fn cbor<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'b> minicbor::Decode<'b, ()>,
{
    let blob = row
        .get_ref(column)?
        .as_blob()
        .map_err(rusqlite::Error::from)?;
    minicbor::decode(blob).map_err(|_| unexpected(column, Type::Blob))
}

pub(crate) fn to_cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to memory does not fail")
}

pub(crate) fn fields(row: &Row<'_>, column: usize) -> rusqlite::Result<FieldSet> {
    FieldSet::from_bits(row.get(column)?).ok_or_else(|| unexpected(column, Type::Integer))
}

/// Reads a count or a `seq`, which SQL stores as a signed integer.
pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| unexpected(column, Type::Integer))
}

/// Converts a `seq` or a limit for SQL, saturating. No row has a `seq` beyond the signed range.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Reads a `seq` and the hash of its record.
pub(crate) fn link(row: &Row<'_>, seq: usize, hash: usize) -> rusqlite::Result<(u64, RecordHash)> {
    Ok((unsigned(row, seq)?, bytes(row, hash)?))
}

pub(crate) const fn mode_name(mode: ConsentMode) -> &'static str {
    match mode {
        ConsentMode::Handover => "handover",
        ConsentMode::Confirm => "confirm",
    }
}

pub(crate) fn mode(row: &Row<'_>, column: usize) -> rusqlite::Result<ConsentMode> {
    match row
        .get_ref(column)?
        .as_str()
        .map_err(rusqlite::Error::from)?
    {
        "handover" => Ok(ConsentMode::Handover),
        "confirm" => Ok(ConsentMode::Confirm),
        _ => Err(unexpected(column, Type::Text)),
    }
}

pub(crate) const fn given_name(given: ConsentGiven) -> &'static str {
    match given {
        ConsentGiven::Handover => "handover",
        ConsentGiven::Confirmed => "confirmed",
    }
}

pub(crate) fn given(row: &Row<'_>, column: usize) -> rusqlite::Result<ConsentGiven> {
    match row
        .get_ref(column)?
        .as_str()
        .map_err(rusqlite::Error::from)?
    {
        "handover" => Ok(ConsentGiven::Handover),
        "confirmed" => Ok(ConsentGiven::Confirmed),
        _ => Err(unexpected(column, Type::Text)),
    }
}

/// Returns the kind, the text and the human code of a scanned code.
pub(crate) fn code_columns(code: &ScannedCode) -> (&'static str, String, Option<String>) {
    match code {
        ScannedCode::Badge(badge) => (
            "badge",
            badge.to_string(),
            Some(badge.human_code().as_str().to_owned()),
        ),
        ScannedCode::Foreign(code) => ("foreign", code.as_str().to_owned(), None),
        ScannedCode::Human(code) => (
            "human",
            code.as_str().to_owned(),
            Some(code.as_str().to_owned()),
        ),
    }
}

pub(crate) fn code(row: &Row<'_>, kind: usize, column: usize) -> rusqlite::Result<ScannedCode> {
    match row.get_ref(kind)?.as_str().map_err(rusqlite::Error::from)? {
        "badge" => text(row, column).map(ScannedCode::Badge),
        "foreign" => text(row, column).map(ScannedCode::Foreign),
        "human" => text(row, column).map(ScannedCode::Human),
        _ => Err(unexpected(kind, Type::Text)),
    }
}
