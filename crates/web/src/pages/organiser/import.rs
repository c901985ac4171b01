//! Importing registrations: upload, preview, progress.

use std::time::Duration;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use protocol::{DraftId, EventSlug, StaffId};
use serde::Deserialize;

use crate::body::is_of_type;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::names::Names;
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::event::Event;
use backend::registration::import::draft::{self, DraftError};
use backend::registration::import::{self, Column, Encoding, ImportError, ImportReport, Options};
use backend_db::Tenant;

/// Bytes of a file that comes with a browser.
pub(crate) const UPLOAD: usize = 32 << 20;
/// The form around it.
pub(crate) const UPLOAD_FORM: usize = UPLOAD + (4 << 10);
/// Time that a response waits for an import to end before it shows the progress.
const PATIENCE: Duration = Duration::from_secs(2);
/// Faulty rows that a preview shows.
const FAULTS_SHOWN: usize = 200;

/// The result of an import, in the query of the address: counts only.
#[derive(Deserialize)]
pub(crate) struct Counts {
    added: usize,
    updated: usize,
    faulty: usize,
}

#[derive(Template)]
#[template(path = "organiser/import.html")]
struct ImportPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    counts: Option<Counts>,
}

#[derive(Template)]
#[template(path = "organiser/import_preview.html")]
struct PreviewPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    draft: DraftId,
    headings: Vec<Heading>,
    choices: Vec<(Column, &'static str)>,
    /// The effect of the import, once the columns are known.
    report: Option<ImportReport>,
    faults_shown: usize,
}

#[derive(Template)]
#[template(path = "organiser/import_progress.html")]
struct ProgressPage<'a> {
    page: &'a Page,
    rows: usize,
}

/// A heading of the file, and what it is taken for.
struct Heading {
    text: String,
    column: Option<Column>,
}

impl Heading {
    fn is(&self, column: &Column) -> bool {
        self.column.as_ref() == Some(column)
    }
}

impl PreviewPage<'_> {
    fn changes(&self) -> usize {
        self.report
            .as_ref()
            .map_or(0, |report| report.added + report.updated)
    }

    fn is_guess(&self) -> bool {
        self.report
            .as_ref()
            .is_some_and(|report| report.encoding == Encoding::Windows1252)
    }
}

/// The form error for a file, or the problem if the visitor can't mend it.
fn form_error(page: &Page, error: ImportError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser.import;
    Ok(match error {
        ImportError::FileTooLarge => words.bad_too_large,
        ImportError::TooManyRows | ImportError::TooManyColumns => words.bad_rows,
        ImportError::Spreadsheet => words.bad_spreadsheet,
        ImportError::NotText | ImportError::Malformed { .. } => words.bad_text,
        ImportError::Empty => words.bad_empty,
        ImportError::NoRegistrationId => words.need_registration_id,
        ImportError::Ambiguous { .. }
        | ImportError::NoSuchHeading { .. }
        | ImportError::HeadingTwice { .. }
        | ImportError::MappedTwice { .. } => words.mapped_twice,
        ImportError::Db(error) => return Err(error.into()),
    })
}

fn answer(page: &Page, form_error: Option<&'static str>, counts: Option<Counts>) -> Response {
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = ImportPage {
        page,
        flash: flash_text(page),
        form_error,
        counts,
    };
    render(status, &template)
}

/// `GET /organiser/import`: the form.
pub(crate) async fn form(
    visit: StaffVisit,
    counts: Result<Query<Counts>, QueryRejection>,
) -> Response {
    let page = &visit.page;
    let words = &page.words.organiser.import;
    let form_error = match page.flash.as_deref() {
        Some("gone") => Some(words.said_gone),
        Some("failed") => Some(words.said_failed),
        _ => None,
    };
    answer(page, form_error, counts.ok().map(|Query(counts)| counts))
}

/// `POST /organiser/import`: takes a file for its preview. Nothing of it is imported yet.
pub(crate) async fn upload(
    visit: StaffVisit,
    State(backend): State<Backend>,
    request: Request,
) -> Result<Response, Problem> {
    let words = &visit.page.words.organiser.import;
    if !is_of_type(&request, "multipart/form-data") {
        return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::BAD_REQUEST)?;
    let mut file = None;
    loop {
        let part = match form.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return unreadable(&visit.page, &error),
        };
        if part.name() == Some("file") {
            match part.bytes().await {
                Ok(bytes) => file = Some(bytes),
                Err(error) => return unreadable(&visit.page, &error),
            }
        }
    }
    let Some(file) = file.filter(|file| !file.is_empty()) else {
        return Ok(answer(&visit.page, Some(words.no_file), None));
    };
    // Report a file that is no table here, where another can be chosen.
    if let Err(error) = import::headings(file.to_vec()) {
        let form_error = form_error(&visit.page, error)?;
        return Ok(answer(&visit.page, Some(form_error), None));
    }
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let draft = draft::keep(&backend, &mut tx, &visit.event, &visit.staff, &file).await?;
    tx.commit().await?;
    Ok(redirect(&paths::ORGANISER_IMPORT_DRAFT.with(draft), ""))
}

fn unreadable(
    page: &Page,
    error: &axum::extract::multipart::MultipartError,
) -> Result<Response, Problem> {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let form_error = page.words.organiser.import.bad_too_large;
        Ok(answer(page, Some(form_error), None))
    } else {
        Err(Problem::BAD_REQUEST)
    }
}

/// The file of a draft; none where it is gone.
async fn file(
    backend: &Backend,
    visit: &StaffVisit,
    draft: &DraftId,
) -> Result<Option<Vec<u8>>, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    match draft::file(backend, &mut tx, &visit.event, &visit.staff, draft).await {
        Ok(file) => Ok(Some(file.to_vec())),
        Err(DraftError::Unknown) => Ok(None),
        Err(DraftError::Seal(error)) => Err(error.into()),
        Err(DraftError::Db(error)) => Err(error.into()),
    }
}

/// Shows what an import would do with the columns as they are chosen, or as their names say.
async fn preview(
    backend: &Backend,
    visit: &StaffVisit,
    draft: DraftId,
    chosen: Option<Vec<Option<Column>>>,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let Some(file) = file(backend, visit, &draft).await? else {
        return Ok(redirect(paths::ORGANISER_IMPORT, "gone"));
    };
    let named = match import::headings(file.clone()) {
        Ok(named) => named,
        Err(error) => return Ok(answer(page, Some(form_error(page, error)?), None)),
    };
    let columns = chosen.unwrap_or_else(|| named.iter().map(|(_, column)| *column).collect());
    let options = Options {
        columns: Some(columns.clone()),
        dry_run: true,
        by: Some(visit.staff),
        ..Options::default()
    };
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    drop(tx);
    let (report, form_error) = match import::import(backend, &event, file, &options, |_| {}).await {
        Ok(report) => (Some(report), None),
        Err(error) => (None, Some(form_error(page, error)?)),
    };
    let template = PreviewPage {
        page,
        flash: flash_text(page),
        form_error,
        draft,
        headings: named
            .into_iter()
            .enumerate()
            .map(|(place, (text, _))| Heading {
                text,
                column: columns.get(place).copied().flatten(),
            })
            .collect(),
        choices: Column::ALL
            .map(|column| (column, page.words.column(column)))
            .to_vec(),
        report,
        faults_shown: FAULTS_SHOWN,
    };
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(render(status, &template))
}

/// `GET /organiser/import/{draft}`: the preview.
pub(crate) async fn look(
    visit: StaffVisit,
    State(app): State<App>,
    Path(draft): Path<String>,
) -> Result<Response, Problem> {
    let draft: DraftId = path_id(&draft)?;
    if let Some(rows) = app.imports.rows().get(&draft).copied() {
        return Ok(progress(&visit.page, rows));
    }
    preview(&app.backend, &visit, draft, None).await
}

fn progress(page: &Page, rows: usize) -> Response {
    render(StatusCode::OK, &ProgressPage { page, rows })
}

/// `POST /organiser/import/{draft}`: looks again with other columns, imports, or forgets the file.
pub(crate) async fn act(
    visit: StaffVisit,
    State(app): State<App>,
    Path(draft): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let draft: DraftId = path_id(&draft)?;
    let chosen: Vec<Option<Column>> = form
        .all("column")
        .map(|name| Column::ALL.into_iter().find(|column| column.name() == name))
        .collect();
    match form.text("do")? {
        "look" => preview(&app.backend, &visit, draft, Some(chosen)).await,
        "forget" => {
            let mut tx = app.backend.db().write_as(visit.tenant()).await?;
            draft::forget(&mut tx, &visit.event, &draft).await?;
            tx.commit().await?;
            Ok(redirect(paths::ORGANISER_IMPORT, "import-forgotten"))
        }
        "import" => run(&app, &visit, draft, chosen).await,
        _ => Err(Problem::BAD_REQUEST),
    }
}

async fn run(
    app: &App,
    visit: &StaffVisit,
    draft: DraftId,
    columns: Vec<Option<Column>>,
) -> Result<Response, Problem> {
    let Some(file) = file(&app.backend, visit, &draft).await? else {
        return Ok(redirect(paths::ORGANISER_IMPORT, "gone"));
    };
    if app.imports.rows().insert(draft, 0).is_some() {
        // Asked for twice: the first goes on.
        return Ok(redirect(&paths::ORGANISER_IMPORT_DRAFT.with(draft), ""));
    }
    let task = tokio::spawn(import_all(
        app.clone(),
        visit.event.clone(),
        visit.staff,
        draft,
        columns,
        file,
    ));
    match tokio::time::timeout(PATIENCE, task).await {
        // The import continues in the background; the page shows the progress.
        Err(_) => Ok(redirect(&paths::ORGANISER_IMPORT_DRAFT.with(draft), "")),
        Ok(Ok(Ok(report))) => Ok(axum::response::Redirect::to(&format!(
            "{}?added={}&updated={}&faulty={}",
            paths::ORGANISER_IMPORT,
            report.added,
            report.updated,
            report.faulty
        ))
        .into_response()),
        Ok(Ok(Err(ImportError::Db(error)))) => Err(error.into()),
        Ok(Ok(Err(_)) | Err(_)) => Ok(redirect(paths::ORGANISER_IMPORT, "failed")),
    }
}

/// Imports the file, and forgets it once it is in.
async fn import_all(
    app: App,
    event: EventSlug,
    staff: StaffId,
    draft: DraftId,
    columns: Vec<Option<Column>>,
    file: Vec<u8>,
) -> Result<ImportReport, ImportError> {
    let backend = &app.backend;
    let options = Options {
        columns: Some(columns),
        by: Some(staff),
        ..Options::default()
    };
    let result = async {
        let tenant = Tenant::Event(&event);
        let mut tx = backend.db().read_as(tenant).await?;
        let event = Event::load(backend, &mut tx, &event)
            .await
            .map_err(|error| backend_db::DbError::Statement(error.to_string()))?;
        drop(tx);
        let note = |rows| {
            app.imports.rows().insert(draft, rows);
        };
        let report = import::import(backend, &event, file, &options, note).await?;
        let mut tx = backend.db().write_as(tenant).await?;
        draft::forget(&mut tx, &event.slug, &draft).await?;
        tx.commit().await?;
        Ok(report)
    }
    .await;
    app.imports.rows().remove(&draft);
    if let Err(error) = &result {
        tracing::warn!(%error, "an import did not go through");
    }
    result
}
