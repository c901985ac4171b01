//! Conversion of values to and from PostgreSQL.

use std::error::Error;
use std::sync::Arc;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::row::{ColumnNames, Owned, Row, Value};
use crate::{ColumnKind, DbError};

/// Returns the declared type of a parameter. Declaring it, instead of letting PostgreSQL infer it, makes a
/// statement mean the same as on SQLite. The type of a NULL comes from its context.
pub(crate) const fn declared(value: &Value<'_>) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) | Value::Event(_) => Type::TEXT,
        Value::Blob(_) => Type::BYTEA,
    }
}

impl std::fmt::Debug for Value<'_> {
    /// Shows the type and never the value, because parameters easily get into logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Integer(_) => "Integer(…)",
            Self::Text(_) => "Text(…)",
            Self::Event(_) => "Event(…)",
            Self::Blob(_) => "Blob(…)",
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(value) => value.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Event(event) => event.as_str().to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Returns parameters in the form that a statement takes.
pub(crate) fn dynamic<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|value| value as _).collect()
}

/// A column of many rows as one parameter of an array type.
pub(crate) enum Column<'a> {
    Integers(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
    Blobs(Vec<Option<&'a [u8]>>),
}

impl<'a> Column<'a> {
    /// Collects the values of one column; `None` if one has another type.
    pub(crate) fn of(kind: ColumnKind, values: impl Iterator<Item = Value<'a>>) -> Option<Self> {
        let column = match kind {
            ColumnKind::Integer => Self::Integers(
                values
                    .map(|value| match value {
                        Value::Null => Some(None),
                        Value::Integer(value) => Some(Some(value)),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
            ),
            ColumnKind::Text => Self::Texts(
                values
                    .map(|value| match value {
                        Value::Null => Some(None),
                        Value::Text(text) => Some(Some(text)),
                        Value::Event(event) => Some(Some(event.as_str())),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
            ),
            ColumnKind::Blob => Self::Blobs(
                values
                    .map(|value| match value {
                        Value::Null => Some(None),
                        Value::Blob(bytes) => Some(Some(bytes)),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
            ),
        };
        Some(column)
    }

    pub(crate) fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Integers(values) => values,
            Self::Texts(values) => values,
            Self::Blobs(values) => values,
        }
    }
}

/// Returns the array type for a column of many rows.
pub(crate) const fn array_of(kind: ColumnKind) -> Type {
    match kind {
        ColumnKind::Integer => Type::INT8_ARRAY,
        ColumnKind::Text => Type::TEXT_ARRAY,
        ColumnKind::Blob => Type::BYTEA_ARRAY,
    }
}

/// Converts the rows of a result to the types of SQLite.
pub(crate) fn rows(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, DbError> {
    let Some(first) = rows.first() else {
        return Ok(vec![]);
    };
    let names: ColumnNames = first
        .columns()
        .iter()
        .map(|column| column.name().into())
        .collect();
    let read = |row: &tokio_postgres::Row| {
        let values = (0..names.len()).map(|place| {
            row.try_get::<_, Taken>(place)
                .map(|taken| taken.0)
                .map_err(|_| DbError::column(&names[place]))
        });
        Ok(Row::new(
            Arc::clone(&names),
            values.collect::<Result<_, _>>()?,
        ))
    };
    rows.iter().map(read).collect()
}

struct Taken(Owned);

impl<'a> FromSql<'a> for Taken {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let owned = match *kind {
            Type::INT8 => Owned::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Owned::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Owned::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Owned::Integer(bool::from_sql(kind, raw)?.into()),
            Type::NUMERIC => Owned::Integer(whole_number(raw).ok_or("a number is not whole")?),
            Type::BYTEA => Owned::Blob(raw.to_vec()),
            _ => Owned::Text(String::from_sql(kind, raw)?),
        };
        Ok(Self(owned))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Owned::Null))
    }

    fn accepts(kind: &Type) -> bool {
        let others = [
            Type::INT8,
            Type::INT4,
            Type::INT2,
            Type::BOOL,
            Type::NUMERIC,
            Type::BYTEA,
        ];
        others.contains(kind) || <String as FromSql>::accepts(kind)
    }
}

/// Parses a NUMERIC in the wire format, which sums have: the number of digits to the base of 10,000, the weight
/// of the first digit, the sign, the display scale, and the digits of 16 bits each. Returns `None` if it is not
/// whole or does not fit.
fn whole_number(raw: &[u8]) -> Option<i64> {
    const NEGATIVE: u16 = 0x4000;
    let (fields, rest) = raw.as_chunks::<2>();
    let mut fields = fields.iter().map(|field| u16::from_be_bytes(*field));
    let count = usize::from(fields.next()?);
    let weight = fields.next()?.cast_signed();
    let sign = fields.next()?;
    let _shown = fields.next()?;
    let digits: Vec<u16> = fields.collect();
    if !rest.is_empty() || digits.len() != count || (sign != 0 && sign != NEGATIVE) {
        return None;
    }
    if count == 0 {
        return Some(0);
    }
    // Trailing zeros are left out, so a digit behind the decimal point is never zero.
    let places = usize::try_from(weight).ok()?.checked_add(1)?;
    if count > places {
        return None;
    }
    let mut value: i64 = 0;
    for place in 0..places {
        let digit = digits.get(place).copied().unwrap_or(0);
        // A negative number is counted down, because the least one has no positive counterpart.
        let digit = if sign == NEGATIVE {
            -i64::from(digit)
        } else {
            i64::from(digit)
        };
        value = value.checked_mul(10_000)?.checked_add(digit)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, digits: &[u16]) -> Vec<u8> {
        let count = u16::try_from(digits.len()).unwrap();
        [&[count, weight.cast_unsigned(), sign, 0], digits]
            .concat()
            .iter()
            .flat_map(|field| field.to_be_bytes())
            .collect()
    }

    #[test]
    fn whole_numbers_are_read_and_others_are_none() {
        for (raw, expected) in [
            (numeric(0, 0, &[]), Some(0)),
            (numeric(0, 0, &[7]), Some(7)),
            (numeric(1, 0, &[3]), Some(30_000)),
            (numeric(1, 0, &[1, 2345]), Some(12_345)),
            (numeric(0, 0x4000, &[42]), Some(-42)),
            (
                numeric(4, 0x4000, &[922, 3372, 368, 5477, 5808]),
                Some(i64::MIN),
            ),
            (numeric(4, 0, &[922, 3372, 368, 5477, 5808]), None),
            // A half, not a number, and truncated values.
            (numeric(-1, 0, &[5000]), None),
            (numeric(0, 0xc000, &[]), None),
            (numeric(0, 0, &[7])[..9].to_vec(), None),
        ] {
            assert_eq!(whole_number(&raw), expected, "{raw:?}");
        }
    }
}
