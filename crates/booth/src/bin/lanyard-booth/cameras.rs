//! `cameras`: lists the cameras.

use anyhow::Context;
use camera::list_cameras;
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Output, shown};

pub(crate) fn run(out: &mut Output) -> anyhow::Result<Exit> {
    let cameras = list_cameras().context("the cameras can't be listed")?;
    for camera in &cameras {
        let object = json!({ "name": camera.name, "place": camera.place });
        let line = format!("{}  {}", shown(&camera.name), shown(&camera.place));
        out.result(&object, &line);
    }
    if cameras.is_empty() {
        out.sentence(
            "No camera. Plug one in, or scan with `--stdin` and a hardware scanner, or type the codes.",
        );
    }
    Ok(Exit::Fine)
}
