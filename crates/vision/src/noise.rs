//! Noise for tests: the same in every run.

/// Marsaglia's xorshift ("Xorshift RNGs", 2003).
pub(crate) struct Noise(u32);

impl Noise {
    /// A seed of 0 has no noise in it.
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// From -1 to 1.
    #[allow(
        clippy::cast_precision_loss,
        reason = "the 24 bits that are left are exact"
    )]
    pub(crate) fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }
}
