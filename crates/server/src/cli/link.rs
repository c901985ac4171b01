use clap::Args;

use backend::clock::MINUTE;
use backend::people::sign_in::LINK_LIFE;

/// Longest life of a link, in minutes: a day. A link lets in whoever has it.
const MOST_MINUTES: i64 = 24 * 60;

/// How long a link works that is printed and handed over.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Life {
    /// How many minutes the link works.
    #[arg(long, default_value_t = LINK_LIFE / MINUTE,
        value_parser = clap::value_parser!(i64).range(1..=MOST_MINUTES))]
    pub(crate) minutes: i64,
}

impl Life {
    pub(crate) const fn millis(self) -> i64 {
        self.minutes.saturating_mul(MINUTE)
    }
}
