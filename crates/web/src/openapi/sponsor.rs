//! The operations of sponsors' programs.

use backend::leads::{Acknowledgement, Lead, Page};

use crate::api::leads::Devices;
use crate::openapi::operation::{Operation, get, post};
use crate::paths;

const LEAD: &str = "The lead's id.";

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        get(paths::API_LEADS, "List the leads that have changed")
            .description(
                "The list includes tombstones of withheld leads. Keep `next`, and pass it as `since` in a \
                 later request for what has changed in the meantime.",
            )
            .query_number("since", "The cursor to continue from: an earlier `next`.")
            .query_number("limit", "The maximum number of leads.")
            .returns::<Page>("Leads in the order of their last change, oldest first"),
        get(paths::API_LEADS_CSV, "Export all leads as a spreadsheet")
            .description("No cell can be taken for a formula.")
            .returns_file("The leads", "text/csv"),
        get(paths::API_EXPORT, "Export all leads as a file")
            .description(
                "In the order of their first scan. The file includes tombstones of withheld leads, and \
                 marks those that are new since the sponsor's last export.",
            )
            .path_parameter(
                "file",
                "leads.csv, leads.xlsx, leads.json, leads-salesforce.csv or leads-hubspot.csv.",
            )
            .returns_file("The leads", "*/*"),
        get(paths::API_LEAD, "Show one lead")
            .path_parameter("lead", LEAD)
            .returns::<Lead>("The lead"),
        post(
            paths::API_LEAD_ACKNOWLEDGE_DELETION,
            "State that the copies of a withheld lead are deleted",
        )
        .description("The attendee sees when this was stated.")
        .path_parameter("lead", LEAD)
        .returns::<Acknowledgement>("When it was first stated"),
        get(paths::API_DEVICES, "List the devices of the booth")
            .returns::<Devices>("The devices"),
    ]
}
