//! The command line of `lanyard`.

use std::path::PathBuf;

use clap::Parser;
use clap::builder::FalseyValueParser;

/// Scans badges at a sponsor's booth, with or without a network.
#[derive(Debug, Clone, Default, Parser)]
#[command(
    name = "lanyard",
    version,
    after_help = "Logs go to files without personal data; LANYARD_LOG sets how much \
(error, warn, info, debug)."
)]
pub struct Arguments {
    /// The folder with this device's scans, instead of the user's own. Each folder is a device.
    #[arg(long, env = "LANYARD_HOME", value_name = "FOLDER")]
    pub home: Option<PathBuf>,

    /// Keep the key of a new folder in a file beside the scans instead of the keychain. For tests and
    /// demonstrations: whoever copies the folder can read it.
    #[arg(long, env = "LANYARD_KEY_FILE", value_parser = FalseyValueParser::new())]
    pub key_file: bool,

    /// Offer a video (Y4M or Motion-JPEG, a file or a FIFO) as a camera. The viewfinder says plainly
    /// that it is none.
    #[arg(long, env = "LANYARD_VIRTUAL_CAMERA", value_name = "VIDEO")]
    pub virtual_camera: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_folder_a_key_file_and_a_video_can_be_named() {
        let arguments = Arguments::try_parse_from([
            "lanyard",
            "--home",
            "a folder",
            "--key-file",
            "--virtual-camera",
            "badges.y4m",
        ])
        .unwrap();
        assert_eq!(arguments.home, Some(PathBuf::from("a folder")));
        assert!(arguments.key_file);
        assert_eq!(arguments.virtual_camera, Some(PathBuf::from("badges.y4m")));
    }
}
