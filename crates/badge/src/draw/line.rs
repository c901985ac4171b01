//! One line of text: reordered, split into runs, shaped and measured.

use std::fmt::Write as _;

use unicode_bidi::BidiInfo;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;
use usvg::fontdb;

use super::document::{MM_PER_PX, document};
use super::error::DrawError;
use super::fonts::{Fonts, Han, Weight};

/// The font size at which texts are measured. Widths are proportional to it.
const MEASURED_SIZE: f32 = 100.0;
/// The minimum ascent of a line, relative to the font size. It is the height of a capital, so that the baselines of
/// different badges are at the same height.
const ASCENT: f32 = 0.74;
/// The minimum descent of a line, relative to the font size.
const DESCENT: f32 = 0.2;

/// A part of a line in one face and one direction.
#[derive(Debug, Clone)]
struct Piece {
    family: String,
    text: String,
    right_to_left: bool,
    /// The start of the pen, relative to the font size.
    start: f32,
}

/// A shaped line. Its dimensions are relative to the font size, from its left end.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pieces: Vec<Piece>,
    /// The leftmost ink, or the pen's start.
    left: f32,
    /// The rightmost ink, or the pen's end.
    right: f32,
    pub(super) ascent: f32,
    pub(super) descent: f32,
    /// Whether the line runs from right to left.
    pub(super) right_to_left: bool,
}

impl Line {
    /// Shapes a text. The parts are placed here, in the order of the Unicode Bidirectional Algorithm (UAX #9), because
    /// usvg treats every text as left-to-right, and misplaces a text of several faces that have different numbers of
    /// glyphs.
    pub(super) fn shape(
        text: &str,
        weight: Weight,
        han: Han,
        fonts: &Fonts,
    ) -> Result<Self, DrawError> {
        let mut line = Self {
            pieces: Vec::new(),
            left: 0.0,
            right: 0.0,
            ascent: ASCENT,
            descent: DESCENT,
            right_to_left: false,
        };
        let bidi = BidiInfo::new(text, None);
        // A cleaned text is one paragraph, or none when it is empty.
        let Some(paragraph) = bidi.paragraphs.first() else {
            return Ok(line);
        };
        line.right_to_left = paragraph.level.is_rtl();
        let mut pen = 0.0;
        let (levels, stretches) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for stretch in stretches {
            let right_to_left = levels
                .get(stretch.start)
                .is_some_and(unicode_bidi::Level::is_rtl);
            let mut runs = fonts.runs(&text[stretch], weight, han);
            if right_to_left {
                runs.reverse();
            }
            for run in runs {
                for syllable in syllables(run.text, right_to_left) {
                    pen =
                        line.append(run.face, &run.family, syllable, right_to_left, pen, fonts)?;
                }
            }
        }
        line.right = line.right.max(pen);
        Ok(line)
    }

    /// Adds a part and returns the pen's end.
    fn append(
        &mut self,
        face: fontdb::ID,
        family: &str,
        text: &str,
        right_to_left: bool,
        pen: f32,
        fonts: &Fonts,
    ) -> Result<f32, DrawError> {
        if text == " " {
            // usvg drops a text that consists of a blank.
            return Ok(pen + fonts.blank(face));
        }
        let piece = Piece {
            family: family.to_owned(),
            text: text.to_owned(),
            right_to_left,
            start: pen,
        };
        let element = piece.element(0.0, 0.0, MEASURED_SIZE, "#000");
        let tree = fonts.parse(&document(1000.0, 100.0, &element))?;
        let scale = MM_PER_PX / MEASURED_SIZE;
        let mut end = pen;
        for node in tree.root().children() {
            collect_texts(node, &mut |text| {
                let (ink, advance) = (text.abs_stroke_bounding_box(), text.abs_bounding_box());
                self.left = self.left.min(pen + ink.left() * scale);
                self.right = self.right.max(pen + ink.right() * scale);
                self.ascent = self.ascent.max(-ink.top() * scale);
                self.descent = self.descent.max(ink.bottom() * scale);
                end = end.max(pen + advance.right() * scale);
                if right_to_left {
                    // usvg counts the embedding marks as blanks.
                    return;
                }
                for glyph in text
                    .layouted()
                    .iter()
                    .flat_map(|span| &span.positioned_glyphs)
                {
                    let advance = fonts.advance(glyph.font, glyph.id.0);
                    end = end.max(pen + glyph.transform().tx / MEASURED_SIZE + advance);
                }
            });
        }
        self.pieces.push(piece);
        Ok(end)
    }

    /// Returns the width, relative to the font size.
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Writes the line as SVG, its leftmost ink at `left` and its baseline at `y`.
    pub(super) fn write(&self, svg: &mut String, left: f32, y: f32, size: f32, fill: &str) {
        for piece in &self.pieces {
            let x = left + (piece.start - self.left) * size;
            svg.push_str(&piece.element(x, y, size, fill));
        }
    }
}

impl Piece {
    fn element(&self, x: f32, y: f32, size: f32, fill: &str) -> String {
        let mut element = String::with_capacity(self.text.len() + 160);
        let _ = write!(
            element,
            r#"<text x="{x}" y="{y}" font-family="{}" font-size="{size}" fill="{fill}" xml:space="preserve">"#,
            self.family,
        );
        if self.right_to_left {
            // usvg would treat punctuation alone as left-to-right, and not mirror brackets.
            element.push('\u{202b}');
        }
        escape_into(&mut element, &self.text);
        if self.right_to_left {
            element.push('\u{202c}');
        }
        element.push_str("</text>");
        element
    }
}

/// Splits a part into pieces that are placed one by one: blanks at its ends or between syllables, and, in scripts with
/// several wide glyphs per syllable, the syllables. For those, usvg 0.47 advances the pen only by the widest glyph, so
/// that the next syllable would be printed over them.
fn syllables(text: &str, right_to_left: bool) -> Vec<&str> {
    let by_syllable = !right_to_left
        && text
            .chars()
            .any(|character| builds_syllables(character.script()));
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut joined = true;
    for (at, cluster) in text.grapheme_indices(true) {
        let blank = cluster == " " && (by_syllable || text.trim().is_empty());
        if (!joined || blank) && start < at {
            parts.push(&text[start..at]);
            start = at;
        }
        // The character after a stacker belongs to the same syllable, although it is a separate cluster.
        joined = !blank && (!by_syllable || cluster.ends_with(STACKERS));
    }
    parts.push(&text[start..]);
    parts
}

/// Returns whether a character is a virama or an invisible stacker of a script whose clusters end after it (UAX #29,
/// GB9c).
const STACKERS: [char; 8] = [
    '\u{0bcd}', '\u{0ccd}', '\u{0dca}', '\u{1039}', '\u{17d2}', '\u{1a60}', '\u{a9c0}', '\u{1b44}',
];

const fn builds_syllables(script: Script) -> bool {
    matches!(
        script,
        Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Thai
            | Script::Lao
            | Script::Tibetan
            | Script::Myanmar
            | Script::Khmer
            | Script::Tai_Tham
            | Script::Javanese
            | Script::Balinese
    )
}

fn collect_texts(node: &usvg::Node, look: &mut impl FnMut(&usvg::Text)) {
    match node {
        usvg::Node::Text(text) => look(text),
        usvg::Node::Group(group) => group
            .children()
            .iter()
            .for_each(|child| collect_texts(child, look)),
        _ => {}
    }
}

fn escape_into(xml: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&apos;"),
            other => xml.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_escaped() {
        let mut xml = String::new();
        escape_into(&mut xml, "<script>\"&'");
        assert_eq!(xml, "&lt;script&gt;&quot;&amp;&apos;");
    }

    #[test]
    fn syllables_are_set_one_by_one_and_alphabets_whole() {
        assert_eq!(syllables("Ada Lovelace", false), ["Ada Lovelace"]);
        assert_eq!(syllables("भारती सं", false), ["भा", "र", "ती", " ", "सं"]);
        assert_eq!(syllables("จำกัด", false), ["จำ", "กั", "ด"]);
        assert_eq!(syllables("ខ្មែរ", false), ["ខ្មែ", "រ"]);
        assert_eq!(syllables("محمد عبد", true), ["محمد عبد"]);
        assert_eq!(syllables("  ", false), [" ", " "]);
    }
}
