use crate::words::organiser::Shared;

pub(super) const SHARED: Shared = Shared {
    save: "Save",
    name: "Name",
    email: "Email address",
    role: "Role",
    sponsor: "Sponsor",
    device: "Device",
    when: "When",
    state: "State",
    all: "All",
    show: "Show",
    pages: "Pages",
    back: "Page before",
    on: "Next page",
    never: "Never",
    look_only: "Your role lets you look at this and change nothing.",
    not_an_address: "That is not an email address. Check it and try again.",
    bad_name: "A name has 1 to 120 characters, fewer where they have accents.",
    erased_person: "Erased",
};
