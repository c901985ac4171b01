//! Fits a text into a box: it is shrunk, then wrapped, and, as a last resort, cut with an ellipsis. Widths are measured
//! on the shaped text.

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::error::DrawError;
use super::fonts::{Fonts, Han, Weight};
use super::line::Line;

/// The number of characters of a text that are considered: more than fit on a badge, and few enough that a hostile name
/// of a megabyte costs nothing.
const MAX_LETTERS: usize = 160;
/// The gap between the lines of a wrapped text, relative to the font size.
const LEADING: f32 = 0.12;

/// The typographic limits of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) han: Han,
    /// The largest font size, in millimetres.
    pub(super) largest: f32,
    /// The size below which a text is wrapped instead of shrunk further, in millimetres.
    pub(super) wrap_below: f32,
    /// The smallest size, in millimetres. A text that does not fit at it is cut.
    pub(super) smallest: f32,
    /// The maximum number of lines.
    pub(super) lines: usize,
}

impl Style {
    fn shape(&self, text: &str, fonts: &Fonts) -> Result<Line, DrawError> {
        Line::shape(text, self.weight, self.han, fonts)
    }
}

/// A text that has been fitted into its box.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) lines: Vec<Line>,
    /// The font size, in millimetres.
    pub(super) size: f32,
}

impl Fitted {
    /// The baselines of the lines, in millimetres from the top of the text.
    pub(super) fn baselines(&self) -> Vec<f32> {
        let mut top = 0.0;
        let baselines = self.lines.iter().map(|line| {
            let baseline = top + line.ascent * self.size;
            top = baseline + (line.descent + LEADING) * self.size;
            baseline
        });
        baselines.collect()
    }

    pub(super) fn height(&self) -> f32 {
        height_in_sizes(&self.lines) * self.size
    }
}

fn height_in_sizes(lines: &[Line]) -> f32 {
    let gaps = lines.iter().skip(1).map(|_| LEADING).sum::<f32>();
    lines
        .iter()
        .map(|line| line.ascent + line.descent)
        .sum::<f32>()
        + gaps
}

/// Fits a cleaned text into a box of this width and height. An empty text has no lines.
pub(super) fn fit(
    text: &str,
    style: &Style,
    width: f32,
    height: f32,
    fonts: &Fonts,
) -> Result<Fitted, DrawError> {
    let text: String = text.graphemes(true).take(MAX_LETTERS).collect();
    let pieces = pieces(&text);
    if pieces.is_empty() {
        return Ok(Fitted {
            lines: Vec::new(),
            size: style.largest,
        });
    }
    let mut widths = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        widths.push(style.shape(piece, fonts)?.width());
    }

    let mut best: Option<Fitted> = None;
    for count in 1..=style.lines.min(pieces.len()) {
        let mut lines = Vec::with_capacity(count);
        for part in balanced(&widths, count) {
            let line = pieces[part].concat();
            lines.push(style.shape(line.trim_end(), fonts)?);
        }
        let widest = lines.iter().map(Line::width).fold(f32::EPSILON, f32::max);
        let size = (width / widest)
            .min(height / height_in_sizes(&lines))
            .min(style.largest);
        if best.as_ref().is_none_or(|best| size > best.size) {
            best = Some(Fitted { lines, size });
        }
        if best
            .as_ref()
            .is_some_and(|best| best.size >= style.wrap_below)
        {
            break;
        }
    }
    match best {
        Some(fitted) if fitted.size >= style.smallest => Ok(fitted),
        _ => cut(&pieces, style, width, height, fonts),
    }
}

/// Fills the lines at the smallest size, splits words if necessary, and ends the last line with an ellipsis.
fn cut(
    pieces: &[&str],
    style: &Style,
    width: f32,
    height: f32,
    fonts: &Fonts,
) -> Result<Fitted, DrawError> {
    let size = style.smallest;
    let room = width / size;
    let mut rest = pieces.concat();
    let mut lines: Vec<Line> = Vec::new();
    while !rest.is_empty() {
        let is_last = lines.len() + 1 == style.lines;
        let whole = style.shape(rest.trim_end(), fonts)?;
        let line = if whole.width() <= room {
            rest.clear();
            whole
        } else if is_last {
            let kept = longest_that_fits(&rest, "…", room, style, fonts)?;
            let line = style.shape(&format!("{}…", rest[..kept].trim_end()), fonts)?;
            rest.clear();
            line
        } else {
            let kept = longest_that_fits(&rest, "", room, style, fonts)?;
            let kept = last_break(&rest, kept);
            let line = style.shape(rest[..kept].trim_end(), fonts)?;
            rest.drain(..kept);
            line
        };
        lines.push(line);
    }
    // Tall scripts may need more height than the box has.
    let size = size.min(height / height_in_sizes(&lines));
    Ok(Fitted { lines, size })
}

/// Returns the length in bytes of the longest prefix that, with `tail`, is not wider than `room` font sizes. It has at
/// least one grapheme cluster.
fn longest_that_fits(
    text: &str,
    tail: &str,
    room: f32,
    style: &Style,
    fonts: &Fonts,
) -> Result<usize, DrawError> {
    let ends: Vec<usize> = text
        .grapheme_indices(true)
        .map(|(start, cluster)| start + cluster.len())
        .collect();
    let (mut fits, mut too_wide) = (0, ends.len());
    while fits + 1 < too_wide {
        let middle = fits.midpoint(too_wide);
        let head = text[..ends[middle]].trim_end();
        if style.shape(&format!("{head}{tail}"), fonts)?.width() <= room {
            fits = middle;
        } else {
            too_wide = middle;
        }
    }
    Ok(ends.get(fits).copied().unwrap_or(text.len()))
}

/// Moves a cut back to the last line-break opportunity, unless the line would then be mostly empty.
fn last_break(text: &str, cut: usize) -> usize {
    let mut at = 0;
    for piece in pieces(text) {
        if at + piece.trim_end().len() > cut {
            break;
        }
        at += piece.len();
    }
    if at * 2 > cut { at } else { cut }
}

/// Splits a text at its line-break opportunities: after blanks and hyphens, and between the characters of scripts that
/// are written without blanks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut clusters = text.grapheme_indices(true).peekable();
    while let Some((at, cluster)) = clusters.next() {
        let end = at + cluster.len();
        let Some((_, next)) = clusters.peek() else {
            break;
        };
        let after_blank = cluster == " " && *next != " ";
        let after_hyphen =
            matches!(cluster, "-" | "‐" | "/") && end - start > cluster.len() && *next != " ";
        if after_blank || after_hyphen || (is_ideographic(cluster) && may_begin_line(next)) {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Returns whether a line may break after this character: Han, kana, and marks that follow them.
fn is_ideographic(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|character| {
        matches!(
            character.script(),
            Script::Han | Script::Hiragana | Script::Katakana
        ) || "ー・、。」）".contains(character)
    })
}

/// Returns whether a line may begin with this character: Han and kana, except small kana and marks.
fn may_begin_line(cluster: &str) -> bool {
    is_ideographic(cluster)
        && !cluster.starts_with(|character| {
            "ぁぃぅぇぉっゃゅょァィゥェォッャュョ々ー・、。」）".contains(character)
        })
}

/// Splits consecutive widths into `count` groups such that the widest group is as narrow as possible.
fn balanced(widths: &[f32], count: usize) -> Vec<std::ops::Range<usize>> {
    let total = widths.len();
    let span = |from: usize, to: usize| widths[from..to].iter().sum::<f32>();
    // least[n] is the narrowest possible widest group of the first n pieces, with its last group's start.
    let mut least: Vec<(f32, Vec<usize>)> = (0..=total).map(|to| (span(0, to), vec![0])).collect();
    for groups in 1..count {
        for to in (groups + 1..=total).rev() {
            let choice = (groups..to)
                .map(|from| (least[from].0.max(span(from, to)), from))
                .min_by(|one, other| one.0.total_cmp(&other.0));
            if let Some((widest, from)) = choice {
                let mut starts = least[from].1.clone();
                starts.push(from);
                least[to] = (widest, starts);
            }
        }
    }
    let starts = &least[total].1;
    let ends = starts.iter().skip(1).copied().chain([total]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| *start..end)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_after_blanks_and_hyphens_and_between_ideographs() {
        assert_eq!(
            pieces("Ada King-Noel Lovelace"),
            ["Ada ", "King-", "Noel ", "Lovelace"]
        );
        assert_eq!(
            pieces("株式会社ラーメン"),
            ["株", "式", "会", "社", "ラー", "メ", "ン"]
        );
        assert_eq!(pieces("-2+3"), ["-2+3"]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn the_widest_line_is_as_narrow_as_can_be() {
        let widths = [3.0, 1.0, 1.0, 1.0, 3.0];
        assert_eq!(balanced(&widths, 1), std::slice::from_ref(&(0..5)));
        let two = balanced(&widths, 2);
        let widest = |ranges: &[std::ops::Range<usize>]| {
            ranges
                .iter()
                .map(|range| widths[range.clone()].iter().sum::<f32>())
                .fold(0.0, f32::max)
        };
        assert_eq!(two.len(), 2);
        assert!((widest(&two) - 5.0).abs() < 1e-6);
        let three = balanced(&widths, 3);
        assert_eq!(three, [0..1, 1..4, 4..5]);
    }
}
