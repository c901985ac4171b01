//! What the organiser's people may call.

use axum::handler::Handler;
use axum::http::Method;
use protocol::limits;

use crate::App;
use crate::pages::organiser as pages;
use crate::routes::{Caller, Route};
use backend_model::Permission::{self, Administer, Export, Operate, View};

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
        get("/organiser", View, pages::overview),
        get("/organiser/people", View, pages::people),
        post("/organiser/people", Administer, pages::add_person),
        post(
            "/organiser/people/{staff}/role",
            Administer,
            pages::change_role,
        ),
        post(
            "/organiser/people/{staff}/remove",
            Administer,
            pages::remove_person,
        ),
        // Everybody's own.
        get("/organiser/passkeys", View, pages::passkeys),
        post("/organiser/passkeys", View, pages::register_passkey),
        post("/organiser/passkeys/new", View, pages::begin_passkey),
        post(
            "/organiser/passkeys/{passkey}/rename",
            View,
            pages::rename_passkey,
        ),
        post(
            "/organiser/passkeys/{passkey}/remove",
            View,
            pages::remove_passkey,
        ),
        get("/organiser/sponsors", View, pages::sponsors),
        post("/organiser/sponsors", Operate, pages::add_sponsor),
        get("/organiser/sponsors/{sponsor}", View, pages::sponsor),
        post(
            "/organiser/sponsors/{sponsor}/rename",
            Operate,
            pages::rename_sponsor,
        ),
        // An owner takes leads out: nobody gets there who may take nothing out themselves.
        post(
            "/organiser/sponsors/{sponsor}/invite",
            Administer,
            pages::invite_owner,
        ),
        get("/organiser/devices", View, pages::devices),
        get("/organiser/devices/{device}", View, pages::device),
        post(
            "/organiser/devices/{device}/revoke",
            Operate,
            pages::revoke_device,
        ),
        get("/organiser/settings", View, pages::settings),
        post("/organiser/settings", Administer, pages::save_settings),
        post(
            "/organiser/settings/notices",
            Administer,
            pages::publish_notice,
        )
        .taking(NOTICE_FORM),
        get("/organiser/settings/notices/{version}", View, pages::notice),
        get("/organiser/settings/questions", View, pages::all_questions),
        post(
            "/organiser/settings/questions",
            Administer,
            pages::add_question,
        ),
        post(
            "/organiser/settings/questions/{question}",
            Administer,
            pages::change_question,
        ),
        post(
            "/organiser/settings/questions/{question}/remove",
            Administer,
            pages::remove_question,
        ),
        get("/organiser/attendees", View, pages::attendees),
        post("/organiser/attendees", View, pages::find_attendee),
        get("/organiser/attendees/{attendee}", View, pages::attendee),
        post(
            "/organiser/attendees/{attendee}/erase",
            Operate,
            pages::erase_attendee,
        ),
        post(
            "/organiser/attendees/{attendee}/badge",
            Operate,
            pages::print_badge,
        ),
        get("/organiser/import", Administer, pages::import),
        post("/organiser/import", Administer, pages::upload_import).taking(pages::UPLOAD_FORM),
        get(
            "/organiser/import/{draft}",
            Administer,
            pages::look_at_import,
        ),
        post(
            "/organiser/import/{draft}",
            Administer,
            pages::act_on_import,
        ),
        get("/organiser/badges", View, pages::badges),
        // All badges are everybody's name and employer.
        post("/organiser/badges", Administer, pages::print_badges),
        post("/organiser/badges/revoke", Operate, pages::revoke_badge),
        get("/organiser/quarantine", View, pages::quarantine),
        get("/organiser/quarantine/{reason}", View, pages::quarantined),
        get("/organiser/audit", View, pages::audit),
        get("/organiser/audit.csv", Export, pages::export_audit),
        get("/organiser/retention", View, pages::retention),
        post("/organiser/retention", Administer, pages::run_retention),
        get("/organiser/reports", View, pages::reports),
        get("/organiser/reports/{report}", View, pages::report),
        post("/organiser/reports/{report}", Operate, pages::decide_report),
    ]
}
