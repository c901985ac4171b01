//! A simulated USB webcam for the kernel's driver `uvcvideo`. It is plugged into a virtual port, and can be unplugged
//! while it is in use.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;

use super::feed::Sink;
use super::usbip::{self, Request, Transfer};
use super::webcam;

const PORT_FOLDER: &str = "/sys/devices/platform/vhci_hcd.0";
const PORT: u32 = 0;
/// The kernel's number for the speed of USB 2.0.
const HIGH_SPEED: u32 = 3;
/// The time after which a driver that requests no data has stopped the stream.
const PATIENCE: Duration = Duration::from_millis(200);
/// The flags of a payload's header.
const HEADER_ENDS: u8 = 0x80;
const PICTURE_ENDS: u8 = 0x02;

/// The device's side of the connection.
pub(crate) struct UsbCamera {
    cable: Arc<Cable>,
    turn: bool,
}

struct Cable {
    to_port: Mutex<UnixStream>,
    /// The pending transfers for picture data.
    wanted: Mutex<VecDeque<Transfer>>,
    more_wanted: Condvar,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl UsbCamera {
    /// Plugs in a camera of this picture size.
    pub(crate) fn plug_in(width: u16, height: u16) -> anyhow::Result<Self> {
        let (port, device) = UnixStream::pair()?;
        let line = format!("{PORT} {} 1 {HIGH_SPEED}", port.as_raw_fd());
        let cable = Arc::new(Cable {
            to_port: Mutex::new(device.try_clone()?),
            wanted: Mutex::default(),
            more_wanted: Condvar::new(),
        });
        let in_thread = Arc::clone(&cable);
        thread::spawn(move || {
            // The connection ends when the camera is unplugged.
            let _ = in_thread.serve(device, width, height);
        });
        fs::write(format!("{PORT_FOLDER}/attach"), line).context("plugging the camera in")?;
        Ok(Self { cable, turn: false })
    }

    /// Unplugs the device in the port.
    pub(crate) fn pull_out() -> anyhow::Result<()> {
        fs::write(format!("{PORT_FOLDER}/detach"), PORT.to_string())
            .context("pulling the camera out")
    }
}

impl Cable {
    fn serve(&self, mut from_port: UnixStream, width: u16, height: u16) -> io::Result<()> {
        loop {
            match usbip::read(&mut from_port)? {
                Request::Transfer(transfer) if transfer.endpoint == webcam::ENDPOINT => {
                    locked(&self.wanted).push_back(transfer);
                    self.more_wanted.notify_one();
                }
                Request::Transfer(transfer) => self.control(&transfer, width, height)?,
                Request::Unlink { number, transfer } => {
                    let mut wanted = locked(&self.wanted);
                    let before = wanted.len();
                    wanted.retain(|one| one.number != transfer);
                    let was_open = wanted.len() < before;
                    usbip::unlinked(&mut *locked(&self.to_port), number, was_open)?;
                }
            }
        }
    }

    fn control(&self, transfer: &Transfer, width: u16, height: u16) -> io::Result<()> {
        let to_port = &mut *locked(&self.to_port);
        if !transfer.inward {
            return usbip::take(to_port, transfer);
        }
        match webcam::answer(transfer.setup, width, height) {
            Some(mut answer) => {
                answer.truncate(transfer.length);
                usbip::give(to_port, transfer.number, &answer)
            }
            None => usbip::refuse(to_port, transfer.number),
        }
    }

    /// Sends a part of a picture if a transfer is pending, and returns its length.
    fn give(&self, flags: u8, picture: &[u8]) -> io::Result<Option<usize>> {
        let wanted = locked(&self.wanted);
        // The lock is held until the answer is sent, because an answer after the unlink would break the connection.
        let (mut wanted, _) = self
            .more_wanted
            .wait_timeout_while(wanted, PATIENCE, |wanted| wanted.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let Some(transfer) = wanted.pop_front() else {
            return Ok(None);
        };
        let header = usize::from(webcam::PAYLOAD_HEADER_BYTES);
        let length = picture.len().min(transfer.length.saturating_sub(header));
        let ends = if length == picture.len() {
            PICTURE_ENDS
        } else {
            0
        };
        let payload = [
            &[webcam::PAYLOAD_HEADER_BYTES, flags | ends],
            &picture[..length],
        ]
        .concat();
        usbip::give(&mut *locked(&self.to_port), transfer.number, &payload)?;
        Ok(Some(length))
    }
}

impl Sink for UsbCamera {
    fn put(&mut self, picture: &[u8]) -> io::Result<()> {
        self.turn = !self.turn;
        let flags = HEADER_ENDS | u8::from(self.turn);
        let mut rest = picture;
        while !rest.is_empty() {
            match self.cable.give(flags, rest)? {
                Some(length) => rest = &rest[length..],
                // No program reads the stream, so the picture is dropped, as in a real camera.
                None => return Ok(()),
            }
        }
        Ok(())
    }
}
