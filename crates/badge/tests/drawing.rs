//! Tests of printed badges, which look at them as pixels.
//!
//! Needs the Debian packages `fonts-noto-core` and `fonts-noto-cjk`.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Pixel counts are small.
#![allow(clippy::unwrap_used)] // A helper that fails fails its test.

use std::path::Path;
use std::sync::LazyLock;

use badge::draw::{BadgeFace, DrawError, Fonts, Format, Paper, code_box, sheet_pdf, svg};
use badge::{BadgeCode, BadgeName, EventBadgeKey, Flags, FreshBadgeId, Reading, open, seal};
use protocol::{EventSlug, SecretBytes};
use resvg::{tiny_skia, usvg};

const FORMATS: [Format; 2] = [Format::FourByThree, Format::A6];
const EVENT: &str = "PYCONUS2027";

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut files = Vec::new();
    read_fonts(Path::new("/usr/share/fonts"), "", &mut files);
    Fonts::from_files(files).expect("fonts-noto-core and fonts-noto-cjk are installed")
});

fn read_fonts(folder: &Path, part_of_name: &str, files: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            read_fonts(&path, part_of_name, files);
        } else if name.contains(part_of_name)
            && [".ttf", ".otf", ".ttc"]
                .iter()
                .any(|end| name.ends_with(end))
        {
            files.push(std::fs::read(path).unwrap());
        }
    }
}

fn key() -> EventBadgeKey {
    EventBadgeKey::new(SecretBytes::new([1; 32]))
}

fn event() -> EventSlug {
    EVENT.parse().unwrap()
}

fn code(number: u8, name: &str) -> BadgeCode {
    seal(
        &key(),
        &event(),
        FreshBadgeId::mint([number; 10]),
        Flags::default(),
        &BadgeName::shortened(name),
    )
}

fn face<'a>(code: &'a BadgeCode, name: &'a str, employer: Option<&'a str>) -> BadgeFace<'a> {
    BadgeFace {
        event_name: "PyCon US 2027",
        name,
        employer,
        code,
        do_not_scan: false,
    }
}

/// Luminance, at a number of pixels a millimetre.
struct Print {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    scale: f32,
}

impl Print {
    fn of(svg: &str, scale: f32) -> Self {
        // The drawing's letters are outlines: no fonts are needed to print it.
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
        let factor = scale * 25.4 / 96.0;
        let size = tree.size();
        let (width, height) = (
            (size.width() * factor).round() as u32,
            (size.height() * factor).round() as u32,
        );
        let mut pixmap = tiny_skia::Pixmap::new(width, height).unwrap();
        pixmap.fill(tiny_skia::Color::WHITE);
        resvg::render(
            &tree,
            tiny_skia::Transform::from_scale(factor, factor),
            &mut pixmap.as_mut(),
        );
        let pixels = pixmap
            .pixels()
            .iter()
            .map(|pixel| {
                ((u32::from(pixel.red()) + u32::from(pixel.green()) * 2 + u32::from(pixel.blue()))
                    / 4) as u8
            })
            .collect();
        Self {
            pixels,
            width: width as usize,
            height: height as usize,
            scale,
        }
    }

    /// Whether every pixel of a rectangle in millimetres is paper.
    fn is_blank(&self, left: f32, top: f32, right: f32, bottom: f32) -> bool {
        let at = |millimetres: f32| (millimetres * self.scale).round() as usize;
        (at(top)..at(bottom).min(self.height)).all(|y| {
            (at(left)..at(right).min(self.width)).all(|x| self.pixels[y * self.width + x] == 255)
        })
    }

    fn at(&self, x: f32, y: f32) -> u8 {
        self.pixels[(y * self.scale) as usize * self.width + (x * self.scale) as usize]
    }

    fn qr_text(&self) -> Option<String> {
        rxing::helpers::detect_in_luma(
            self.pixels.clone(),
            self.width as u32,
            self.height as u32,
            Some(rxing::BarcodeFormat::QR_CODE),
        )
        .ok()
        .map(|found| found.getText().to_owned())
    }
}

#[test]
fn the_printed_symbol_is_read_back_and_opens() {
    for format in FORMATS {
        for (number, name) in ["", "Ada Lovelace", "Maximiliana Elisabetta J"]
            .into_iter()
            .enumerate()
        {
            let code = code(number as u8, name);
            let drawing = svg(
                &face(&code, name, Some("Analytical Engines")),
                format,
                &FONTS,
            )
            .unwrap();
            let text = Print::of(&drawing.svg, 8.0)
                .qr_text()
                .expect("the symbol is readable");
            assert_eq!(text, code.as_str());
            let Ok(Reading::Badge(badge)) = open(&key(), &event(), text, false, |_| false) else {
                panic!("the badge opens")
            };
            assert_eq!(badge.name.as_str(), name);
        }
    }
}

#[test]
fn the_symbol_is_thirty_millimetres_with_its_quiet_zone_on_the_badge() {
    for format in FORMATS {
        for name in ["", "Ada Lovelace", "Maximiliana Elisabetta J"] {
            let code = code(1, name);
            let place = code_box(&code, format).unwrap();
            assert!(place.side >= 30.0);
            assert!(place.quiet() >= 4.0 * place.side / f32::from(place.modules) - 1e-4);
            assert!(place.x + place.side + place.quiet() <= format.width_mm());
            assert!(place.y + place.side + place.quiet() <= format.height_mm());

            // The drawn symbol is where the box says, to the pixel.
            let print = Print::of(
                &svg(&face(&code, name, None), format, &FONTS).unwrap().svg,
                20.0,
            );
            let (near, far) = (0.15, place.side - 0.15);
            for (x, y) in [(near, near), (far, near), (near, far)] {
                assert_eq!(
                    print.at(place.x + x, place.y + y),
                    0,
                    "a finder pattern's corner is black"
                );
            }
            assert_eq!(print.at(place.x - 0.15, place.y + near), 255);
            assert_eq!(print.at(place.x + far + 0.3, place.y + near), 255);
            assert_eq!(print.at(place.x + near, place.y - 0.15), 255);
        }
    }
}

/// Words of many scripts, lengths and kinds of trouble.
const WORDS: [&str; 28] = [
    "Li",
    "O",
    "Ada",
    "Maximiliana",
    "Featherstonehaugh-Cholmondeley",
    "Wolfeschlegelsteinhausenbergerdorff",
    "Ångström",
    "Nguyễn",
    "İpek",
    "Владимир",
    "Κωνσταντίνος",
    "محمد",
    "الخوارزمي",
    "יעל",
    "בן־דוד",
    "山田",
    "ラーメン",
    "ソフトウェア開発研究所",
    "김서연",
    "अनन्या",
    "कृष्णमूर्ति",
    "สมชาย",
    "தமிழ்ச்செல்வி",
    "<script>",
    "=1+1",
    "H̷͖̅e̴̳̓c̸̪̎o̵͕͝m̶̩͝",
    "🎉",
    "\u{202e}evil",
];

#[test]
fn text_never_runs_into_the_code_or_off_the_badge() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut pick = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for number in 0..200 {
        let mut words = |most: usize| {
            let count = 1 + pick(most);
            (0..count)
                .map(|_| WORDS[pick(WORDS.len())])
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (name, employer) = (words(6), words(9));
        let code = code(number, &name);
        let format = FORMATS[usize::from(number) % 2];
        let mut face = face(&code, &name, Some(&employer));
        face.do_not_scan = number % 3 == 0;
        let print = Print::of(&svg(&face, format, &FONTS).unwrap().svg, 5.0);

        let place = code_box(&code, format).unwrap();
        let (left, top, side, quiet) = (place.x, place.y, place.side, place.quiet() - 0.25);
        let (right, bottom) = (left + side, top + side);
        for (x0, y0, x1, y1) in [
            (left - quiet, top - quiet, right + quiet, top - 0.25),
            (left - quiet, bottom + 0.25, right + quiet, bottom + quiet),
            (left - quiet, top - quiet, left - 0.25, bottom + quiet),
            (right + 0.25, top - quiet, right + quiet, bottom + quiet),
        ] {
            assert!(
                print.is_blank(x0, y0, x1, y1),
                "quiet zone of {name:?} at {employer:?}"
            );
        }
        assert_eq!(
            print.qr_text().as_deref(),
            Some(code.as_str()),
            "{name:?} at {employer:?}"
        );
        let (width, height) = (format.width_mm(), format.height_mm());
        for (x0, y0, x1, y1) in [
            (0.0, 6.0, 4.0, height),
            (width - 4.0, 6.0, width, height),
            (0.0, height - 3.0, width, height),
        ] {
            assert!(
                print.is_blank(x0, y0, x1, y1),
                "margin of {name:?} at {employer:?}"
            );
        }
    }
}

#[test]
fn names_of_every_script_have_glyphs() {
    for name in WORDS {
        if name == "🎉" {
            continue;
        }
        let code = code(1, "");
        let drawing = svg(&face(&code, name, None), Format::FourByThree, &FONTS).unwrap();
        assert!(drawing.missing.is_empty(), "{name}: {}", drawing.missing);
    }
}

#[test]
fn a_script_without_a_font_is_reported_without_the_name() {
    let mut latin = Vec::new();
    read_fonts(Path::new("/usr/share/fonts"), "NotoSans-", &mut latin);
    let fonts = Fonts::from_files(latin).unwrap();
    let code = code(1, "");
    let drawing = svg(&face(&code, "山田 Ada", Some("🎉")), Format::A6, &fonts).unwrap();
    assert_eq!(
        drawing.missing.scripts().collect::<Vec<_>>(),
        ["Common", "Han"]
    );
    assert!(drawing.missing.to_string().contains("fonts-noto-cjk"));
    assert!(!drawing.missing.to_string().contains('山'));
}

#[test]
fn without_fonts_nothing_is_drawn() {
    assert_eq!(Fonts::from_files([]).unwrap_err(), DrawError::NoFonts);
    assert_eq!(
        Fonts::from_files([b"no font".to_vec()]).unwrap_err(),
        DrawError::NoFonts
    );
}

#[test]
fn hostile_text_is_only_shapes_in_the_drawing() {
    let code = code(1, "");
    let name = "<script>alert(1)</script>\"'&]]>\u{0}\u{b}";
    let mut face = face(&code, name, Some("<image href=\"file:///etc/passwd\"/>"));
    face.event_name = "</text><style>*{display:none}</style>";
    let drawing = svg(&face, Format::FourByThree, &FONTS).unwrap();
    for word in ["script", "<text", "<image", "<style", "href", "passwd"] {
        assert!(!drawing.svg.contains(word), "{word}");
    }
    assert_eq!(
        Print::of(&drawing.svg, 8.0).qr_text().as_deref(),
        Some(code.as_str())
    );
}

#[test]
fn a_name_of_a_megabyte_is_cut_short() {
    let code = code(1, "");
    let name = "Wolfeschlegelsteinhausenbergerdorff ".repeat(30_000);
    let drawing = svg(&face(&code, &name, None), Format::A6, &FONTS).unwrap();
    assert!(drawing.svg.len() < 1_000_000);
}

#[test]
fn a_drawing_is_as_large_as_the_badge() {
    let code = code(1, "");
    let drawing = svg(&face(&code, "Ada", None), Format::FourByThree, &FONTS).unwrap();
    assert!(drawing.svg.contains(r#"width="101.6mm" height="76.2mm""#));
    let tree = usvg::Tree::from_str(&drawing.svg, &usvg::Options::default()).unwrap();
    assert!((tree.size().width() - 384.0).abs() < 0.01);
    assert!((tree.size().height() - 288.0).abs() < 0.01);
}

#[test]
fn the_wish_not_to_be_scanned_is_printed() {
    let code = code(1, "");
    let plain = svg(&face(&code, "Ada", None), Format::A6, &FONTS).unwrap();
    let mut wishing = face(&code, "Ada", None);
    wishing.do_not_scan = true;
    let wishing = svg(&wishing, Format::A6, &FONTS).unwrap();
    assert!(wishing.svg.matches("<path").count() > plain.svg.matches("<path").count());
}

#[test]
fn sheets_hold_as_many_badges_as_fit_and_no_name_in_their_metadata() {
    let codes: Vec<BadgeCode> = (0..9).map(|number| code(number, "Ada")).collect();
    let faces: Vec<_> = codes
        .iter()
        .map(|code| face(code, "Zebulon", Some("Zenith")))
        .collect();
    for (format, paper, pages) in [
        (Format::FourByThree, Paper::A4, 3),
        (Format::FourByThree, Paper::Letter, 3),
        (Format::A6, Paper::A4, 5),
    ] {
        let mut reported = Vec::new();
        let sheet = sheet_pdf(&faces, format, paper, &FONTS, |done, total| {
            reported.push((done, total));
        })
        .unwrap();
        assert_eq!(sheet.pages, pages);
        assert_eq!(reported.len(), pages);
        assert_eq!(reported.last(), Some(&(9, 9)));
        assert!(sheet.missing.is_empty());
        assert!(sheet.pdf.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&sheet.pdf);
        assert!(
            text.contains(&format!("/Count {pages}")),
            "the page tree counts {pages}"
        );
        assert!(text.contains("Badges PyCon US 2027"));
        assert!(!text.contains("Zebulon") && !text.contains("Zenith"));
    }
}

#[test]
fn no_badges_make_no_pages_but_a_document() {
    let sheet = sheet_pdf(&[], Format::A6, Paper::A4, &FONTS, |_, _| {
        panic!("nothing is done")
    })
    .unwrap();
    assert_eq!(sheet.pages, 0);
    assert!(sheet.pdf.starts_with(b"%PDF-"));
}
