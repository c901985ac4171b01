//! A simulated webcam that writes its frames into a named pipe, which a booth device reads as a camera.

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

/// The time between two frames, at 15 frames per second.
const INTERVAL: Duration = Duration::from_nanos(1_000_000_000 / 15);
/// How many different frames are drawn of one badge. They repeat.
const DRAWN: usize = 8;
/// How many frames [`VirtualCamera::cycle`] shows each badge for: 2.5 seconds.
const HELD: usize = 38;
/// How many empty frames [`VirtualCamera::cycle`] shows between two badges: one second.
const BETWEEN: usize = 15;
/// How long a write waits before it checks for another order.
const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};
/// How long a reader may take for a frame after another order has come. An incomplete frame looks like an
/// unplugged camera.
const PATIENCE: Duration = Duration::from_secs(1);
/// The standard deviation of the sensor noise, in steps of luminance.
const NOISE: f32 = 2.0;

/// A simulated webcam that shows an empty room until it gets another order. One program at a time can read
/// its pipe. Dropping it removes the pipe.
pub struct VirtualCamera {
    path: PathBuf,
    wish: Arc<Wish>,
    thread: Option<JoinHandle<()>>,
}

/// An order: the view of the camera, or its fault.
#[derive(Clone)]
enum Order {
    /// Show a badge, or the empty room.
    Holding(Option<Print>),
    /// Show one badge after the other.
    Cycling(Vec<Print>),
    /// Give no frames.
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
    doing: Order,
    /// The number of the order, by which the thread notices another one.
    order: u64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            doing: Order::Holding(None),
            order: 0,
        }
    }
}

impl VirtualCamera {
    /// Makes the pipe, and starts the camera.
    ///
    /// # Errors
    /// Fails if the pipe can't be made, for example because the path exists.
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

    /// The path of the pipe, which a booth device takes as `LANYARD_VIRTUAL_CAMERA`.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Shows this badge until the next order.
    pub fn show(&self, print: &Print) {
        self.want(Order::Holding(Some(print.clone())));
    }

    /// Shows the empty room until the next order.
    pub fn hide(&self) {
        self.want(Order::Holding(None));
    }

    /// Shows one badge after the other in a loop, each for 2.5 seconds and with a second in between.
    pub fn cycle(&self, prints: Vec<Print>) {
        self.want(Order::Cycling(prints));
    }

    /// Gives no frames until the next order.
    pub fn stall(&self) {
        self.want(Order::Stalled);
    }

    /// Closes the pipe, like an unplugged camera, until the next order.
    pub fn unplug(&self) {
        self.want(Order::Unplugged);
    }

    fn want(&self, doing: Order) {
        let mut state = self.wish.lock();
        state.doing = doing;
        state.order += 1;
        drop(state);
        self.wish.changed.notify_all();
    }
}

impl Drop for VirtualCamera {
    fn drop(&mut self) {
        self.want(Order::Over);
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

    fn now(&self) -> (u64, Order) {
        let state = self.lock();
        (state.order, state.doing.clone())
    }

    fn is_still(&self, order: u64) -> bool {
        self.lock().order == order
    }

    /// Waits until there is another order, at most for this long.
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
            Order::Holding(print) => Show::of(print),
            Order::Cycling(prints) => Show::in_turn(prints),
            Order::Stalled => {
                // A reader may have opened the pipe only now.
                pipe.reach();
                wish.wait(order, INTERVAL);
                continue;
            }
            Order::Unplugged => {
                pipe.open = None;
                wish.wait(order, Duration::MAX);
                continue;
            }
            Order::Over => return,
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

/// The writing end of the pipe, which is open while a program reads the other end.
struct Pipe<'a> {
    path: &'a Path,
    open: Option<File>,
}

impl Pipe<'_> {
    /// Opens the pipe if a program reads it.
    fn reach(&mut self) -> Option<&mut File> {
        if self.open.is_none() {
            let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
            // This fails while no program reads. Frames are not needed then.
            self.open = rustix::fs::open(self.path, flags, Mode::empty())
                .ok()
                .map(File::from);
        }
        self.open.as_mut()
    }

    /// Writes a whole frame, unless the reader closes the pipe, or stops reading after another order has come.
    /// After an incomplete frame the pipe is closed, so that a new stream begins.
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
                    // The write is tried again whatever the result.
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

/// The sequence of frames of one order.
struct Show {
    hands: Vec<Hand>,
    /// For how many frames each view is shown.
    turns: Vec<usize>,
    at: usize,
}

/// A badge before the camera, or the empty room. The frames are drawn when they are first needed.
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

/// Draws a frame of a hand that trembles in a loop of [`DRAWN`] frames.
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
