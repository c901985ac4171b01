//! The QR symbol of a badge code.

use std::fmt::Write as _;

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::error::DrawError;
use crate::BadgeCode;

/// The width of the quiet zone, in modules (ISO/IEC 18004, 9.1).
const QUIET_MODULES: f32 = 4.0;

/// The position of a symbol on its badge, in millimetres from the badge's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodeBox {
    /// The symbol's left edge.
    pub x: f32,
    /// The symbol's upper edge.
    pub y: f32,
    /// The symbol's side, without the quiet zone.
    pub side: f32,
    /// The number of modules per side.
    pub modules: u16,
}

impl CodeBox {
    /// Returns the width of the quiet zone on each side, in millimetres.
    #[must_use]
    pub fn quiet(&self) -> f32 {
        QUIET_MODULES * self.side / f32::from(self.modules)
    }
}

/// The modules of a symbol, row by row from the top; `true` is dark.
pub(super) struct Symbol {
    modules: Vec<bool>,
    side: u16,
}

impl Symbol {
    /// Encodes the code into the smallest symbol with error correction M, in alphanumeric mode.
    pub(super) fn of(code: &BadgeCode) -> Result<Self, DrawError> {
        let qr = (1..=40)
            .find_map(|version| {
                let mut bits = Bits::new(Version::Normal(version));
                bits.push_alphanumeric_data(code.as_str().as_bytes()).ok()?;
                bits.push_terminator(EcLevel::M).ok()?;
                QrCode::with_bits(bits, EcLevel::M).ok()
            })
            .ok_or(DrawError::Symbol)?;
        let side = u16::try_from(qr.width()).map_err(|_| DrawError::Symbol)?;
        let modules = qr
            .into_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        Ok(Self { modules, side })
    }

    pub(super) const fn side(&self) -> u16 {
        self.side
    }

    /// Returns all dark modules as one path whose unit is the module. A single path has no hairlines between neighbouring
    /// modules when it is rasterised.
    pub(super) fn path(&self) -> String {
        let side = usize::from(self.side);
        let mut path = String::with_capacity(side * side * 6);
        for (y, row) in self.modules.chunks_exact(side).enumerate() {
            let mut x = 0;
            while x < side {
                let run = row[x..].iter().take_while(|dark| **dark).count();
                if run == 0 {
                    x += 1;
                    continue;
                }
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                x += run;
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::tests::{event, key};
    use crate::{BadgeName, Flags, FreshBadgeId, seal};

    #[test]
    fn the_path_covers_the_dark_modules_and_no_others() {
        let code = seal(
            &key(1),
            &event("PYCONUS2027"),
            FreshBadgeId::mint([3; 10]),
            Flags::default(),
            &BadgeName::shortened("Ada Lovelace"),
        );
        let symbol = Symbol::of(&code).unwrap();
        assert_eq!(symbol.side(), 33);
        let side = usize::from(symbol.side());
        let mut drawn = vec![false; side * side];
        for run in symbol.path().split('M').skip(1) {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (length, _) = rest.split_once('v').unwrap();
            let [x, y, length] = [x, y, length].map(|number| number.parse::<usize>().unwrap());
            for module in &mut drawn[y * side + x..][..length] {
                assert!(!*module, "no module is drawn twice");
                *module = true;
            }
        }
        assert_eq!(drawn, symbol.modules);
    }
}
