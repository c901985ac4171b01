//! What counts as an e-mail address.

/// Characters of an e-mail address (RFC 5321 §4.5.3.1.3, less the brackets).
pub(crate) const EMAIL_CHARACTERS: usize = 254;

/// Whether something could be an e-mail address: one that mail is sent to, so a mistake is found when it
/// bounces, and no rule here should refuse an address that works.
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
