//! Decoders that panic on a picture have read nothing.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IN_DECODER: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a decoder, where a panic is caught and means "nothing found".
///
/// A library must not replace the process's panic hook, and so the standard hook prints a message for such a panic. A
/// program that wants none asks here in its own hook:
///
/// ```
/// let standard = std::panic::take_hook();
/// std::panic::set_hook(Box::new(move |panic| {
///     if !vision::in_decoder() {
///         standard(panic);
///     }
/// }));
/// ```
#[must_use]
pub fn in_decoder() -> bool {
    IN_DECODER.get()
}

/// Calls `decode`; a panic in it counts as the empty answer.
///
/// Where panics abort (as in WebAssembly), this cannot catch them.
pub(crate) fn or_nothing<T: Default>(decode: impl FnOnce() -> T) -> T {
    IN_DECODER.set(true);
    // What `decode` may leave half-changed are buffers that the next call overwrites from the start.
    let answer = catch_unwind(AssertUnwindSafe(decode));
    IN_DECODER.set(false);
    answer.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_empty_answer_and_an_answer_is_itself() {
        assert_eq!(or_nothing(|| vec![1, 2]), [1, 2]);
        assert_eq!(or_nothing(|| -> Vec<u8> { panic!("a broken decoder") }), []);
    }

    #[test]
    fn a_hook_can_tell_a_decoder_from_the_rest() {
        assert!(!in_decoder());
        assert!(or_nothing(in_decoder));
        let _: () = or_nothing(|| panic!("a broken decoder"));
        assert!(!in_decoder());
    }
}
