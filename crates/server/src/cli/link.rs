//! The option `--minutes` of the commands that print a sign-in link.

use clap::Args;

use backend::clock::MINUTE;
use backend::people::sign_in::LINK_LIFE;

/// The longest life of a link, in minutes: one day. A link signs in its bearer.
const MOST_MINUTES: i64 = 24 * 60;

/// How long a printed link works.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Life {
    /// How many minutes the link works.
    #[arg(long, default_value_t = LINK_LIFE / MINUTE,
        value_parser = clap::value_parser!(i64).range(1..=MOST_MINUTES))]
    pub(crate) minutes: i64,
}
