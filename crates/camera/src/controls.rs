//! What a camera can be told while it gives pictures.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the camera in use can be told.
///
/// A light is not among it: no system that cameras are read from here offers one that `nokhwa` could switch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Controls {
    /// How far it is zoomed in, where it can be. `None` until the camera is open.
    pub zoom: Option<Zoom>,
}

/// A zoom, in the camera's own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
    /// The smallest change; 0 where any is possible.
    pub step: f64,
    /// Now, or as soon as the next frame comes.
    pub value: f64,
}

/// A step that nobody could feel, as a share of the range.
const LEAST_FELT: f64 = 1e-6;

impl Zoom {
    /// What a camera states, if that makes sense.
    pub(crate) fn stated(min: f64, max: f64, step: f64, value: f64) -> Option<Self> {
        let is_range = [min, max, step, value]
            .iter()
            .all(|number| number.is_finite())
            && min < max;
        // Some systems state the smallest number there is: that is any change.
        let is_felt = step >= (max - min) * LEAST_FELT;
        is_range.then(|| Self {
            min,
            max,
            step: if is_felt { step } else { 0.0 },
            value: value.clamp(min, max),
        })
    }

    /// The possible value that comes nearest.
    fn nearest(&self, value: f64) -> f64 {
        let within = value.clamp(self.min, self.max);
        if self.step == 0.0 {
            return within;
        }
        let steps = ((within - self.min) / self.step).round();
        let value = self.min + steps * self.step;
        // The most need not be a whole number of steps away.
        if value > self.max {
            value - self.step
        } else {
            value
        }
    }
}

/// Tells a camera what to do while another thread waits for its frames. All clones tell the same one.
#[derive(Debug, Clone, Default)]
pub struct CameraHandle(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    controls: Controls,
    /// The zoom that somebody has asked for. A camera that is opened again has forgotten it.
    wanted: Option<f64>,
    /// Whether the camera was told so.
    is_told: bool,
}

impl CameraHandle {
    /// What the camera can be told now.
    #[must_use]
    pub fn controls(&self) -> Controls {
        self.lock().controls
    }

    /// Zooms to the possible value that comes nearest, as soon as the next frame comes, and whenever the camera is
    /// opened again. What no camera could do (no number, or a camera that can't zoom) changes nothing.
    pub fn set_zoom(&self, value: f64) -> Controls {
        let mut state = self.lock();
        if let Some(zoom) = &mut state.controls.zoom
            && !value.is_nan()
        {
            let value = zoom.nearest(value);
            zoom.value = value;
            state.wanted = Some(value);
            state.is_told = false;
        }
        state.controls
    }

    /// Says what the camera, which has just been opened, can do.
    pub(crate) fn opened(&self, zoom: Option<Zoom>) {
        let mut state = self.lock();
        state.controls.zoom = zoom;
        state.is_told = false;
        let wanted = state.wanted;
        if let (Some(zoom), Some(wanted)) = (&mut state.controls.zoom, wanted) {
            zoom.value = zoom.nearest(wanted);
        }
    }

    /// The zoom that the camera is to be told. Asked again, there is none until another is wanted.
    pub(crate) fn to_tell(&self) -> Option<f64> {
        let mut state = self.lock();
        if std::mem::replace(&mut state.is_told, true) {
            return None;
        }
        let zoom = state.controls.zoom?;
        state.wanted.map(|_| zoom.value)
    }

    /// Says where the zoom is after the camera was told, unless somebody wants another one by now.
    pub(crate) fn told(&self, value: f64) {
        let mut state = self.lock();
        if state.is_told
            && let Some(zoom) = &mut state.controls.zoom
        {
            zoom.value = value.clamp(zoom.min, zoom.max);
        }
    }

    /// Says that there is no camera to tell anything.
    pub(crate) fn closed(&self) {
        self.lock().controls = Controls::default();
    }

    /// The state is whole after every change, so a panic elsewhere does not make it unusable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoom(step: f64) -> Zoom {
        Zoom::stated(100.0, 250.0, step, 100.0).unwrap()
    }

    #[test]
    fn the_nearest_possible_value_is_taken() {
        for (step, asked, expected) in [
            (20.0, 131.0, 140.0),
            (20.0, 129.0, 120.0),
            (20.0, 0.0, 100.0),
            // 250 is no whole number of steps away.
            (20.0, 1e9, 240.0),
            (50.0, f64::INFINITY, 250.0),
            (0.0, 123.4, 123.4),
            (0.0, f64::NEG_INFINITY, 100.0),
            (1000.0, 249.0, 100.0),
        ] {
            assert_eq!(zoom(step).nearest(asked), expected, "{asked} by {step}");
        }
    }

    #[test]
    fn a_range_that_makes_no_sense_is_no_zoom() {
        for (min, max, step, value) in [
            (1.0, 1.0, 0.0, 1.0),
            (2.0, 1.0, 1.0, 1.0),
            (f64::NAN, 2.0, 1.0, 1.0),
            (1.0, f64::INFINITY, 1.0, 1.0),
            (1.0, 2.0, f64::NAN, 1.0),
        ] {
            assert_eq!(Zoom::stated(min, max, step, value), None);
        }
        for step in [-1.0, 0.0, f64::MIN_POSITIVE] {
            let stated = Zoom::stated(1.0, 4.0, step, 9.0).unwrap();
            assert_eq!((stated.step, stated.value), (0.0, 4.0));
        }
    }

    #[test]
    fn the_camera_is_told_once_and_the_value_it_took_is_shown() {
        let handle = CameraHandle::default();
        assert_eq!(handle.set_zoom(200.0).zoom, None);
        handle.opened(Some(zoom(10.0)));
        assert_eq!(handle.to_tell(), None);
        assert_eq!(handle.clone().set_zoom(163.0).zoom.unwrap().value, 160.0);
        assert_eq!(handle.to_tell(), Some(160.0));
        assert_eq!(handle.to_tell(), None);
        handle.told(150.0);
        assert_eq!(handle.controls().zoom.unwrap().value, 150.0);
    }

    #[test]
    fn what_is_wanted_meanwhile_is_not_overwritten_by_what_was_told_before() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(160.0);
        assert_eq!(handle.to_tell(), Some(160.0));
        handle.set_zoom(200.0);
        handle.told(160.0);
        assert_eq!(handle.controls().zoom.unwrap().value, 200.0);
        assert_eq!(handle.to_tell(), Some(200.0));
    }

    #[test]
    fn a_camera_opened_again_is_zoomed_as_before() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(200.0);
        assert_eq!(handle.to_tell(), Some(200.0));
        handle.closed();
        assert_eq!(handle.controls(), Controls::default());
        handle.opened(Some(zoom(10.0)));
        assert_eq!(handle.controls().zoom.unwrap().value, 200.0);
        assert_eq!(handle.to_tell(), Some(200.0));
    }

    #[test]
    fn no_number_is_no_zoom() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(f64::NAN);
        assert_eq!(handle.to_tell(), None);
        assert_eq!(handle.controls().zoom.unwrap().value, 100.0);
    }
}
