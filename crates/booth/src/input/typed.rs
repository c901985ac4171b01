//! Lines from a keyboard, a pipe, or a hardware scanner that types.

use std::io::{self, Read};

/// Bytes kept of a line. It is more than any badge code has, so a longer line is still refused as too
/// long, and never cut into something shorter that passes.
const MAX_LINE_BYTES: usize = 4096;
/// Bytes asked for at once.
const CHUNK_BYTES: usize = 4096;

/// Reads codes, each ended by CR, LF, a tab or the end: hardware scanners can be set to any of them.
/// Empty lines are passed over.
#[derive(Debug)]
pub struct TypedCodes<R> {
    input: R,
    chunk: Vec<u8>,
    at: usize,
    ended: bool,
    /// The last line ended with CR, so a LF that follows belongs to that end.
    after_cr: bool,
}

impl<R: Read> TypedCodes<R> {
    /// Reads from `input`.
    pub const fn new(input: R) -> Self {
        Self {
            input,
            chunk: Vec::new(),
            at: 0,
            ended: false,
            after_cr: false,
        }
    }

    /// The next line, be it empty: what a person answers to a question.
    pub fn line(&mut self) -> Option<io::Result<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let byte = match self.byte() {
                Ok(Some(byte)) => byte,
                Ok(None) if line.is_empty() => return None,
                Ok(None) => return Some(Ok(line)),
                Err(error) => return Some(Err(error)),
            };
            let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            match byte {
                b'\n' if after_cr && line.is_empty() => {}
                b'\r' | b'\n' | b'\t' => return Some(Ok(line)),
                _ if line.len() < MAX_LINE_BYTES => line.push(byte),
                _ => {}
            }
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.chunk.len() && !self.ended {
            self.chunk.resize(CHUNK_BYTES, 0);
            self.at = 0;
            let read = loop {
                match self.input.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    result => break result,
                }
            };
            // A broken input has ended: asked again, it must not repeat its error for ever.
            let count = *read.as_ref().unwrap_or(&0);
            self.chunk.truncate(count);
            self.ended = count == 0;
            read?;
        }
        let byte = self.chunk.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        Ok(byte)
    }
}

impl<R: Read> Iterator for TypedCodes<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.line()? {
                Ok(line) if line.is_empty() => {}
                line => return Some(line),
            }
        }
    }
}

/// Characters of a badge id, which is where a badge code begins.
const BADGE_ID_LENGTH: usize = 16;

/// What a typed code may have been before the keyboard got at it, the likeliest first.
///
/// A scanner may put a symbology identifier (ISO/IEC 15424, `]Q1`) or a prefix of its owner's before
/// the code, send STX and ETX around it, and type it with the caps-lock key the wrong way round, or with
/// the shift key lost, which makes `;` of `:`. None of this can make a genuine code of a forged one: each
/// spelling is checked like any other code. The code as typed comes last.
pub(crate) fn spellings(line: &[u8]) -> Vec<Vec<u8>> {
    let trimmed: &[u8] = trim(line);
    let bare = without_symbology(trimmed);
    let mut spellings: Vec<Vec<u8>> = Vec::new();
    let mut add = |spelling: Vec<u8>| {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    };
    let upper = bare.to_ascii_uppercase();
    let shifted: Vec<u8> = upper
        .iter()
        .map(|byte| if *byte == b';' { b':' } else { *byte })
        .collect();
    for candidate in [upper, shifted] {
        let colon = candidate.iter().position(|byte| *byte == b':');
        let prefix = colon.and_then(|colon| colon.checked_sub(BADGE_ID_LENGTH));
        if let Some(prefix) = prefix {
            add(candidate[prefix..].to_vec());
        }
        add(candidate);
    }
    add(bare.to_vec());
    spellings
}

fn trim(line: &[u8]) -> &[u8] {
    let is_frame = |byte: &u8| byte.is_ascii_control() || *byte == b' ';
    let start = line.iter().position(|byte| !is_frame(byte));
    let end = line.iter().rposition(|byte| !is_frame(byte));
    match (start, end) {
        (Some(start), Some(end)) => &line[start..=end],
        _ => &[],
    }
}

fn without_symbology(line: &[u8]) -> &[u8] {
    match line {
        [b']', letter, modifier, rest @ ..]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            rest
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<String> {
        TypedCodes::new(input)
            .map(|line| String::from_utf8(line.unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn a_code_ends_with_whatever_the_scanner_sends() {
        assert_eq!(lines(b"A\nB\r\nC\rD\tE"), ["A", "B", "C", "D", "E"]);
        assert_eq!(lines(b"\r\n\r\n\tA\n\n"), ["A"]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn an_answer_may_be_empty_and_crlf_ends_one_line() {
        let mut codes = TypedCodes::new(b"A\r\n\r\nB\r\nC".as_slice());
        assert_eq!(codes.next().unwrap().unwrap(), b"A");
        assert_eq!(codes.line().unwrap().unwrap(), b"");
        assert_eq!(codes.line().unwrap().unwrap(), b"B");
        assert_eq!(codes.line().unwrap().unwrap(), b"C");
        assert!(codes.line().is_none());
    }

    #[test]
    fn codes_come_whole_however_the_input_is_chopped() {
        let input = b"FIRST\r\nSECOND\r\n".as_slice();
        let chopped = input
            .chunks(1)
            .fold(Box::new(io::empty()) as Box<dyn Read>, |whole, part| {
                Box::new(whole.chain(part))
            });
        let read: Vec<_> = TypedCodes::new(chopped).map(Result::unwrap).collect();
        assert_eq!(read, [b"FIRST".to_vec(), b"SECOND".to_vec()]);
    }

    #[test]
    fn a_line_without_end_takes_no_memory_and_is_never_a_shorter_code() {
        let endless = io::repeat(b'A').take(10 << 20);
        let read: Vec<_> = TypedCodes::new(endless).map(Result::unwrap).collect();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].len(), MAX_LINE_BYTES);
    }

    #[test]
    fn a_broken_input_is_told_once_and_ends() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        let mut codes = TypedCodes::new(Broken);
        assert!(codes.next().unwrap().is_err());
        assert!(codes.next().is_none());
    }

    #[test]
    fn what_scanners_do_to_a_code_is_undone() {
        let code = b"0123456789ABCDEF:PYCONUS2027:SEAL".to_vec();
        for typed in [
            "0123456789ABCDEF:PYCONUS2027:SEAL",
            "]Q10123456789ABCDEF:PYCONUS2027:SEAL",
            "0123456789abcdef:pyconus2027:seal",
            "0123456789abcdef;pyconus2027;seal",
            "BOOTH7-0123456789ABCDEF:PYCONUS2027:SEAL",
            "\u{2}0123456789ABCDEF:PYCONUS2027:SEAL\u{3}",
            "  0123456789ABCDEF:PYCONUS2027:SEAL ",
        ] {
            assert!(spellings(typed.as_bytes()).contains(&code), "{typed:?}");
        }
    }

    #[test]
    fn the_code_as_typed_is_among_the_spellings() {
        assert_eq!(
            spellings(b"aBcD:Ada:xYz1").last(),
            Some(&b"aBcD:Ada:xYz1".to_vec())
        );
        assert_eq!(spellings(b""), [b""]);
        assert_eq!(spellings(b"]"), [b"]"]);
    }
}
