//! The viewfinder's pictures: the newest one, made small when somebody asks for it.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

use camera::Picture;

use crate::api::ViewHeader;
use crate::core::lock;

/// How long one who asks waits for a picture.
const WAIT: Duration = Duration::from_millis(400);
/// Wide enough for a viewfinder, and small enough to encode within a few milliseconds.
const WIDTH: u32 = 640;

#[derive(Default)]
pub(crate) struct Pictures {
    newest: Mutex<Newest>,
    came: Condvar,
}

#[derive(Default)]
struct Newest {
    /// Counts all pictures of this run, of whichever camera.
    number: u64,
    shown: Option<Shown>,
}

/// A picture, and what was seen in it.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) picture: Picture,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) made_up: bool,
    pub(crate) outlines: Vec<[[f32; 2]; 4]>,
}

impl Pictures {
    pub(crate) fn put(&self, shown: Shown) {
        let mut newest = lock(&self.newest);
        newest.number += 1;
        newest.shown = Some(shown);
        drop(newest);
        self.came.notify_all();
    }

    /// Forgets the last picture, so that nobody is shown what is no longer before the camera.
    pub(crate) fn clear(&self) {
        lock(&self.newest).shown = None;
    }

    /// Encoded on the thread that asks, so that a slow one costs no frame.
    pub(crate) fn next_after(&self, after: u64) -> Vec<u8> {
        let (number, shown) = {
            let newest = lock(&self.newest);
            // A reader that is ahead has been told numbers by another run.
            let is_old = |newest: &mut Newest| newest.shown.is_none() || newest.number == after;
            let Ok((newest, _)) = self.came.wait_timeout_while(newest, WAIT, is_old) else {
                return Vec::new();
            };
            match &newest.shown {
                Some(shown) if newest.number != after => (newest.number, shown.clone()),
                _ => return Vec::new(),
            }
        };
        let jpeg = match shown.picture.jpeg(WIDTH) {
            Ok(jpeg) => jpeg,
            Err(_) => {
                tracing::debug!("a picture can't be shown");
                return Vec::new();
            }
        };
        framed(
            &ViewHeader {
                number,
                width: shown.width,
                height: shown.height,
                made_up: shown.made_up,
                outlines: shown.outlines,
            },
            &jpeg,
        )
    }
}

fn framed(header: &ViewHeader, jpeg: &[u8]) -> Vec<u8> {
    let Ok(header) = serde_json::to_vec(header) else {
        return Vec::new();
    };
    let length = u32::try_from(header.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes()[..], &header, jpeg].concat()
}
