//! A simulated webcam at the other end of a named pipe: what a booth device takes for a camera.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use camera::Picture;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use scene::{Camera, Light, Pose, Shot, SimulatedCamera};
use vision::OwnedFrame;

use crate::prints::Print;

/// 15 frames a second.
const INTERVAL: Duration = Duration::from_nanos(1_000_000_000 / 15);
/// Frames that are drawn of one hand with one badge; then they begin again.
const DRAWN: usize = 8;
/// Frames for which [`VirtualCamera::cycle`] shows each badge: 2.5 seconds.
const HELD: usize = 38;
/// Frames between two of its badges: a second.
const BETWEEN: usize = 15;
/// How long a write waits before it looks whether something else is wanted.
const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};
/// What a reader may take for a frame that is wanted no longer: to leave it half written looks like a camera pulled out.
const PATIENCE: Duration = Duration::from_secs(1);
/// Deviation of the sensor's noise, in steps of luminance.
const NOISE: f32 = 2.0;

/// A simulated webcam that stands in an empty room until it is told otherwise. Any program that reads its pipe has the
/// camera: one at a time. When dropped, it is gone, pipe and all.
pub struct VirtualCamera {
    path: PathBuf,
    wish: Arc<Wish>,
    thread: Option<JoinHandle<()>>,
}

/// What is before the camera, or wrong with it.
#[derive(Clone)]
enum Doing {
    /// A badge, or nothing but the room.
    Holding(Option<Print>),
    /// One badge after the other.
    Cycling(Vec<Print>),
    /// The camera is there and gives nothing.
    Stalled,
    Unplugged,
    Over,
}

#[derive(Default)]
struct Wish {
    state: Mutex<Wanted>,
    changed: Condvar,
}

struct Wanted {
    doing: Doing,
    /// Counts the orders, so that the thread sees that there is another.
    order: u64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            doing: Doing::Holding(None),
            order: 0,
        }
    }
}

impl VirtualCamera {
    /// Makes the pipe, and plugs the camera in.
    ///
    /// # Errors
    /// Where the pipe can't be made, because something else has its place, for example.
    pub fn start(path: &Path) -> anyhow::Result<Self> {
        let output = Command::new("mkfifo")
            .args(["-m", "600"])
            .arg(path)
            .output()
            .context("starting mkfifo")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{}", said.trim());
        let studio = SimulatedCamera::new(Camera::default(), 0)?;
        let wish = Arc::new(Wish::default());
        let (in_thread, in_place) = (Arc::clone(&wish), path.to_owned());
        let thread = thread::Builder::new()
            .name("virtual camera".to_owned())
            .spawn(move || run(&in_thread, &in_place, &studio))?;
        Ok(Self {
            path: path.to_owned(),
            wish,
            thread: Some(thread),
        })
    }

    /// The pipe: the `LANYARD_VIRTUAL_CAMERA` of a booth device.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Holds this badge up until something else is wanted.
    pub fn show(&self, print: &Print) {
        self.want(Doing::Holding(Some(print.clone())));
    }

    /// Takes the badge away.
    pub fn hide(&self) {
        self.want(Doing::Holding(None));
    }

    /// Holds up one badge after the other, again and again, each for 2.5 seconds and with a second in between.
    pub fn cycle(&self, prints: Vec<Print>) {
        self.want(Doing::Cycling(prints));
    }

    /// Gives nothing any more until something is shown or hidden.
    pub fn stall(&self) {
        self.want(Doing::Stalled);
    }

    /// Pulls the camera out until something is shown or hidden.
    pub fn unplug(&self) {
        self.want(Doing::Unplugged);
    }

    fn want(&self, doing: Doing) {
        let mut state = self.wish.lock();
        state.doing = doing;
        state.order += 1;
        drop(state);
        self.wish.changed.notify_all();
    }
}

impl Drop for VirtualCamera {
    fn drop(&mut self) {
        self.want(Doing::Over);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
        std::fs::remove_file(&self.path).ok();
    }
}

impl Wish {
    fn lock(&self) -> MutexGuard<'_, Wanted> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> (u64, Doing) {
        let state = self.lock();
        (state.order, state.doing.clone())
    }

    fn is_still(&self, order: u64) -> bool {
        self.lock().order == order
    }

    /// Waits until something else is wanted, at most so long.
    fn wait(&self, order: u64, most: Duration) {
        let state = self.lock();
        let _ = self
            .changed
            .wait_timeout_while(state, most, |state| state.order == order);
    }
}

fn run(wish: &Wish, path: &Path, studio: &SimulatedCamera) {
    let mut pipe = Pipe { path, open: None };
    loop {
        let (order, doing) = wish.now();
        let mut show = match doing {
            Doing::Holding(print) => Show::of(print),
            Doing::Cycling(prints) => Show::in_turn(prints),
            Doing::Stalled => {
                // Somebody may begin to read only now.
                pipe.reach();
                wish.wait(order, INTERVAL);
                continue;
            }
            Doing::Unplugged => {
                pipe.open = None;
                wish.wait(order, Duration::MAX);
                continue;
            }
            Doing::Over => return,
        };
        let mut due = Instant::now();
        while wish.is_still(order) {
            pipe.send(show.next(studio), || wish.is_still(order));
            let now = Instant::now();
            due = (due + INTERVAL).max(now);
            wish.wait(order, due - now);
        }
    }
}

/// The camera's end of the pipe, while somebody reads the other.
struct Pipe<'a> {
    path: &'a Path,
    open: Option<File>,
}

impl Pipe<'_> {
    /// Opens it if somebody reads.
    fn reach(&mut self) -> Option<&mut File> {
        if self.open.is_none() {
            let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
            // Nobody reads as long as this fails, and a camera that nobody watches loses nothing.
            self.open = rustix::fs::open(self.path, flags, Mode::empty())
                .ok()
                .map(File::from);
        }
        self.open.as_mut()
    }

    /// Writes a whole frame, unless the reader goes, or stops reading when this frame is wanted no longer. What comes
    /// after half a frame is a stream of its own.
    fn send(&mut self, frame: &[u8], is_wanted: impl Fn() -> bool) {
        let Some(file) = self.reach() else {
            return;
        };
        let deadline = Instant::now() + PATIENCE;
        let mut rest = frame;
        while !rest.is_empty() {
            match file.write(rest) {
                Ok(0) => break,
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !is_wanted() && Instant::now() > deadline {
                        break;
                    }
                    let mut ready = [PollFd::new(&*file, PollFlags::OUT)];
                    // Tried again whatever it says.
                    poll(&mut ready, Some(&TICK)).ok();
                }
                Err(_) => break,
            }
        }
        if !rest.is_empty() {
            self.open = None;
        }
    }
}

/// What is to be seen, frame after frame.
struct Show {
    hands: Vec<Hand>,
    /// Frames for which each hand is before the camera, and all of them in turn.
    turns: Vec<usize>,
    at: usize,
}

/// What is before the camera at one time. Its frames are drawn when they are first needed.
struct Hand {
    print: Option<Print>,
    drawn: Vec<Vec<u8>>,
}

impl Show {
    fn of(print: Option<Print>) -> Self {
        Self::new([print], |_| DRAWN)
    }

    fn in_turn(prints: Vec<Print>) -> Self {
        let hands = prints.into_iter().flat_map(|print| [Some(print), None]);
        let mut show = Self::new(hands, |print| if print.is_some() { HELD } else { BETWEEN });
        if show.hands.is_empty() {
            show = Self::of(None);
        }
        show
    }

    fn new(
        prints: impl IntoIterator<Item = Option<Print>>,
        frames: impl Fn(&Option<Print>) -> usize,
    ) -> Self {
        let prints: Vec<_> = prints.into_iter().collect();
        Self {
            turns: prints.iter().map(frames).collect(),
            hands: prints
                .into_iter()
                .map(|print| Hand {
                    print,
                    drawn: Vec::new(),
                })
                .collect(),
            at: 0,
        }
    }

    fn next(&mut self, studio: &SimulatedCamera) -> &[u8] {
        let mut within = self.at % self.turns.iter().sum::<usize>();
        self.at += 1;
        let mut turn = 0;
        while within >= self.turns[turn] {
            within -= self.turns[turn];
            turn += 1;
        }
        self.hands[turn].frame(studio, within)
    }
}

impl Hand {
    fn frame(&mut self, studio: &SimulatedCamera, number: usize) -> &[u8] {
        let number = number % DRAWN;
        while self.drawn.len() <= number {
            let frame = draw(studio, self.print.as_ref(), self.drawn.len());
            self.drawn.push(frame);
        }
        &self.drawn[number]
    }
}

/// A hand that trembles a little, and comes back to where it was.
fn draw(studio: &SimulatedCamera, print: Option<&Print>, number: usize) -> Vec<u8> {
    let Some(print) = print else {
        return jpeg(&studio.empty(&Light::default(), NOISE, number as u64));
    };
    #[expect(clippy::cast_precision_loss, reason = "a number below ten")]
    let turn = number as f32 / DRAWN as f32 * std::f32::consts::TAU;
    let pose = Pose {
        yaw: 5.0,
        pitch: -4.0,
        roll: 3.0 + turn.sin(),
        offset_x_mm: turn.cos(),
        offset_y_mm: turn.sin(),
        ..Pose::default()
    };
    let shot = Shot {
        pose,
        blur_px: 0.5,
        noise: NOISE,
        ..Shot::default()
    };
    let (frame, _) = studio.shoot(print.artwork(), &shot, number as u64);
    jpeg(&frame)
}

fn jpeg(frame: &OwnedFrame) -> Vec<u8> {
    Picture::gray(frame)
        .jpeg(frame.width())
        .expect("a webcam's frame is within every limit of a JPEG picture")
}
