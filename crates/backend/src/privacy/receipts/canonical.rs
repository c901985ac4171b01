//! Canonical JSON (RFC 8785): one spelling for each document, so that it can be hashed.

use serde_json::Value;

/// The document holds a fraction, or a number that not every JSON parser reads exactly. Lanyard's documents have
/// no such numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document holds a number that is not a whole number below 2^53")]
pub struct NotCanonical;

/// The greatest whole number that every JSON parser reads exactly (RFC 8785 §3.2.2.3).
const MAX_SAFE: u64 = (1 << 53) - 1;

/// Writes a value in its canonical spelling.
pub fn canonical(value: &Value) -> Result<String, NotCanonical> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, text: &mut String) -> Result<(), NotCanonical> {
    match value {
        Value::Number(number) => {
            let number = number.as_i64().ok_or(NotCanonical)?;
            if number.unsigned_abs() > MAX_SAFE {
                return Err(NotCanonical);
            }
            text.push_str(&number.to_string());
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            // RFC 8785 sorts keys by UTF-16 code units, as JavaScript does.
            keys.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
            text.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(&map[key], text)?;
            }
            text.push('}');
        }
        // serde_json escapes strings as RFC 8785 §3.2.2.2 requires.
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_one_spelling() {
        let value: Value = serde_json::from_str(
            "{ \"b\": [1, -2, true, null], \"a\": \"\\u20ac\\u000f\\n\\\"\\/\\u00e9\", \"\\ufb33\": 0, \"\\ud83d\\ude00\": 1 }",
        )
        .unwrap();
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"a\":\"€\\u000f\\n\\\"/é\",\"b\":[1,-2,true,null],\"😀\":1,\"\u{fb33}\":0}"
        );
    }

    #[test]
    fn numbers_that_are_not_read_alike_everywhere_are_refused() {
        for text in ["1.5", "1e3", "9007199254740992", "[-9007199254740993]"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(canonical(&value), Err(NotCanonical), "{text}");
        }
    }
}
