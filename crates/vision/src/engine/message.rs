//! Decodes soft modules to text: format information, unmasking, error correction, and the segments.

use rxing::qrcode::common::{ErrorCorrectionLevel, FORMAT_INFO_DECODE_LOOKUP, Version};
use rxing::qrcode::cpp_port::decoder::DecodeBitStream;

use super::layout::Layout;
use super::osd::Osd;
use super::reed_solomon::correct;
use crate::tuning;

/// Most format informations that are tried, the likeliest first.
const MAX_FORMATS: usize = 3;

/// The soft modules of a symbol, row by row: positive is dark, negative light, and the magnitude is the reliability.
pub(crate) struct SoftModules<'a> {
    pub(crate) modules: &'a [f32],
    pub(crate) layout: &'a Layout,
}

/// A candidate for the format information.
#[derive(Debug, Clone, Copy)]
struct Format {
    /// Agreement with the soft bits: 1 is full agreement.
    agreement: f32,
    /// Five bits: error correction level and mask.
    meaning: u32,
    mirrored: bool,
}

impl SoftModules<'_> {
    fn at(&self, x: usize, y: usize, mirrored: bool) -> f32 {
        let side = self.layout.side;
        let place = if mirrored { x * side + y } else { y * side + x };
        self.modules.get(place).copied().unwrap_or_default()
    }

    /// Decodes by errors-and-erasures correction.
    pub(crate) fn decode(&self) -> Option<String> {
        let best = self.formats()?;
        best.iter()
            .flatten()
            .find_map(|format| self.with_format(format.meaning, format.mirrored, None))
    }

    /// Decodes by ordered-statistics decoding where errors-and-erasures correction fails: slow.
    pub(crate) fn decode_with_osd(&self, osd: &mut Osd) -> Option<String> {
        let format = self.formats()?[0]?;
        self.with_format(format.meaning, format.mirrored, Some(osd))
    }

    /// Whether the format information agrees with any of the 32 valid ones.
    pub(crate) fn has_format(&self) -> bool {
        self.formats().is_some()
    }

    /// The likeliest format informations, if any is likely.
    fn formats(&self) -> Option<[Option<Format>; MAX_FORMATS]> {
        if self.modules.len() != self.layout.side * self.layout.side {
            return None;
        }
        let mut best: [Option<Format>; MAX_FORMATS] = [None; MAX_FORMATS];
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
                    agreement: agreeing / sure,
                    meaning,
                    mirrored,
                });
                // Inserted in order; the last one drops out.
                for other in &mut best {
                    if other.is_none_or(|other| Some(other.agreement) < format.map(|f| f.agreement))
                    {
                        std::mem::swap(other, &mut format);
                    }
                }
            }
        }
        let first = best[0]?.agreement;
        for format in &mut best {
            *format =
                format.filter(|format| format.agreement > first * tuning::FORMAT_RUNNER_UP.get());
        }
        (first > tuning::FORMAT_AGREEMENT_MIN.get()).then_some(best)
    }

    /// Both copies of the 15 format bits, the highest first.
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
            // One very reliable module must not outvote all others.
            *bit = self.at(x, y, mirrored).clamp(-1.0, 1.0);
        }
        bits
    }

    fn with_format(
        &self,
        meaning: u32,
        mirrored: bool,
        mut osd: Option<&mut Osd>,
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
            let (corrected, left) = match correct_with_erasures(&block, blocks.check) {
                Some(corrected) => corrected,
                None => (osd.as_mut()?.decode(&block, blocks.check)?, 0),
            };
            unspent = unspent.min(left);
            bytes.extend(&corrected[..*data]);
        }
        if unspent < tuning::PADDING_SPARE.get() && !has_valid_padding(&bytes, self.layout.version)
        {
            return None;
        }
        let decoded = DecodeBitStream(&bytes, self.layout.version, level).ok()?;
        let text = decoded.text();
        // Control characters are a sign of a false read if no check codeword is left to detect one.
        let odd = unspent == 0 && text.contains(|c: char| c.is_control() || c == '\u{fffd}');
        (decoded.isValid() && !text.is_empty() && !odd).then_some(text)
    }

    /// The soft bits of the codewords in their order, unmasked: positive is 1.
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

/// Corrects a block, with none and then more and more of its least reliable codewords erased. Returns the codewords and
/// the number of check codewords that were not needed.
fn correct_with_erasures(bits: &[f32], check: usize) -> Option<(Vec<u8>, usize)> {
    let each = || bits.chunks_exact(8);
    let mut words: Vec<u8> = each()
        .map(|bits| {
            bits.iter()
                .fold(0, |word, bit| word << 1 | u8::from(*bit > 0.0))
        })
        .collect();
    // A codeword is as reliable as its least reliable bit.
    let reliability: Vec<f32> = each()
        .map(|bits| {
            bits.iter()
                .fold(f32::INFINITY, |least, bit| least.min(bit.abs()))
        })
        .collect();
    let mut by_reliability: Vec<usize> = (0..words.len()).collect();
    by_reliability.sort_by(|a, b| reliability[*a].total_cmp(&reliability[*b]));
    // Small symbols keep some check codewords for detection (ISO/IEC 18004, table 9).
    let spare = usize::from(check <= 10) * (check % 4).max(1);
    if let Some(wrong) = correct(&mut words, check, &[], spare) {
        return Some((words, check - 2 * wrong));
    }
    let most = check.checked_sub(tuning::ERASURE_SPARE.get())?;
    let mut erased = most % 2 + 2;
    while erased <= most {
        let places = by_reliability.get(..erased)?;
        if let Some(wrong) = correct(&mut words, check, places, tuning::ERASURE_SPARE.get()) {
            return Some((words, check - erased - 2 * wrong));
        }
        erased += 2;
    }
    None
}

/// Whether the mask inverts a module (ISO/IEC 18004, table 10).
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
fn has_valid_padding(bytes: &[u8], version: &Version) -> bool {
    let mut bits = BitReader { bytes, next: 0 };
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

/// Reads bits from bytes, the highest bit first.
struct BitReader<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl BitReader<'_> {
    /// The next `count` bits, at most 16, as a number.
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
        SoftModules { modules, layout }.decode()
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
    fn a_mirrored_symbol_is_read() {
        let (modules, layout) = drawn("MIRROR", 3, EcLevel::M);
        let side = layout.side;
        let mirrored: Vec<f32> = (0..side * side)
            .map(|at| modules[at % side * side + at / side])
            .collect();
        assert_eq!(read(&mirrored, &layout).as_deref(), Some("MIRROR"));
    }

    #[test]
    fn erasures_of_unreliable_codewords_are_corrected_beyond_the_error_limit() {
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
        let reliable: Vec<f32> = modules.iter().map(|soft| soft.signum()).collect();
        assert_eq!(read(&reliable, &layout), None);
    }

    #[test]
    fn noise_decodes_to_nothing() {
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
