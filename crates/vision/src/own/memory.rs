//! Symbols that could not be read yet, remembered from frame to frame.
//!
//! What is too faint for one look is not for fifteen: the modules of successive frames are added up, each where it is in
//! the symbol's own grid, however the symbol has moved meanwhile.

/// Symbols that are remembered at once.
const MOST: usize = 4;
/// A symbol that was not seen for so many frames is forgotten.
const FRAMES: u64 = 20;
/// How much two looks at one symbol agree at least, where 1 is wholly and 0 chance; chance alone gives at most about
/// 0.2 with the modules of the smallest symbol.
const AGREE: f32 = 0.25;
/// A symbol does not move further between two frames than so many of its sides.
const MOVE: f32 = 1.5;

/// Modules added up.
struct Remembered {
    side: usize,
    middle: (f32, f32),
    length: f32,
    modules: Vec<f32>,
    looks: u32,
    seen: u64,
}

/// What could not be read yet.
#[derive(Default)]
pub(crate) struct Memory {
    symbols: Vec<Remembered>,
    frame: u64,
}

/// Where a symbol is, as far as memory cares.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    /// Modules a side.
    pub(crate) side: usize,
    /// In the frame's pixels.
    pub(crate) middle: (f32, f32),
    /// Of its side, in the frame's pixels.
    pub(crate) length: f32,
}

impl Memory {
    /// Whether nothing is remembered.
    pub(crate) fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// A new frame begins.
    pub(crate) fn next_frame(&mut self) {
        self.frame += 1;
        let now = self.frame;
        self.symbols.retain(|symbol| now - symbol.seen <= FRAMES);
    }

    /// A symbol has been read: nothing is left to remember of it.
    pub(crate) fn forget(&mut self, spot: Spot) {
        self.symbols.retain(|symbol| !symbol.may_be(spot));
    }

    /// Adds a look; the sum of all looks, if there are several that agree.
    pub(crate) fn add(&mut self, spot: Spot, modules: &[f32]) -> Option<&[f32]> {
        let agreeing = self
            .symbols
            .iter()
            .position(|symbol| symbol.may_be(spot) && likeness(&symbol.modules, modules) > AGREE);
        if let Some(place) = agreeing {
            let symbol = &mut self.symbols[place];
            for (sum, module) in symbol.modules.iter_mut().zip(modules) {
                *sum += module.clamp(-1.5, 1.5);
            }
            symbol.looks += 1;
            (symbol.middle, symbol.length, symbol.seen) = (spot.middle, spot.length, self.frame);
            return Some(&symbol.modules);
        }
        let old = if self.symbols.len() < MOST {
            None
        } else {
            // Of which the fewest looks were had, and of those the oldest.
            self.symbols
                .iter_mut()
                .min_by_key(|symbol| (symbol.looks, symbol.seen))
        };
        let fresh = |mut kept: Vec<f32>, frame| {
            kept.clear();
            kept.extend(modules.iter().map(|module| module.clamp(-1.5, 1.5)));
            Remembered {
                side: spot.side,
                middle: spot.middle,
                length: spot.length,
                modules: kept,
                looks: 1,
                seen: frame,
            }
        };
        match old {
            Some(old) => *old = fresh(std::mem::take(&mut old.modules), self.frame),
            None => self.symbols.push(fresh(Vec::new(), self.frame)),
        }
        None
    }
}

impl Remembered {
    fn may_be(&self, spot: Spot) -> bool {
        let apart = (self.middle.0 - spot.middle.0).hypot(self.middle.1 - spot.middle.1);
        self.side == spot.side && apart < MOVE * self.length.max(spot.length)
    }
}

/// The cosine between two looks.
fn likeness(one: &[f32], other: &[f32]) -> f32 {
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        both += a * b;
        first += a * a;
        second += b * b;
    }
    both / (first * second).sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(x: f32) -> Spot {
        Spot {
            side: 21,
            middle: (x, 100.0),
            length: 50.0,
        }
    }

    /// Modules of a symbol with a look's own noise.
    fn look(symbol: u64, number: u64, noise: f32) -> Vec<f32> {
        let mix = |seed: u64| {
            let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (z >> 40) as f32 / 8_388_608.0 - 1.0
        };
        (0..441)
            .map(|at| mix(symbol * 1000 + at).signum() + noise * mix((number + 7) * 100_000 + at))
            .collect()
    }

    fn wrong(sum: &[f32], symbol: u64) -> usize {
        let truth = look(symbol, 0, 0.0);
        sum.iter().zip(truth).filter(|(a, b)| **a * b < 0.0).count()
    }

    #[test]
    fn looks_at_a_moving_symbol_add_up() {
        let mut memory = Memory::default();
        let mut errors = Vec::new();
        for number in 0..12_u8 {
            memory.next_frame();
            let seen = look(1, u64::from(number), 2.5);
            let sum = memory.add(spot(100.0 + f32::from(number) * 9.0), &seen);
            errors.push(wrong(sum.unwrap_or(&seen), 1));
        }
        assert!(errors[0] > 100 && errors[11] < 25, "{errors:?}");
    }

    #[test]
    fn another_symbol_in_the_same_place_is_not_added() {
        let mut memory = Memory::default();
        memory.add(spot(100.0), &look(1, 0, 0.5));
        assert!(memory.add(spot(100.0), &look(2, 0, 0.5)).is_none());
        assert!(memory.add(spot(100.0), &look(1, 1, 0.5)).is_some());
        assert!(memory.add(spot(900.0), &look(1, 2, 0.5)).is_none());
    }

    #[test]
    fn what_is_gone_or_read_is_forgotten_and_memory_stays_small() {
        let mut memory = Memory::default();
        memory.add(spot(100.0), &look(1, 0, 0.5));
        memory.forget(spot(110.0));
        assert!(memory.add(spot(100.0), &look(1, 1, 0.5)).is_none());
        for _ in 0..=FRAMES {
            memory.next_frame();
        }
        assert!(memory.add(spot(100.0), &look(1, 2, 0.5)).is_none());
        for number in 0..20_u8 {
            memory.add(spot(1000.0 * f32::from(number)), &look(3, 0, 0.5));
        }
        assert_eq!(memory.symbols.len(), MOST);
    }
}
