//! The page of one lead.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use consent::Withheld;
use protocol::{Field, LeadId};

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::names::Names;
use crate::pages::path_id::path_id;
use crate::pages::sponsor::leads::name_of;
use crate::pages::visit::MemberVisit;
use backend::Backend;
use backend::leads::{self, AnswerValue, Lead, LeadNote, LeadScan, NoteAnswer};

#[derive(Template)]
#[template(path = "sponsor/lead.html")]
struct LeadPage<'a> {
    page: &'a Page,
    lead: &'a Lead,
    name: String,
}

impl LeadPage<'_> {
    /// Every field, with what it holds where it is shared.
    fn fields(&self) -> Vec<(&'static str, Option<&str>)> {
        let shared = self.lead.view().shared();
        Field::ALL
            .into_iter()
            .map(|field| {
                let value = self.lead.view().value(field).unwrap_or_default();
                let value = shared.contains(field).then_some(value);
                (self.page.words.field(field), value)
            })
            .collect()
    }

    /// The operators who wrote, in the order of their first note, each with what they wrote.
    fn writers(&self) -> Vec<(&str, Vec<&LeadNote>)> {
        let mut writers: Vec<(&str, Vec<&LeadNote>)> = Vec::new();
        for note in self.lead.notes() {
            match writers
                .iter_mut()
                .find(|(operator, _)| *operator == note.operator)
            {
                Some((_, notes)) => notes.push(note),
                None => writers.push((&note.operator, vec![note])),
            }
        }
        writers
    }

    fn reason(&self, reason: &Withheld) -> &'static str {
        self.page.words.lead_withheld(reason)
    }

    fn stars(&self, rating: &u32) -> String {
        (self.page.words.sponsor.leads.stars)(*rating)
    }

    fn question<'q>(&self, answer: &'q NoteAnswer) -> &'q str {
        if answer.text.is_empty() {
            self.page.words.sponsor.leads.old_question
        } else {
            &answer.text
        }
    }

    fn answer(&self, answer: &NoteAnswer) -> String {
        let words = &self.page.words.sponsor.leads;
        match &answer.answer {
            AnswerValue::YesNo(true) => words.yes.into(),
            AnswerValue::YesNo(false) => words.no.into(),
            other => other.to_string(),
        }
    }

    fn method(&self, scan: &LeadScan) -> &'static str {
        let words = &self.page.words.sponsor.leads;
        match scan.method.as_str() {
            "camera" => words.by_camera,
            "hardware_scanner" => words.by_scanner,
            _ => words.by_hand,
        }
    }
}

/// `GET /sponsor/leads/{lead}`.
pub(crate) async fn show(
    visit: MemberVisit,
    State(backend): State<Backend>,
    Path(lead): Path<String>,
) -> Result<Response, Problem> {
    let lead: LeadId = path_id(&lead)?;
    let lead = leads::one(&backend, visit.asking(), &lead).await?;
    let template = LeadPage {
        page: &visit.page,
        name: name_of(&lead),
        lead: &lead,
    };
    Ok(render(StatusCode::OK, &template))
}
