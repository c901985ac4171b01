//! `enrol`: enrols the device with a one-time code.

use std::time::Duration;

use anyhow::{Context, bail};
use booth::{Booth, ScanLoop, ScanStep};
use camera::{ImageFiles, NokhwaCamera, Source, Wish};
use protocol::{EnrolmentCode, EnrolmentCodeError, EnrolmentRequest};
use serde_json::json;

use crate::arguments::Enrol;
use crate::exit::Exit;
use crate::output::{Output, shown};
use crate::scan::find_camera;

const LOOK: Duration = Duration::from_millis(500);

pub(crate) fn run(booth: &Booth, arguments: Enrol, out: &mut Output) -> anyhow::Result<Exit> {
    let code = code(&arguments, out)?;
    let label = arguments.label.as_deref();
    let enrolment = booth.enrol(&code, label.unwrap_or(EnrolmentRequest::UNNAMED))?;
    let terms = booth.terms(enrolment.device)?;
    out.result(
        &json!({
            "result": "enrolled",
            "device": enrolment.device,
            "event": enrolment.event,
            "event_name": enrolment.event_name,
            "sponsor": enrolment.sponsor,
            "sponsor_name": enrolment.sponsor_name,
            "consent_mode": terms.consent_mode,
            "allowed_fields": terms.allowed_fields,
            "expires": enrolment.expires,
            "key_protection": booth.key_protection(),
        }),
        &format!("enrolled {}", enrolment.device),
    );
    out.sentence(&format!(
        "Enrolled for {} at {}. Scan with `lanyard-booth scan --camera`.",
        shown(&enrolment.sponsor_name),
        shown(&enrolment.event_name)
    ));
    out.sentence(booth.key_protection().sentence());
    Ok(Exit::Fine)
}

fn code(arguments: &Enrol, out: &Output) -> anyhow::Result<EnrolmentCode> {
    if let Some(text) = &arguments.enrolment_code {
        return Ok(text.parse()?);
    }
    if let (Some(server), Some(secret)) = (&arguments.server, &arguments.code) {
        return Ok(EnrolmentCode {
            server: server.trim_end_matches('/').to_owned(),
            secret: EnrolmentCode::parse_secret(secret)?,
            backend: None,
        });
    }
    if let Some(path) = &arguments.image {
        return read_code(&mut ScanLoop::still(ImageFiles::new([path.clone()])));
    }
    let Some(wanted) = &arguments.camera else {
        return Err(EnrolmentCodeError.into());
    };
    let camera = NokhwaCamera::start(find_camera(wanted.as_deref())?, Wish::default())
        .context("the camera does not start")?;
    out.sentence("Hold the code of your sponsor's page into the camera.");
    read_code(&mut ScanLoop::moving(camera))
}

/// Waits for the first enrolment code that comes into view. Other codes are ignored.
fn read_code(scan_loop: &mut ScanLoop<impl Source>) -> anyhow::Result<EnrolmentCode> {
    loop {
        match scan_loop.next(LOOK) {
            ScanStep::Frame(seen) => {
                let mut codes = seen.appeared.iter().map(|sighting| sighting.text.parse());
                if let Some(code) = codes.find_map(Result::ok) {
                    return Ok(code);
                }
            }
            ScanStep::Skipped(error) | ScanStep::Failed(error) => {
                return Err(error).context("the picture can't be used");
            }
            ScanStep::Busy => bail!(
                "the camera is in use by another program: close that program, and enrol again"
            ),
            ScanStep::Ended => bail!("there is no enrolment code in the picture"),
            _ => {}
        }
    }
}
