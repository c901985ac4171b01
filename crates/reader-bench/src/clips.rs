//! Clips of two seconds in which a hand brings a badge to the camera.

use std::collections::BTreeMap;

use scene::{Camera, Clip, Difficulty, Lens, Random, clip};
use serde::Serialize;
use vision::OwnedFrame;

use crate::cards::{Card, Kind};
use crate::readers::{LIVE, Readers};
use crate::tally::{UNION, percentile};

const SECONDS: f32 = 2.0;

/// A kind of clips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Film {
    /// As people hold badges: at 15 to 50 cm, with the faults of webcams.
    Hand,
    /// A code of 30 mm at a distance and with a defocus, and no other disturbance.
    Far { millimetres: f32, blur_px: f32 },
}

impl Film {
    pub(crate) const ALL: [Self; 3] = [
        Self::Hand,
        Self::Far {
            millimetres: 600.0,
            blur_px: 0.0,
        },
        Self::Far {
            millimetres: 450.0,
            blur_px: 1.0,
        },
    ];

    pub(crate) fn title(self) -> String {
        match self {
            Self::Hand => "by hand".into(),
            Self::Far {
                millimetres,
                blur_px,
            } => {
                format!("at {} cm, blur {blur_px} px", millimetres / 10.0)
            }
        }
    }

    fn clip(self, card: &Card, fps: f32, random: &mut Random) -> anyhow::Result<Clip> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Some tens.
        let frames = (SECONDS * fps) as u32;
        let seed = random.next();
        let camera = Camera::default();
        let artwork = card.artwork.clone();
        Ok(match self {
            Self::Hand => {
                let difficulty = if random.unit() < 0.5 {
                    Difficulty::Normal
                } else {
                    Difficulty::Hard
                };
                let lens = Lens {
                    hunting_px: random.between(0.0, 5.0),
                    exposure: random.between(-0.3, 0.9),
                    readout: random.between(0.2, 0.8),
                    jpeg: (random.unit() < 0.5).then_some(60),
                };
                clip(artwork, camera, difficulty, seed, frames, fps)?
                    .through(lens)
                    .held_at(random.between(150.0, 500.0), random.between(0.4, 1.4))
            }
            Self::Far {
                millimetres,
                blur_px,
            } => clip(artwork, camera, Difficulty::Easy, seed, frames, fps)?
                .held_at(millimetres, blur_px),
        })
    }
}

/// One clip that is being shown.
pub(crate) struct Take {
    clip: Clip,
    camera: Camera,
    fps: f32,
    /// The text of the badge.
    pub(crate) text: String,
    /// Whether the code had 2 px a module or more in a frame so far.
    pub(crate) large: bool,
    /// Seconds since the first frame that showed the whole code.
    whole_for: Option<f64>,
}

impl Take {
    /// The clip of this number. Half of the clips have 15 frames a second, half 30.
    pub(crate) fn new(film: Film, number: u64, seed: u64) -> anyhow::Result<Self> {
        let mut random = Random::new(seed, 0x636c_6970_0000 + number);
        let kind = Kind::ALL[usize::try_from(number / 2 % 2)?];
        let card = Card::new(kind, &mut random)?;
        let fps = if number.is_multiple_of(2) { 15.0 } else { 30.0 };
        let clip = film.clip(&card, fps, &mut random)?;
        Ok(Self {
            camera: *clip.camera(),
            clip,
            fps,
            text: card.text,
            large: false,
            whole_for: None,
        })
    }

    /// The next frame, and the seconds since the first frame that showed the whole code, or 0.
    pub(crate) fn next_frame(&mut self) -> Option<(OwnedFrame, f64)> {
        let (frame, truth) = self.clip.next_with_truth()?;
        if let Some(truth) = truth.filter(|truth| truth.shows_whole_code(&self.camera)) {
            let step = 1.0 / f64::from(self.fps);
            self.whole_for = Some(self.whole_for.map_or(0.0, |before| before + step));
            self.large |= truth.px_per_module.is_some_and(|size| size >= 2.0);
        }
        Some((frame, self.whole_for.unwrap_or(0.0)))
    }
}

/// The results of all readers on the clips of a film.
#[derive(Debug, Serialize)]
pub(crate) struct Films {
    pub(crate) title: String,
    pub(crate) clips: usize,
    /// Clips in which the code has 2 px a module or more in some frame.
    pub(crate) large: usize,
    pub(crate) readers: BTreeMap<String, Screened>,
}

/// The results of one reader.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Screened {
    /// Seconds from the first frame that shows the whole code to the first correct read of each clip, if there was one.
    pub(crate) firsts: Vec<Option<f64>>,
    /// Clips with a large code that were read within a second.
    pub(crate) large_in_a_second: usize,
    pub(crate) wrong: usize,
    /// CPU time of each frame up to the first correct read, in milliseconds.
    #[serde(skip)]
    pub(crate) millis: Vec<f64>,
}

impl Screened {
    pub(crate) fn within(&self, seconds: f64) -> usize {
        self.firsts
            .iter()
            .flatten()
            .filter(|first| **first <= seconds + 1e-6)
            .count()
    }

    pub(crate) fn median(&self) -> f64 {
        median(self.firsts.iter())
    }

    /// The median over the clips that another reader reads.
    pub(crate) fn median_where_read_by(&self, other: &Self) -> f64 {
        let pairs = self.firsts.iter().zip(&other.firsts);
        median(
            pairs
                .filter(|(_, theirs)| theirs.is_some())
                .map(|(ours, _)| ours),
        )
    }
}

/// The median, where a clip that is not read counts as infinitely long.
fn median<'a>(firsts: impl Iterator<Item = &'a Option<f64>>) -> f64 {
    let firsts: Vec<f64> = firsts.map(|first| first.unwrap_or(f64::INFINITY)).collect();
    percentile(&firsts, 50)
}

/// Shows `count` clips to all readers.
pub(crate) fn screen(
    film: Film,
    count: u64,
    seed: u64,
    readers: &mut Readers,
) -> anyhow::Result<Films> {
    let peers: Vec<String> = readers.peers().map(Into::into).collect();
    let mut films = Films {
        title: film.title(),
        clips: 0,
        large: 0,
        readers: BTreeMap::new(),
    };
    for number in 0..count {
        let mut take = Take::new(film, number, seed)?;
        readers.forget();
        let mut firsts: BTreeMap<String, Option<f64>> = peers
            .iter()
            .chain([&LIVE.to_owned()])
            .map(|name| (name.clone(), None))
            .collect();
        let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
        while let Some((frame, seconds)) = take.next_frame() {
            let waiting: Vec<&str> = firsts
                .iter()
                .filter(|(_, first)| first.is_none())
                .map(|(name, _)| name.as_str())
                .collect();
            if waiting.is_empty() {
                break;
            }
            let looks = readers.look(&frame, &waiting)?;
            for (name, look) in looks {
                let screened = films.readers.entry(name.clone()).or_default();
                screened.millis.push(look.millis);
                for text in look.texts {
                    if text == take.text {
                        firsts.insert(name.clone(), Some(seconds));
                    } else {
                        *wrong.entry(name.clone()).or_default() += 1;
                    }
                }
            }
        }
        films.clips += 1;
        films.large += usize::from(take.large);
        let best = peers
            .iter()
            .filter_map(|name| firsts.get(name).copied().flatten())
            .min_by(f64::total_cmp);
        if !peers.is_empty() {
            firsts.insert(UNION.into(), best);
        }
        for (name, first) in firsts {
            let screened = films.readers.entry(name.clone()).or_default();
            screened.firsts.push(first);
            screened.wrong += wrong.remove(&name).unwrap_or_default();
            screened.large_in_a_second +=
                usize::from(take.large && first.is_some_and(|first| first <= 1.0 + 1e-6));
        }
    }
    Ok(films)
}
