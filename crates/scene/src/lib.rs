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
mod random;
mod room;
mod studio;

pub use artwork::{Artwork, ArtworkError, CodeArea};
pub use clip::{Clip, Difficulty, clip};
pub use geometry::{Camera, Point, Pose};
pub use studio::{Light, Shot, Studio, Truth};
