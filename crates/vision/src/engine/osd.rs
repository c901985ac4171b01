//! Ordered-statistics decoding of a block of codewords (Fossorier and Lin, "Soft-decision decoding of linear block codes
//! based on ordered statistics", IEEE Transactions on Information Theory 41, 1995).
//!
//! The least reliable bits, as many as there are check bits, are computed from all others: if those are right, so is the
//! codeword. Up to three of the others may be wrong too: each combination is flipped, and the codeword with the least
//! weighted distance to the received bits is taken. This corrects about twice as many wrong bits as erasures do. A codeword
//! is near every block, so one is accepted only where it is nearer than chance would have it.

use super::reed_solomon::{alpha, times};
use crate::tuning;

/// Words of 64 bits for the bits of a block.
const BITS: usize = 10;
/// Words of 64 bits for its check bits.
const CHECKS: usize = 4;

type Row = [u64; BITS];
type Column = [u64; CHECKS];

/// The decoder's buffers.
#[derive(Default)]
pub(crate) struct Osd {
    /// Bits by reliability, the least reliable first.
    order: Vec<u16>,
    /// The parity-check matrix, reduced for the pivots.
    rows: Vec<Row>,
    /// The bits that are computed: the most unreliable independent ones.
    pivots: Vec<u16>,
    /// All other bits: price of flipping, number, and the checks that it takes part in.
    columns: Vec<(f32, u16, Column)>,
    /// Price of each set of eight pivots.
    sums: Vec<[f32; 256]>,
}

impl Osd {
    /// Decodes soft bits, positive for 1 and negative for 0; the last `check` codewords of eight bits are check codewords.
    /// `None` if the nearest codeword is no nearer than chance, and for blocks longer than those of small symbols.
    pub(crate) fn decode(&mut self, bits: &[f32], check: usize) -> Option<Vec<u8>> {
        let length = bits.len() / 8;
        let fits = bits.len() <= 64 * BITS && check * 8 <= 64 * CHECKS && check < length;
        if !fits || !bits.len().is_multiple_of(8) || bits.iter().any(|bit| !bit.is_finite()) {
            return None;
        }
        self.parity_checks(length, check);
        self.order.clear();
        self.order.extend((0..bits.len()).map(|bit| bit as u16));
        let reliability = |bit: u16| bits[usize::from(bit)].abs();
        self.order
            .sort_unstable_by(|a, b| reliability(*a).total_cmp(&reliability(*b)).then(a.cmp(b)));
        self.eliminate()?;

        let mut hard: Row = [0; BITS];
        for (bit, soft) in bits.iter().enumerate() {
            if *soft > 0.0 {
                hard[bit / 64] |= 1 << (bit % 64);
            }
        }
        let mut wrong: Column = [0; CHECKS];
        for (number, row) in self.rows.iter().enumerate() {
            let ones: u32 = row
                .iter()
                .zip(&hard)
                .map(|(a, b)| (a & b).count_ones())
                .sum();
            if ones % 2 == 1 {
                wrong[number / 64] |= 1 << (number % 64);
            }
        }
        self.set_prices(bits);
        let flipped = self.search(wrong, self.distance_limit(bits))?;
        let mut answer = wrong;
        for column in flipped.into_iter().flatten() {
            let (_, bit, checks) = &self.columns[column];
            hard[usize::from(*bit) / 64] ^= 1 << (bit % 64);
            answer = both(answer, *checks);
        }
        for (number, pivot) in self.pivots.iter().enumerate() {
            if answer[number / 64] >> (number % 64) & 1 == 1 {
                hard[usize::from(*pivot) / 64] ^= 1 << (pivot % 64);
            }
        }
        let word = |word: usize| {
            (word * 8..word * 8 + 8).fold(0, |sum, at| {
                sum << 1 | u8::from(hard[at / 64] >> (at % 64) & 1 == 1)
            })
        };
        Some((0..length).map(word).collect())
    }

    /// Sets up the parity-check matrix: the eight bits of each syndrome, as sums of the codewords' bits.
    fn parity_checks(&mut self, length: usize, check: usize) {
        self.rows.clear();
        self.rows.resize(8 * check, [0; BITS]);
        for word in 0..length {
            for (syndrome, rows) in self.rows.chunks_exact_mut(8).enumerate() {
                let factor = alpha(syndrome * (length - 1 - word));
                for bit in 0..8 {
                    let product = times(factor, 0x80 >> bit);
                    let at = word * 8 + bit;
                    for (power, row) in rows.iter_mut().enumerate() {
                        row[at / 64] |= u64::from(product >> power & 1) << (at % 64);
                    }
                }
            }
        }
    }

    /// Reduces the matrix to the least reliable bits by Gaussian elimination.
    fn eliminate(&mut self) -> Option<()> {
        self.pivots.clear();
        self.columns.clear();
        for bit in &self.order {
            let (word, mask) = (usize::from(*bit) / 64, 1_u64 << (bit % 64));
            let done = self.pivots.len();
            let Some(found) = (done..self.rows.len()).find(|row| self.rows[*row][word] & mask > 0)
            else {
                self.columns.push((0.0, *bit, [0; CHECKS]));
                continue;
            };
            self.rows.swap(done, found);
            let pivot = self.rows[done];
            for (number, row) in self.rows.iter_mut().enumerate() {
                if number != done && row[word] & mask > 0 {
                    for (into, from) in row.iter_mut().zip(&pivot) {
                        *into ^= from;
                    }
                }
            }
            self.pivots.push(*bit);
        }
        (self.pivots.len() == self.rows.len()).then_some(())
    }

    /// Computes the price of flipping bits, which is their reliability: of the pivots eight at a time, of the others each.
    fn set_prices(&mut self, bits: &[f32]) {
        self.sums.clear();
        for pivots in self.pivots.chunks(8) {
            let mut sums = [0.0; 256];
            for (place, pivot) in pivots.iter().enumerate() {
                let price = bits[usize::from(*pivot)].abs();
                let half = 1 << place;
                for set in 0..half {
                    sums[half + set] = sums[set] + price;
                }
            }
            self.sums.push(sums);
        }
        for (price, bit, checks) in &mut self.columns {
            *price = bits[usize::from(*bit)].abs();
            let (word, shift) = (usize::from(*bit) / 64, *bit % 64);
            for (number, row) in self.rows.iter().enumerate() {
                checks[number / 64] |= (row[word] >> shift & 1) << (number % 64);
            }
        }
    }

    /// The weighted distance below which a codeword is not there by chance. Each pivot is wrong in half of the codewords
    /// that have nothing to do with the block, so their distance is about half of the whole, and the tens of thousands that
    /// are tried deviate from that by four standard deviations at most.
    fn distance_limit(&self, bits: &[f32]) -> f32 {
        let reliabilities = self.pivots.iter().map(|bit| bits[usize::from(*bit)].abs());
        let (sum, squares) = reliabilities.fold((0.0, 0.0), |(sum, squares), one| {
            (sum + one, squares + one * one)
        });
        (sum - tuning::OSD_DEVIATIONS.get() * f32::sqrt(squares)) / 2.0
    }

    /// The columns to flip so that the weighted distance is least, and below `most`.
    fn search(&self, wrong: Column, most: f32) -> Option<[Option<usize>; 3]> {
        let (pair_bits, triple_bits) = (tuning::OSD_PAIR_BITS.get(), tuning::OSD_TRIPLE_BITS.get());
        let mut least = most;
        let mut best = None;
        let mut weigh = |flipped: [Option<usize>; 3], cost: f32| {
            if cost < least {
                (least, best) = (cost, Some(flipped));
            }
            least
        };
        let mut least = weigh([None; 3], self.cost(wrong));
        for (one, (price, _, checks)) in self.columns.iter().enumerate() {
            if *price >= least {
                break;
            }
            let wrong = both(wrong, *checks);
            least = weigh([Some(one), None, None], price + self.cost(wrong));
            if one >= pair_bits {
                continue;
            }
            // The less reliable of the two comes earlier.
            for (other, (also, _, checks)) in self.columns[..one].iter().enumerate() {
                let price = price + also;
                if price >= least {
                    break;
                }
                let wrong = both(wrong, *checks);
                least = weigh([Some(one), Some(other), None], price + self.cost(wrong));
                if one >= triple_bits {
                    continue;
                }
                for (third, (also, _, checks)) in self.columns[..other].iter().enumerate() {
                    let cost = price + also + self.cost(both(wrong, *checks));
                    least = weigh([Some(one), Some(other), Some(third)], cost);
                }
            }
        }
        best
    }

    /// The price of the pivots that a set of violated checks flips.
    fn cost(&self, wrong: Column) -> f32 {
        let bytes = wrong.iter().flat_map(|word| word.to_le_bytes());
        self.sums
            .iter()
            .zip(bytes)
            .map(|(sums, byte)| sums[usize::from(byte)])
            .sum()
    }
}

fn both(mut one: Column, other: Column) -> Column {
    for (into, from) in one.iter_mut().zip(&other) {
        *into ^= from;
    }
    one
}

#[cfg(test)]
mod tests {
    use super::super::reed_solomon::{correct, with_check_codewords};
    use super::*;
    use crate::test_frames::Noise;

    const CHECK: usize = 18;

    fn data() -> Vec<u8> {
        let mut noise = Noise::new(5);
        (0..32)
            .map(|_| (noise.next() * 128.0 + 128.0) as u8)
            .collect()
    }

    /// The soft bits of a block with noise, and the number of wrong bits.
    fn received(words: &[u8], noise: f32, seed: u32) -> (Vec<f32>, usize) {
        let mut noises = Noise::new(seed);
        let mut wrong = 0;
        let bits = words
            .iter()
            .flat_map(|word| (0..8).map(move |bit| word >> (7 - bit) & 1 == 1))
            .map(|bit| {
                let sent = if bit { 1.0 } else { -1.0 };
                let got: f32 = sent + noise * (0..4).map(|_| noises.next()).sum::<f32>();
                wrong += usize::from(got * sent < 0.0);
                got
            })
            .collect();
        (bits, wrong)
    }

    #[test]
    fn blocks_with_too_many_wrong_codewords_are_corrected() {
        let words = with_check_codewords(&data(), CHECK);
        let mut osd = Osd::default();
        let (mut by_words, mut by_bits, mut all_wrong) = (0, 0, 0);
        for seed in 1..=20 {
            let (bits, wrong) = received(&words, 0.52, seed);
            all_wrong += wrong;
            let mut hard: Vec<u8> = bits
                .chunks_exact(8)
                .map(|bits| {
                    bits.iter()
                        .fold(0, |sum, bit| sum << 1 | u8::from(*bit > 0.0))
                })
                .collect();
            by_words += usize::from(correct(&mut hard, CHECK, &[], 0).is_some());
            let nearest = osd.decode(&bits, CHECK);
            assert!(nearest.as_ref().is_none_or(|nearest| *nearest == words));
            by_bits += usize::from(nearest.is_some());
        }
        assert!(
            by_words <= 2 && by_bits >= 18,
            "{by_words} {by_bits} {all_wrong}"
        );
    }

    #[test]
    fn random_bits_decode_to_nothing() {
        let mut osd = Osd::default();
        for seed in 1..=60 {
            let mut noises = Noise::new(seed);
            for (words, check) in [(50, 18), (70, 26), (43, 18), (26, 7)] {
                // From bits of equal reliability to bits of which few are reliable.
                for power in [0.1, 1.0, 3.0] {
                    let bits: Vec<f32> = (0..words * 8)
                        .map(|_| {
                            let value = noises.next();
                            value.abs().powf(power).copysign(value)
                        })
                        .collect();
                    assert_eq!(osd.decode(&bits, check), None, "{seed} {words} {power}");
                }
            }
        }
    }

    #[test]
    fn invalid_blocks_are_refused() {
        let mut osd = Osd::default();
        for (bits, check) in [
            (0, 0),
            (7, 0),
            (400, 50),
            (400, 60),
            (81 * 8, 18),
            (400, 33),
            (401, 18),
        ] {
            assert_eq!(osd.decode(&vec![1.0; bits], check), None, "{bits} {check}");
        }
        for odd in [f32::NAN, f32::INFINITY] {
            let mut bits = vec![1.0; 400];
            bits[77] = odd;
            assert_eq!(osd.decode(&bits, 18), None);
        }
        assert_eq!(osd.decode(&[0.0; 400], 18), None);
    }
}
