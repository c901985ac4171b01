//! Numbers that are the same in every run: Marsaglia's xorshift ("Xorshift RNGs", 2003).

/// The next number, which is the next state too.
pub(crate) fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
