//! Signing in with a passkey.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::Problem;
use crate::pages::cookies;
use crate::pages::form::Form;
use crate::pages::layout::{Page, render, render_with_script};
use crate::pages::organiser::passkey_form_error;
use crate::pages::visit::Visit;
use crate::paths;
use backend::Backend;
use backend::people::passkeys::{self, PendingCeremony};

#[derive(Template)]
#[template(path = "sign_in/passkey.html")]
struct PasskeyPage<'a> {
    page: &'a Page,
    begun: Option<PendingCeremony>,
    form_error: Option<&'static str>,
}

fn refused(page: &Page, form_error: &'static str) -> Response {
    let template = PasskeyPage {
        page,
        begun: None,
        form_error: Some(form_error),
    };
    render(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

/// `POST /sign-in/passkey/begin`: answers with the page whose script asks the authenticator.
pub(crate) async fn begin(
    visit: Visit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let mut tx = backend.db().write().await?;
    match passkeys::begin_sign_in(&backend, &mut tx).await {
        Ok(begun) => {
            tx.commit().await?;
            let template = PasskeyPage {
                page,
                begun: Some(begun),
                form_error: None,
            };
            Ok(render_with_script(StatusCode::OK, &template))
        }
        Err(error) => Ok(refused(page, passkey_form_error(page, error)?)),
    }
}

/// `POST /sign-in/passkey`: signs in whose passkey it is.
pub(crate) async fn enter(
    visit: Visit,
    State(backend): State<Backend>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let (ceremony, answer) = (form.text("ceremony")?, form.text("answer")?);
    let before = cookies::session(&headers);
    let mut tx = backend.db().write().await?;
    match passkeys::finish_sign_in(&backend, &mut tx, ceremony, answer, before.as_ref()).await {
        Ok((_, session)) => {
            tx.commit().await?;
            let mut response = Redirect::to(paths::ORGANISER).into_response();
            response
                .headers_mut()
                .append(SET_COOKIE, cookies::set_session(&session));
            Ok(response)
        }
        Err(error) => {
            // The ceremony is used up, whatever came of it.
            tx.commit().await?;
            Ok(refused(page, passkey_form_error(page, error)?))
        }
    }
}
