//! Turns a panic inside a decoder into "nothing decoded".

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IN_DECODER: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a decoder, where a panic is caught and means "nothing decoded".
///
/// A library must not replace the process's panic hook, so the standard hook prints a message for such a panic. A
/// program that does not want the message calls this function in its own hook:
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

/// Calls `decode` and returns its result, or the default value if it panics.
///
/// Where panics abort (as in WebAssembly), the panic is not caught.
pub(crate) fn or_default<T: Default>(decode: impl FnOnce() -> T) -> T {
    IN_DECODER.set(true);
    // Buffers that `decode` leaves half-changed are overwritten from the start by the next call.
    let result = catch_unwind(AssertUnwindSafe(decode));
    IN_DECODER.set(false);
    result.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_gives_the_default_and_a_result_is_returned() {
        assert_eq!(or_default(|| vec![1, 2]), [1, 2]);
        assert_eq!(or_default(|| -> Vec<u8> { panic!("a broken decoder") }), []);
    }

    #[test]
    fn a_hook_can_tell_a_decoder_from_the_rest() {
        assert!(!in_decoder());
        assert!(or_default(in_decoder));
        let _: () = or_default(|| panic!("a broken decoder"));
        assert!(!in_decoder());
    }
}
