//! English.

mod api;
mod attendee;
mod booth;
mod organiser;
mod shell;
mod sign_in;
mod sponsor;

use super::{Fields, Words};

pub(super) static WORDS: Words = Words {
    tag: "en",
    name: "English",
    fields: Fields {
        first_name: "First name",
        last_name: "Last name",
        email: "Email address",
        job_title: "Job title",
        employer: "Employer",
        region: "State or province",
        country: "Country",
    },
    shell: shell::SHELL,
    sign_in: sign_in::SIGN_IN,
    booth: booth::BOOTH,
    api: api::API,
    attendee: attendee::ATTENDEE,
    sponsor: sponsor::SPONSOR,
    organiser: organiser::ORGANISER,
};
