//! Printing and revoking badges.

use std::io::{Cursor, Write as _};
use std::sync::{LazyLock, PoisonError, RwLock};
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use badge::draw::{DrawError, Fonts, Format, Paper};
use protocol::{AttendeeId, HumanCode};
use tokio::sync::Semaphore;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::audit::Actor;
use backend::event::Event;
use backend::event::overview;
use backend::privacy::attendees;
use backend::registration::badges::{self, BadgeError, BadgeSelection, NewBadge};
use backend::registration::fonts;
use backend_model::Action;
use backend_model::Permission;

/// Badges that one request draws: some 20 seconds of work. A request may take 130.
const AT_ONCE: usize = 1_000;
/// Drawing occupies a processor, so one request draws at a time.
static TURN: Semaphore = Semaphore::const_new(1);
/// Time that a request waits for another to finish drawing: two print at the same moment rarely, and both are served.
const WAIT: Duration = Duration::from_secs(60);
/// The system's fonts, from the first drawing on.
static FONTS: LazyLock<RwLock<Option<std::sync::Arc<Fonts>>>> = LazyLock::new(RwLock::default);

#[derive(Template)]
#[template(path = "organiser/badges.html")]
struct BadgesPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    may_rule: bool,
    all: usize,
    without: usize,
    at_once: usize,
    values: &'a str,
}

/// A file to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// All on sheets.
    Pdf,
    /// The drawing of one.
    Svg,
    /// The drawings of many.
    Zip,
}

/// The reason why drawing failed.
enum Undrawn {
    Draw(DrawError),
    Archive(ZipError),
}

impl From<DrawError> for Undrawn {
    fn from(error: DrawError) -> Self {
        Self::Draw(error)
    }
}

impl From<ZipError> for Undrawn {
    fn from(error: ZipError) -> Self {
        Self::Archive(error)
    }
}

/// The reason why there is no file: a message for the form, or a problem.
enum Refused {
    Message(&'static str),
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

fn refused(page: &Page, error: BadgeError) -> Refused {
    let words = &page.words.organiser.badges;
    Refused::Message(match error {
        BadgeError::Unknown => words.bad_code,
        BadgeError::Revoked => words.already_revoked,
        BadgeError::Changed => words.changed,
        BadgeError::Draw(DrawError::NoFonts) => words.no_fonts,
        BadgeError::Db(error) => return error.into(),
        BadgeError::Attendee { source, .. } => return source.into(),
        BadgeError::NoFreeCode | BadgeError::Draw(_) => {
            tracing::error!(%error, "a badge could not be drawn");
            return Refused::Problem(Problem::INTERNAL);
        }
    })
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
    values: &str,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let figures = overview::load(&mut tx, &visit.event).await?;
    drop(tx);
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = BadgesPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_change: visit.role.may(Permission::Operate),
        may_rule: visit.role.may(Permission::Administer),
        all: figures.attendees,
        without: figures.without_badge,
        at_once: AT_ONCE,
        values,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/badges`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None, "").await
}

/// `POST /organiser/badges`: prints many, and answers with the file.
pub(crate) async fn print(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let whose = match form.text("whose")? {
        "without" => BadgeSelection::WithoutBadge,
        "all" => BadgeSelection::All,
        _ => return Err(Problem::BAD_REQUEST),
    };
    let kind = match form.text("file")? {
        "pdf" => Kind::Pdf,
        "svg" => Kind::Zip,
        _ => return Err(Problem::BAD_REQUEST),
    };
    let sizes = sizes(&form)?;
    match make(&backend, &visit, &whose, sizes, kind).await {
        Ok(file) => Ok(file),
        Err(Refused::Message(form_error)) => answer(&backend, &visit, Some(form_error), "").await,
        Err(Refused::Problem(problem)) => Err(problem),
    }
}

/// `POST /organiser/attendees/{attendee}/badge`: reprints a badge and responds with the file.
pub(crate) async fn print_one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(attendee): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let attendee: AttendeeId = path_id(&attendee)?;
    let kind = match form.text("file")? {
        "pdf" => Kind::Pdf,
        "svg" => Kind::Svg,
        _ => return Err(Problem::BAD_REQUEST),
    };
    let sizes = sizes(&form)?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let registered = attendees::registration_state(&mut tx, &visit.event, &attendee).await?;
    drop(tx);
    let whose = BadgeSelection::Registrations(vec![registered.registration_id]);
    match make(&backend, &visit, &whose, sizes, kind).await {
        Ok(file) => Ok(file),
        Err(Refused::Message(form_error)) => answer(&backend, &visit, Some(form_error), "").await,
        Err(Refused::Problem(problem)) => Err(problem),
    }
}

fn sizes(form: &Form) -> Result<(Format, Paper), Problem> {
    let format = match form.text("format")? {
        "four-by-three" => Format::FourByThree,
        "a6" => Format::A6,
        _ => return Err(Problem::BAD_REQUEST),
    };
    let paper = match form.text("paper")? {
        "a4" => Paper::A4,
        "letter" => Paper::Letter,
        _ => return Err(Problem::BAD_REQUEST),
    };
    Ok((format, paper))
}

/// Draws badges, writes them down, and gives the file: only what is in a file becomes a badge.
async fn make(
    backend: &Backend,
    visit: &StaffVisit,
    whose: &BadgeSelection,
    sizes: (Format, Paper),
    kind: Kind,
) -> Result<Response, Refused> {
    let page = &visit.page;
    let words = &page.words.organiser.badges;
    let Ok(Ok(_turn)) = tokio::time::timeout(WAIT, TURN.acquire()).await else {
        return Err(Refused::Message(words.busy));
    };
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let mut new = badges::prepare(&mut tx, &event, whose)
        .await
        .map_err(|error| refused(page, error))?;
    drop(tx);
    if new.is_empty() {
        return Err(Refused::Message(words.none));
    }
    if *whose == BadgeSelection::All && new.len() > AT_ONCE {
        return Err(Refused::Message(words.too_many));
    }
    new.truncate(AT_ONCE);
    let drawing = tokio::task::spawn_blocking(move || {
        let drawn = draw(&event, &new, sizes, kind);
        (event, new, drawn)
    });
    let (event, new, drawn) = drawing.await.map_err(|_| Problem::INTERNAL)?;
    let bytes = match drawn {
        Ok(bytes) => bytes,
        Err(Undrawn::Draw(error)) => return Err(refused(page, error.into())),
        Err(Undrawn::Archive(error)) => {
            tracing::error!(%error, "badges could not be put into one file");
            return Err(Refused::Problem(Problem::INTERNAL));
        }
    };
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let actor = Actor::Staff(&visit.staff);
    badges::register(&mut tx, &event, &new, actor, backend.now())
        .await
        .map_err(|error| refused(page, error))?;
    tx.commit().await?;
    Ok(file(kind, bytes))
}

fn draw(
    event: &Event,
    new: &[NewBadge],
    (format, paper): (Format, Paper),
    kind: Kind,
) -> Result<Vec<u8>, Undrawn> {
    let fonts = loaded()?;
    Ok(match (kind, new) {
        (Kind::Svg, [one]) => badges::draw(event, one, format, &fonts)?.0.into_bytes(),
        (Kind::Zip, _) => archive(event, new, format, &fonts)?,
        _ => badges::draw_sheets(event, new, format, paper, &fonts, |_, _| {})?.0,
    })
}

/// A file for each badge, which is called as its printed code.
fn archive(
    event: &Event,
    new: &[NewBadge],
    format: Format,
    fonts: &Fonts,
) -> Result<Vec<u8>, Undrawn> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for badge in new {
        let (svg, _) = badges::draw(event, badge, format, fonts)?;
        let name = format!("{}.svg", badge.code.human_code());
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(svg.as_bytes()).map_err(ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The system's fonts. Where it has none, they are looked for again the next time.
fn loaded() -> Result<std::sync::Arc<Fonts>, DrawError> {
    if let Some(fonts) = &*FONTS.read().unwrap_or_else(PoisonError::into_inner) {
        return Ok(fonts.clone());
    }
    let fonts = std::sync::Arc::new(fonts::load()?);
    *FONTS.write().unwrap_or_else(PoisonError::into_inner) = Some(fonts.clone());
    Ok(fonts)
}

fn file(kind: Kind, bytes: Vec<u8>) -> Response {
    let (media_type, disposition) = match kind {
        Kind::Pdf => ("application/pdf", "attachment; filename=\"badges.pdf\""),
        Kind::Svg => ("image/svg+xml", "attachment; filename=\"badge.svg\""),
        Kind::Zip => ("application/zip", "attachment; filename=\"badges.zip\""),
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(disposition),
        ),
    ];
    (headers, bytes).into_response()
}

/// `POST /organiser/badges/revoke`: by the code under the symbol.
pub(crate) async fn revoke(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let values = form.text("code")?;
    let words = &visit.page.words.organiser.badges;
    let Ok(code) = values.parse::<HumanCode>() else {
        return answer(&backend, &visit, Some(words.bad_code), values).await;
    };
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    if let Err(error) = badges::revoke(&mut tx, &visit.event, &code, backend.now()).await {
        drop(tx);
        return match refused(&visit.page, error) {
            Refused::Message(form_error) => {
                answer(&backend, &visit, Some(form_error), values).await
            }
            Refused::Problem(problem) => Err(problem),
        };
    }
    visit
        .audit(&backend, &mut tx, Action::RevokeBadge, None, "")
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_BADGES, "badge-revoked"))
}
