//! Controls of a camera that can be changed while it captures.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The controls of the camera in use.
///
/// There is no control of a light: no supported system has one that `nokhwa` could switch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Controls {
    /// The zoom, if the camera has one. `None` until the camera is open.
    pub zoom: Option<Zoom>,
}

/// The range and value of a zoom, in the camera's own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Smallest change; 0 if any is possible.
    pub step: f64,
    /// Present value, or the one that is set with the next frame.
    pub value: f64,
}

/// Step below which a change is not visible, as a share of the range.
const NEGLIGIBLE_STEP: f64 = 1e-6;

impl Zoom {
    /// The zoom that a camera states, if its range is valid.
    pub(crate) fn stated(min: f64, max: f64, step: f64, value: f64) -> Option<Self> {
        let is_range = [min, max, step, value]
            .iter()
            .all(|number| number.is_finite())
            && min < max;
        // Some systems state the smallest number there is: that is any change.
        let is_felt = step >= (max - min) * NEGLIGIBLE_STEP;
        is_range.then(|| Self {
            min,
            max,
            step: if is_felt { step } else { 0.0 },
            value: value.clamp(min, max),
        })
    }

    /// The nearest possible value.
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

/// Controls a camera while another thread waits for its frames. All clones control the same camera.
#[derive(Debug, Clone, Default)]
pub struct CameraHandle(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    controls: Controls,
    /// The requested zoom, which is set again whenever the camera is opened.
    wanted: Option<f64>,
    /// Whether the requested zoom was passed to the camera.
    is_applied: bool,
}

impl CameraHandle {
    /// The present controls of the camera.
    #[must_use]
    pub fn controls(&self) -> Controls {
        self.lock().controls
    }

    /// Sets the zoom to the nearest possible value with the next frame, and whenever the camera is opened again. NaN, and a
    /// camera without a zoom, change nothing.
    pub fn set_zoom(&self, value: f64) -> Controls {
        let mut state = self.lock();
        if let Some(zoom) = &mut state.controls.zoom
            && !value.is_nan()
        {
            let value = zoom.nearest(value);
            zoom.value = value;
            state.wanted = Some(value);
            state.is_applied = false;
        }
        state.controls
    }

    /// Sets the controls of a camera that was just opened.
    pub(crate) fn opened(&self, zoom: Option<Zoom>) {
        let mut state = self.lock();
        state.controls.zoom = zoom;
        state.is_applied = false;
        let wanted = state.wanted;
        if let (Some(zoom), Some(wanted)) = (&mut state.controls.zoom, wanted) {
            zoom.value = zoom.nearest(wanted);
        }
    }

    /// Takes the zoom that is to be passed to the camera, once for each request.
    pub(crate) fn take_request(&self) -> Option<f64> {
        let mut state = self.lock();
        if std::mem::replace(&mut state.is_applied, true) {
            return None;
        }
        let zoom = state.controls.zoom?;
        state.wanted.map(|_| zoom.value)
    }

    /// Sets the zoom after it was passed to the camera, unless another one was requested meanwhile.
    pub(crate) fn applied(&self, value: f64) {
        let mut state = self.lock();
        if state.is_applied
            && let Some(zoom) = &mut state.controls.zoom
        {
            zoom.value = value.clamp(zoom.min, zoom.max);
        }
    }

    /// Clears the controls, because no camera is open.
    pub(crate) fn closed(&self) {
        self.lock().controls = Controls::default();
    }

    /// The state is consistent after every change, so a poisoned lock can be used.
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
    fn a_request_is_passed_once_and_the_resulting_value_is_shown() {
        let handle = CameraHandle::default();
        assert_eq!(handle.set_zoom(200.0).zoom, None);
        handle.opened(Some(zoom(10.0)));
        assert_eq!(handle.take_request(), None);
        assert_eq!(handle.clone().set_zoom(163.0).zoom.unwrap().value, 160.0);
        assert_eq!(handle.take_request(), Some(160.0));
        assert_eq!(handle.take_request(), None);
        handle.applied(150.0);
        assert_eq!(handle.controls().zoom.unwrap().value, 150.0);
    }

    #[test]
    fn what_is_wanted_meanwhile_is_not_overwritten_by_what_was_told_before() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(160.0);
        assert_eq!(handle.take_request(), Some(160.0));
        handle.set_zoom(200.0);
        handle.applied(160.0);
        assert_eq!(handle.controls().zoom.unwrap().value, 200.0);
        assert_eq!(handle.take_request(), Some(200.0));
    }

    #[test]
    fn a_camera_opened_again_is_zoomed_as_before() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(200.0);
        assert_eq!(handle.take_request(), Some(200.0));
        handle.closed();
        assert_eq!(handle.controls(), Controls::default());
        handle.opened(Some(zoom(10.0)));
        assert_eq!(handle.controls().zoom.unwrap().value, 200.0);
        assert_eq!(handle.take_request(), Some(200.0));
    }

    #[test]
    fn no_number_is_no_zoom() {
        let handle = CameraHandle::default();
        handle.opened(Some(zoom(10.0)));
        handle.set_zoom(f64::NAN);
        assert_eq!(handle.take_request(), None);
        assert_eq!(handle.controls().zoom.unwrap().value, 100.0);
    }
}
