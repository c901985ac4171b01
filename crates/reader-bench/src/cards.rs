//! The printed cards: with badge codes, with long codes, and without a QR code.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use badge::{BadgeName, EventBadgeKey, Flags, FreshBadgeId};
use protocol::SecretBytes;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use scene::{Artwork, CodeArea, Random};

/// Resolution of a printed card, in dots a millimetre.
const PX_PER_MM: f32 = 16.0;
/// Side of every code, in millimetres, as on a badge.
pub(crate) const CODE_MM: f32 = 30.0;
/// Side of a card, in millimetres.
pub(crate) const CARD_MM: f32 = 48.0;

/// A card and the text of its code.
pub(crate) struct Card {
    pub(crate) artwork: Artwork,
    pub(crate) text: String,
}

/// The kind of code on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A badge code without a name: version 3.
    Nameless,
    /// A badge code with a name: version 4.
    Named,
    /// A web address: version 6.
    Long,
    /// A longer web address: version 7.
    Longer,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Nameless, Self::Named, Self::Long, Self::Longer];
}

impl Card {
    pub(crate) fn new(kind: Kind, random: &mut Random) -> anyhow::Result<Self> {
        let (text, code) = match kind {
            Kind::Nameless => badge_code("", 3, random)?,
            Kind::Named => badge_code("Ada Lovelace", 4, random)?,
            Kind::Long => address(100, 6, random)?,
            Kind::Longer => address(116, 7, random)?,
        };
        Ok(Self {
            artwork: printed(&code)?,
            text,
        })
    }
}

fn badge_code(name: &str, version: i16, random: &mut Random) -> anyhow::Result<(String, QrCode)> {
    let mut id = [0; 10];
    for byte in &mut id {
        *byte = byte_of(random);
    }
    let name: BadgeName = name.parse()?;
    let code = badge::seal(
        &EventBadgeKey::new(SecretBytes::new([0x33; 32])),
        &"RUSTFEST2027".parse()?,
        FreshBadgeId::mint(id),
        Flags::default(),
        &name,
    );
    let text = code.as_str().to_owned();
    let mut bits = Bits::new(Version::Normal(version));
    bits.push_alphanumeric_data(text.as_bytes())?;
    bits.push_terminator(EcLevel::M)?;
    Ok((text, QrCode::with_bits(bits, EcLevel::M)?))
}

fn address(length: usize, version: i16, random: &mut Random) -> anyhow::Result<(String, QrCode)> {
    let mut text = "https://conference.example/badge?".to_owned();
    while text.len() < length {
        text.push(char::from(b'a' + byte_of(random) % 26));
    }
    let code = QrCode::with_version(&text, Version::Normal(version), EcLevel::M)?;
    Ok((text, code))
}

fn byte_of(random: &mut Random) -> u8 {
    random.next().to_be_bytes()[0]
}

fn printed(code: &QrCode) -> anyhow::Result<Artwork> {
    let side = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            write!(path, "M{} {}h1v1h-1z", index % side, index / side)?;
        }
    }
    let modules = u16::try_from(side).context("a symbol has at most 177 modules a side")?;
    let (margin, scale) = ((CARD_MM - CODE_MM) / 2.0, CODE_MM / f32::from(modules));
    let inside = format!(
        r##"<path transform="translate({margin} {margin}) scale({scale})" d="{path}" fill="#000"/>"##
    );
    Ok(drawing(CARD_MM, CARD_MM, &inside)?.with_code(CodeArea {
        x: margin,
        y: margin,
        side: CODE_MM,
        modules,
    }))
}

/// White paper with a drawing, in millimetres.
fn drawing(width: f32, height: f32, inside: &str) -> anyhow::Result<Artwork> {
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">{inside}</svg>"#
    );
    Ok(Artwork::from_svg(&svg, PX_PER_MM, &Arc::default())?)
}

/// A linear barcode of random bars.
pub(crate) fn bars(random: &mut Random) -> anyhow::Result<Artwork> {
    let (mut path, mut x) = (String::new(), 5.0);
    while x < 52.0 {
        let width = 0.5 * (random.between(1.0, 4.99).floor());
        write!(path, "M{x} 4h{width}v18h-{width}z")?;
        x += width + 0.5 * (random.between(1.0, 4.99).floor());
    }
    drawing(58.0, 26.0, &format!(r##"<path d="{path}" fill="#000"/>"##))
}

/// A square of random modules with two solid and two alternating edges, as Data Matrix has.
pub(crate) fn matrix(random: &mut Random) -> anyhow::Result<Artwork> {
    let mut path = String::new();
    for row in 0..24 {
        for column in 0..24 {
            let dark = match (column, row) {
                (0, _) | (_, 23) => true,
                (_, 0) => column % 2 == 0,
                (23, _) => row % 2 == 1,
                _ => random.unit() < 0.5,
            };
            if dark {
                write!(path, "M{column} {row}h1v1h-1z")?;
            }
        }
    }
    let inside = format!(r##"<path transform="translate(4 4)" d="{path}" fill="#000"/>"##);
    drawing(32.0, 32.0, &inside)
}

/// Square rings around a square, as Aztec has, which resemble finder patterns.
pub(crate) fn rings(random: &mut Random) -> anyhow::Result<Artwork> {
    let mut path = String::new();
    for row in 0..23_i32 {
        for column in 0..23_i32 {
            let ring = (row - 11).abs().max((column - 11).abs());
            let dark = if ring <= 6 {
                ring % 2 == 0
            } else {
                random.unit() < 0.5
            };
            if dark {
                write!(path, "M{column} {row}h1v1h-1z")?;
            }
        }
    }
    let inside = format!(r##"<path transform="translate(4 4)" d="{path}" fill="#000"/>"##);
    drawing(31.0, 31.0, &inside)
}

/// A page of strokes in lines, which resembles distant text.
pub(crate) fn page(random: &mut Random) -> anyhow::Result<Artwork> {
    let mut path = String::new();
    let mut y = 12.0;
    while y < 190.0 {
        let size = random.between(1.6, 4.0);
        let mut x = 10.0;
        while x < 130.0 {
            for _ in 0..3 {
                let (from, to) = (random.between(0.0, size), random.between(0.0, size));
                let (left, right) = (random.between(0.0, 0.6), random.between(0.0, 0.6));
                write!(
                    path,
                    "M{} {}L{} {}",
                    x + left * size,
                    y + from,
                    x + right * size,
                    y + to
                )?;
            }
            x += size * if random.unit() < 0.18 { 1.5 } else { 0.75 };
        }
        y += size * 1.7;
    }
    drawing(
        140.0,
        200.0,
        &format!(r##"<path d="{path}" stroke="#111" stroke-width="0.45" fill="none"/>"##),
    )
}

/// A face of ellipses.
pub(crate) fn face(random: &mut Random) -> anyhow::Result<Artwork> {
    let (skin, hair) = (random.between(120.0, 225.0), random.between(20.0, 110.0));
    let disc = |x: f32, y: f32, rx: f32, ry: f32, shade: f32| {
        format!(
            r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="rgb({s},{s},{s})"/>"#,
            s = shade.round()
        )
    };
    let mut inside = disc(80.0, 78.0, 56.0, 68.0, hair) + &disc(80.0, 92.0, 46.0, 60.0, skin);
    for x in [62.0, 98.0] {
        inside += &disc(x, 82.0, 9.0, 5.0, 245.0);
        inside += &disc(x, 82.0, 4.5, 4.5, 60.0);
        inside += &disc(x, 82.0, 2.0, 2.0, 10.0);
        inside += &disc(x, 70.0, 11.0, 2.0, hair);
    }
    inside += &disc(80.0, 102.0, 6.0, 10.0, skin * 0.88);
    inside += &disc(80.0, 124.0, 16.0, 4.0, 90.0);
    drawing(160.0, 200.0, &inside)
}
