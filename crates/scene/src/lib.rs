//! Renders printed badges as a simulated webcam sees them.
//!
//! An [`Artwork`] is a printed badge, rasterised. A [`SimulatedCamera`] renders a [`Shot`] of an artwork at a [`Pose`]
//! before a background, with the disturbances of a real webcam, and returns the ground truth with the frame. A [`Clip`] is a
//! hand that brings a badge, holds it and takes it away.
//!
//! Everything is derived from a seed: the same seed gives the same bytes on every machine of one architecture.

mod artwork;
mod background;
mod blur;
mod camera;
mod clip;
mod geometry;
mod jpeg;
mod occlusion;
mod print;
mod random;
mod surface;

pub use artwork::{Artwork, ArtworkError, CodeArea};
pub use camera::{Light, Shot, SimulatedCamera, Truth};
pub use clip::{Clip, Difficulty, Lens, clip};
pub use geometry::{Camera, Point, Pose};
pub use occlusion::{Glare, Occlusion, Strap, Thumb};
pub use print::PrintFaults;
pub use random::Random;
