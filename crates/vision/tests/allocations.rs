//! Counts the allocations of a reader on live frames.

#![allow(
    clippy::unwrap_used,
    reason = "a failure to draw a picture fails the test"
)]

use vision::{OwnedFrame, Reader};

/// Frames after which the buffers of a reader have grown to their size.
const WARM: u32 = 40;

/// A gradient with fresh noise in each frame.
fn room(number: u32) -> OwnedFrame {
    let mut state = number.wrapping_mul(0x9e37_79b9) | 1;
    let pixels = (0..640 * 480_u32).map(|index| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        u8::try_from(90 + index % 640 / 16 + (state >> 24) % 9).unwrap()
    });
    OwnedFrame::new(pixels.collect(), 640, 480).unwrap()
}

/// The gradient with finder patterns that belong to no symbol.
fn rings(number: u32) -> OwnedFrame {
    let mut frame = room(number);
    for (index, pixel) in (0_u32..).zip(frame.pixels_mut()) {
        let (x, y) = (index % 640, index / 640);
        for (middle_x, middle_y) in [(120, 120), (320, 128), (128, 330), (500, 300)] {
            let ring = x.abs_diff(middle_x + number % 3).max(y.abs_diff(middle_y));
            if ring < 27 {
                *pixel = if ring < 9 || (15..21).contains(&ring) {
                    20
                } else {
                    230
                };
            }
        }
    }
    frame
}

fn allocations_of(reader: &mut Reader, frame: &OwnedFrame) -> u64 {
    let info = allocation_counter::measure(|| {
        assert!(reader.read(&frame.as_frame()).is_empty());
    });
    info.count_total
}

#[test]
fn an_empty_room_causes_no_allocation_once_the_reader_is_warm() {
    let mut reader = Reader::new();
    for number in 0..WARM {
        reader.read(&room(number).as_frame());
    }
    for number in WARM..2 * WARM {
        assert_eq!(allocations_of(&mut reader, &room(number)), 0);
    }
}

#[test]
fn stray_finder_patterns_cause_no_allocation_unless_a_library_is_called() {
    let mut reader = Reader::new();
    for number in 0..WARM {
        reader.read(&rings(number).as_frame());
    }
    let without = (WARM..2 * WARM)
        .filter(|number| allocations_of(&mut reader, &rings(*number)) == 0)
        .count();
    assert!(without >= 30, "{without} of 40");
}
