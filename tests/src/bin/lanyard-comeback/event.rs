//! The event of the run: attendees with badges, sponsors, and a one-time code for every device.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Context as _;
use backend::audit::Actor;
use backend::clock::Clock;
use backend::keys::seal::{MASTER_KEY_FILE, MasterKey};
use backend::people::sponsors;
use backend::registration::badges::{self, BadgeSelection};
use backend::{Backend as Opened, Config};
use backend::{devices, event};
use backend_db::Tenant;
use demo::Backend;
use protocol::BadgeId;

use crate::arguments::Arguments;

/// The validity of the codes, in milliseconds.
const AN_HOUR: Duration = Duration::from_hours(1);

pub(crate) struct Event {
    pub(crate) badges: Vec<BadgeId>,
    pub(crate) codes: Vec<String>,
}

impl Event {
    pub(crate) fn make(
        backend: &Backend,
        url: &str,
        arguments: &Arguments,
    ) -> anyhow::Result<Self> {
        let name = "COMEBACK";
        backend.run(&["event", "create", name, "--ends", "2035-12-31"])?;
        let file = backend.folder().join("registrations.csv");
        std::fs::write(&file, registrations(arguments.attendees)?)?;
        backend.run(&["import", &file.display().to_string()])?;
        let names: Vec<String> = (1..=arguments.sponsors)
            .map(|number| format!("Sponsor {number}"))
            .collect();
        for name in &names {
            backend.run(&["sponsor", "add", name])?;
        }
        let config = Config {
            database_url: url.to_owned(),
            public_url: backend.url(),
        };
        let key = MasterKey::read(&backend.folder().join(MASTER_KEY_FILE))?
            .context("the backend made a master key")?;
        // A process per code would take most of the time.
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            let opened = Opened::open(config, Some(key), Clock::System).await?;
            let slug = name.parse()?;
            let mut tx = opened.db().write_as(Tenant::Event(&slug)).await?;
            let event = event::Event::load(&opened, &mut tx, &slug).await?;
            let drawn = badges::prepare(&mut tx, &event, &BadgeSelection::All).await?;
            badges::register(&mut tx, &event, &drawn, Actor::Organiser, opened.now()).await?;
            let mut whose = Vec::new();
            for name in &names {
                whose.push(sponsors::named(&mut tx, &slug, name).await?.id);
            }
            let mut codes = Vec::with_capacity(arguments.devices);
            for sponsor in whose.iter().cycle().take(arguments.devices) {
                let (code, _) =
                    devices::new_code(&opened, &mut tx, &slug, *sponsor, "Tablet", AN_HOUR).await?;
                codes.push(code.to_string());
            }
            tx.commit().await?;
            let badges = drawn.iter().map(|badge| badge.code.id()).collect();
            Ok(Self { badges, codes })
        })
    }
}

/// Returns a file of invented registrations.
fn registrations(people: usize) -> anyhow::Result<String> {
    let mut csv = String::from(
        "registration_id,first_name,last_name,email,job_title,employer,state_or_province,country\n",
    );
    for number in 1..=people {
        writeln!(
            csv,
            "R-{number},First{number},Last{number},person{number}@people.example,Maker,Works {number},Region,Country"
        )?;
    }
    Ok(csv)
}
