//! Values that go into statements and come out of rows, the same for every database.

use std::sync::Arc;

use crate::DbError;

/// A parameter of a statement.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// Text.
    Text(&'a str),
    /// The short name of an event, as text: a transaction about one event refuses another's.
    Event(&'a protocol::EventSlug),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<u64> for Value<'_> {
    /// A value beyond the range becomes the largest SQL integer. The protocol refuses a `seq` that large
    /// earlier.
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

macro_rules! value_from_id {
    ($($id:ty),+) => {
        $(impl<'a> From<&'a $id> for Value<'a> {
            fn from(id: &'a $id) -> Self {
                Self::Blob(id.as_bytes())
            }
        }

        impl FromValue for $id {
            fn from_value(value: &Owned) -> Option<Self> {
                match value {
                    Owned::Blob(bytes) => Self::try_from(bytes.as_slice()).ok(),
                    _ => None,
                }
            }
        })+
    };
}

value_from_id!(
    protocol::AttendeeId,
    protocol::BadgeId,
    protocol::DeviceId,
    protocol::DraftId,
    protocol::MailId,
    protocol::MemberId,
    protocol::Nonce,
    protocol::RecordHash,
    protocol::ReportId,
    protocol::ScanId,
    protocol::SponsorId,
    protocol::StaffId,
    protocol::VerifyingKey,
    protocol::WebhookId
);

impl From<protocol::UnixMillis> for Value<'_> {
    fn from(time: protocol::UnixMillis) -> Self {
        Self::Integer(time.0)
    }
}

impl From<protocol::FieldSet> for Value<'_> {
    fn from(fields: protocol::FieldSet) -> Self {
        Self::Integer(i64::from(fields.bits()))
    }
}

impl<'a> From<&'a protocol::EventSlug> for Value<'a> {
    fn from(event: &'a protocol::EventSlug) -> Self {
        Self::Event(event)
    }
}

/// A value as a row holds it.
#[derive(Clone)]
pub enum Owned {
    /// SQL NULL.
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Owned {
    /// The same, as a parameter.
    #[must_use]
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(value) => Value::Integer(*value),
            Self::Text(text) => Value::Text(text),
            Self::Blob(bytes) => Value::Blob(bytes),
        }
    }
}

impl From<&Value<'_>> for Owned {
    fn from(value: &Value<'_>) -> Self {
        match *value {
            Value::Null => Self::Null,
            Value::Integer(value) => Self::Integer(value),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Event(event) => Self::Text(event.as_str().to_owned()),
            Value::Blob(bytes) => Self::Blob(bytes.to_owned()),
        }
    }
}

/// The names of a result's columns, shared by its rows.
pub(crate) type ColumnNames = Arc<[Box<str>]>;

/// A row of a result.
pub struct Row {
    names: ColumnNames,
    values: Vec<Owned>,
}

impl Row {
    pub(crate) const fn new(names: ColumnNames, values: Vec<Owned>) -> Self {
        Self { names, values }
    }

    /// All values, in the order of the statement.
    #[must_use]
    pub fn values(&self) -> Vec<Value<'_>> {
        self.values.iter().map(Owned::as_value).collect()
    }

    /// The bytes of a text or of bytes in a column.
    ///
    /// # Errors
    /// [`DbError::Column`] where it holds something else.
    pub fn bytes(&self, column: impl Column) -> Result<&[u8], DbError> {
        match self.value(column) {
            Some(Owned::Text(text)) => Ok(text.as_bytes()),
            Some(Owned::Blob(bytes)) => Ok(bytes),
            _ => Err(column.unexpected()),
        }
    }

    /// Returns the value of a column.
    ///
    /// # Errors
    /// [`DbError::Column`] if it is missing or of another type. The content of the database file is not trusted.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T, DbError> {
        self.value(column)
            .and_then(T::from_value)
            .ok_or_else(|| column.unexpected())
    }

    fn value(&self, column: impl Column) -> Option<&Owned> {
        self.values.get(column.place(&self.names)?)
    }
}

/// Names a column of a result.
pub trait Column: Copy {
    /// Its place in the row, counted from 0.
    fn place(self, names: &[Box<str>]) -> Option<usize>;
    /// Makes the error for an unexpected value.
    fn unexpected(self) -> DbError;
}

impl Column for &str {
    fn place(self, names: &[Box<str>]) -> Option<usize> {
        names.iter().position(|name| **name == *self)
    }

    fn unexpected(self) -> DbError {
        DbError::column(self)
    }
}

impl Column for usize {
    fn place(self, _: &[Box<str>]) -> Option<usize> {
        Some(self)
    }

    fn unexpected(self) -> DbError {
        DbError::column(self)
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// Nothing where the value is of another type.
    fn from_value(value: &Owned) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Owned) -> Option<Self> {
        match value {
            Owned::Integer(value) => Some(*value),
            _ => None,
        }
    }
}

impl FromValue for u64 {
    fn from_value(value: &Owned) -> Option<Self> {
        i64::from_value(value).and_then(|value| value.try_into().ok())
    }
}

impl FromValue for u32 {
    fn from_value(value: &Owned) -> Option<Self> {
        i64::from_value(value).and_then(|value| value.try_into().ok())
    }
}

impl FromValue for usize {
    fn from_value(value: &Owned) -> Option<Self> {
        i64::from_value(value).and_then(|value| value.try_into().ok())
    }
}

impl FromValue for bool {
    fn from_value(value: &Owned) -> Option<Self> {
        match value {
            Owned::Integer(0) => Some(false),
            Owned::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Owned) -> Option<Self> {
        match value {
            Owned::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Owned) -> Option<Self> {
        match value {
            Owned::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Owned) -> Option<Self> {
        match value {
            Owned::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl FromValue for protocol::UnixMillis {
    fn from_value(value: &Owned) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for protocol::FieldSet {
    fn from_value(value: &Owned) -> Option<Self> {
        let bits = i64::from_value(value)?.try_into().ok()?;
        Self::from_bits(bits)
    }
}

impl FromValue for protocol::EventSlug {
    fn from_value(value: &Owned) -> Option<Self> {
        String::from_value(value)?.parse().ok()
    }
}
