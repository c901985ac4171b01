//! Occlusions and reflections between a badge and the lens.

use crate::blur::Patch;
use crate::geometry::Point;

/// Occlusions of a badge. Places are relative to the code's centre, right and down; places and lengths are in sides of the
/// code, or of the whole badge if the artwork has no code area. The default is no occlusion.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Occlusion {
    /// The reflection of a lamp.
    pub glare: Option<Glare>,
    /// A plastic sleeve, from 0 for none to 1 for one that reflects a window.
    pub sleeve: f32,
    /// The thumb that holds the card.
    pub thumb: Option<Thumb>,
    /// The strap of the lanyard, across the card.
    pub strap: Option<Strap>,
}

/// The reflection of a lamp: a spot of light with a Gaussian profile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// Centre, to the right.
    pub x: f32,
    /// Centre, downwards.
    pub y: f32,
    /// Standard deviation.
    pub radius: f32,
    /// Light added at the centre, in levels of luminance.
    pub strength: f32,
}

/// The tip of a thumb: a disc of one luminance with a soft edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thumb {
    /// Centre, to the right.
    pub x: f32,
    /// Centre, downwards.
    pub y: f32,
    /// Radius.
    pub radius: f32,
    /// Luminance.
    pub shade: f32,
}

/// A band across the whole card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strap {
    /// Distance of its centre line from the code's centre.
    pub offset: f32,
    /// Width.
    pub width: f32,
    /// Degrees from upright.
    pub lean: f32,
    /// Luminance.
    pub shade: f32,
}

impl Occlusion {
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The luminance at a place of the card that has the luminance `light` without occlusion.
    fn apply(&self, x: f32, y: f32, light: f32) -> f32 {
        let mut light = light;
        if let Some(strap) = self.strap {
            let lean = strap.lean.to_radians();
            let across = (x * lean.cos() + y * lean.sin() - strap.offset).abs();
            light = blend(
                light,
                strap.shade,
                (strap.width / 2.0 - across) * EDGE_STEEPNESS,
            );
        }
        if self.sleeve > 0.0 {
            // A veil over everything, and two slanted reflections of a window.
            let slant = x + 0.35 * y;
            let streak = |at: f32, width: f32| (-((slant - at) / width).powi(2)).exp();
            let window = 0.55 * streak(-0.22, 0.09) + 0.4 * streak(0.27, 0.16);
            light = light * (1.0 - 0.25 * self.sleeve) + self.sleeve * (36.0 + 190.0 * window);
        }
        if let Some(glare) = self.glare {
            let (x, y) = ((x - glare.x) / glare.radius, (y - glare.y) / glare.radius);
            light += glare.strength * (-0.5 * (x * x + y * y)).exp();
        }
        if let Some(thumb) = self.thumb {
            let inside = thumb.radius - (x - thumb.x).hypot(y - thumb.y);
            light = blend(light, thumb.shade, inside * EDGE_STEEPNESS);
        }
        light.min(255.0)
    }

    /// Renders the occlusions onto a patch of a frame that begins at `from`; `code` are the corners that places refer to.
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    pub(crate) fn render(&self, patch: &mut Patch, from: (usize, usize), code: &[Point; 4]) {
        let middle = code
            .iter()
            .fold((0.0, 0.0), |sum, p| (sum.0 + p.x / 4.0, sum.1 + p.y / 4.0));
        let side = |a: Point, b: Point, c: Point, d: Point| {
            ((b.x - a.x + c.x - d.x) / 2.0, (b.y - a.y + c.y - d.y) / 2.0)
        };
        let right = side(code[0], code[1], code[2], code[3]);
        let down = side(code[0], code[3], code[2], code[1]);
        let area = right.0 * down.1 - right.1 * down.0;
        if area.abs() < 1.0 {
            return;
        }
        for (row_number, row) in patch.pixels.chunks_exact_mut(patch.width).enumerate() {
            let y = (from.1 + row_number) as f32 + 0.5 - middle.1;
            for (column, light) in row.iter_mut().enumerate() {
                let x = (from.0 + column) as f32 + 0.5 - middle.0;
                *light = self.apply(
                    (x * down.1 - y * down.0) / area,
                    (y * right.0 - x * right.1) / area,
                    *light,
                );
            }
        }
    }
}

/// Steepness of the edges, per side of the code.
const EDGE_STEEPNESS: f32 = 60.0;

/// Blends from `light` to `shade` at the edge, where `depth` is 0.
fn blend(light: f32, shade: f32, depth: f32) -> f32 {
    light + (shade - light) * (depth + 0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_occlusion_covers_its_area_and_nothing_else() {
        let thumb = Occlusion {
            thumb: Some(Thumb {
                x: 0.5,
                y: 0.0,
                radius: 0.2,
                shade: 140.0,
            }),
            ..Occlusion::default()
        };
        assert!((thumb.apply(0.45, 0.05, 20.0) - 140.0).abs() < 0.01);
        assert!((thumb.apply(0.0, 0.0, 20.0) - 20.0).abs() < 0.01);
        let strap = Occlusion {
            strap: Some(Strap {
                offset: 0.3,
                width: 0.1,
                lean: 0.0,
                shade: 60.0,
            }),
            ..Occlusion::default()
        };
        assert!((strap.apply(0.3, -0.4, 255.0) - 60.0).abs() < 0.01);
        assert!((strap.apply(0.2, -0.4, 255.0) - 255.0).abs() < 0.01);
        let glare = Occlusion {
            glare: Some(Glare {
                x: -0.2,
                y: 0.1,
                radius: 0.1,
                strength: 200.0,
            }),
            ..Occlusion::default()
        };
        assert!((glare.apply(-0.2, 0.1, 20.0) - 220.0).abs() < 0.01);
        assert!((glare.apply(0.4, 0.1, 20.0) - 20.0).abs() < 0.01);
    }

    #[test]
    fn a_sleeve_takes_contrast_away_everywhere_and_most_in_its_streaks() {
        let sleeve = Occlusion {
            sleeve: 1.0,
            ..Occlusion::default()
        };
        let contrast = |x: f32| sleeve.apply(x, 0.0, 230.0) - sleeve.apply(x, 0.0, 20.0);
        assert!(contrast(0.0) < 170.0 && contrast(-0.22) < contrast(0.0) - 30.0);
        assert!(Occlusion::default().is_none() && !sleeve.is_none());
    }
}
