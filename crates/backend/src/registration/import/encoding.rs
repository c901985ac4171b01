//! The encodings of files.

use serde::Serialize;

/// The encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-16, little-endian, after a byte order mark.
    #[serde(rename = "UTF-16LE")]
    Utf16LittleEndian,
    /// UTF-16, big-endian, after a byte order mark.
    #[serde(rename = "UTF-16BE")]
    Utf16BigEndian,
    /// The fallback. Every byte has a meaning in it, so it may be the wrong guess.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// Returns the name in the WHATWG Encoding Standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
        }
    }
}
