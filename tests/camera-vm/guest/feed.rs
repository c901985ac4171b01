//! A thread that feeds pictures to a camera, fifteen per second.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageError};
use vision::OwnedFrame;

/// Pictures per second.
pub(crate) const FRAME_RATE: u32 = 15;
const JPEG_QUALITY: u8 = 85;

/// The input side of a simulated camera.
pub(crate) trait Sink: Send + 'static {
    /// Writes the camera's next picture, in the camera's format.
    fn put(&mut self, picture: &[u8]) -> io::Result<()>;
}

/// The pictures that the camera shows.
pub(crate) struct Scene {
    /// Pictures that are shown once.
    pub(crate) first: Vec<Vec<u8>>,
    /// Pictures that are repeated until the next scene.
    pub(crate) then: Vec<Vec<u8>>,
}

/// A camera that is fed until this value is dropped.
pub(crate) struct Feed {
    scenes: Option<Sender<Option<Scene>>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Feed {
    /// Starts the thread. The camera has no pictures yet.
    pub(crate) fn start(sink: impl Sink) -> Self {
        let (scenes, inbox) = channel();
        Self {
            scenes: Some(scenes),
            thread: Some(thread::spawn(move || feed(sink, &inbox))),
        }
    }

    /// Shows a scene.
    pub(crate) fn show(&mut self, scene: Scene) -> anyhow::Result<()> {
        self.send(Some(scene))
    }

    /// Stops the pictures.
    pub(crate) fn fall_silent(&mut self) -> anyhow::Result<()> {
        self.send(None)
    }

    fn send(&mut self, scene: Option<Scene>) -> anyhow::Result<()> {
        let scenes = self.scenes.as_ref().context("the feed has ended")?;
        scenes.send(scene).map_err(|_| match self.end() {
            Ok(()) => anyhow!("the feed has ended"),
            Err(error) => error.context("feeding the camera"),
        })
    }

    /// Ends the thread, and returns the camera's input side.
    pub(crate) fn end(&mut self) -> anyhow::Result<()> {
        self.scenes = None;
        match self.thread.take().map(JoinHandle::join) {
            None => Ok(()),
            Some(Ok(ended)) => Ok(ended?),
            Some(Err(_)) => Err(anyhow!("the feed panicked")),
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            println!("note a feed ended: {error:#}");
        }
    }
}

fn feed(mut sink: impl Sink, inbox: &Receiver<Option<Scene>>) -> io::Result<()> {
    let pause = Duration::from_secs(1) / FRAME_RATE;
    let mut showing: Option<Scene> = None;
    let (mut number, mut due) = (0, Instant::now());
    loop {
        let news = match &showing {
            // The camera is silent until there is a scene.
            None => inbox.recv().map_err(|_| TryRecvError::Disconnected),
            Some(_) => match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(scene) => Ok(scene),
                Err(RecvTimeoutError::Timeout) => Err(TryRecvError::Empty),
                Err(RecvTimeoutError::Disconnected) => Err(TryRecvError::Disconnected),
            },
        };
        match news {
            Ok(scene) => {
                (showing, number, due) = (scene, 0, Instant::now());
                continue;
            }
            Err(TryRecvError::Disconnected) => return Ok(()),
            Err(TryRecvError::Empty) => {}
        }
        let Some(scene) = &showing else { continue };
        let again = scene.then.iter().cycle();
        let Some(picture) = scene.first.iter().chain(again).nth(number) else {
            continue;
        };
        sink.put(picture)?;
        number += 1;
        // A slow machine shows fewer pictures, and does not catch up.
        due = Instant::now().max(due + pause);
    }
}

/// Encodes a picture as YUYV: four bytes for two pixels, with neutral colour.
pub(crate) fn yuyv(frame: &OwnedFrame) -> anyhow::Result<Vec<u8>> {
    const NO_COLOUR: u8 = 128;
    let luminances = frame.pixels().iter();
    Ok(luminances
        .flat_map(|luminance| [*luminance, NO_COLOUR])
        .collect())
}

/// Encodes a picture as JPEG.
pub(crate) fn jpeg(frame: &OwnedFrame) -> anyhow::Result<Vec<u8>> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)
        .encode(
            frame.pixels(),
            frame.width(),
            frame.height(),
            ExtendedColorType::L8,
        )
        .map_err(|error: ImageError| anyhow!(error))?;
    Ok(file)
}
