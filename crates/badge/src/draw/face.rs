//! The layout of a badge.

use std::fmt::Write as _;

use super::badge_face::{BadgeFace, Format};
use super::error::DrawError;
use super::fit::{Fitted, Style, fit};
use super::fonts::{Fonts, Han, MissingGlyphs, Weight};
use super::symbol::{CodeBox, Symbol};
use crate::name::showable;

/// The width by which the ribbon extends past the edge, so that an inexact cut leaves no white line.
pub(super) const BLEED_MM: f32 = 2.0;

const INK: &str = "#141b2b";
const QUIET: &str = "#4a5468";
const BLUE: &str = "#1f4fbf";
const VIOLET: &str = "#6a35b1";

const HINT: &str = "Camera can’t read it? Type this code. It is checked when online.";
const DO_NOT_SCAN: &str = "Please do not scan me";

/// The dimensions of a format's layout, in millimetres.
struct Plan {
    margin: f32,
    ribbon: f32,
    event_size: f32,
    event_baseline: f32,
    /// The symbol's side, without its quiet zone.
    code_side: f32,
    code_right: f32,
    human_size: f32,
    human_baseline: f32,
    hint_size: f32,
    mark_size: f32,
    name_top: f32,
    name_largest: f32,
    name_smallest: f32,
    name_lines: usize,
    /// The fraction of its largest size below which a name is wrapped.
    name_wraps_at: f32,
    /// The fraction of the height above the code that the name may take.
    name_share: f32,
    employer_largest: f32,
    employer_smallest: f32,
    employer_lines: usize,
    /// Whether the employer is set in the column left of the code, instead of above it.
    employer_beside_code: bool,
}

const fn plan(format: Format) -> Plan {
    match format {
        Format::FourByThree => Plan {
            margin: 6.0,
            ribbon: 3.0,
            event_size: 3.3,
            event_baseline: 9.0,
            code_side: 31.0,
            code_right: 5.5,
            human_size: 4.6,
            human_baseline: 71.4,
            hint_size: 2.2,
            mark_size: 3.4,
            name_top: 12.5,
            name_largest: 15.0,
            name_smallest: 4.8,
            name_lines: 2,
            name_wraps_at: 0.62,
            name_share: 1.0,
            employer_largest: 5.6,
            employer_smallest: 3.0,
            employer_lines: 4,
            employer_beside_code: true,
        },
        Format::A6 => Plan {
            margin: 7.0,
            ribbon: 4.0,
            event_size: 4.2,
            event_baseline: 12.5,
            code_side: 37.0,
            code_right: 7.0,
            human_size: 5.6,
            human_baseline: 141.0,
            hint_size: 2.6,
            mark_size: 4.2,
            name_top: 22.0,
            name_largest: 19.0,
            name_smallest: 6.0,
            name_lines: 3,
            name_wraps_at: 0.85,
            name_share: 0.72,
            employer_largest: 7.2,
            employer_smallest: 3.6,
            employer_lines: 3,
            employer_beside_code: false,
        },
    }
}

/// The height of a capital relative to the font size, which is similar in all sans-serif faces.
const CAPITAL: f32 = 0.72;

pub(super) fn place_symbol(symbol: &Symbol, format: Format) -> CodeBox {
    let plan = plan(format);
    let side = plan.code_side;
    let mut code = CodeBox {
        x: format.width_mm() - plan.code_right - side,
        y: 0.0,
        side,
        modules: symbol.side(),
    };
    code.y = plan.human_baseline - plan.human_size * CAPITAL - code.quiet() - side;
    code
}

/// Describes the face in SVG, in millimetres from its upper left corner. The ribbon extends past the edge by
/// [`BLEED_MM`].
pub(super) fn describe(
    face: &BadgeFace<'_>,
    format: Format,
    fonts: &Fonts,
    missing: &mut MissingGlyphs,
) -> Result<String, DrawError> {
    let plan = plan(format);
    let width = format.width_mm();
    let symbol = Symbol::of(face.code)?;
    let code = place_symbol(&symbol, format);
    let han = Han::of([
        face.name,
        face.employer.unwrap_or_default(),
        face.event_name,
    ]);
    let mut pen = Pen {
        svg: String::with_capacity(8 * 1024),
        fonts,
        missing,
    };

    let ribbon = if face.do_not_scan { VIOLET } else { BLUE };
    let _ = write!(
        pen.svg,
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{ribbon}"/>"#,
        -BLEED_MM,
        -BLEED_MM,
        width + 2.0 * BLEED_MM,
        plan.ribbon + BLEED_MM,
    );
    // The symbol is pure black, because readers need the highest contrast.
    let module = code.side / f32::from(code.modules);
    let _ = write!(
        pen.svg,
        r##"<path fill="#000" transform="translate({} {}) scale({module})" d="{}"/>"##,
        code.x,
        code.y,
        symbol.path(),
    );

    let full = width - 2.0 * plan.margin;
    let free_above = code.y - code.quiet();
    let beside = code.x - code.quiet() - plan.margin;

    let event = pen.fitted(
        face.event_name,
        full,
        plan.event_size,
        &Style {
            weight: Weight::Bold,
            han,
            largest: plan.event_size,
            wrap_below: 0.0,
            smallest: plan.event_size * 0.75,
            lines: 1,
        },
    )?;
    // The text keeps its baseline at every height.
    let event_top = plan.event_baseline - event.baselines().first().copied().unwrap_or_default();
    pen.write(&event, plan.margin, event_top, QUIET);

    let name_height = (free_above - plan.name_top) * plan.name_share;
    let name = pen.fitted(
        face.name,
        full,
        name_height,
        &Style {
            weight: Weight::Bold,
            han,
            largest: plan.name_largest,
            wrap_below: plan.name_largest * plan.name_wraps_at,
            smallest: plan.name_smallest,
            lines: plan.name_lines,
        },
    )?;
    // The employer is aligned with the name, even if its own script runs in the other direction.
    let from_right = name.lines.first().is_some_and(|line| line.right_to_left);
    pen.write_aligned(&name, plan.margin, full, plan.name_top, from_right);

    let mark_top = plan.human_baseline - 5.2 * plan.hint_size - 2.6 * plan.mark_size;
    let employer_top = plan.name_top + name.height() + 0.35 * name.size.clamp(6.0, 11.0);
    let (employer_width, employer_end) = if plan.employer_beside_code {
        (beside, mark_top - 1.5)
    } else {
        (full, free_above)
    };
    let employer = pen.fitted(
        face.employer.unwrap_or_default(),
        employer_width,
        employer_end - employer_top,
        &Style {
            weight: Weight::Regular,
            han,
            largest: plan.employer_largest.min(name.size * 0.8),
            wrap_below: plan.employer_largest * 0.8,
            smallest: plan.employer_smallest,
            lines: plan.employer_lines,
        },
    )?;
    pen.write_aligned(
        &employer,
        plan.margin,
        employer_width,
        employer_top,
        from_right,
    );

    let human = face.code.human_code().to_string();
    let human = pen.fitted(
        &human,
        code.side,
        plan.human_size,
        &one_size(Weight::Bold, plan.human_size, 1),
    )?;
    let human_width = human
        .lines
        .first()
        .map_or(0.0, |line| line.width() * human.size);
    let human_top = plan.human_baseline - human.baselines().first().copied().unwrap_or_default();
    let human_left = code.x + (code.side - human_width) / 2.0;
    pen.write(&human, human_left, human_top, INK);

    let hint_width = beside.min(18.0 * plan.hint_size);
    let hint = pen.fitted(
        HINT,
        hint_width,
        f32::MAX,
        &one_size(Weight::Regular, plan.hint_size, 3),
    )?;
    let hint_top = plan.human_baseline - hint.baselines().last().copied().unwrap_or_default();
    pen.write(&hint, plan.margin, hint_top, QUIET);

    if face.do_not_scan {
        pen.do_not_scan_mark(&plan, mark_top, beside)?;
    }
    Ok(pen.svg)
}

const fn one_size(weight: Weight, size: f32, lines: usize) -> Style {
    Style {
        weight,
        han: Han::Simplified,
        largest: size,
        wrap_below: size,
        smallest: size * 0.7,
        lines,
    }
}

struct Pen<'a> {
    svg: String,
    fonts: &'a Fonts,
    missing: &'a mut MissingGlyphs,
}

impl Pen<'_> {
    fn fitted(
        &mut self,
        text: &str,
        width: f32,
        height: f32,
        style: &Style,
    ) -> Result<Fitted, DrawError> {
        let shown = showable(text);
        let drawable = self
            .fonts
            .drawable(&shown, style.weight, style.han, self.missing);
        // Dropping a symbol can leave two adjacent blanks.
        fit(&showable(&drawable), style, width, height, self.fonts)
    }

    /// Writes left-aligned lines.
    fn write(&mut self, text: &Fitted, left: f32, top: f32, fill: &str) {
        for (line, baseline) in text.lines.iter().zip(text.baselines()) {
            line.write(&mut self.svg, left, top + baseline, text.size, fill);
        }
    }

    /// Writes lines that are all aligned to the left or all to the right side of a box.
    fn write_aligned(&mut self, text: &Fitted, left: f32, width: f32, top: f32, from_right: bool) {
        for (line, baseline) in text.lines.iter().zip(text.baselines()) {
            let free = if from_right {
                width - line.width() * text.size
            } else {
                0.0
            };
            line.write(&mut self.svg, left + free, top + baseline, text.size, INK);
        }
    }

    /// Draws a violet pill with a crossed-out circle and the wish in words, so that it does not depend on colour alone.
    fn do_not_scan_mark(&mut self, plan: &Plan, top: f32, room: f32) -> Result<(), DrawError> {
        let size = plan.mark_size;
        let height = 2.0 * size;
        let icon = size;
        let inset = 0.6 * size;
        let text_left = plan.margin + inset + icon + 0.5 * size;
        let text_room = room - (text_left - plan.margin) - 1.4 * inset - 1.0;
        let text = self.fitted(
            DO_NOT_SCAN,
            text_room,
            size,
            &one_size(Weight::Bold, size, 1),
        )?;
        let text_width = text
            .lines
            .first()
            .map_or(0.0, |line| line.width() * text.size);
        let middle = top + height / 2.0;
        let (center, radius) = (plan.margin + inset + icon / 2.0, icon * 0.44);
        let slant = radius * std::f32::consts::FRAC_1_SQRT_2;
        let _ = write!(
            self.svg,
            r##"<rect x="{}" y="{top}" width="{}" height="{height}" rx="{}" fill="{VIOLET}"/><g fill="none" stroke="#fff" stroke-width="{}" stroke-linecap="round"><circle cx="{center}" cy="{middle}" r="{radius}"/><path d="M{} {}L{} {}"/></g>"##,
            plan.margin,
            text_left - plan.margin + text_width + inset * 1.4,
            height / 2.0,
            icon * 0.12,
            center - slant,
            middle - slant,
            center + slant,
            middle + slant,
        );
        let baseline = text.baselines().first().copied().unwrap_or_default();
        let text_top = middle + text.size * CAPITAL / 2.0 - baseline;
        self.write(&text, text_left, text_top, "#fff");
        Ok(())
    }
}
