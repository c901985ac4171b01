//! The key in a real keychain: a Secret Service of this test's own, on a message bus of its own.

use std::path::Path;
use std::process::{Command, Output};

/// Unlocks a new keychain and runs the booth in it. Its daemon ends with the bus.
const WITH_KEYCHAIN: &str = r#"
printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 70
exec "$0" "$@"
"#;

struct Session {
    folder: tempfile::TempDir,
}

impl Session {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["data", "run", "home", "booth"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        private(&folder.path().join("run"));
        Self { folder }
    }

    fn booth(&self) -> std::path::PathBuf {
        self.folder.path().join("booth")
    }

    /// Runs `lanyard-booth status` on a message bus, with a keychain on it or without.
    fn status(&self, keychain: bool) -> Output {
        let at = |name: &str| self.folder.path().join(name);
        let mut command = Command::new("dbus-run-session");
        command
            .env("XDG_DATA_HOME", at("data"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("HOME", at("home"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .arg("--");
        if keychain {
            command.args(["sh", "-c", WITH_KEYCHAIN]);
        }
        command
            .arg(env!("CARGO_BIN_EXE_lanyard-booth"))
            .args(["--home", &self.booth().display().to_string(), "status"])
            .output()
            .expect("dbus-run-session runs: `cargo xtask setup` installs it")
    }
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_real_keychain_keeps_the_key_and_without_it_the_scans_stay_shut() {
    let session = Session::new();
    let text = |output: &Output| {
        String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr)
    };
    for _first_and_again in 0..2 {
        let shown = session.status(true);
        assert!(shown.status.success(), "{}", text(&shown));
        assert!(
            text(&shown).contains("in this computer's keychain"),
            "{}",
            text(&shown)
        );
    }
    assert!(!session.booth().join("booth.key").exists());

    let before = std::fs::read(session.booth().join("booth.db")).unwrap();
    let shut = session.status(false);
    assert!(!shut.status.success(), "{}", text(&shut));
    assert!(text(&shut).contains("keychain"), "{}", text(&shut));
    // No second key was made, and nothing was written over.
    assert!(!session.booth().join("booth.key").exists());
    assert_eq!(
        std::fs::read(session.booth().join("booth.db")).unwrap(),
        before
    );
    assert!(session.status(true).status.success());
}
