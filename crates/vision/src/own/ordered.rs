//! Correcting a block of codewords by how sure each of its bits is: ordered statistics decoding (Fossorier and Lin,
//! "Soft-decision decoding of linear block codes based on ordered statistics", IEEE Transactions on Information Theory 41,
//! 1995).
//!
//! As many bits as there are check bits are computed from all others, and those are the least sure ones; where the sure
//! ones are right, so are all. Up to three of the sure ones may be wrong, too: each is tried the other way round, and that
//! codeword is taken which contradicts the least. It corrects about twice as many wrong bits as erasing the least sure
//! codewords does. There is a codeword near everything, so one is believed only where chance would have none so near.

use super::reed_solomon::{alpha, times};

/// Words of 64 bits for the bits of a block.
const BITS: usize = 10;
/// Words of 64 bits for its check bits.
const CHECKS: usize = 4;
/// So many of the less sure among the sure bits are tried two at a time.
const IN_PAIRS: usize = 160;
/// And so many three at a time.
const IN_THREES: usize = 24;

/// What is taken for the right codeword contradicts so many standard deviations less than those that are there by chance.
const DEVIATIONS: f32 = 6.5;

type Row = [u64; BITS];
type Column = [u64; CHECKS];

/// The memory to do it in.
#[derive(Default)]
pub(crate) struct Ordered {
    order: Vec<u16>,
    rows: Vec<Row>,
    pivots: Vec<u16>,
    columns: Vec<(f32, u16, Column)>,
    sums: Vec<[f32; 256]>,
}

impl Ordered {
    /// The likeliest codeword for bits that are above 0 for a 1 and below 0 for a 0, the further the surer; the last
    /// `check` codewords of eight bits are check codewords. None where chance would have one that is as near, and for
    /// blocks longer than those of small symbols.
    pub(crate) fn nearest(&mut self, bits: &[f32], check: usize) -> Option<Vec<u8>> {
        let length = bits.len() / 8;
        let fits = bits.len() <= 64 * BITS && check * 8 <= 64 * CHECKS && check < length;
        if !fits || !bits.len().is_multiple_of(8) || bits.iter().any(|bit| !bit.is_finite()) {
            return None;
        }
        self.equations(length, check);
        self.order.clear();
        self.order.extend((0..bits.len()).map(|bit| bit as u16));
        let sure = |bit: u16| bits[usize::from(bit)].abs();
        self.order
            .sort_unstable_by(|a, b| sure(*a).total_cmp(&sure(*b)).then(a.cmp(b)));
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
        self.price(bits);
        let flipped = self.search(wrong, self.most(bits))?;
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

    /// What must be even: each syndrome's eight bits, as sums of the codewords' bits.
    fn equations(&mut self, length: usize, check: usize) {
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

    /// Solves the equations for the least sure bits.
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

    /// What flipping bits costs: those that are computed eight at a time, and each of the others.
    fn price(&mut self, bits: &[f32]) {
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

    /// What a codeword may contradict that is not there by chance. Each of the bits that are computed is wrong in half of
    /// the codewords that have nothing to do with the block, so what these contradict is about half of the whole, and the
    /// tens of thousands that are tried deviate from that by four deviations at most.
    fn most(&self, bits: &[f32]) -> f32 {
        let sure = self.pivots.iter().map(|bit| bits[usize::from(*bit)].abs());
        let (sum, squares) = sure.fold((0.0, 0.0), |(sum, squares), sure| {
            (sum + sure, squares + sure * sure)
        });
        (sum - DEVIATIONS * f32::sqrt(squares)) / 2.0
    }

    /// Which of the sure bits to flip, so that all contradictions cost the least, and less than `most`.
    fn search(&self, wrong: Column, most: f32) -> Option<[Option<usize>; 3]> {
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
            if one >= IN_PAIRS {
                continue;
            }
            // The less sure of the two is the earlier.
            for (other, (also, _, checks)) in self.columns[..one].iter().enumerate() {
                let price = price + also;
                if price >= least {
                    break;
                }
                let wrong = both(wrong, *checks);
                least = weigh([Some(one), Some(other), None], price + self.cost(wrong));
                if one >= IN_THREES {
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
    use super::super::reed_solomon::{checked, correct};
    use super::*;
    use crate::noise::Noise;

    const CHECK: usize = 18;

    fn data() -> Vec<u8> {
        let mut noise = Noise::new(5);
        (0..32)
            .map(|_| (noise.next() * 128.0 + 128.0) as u8)
            .collect()
    }

    /// A codeword's bits with so much noise over them, and how many of them are wrong.
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
    fn blocks_are_corrected_that_have_too_many_wrong_words() {
        let words = checked(&data(), CHECK);
        let mut ordered = Ordered::default();
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
            let nearest = ordered.nearest(&bits, CHECK);
            assert!(nearest.as_ref().is_none_or(|nearest| *nearest == words));
            by_bits += usize::from(nearest.is_some());
        }
        assert!(
            by_words <= 2 && by_bits >= 18,
            "{by_words} {by_bits} {all_wrong}"
        );
    }

    #[test]
    fn chance_is_next_to_nothing() {
        let mut ordered = Ordered::default();
        for seed in 1..=60 {
            let mut noises = Noise::new(seed);
            for (words, check) in [(50, 18), (70, 26), (43, 18), (26, 7)] {
                // Of all shapes, from bits that are all as sure to those that are sure seldom.
                for power in [0.1, 1.0, 3.0] {
                    let bits: Vec<f32> = (0..words * 8)
                        .map(|_| {
                            let value = noises.next();
                            value.abs().powf(power).copysign(value)
                        })
                        .collect();
                    assert_eq!(
                        ordered.nearest(&bits, check),
                        None,
                        "{seed} {words} {power}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_block_is_refused() {
        let mut ordered = Ordered::default();
        for (bits, check) in [
            (0, 0),
            (7, 0),
            (400, 50),
            (400, 60),
            (81 * 8, 18),
            (400, 33),
            (401, 18),
        ] {
            assert_eq!(
                ordered.nearest(&vec![1.0; bits], check),
                None,
                "{bits} {check}"
            );
        }
        for odd in [f32::NAN, f32::INFINITY] {
            let mut bits = vec![1.0; 400];
            bits[77] = odd;
            assert_eq!(ordered.nearest(&bits, 18), None);
        }
        assert_eq!(ordered.nearest(&[0.0; 400], 18), None);
    }
}
