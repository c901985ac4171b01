//! Decodes a file's bytes into text.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::registration::import::encoding::Encoding;
use crate::registration::import::error::ImportError;

/// Decodes a file without its byte order mark.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), ImportError> {
    // An .xlsx or .ods file is a ZIP archive; an old .xls file is an OLE file.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ImportError::Spreadsheet);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let text = UTF_16LE.decode_without_bom_handling_and_without_replacement(rest);
        return whole(text, Encoding::Utf16LittleEndian);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let text = UTF_16BE.decode_without_bom_handling_and_without_replacement(rest);
        return whole(text, Encoding::Utf16BigEndian);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let text = std::str::from_utf8(rest).ok();
        return whole(text.map(Into::into), Encoding::Utf8);
    }
    // A text has no zero byte, but UTF-16 without a byte order mark has many.
    if bytes.contains(&0) {
        return Err(ImportError::NotText);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(error) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
            Ok((text.into_owned(), Encoding::Windows1252))
        }
    }
}

fn whole(
    text: Option<std::borrow::Cow<'_, str>>,
    encoding: Encoding,
) -> Result<(String, Encoding), ImportError> {
    let text = text.ok_or(ImportError::Malformed { encoding })?;
    Ok((text.into_owned(), encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    }

    #[test]
    fn the_same_text_comes_out_of_every_encoding() {
        let text = "Zoë,Ångström\n";
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let western = b"Zo\xeb,\xc5ngstr\xf6m\n".to_vec();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked, Encoding::Utf8),
            (utf16(text, u16::to_le_bytes), Encoding::Utf16LittleEndian),
            (utf16(text, u16::to_be_bytes), Encoding::Utf16BigEndian),
            (western, Encoding::Windows1252),
        ] {
            assert_eq!(decode(bytes).unwrap(), (text.to_owned(), encoding));
        }
    }

    #[test]
    fn a_file_that_breaks_its_own_mark_is_refused_not_guessed() {
        for bytes in [
            b"\xef\xbb\xbfZo\xeb".to_vec(),
            b"\xff\xfe\x00\xd8".to_vec(),
            b"\xfe\xff\x00".to_vec(),
        ] {
            assert!(matches!(decode(bytes), Err(ImportError::Malformed { .. })));
        }
    }

    #[test]
    fn a_spreadsheets_own_file_and_a_picture_are_told_from_text() {
        assert!(matches!(
            decode(b"PK\x03\x04....".to_vec()),
            Err(ImportError::Spreadsheet)
        ));
        assert!(matches!(
            decode(b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
            Err(ImportError::NotText)
        ));
    }
}
