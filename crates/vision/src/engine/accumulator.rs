//! Accumulates the soft modules of an undecoded symbol over successive frames.
//!
//! A symbol with too much noise in each frame is decoded from the sum of several frames. Modules are added in the symbol's
//! own grid, so that the symbol may move meanwhile.

use crate::tuning;

/// Most symbols that are accumulated at once.
const MAX_SYMBOLS: usize = 4;

/// The accumulated modules of one symbol.
struct Track {
    side: usize,
    centre: (f32, f32),
    length: f32,
    modules: Vec<f32>,
    observations: u32,
    last_seen: u64,
}

/// All symbols that are accumulated.
#[derive(Default)]
pub(crate) struct Accumulator {
    tracks: Vec<Track>,
    frame: u64,
}

/// The place of an observed symbol in the frame.
#[derive(Clone, Copy)]
pub(crate) struct Location {
    /// Modules a side.
    pub(crate) side: usize,
    /// Centre, in the frame's pixels.
    pub(crate) centre: (f32, f32),
    /// Length of a side, in the frame's pixels.
    pub(crate) length: f32,
}

impl Accumulator {
    /// Whether no symbol is accumulated.
    pub(crate) fn is_empty(&self) -> bool {
        self.tracks.is_empty()
    }

    /// Begins a new frame and drops the symbols that were not seen for some time.
    pub(crate) fn next_frame(&mut self) {
        self.frame += 1;
        let now = self.frame;
        self.tracks
            .retain(|track| now - track.last_seen <= tuning::ACCUMULATE_FRAMES.get());
    }

    /// Drops a symbol that was decoded.
    pub(crate) fn remove(&mut self, location: Location) {
        self.tracks.retain(|track| !track.may_be_at(location));
    }

    /// Adds an observation, and returns the sum if earlier observations agree with it.
    pub(crate) fn add(&mut self, location: Location, modules: &[f32]) -> Option<&[f32]> {
        let most = tuning::ACCUMULATE_LEVEL_MAX.get();
        let agreeing = self.tracks.iter().position(|track| {
            track.may_be_at(location)
                && cosine(&track.modules, modules) > tuning::ACCUMULATE_COSINE_MIN.get()
        });
        if let Some(place) = agreeing {
            let track = &mut self.tracks[place];
            for (sum, module) in track.modules.iter_mut().zip(modules) {
                *sum += module.clamp(-most, most);
            }
            track.observations += 1;
            (track.centre, track.length, track.last_seen) =
                (location.centre, location.length, self.frame);
            return Some(&track.modules);
        }
        let replaced = if self.tracks.len() < MAX_SYMBOLS {
            None
        } else {
            // The one with the fewest observations, and of those the oldest.
            self.tracks
                .iter_mut()
                .min_by_key(|track| (track.observations, track.last_seen))
        };
        let fresh = |mut buffer: Vec<f32>, frame| {
            buffer.clear();
            buffer.extend(modules.iter().map(|module| module.clamp(-most, most)));
            Track {
                side: location.side,
                centre: location.centre,
                length: location.length,
                modules: buffer,
                observations: 1,
                last_seen: frame,
            }
        };
        match replaced {
            Some(old) => *old = fresh(std::mem::take(&mut old.modules), self.frame),
            None => self.tracks.push(fresh(Vec::new(), self.frame)),
        }
        None
    }
}

impl Track {
    fn may_be_at(&self, location: Location) -> bool {
        let distance = (self.centre.0 - location.centre.0).hypot(self.centre.1 - location.centre.1);
        self.side == location.side
            && distance < tuning::ACCUMULATE_SHIFT_MAX.get() * self.length.max(location.length)
    }
}

/// The cosine similarity of two observations.
fn cosine(one: &[f32], other: &[f32]) -> f32 {
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

    fn location(x: f32) -> Location {
        Location {
            side: 21,
            centre: (x, 100.0),
            length: 50.0,
        }
    }

    /// The modules of a symbol in one noisy observation.
    fn observation(symbol: u64, number: u64, noise: f32) -> Vec<f32> {
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
        let truth = observation(symbol, 0, 0.0);
        sum.iter().zip(truth).filter(|(a, b)| **a * b < 0.0).count()
    }

    #[test]
    fn observations_of_a_moving_symbol_add_up() {
        let mut accumulator = Accumulator::default();
        let mut errors = Vec::new();
        for number in 0..12_u8 {
            accumulator.next_frame();
            let seen = observation(1, u64::from(number), 2.5);
            let sum = accumulator.add(location(100.0 + f32::from(number) * 9.0), &seen);
            errors.push(wrong(sum.unwrap_or(&seen), 1));
        }
        assert!(errors[0] > 100 && errors[11] < 25, "{errors:?}");
    }

    #[test]
    fn another_symbol_in_the_same_place_is_not_added() {
        let mut accumulator = Accumulator::default();
        accumulator.add(location(100.0), &observation(1, 0, 0.5));
        assert!(
            accumulator
                .add(location(100.0), &observation(2, 0, 0.5))
                .is_none()
        );
        assert!(
            accumulator
                .add(location(100.0), &observation(1, 1, 0.5))
                .is_some()
        );
        assert!(
            accumulator
                .add(location(900.0), &observation(1, 2, 0.5))
                .is_none()
        );
    }

    #[test]
    fn lost_and_decoded_symbols_are_dropped_and_the_number_is_limited() {
        let mut accumulator = Accumulator::default();
        accumulator.add(location(100.0), &observation(1, 0, 0.5));
        accumulator.remove(location(110.0));
        assert!(
            accumulator
                .add(location(100.0), &observation(1, 1, 0.5))
                .is_none()
        );
        for _ in 0..=tuning::ACCUMULATE_FRAMES.get() {
            accumulator.next_frame();
        }
        assert!(
            accumulator
                .add(location(100.0), &observation(1, 2, 0.5))
                .is_none()
        );
        for number in 0..20_u8 {
            accumulator.add(
                location(1000.0 * f32::from(number)),
                &observation(3, 0, 0.5),
            );
        }
        assert_eq!(accumulator.tracks.len(), MAX_SYMBOLS);
    }
}
