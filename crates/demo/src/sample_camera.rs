//! A virtual camera for the demo's window, before which sample badges are held in turn.

use std::path::Path;

use crate::day::Day;

/// The virtual camera. It plays until it is dropped.
#[cfg(unix)]
pub(crate) struct SampleCamera(demo::VirtualCamera);

/// The virtual camera needs a named pipe, so it does not exist on this system.
#[cfg(not(unix))]
pub(crate) enum SampleCamera {}

#[cfg(not(unix))]
impl SampleCamera {
    pub(crate) fn plug_in(_: &Day) -> anyhow::Result<Option<Self>> {
        Ok(None)
    }

    pub(crate) fn path(&self) -> &Path {
        match *self {}
    }
}

#[cfg(unix)]
impl SampleCamera {
    /// Starts the virtual camera, unless the computer has a camera.
    ///
    /// # Errors
    /// Fails if a badge can't be read or the pipe can't be made.
    pub(crate) fn plug_in(day: &Day) -> anyhow::Result<Option<Self>> {
        // If the cameras can't be listed, none can be used.
        if camera::list_cameras().is_ok_and(|cameras| !cameras.is_empty()) {
            return Ok(None);
        }
        let camera = demo::VirtualCamera::start(&day.out.join("camera.mjpeg"))?;
        camera.cycle(unix::round(day)?);
        Ok(Some(Self(camera)))
    }

    /// The pipe that the window reads as a camera.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

#[cfg(unix)]
mod unix {
    use anyhow::Context as _;
    use demo::Print;
    use qrcode::{Color, QrCode};

    use crate::cast::Cast;
    use crate::day::Day;

    /// How many badges can be scanned in the first round.
    const SCANNABLE: usize = 6;

    /// The badges of a round. In later rounds all of them were scanned before.
    pub(super) fn round(day: &Day) -> anyhow::Result<Vec<Print>> {
        let cast = Cast::choose(&day.people)?;
        let badge = |place: usize| day.print(&day.people[place]);
        let scannable = cast.places(0..SCANNABLE).into_iter();
        let mut round = scannable.map(badge).collect::<anyhow::Result<Vec<_>>>()?;
        let twice = badge(cast.scannable[0])?;
        round.insert(2, badge(cast.do_not_scan[0])?);
        round.insert(4, poster(day, "https://example.org/win-a-prize")?);
        round.insert(6, twice);
        Ok(round)
    }

    /// A poster with a QR code that is not a badge code.
    fn poster(day: &Day, text: &str) -> anyhow::Result<Print> {
        let symbol = QrCode::new(text)?;
        let side = symbol.width();
        let modules = symbol.into_colors().into_iter().enumerate();
        let path: String = modules
            .filter(|(_, color)| *color == Color::Dark)
            .map(|(place, _)| format!("M{} {}h1v1h-1z", place % side, place / side))
            .collect();
        let sheet = side + 8;
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='80mm' height='80mm' \
             viewBox='-4 -4 {sheet} {sheet}'>\
             <rect x='-4' y='-4' width='{sheet}' height='{sheet}' fill='white'/>\
             <path d='{path}'/></svg>"
        );
        let file = day.out.join("poster.svg");
        std::fs::write(&file, svg).with_context(|| file.display().to_string())?;
        Print::load(&file)
    }
}
