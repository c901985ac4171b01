//! What lies between a badge and the lens, or shines into it.

use crate::blur::Patch;
use crate::geometry::Point;

/// What is before a badge. Places and lengths are in the code's sides, from the code's middle to the right and
/// downwards; of an artwork that does not say where its code is, in those of the whole badge. The default is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Over {
    /// A lamp mirrored in the card.
    pub glare: Option<Glare>,
    /// A plastic sleeve, from 0 for none to 1 for one that mirrors a window.
    pub sleeve: f32,
    /// The thumb that holds the card.
    pub thumb: Option<Thumb>,
    /// The lanyard's own strap, hanging across.
    pub strap: Option<Strap>,
}

/// A lamp mirrored in the card: a soft spot of light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// To the right of the code's middle.
    pub x: f32,
    /// Below it.
    pub y: f32,
    /// Deviation of the spot.
    pub radius: f32,
    /// Light added in its middle, in steps of luminance.
    pub strength: f32,
}

/// A thumb's tip: a disc of one shade with a soft edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thumb {
    /// Its middle, to the right of the code's.
    pub x: f32,
    /// Below it.
    pub y: f32,
    /// Its radius.
    pub radius: f32,
    /// Its luminance.
    pub shade: f32,
}

/// A band across the whole card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strap {
    /// How far its middle line passes the code's middle.
    pub offset: f32,
    /// Its width.
    pub width: f32,
    /// Degrees that it leans from upright.
    pub lean: f32,
    /// Its luminance.
    pub shade: f32,
}

impl Over {
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What is seen at a place of the card where there would be `light`.
    fn seen(&self, x: f32, y: f32, light: f32) -> f32 {
        let mut light = light;
        if let Some(strap) = self.strap {
            let lean = strap.lean.to_radians();
            let across = (x * lean.cos() + y * lean.sin() - strap.offset).abs();
            light = blend(light, strap.shade, (strap.width / 2.0 - across) * SOFT);
        }
        if self.sleeve > 0.0 {
            // A veil over all, and two slanting streaks of a window.
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
            light = blend(light, thumb.shade, inside * SOFT);
        }
        light.min(255.0)
    }

    /// Lays all over a patch of a frame that begins at `from`; `code` are the corners that places are counted by.
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    pub(crate) fn lay(&self, patch: &mut Patch, from: (usize, usize), code: &[Point; 4]) {
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
                *light = self.seen(
                    (x * down.1 - y * down.0) / area,
                    (y * right.0 - x * right.1) / area,
                    *light,
                );
            }
        }
    }
}

/// How steep the edges of what covers are, a code's side.
const SOFT: f32 = 60.0;

/// From `light` to `shade` about the edge, where `depth` is 0.
fn blend(light: f32, shade: f32, depth: f32) -> f32 {
    light + (shade - light) * (depth + 0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_covers_what_it_says_and_leaves_the_rest() {
        let thumb = Over {
            thumb: Some(Thumb {
                x: 0.5,
                y: 0.0,
                radius: 0.2,
                shade: 140.0,
            }),
            ..Over::default()
        };
        assert!((thumb.seen(0.45, 0.05, 20.0) - 140.0).abs() < 0.01);
        assert!((thumb.seen(0.0, 0.0, 20.0) - 20.0).abs() < 0.01);
        let strap = Over {
            strap: Some(Strap {
                offset: 0.3,
                width: 0.1,
                lean: 0.0,
                shade: 60.0,
            }),
            ..Over::default()
        };
        assert!((strap.seen(0.3, -0.4, 255.0) - 60.0).abs() < 0.01);
        assert!((strap.seen(0.2, -0.4, 255.0) - 255.0).abs() < 0.01);
        let glare = Over {
            glare: Some(Glare {
                x: -0.2,
                y: 0.1,
                radius: 0.1,
                strength: 200.0,
            }),
            ..Over::default()
        };
        assert!((glare.seen(-0.2, 0.1, 20.0) - 220.0).abs() < 0.01);
        assert!((glare.seen(0.4, 0.1, 20.0) - 20.0).abs() < 0.01);
    }

    #[test]
    fn a_sleeve_takes_contrast_away_everywhere_and_most_in_its_streaks() {
        let sleeve = Over {
            sleeve: 1.0,
            ..Over::default()
        };
        let contrast = |x: f32| sleeve.seen(x, 0.0, 230.0) - sleeve.seen(x, 0.0, 20.0);
        assert!(contrast(0.0) < 170.0 && contrast(-0.22) < contrast(0.0) - 30.0);
        assert!(Over::default().is_nothing() && !sleeve.is_nothing());
    }
}
