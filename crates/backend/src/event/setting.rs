//! The bounds of an event's settings. They are the bounds of an enrolment, so that every device can take the
//! settings.

use protocol::{Question, QuestionKind, limits};

/// The longest retention in days.
pub const MAX_RETENTION_DAYS: u32 = 3650;

/// A setting that breaks a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    #[error("name: must have 1 to 120 bytes")]
    Name,
    #[error("retention: at most {MAX_RETENTION_DAYS} days")]
    Retention,
    #[error("zone: must be an IANA name such as America/Los_Angeles")]
    Zone,
    #[error("notice: at most 65536 bytes")]
    Notice,
    #[error("questions: at most 32")]
    TooManyQuestions,
    #[error("questions: each needs an id of its own")]
    RepeatedQuestionId,
    #[error("question: at most 500 bytes")]
    QuestionText,
    #[error("choices: must be 1 to 32, of at most 500 bytes")]
    Choices,
    #[error("scale: must end at 2 to 10")]
    Scale,
}

fn require(holds: bool, error: SettingError) -> Result<(), SettingError> {
    if holds { Ok(()) } else { Err(error) }
}

fn fits(text: &str, most: usize) -> bool {
    text.len() <= most && !text.contains('\0')
}

pub(crate) fn check_name(name: &str) -> Result<(), SettingError> {
    let holds = !name.trim().is_empty() && fits(name, limits::NAME_BYTES);
    require(holds, SettingError::Name)
}

pub(crate) fn check_retention(days: u32) -> Result<(), SettingError> {
    require(days <= MAX_RETENTION_DAYS, SettingError::Retention)
}

pub(crate) fn check_zone(name: &str) -> Result<(), SettingError> {
    require(jiff::tz::TimeZone::get(name).is_ok(), SettingError::Zone)
}

pub(crate) fn check_notice(text: &str) -> Result<(), SettingError> {
    require(fits(text, limits::NOTICE_BYTES), SettingError::Notice)
}

pub(crate) fn check_questions(questions: &[Question]) -> Result<(), SettingError> {
    require(
        questions.len() <= limits::QUESTIONS,
        SettingError::TooManyQuestions,
    )?;
    for (index, question) in questions.iter().enumerate() {
        let mut earlier = questions[..index].iter();
        require(
            !earlier.any(|other| other.id == question.id),
            SettingError::RepeatedQuestionId,
        )?;
        require(
            fits(&question.text, limits::ANSWER_BYTES),
            SettingError::QuestionText,
        )?;
        match &question.kind {
            QuestionKind::Choice(choices) => require(
                (1..=limits::CHOICES).contains(&choices.len())
                    && choices.iter().all(|text| fits(text, limits::ANSWER_BYTES)),
                SettingError::Choices,
            )?,
            QuestionKind::Scale(most) => {
                require((2..=10).contains(most), SettingError::Scale)?;
            }
            QuestionKind::Text | QuestionKind::YesNo => {}
        }
    }
    Ok(())
}
