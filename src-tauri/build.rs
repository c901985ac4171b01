//! Declares the commands that the pages may call, so that each needs a capability, and says what to do
//! where the pages have not been built.

use std::fs;
use std::path::Path;

/// The table's commands, a line each. `crates/window` writes it, and a test there fails when it is stale.
const COMMANDS: &str = "commands.txt";

/// What goes beside the table, because it is a stream or raw bytes.
const BESIDE_THE_TABLE: [&str; 3] = ["watch", "view_frame", "push_frame"];

const PAGES: &str = "../ui/dist/index.html";

fn main() {
    println!("cargo::rerun-if-changed={COMMANDS}");
    println!("cargo::rerun-if-changed={PAGES}");
    let pages_are_elsewhere = std::env::var_os("CARGO_FEATURE_CUSTOM_PROTOCOL").is_none();
    if !pages_are_elsewhere && !Path::new(PAGES).exists() {
        println!("cargo::error=the window's pages have not been built: run `cargo xtask ui` first");
        return;
    }
    match declared_commands().and_then(build) {
        Ok(()) => {}
        Err(sentence) => println!("cargo::error={sentence}"),
    }
}

fn declared_commands() -> Result<&'static [&'static str], String> {
    let table = fs::read_to_string(COMMANDS).map_err(|error| {
        format!("{COMMANDS}: {error}; run `cargo run --package window --example write_bindings`")
    })?;
    // Tauri asks for names that live for ever, and so does a build script, in its way.
    let table: &'static str = table.leak();
    let commands: Vec<&'static str> = table.lines().chain(BESIDE_THE_TABLE).collect();
    Ok(commands.leak())
}

fn build(commands: &'static [&'static str]) -> Result<(), String> {
    // Does nothing but where `tauri android` has made a project.
    tauri_plugin::mobile::update_android_manifest(
        "LANYARD CAMERA",
        "manifest",
        concat!(
            r#"<uses-permission android:name="android.permission.CAMERA" />"#,
            "\n",
            r#"<uses-feature android:name="android.hardware.camera" android:required="false" />"#,
        )
        .to_owned(),
    )
    .map_err(|error| format!("writing the camera permission: {error:#}"))?;
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(commands));
    tauri_build::try_build(attributes).map_err(|error| format!("{error:#}"))
}
