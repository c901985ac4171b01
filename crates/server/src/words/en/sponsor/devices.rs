use crate::words::DeviceWords;

pub(super) const DEVICES: DeviceWords = DeviceWords {
    lead: "The laptops and tablets that scan for you.",
    empty: (
        "No device yet",
        "Make a code below, open Lanyard on the laptop or tablet, and let it scan the code.",
    ),
    list: "Your devices",
    label: "Name",
    status: "State",
    active: "Active",
    expired: "Event over",
    revoked: "Revoked",
    last_sync: "Last sync",
    pending: "Waiting on it then",
    quarantined: "In quarantine",
    clock_off: "Clock is off",
    chain_broken: "Looks cloned or set back",
    change: "Change",
    rename: "Rename",
    revoke: "Revoke",
    revoke_text: "For a device that was lost or stolen. What it sends from now on makes no leads, whatever time it claims; what it sent before stays. This can’t be undone: to use the device again, enrol it anew.",
    add: "Enrol a device",
    add_text: "A code enrols one device, once.",
    add_label: "Name of the device",
    add_hours: "The code works for",
    hours: |hours| match hours {
        1 => "1 hour".into(),
        hours if hours % 24 == 0 && hours > 24 => format!("{} days", hours / 24),
        hours => format!("{hours} hours"),
    },
    make_code: "Make a code",
    bad_label: "Give the device a name of 1 to 120 characters.",
    code_title: "Enrolment code",
    code_text: "On the laptop or tablet, open Lanyard and choose “Enrol”. Let it scan this, or type what stands below.",
    code_once: |until| {
        format!(
            "It is shown this once, and works once, until {until}. Whoever has it can scan in your name: hand it to nobody else."
        )
    },
    code_drawing: "The enrolment code as a QR code",
    code_server: "Address",
    code_typed: "Code",
    code_whole: "All of it, to paste",
    code_done: "Done",
    codes: "Codes that nobody has used yet",
    code_until: "Works until",
    cancel_code: "Cancel",
    owners_only: "Owners of the team can enrol, rename and revoke devices.",
    renamed: "The device has its new name.",
    revoked_now: "The device is revoked.",
    cancelled: "The code works no more.",
};
