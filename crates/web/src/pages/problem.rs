//! Problems as a person reads them.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::visit::language_of;
use crate::paths;
use backend::Backend;
use backend_text::ShellProblem;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    page: &'a Page,
    title: &'a str,
    text: &'a str,
    code: &'a str,
    may_sign_in: bool,
}

/// Shows a browser a page in place of a problem document. Programs get the document as it is.
pub(crate) async fn as_page(
    State(backend): State<Backend>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let is_get = request.method().is_safe();
    let is_program = path.starts_with("/api/") || path.starts_with("/v1/");
    let reads_html = !is_program && accepts_html(request.headers());
    let language = language_of(request.headers());
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>().copied() else {
        return response;
    };
    if !reads_html {
        return response;
    }
    // A GET without a session leads to the sign-in page.
    if problem.status() == StatusCode::UNAUTHORIZED && is_get {
        return axum::response::Redirect::to(paths::SIGN_IN).into_response();
    }
    let page = Page::new(language, path, None, backend.now());
    let (title, text) = wording(&page.words.shell.problem, &problem);
    let mut answer = render(
        problem.status(),
        &ProblemPage {
            page: &page,
            title,
            text,
            code: problem.code(),
            may_sign_in: problem.status() == StatusCode::UNAUTHORIZED,
        },
    );
    for name in [header::RETRY_AFTER, header::CONNECTION] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer.extensions_mut().insert(problem);
    answer
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}

fn wording(words: &ShellProblem, problem: &Problem) -> (&'static str, &'static str) {
    if *problem == Problem::CROSS_ORIGIN {
        return words.cross_origin;
    }
    match problem.status().as_u16() {
        401 => words.unauthenticated,
        403 => words.forbidden,
        404 | 405 => words.not_found,
        409 | 410 => words.conflict,
        413 => words.too_large,
        429 => words.too_many_requests,
        503 => words.busy,
        400..500 => words.bad_request,
        _ => words.internal,
    }
}
