//! Ctrl-C: the first one ends a scan as its end would, the second one ends the program at once.

use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// How often a wait for standard input looks whether Ctrl-C was pressed.
const GLANCE: Duration = Duration::from_millis(100);
/// Bytes read from standard input at once: most of a video's row, and a line is less.
const CHUNK_BYTES: usize = 64 << 10;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on the first Ctrl-C is only noted. A second one ends the process by the signal itself, which
/// runs no exit handlers: the database may be open, and what was called saved is on the disk.
pub(crate) fn arm() -> anyhow::Result<()> {
    // In this order, so that the first Ctrl-C finds the flag unset.
    flag::register_conditional_default(SIGINT, Arc::clone(&ASKED))?;
    flag::register(SIGINT, Arc::clone(&ASKED))?;
    Ok(())
}

/// Whether Ctrl-C was pressed.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Standard input, of which a read ends with an error once Ctrl-C was pressed. The thread that reads it
/// can't be woken, holds nothing of the device, and ends with the process.
pub(crate) struct Input {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Input {
    pub(crate) fn start() -> Self {
        // One chunk ahead and no more, so that a fast source is held up as it would be without this.
        let (sender, chunks) = sync_channel(1);
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let mut chunk = vec![0; CHUNK_BYTES];
                let read = match input.read(&mut chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read,
                };
                let last = !matches!(read, Ok(1..));
                let chunk = read.map(|count| {
                    chunk.truncate(count);
                    chunk
                });
                if sender.send(chunk).is_err() || last {
                    return;
                }
            }
        });
        Self {
            chunks,
            chunk: Vec::new(),
            at: 0,
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if asked() {
                return Err(io::Error::other("interrupted by Ctrl-C"));
            }
            match self.chunks.recv_timeout(GLANCE) {
                Ok(chunk) => {
                    self.chunk = chunk?;
                    self.at = 0;
                    if self.chunk.is_empty() {
                        return Ok(0);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                // The end was there before.
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
        let count = (&self.chunk[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// One line of standard input; `None` at its end or once Ctrl-C was pressed.
pub(crate) fn line() -> Option<Vec<u8>> {
    let (sender, lines) = sync_channel(1);
    thread::spawn(move || {
        let mut line = Vec::new();
        let read = io::stdin().lock().read_until(b'\n', &mut line);
        // Nothing waits for the line once Ctrl-C was pressed.
        let _ = sender.send(read.ok().filter(|bytes| *bytes > 0).map(|_| line));
    });
    while !asked() {
        match lines.recv_timeout(GLANCE) {
            Ok(line) => return line,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}
