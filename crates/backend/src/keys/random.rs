//! Randomness from the operating system.

use ring::rand::{SecureRandom, SystemRandom};

/// `N` random bytes, fit for keys.
///
/// # Panics
/// Where the operating system gives none: a backend that cannot make a key must not go on.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system's random source works once the system is up");
    bytes
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_draws_are_alike() {
        assert_ne!(super::random::<32>(), super::random::<32>());
    }
}
