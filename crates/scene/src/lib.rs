//! Puts printed badges before a simulated webcam.
//!
//! An [`Artwork`] is a printed badge, rasterised. A [`Studio`] is a camera in a room; it takes a [`Shot`]
//! of an artwork held at a [`Pose`], with the disturbances of a real webcam, and tells with the frame
//! where everything truly is. A [`Clip`] is a hand that brings a badge, holds it and takes it away.
//!
//! All is drawn from a seed: the same seed gives the same bytes on every machine of one architecture.

mod artwork;
mod blur;
mod clip;
mod geometry;
mod jpeg;
mod over;
mod print;
mod random;
mod room;
mod studio;
mod surface;

pub use artwork::{Artwork, ArtworkError, CodeArea};
pub use clip::{Clip, Difficulty, Lens, clip};
pub use geometry::{Camera, Point, Pose};
pub use over::{Glare, Over, Strap, Thumb};
pub use print::PrintFaults;
pub use random::Random;
pub use studio::{Light, Shot, Studio, Truth};
