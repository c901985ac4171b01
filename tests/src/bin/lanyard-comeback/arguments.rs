//! The sizes that `cargo xtask bench comeback` takes as arguments.

use clap::Parser;

/// All devices come back at once, while PostgreSQL fails over.
#[derive(Parser)]
#[command(
    name = "cargo xtask bench comeback",
    bin_name = "cargo xtask bench comeback"
)]
pub(crate) struct Arguments {
    /// Devices that come back at the same time.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) devices: usize,
    /// Records of each device.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) records: usize,
    /// Records per request.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) batch: usize,
    /// Attendees whose badges are scanned.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub(crate) attendees: usize,
    /// Sponsors between which the devices are divided.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) sponsors: usize,
    /// The limit of the backend's memory, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 1_024)]
    pub(crate) memory: u64,
}
