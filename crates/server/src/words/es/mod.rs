//! Spanish.

mod api;
mod attendee;
mod booth;
mod organiser;
mod shell;
mod sign_in;
mod sponsor;

use super::{Fields, Words};

pub(super) static WORDS: Words = Words {
    tag: "es",
    name: "Español",
    fields: Fields {
        first_name: "Nombre",
        last_name: "Apellidos",
        email: "Correo electrónico",
        job_title: "Cargo",
        employer: "Empresa",
        region: "Estado o provincia",
        country: "País",
    },
    shell: shell::SHELL,
    sign_in: sign_in::SIGN_IN,
    booth: booth::BOOTH,
    api: api::API,
    attendee: attendee::ATTENDEE,
    sponsor: sponsor::SPONSOR,
    organiser: organiser::ORGANISER,
};
