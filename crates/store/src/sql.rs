//! How our types stand in columns.

use protocol::{ConsentGiven, ConsentMode, FieldSet, RecordHash, ScannedCode};
use rusqlite::Row;
use rusqlite::types::Type;

/// A column that does not hold what was written there.
#[derive(Debug, thiserror::Error)]
#[error("a column does not hold what its table promises")]
struct Unexpected;

fn unexpected(column: usize, kind: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(Unexpected))
}

/// A column of raw bytes of a known length: an id, a hash, a key.
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

/// As [`bytes`], or NULL.
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

/// A column of text that a type reads.
pub(crate) fn text<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row
        .get_ref(column)?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    text.parse().map_err(|_| unexpected(column, Type::Text))
}

/// A column of deterministic CBOR.
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

/// A count or a `seq`, which SQL holds as a signed integer.
pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| unexpected(column, Type::Integer))
}

/// A `seq` or a limit as SQL takes it. What is past the signed range is past every row, too.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A `seq` and its record's hash.
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

/// The kind, the text and the printed short code of what was read.
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
