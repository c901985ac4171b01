//! Writes what the screens and the window's build script need to know of the commands.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::write(
        root.join("ui/src/lib/device/bindings.ts"),
        window::bindings::bindings(),
    )?;
    std::fs::write(
        root.join("src-tauri/commands.txt"),
        window::bindings::command_names(),
    )
}
