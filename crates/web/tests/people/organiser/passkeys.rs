//! Passkeys of staff, with an authenticator in software.

use axum::http::StatusCode;
use backend::people::sessions::Subject;
use backend::people::staff as staffing;
use backend_model::StaffRole;
use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::{audit, has, staff};
use test_world::browser::Browser;
use test_world::people::{World, random};

const ORIGIN: &str = "http://localhost:8720";

/// An authenticator that keeps one passkey (W3C Web Authentication, §6).
struct Authenticator {
    key: EcdsaKeyPair,
    credential: [u8; 16],
    user: Vec<u8>,
    counter: u32,
}

impl Authenticator {
    fn new() -> Self {
        let chance = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &chance).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &chance).unwrap(),
            credential: random(),
            user: Vec::new(),
            counter: 0,
        }
    }

    /// What the browser signs: what is done, for which challenge, at which site.
    fn client_data(kind: &str, options: &Value, origin: &str) -> String {
        let challenge = &options["publicKey"]["challenge"];
        json!({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false})
            .to_string()
    }

    /// §6.1: the site's hash, user present and verified, the counter.
    fn data(&mut self, domain: &str, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let mut data = digest(&SHA256, domain.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn register(&mut self, options: &Value) -> String {
        let public = &options["publicKey"];
        assert_eq!(public["authenticatorSelection"]["residentKey"], "required");
        self.user = decode(&public["user"]["id"]);
        let mut data = self.data("localhost", 0x45);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.credential);
        // A COSE key (RFC 9053 §7.1.1): P-256, ES256.
        let point = self.key.public_key().as_ref()[1..].to_vec();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[..32]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[32..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client = Self::client_data("webauthn.create", options, ORIGIN);
        self.answer(&json!({
            "attestationObject": encode(&object),
            "clientDataJSON": encode(client.as_bytes()),
        }))
    }

    fn sign_in(&mut self, options: &Value, origin: &str) -> String {
        let data = self.data("localhost", 0x05);
        let client = Self::client_data("webauthn.get", options, origin);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, client.as_bytes()).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "authenticatorData": encode(&data),
            "clientDataJSON": encode(client.as_bytes()),
            "signature": encode(signature.as_ref()),
            "userHandle": encode(&self.user),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = encode(&self.credential);
        json!({"id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response})
            .to_string()
    }
}

fn encode(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    BASE64URL_NOPAD
        .decode(text.as_str().unwrap().as_bytes())
        .unwrap()
}

/// The value of an attribute of a page.
fn attribute(html: &str, before: &str) -> String {
    let rest = html.split_once(before).unwrap().1;
    let value = rest.split('"').next().unwrap();
    value
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
}

/// The options of a page that begins something, and the ceremony that it names.
fn begun(html: &str) -> (Value, String) {
    let options = attribute(html, "data-options=\"");
    let ceremony = attribute(html, "name=\"ceremony\" value=\"");
    (serde_json::from_str(&options).unwrap(), ceremony)
}

fn nobody(world: &World) -> Browser<'_> {
    let mut browser = Browser::new(world);
    browser.origin = Some(ORIGIN);
    browser
}

async fn organiser(world: &World) -> Browser<'_> {
    let id = staff(world, StaffRole::Organiser).await;
    let mut browser = Browser::of(world, Subject::Staff(id)).await;
    browser.origin = Some(ORIGIN);
    browser
}

async fn register(browser: &mut Browser<'_>, key: &mut Authenticator, label: &str) {
    let page = browser.post("/organiser/passkeys/new", &[]).await;
    let (options, ceremony) = begun(&page.html);
    let answer = key.register(&options);
    let form = [
        ("ceremony", ceremony.as_str()),
        ("answer", &answer),
        ("label", label),
    ];
    let added = browser.post("/organiser/passkeys", &form).await;
    assert_eq!(
        added.to.as_deref(),
        Some("/organiser/passkeys?said=passkey-added"),
        "{}",
        added.html
    );
}

/// Tries to sign in from a site, and gives what came of it.
async fn sign_in(
    world: &World,
    key: &mut Authenticator,
    origin: &str,
) -> test_world::browser::Shown {
    let mut browser = nobody(world);
    let page = browser.post("/sign-in/passkey/begin", &[]).await;
    let (options, ceremony) = begun(&page.html);
    let answer = key.sign_in(&options, origin);
    let form = [("ceremony", ceremony.as_str()), ("answer", &answer)];
    let first = browser.post("/sign-in/passkey", &form).await;
    // An answer works once.
    let again = nobody(world).post("/sign-in/passkey", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    if first.status == StatusCode::SEE_OTHER {
        assert_eq!(browser.get("/organiser").await.status, StatusCode::OK);
    }
    first
}

#[tokio::test]
async fn a_passkey_is_registered_named_used_and_removed() {
    let world = World::at(ORIGIN).await;
    let mut browser = organiser(&world).await;
    let mut key = Authenticator::new();
    register(&mut browser, &mut key, "Laptop <1>").await;
    let html = browser.get("/organiser/passkeys").await.html;
    assert!(html.contains("Laptop &#60;1&#62;"), "{html}");
    let path = attribute(&html, "action=\"/organiser/passkeys/");
    let path = format!("/organiser/passkeys/{}", path.split('/').next().unwrap());
    let renamed = browser
        .post(&format!("{path}/rename"), &[("label", "Blue key")])
        .await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    assert!(
        browser
            .get("/organiser/passkeys")
            .await
            .html
            .contains("Blue key")
    );

    let entered = sign_in(&world, &mut key, ORIGIN).await;
    assert_eq!(entered.to.as_deref(), Some("/organiser"));
    let entered = sign_in(&world, &mut key, ORIGIN).await;
    assert_eq!(entered.to.as_deref(), Some("/organiser"));

    // Nobody else's page has it, and nobody else removes it.
    let mut other = organiser(&world).await;
    let refused = other.post(&format!("{path}/remove"), &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let removed = browser.post(&format!("{path}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let refused = sign_in(&world, &mut key, ORIGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let log = audit(&world).await;
    assert!(has(&log, "staff", "add passkey", 0) && has(&log, "staff", "remove passkey", 0));
}

#[tokio::test]
async fn a_passkey_lets_nobody_in_from_another_site_with_another_key_or_once_removed() {
    let world = World::at(ORIGIN).await;
    let id = staff(&world, StaffRole::Support).await;
    staff(&world, StaffRole::Organiser).await;
    let mut browser = Browser::of(&world, Subject::Staff(id)).await;
    browser.origin = Some(ORIGIN);
    let mut key = Authenticator::new();
    register(&mut browser, &mut key, "Laptop").await;
    for origin in ["http://localhost.example:8720", "https://localhost:8720"] {
        let refused = sign_in(&world, &mut key, origin).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{origin}");
    }
    let mut forged = Authenticator::new();
    (forged.credential, forged.user) = (key.credential, key.user.clone());
    let refused = sign_in(&world, &mut forged, ORIGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut stranger = Authenticator::new();
    let refused = sign_in(&world, &mut stranger, ORIGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    assert_eq!(
        sign_in(&world, &mut key, ORIGIN).await.status,
        StatusCode::SEE_OTHER
    );
    let mut tx = world.backend.db().write().await.unwrap();
    staffing::of_event(&world.event)
        .remove(&world.backend, &mut tx, &id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = sign_in(&world, &mut key, ORIGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_ceremony_ends_after_five_minutes_and_belongs_to_who_began_it() {
    let world = World::at(ORIGIN).await;
    let (mut one, mut other) = (organiser(&world).await, organiser(&world).await);
    let mut key = Authenticator::new();
    let (options, ceremony) = begun(&one.post("/organiser/passkeys/new", &[]).await.html);
    let answer = key.register(&options);
    let form = [
        ("ceremony", ceremony.as_str()),
        ("answer", &answer),
        ("label", "x"),
    ];
    let stolen = other.post("/organiser/passkeys", &form).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.advance(5 * 60 * 1000);
    let late = one.post("/organiser/passkeys", &form).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.html.contains("longer than five minutes"),
        "{}",
        late.html
    );
}

#[tokio::test]
async fn only_the_pages_that_need_a_script_may_run_one_and_only_the_site_s_own() {
    let world = World::at(ORIGIN).await;
    let mut browser = organiser(&world).await;
    let page = browser.post("/organiser/passkeys/new", &[]).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
    let script = attribute(&page.html, "<script src=\"");
    let script = browser.get(&script).await;
    assert!(
        script.headers["content-type"]
            .to_str()
            .unwrap()
            .contains("javascript")
    );
    let page = browser.get("/organiser/passkeys").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(!policy.contains("script-src"));
    // By a number, browsers offer no passkeys.
    let world = World::new().await;
    let html = Browser::new(&world)
        .post("/sign-in/passkey/begin", &[])
        .await
        .html;
    assert!(html.contains("need a domain name"), "{html}");
}
