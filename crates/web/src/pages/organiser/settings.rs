//! The event's settings, notices and questions.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use protocol::{ConsentMode, Field, FieldSet, Question, QuestionKind, UnixMillis};

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::event::notices::{self, PublishedNotice};
use backend::event::questions;
use backend::event::{self, Event, EventChange, EventError, SettingError};
use backend_model::Action;
use backend_model::Permission;

/// The format of `<input type="datetime-local">`.
const DATE_TIME: &str = "%Y-%m-%dT%H:%M";

#[derive(Template)]
#[template(path = "organiser/settings.html")]
struct SettingsPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_rule: bool,
    slug: String,
    values: FormValues,
    notices: Vec<PublishedNotice>,
    questions: Vec<Question>,
    zones: Vec<String>,
}

/// The settings as the form has them.
struct FormValues {
    name: String,
    zone: String,
    ends: String,
    retention: String,
    fields: FieldSet,
    mode: ConsentMode,
    foreign: bool,
}

impl FormValues {
    fn of(event: &Event) -> Self {
        let zone = TimeZone::get(&event.zone).unwrap_or(TimeZone::UTC);
        let ends = jiff::Timestamp::from_millisecond(event.ends.0)
            .map(|at| at.to_zoned_datetime(zone).strftime(DATE_TIME).to_string());
        Self {
            name: event.name.clone(),
            zone: event.zone.clone(),
            ends: ends.unwrap_or_default(),
            retention: event.retention_days.to_string(),
            fields: event.allowed_fields,
            mode: event.consent_mode,
            foreign: event.foreign_codes,
        }
    }

    fn read(form: &Form) -> Result<Self, Problem> {
        let fields: Option<FieldSet> = form
            .all("field")
            .map(|name| Field::ALL.into_iter().find(|field| field.name() == name))
            .collect();
        Ok(Self {
            name: form.text("name")?.into(),
            zone: form.text("zone")?.into(),
            ends: form.text("ends")?.into(),
            retention: form.text("retention")?.into(),
            fields: fields.ok_or(Problem::BAD_REQUEST)?,
            mode: event::consent_mode(form.text("mode")?).ok_or(Problem::BAD_REQUEST)?,
            foreign: form.has("foreign"),
        })
    }

    /// The changes, or the form error. An unchanged end keeps its
    /// seconds.
    fn change(&self, before: &Event, page: &Page) -> Result<EventChange, &'static str> {
        let words = &page.words.organiser.settings;
        let zone = TimeZone::get(&self.zone).map_err(|_| words.bad_zone)?;
        let stands = Self::of(before);
        let ends = if stands.ends == self.ends && stands.zone == self.zone {
            before.ends
        } else {
            let ends: DateTime = self.ends.parse().map_err(|_| words.bad_ends)?;
            let ends = zone.to_timestamp(ends).map_err(|_| words.bad_ends)?;
            UnixMillis(ends.as_millisecond())
        };
        Ok(EventChange {
            name: Some(self.name.clone()),
            consent_mode: Some(self.mode),
            allowed_fields: Some(self.fields),
            foreign_codes: Some(self.foreign),
            ends: Some(ends),
            retention_days: Some(self.retention.parse().map_err(|_| words.bad_retention)?),
            zone: Some(self.zone.clone()),
            ..EventChange::default()
        })
    }

    fn has(&self, field: &Field) -> bool {
        self.fields.contains(*field)
    }
}

/// Returns the form error for a setting; another error becomes a problem.
fn form_error(page: &Page, error: EventError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser.settings;
    match error {
        EventError::Setting(error) => Ok(match error {
            SettingError::Name => page.words.organiser.shared.bad_name,
            SettingError::Retention => words.bad_retention,
            SettingError::Zone => words.bad_zone,
            SettingError::Notice => words.bad_notice,
            SettingError::Choices => words.bad_choices,
            SettingError::Scale => words.bad_scale,
            SettingError::TooManyQuestions
            | SettingError::RepeatedQuestionId
            | SettingError::QuestionText => words.bad_question,
        }),
        other => Err(other.into()),
    }
}

async fn load(backend: &Backend, visit: &StaffVisit) -> Result<Event, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    Ok(Event::load(backend, &mut tx, &visit.event).await?)
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
    values: Option<FormValues>,
) -> Result<Response, Problem> {
    let event = load(backend, visit).await?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let notices = notices::list(&mut tx, &visit.event).await?;
    drop(tx);
    let template = SettingsPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_rule: visit.role.may(Permission::Administer),
        slug: event.slug.to_string(),
        values: values.unwrap_or_else(|| FormValues::of(&event)),
        notices,
        questions: event.questions,
        zones: jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| name.contains('/') || name == "UTC")
            .collect(),
    };
    Ok(render(status(form_error), &template))
}

const fn status(form_error: Option<&'static str>) -> StatusCode {
    if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

/// `GET /organiser/settings`.
pub(crate) async fn show(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None, None).await
}

/// `POST /organiser/settings`.
pub(crate) async fn save(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let values = FormValues::read(&form)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let before = Event::load(&backend, &mut tx, &visit.event).await?;
    let change = match values.change(&before, &visit.page) {
        Ok(change) => change,
        Err(form_error) => {
            drop(tx);
            return answer(&backend, &visit, Some(form_error), Some(values)).await;
        }
    };
    if let Err(error) = event::change(&backend, &mut tx, &visit.event, &change).await {
        drop(tx);
        let form_error = form_error(&visit.page, error)?;
        return answer(&backend, &visit, Some(form_error), Some(values)).await;
    }
    let detail = format!(
        "fields {}, consent {}, retention {} days",
        values.fields,
        event::consent_mode_name(values.mode),
        values.retention
    );
    visit
        .audit(&backend, &mut tx, Action::ChangeSettings, None, &detail)
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_SETTINGS, "saved"))
}

#[derive(Template)]
#[template(path = "organiser/notice.html")]
struct NoticePage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_rule: bool,
    /// The version that is shown.
    notice: PublishedNotice,
    is_in_force: bool,
    values: &'a str,
}

async fn answer_notice(
    backend: &Backend,
    visit: &StaffVisit,
    version: Option<u32>,
    form_error: Option<&'static str>,
    values: Option<&str>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let notices = notices::list(&mut tx, &visit.event).await?;
    drop(tx);
    let newest = notices.first().map(|notice| notice.version);
    let notice = notices
        .into_iter()
        .find(|notice| version.is_none_or(|version| version == notice.version))
        .ok_or(Problem::NOT_FOUND)?;
    let text = notice.text.clone();
    let template = NoticePage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_rule: visit.role.may(Permission::Administer),
        is_in_force: newest == Some(notice.version),
        notice,
        values: values.unwrap_or(&text),
    };
    Ok(render(status(form_error), &template))
}

/// `GET /organiser/settings/notices/{version}`.
pub(crate) async fn notice(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(version): Path<String>,
) -> Result<Response, Problem> {
    answer_notice(&backend, &visit, Some(path_id(&version)?), None, None).await
}

/// `POST /organiser/settings/notices`: another version.
pub(crate) async fn publish(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    // Browsers send line breaks as CR LF (HTML §4.10.21.4); the notice has them as LF.
    let text = form.text("text")?.replace("\r\n", "\n");
    let words = &visit.page.words.organiser.settings;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let before = Event::load(&backend, &mut tx, &visit.event).await?;
    let refused = if text.is_empty() {
        Some(words.bad_notice)
    } else if text == before.notice.text {
        Some(words.same_notice)
    } else {
        let change = EventChange {
            notice: Some(text.clone()),
            ..EventChange::default()
        };
        match event::change(&backend, &mut tx, &visit.event, &change).await {
            Ok(()) => None,
            Err(error) => Some(form_error(&visit.page, error)?),
        }
    };
    if let Some(form_error) = refused {
        drop(tx);
        return answer_notice(&backend, &visit, None, Some(form_error), Some(&text)).await;
    }
    let version = before.notice.version.0.saturating_add(1).to_string();
    visit
        .audit(&backend, &mut tx, Action::ChangeNotice, None, &version)
        .await?;
    tx.commit().await?;
    Ok(redirect(&paths::ORGANISER_NOTICE.with(version), "notice"))
}

#[derive(Template)]
#[template(path = "organiser/questions.html")]
struct QuestionsPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_rule: bool,
    questions: Vec<Shown>,
    values: QuestionForm,
}

/// A question, as its form has it.
struct Shown {
    id: u32,
    values: QuestionForm,
}

#[derive(Default)]
struct QuestionForm {
    text: String,
    kind: String,
    choices: String,
    scale: String,
}

impl QuestionForm {
    fn of(question: &Question) -> Self {
        let mut values = Self {
            text: question.text.clone(),
            ..Self::default()
        };
        values.kind = match &question.kind {
            QuestionKind::Text => "text",
            QuestionKind::YesNo => "yes_no",
            QuestionKind::Choice(choices) => {
                values.choices = choices.join("\n");
                "choice"
            }
            QuestionKind::Scale(most) => {
                values.scale = most.to_string();
                "scale"
            }
        }
        .into();
        values
    }

    fn read(form: &Form) -> Result<Self, Problem> {
        Ok(Self {
            text: form.text("text")?.into(),
            kind: form.text("kind")?.into(),
            choices: form.maybe("choices").unwrap_or_default().into(),
            scale: form.maybe("scale").unwrap_or_default().into(),
        })
    }

    /// The kind of question, or the form error.
    fn kind(&self, page: &Page) -> Result<QuestionKind, &'static str> {
        let words = &page.words.organiser.settings;
        if self.text.is_empty() {
            return Err(words.bad_question);
        }
        Ok(match self.kind.as_str() {
            "text" => QuestionKind::Text,
            "yes_no" => QuestionKind::YesNo,
            "choice" => QuestionKind::Choice(
                self.choices
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(Into::into)
                    .collect(),
            ),
            "scale" => QuestionKind::Scale(self.scale.parse().map_err(|_| words.bad_scale)?),
            _ => return Err(words.bad_question),
        })
    }

    /// The kinds, for a form, and whether each is the chosen one.
    fn kinds(&self, page: &Page) -> [(&'static str, &'static str, bool); 4] {
        let words = &page.words.organiser.settings;
        [
            ("text", words.kind_text),
            ("choice", words.kind_choice),
            ("yes_no", words.kind_yes_no),
            ("scale", words.kind_scale),
        ]
        .map(|(name, label)| (name, label, self.kind == name))
    }
}

async fn answer_questions(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
    at: Option<u32>,
    values: QuestionForm,
) -> Result<Response, Problem> {
    let event = load(backend, visit).await?;
    let mut new = QuestionForm::default();
    let mut values = Some(values);
    if at.is_none() {
        new = values.take().unwrap_or_default();
    }
    let template = QuestionsPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_rule: visit.role.may(Permission::Administer),
        questions: event
            .questions
            .iter()
            .map(|question| Shown {
                id: question.id,
                values: if at == Some(question.id) {
                    values.take().unwrap_or_default()
                } else {
                    QuestionForm::of(question)
                },
            })
            .collect(),
        values: new,
    };
    Ok(render(status(form_error), &template))
}

/// `GET /organiser/settings/questions`.
pub(crate) async fn all_questions(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer_questions(&backend, &visit, None, None, QuestionForm::default()).await
}

/// `POST /organiser/settings/questions`: adds one.
pub(crate) async fn add_question(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let values = QuestionForm::read(&form)?;
    let now = backend.now();
    set_questions(&backend, &visit, None, values, |questions, text, kind| {
        Some(questions::with(questions, text, kind, now))
    })
    .await
}

/// `POST /organiser/settings/questions/{question}`: changes one.
pub(crate) async fn change_question(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(question): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let at: u32 = path_id(&question)?;
    let values = QuestionForm::read(&form)?;
    set_questions(
        &backend,
        &visit,
        Some(at),
        values,
        |questions, text, kind| questions::changed(questions, at, text, kind),
    )
    .await
}

/// `POST /organiser/settings/questions/{question}/remove`.
pub(crate) async fn remove_question(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(question): Path<String>,
) -> Result<Response, Problem> {
    let at: u32 = path_id(&question)?;
    let event = load(&backend, &visit).await?;
    let values = event.questions.iter().find(|question| question.id == at);
    let values = values.map(QuestionForm::of).ok_or(Problem::NOT_FOUND)?;
    set_questions(&backend, &visit, Some(at), values, |questions, _, _| {
        questions::without(questions, at)
    })
    .await
}

async fn set_questions(
    backend: &Backend,
    visit: &StaffVisit,
    at: Option<u32>,
    values: QuestionForm,
    make: impl FnOnce(&[Question], &str, QuestionKind) -> Option<Vec<Question>>,
) -> Result<Response, Problem> {
    let kind = match values.kind(&visit.page) {
        Ok(kind) => kind,
        Err(form_error) => {
            return answer_questions(backend, visit, Some(form_error), at, values).await;
        }
    };
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let questions = make(&event.questions, &values.text, kind).ok_or(Problem::NOT_FOUND)?;
    let change = EventChange {
        questions: Some(questions),
        ..EventChange::default()
    };
    if let Err(error) = event::change(backend, &mut tx, &visit.event, &change).await {
        drop(tx);
        let form_error = form_error(&visit.page, error)?;
        return answer_questions(backend, visit, Some(form_error), at, values).await;
    }
    visit
        .audit(backend, &mut tx, Action::ChangeQuestions, None, "")
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_QUESTIONS, "questions"))
}
