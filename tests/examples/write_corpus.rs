//! Writes the seeds of the fuzz targets' corpus from the test vectors:
//! `cargo run --package lanyard-tests --example write_corpus`.

use std::fs;
use std::path::Path;

use camera::{FrameRate, Y4mWriter};
use lanyard_tests::vectors::Kind;
use vision::OwnedFrame;

fn main() -> anyhow::Result<()> {
    for (target, kinds) in [
        ("record", &[Kind::Record][..]),
        ("sync_request", &[Kind::SyncRequest]),
        ("sync_reply", &[Kind::SyncReply]),
        ("enrolment", &[Kind::Enrolment, Kind::EnrolmentRequest]),
        ("consent_receipt", &[Kind::ConsentReceipt]),
        ("bundle", &[Kind::Bundle]),
        ("codes", &[Kind::Badge]),
    ] {
        let files: Vec<_> = kinds
            .iter()
            .map(|kind| kind.load())
            .collect::<Result<_, _>>()?;
        for vector in files.into_iter().flatten() {
            let bytes = data_encoding::HEXLOWER.decode(vector.hex.as_bytes())?;
            // Vectors that only test a size limit do not help a fuzzer.
            if bytes.len() <= 8 << 10 {
                seed(target, &vector.name, &bytes)?;
            }
        }
    }
    for text in [
        "4NZ1-4F0Q",
        "A1B2C3D4:Ada:9f8e7d",
        "https://lanyard.example/enrol#0123-4567-89AB-CDEF",
        "BEGIN:VCARD\nFN:Ada\nEND:VCARD",
        "tel:+41441234567",
        "M1LOVELACE/ADA EABC123 ZRHLHR",
    ] {
        seed("codes", text, text.as_bytes())?;
    }
    let mut frame = OwnedFrame::filled(48, 48, 200)?;
    for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
        if (index / 6 + index / 48 / 6) % 2 == 0 {
            *pixel = 20;
        }
    }
    seed("frame", "squares", frame.pixels())?;
    seed("frame", "blank", &[255; 48 * 20])?;
    let mut video = Y4mWriter::new(Vec::new(), 48, 48, FrameRate::whole(30))?;
    video.write(&frame.as_frame())?;
    video.write(&frame.as_frame())?;
    let video = video.finish()?;
    seed("video", "two frames", &video)?;
    seed("video", "cut short", &video[..video.len() - 100])?;
    seed(
        "video",
        "vast",
        b"YUV4MPEG2 W99999999 H99999999 F1:1 Cmono\nFRAME\n",
    )?;
    seed(
        "video",
        "empty jpeg",
        &[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9],
    )?;
    let header = "registration_id,first_name,last_name,email,country,phone\n";
    for (name, rows) in [
        (
            "plain",
            "1,Ada,Lovelace,ada@example.org,Chile,555\n2,Bo,Li,bo@example.org,,\n",
        ),
        (
            "quotes",
            "1,\"A \"\"d\"\" a\",\"L,\nX\",a@example.org,,\n2,\"open,,,,\n",
        ),
        (
            "faults",
            ",Ada,,x,,\n1,A,B,c@example.org\n1,A,B,c@example.org,,\n",
        ),
    ] {
        seed("registrations", name, format!("{header}{rows}").as_bytes())?;
    }
    let wide: Vec<u8> = header.encode_utf16().flat_map(u16::to_le_bytes).collect();
    seed(
        "registrations",
        "utf-16",
        &[&[0xff, 0xfe], &wide[..]].concat(),
    )?;
    seed(
        "registrations",
        "semicolons",
        b"sep=;\r\nregistration_id;email\r\n1;\xe9@example.org\r\n",
    )?;
    Ok(())
}

fn seed(target: &str, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    let plain: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .take(40)
        .collect();
    Ok(fs::write(folder.join(plain), bytes)?)
}
