//! Protection against formula injection into spreadsheets (CWE-1236).

use std::borrow::Cow;

/// Returns the text so that no spreadsheet takes it for a formula.
///
/// A spreadsheet evaluates a cell that begins with `=`, `+`, `-` or `@`, in some languages also with their
/// full-width forms, and programs skip different characters before it. So an apostrophe is put before a text
/// whose first visible character is one of these, and before a text that begins with a tab or a line break.
/// Other control characters become spaces, and characters that change the writing direction are removed.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let first = text.chars().find(|letter| !shows_nothing(*letter));
    let is_formula = first.is_some_and(|letter| "=+-@＝＋－＠﹢﹣﹦﹫−".contains(letter))
        || text.starts_with(['\t', '\r', '\n']);
    let odd = |letter: char| (letter.is_control() && letter != '\n') || turns_direction(letter);
    if !is_formula && !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 1);
    if is_formula {
        safe.push('\'');
    }
    for letter in text.chars() {
        if turns_direction(letter) {
            continue;
        }
        safe.push(if odd(letter) { ' ' } else { letter });
    }
    Cow::Owned(safe)
}

fn shows_nothing(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || turns_direction(letter)
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_could_be_a_formula_is_led_by_an_apostrophe() {
        for hostile in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\tplain",
            "\rplain",
            " =1",
            "\u{a0}=1",
            "\u{3000}@x",
            "\u{2003}\u{2009}+x",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{202e}=1",
            "\u{0}=1",
            "\u{b}\u{c}-1",
            " \u{a0}\t\u{feff} =cmd|' /C calc'!A0",
            "＝1+1",
            "\u{2800}=1",
        ] {
            let safe = sanitize(hostile);
            assert!(safe.starts_with('\''), "{hostile:?} became {safe:?}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for plain in [
            "",
            "Ada",
            "Zoë Ångström",
            "a = b",
            "O'Neill",
            "'=1",
            "5 - 3",
            "山田 太郎",
            "two\nlines",
            "ada@example.org",
        ] {
            assert_eq!(sanitize(plain), plain);
        }
    }

    #[test]
    fn no_control_character_and_no_turn_of_direction_is_left() {
        let safe = sanitize("a\u{0}b\tc\u{1b}[31m\u{202e}d\u{2066}e\r\nf");
        assert_eq!(safe, "a b c [31mde \nf");
    }
}
