//! The screens in another language.

use crate::stand::Stand;

#[test]
fn another_language_is_spoken_at_once_and_after_a_restart() {
    let mut stand = Stand::open("language", 1);
    stand
        .window
        .holds("return document.documentElement.lang === 'en'")
        .unwrap();
    stand.window.go("Settings").unwrap();
    stand.window.shot("english").unwrap();
    stand.window.press("Deutsch").unwrap();
    stand.window.see("Einstellungen").unwrap();
    stand
        .window
        .holds("return document.documentElement.lang === 'de'")
        .unwrap();
    stand.window.shot("german").unwrap();
    stand.window.kill().unwrap();
    stand.window.start().unwrap();
    stand.window.see("Einstellungen").unwrap();
    stand
        .window
        .holds("return document.documentElement.lang === 'de'")
        .unwrap();
    let (badge, name) = (stand.badge(0), stand.name(0));
    stand.camera.show(&badge);
    stand.window.see(&name).unwrap();
    stand.window.see("Gespeichert").unwrap();
    stand.window.shot("scanned").unwrap();
}
