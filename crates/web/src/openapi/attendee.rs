//! The operations of attendees' programs.

use backend::privacy::dashboard::Dashboard;
use backend::privacy::data_export::DataExport;
use backend::privacy::receipts::ReceiptFile;

use crate::api::me::{Confirmation, Fields, Mails, NewReport, Reported, SponsorEmail, Wish};
use crate::openapi::operation::{Operation, get, post, put};
use crate::paths;

const SPONSOR: &str = "The sponsor's id.";

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        get(paths::API_ME, "Show which sponsors have which data")
            .description("Your own data and settings, and the data that each sponsor has.")
            .returns::<Dashboard>("Your data, your settings and the sponsors"),
        get(paths::API_ME_EVERYTHING, "Export all stored data")
            .description(
                "The same, and the history of your consent, badges, notes, settings and sessions.",
            )
            .returns::<DataExport>("Everything that is stored about you"),
        get(
            paths::API_ME_RECEIPT,
            "Get the consent receipt about a sponsor",
        )
        .description(
            "In the shape of ISO/IEC TS 27560:2023, with the devices' signed records and the backend's \
             signature. `lanyard-server verify` checks it.",
        )
        .path_parameter("sponsor", SPONSOR)
        .returns::<ReceiptFile>("The receipt"),
        put(
            paths::API_ME_MAILS,
            "Set whether you receive mails about new sponsors",
        )
        .takes::<Mails>(),
        put(
            paths::API_ME_SHARING,
            "Set which fields any sponsor may have at most",
        )
        .takes::<Fields>(),
        put(
            paths::API_ME_SPONSOR_EMAIL,
            "Set the e-mail address that sponsors receive",
        )
        .description("It replaces the registration's address.")
        .takes::<SponsorEmail>(),
        put(
            paths::API_ME_DO_NOT_SCAN,
            "Ask not to be scanned, or withdraw that request",
        )
        .description("While the request is in force, no sponsor sees anything.")
        .takes::<Wish>(),
        post(
            paths::API_ME_SPONSOR_SHARE,
            "Set which fields one sponsor may have at most",
        )
        .path_parameter("sponsor", SPONSOR)
        .takes::<Fields>(),
        post(
            paths::API_ME_SPONSOR_WITHDRAW,
            "Withdraw consent from a sponsor",
        )
        .description("The sponsor no longer sees anything, and is asked to delete its copies.")
        .path_parameter("sponsor", SPONSOR),
        post(
            paths::API_ME_SPONSOR_ALLOW,
            "Allow a sponsor again after a withdrawal",
        )
        .path_parameter("sponsor", SPONSOR),
        post(paths::API_ME_SPONSOR_REPORT, "Report an improper scan")
            .description("The sponsor sees nothing from then on, until the organiser has decided.")
            .path_parameter("sponsor", SPONSOR)
            .takes::<NewReport>()
            .creates::<Reported>("The report"),
        post(
            paths::API_ME_WITHDRAW,
            "Withdraw consent from all sponsors",
        ),
        post(paths::API_ME_ERASE, "Erase all stored data for ever")
            .description(
                "Sponsors are asked to delete their copies. The data cannot be restored.",
            )
            .takes::<Confirmation>(),
    ]
}
