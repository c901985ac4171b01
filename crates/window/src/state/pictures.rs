//! The viewfinder's newest picture, scaled down and encoded when it is asked for.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

use camera::Picture;

use crate::api::ViewHeader;
use crate::state::mutex::lock;

/// How long a request waits for a picture.
const WAIT: Duration = Duration::from_millis(400);
/// Wide enough for a viewfinder, and small enough to encode within a few milliseconds.
const WIDTH: u32 = 640;

#[derive(Default)]
pub(crate) struct PictureBuffer {
    newest: Mutex<Newest>,
    came: Condvar,
}

#[derive(Default)]
struct Newest {
    /// Counts all pictures of this run, of whichever camera.
    number: u64,
    picture: Option<OutlinedPicture>,
}

/// A picture, and the outlines of the codes that were read in it.
#[derive(Clone)]
pub(crate) struct OutlinedPicture {
    pub(crate) picture: Picture,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) made_up: bool,
    pub(crate) outlines: Vec<[[f32; 2]; 4]>,
}

impl PictureBuffer {
    pub(crate) fn put(&self, picture: OutlinedPicture) {
        let mut newest = lock(&self.newest);
        newest.number += 1;
        newest.picture = Some(picture);
        drop(newest);
        self.came.notify_all();
    }

    /// Forgets the last picture, so that what is no longer before the camera is not shown.
    pub(crate) fn clear(&self) {
        lock(&self.newest).picture = None;
    }

    /// The next picture after the one of this number. It is encoded on the caller's thread, so that a slow
    /// caller costs no frame.
    pub(crate) fn next_after(&self, after: u64) -> Vec<u8> {
        let (number, picture) = {
            let newest = lock(&self.newest);
            // A reader that is ahead knows the numbers of another run.
            let is_old = |newest: &mut Newest| newest.picture.is_none() || newest.number == after;
            let Ok((newest, _)) = self.came.wait_timeout_while(newest, WAIT, is_old) else {
                return Vec::new();
            };
            match &newest.picture {
                Some(picture) if newest.number != after => (newest.number, picture.clone()),
                _ => return Vec::new(),
            }
        };
        let jpeg = match picture.picture.jpeg(WIDTH) {
            Ok(jpeg) => jpeg,
            Err(_) => {
                tracing::debug!("a picture can't be encoded");
                return Vec::new();
            }
        };
        framed(
            &ViewHeader {
                number,
                width: picture.width,
                height: picture.height,
                made_up: picture.made_up,
                outlines: picture.outlines,
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
