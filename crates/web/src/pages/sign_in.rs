//! Signing in and out, and choosing the language.

use std::time::{Duration, Instant};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::SecretBytes;

use crate::pages::cookies;
use crate::pages::form::Form;
use crate::pages::layout::{Page, render};
use crate::pages::visit::Visit;
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::keys::random::random;
use backend::keys::token::hash_secret;
use backend::people::members;
use backend::people::sessions::{self, Session, SessionSecret, Subject};
use backend::people::sign_in::{self, Link, LinkState};
use backend::privacy::digest;
use backend::registration::email::normalize_email;
use backend_db::DbError;
use backend_text::Language;

/// The least time that the response to a request for a link takes, which is longer than writing one takes.
const ANSWER: Duration = Duration::from_millis(150);

#[derive(Template)]
#[template(path = "sign_in/ask.html")]
struct Ask<'a> {
    page: &'a Page,
    sends_mail: bool,
    is_refused: bool,
}

#[derive(Template)]
#[template(path = "sign_in/sent.html")]
struct Sent<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "sign_in/confirm.html")]
struct Confirm<'a> {
    page: &'a Page,
    action: String,
}

#[derive(Template)]
#[template(path = "sign_in/flash.html")]
struct Said<'a> {
    page: &'a Page,
    title: &'a str,
    text: &'a str,
}

/// `GET /`: redirects a signed-in visitor to their first page, and shows all others the sign-in page.
pub(crate) async fn start(
    State(backend): State<Backend>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    let Some(secret) = cookies::session(&headers) else {
        return Ok(Redirect::to(paths::SIGN_IN));
    };
    let mut tx = backend.db().read().await?;
    let session = sessions::find(&mut tx, &secret, backend.now()).await?;
    Ok(Redirect::to(
        session.map_or(paths::SIGN_IN, |session| home(&session.subject)),
    ))
}

const fn home(subject: &Subject) -> &'static str {
    match subject {
        Subject::Attendee(_) => paths::ME,
        Subject::Member(..) => paths::SPONSOR,
        Subject::Staff(_) => paths::ORGANISER,
    }
}

/// `GET /sign-in`: asks for an address.
pub(crate) async fn ask(visit: Visit, State(app): State<App>) -> Response {
    asked(&visit.page, &app, false)
}

fn asked(page: &Page, app: &App, is_refused: bool) -> Response {
    let status = if is_refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    render(
        status,
        &Ask {
            page,
            sends_mail: app.outbox.is_configured(),
            is_refused,
        },
    )
}

/// `POST /sign-in`: sends a link, if the address is known. The answer is the same if it is not.
pub(crate) async fn send(
    visit: Visit,
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let page = visit.page;
    let Some(address) = normalize_email(form.text("email")?) else {
        return Ok(asked(&page, &app, true));
    };
    // By the address and not by where it comes from: a hall has one address on the network.
    app.address_rate
        .take(hash_secret(address.as_bytes()), Instant::now())?;
    let known = cookies::browser(&headers);
    let browser = known.unwrap_or_else(|| SecretBytes::new(random()));
    // A known address takes longer, which must not be measurable.
    let (requested, ()) = tokio::join!(
        sign_in::request(&app.backend, &address, &browser, page.language),
        tokio::time::sleep(ANSWER),
    );
    requested?;
    app.outbox.wake();
    let mut response = render(StatusCode::OK, &Sent { page: &page });
    add_cookie(&mut response, cookies::set_browser(&browser));
    Ok(response)
}

/// `GET /sign-in/{link}`: does nothing yet, because mail programs open links too.
pub(crate) async fn confirm(
    visit: Visit,
    State(backend): State<Backend>,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let standing = match Link::parse(&link) {
        Some(link) => {
            let mut tx = backend.db().read().await?;
            let browser = cookies::browser(&headers);
            sign_in::link_state(&mut tx, &link, browser.as_ref(), backend.now()).await?
        }
        None => LinkState::Invalid,
    };
    Ok(match standing {
        LinkState::Valid => render(
            StatusCode::OK,
            &Confirm {
                action: paths::SIGN_IN_LINK.with(link),
                page: &page,
            },
        ),
        other => refused(&page, other),
    })
}

fn refused(page: &Page, standing: LinkState) -> Response {
    let words = &page.words.sign_in;
    let (title, text) = match standing {
        LinkState::OtherBrowser => words.other_browser,
        LinkState::Invalid | LinkState::Valid => words.dead,
    };
    render(StatusCode::GONE, &Said { page, title, text })
}

/// `POST /sign-in/{link}`: uses the link up and signs in.
pub(crate) async fn enter(
    visit: Visit,
    State(backend): State<Backend>,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    let Some(link) = Link::parse(&link) else {
        return Ok(refused(&visit.page, LinkState::Invalid));
    };
    let browser = cookies::browser(&headers);
    let before = cookies::session(&headers);
    let entered = sign_in::consume(&backend, &link, browser.as_ref(), before.as_ref()).await?;
    Ok(match entered {
        Ok((subject, session)) => {
            note_language(&backend, &session, visit.page.language).await?;
            let mut response = Redirect::to(home(&subject)).into_response();
            add_cookie(&mut response, cookies::set_session(&session));
            response
        }
        Err(standing) => refused(&visit.page, standing),
    })
}

/// `POST /sign-out`.
pub(crate) async fn leave(
    visit: Visit,
    State(backend): State<Backend>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(session) = cookies::session(&headers) {
        let mut tx = backend.db().write_beside_others().await?;
        sessions::end(&mut tx, &session).await?;
        tx.commit().await?;
    }
    let page = visit.page;
    let (title, text) = page.words.sign_in.signed_out;
    let flash = Said {
        page: &page,
        title,
        text,
    };
    let mut response = render(StatusCode::OK, &flash);
    add_cookie(&mut response, cookies::forget_session());
    Ok(response)
}

/// `POST /language`: keeps the chosen language, and goes back to the page.
pub(crate) async fn language(
    State(backend): State<Backend>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let language = Language::of_tag(form.text("language")?).ok_or(Problem::BAD_REQUEST)?;
    if let Some(session) = cookies::session(&headers) {
        note_language(&backend, &session, language).await?;
    }
    let back = form.text("back")?;
    // A path of this site, and not one that a browser would take for another's.
    let is_path = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains(|letter: char| letter == '\\' || letter.is_control());
    let mut response = Redirect::to(if is_path { back } else { "/" }).into_response();
    add_cookie(&mut response, cookies::set_language(language.words().tag));
    Ok(response)
}

/// Attendees and sponsors' teams get their mails in the language in which they last used the pages. The
/// organiser's people get none but those that they ask for.
async fn note_language(
    backend: &Backend,
    session: &SessionSecret,
    language: Language,
) -> Result<(), DbError> {
    let mut tx = backend.db().read().await?;
    let session = sessions::find(&mut tx, session, backend.now()).await?;
    drop(tx);
    let Some(session) = session.filter(|it| !matches!(it.subject, Subject::Staff(_))) else {
        return Ok(());
    };
    let mut tx = backend.db().write_as(session.tenant()).await?;
    let Session { event, subject, .. } = &session;
    match subject {
        Subject::Attendee(attendee) => {
            digest::note_language(&mut tx, event, attendee, language).await?;
        }
        Subject::Member(sponsor, member) => {
            members::of_sponsor(event, sponsor)
                .note_language(&mut tx, member, language)
                .await?;
        }
        Subject::Staff(_) => {}
    }
    tx.commit().await
}

fn add_cookie(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(SET_COOKIE, cookie);
}
