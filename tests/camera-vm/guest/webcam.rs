//! The descriptors of a USB webcam with one Motion JPEG stream (USB video class 1.0).

use super::feed::FRAME_RATE;

/// The product name.
pub(crate) const NAME: &str = "Badge webcam";
/// The endpoint of the picture stream.
pub(crate) const ENDPOINT: u32 = 1;
/// The maximum length of one payload with its header, in bytes.
pub(crate) const PAYLOAD_BYTES: u32 = 16 << 10;
pub(crate) const PAYLOAD_HEADER_BYTES: u8 = 2;

/// The interval between frames, in units of 100 ns.
const FRAME_INTERVAL: u32 = 10_000_000 / FRAME_RATE;

/// Returns the answer to a control transfer that requests data, or `None` if it is not supported.
pub(crate) fn answer(setup: [u8; 8], width: u16, height: u16) -> Option<Vec<u8>> {
    let [kind, request, value_low, value_high, ..] = setup;
    match (kind, request) {
        // The status, of the device, an interface or an endpoint.
        (0x80..=0x82, 0) => Some(vec![0, 0]),
        (0x80, 6) => descriptor(value_high, value_low, width, height),
        // The stream's settings, which can't be changed: current, least, most and default.
        (0xa1, 0x81..=0x83 | 0x87) => Some(settings(width, height)),
        // The length of the settings.
        (0xa1, 0x85) => Some(vec![26, 0]),
        // The settings can be read and written.
        (0xa1, 0x86) => Some(vec![3]),
        _ => None,
    }
}

fn descriptor(kind: u8, number: u8, width: u16, height: u16) -> Option<Vec<u8>> {
    match (kind, number) {
        (1, _) => Some(vec![
            18, 1, 0, 2, 0xef, 2, 1, 64, // USB 2.0; functions of several interfaces
            0x09, 0x12, 0x01, 0, 0, 1, // a number for tests
            0, 1, 0, 1, // its name is the first string; one configuration
        ]),
        (2, _) => Some(configuration(width, height)),
        // The strings are in English.
        (3, 0) => Some(vec![4, 3, 0x09, 0x04]),
        (3, 1) => {
            let name: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u8::try_from(name.len() + 2).ok()?;
            Some([&[length, 3], &name[..]].concat())
        }
        _ => None,
    }
}

fn configuration(width: u16, height: u16) -> Vec<u8> {
    let control = [
        // The camera terminal and its output terminal.
        &[18, 0x24, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0][..],
        &[9, 0x24, 3, 2, 1, 1, 0, 1, 0],
    ]
    .concat();
    let control_head = [
        &[13, 0x24, 1, 0, 1][..],
        &length_with(13, &control),
        &48_000_000_u32.to_le_bytes(),
        &[1, 1],
    ]
    .concat();

    let bits = u32::from(width) * u32::from(height) * 8 * FRAME_RATE;
    let bytes = u32::from(width) * u32::from(height) * 2;
    let frame = [
        &[30, 0x24, 7, 1, 0][..],
        &width.to_le_bytes(),
        &height.to_le_bytes(),
        &bits.to_le_bytes(),
        &bits.to_le_bytes(),
        &bytes.to_le_bytes(),
        &FRAME_INTERVAL.to_le_bytes(),
        &[1],
        &FRAME_INTERVAL.to_le_bytes(),
    ]
    .concat();
    let stream = [
        &[11, 0x24, 6, 1, 1, 1, 1, 0, 0, 0, 0][..],
        &frame,
        &[6, 0x24, 13, 1, 1, 4],
    ]
    .concat();
    let stream_head = [
        &[14, 0x24, 1, 1][..],
        &length_with(14, &stream),
        &[0x81, 0, 2, 0, 0, 0, 1, 0],
    ]
    .concat();

    let interfaces = [
        // Two associated interfaces: the camera's controls, and its stream over a bulk endpoint.
        &[8, 11, 0, 2, 0x0e, 3, 0, 0][..],
        &[9, 4, 0, 0, 0, 0x0e, 1, 0, 0],
        &control_head,
        &control,
        &[9, 4, 1, 0, 1, 0x0e, 2, 0, 0],
        &stream_head,
        &stream,
        &[7, 5, 0x81, 2, 0, 2, 0],
    ]
    .concat();
    [
        &[9, 2][..],
        &length_with(9, &interfaces),
        &[2, 1, 0, 0x80, 250],
        &interfaces,
    ]
    .concat()
}

/// The total length of a header and the data that follows it.
fn length_with(head: usize, rest: &[u8]) -> [u8; 2] {
    u16::try_from(head + rest.len())
        .unwrap_or(u16::MAX)
        .to_le_bytes()
}

fn settings(width: u16, height: u16) -> Vec<u8> {
    [
        &[0, 0, 1, 1][..],
        &FRAME_INTERVAL.to_le_bytes(),
        &[0; 10],
        &(u32::from(width) * u32::from(height) * 2).to_le_bytes(),
        &PAYLOAD_BYTES.to_le_bytes(),
    ]
    .concat()
}
