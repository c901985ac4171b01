//! Random bytes from the operating system.

use ring::rand::{SecureRandom, SystemRandom};

/// Returns `N` random bytes that are fit for keys.
///
/// # Panics
/// If the operating system has none: a backend that cannot make a key must stop.
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
