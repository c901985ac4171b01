//! Answers to the event's qualifier questions, checked before anything is signed.

use std::collections::HashSet;

use protocol::{Answer, Question, QuestionAnswer, QuestionKind};

/// Why an answer does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// Not of the form `ID=VALUE`.
    #[error("an answer is written ID=VALUE")]
    Shape,
    /// The event does not ask this.
    #[error("the event has no question {0}")]
    NoSuchQuestion(u32),
    /// The same question is answered twice in one note.
    #[error("question {0} is answered twice")]
    Twice(u32),
    /// The answer is none that the question takes.
    #[error("question {question} takes {takes}")]
    DoesNotFit {
        /// The question.
        question: u32,
        /// What it takes.
        takes: String,
    },
}

impl AnswerError {
    /// A stable word for it, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Shape => "answer_shape",
            Self::NoSuchQuestion(_) => "no_such_question",
            Self::Twice(_) => "answered_twice",
            Self::DoesNotFit { .. } => "answer_does_not_fit",
        }
    }
}

/// Reads `ID=VALUE` as an answer to one of `questions`. A choice may be given by its text or by its
/// place from 1; yes and no as `yes`, `no`, `y`, `n`, `true` or `false`.
///
/// # Errors
/// The [`AnswerError`] that says what the question takes.
pub fn read_answer(questions: &[Question], text: &str) -> Result<QuestionAnswer, AnswerError> {
    let (id, value) = text.split_once('=').ok_or(AnswerError::Shape)?;
    let id: u32 = id.trim().parse().map_err(|_| AnswerError::Shape)?;
    let question = find(questions, id)?;
    let value = value.trim();
    let answer = match &question.kind {
        QuestionKind::Text => Some(Answer::Text(value.to_owned())),
        QuestionKind::Choice(choices) => choice(choices, value).map(Answer::Choice),
        QuestionKind::YesNo => match value.to_ascii_lowercase().as_str() {
            "yes" | "y" | "true" => Some(Answer::YesNo(true)),
            "no" | "n" | "false" => Some(Answer::YesNo(false)),
            _ => None,
        },
        QuestionKind::Scale(_) => value.parse().ok().map(Answer::Scale),
    };
    let answer = QuestionAnswer {
        question: id,
        answer: answer.ok_or_else(|| does_not_fit(question))?,
    };
    check_answer(question, &answer)?;
    Ok(answer)
}

/// Whether every answer fits a question, and none is answered twice.
///
/// # Errors
/// The first [`AnswerError`].
pub fn check_answers(
    questions: &[Question],
    answers: &[QuestionAnswer],
) -> Result<(), AnswerError> {
    let mut seen = HashSet::new();
    for answer in answers {
        check_answer(find(questions, answer.question)?, answer)?;
        if !seen.insert(answer.question) {
            return Err(AnswerError::Twice(answer.question));
        }
    }
    Ok(())
}

fn find(questions: &[Question], id: u32) -> Result<&Question, AnswerError> {
    questions
        .iter()
        .find(|question| question.id == id)
        .ok_or(AnswerError::NoSuchQuestion(id))
}

fn check_answer(question: &Question, answer: &QuestionAnswer) -> Result<(), AnswerError> {
    let fits = match (&question.kind, &answer.answer) {
        (QuestionKind::Text, Answer::Text(_)) | (QuestionKind::YesNo, Answer::YesNo(_)) => true,
        (QuestionKind::Choice(choices), Answer::Choice(place)) => {
            usize::try_from(*place).is_ok_and(|place| place < choices.len())
        }
        (QuestionKind::Scale(most), Answer::Scale(point)) => (1..=*most).contains(point),
        _ => false,
    };
    if fits {
        Ok(())
    } else {
        Err(does_not_fit(question))
    }
}

fn choice(choices: &[String], value: &str) -> Option<u32> {
    let by_text = choices
        .iter()
        .position(|choice| choice.eq_ignore_ascii_case(value));
    let by_place = || {
        let place: usize = value.parse().ok()?;
        (1..=choices.len()).contains(&place).then(|| place - 1)
    };
    u32::try_from(by_text.or_else(by_place)?).ok()
}

fn does_not_fit(question: &Question) -> AnswerError {
    let takes = match &question.kind {
        QuestionKind::Text => "a text".to_owned(),
        QuestionKind::Choice(choices) => format!("one of: {}", choices.join(", ")),
        QuestionKind::YesNo => "yes or no".to_owned(),
        QuestionKind::Scale(most) => format!("a number from 1 to {most}"),
    };
    AnswerError::DoesNotFit {
        question: question.id,
        takes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions() -> Vec<Question> {
        let question = |id, kind| Question {
            id,
            text: "?".into(),
            kind,
        };
        vec![
            question(1, QuestionKind::Choice(vec!["1-10".into(), "More".into()])),
            question(2, QuestionKind::YesNo),
            question(3, QuestionKind::Scale(5)),
            question(4, QuestionKind::Text),
        ]
    }

    #[test]
    fn an_answer_is_read_by_its_questions_kind() {
        for (text, expected) in [
            ("1=more", Answer::Choice(1)),
            ("1=1-10", Answer::Choice(0)),
            ("1=2", Answer::Choice(1)),
            ("2=Yes", Answer::YesNo(true)),
            ("2=n", Answer::YesNo(false)),
            ("3=5", Answer::Scale(5)),
            ("4=a=b", Answer::Text("a=b".into())),
        ] {
            let answer = read_answer(&questions(), text).map(|answer| answer.answer);
            assert_eq!(answer, Ok(expected), "{text}");
        }
    }

    #[test]
    fn an_answer_that_does_not_fit_is_refused_with_what_would() {
        for (text, code) in [
            ("1", "answer_shape"),
            ("x=1", "answer_shape"),
            ("9=1", "no_such_question"),
            ("1=3", "answer_does_not_fit"),
            ("1=0", "answer_does_not_fit"),
            ("2=maybe", "answer_does_not_fit"),
            ("3=0", "answer_does_not_fit"),
            ("3=6", "answer_does_not_fit"),
            ("3=-1", "answer_does_not_fit"),
        ] {
            let error = read_answer(&questions(), text).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
        }
        let error = read_answer(&questions(), "1=none").unwrap_err();
        assert_eq!(error.to_string(), "question 1 takes one of: 1-10, More");
    }

    #[test]
    fn answers_from_a_screen_are_checked_as_well() {
        let answer = |question, answer| QuestionAnswer { question, answer };
        let twice = [
            answer(2, Answer::YesNo(true)),
            answer(2, Answer::YesNo(false)),
        ];
        assert_eq!(
            check_answers(&questions(), &twice),
            Err(AnswerError::Twice(2))
        );
        let other_kind = [answer(2, Answer::Scale(1))];
        assert!(check_answers(&questions(), &other_kind).is_err());
        let past_the_end = [answer(1, Answer::Choice(2))];
        assert!(check_answers(&questions(), &past_the_end).is_err());
    }
}
