//! The webview, which shows the screens and nothing else.

use anyhow::Context as _;
use tauri::webview::{NewWindowResponse, PermissionKind, PermissionResponse};
use tauri::{App, Builder, Url, WebviewWindowBuilder, Wry};

/// A proxy that does not exist (port 9 of this machine, "discard"). WebKitGTK connects to a page's host
/// before it asks whether the page is allowed, so all its connections are sent to this proxy.
const NOWHERE: &str = "socks5://127.0.0.1:9";

/// Answers the webview when a page asks for a camera, a location or a microphone.
pub(crate) fn guard(builder: Builder<Wry>) -> Builder<Wry> {
    builder.on_permission_request(|_, kind| permission(kind, cfg!(mobile)))
}

/// On a desktop the program opens the camera itself. On Android and iOS the page does, and the operating
/// system asks the user.
fn permission(kind: PermissionKind, is_mobile: bool) -> PermissionResponse {
    match kind {
        PermissionKind::Camera if is_mobile => PermissionResponse::Default,
        _ => PermissionResponse::Deny,
    }
}

/// Opens the window that the configuration describes.
pub(crate) fn open(app: &App) -> anyhow::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .first()
        .context("tauri.conf.json describes no window")?;
    let mut window = WebviewWindowBuilder::from_config(app, config)?;
    if cfg!(target_os = "linux") && !tauri::is_dev() {
        window = window.proxy_url(NOWHERE.parse()?);
    }
    window
        .on_navigation(|url| is_ours(url, tauri::is_dev()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
        .context("the webview could not be opened")?;
    Ok(())
}

/// Whether a page is inside the program, or one of Vite's if the program was built for development.
fn is_ours(url: &Url, is_dev: bool) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => {
            // Tauri's address of its own pages on Windows and Android.
            url.host_str() == Some("tauri.localhost")
                || (is_dev && url.host_str() == Some("127.0.0.1"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

    use super::*;

    #[test]
    fn the_window_goes_to_its_own_pages_only() {
        let goes_to = |url: &str| is_ours(&url.parse().unwrap(), false);
        assert!(goes_to("tauri://localhost/index.html"));
        assert!(goes_to("http://tauri.localhost/"));
        for elsewhere in [
            "https://lanyard.example/",
            "http://127.0.0.1:5173/",
            "http://tauri.localhost.example/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "javascript:1",
        ] {
            assert!(!goes_to(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn only_a_program_built_to_be_developed_goes_to_vite() {
        let vite = "http://127.0.0.1:5173/".parse().unwrap();
        assert!(is_ours(&vite, true));
        assert!(!is_ours(&vite, false));
    }

    #[test]
    fn a_page_gets_a_camera_on_mobile_systems_only_and_nothing_else_anywhere() {
        use PermissionKind::{Camera, ClipboardRead, Geolocation, Microphone, Notifications};
        for kind in [
            Camera,
            ClipboardRead,
            Geolocation,
            Microphone,
            Notifications,
        ] {
            assert!(matches!(permission(kind, false), PermissionResponse::Deny));
        }
        assert!(matches!(
            permission(Camera, true),
            PermissionResponse::Default
        ));
        assert!(matches!(
            permission(Microphone, true),
            PermissionResponse::Deny
        ));
    }
}
