//! Exports as one JSON document with all data of each lead.

use serde::Serialize;

use crate::leads::detail::Lead;
use crate::leads::export::chunks::{Export, ExportedLead};
use crate::timestamp::Timestamp;

/// Writes the document in parts.
pub(crate) struct JsonRows {
    head: Head,
    is_first: bool,
}

#[derive(Serialize)]
struct Head {
    event: String,
    exported_at: Timestamp,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    lead: &'a Lead,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted_since_last_export: bool,
}

impl JsonRows {
    pub(crate) fn new(export: &Export) -> Self {
        Self {
            head: Head {
                event: export.event.to_string(),
                exported_at: Timestamp(export.made),
            },
            is_first: true,
        }
    }

    pub(crate) fn head(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec(&self.head).expect("texts make JSON");
        // The leads follow as a further member of the object.
        text.pop();
        text.extend(b",\"leads\":[");
        text
    }

    pub(crate) fn rows(&mut self, leads: &[ExportedLead]) -> Vec<u8> {
        let mut text = Vec::new();
        for lead in leads {
            if !std::mem::take(&mut self.is_first) {
                text.push(b',');
            }
            text.push(b'\n');
            let row = Row {
                lead: &lead.lead,
                deleted_since_last_export: lead.is_new_deletion,
            };
            serde_json::to_writer(&mut text, &row).expect("texts, numbers and lists make JSON");
        }
        text
    }

    pub(crate) fn tail(&self) -> Vec<u8> {
        b"\n]}\n".to_vec()
    }
}
