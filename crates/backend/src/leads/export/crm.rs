//! Columns that customer relationship management (CRM) systems import.
//!
//! Of a withheld lead only the id remains. If the sponsor may have copies of it, the file has a row for it with a
//! placeholder as name. The import by id overwrites the name, so that the copy can be found and deleted.

use protocol::Field;

use crate::leads::detail::Lead;
use crate::leads::export::chunks::ExportedLead;
use crate::leads::export::csv::{Columns, answers, tags, texts};

/// The placeholder in a required field that the attendee does not share.
const NOT_SHARED: &str = "[not shared]";
/// The placeholder in the name of a withheld lead.
const DELETED: &str = "[deleted]";

/// The columns of a Lead in Salesforce, which requires a last name and a company.
pub(crate) const SALESFORCE: Columns = Columns {
    headings: &[
        "First Name",
        "Last Name",
        "Title",
        "Company",
        "Email",
        "State/Province",
        "Country",
        "Lead Source",
        "Description",
        "Lanyard Lead ID",
        "Lanyard Deleted",
    ],
    row: salesforce,
};

/// The columns of a contact in HubSpot.
pub(crate) const HUBSPOT: Columns = Columns {
    headings: &[
        "First Name",
        "Last Name",
        "Email",
        "Job Title",
        "Company Name",
        "State/Region",
        "Country/Region",
        "Message",
        "Lanyard Lead ID",
        "Lanyard Deleted",
    ],
    row: hubspot,
};

fn value(lead: &Lead, field: Field) -> String {
    lead.view().value(field).unwrap_or_default().to_owned()
}

fn required(lead: &Lead, field: Field) -> String {
    lead.view().value(field).unwrap_or(NOT_SHARED).to_owned()
}

fn since(lead: &Lead) -> String {
    lead.since()
        .map_or_else(|| DELETED.to_owned(), |since| since.to_string())
}

/// The notes of the booth as lines of text.
fn description(lead: &Lead) -> String {
    let notes = lead.notes();
    let rating = notes.iter().rev().find_map(|note| note.rating);
    let lines = [
        rating.map_or_else(String::new, |rating| format!("Rating: {rating} of 5")),
        headed("Tags", tags(notes)),
        headed("Answers", answers(notes)),
        texts(notes),
    ];
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn headed(heading: &str, text: String) -> String {
    if text.is_empty() {
        text
    } else {
        format!("{heading}: {text}")
    }
}

fn salesforce(exported: &ExportedLead) -> Option<Vec<String>> {
    let lead = &exported.lead;
    let id = lead.view().lead().to_string();
    if lead.is_withheld() {
        let empty = String::new;
        return exported.is_to_delete.then(|| {
            vec![
                empty(),
                DELETED.into(),
                empty(),
                DELETED.into(),
                empty(),
                empty(),
                empty(),
                empty(),
                empty(),
                id,
                since(lead),
            ]
        });
    }
    Some(vec![
        value(lead, Field::FirstName),
        required(lead, Field::LastName),
        value(lead, Field::JobTitle),
        required(lead, Field::Employer),
        value(lead, Field::Email),
        value(lead, Field::Region),
        value(lead, Field::Country),
        "Conference booth".into(),
        description(lead),
        id,
        String::new(),
    ])
}

fn hubspot(exported: &ExportedLead) -> Option<Vec<String>> {
    let lead = &exported.lead;
    let id = lead.view().lead().to_string();
    if lead.is_withheld() {
        return exported.is_to_delete.then(|| {
            let mut cells = vec![String::new(); 8];
            cells[0] = DELETED.into();
            cells[1] = DELETED.into();
            cells.extend([id, since(lead)]);
            cells
        });
    }
    Some(vec![
        value(lead, Field::FirstName),
        value(lead, Field::LastName),
        value(lead, Field::Email),
        value(lead, Field::JobTitle),
        value(lead, Field::Employer),
        value(lead, Field::Region),
        value(lead, Field::Country),
        description(lead),
        id,
        String::new(),
    ])
}
