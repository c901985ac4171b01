//! Changes of one qualifier question in the list of an event.

use protocol::{Question, QuestionKind, UnixMillis};

/// The milliseconds of a second.
const SECOND: i64 = 1000;
/// 2020-01-01T00:00:00Z in seconds since 1970.
const EPOCH: i64 = 1_577_836_800;

/// Returns the id of a question that is added now. Answers name the id even after the question is gone, so no id
/// may be given twice: it is the seconds since 2020, or the highest id plus one if that is greater.
fn fresh_id(questions: &[Question], now: UnixMillis) -> u32 {
    let highest = questions.iter().map(|question| question.id).max();
    let seconds = u32::try_from(now.0 / SECOND - EPOCH).unwrap_or(0);
    highest.map_or(seconds, |highest| seconds.max(highest.saturating_add(1)))
}

/// Returns the questions with another one at the end.
#[must_use]
pub fn with(
    questions: &[Question],
    text: &str,
    kind: QuestionKind,
    now: UnixMillis,
) -> Vec<Question> {
    let added = Question {
        id: fresh_id(questions, now),
        text: text.to_owned(),
        kind,
    };
    questions.iter().cloned().chain([added]).collect()
}

/// Returns the questions with one changed; `None` if no question has the id.
#[must_use]
pub fn changed(
    questions: &[Question],
    id: u32,
    text: &str,
    kind: QuestionKind,
) -> Option<Vec<Question>> {
    let mut questions = questions.to_vec();
    let question = questions.iter_mut().find(|question| question.id == id)?;
    text.clone_into(&mut question.text);
    question.kind = kind;
    Some(questions)
}

/// Returns the questions without one; `None` if no question has the id.
#[must_use]
pub fn without(questions: &[Question], id: u32) -> Option<Vec<Question>> {
    let left: Vec<Question> = questions
        .iter()
        .filter(|question| question.id != id)
        .cloned()
        .collect();
    (left.len() < questions.len()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_never_given_twice_even_after_its_question_is_gone() {
        let now = UnixMillis(1_800_000_000_000);
        let one = with(&[], "Budget?", QuestionKind::YesNo, now);
        let two = with(&one, "Team size", QuestionKind::Scale(5), now);
        assert_ne!(two[0].id, two[1].id);
        let removed = two[1].id;
        let one = without(&two, removed).unwrap();
        let later = UnixMillis(now.0 + 2 * SECOND);
        let again = with(&one, "Team size", QuestionKind::Scale(5), later);
        assert_ne!(again[1].id, removed);
        assert_eq!(without(&one, removed), None);
    }
}
