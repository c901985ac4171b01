//! A source of frames that another part of the program pushes.

use std::sync::Arc;
use std::time::Duration;

use vision::OwnedFrame;

use crate::mailbox::Mailbox;
use crate::{Event, Source};

/// Creates a source and the handle that pushes frames to it. Only the newest frame waits to be read.
#[must_use]
pub fn pushed(name: impl Into<String>) -> (PushHandle, Pushed) {
    let mailbox = Arc::new(Mailbox::new(None));
    let source = Pushed {
        name: name.into(),
        mailbox: Arc::clone(&mailbox),
    };
    (PushHandle(Arc::new(Feed(mailbox))), source)
}

/// Pushes frames to a [`Pushed`] source. All clones push to the same source, which ends when the last clone is dropped.
#[derive(Clone)]
pub struct PushHandle(Arc<Feed>);

struct Feed(Arc<Mailbox>);

impl Drop for Feed {
    fn drop(&mut self) {
        self.0.close(None);
    }
}

impl PushHandle {
    /// Pushes a frame, in place of one that waits. Never blocks for long. Returns `false` if the source is closed or
    /// dropped.
    pub fn push(&self, frame: OwnedFrame) -> bool {
        self.0.0.put(frame, None)
    }

    /// Ends the source after the frame that waits.
    pub fn close(&self) {
        self.0.0.close(None);
    }
}

/// A source of frames that are pushed through a [`PushHandle`].
pub struct Pushed {
    name: String,
    mailbox: Arc<Mailbox>,
}

impl Source for Pushed {
    fn next(&mut self, timeout: Duration) -> Event {
        self.mailbox.take(timeout)
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

impl Drop for Pushed {
    fn drop(&mut self) {
        self.mailbox.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(shade: u8) -> OwnedFrame {
        OwnedFrame::filled(1, 1, shade).unwrap()
    }

    #[test]
    fn the_newest_frame_pushed_is_read_and_then_the_end() {
        let (handle, mut source) = pushed("webview");
        assert_eq!(source.describe(), "webview");
        assert!(matches!(source.next(Duration::ZERO), Event::Nothing));
        assert!(handle.push(frame(1)) && handle.clone().push(frame(2)));
        handle.close();
        assert!(!handle.push(frame(3)));
        let Event::Frame(found) = source.next(Duration::ZERO) else {
            panic!()
        };
        assert_eq!(found.frame, frame(2));
        assert!(matches!(source.next(Duration::ZERO), Event::Ended));
    }

    #[test]
    fn a_source_without_handles_has_ended_and_a_handle_without_a_source_says_so() {
        let (handle, mut source) = pushed("webview");
        drop(handle.clone());
        assert!(matches!(source.next(Duration::ZERO), Event::Nothing));
        drop(handle);
        assert!(matches!(source.next(Duration::ZERO), Event::Ended));

        let (handle, source) = pushed("webview");
        drop(source);
        assert!(!handle.push(frame(1)));
    }
}
