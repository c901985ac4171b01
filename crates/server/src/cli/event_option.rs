//! The option `--event`.

use backend::Backend;
use backend::event::Event;
use backend_db::{Tenant, Tx};
use protocol::EventSlug;

/// The option `--event`, which selects the event that a command is about.
#[derive(Debug, clap::Args)]
pub(crate) struct WhichEvent {
    /// The event's short name; not needed while there is one event only.
    #[arg(long)]
    event: Option<EventSlug>,
}

impl WhichEvent {
    /// Loads the event and narrows the transaction to it.
    pub(crate) async fn load(&self, backend: &Backend, tx: &mut Tx) -> anyhow::Result<Event> {
        let event = Event::named_or_only(backend, tx, self.event.as_ref()).await?;
        tx.narrow(Tenant::Event(&event.slug)).await?;
        Ok(event)
    }
}
