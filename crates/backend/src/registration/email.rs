//! The syntax check and the normal form of e-mail addresses.

/// The most characters of an e-mail address (RFC 5321 §4.5.3.1.3, less the brackets).
pub(crate) const EMAIL_CHARACTERS: usize = 254;

/// Returns whether a text can be an e-mail address. The check is lenient, because a mistake shows when the mail
/// bounces and no working address may be refused.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let forbidden = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, ',' | ';' | '<' | '>')
    };
    !local.is_empty()
        && !domain.is_empty()
        && !local.contains('@')
        && text.chars().count() <= EMAIL_CHARACTERS
        && !text.contains(forbidden)
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains("..")
}

/// Returns an address as it is stored and looked up; `None` if the text is no address.
#[must_use]
pub fn normalize_email(text: &str) -> Option<String> {
    let text = text.trim();
    is_email(text).then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_work_are_taken() {
        for good in [
            "a@b",
            "ada+x@example.org",
            "\"odd\"@example.org",
            "jürgen@exämple.de",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a@.b", "a@b..c", "a@b,c@d"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
