//! The fonts of a badge, and the choice of a face for each character.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;
use usvg::fontdb::{self, Database, ID};

use super::error::DrawError;

/// The weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    const fn value(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

/// The regional variant of Han characters in a text, as far as the text itself shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Han {
    Simplified,
    Traditional,
    Japanese,
    Korean,
}

impl Han {
    /// Detects the variant: kana indicate Japanese, Hangul Korean, and Bopomofo traditional Chinese.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        texts
            .into_iter()
            .flat_map(str::chars)
            .find_map(|character| match character.script() {
                Script::Hiragana | Script::Katakana => Some(Self::Japanese),
                Script::Hangul => Some(Self::Korean),
                Script::Bopomofo => Some(Self::Traditional),
                _ => None,
            })
            .unwrap_or(Self::Simplified)
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Simplified => " SC",
            Self::Traditional => " TC",
            Self::Japanese => " JP",
            Self::Korean => " KR",
        }
    }
}

/// A run of text that one face draws.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    pub(super) face: ID,
    /// The `font-family` by which [`Fonts::parse`] finds this face.
    pub(super) family: String,
    pub(super) text: &'a str,
}

/// The scripts that no given font covers. It contains no characters, which could be a part of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MissingGlyphs {
    scripts: BTreeSet<&'static str>,
    cjk: bool,
}

impl MissingGlyphs {
    /// Returns whether every character was drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scripts.is_empty()
    }

    /// Returns the English names of the scripts, such as `Han` or `Devanagari`. `Common` means symbols and emoji, which
    /// are omitted from the drawing, whereas letters without a glyph are drawn as boxes.
    pub fn scripts(&self) -> impl Iterator<Item = &'static str> {
        self.scripts.iter().copied()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.scripts.extend(&other.scripts);
        self.cjk |= other.cjk;
    }

    fn note(&mut self, character: char) {
        let script = character.script();
        self.scripts.insert(script.full_name());
        self.cjk |= matches!(
            script,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
        );
    }
}

impl fmt::Display for MissingGlyphs {
    /// Formats the missing scripts and the Debian packages that cover them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no font has glyphs for ")?;
        for (place, script) in self.scripts.iter().enumerate() {
            let name = if *script == "Common" {
                "some symbols"
            } else {
                script
            };
            write!(f, "{}{name}", if place == 0 { "" } else { ", " })?;
        }
        let package = if self.cjk {
            "fonts-noto-cjk"
        } else {
            "fonts-noto-core"
        };
        write!(f, ": install {package}")
    }
}

/// Parts of family names that suit a badge less, although they may have the glyphs: another style, or letters for a
/// special purpose.
const LESS_SUITED: [&str; 12] = [
    "Mono",
    "Serif",
    "Condensed",
    "Display",
    " UI",
    "Nastaliq",
    "Kufi",
    "Rashi",
    "Looped",
    "Unjoined",
    "Math",
    "Supplement",
];

/// The fonts that badges are set in.
pub struct Fonts {
    database: Arc<Database>,
    regular: Vec<ID>,
    bold: Vec<ID>,
    /// Caches lookups, which are slow over hundreds of faces; names share most of their characters.
    chosen: Mutex<HashMap<(char, Weight, Han), Option<ID>>>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({} faces)", self.regular.len())
    }
}

impl Fonts {
    /// Loads the bytes of TrueType and OpenType files and collections. Other files, and faces without outlines, such as
    /// bitmap emoji, are skipped.
    ///
    /// # Errors
    /// Returns [`DrawError::NoFonts`] if no face is left.
    pub fn from_files(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, DrawError> {
        let mut database = Database::new();
        for file in files {
            database.load_font_data(file);
        }
        Self::from_database(Arc::new(database))
    }

    /// Uses the faces of a font database. Drawing is fast if they are in memory.
    ///
    /// # Errors
    /// Returns [`DrawError::NoFonts`] if no face has outlines.
    pub fn from_database(database: Arc<Database>) -> Result<Self, DrawError> {
        let usable: Vec<&fontdb::FaceInfo> = database
            .faces()
            .filter(|face| face.style == fontdb::Style::Normal && has_outlines(&database, face.id))
            .collect();
        if usable.is_empty() {
            return Err(DrawError::NoFonts);
        }
        let ranked = |weight: Weight| {
            let mut faces = usable.clone();
            faces.sort_by_key(|face| {
                let family = face.families.first().map_or("", |(name, _)| name.as_str());
                (
                    suitedness(family),
                    face.weight.0.abs_diff(weight.value()),
                    family.to_owned(),
                    face.index,
                )
            });
            faces.iter().map(|face| face.id).collect()
        };
        let (regular, bold) = (ranked(Weight::Regular), ranked(Weight::Bold));
        Ok(Self {
            database,
            regular,
            bold,
            chosen: Mutex::default(),
        })
    }

    fn ranked(&self, weight: Weight) -> &[ID] {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn family_of(&self, id: ID, weight: Weight) -> String {
        let rank = self.ranked(weight).iter().position(|ranked| *ranked == id);
        format!("face-{}-{}", weight.value(), rank.unwrap_or_default())
    }

    /// Parses a description whose families are those of [`Run::family`]. No fallback face is tried, because the runs
    /// have been chosen.
    pub(super) fn parse(&self, svg: &str) -> Result<usvg::Tree, DrawError> {
        let select_font = |font: &usvg::Font, _: &mut Arc<Database>| {
            let usvg::FontFamily::Named(family) = font.families().first()? else {
                return None;
            };
            let (weight, rank) = family.strip_prefix("face-")?.split_once('-')?;
            let ranked = if weight == "700" {
                &self.bold
            } else {
                &self.regular
            };
            ranked.get(rank.parse::<usize>().ok()?).copied()
        };
        let options = usvg::Options {
            fontdb: Arc::clone(&self.database),
            font_resolver: usvg::FontResolver {
                select_font: Box::new(select_font),
                select_fallback: Box::new(|_, _, _| None),
            },
            // A description has no pictures. If one were injected, it would not be fetched.
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(svg, &options).map_err(|_| DrawError::Svg)
    }

    /// Returns the part of the text that can be drawn. Symbols that no face has are dropped, and missing scripts are
    /// recorded.
    pub(super) fn drawable(
        &self,
        text: &str,
        weight: Weight,
        han: Han,
        missing: &mut MissingGlyphs,
    ) -> String {
        let mut kept = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            let mut lacking = cluster
                .chars()
                .filter(|character| {
                    !joins_only(*character) && self.face_for(*character, weight, han).is_none()
                })
                .peekable();
            let leave_out = lacking
                .peek()
                .is_some_and(|character| is_common(*character));
            lacking.for_each(|character| missing.note(character));
            if !leave_out {
                kept.push_str(cluster);
            }
        }
        kept
    }

    /// Splits a text into runs of one face each. Blanks, digits and punctuation stay with the preceding letters if their
    /// face has them.
    pub(super) fn runs<'a>(&self, text: &'a str, weight: Weight, han: Han) -> Vec<Run<'a>> {
        let mut runs: Vec<(ID, usize)> = Vec::new();
        for (start, cluster) in text.grapheme_indices(true) {
            let previous = runs.last().map(|(face, _)| *face);
            let common = cluster.chars().all(is_common);
            let face = match previous {
                Some(face) if common && self.has_all(face, cluster) => face,
                _ => self.face_for_cluster(cluster, weight, han),
            };
            if previous != Some(face) {
                runs.push((face, start));
            }
        }
        let ends = runs
            .iter()
            .skip(1)
            .map(|(_, start)| *start)
            .chain([text.len()]);
        runs.iter()
            .zip(ends)
            .map(|((face, start), end)| Run {
                face: *face,
                family: self.family_of(*face, weight),
                text: &text[*start..end],
            })
            .collect()
    }

    fn face_for_cluster(&self, cluster: &str, weight: Weight, han: Han) -> ID {
        let ranked = self.ranked(weight);
        let mut candidates = cluster
            .chars()
            .filter_map(|character| self.face_for(character, weight, han));
        let first = candidates.next();
        if let Some(face) = first.filter(|face| self.has_all(*face, cluster)) {
            return face;
        }
        if let Some(face) = ranked.iter().find(|face| self.has_all(**face, cluster)) {
            return *face;
        }
        first.unwrap_or(ranked[0])
    }

    fn face_for(&self, character: char, weight: Weight, han: Han) -> Option<ID> {
        let key = (character, weight, han);
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(face) = chosen.get(&key) {
            return *face;
        }
        let having: Vec<ID> = self
            .ranked(weight)
            .iter()
            .copied()
            .filter(|face| has_glyph(&self.database, *face, character))
            .collect();
        // Fonts for Chinese, Japanese and Korean have the same characters in regional shapes.
        let of_the_region = having.iter().copied().find(|face| {
            self.database.face(*face).is_some_and(|face| {
                face.families
                    .iter()
                    .any(|(name, _)| name.ends_with(han.suffix()) && suitedness(name) < UNSUITED)
            })
        });
        let wants_region = matches!(
            character.script(),
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
        );
        let face = match of_the_region {
            Some(face) if wants_region => Some(face),
            _ => having.first().copied(),
        };
        chosen.insert(key, face);
        face
    }

    /// Returns the advance width of a glyph, relative to the font size.
    pub(super) fn advance(&self, face: ID, glyph: u16) -> f32 {
        with_face(&self.database, face, |face| {
            let advance = face
                .glyph_hor_advance(ttf_parser::GlyphId(glyph))
                .unwrap_or_default();
            f32::from(advance) / f32::from(face.units_per_em())
        })
        .unwrap_or_default()
    }

    /// Returns the advance width of a space, relative to the font size.
    pub(super) fn blank(&self, face: ID) -> f32 {
        let glyph = with_face(&self.database, face, |face| face.glyph_index(' ')).flatten();
        glyph.map_or(0.25, |glyph| self.advance(face, glyph.0))
    }

    fn has_all(&self, face: ID, cluster: &str) -> bool {
        cluster
            .chars()
            .all(|character| joins_only(character) || has_glyph(&self.database, face, character))
    }
}

/// The rank of families that suit a badge less.
const UNSUITED: u8 = 10;

/// Ranks a family: the lower, the better it suits a badge.
fn suitedness(family: &str) -> u8 {
    let plain = match family {
        "Noto Sans" => 0,
        "DejaVu Sans" => 2,
        _ if family.starts_with("Noto Sans") => 1,
        _ if family.contains("Sans") => 3,
        _ => 4,
    };
    if LESS_SUITED.iter().any(|word| family.contains(word)) {
        UNSUITED + plain
    } else {
        plain
    }
}

/// Returns whether a character needs no glyph, because it only controls how its neighbours are drawn: joiners and
/// variation selectors.
fn joins_only(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_common(character: char) -> bool {
    matches!(character.script(), Script::Common | Script::Inherited)
}

fn with_face<T>(
    database: &Database,
    id: ID,
    look: impl FnOnce(&ttf_parser::Face<'_>) -> T,
) -> Option<T> {
    database
        .with_face_data(id, |bytes, index| {
            ttf_parser::Face::parse(bytes, index)
                .ok()
                .map(|face| look(&face))
        })
        .flatten()
}

fn has_glyph(database: &Database, id: ID, character: char) -> bool {
    with_face(database, id, |face| face.glyph_index(character).is_some()).unwrap_or(false)
}

fn has_outlines(database: &Database, id: ID) -> bool {
    with_face(database, id, |face| {
        let tables = face.tables();
        tables.glyf.is_some() || tables.cff.is_some()
    })
    .unwrap_or(false)
}
