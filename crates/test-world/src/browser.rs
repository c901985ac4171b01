//! A browser that keeps its cookies, follows nothing by itself, and says where its forms stood.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use backend::Config;
use backend::people::members;
use backend::people::sessions::{self, Subject};
use backend_model::MemberRole;

use crate::people::{Sponsor, World};

pub struct Browser<'a> {
    pub world: &'a World,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
    /// The origin that it says its forms stood at; none where it says nothing.
    pub origin: Option<&'static str>,
}

/// A page as it arrived.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    /// Where it sends the browser.
    pub to: Option<String>,
    pub headers: axum::http::HeaderMap,
    pub html: String,
    /// The same as it came, for what is no text.
    pub bytes: Vec<u8>,
}

impl<'a> Browser<'a> {
    /// A browser in which nobody is signed in.
    pub fn new(world: &'a World) -> Self {
        Self {
            world,
            cookies: BTreeMap::new(),
            language: "en",
            origin: Some(Config::PUBLIC_URL),
        }
    }

    /// A browser in which somebody is signed in.
    pub async fn of(world: &'a World, subject: Subject) -> Self {
        let mut tx = world.backend.db().write().await.unwrap();
        let now = world.clock.now();
        let secret = sessions::begin(&mut tx, &world.event, &subject, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut browser = Self::new(world);
        browser.cookies.insert(
            "__Host-lanyard".into(),
            protocol::encode_base32(secret.expose()),
        );
        browser
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.ask(Method::GET, path, None).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        self.ask(Method::POST, path, Some(form)).await
    }

    async fn ask(&mut self, method: Method, path: &str, form: Option<&[(&str, &str)]>) -> Shown {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "));
        let mut body = Body::empty();
        if let Some(form) = form {
            if let Some(origin) = self.origin {
                request = request.header(header::ORIGIN, origin);
            }
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let text = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(form)
                .finish();
            body = Body::from(text);
        }
        let response = self.world.send(request.body(body).unwrap()).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap();
            for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                assert!(attributes.contains(attribute), "{text}");
            }
            let (name, value) = pair.split_once('=').unwrap();
            assert!(name.starts_with("__Host-"), "{text}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        let html = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        Shown {
            status: parts.status,
            to: parts
                .headers
                .get(header::LOCATION)
                .map(|to| to.to_str().unwrap().to_owned()),
            headers: parts.headers,
            html: String::from_utf8_lossy(&html).into_owned(),
            bytes: html.into(),
        }
    }
}

impl World {
    /// Adds a member to a sponsor's team, and returns a browser that is signed in as the member.
    pub async fn member(&self, sponsor: &Sponsor, name: &str, role: MemberRole) -> Browser<'_> {
        let mut tx = self.backend.db().write().await.unwrap();
        let email = format!("{name}@example.org");
        let member = members::of_sponsor(&self.event, &sponsor.id)
            .add(&self.backend, &mut tx, &email, name, role)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Browser::of(self, Subject::Member(sponsor.id, member)).await
    }
}
