//! Opening the backend with the settings.

use backend::clock::Clock;
use backend::{Backend, Config};

use crate::settings::Settings;

/// Opens the backend with these settings. `address` is the public address if none is set.
pub(crate) async fn open(settings: &Settings, address: Option<String>) -> anyhow::Result<Backend> {
    let public_url = settings.public_url()?.map(str::to_owned);
    let config = Config {
        database_url: settings.database_url().to_owned(),
        public_url: public_url
            .or(address)
            .unwrap_or_else(|| Config::PUBLIC_URL.to_owned()),
    };
    let backend = Backend::open(config, settings.master_key()?, Clock::System).await?;
    if let Some(path) = backend.new_master_key() {
        eprintln!(
            "A new master key is in {}\nBack it up, apart from the database: without it, the badge keys \
             and enrolments in the database can't be opened.",
            path.display()
        );
    }
    Ok(backend)
}
