use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use protocol::{ConsentMode, Field, FieldSet, Question, QuestionKind, UnixMillis};

use crate::Problem;
use crate::pages::layout::{Page, done, shown};
use crate::pages::organiser::{id, note, said};
use crate::pages::{Form, StaffVisit};
use crate::paths;
use backend::Backend;
use backend::event::notices::{self, PublishedNotice};
use backend::event::questions;
use backend::event::{self, Event, EventChange, EventError, SettingError};
use backend_model::Action;
use backend_model::Permission;

/// How a form's field for date and time writes them.
const DATE_TIME: &str = "%Y-%m-%dT%H:%M";

#[derive(Template)]
#[template(path = "organiser/settings.html")]
struct SettingsPage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_rule: bool,
    slug: String,
    typed: Typed,
    notices: Vec<PublishedNotice>,
    questions: Vec<Question>,
    zones: Vec<String>,
}

/// The settings as the form has them.
struct Typed {
    name: String,
    zone: String,
    ends: String,
    retention: String,
    fields: FieldSet,
    mode: ConsentMode,
    foreign: bool,
}

impl Typed {
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

    /// What is to be set, or what to tell whoever typed it. An end that stands as it was keeps its
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
fn fault(page: &Page, error: EventError) -> Result<&'static str, Problem> {
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
    fault: Option<&'static str>,
    typed: Option<Typed>,
) -> Result<Response, Problem> {
    let event = load(backend, visit).await?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let notices = notices::list(&mut tx, &visit.event).await?;
    drop(tx);
    let template = SettingsPage {
        page: &visit.page,
        said: said(&visit.page),
        fault,
        may_rule: visit.role.may(Permission::Administer),
        slug: event.slug.to_string(),
        typed: typed.unwrap_or_else(|| Typed::of(&event)),
        notices,
        questions: event.questions,
        zones: jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| name.contains('/') || name == "UTC")
            .collect(),
    };
    Ok(shown(status(fault), &template))
}

const fn status(fault: Option<&'static str>) -> StatusCode {
    if fault.is_some() {
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
    let typed = Typed::read(&form)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let before = Event::load(&backend, &mut tx, &visit.event).await?;
    let change = match typed.change(&before, &visit.page) {
        Ok(change) => change,
        Err(fault) => {
            drop(tx);
            return answer(&backend, &visit, Some(fault), Some(typed)).await;
        }
    };
    if let Err(error) = event::change(&backend, &mut tx, &visit.event, &change).await {
        drop(tx);
        let fault = fault(&visit.page, error)?;
        return answer(&backend, &visit, Some(fault), Some(typed)).await;
    }
    let detail = format!(
        "fields {}, consent {}, retention {} days",
        typed.fields,
        event::consent_mode_name(typed.mode),
        typed.retention
    );
    note(
        &backend,
        &mut tx,
        &visit,
        Action::ChangeSettings,
        None,
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(done(paths::ORGANISER_SETTINGS, "saved"))
}

#[derive(Template)]
#[template(path = "organiser/notice.html")]
struct NoticePage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_rule: bool,
    /// The version that is shown.
    notice: PublishedNotice,
    is_in_force: bool,
    typed: &'a str,
}

async fn answer_notice(
    backend: &Backend,
    visit: &StaffVisit,
    version: Option<u32>,
    fault: Option<&'static str>,
    typed: Option<&str>,
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
        said: said(&visit.page),
        fault,
        may_rule: visit.role.may(Permission::Administer),
        is_in_force: newest == Some(notice.version),
        notice,
        typed: typed.unwrap_or(&text),
    };
    Ok(shown(status(fault), &template))
}

/// `GET /organiser/settings/notices/{version}`.
pub(crate) async fn notice(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(version): Path<String>,
) -> Result<Response, Problem> {
    answer_notice(&backend, &visit, Some(id(&version)?), None, None).await
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
            Err(error) => Some(fault(&visit.page, error)?),
        }
    };
    if let Some(fault) = refused {
        drop(tx);
        return answer_notice(&backend, &visit, None, Some(fault), Some(&text)).await;
    }
    let version = before.notice.version.0.saturating_add(1).to_string();
    note(
        &backend,
        &mut tx,
        &visit,
        Action::ChangeNotice,
        None,
        &version,
    )
    .await?;
    tx.commit().await?;
    Ok(done(&paths::ORGANISER_NOTICE.with(version), "notice"))
}

#[derive(Template)]
#[template(path = "organiser/questions.html")]
struct QuestionsPage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_rule: bool,
    questions: Vec<Shown>,
    typed: TypedQuestion,
}

/// A question, as its form has it.
struct Shown {
    id: u32,
    typed: TypedQuestion,
}

#[derive(Default)]
struct TypedQuestion {
    text: String,
    kind: String,
    choices: String,
    scale: String,
}

impl TypedQuestion {
    fn of(question: &Question) -> Self {
        let mut typed = Self {
            text: question.text.clone(),
            ..Self::default()
        };
        typed.kind = match &question.kind {
            QuestionKind::Text => "text",
            QuestionKind::YesNo => "yes_no",
            QuestionKind::Choice(choices) => {
                typed.choices = choices.join("\n");
                "choice"
            }
            QuestionKind::Scale(most) => {
                typed.scale = most.to_string();
                "scale"
            }
        }
        .into();
        typed
    }

    fn read(form: &Form) -> Result<Self, Problem> {
        Ok(Self {
            text: form.text("text")?.into(),
            kind: form.text("kind")?.into(),
            choices: form.maybe("choices").unwrap_or_default().into(),
            scale: form.maybe("scale").unwrap_or_default().into(),
        })
    }

    /// What can be answered, or what to tell whoever typed it.
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
    fault: Option<&'static str>,
    at: Option<u32>,
    typed: TypedQuestion,
) -> Result<Response, Problem> {
    let event = load(backend, visit).await?;
    let mut new = TypedQuestion::default();
    let mut typed = Some(typed);
    if at.is_none() {
        new = typed.take().unwrap_or_default();
    }
    let template = QuestionsPage {
        page: &visit.page,
        said: said(&visit.page),
        fault,
        may_rule: visit.role.may(Permission::Administer),
        questions: event
            .questions
            .iter()
            .map(|question| Shown {
                id: question.id,
                typed: if at == Some(question.id) {
                    typed.take().unwrap_or_default()
                } else {
                    TypedQuestion::of(question)
                },
            })
            .collect(),
        typed: new,
    };
    Ok(shown(status(fault), &template))
}

/// `GET /organiser/settings/questions`.
pub(crate) async fn all_questions(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer_questions(&backend, &visit, None, None, TypedQuestion::default()).await
}

/// `POST /organiser/settings/questions`: adds one.
pub(crate) async fn add_question(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let typed = TypedQuestion::read(&form)?;
    let now = backend.now();
    set_questions(&backend, &visit, None, typed, |questions, text, kind| {
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
    let at: u32 = id(&question)?;
    let typed = TypedQuestion::read(&form)?;
    set_questions(
        &backend,
        &visit,
        Some(at),
        typed,
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
    let at: u32 = id(&question)?;
    let event = load(&backend, &visit).await?;
    let typed = event.questions.iter().find(|question| question.id == at);
    let typed = typed.map(TypedQuestion::of).ok_or(Problem::NOT_FOUND)?;
    set_questions(&backend, &visit, Some(at), typed, |questions, _, _| {
        questions::without(questions, at)
    })
    .await
}

async fn set_questions(
    backend: &Backend,
    visit: &StaffVisit,
    at: Option<u32>,
    typed: TypedQuestion,
    make: impl FnOnce(&[Question], &str, QuestionKind) -> Option<Vec<Question>>,
) -> Result<Response, Problem> {
    let kind = match typed.kind(&visit.page) {
        Ok(kind) => kind,
        Err(fault) => return answer_questions(backend, visit, Some(fault), at, typed).await,
    };
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let questions = make(&event.questions, &typed.text, kind).ok_or(Problem::NOT_FOUND)?;
    let change = EventChange {
        questions: Some(questions),
        ..EventChange::default()
    };
    if let Err(error) = event::change(backend, &mut tx, &visit.event, &change).await {
        drop(tx);
        let fault = fault(&visit.page, error)?;
        return answer_questions(backend, visit, Some(fault), at, typed).await;
    }
    note(backend, &mut tx, visit, Action::ChangeQuestions, None, "").await?;
    tx.commit().await?;
    Ok(done(paths::ORGANISER_QUESTIONS, "questions"))
}
