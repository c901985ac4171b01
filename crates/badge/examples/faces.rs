//! Draws the badges that are hardest to draw, to look at: `cargo run -p badge --features draw --example faces -- OUT`
//! writes each as SVG, and all as PDF, into the folder `OUT`.

use std::error::Error;
use std::path::{Path, PathBuf};

use badge::draw::{BadgeFace, Fonts, Format, Paper, sheet_pdf, svg};
use badge::{BadgeCode, BadgeName, EventBadgeKey, Flags, FreshBadgeId, seal};
use protocol::SecretBytes;

/// Names and employers, from the shortest to the most trying.
const FACES: [(&str, Option<&str>); 18] = [
    ("Ada Lovelace", Some("Analytical Engines Ltd")),
    ("Li", Some("3M")),
    ("O", None),
    (
        "Maximiliana Featherstonehaugh-Cholmondeley",
        Some("International Consolidated Business Machines & Sons of Rotterdam"),
    ),
    (
        "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior",
        Some("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk AG"),
    ),
    (
        "محمد عبد الرحمن الخوارزمي",
        Some("شركة الخوارزميات المحدودة"),
    ),
    (
        "יעל בן־דוד",
        Some("Tel Aviv University – אוניברסיטת תל אביב"),
    ),
    (
        "山田 太郎",
        Some("株式会社ラーメン・ソフトウェア開発研究所"),
    ),
    ("김서연", Some("서울소프트 주식회사")),
    ("अनन्या कृष्णमूर्ति", Some("भारतीय प्रौद्योगिकी संस्थान")),
    ("สมชาย วงศ์สวัสดิ์", Some("บริษัท ไทยซอฟต์ จำกัด")),
    (
        "=cmd|' /C calc'!A0",
        Some("=HYPERLINK(\"https://example.org\")"),
    ),
    (
        "<script>alert(1)</script>",
        Some("\"Quotes\" & <b>bold</b>"),
    ),
    ("Zoë 🎉 Ångström", Some("Emoji 🚀 Labs")),
    ("Nguyễn Thị Minh Khai", Some("Công ty Phần mềm Hà Nội")),
    ("\u{202e}evil\u{202c} Zalgo H̷͖̅e̴̳̓ c̸̪̎o̵͕͝m̶̩͝", Some("\t\u{a0}spaced")),
    (
        "Владимир Константинопольский",
        Some("Институт прикладной математики"),
    ),
    (
        "Supercalifragilisticexpialidocious Pneumonoultramicroscopicsilicovolcanoconiosis Floccinaucinihilipilification",
        Some(
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Rural District Council of the Kingdom",
        ),
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "badges".into()));
    std::fs::create_dir_all(&out)?;
    let mut files = Vec::new();
    read_fonts(Path::new("/usr/share/fonts"), &mut files)?;
    let fonts = Fonts::from_files(files)?;

    let key = EventBadgeKey::new(SecretBytes::new([1; 32]));
    let event = "PYCONUS2027".parse()?;
    let codes: Vec<BadgeCode> = FACES
        .iter()
        .zip(0_u8..)
        .map(|((name, _), number)| {
            let flags = Flags {
                do_not_scan: number % 5 == 4,
            };
            // The numbers of an example; a real id is random.
            seal(
                &key,
                &event,
                FreshBadgeId::mint([number; 10]),
                flags,
                &BadgeName::shortened(name),
            )
        })
        .collect();
    let faces: Vec<BadgeFace<'_>> = FACES
        .iter()
        .zip(&codes)
        .enumerate()
        .map(|(number, ((name, employer), code))| BadgeFace {
            event_name: "PyCon US 2027",
            name,
            employer: *employer,
            code,
            do_not_scan: number % 5 == 4,
        })
        .collect();
    for format in [Format::FourByThree, Format::A6] {
        for (number, face) in faces.iter().enumerate() {
            std::fs::write(
                out.join(format!("{format:?}-{number:02}.svg")),
                svg(face, format, &fonts)?.svg,
            )?;
        }
        let sheet = sheet_pdf(&faces, format, Paper::A4, &fonts, |done, total| {
            println!("{format:?} {done}/{total}");
        })?;
        std::fs::write(out.join(format!("{format:?}.pdf")), &sheet.pdf)?;
        if !sheet.missing.is_empty() {
            println!("{}", sheet.missing);
        }
    }
    Ok(())
}

fn read_fonts(folder: &Path, files: &mut Vec<Vec<u8>>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_fonts(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|end| ["ttf", "otf", "ttc"].iter().any(|font| end == *font))
        {
            files.push(std::fs::read(path)?);
        }
    }
    Ok(())
}
