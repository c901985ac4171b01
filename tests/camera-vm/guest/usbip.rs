//! USB/IP, the protocol between the kernel's virtual USB port (`vhci_hcd`) and a device.

use std::io::{self, Read, Write};

const HEADER_BYTES: usize = 48;
const SUBMIT: u32 = 1;
const UNLINK: u32 = 2;
const SUBMITTED: u32 = 3;
const UNLINKED: u32 = 4;
/// The maximum length of a transfer, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// A request of the port to the device.
#[derive(Debug)]
pub(crate) enum Request {
    /// A transfer to or from the device.
    Transfer(Transfer),
    /// The cancellation of an earlier transfer.
    Unlink {
        /// The number of this request.
        number: u32,
        /// The number of the cancelled transfer.
        transfer: u32,
    },
}

/// A transfer.
#[derive(Debug)]
pub(crate) struct Transfer {
    /// The number that the answer repeats.
    pub(crate) number: u32,
    /// The endpoint's number.
    pub(crate) endpoint: u32,
    /// Whether the device sends the data.
    pub(crate) inward: bool,
    /// The maximum length of the data, in bytes.
    pub(crate) length: usize,
    /// The setup packet of a control transfer.
    pub(crate) setup: [u8; 8],
}

/// Reads the next request, and skips its data, which the camera does not use.
pub(crate) fn read(from: &mut impl Read) -> io::Result<Request> {
    let mut header = [0; HEADER_BYTES];
    from.read_exact(&mut header)?;
    let word = |place: usize| {
        let bytes = header[place * 4..][..4].try_into().unwrap_or_default();
        u32::from_be_bytes(bytes)
    };
    match word(0) {
        SUBMIT => {
            let transfer = Transfer {
                number: word(1),
                endpoint: word(4),
                inward: word(3) == 1,
                length: usize::try_from(word(6)).unwrap_or(usize::MAX),
                setup: header[40..].try_into().unwrap_or_default(),
            };
            if transfer.length > MOST_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
            if !transfer.inward {
                from.read_exact(&mut vec![0; transfer.length])?;
            }
            Ok(Request::Transfer(transfer))
        }
        UNLINK => Ok(Request::Unlink {
            number: word(1),
            transfer: word(5),
        }),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Completes a transfer with data for the port.
pub(crate) fn give(to: &mut impl Write, number: u32, data: &[u8]) -> io::Result<()> {
    answer(to, SUBMITTED, number, 0, data.len(), data)
}

/// Completes a transfer to the device, which has received all data.
pub(crate) fn take(to: &mut impl Write, transfer: &Transfer) -> io::Result<()> {
    answer(to, SUBMITTED, transfer.number, 0, transfer.length, &[])
}

/// Rejects a transfer that the device does not support.
pub(crate) fn refuse(to: &mut impl Write, number: u32) -> io::Result<()> {
    const BROKEN_PIPE: i32 = -32;
    answer(to, SUBMITTED, number, BROKEN_PIPE, 0, &[])
}

/// Answers an unlink with whether the transfer was still pending.
pub(crate) fn unlinked(to: &mut impl Write, number: u32, was_open: bool) -> io::Result<()> {
    const CONNECTION_RESET: i32 = -104;
    let status = if was_open { CONNECTION_RESET } else { 0 };
    answer(to, UNLINKED, number, status, 0, &[])
}

fn answer(
    to: &mut impl Write,
    command: u32,
    number: u32,
    status: i32,
    length: usize,
    data: &[u8],
) -> io::Result<()> {
    let length = u32::try_from(length).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut message = Vec::with_capacity(HEADER_BYTES + data.len());
    for word in [command, number, 0, 0, 0] {
        message.extend(word.to_be_bytes());
    }
    message.extend(status.to_be_bytes());
    message.extend(length.to_be_bytes());
    message.resize(HEADER_BYTES, 0);
    message.extend(data);
    to.write_all(&message)
}
