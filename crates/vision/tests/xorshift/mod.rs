//! Pseudo-random numbers, the same in every run: Marsaglia's xorshift ("Xorshift RNGs", 2003).

/// Advances the state and returns it as the next number.
pub(crate) fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
