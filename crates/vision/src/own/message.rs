//! From modules that are more or less certain to the text.

use rxing::qrcode::common::{ErrorCorrectionLevel, FORMAT_INFO_DECODE_LOOKUP, Version};
use rxing::qrcode::cpp_port::decoder::DecodeBitStream;

use super::layout::Layout;
use super::ordered::Ordered;
use super::reed_solomon::correct;

/// How many of the likeliest format informations are tried.
const FORMATS: usize = 3;
/// The likeliest agrees with the symbol at least so much, where 1 is wholly; with nothing at all, chance alone seldom
/// gives half.
const LEAST_LIKENESS: f32 = 0.52;
/// Others are tried where they agree nearly as much.
const NEARLY: f32 = 0.8;
/// Check codewords that stay unspent where codewords are erased, so that chance does not make a message.
const SPARE_OF_ERASED: usize = 2;
/// Fewer unspent check codewords than this in all, and the message must end as ISO/IEC 18004 says.
const SPARE_OF_UNSURE: usize = 6;

/// A symbol's modules, row after row: above 0 dark, below 0 light, and the further the surer.
pub(crate) struct Soft<'a> {
    pub(crate) modules: &'a [f32],
    pub(crate) layout: &'a Layout,
}

/// What the format information may be.
#[derive(Debug, Clone, Copy)]
struct Format {
    likeness: f32,
    /// Five bits: error correction and mask.
    meaning: u32,
    mirrored: bool,
}

impl Soft<'_> {
    fn at(&self, x: usize, y: usize, mirrored: bool) -> f32 {
        let side = self.layout.side;
        let place = if mirrored { x * side + y } else { y * side + x };
        self.modules.get(place).copied().unwrap_or_default()
    }

    /// The message, if its check codewords agree.
    pub(crate) fn message(&self) -> Option<String> {
        let best = self.formats()?;
        best.iter()
            .flatten()
            .find_map(|format| self.with_format(format.meaning, format.mirrored, None))
    }

    /// The likeliest message, where codewords that are wrong in more places than can be corrected are guessed at: slow.
    pub(crate) fn likeliest_message(&self, ordered: &mut Ordered) -> Option<String> {
        let format = self.formats()?[0]?;
        self.with_format(format.meaning, format.mirrored, Some(ordered))
    }

    /// Whether the format information is likely to be one.
    pub(crate) fn is_likely(&self) -> bool {
        self.formats().is_some()
    }

    /// The likeliest formats, if any is likely.
    fn formats(&self) -> Option<[Option<Format>; FORMATS]> {
        if self.modules.len() != self.layout.side * self.layout.side {
            return None;
        }
        let mut best: [Option<Format>; FORMATS] = [None; FORMATS];
        for mirrored in [false, true] {
            let bits = self.format_bits(mirrored);
            let sure = bits.iter().map(|bit| bit.abs()).sum::<f32>().max(0.1);
            for [pattern, meaning] in FORMAT_INFO_DECODE_LOOKUP {
                let agreeing: f32 = bits
                    .iter()
                    .enumerate()
                    .map(|(place, bit)| {
                        let dark = pattern >> (14 - place % 15) & 1 == 1;
                        if dark { *bit } else { -bit }
                    })
                    .sum();
                let mut format = Some(Format {
                    likeness: agreeing / sure,
                    meaning,
                    mirrored,
                });
                // In at its place, and the last one out.
                for other in &mut best {
                    if other.is_none_or(|other| Some(other.likeness) < format.map(|f| f.likeness)) {
                        std::mem::swap(other, &mut format);
                    }
                }
            }
        }
        let first = best[0]?.likeness;
        for format in &mut best {
            *format = format.filter(|format| format.likeness > first * NEARLY);
        }
        (first > LEAST_LIKENESS).then_some(best)
    }

    /// Both copies of the 15 bits, the highest first.
    fn format_bits(&self, mirrored: bool) -> [f32; 30] {
        let side = self.layout.side;
        let mut bits = [0.0; 30];
        let first = (0..6)
            .map(|x| (x, 8))
            .chain([(7, 8), (8, 8), (8, 7)])
            .chain((0..6).rev().map(|y| (8, y)));
        let second = (0..7)
            .map(|up| (8, side - 1 - up))
            .chain((0..8).map(|right| (side - 8 + right, 8)));
        for (bit, (x, y)) in bits.iter_mut().zip(first.chain(second)) {
            // A module that is very sure must not outvote all others.
            *bit = self.at(x, y, mirrored).clamp(-1.0, 1.0);
        }
        bits
    }

    fn with_format(
        &self,
        meaning: u32,
        mirrored: bool,
        mut ordered: Option<&mut Ordered>,
    ) -> Option<String> {
        let level = ErrorCorrectionLevel::forBits(u8::try_from(meaning >> 3).ok()?).ok()?;
        let bits = self.unmasked(meaning & 7, mirrored);
        let blocks = self.layout.blocks(level);
        let (mut bytes, mut unspent) = (Vec::new(), usize::MAX);
        let mut block: Vec<f32> = Vec::new();
        for (places, data) in blocks.places().iter().zip(&blocks.data) {
            block.clear();
            for place in places {
                block.extend(bits.get(place * 8..place * 8 + 8)?);
            }
            let (corrected, left) = match corrected(&block, blocks.check) {
                Some(corrected) => corrected,
                None => (ordered.as_mut()?.nearest(&block, blocks.check)?, 0),
            };
            unspent = unspent.min(left);
            bytes.extend(&corrected[..*data]);
        }
        if unspent < SPARE_OF_UNSURE && !ends_as_it_should(&bytes, self.layout.version) {
            return None;
        }
        let decoded = DecodeBitStream(&bytes, self.layout.version, level).ok()?;
        let text = decoded.text();
        // Nobody writes these, and chance does.
        let odd = unspent == 0 && text.contains(|c: char| c.is_control() || c == '\u{fffd}');
        (decoded.isValid() && !text.is_empty() && !odd).then_some(text)
    }

    /// The codewords' bits, one after the other, with the mask taken off: above 0 is 1.
    fn unmasked(&self, mask: u32, mirrored: bool) -> Vec<f32> {
        let side = self.layout.side;
        let places = self.layout.bits.iter();
        places
            .map(|place| {
                let (x, y) = (usize::from(*place) % side, usize::from(*place) / side);
                let soft = self.at(x, y, mirrored);
                if masked(mask, x, y) { -soft } else { soft }
            })
            .collect()
    }
}

/// Corrects a block, erasing none or ever more of its least certain codewords. With it comes how many check codewords
/// were not needed.
fn corrected(bits: &[f32], check: usize) -> Option<(Vec<u8>, usize)> {
    let each = || bits.chunks_exact(8);
    let mut words: Vec<u8> = each()
        .map(|bits| {
            bits.iter()
                .fold(0, |word, bit| word << 1 | u8::from(*bit > 0.0))
        })
        .collect();
    // A codeword is as sure as the least sure of its bits.
    let sure: Vec<f32> = each()
        .map(|bits| {
            bits.iter()
                .fold(f32::INFINITY, |sure, bit| sure.min(bit.abs()))
        })
        .collect();
    let mut by_doubt: Vec<usize> = (0..words.len()).collect();
    by_doubt.sort_by(|a, b| sure[*a].total_cmp(&sure[*b]));
    // Small symbols keep some check codewords for detection (ISO/IEC 18004, table 9).
    let spare = usize::from(check <= 10) * (check % 4).max(1);
    if let Some(wrong) = correct(&mut words, check, &[], spare) {
        return Some((words, check - 2 * wrong));
    }
    let most = check.checked_sub(SPARE_OF_ERASED)?;
    let mut erased = most % 2 + 2;
    while erased <= most {
        let places = by_doubt.get(..erased)?;
        if let Some(wrong) = correct(&mut words, check, places, SPARE_OF_ERASED) {
            return Some((words, check - erased - 2 * wrong));
        }
        erased += 2;
    }
    None
}

/// The mask patterns (ISO/IEC 18004, table 10).
fn masked(mask: u32, x: usize, y: usize) -> bool {
    let product = x * y;
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (y / 2 + x / 3).is_multiple_of(2),
        5 => product % 2 + product % 3 == 0,
        6 => (product % 2 + product % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + product % 3).is_multiple_of(2),
    }
}

/// Whether the segments are followed by a terminator and the prescribed padding, to the last byte.
fn ends_as_it_should(bytes: &[u8], version: &Version) -> bool {
    let mut bits = Bits { bytes, next: 0 };
    let number = version.getVersionNumber();
    let size = usize::from(number > 9) + usize::from(number > 26);
    loop {
        let left = bytes.len() * 8 - bits.next;
        if left < 4 {
            return bits.take(left) == Some(0);
        }
        let Some(mode) = bits.take(4) else {
            return false;
        };
        let skip = match mode {
            0 => break,
            1 => bits
                .take([10, 12, 14][size])
                .map(|count| count / 3 * 10 + [0, 4, 7][count % 3]),
            2 => bits
                .take([9, 11, 13][size])
                .map(|count| count / 2 * 11 + count % 2 * 6),
            4 => bits.take([8, 16, 16][size]).map(|count| count * 8),
            8 => bits.take([8, 10, 12][size]).map(|count| count * 13),
            3 => Some(16),
            5 => Some(0),
            7 => match bits.take(8) {
                Some(0..0x80) => Some(0),
                Some(0x80..0xc0) => Some(8),
                Some(_) => Some(16),
                None => None,
            },
            _ => None,
        };
        match skip {
            Some(skip) if bits.next + skip <= bytes.len() * 8 => bits.next += skip,
            _ => return false,
        }
    }
    let rest = bits.next.div_ceil(8);
    let filling = rest * 8 - bits.next;
    bits.take(filling) == Some(0)
        && bytes[rest..]
            .iter()
            .zip([0xec, 0x11].iter().cycle())
            .all(|(byte, pad)| byte == pad)
}

struct Bits<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl Bits<'_> {
    /// The next bits, at most 16 of them, as a number.
    fn take(&mut self, count: usize) -> Option<usize> {
        let mut number = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.next / 8)?;
            number = number << 1 | usize::from(byte >> (7 - self.next % 8) & 1);
            self.next += 1;
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode, Version as Drawn};

    use super::*;

    fn drawn(text: &str, version: i16, level: EcLevel) -> (Vec<f32>, Layout) {
        let code = QrCode::with_version(text, Drawn::Normal(version), level).unwrap();
        let layout = Layout::of(code.width()).unwrap();
        let modules = code
            .into_colors()
            .into_iter()
            .map(|color| if color == Color::Dark { 1.0 } else { -1.0 })
            .collect();
        (modules, layout)
    }

    fn read(modules: &[f32], layout: &Layout) -> Option<String> {
        Soft { modules, layout }.message()
    }

    #[test]
    fn every_version_and_level_is_read() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let (modules, layout) = drawn("READ 42", version, level);
                assert_eq!(
                    read(&modules, &layout).as_deref(),
                    Some("READ 42"),
                    "{version} {level:?}"
                );
            }
        }
    }

    #[test]
    fn a_symbol_in_a_mirror_is_read() {
        let (modules, layout) = drawn("MIRROR", 3, EcLevel::M);
        let side = layout.side;
        let mirrored: Vec<f32> = (0..side * side)
            .map(|at| modules[at % side * side + at / side])
            .collect();
        assert_eq!(read(&mirrored, &layout).as_deref(), Some("MIRROR"));
    }

    #[test]
    fn twice_as_much_is_corrected_where_it_is_known_to_be_unsure() {
        let text = "0123456789ABCDEF:RUSTFEST2027:0123456789ABCDEF0123456789AB";
        let (mut modules, layout) = drawn(text, 3, EcLevel::M);
        // 20 of 70 codewords are wrong, where errors alone could be 13.
        for word in 0..20 {
            for bit in 0..4 {
                let place = usize::from(layout.bits[word * 24 + bit * 2]);
                modules[place] *= -0.1;
            }
        }
        assert_eq!(read(&modules, &layout).as_deref(), Some(text));
        let sure: Vec<f32> = modules.iter().map(|soft| soft.signum()).collect();
        assert_eq!(read(&sure, &layout), None);
    }

    #[test]
    fn noise_says_nothing() {
        let layout = Layout::of(29).unwrap();
        let mut state = 1_u32;
        for _ in 0..300 {
            let modules: Vec<f32> = (0..29 * 29)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    f32::from(u16::try_from(state >> 16).unwrap()) / 32768.0 - 1.0
                })
                .collect();
            assert_eq!(read(&modules, &layout), None);
        }
        assert_eq!(read(&[f32::NAN; 29 * 29], &layout), None);
        assert_eq!(read(&[1.0; 5], &layout), None);
    }
}
