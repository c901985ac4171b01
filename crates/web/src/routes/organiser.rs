//! What the organiser's people may call.

use axum::handler::Handler;
use axum::http::Method;
use protocol::limits;

use crate::App;
use crate::pages::organiser as pages;
use crate::routes::{Caller, Route};
use backend_model::Permission::{Administer, Export, Operate, View};

/// The longest notice, with three characters of the form for each byte, and the form around it.
const NOTICE_FORM: usize = 3 * limits::NOTICE_BYTES + (4 << 10);

/// Where somebody looks.
fn get<H: Handler<T, App>, T: 'static>(
    path: &'static str,
    permission: Permission,
    handler: H,
) -> Route {
    Route::new(Method::GET, path, Caller::Staff(permission), handler)
}

/// Where somebody changes something.
fn post<H: Handler<T, App>, T: 'static>(
    path: &'static str,
    permission: Permission,
    handler: H,
) -> Route {
    Route::new(Method::POST, path, Caller::Staff(permission), handler)
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/organiser", Read, pages::overview),
        get("/organiser/people", Read, pages::people),
        post("/organiser/people", Rule, pages::add_person),
        post("/organiser/people/{staff}/role", Rule, pages::change_role),
        post(
            "/organiser/people/{staff}/remove",
            Rule,
            pages::remove_person,
        ),
        // Everybody's own.
        get("/organiser/passkeys", Read, pages::passkeys),
        post("/organiser/passkeys", Read, pages::register_passkey),
        post("/organiser/passkeys/new", Read, pages::begin_passkey),
        post(
            "/organiser/passkeys/{passkey}/rename",
            Read,
            pages::rename_passkey,
        ),
        post(
            "/organiser/passkeys/{passkey}/remove",
            Read,
            pages::remove_passkey,
        ),
        get("/organiser/sponsors", Read, pages::sponsors),
        post("/organiser/sponsors", Change, pages::add_sponsor),
        get("/organiser/sponsors/{sponsor}", Read, pages::sponsor),
        post(
            "/organiser/sponsors/{sponsor}/rename",
            Change,
            pages::rename_sponsor,
        ),
        // An owner takes leads out: nobody gets there who may take nothing out themselves.
        post(
            "/organiser/sponsors/{sponsor}/invite",
            Rule,
            pages::invite_owner,
        ),
        get("/organiser/devices", Read, pages::devices),
        get("/organiser/devices/{device}", Read, pages::device),
        post(
            "/organiser/devices/{device}/revoke",
            Change,
            pages::revoke_device,
        ),
        get("/organiser/settings", Read, pages::settings),
        post("/organiser/settings", Rule, pages::save_settings),
        post("/organiser/settings/notices", Rule, pages::publish_notice).taking(NOTICE_FORM),
        get("/organiser/settings/notices/{version}", Read, pages::notice),
        get("/organiser/settings/questions", Read, pages::all_questions),
        post("/organiser/settings/questions", Rule, pages::add_question),
        post(
            "/organiser/settings/questions/{question}",
            Rule,
            pages::change_question,
        ),
        post(
            "/organiser/settings/questions/{question}/remove",
            Rule,
            pages::remove_question,
        ),
        get("/organiser/attendees", Read, pages::attendees),
        post("/organiser/attendees", Read, pages::find_attendee),
        get("/organiser/attendees/{attendee}", Read, pages::attendee),
        post(
            "/organiser/attendees/{attendee}/erase",
            Change,
            pages::erase_attendee,
        ),
        post(
            "/organiser/attendees/{attendee}/badge",
            Change,
            pages::print_badge,
        ),
        get("/organiser/import", Rule, pages::import),
        post("/organiser/import", Rule, pages::upload_import).taking(pages::UPLOAD_FORM),
        get("/organiser/import/{draft}", Rule, pages::look_at_import),
        post("/organiser/import/{draft}", Rule, pages::act_on_import),
        get("/organiser/badges", Read, pages::badges),
        // All badges are everybody's name and employer.
        post("/organiser/badges", Rule, pages::print_badges),
        post("/organiser/badges/revoke", Change, pages::revoke_badge),
        get("/organiser/quarantine", Read, pages::quarantine),
        get("/organiser/quarantine/{reason}", Read, pages::quarantined),
        get("/organiser/audit", Read, pages::audit),
        get("/organiser/audit.csv", Export, pages::export_audit),
        get("/organiser/retention", Read, pages::retention),
        post("/organiser/retention", Rule, pages::run_retention),
        get("/organiser/reports", Read, pages::reports),
        get("/organiser/reports/{report}", Read, pages::report),
        post("/organiser/reports/{report}", Change, pages::decide_report),
    ]
}
