use crate::words::attendee::{DataWords, EraseWords};

pub(super) const DATA: DataWords = DataWords {
    title: "Your data",
    held: "What is held of you",
    empty: "empty",
    held_hint: "It comes from your registration. If something is wrong, have it changed there; it comes here with the next import.",
    all: "Everything, as a file",
    all_hint: "One JSON file: your data and settings, each sponsor with what it has and every scan, everything that you changed, your reports, and your badges.",
    download: "Download everything",
    receipts: "Consent receipts",
    receipts_hint: "For each sponsor that scanned you: what you agreed to, when, under which notice, with the signed record of the booth's device, signed by this backend. It proves what you agreed to even where this backend is gone.",
    no_receipts: "There is none yet: no sponsor has scanned your badge.",
    receipt_of: |sponsor| format!("Receipt for {sponsor}"),
    check: "To check one without any network:",
    key: "The key it is checked with",
    erase: "Erase everything",
    erase_hint: "Takes all that is held of you out of this backend, for ever.",
    to_erase: "What erasing means",
};

pub(super) const ERASE: EraseWords = EraseWords {
    title: "Erase everything?",
    goes: "What goes, at once and for ever",
    going: [
        "Your name, email address, job title, employer, region and country.",
        "What booths wrote about you, and what you and the organisers wrote in reports.",
        "Your badge: its code works no more.",
        "Your way in here: you are signed out, and can't sign in again for this event.",
    ],
    stays: "What stays",
    staying: [
        "Sponsors that have seen or exported something are told to delete it. Whether they have, you can't see here any more.",
        "That a person with your registration number was erased, so that the next import does not bring you back.",
        "The devices' signed records as they came: random numbers of badges and scans, and the text of a note if a booth wrote one. Nobody is shown them.",
        "Your registration itself: it is with the conference, not here.",
    ],
    first: "Want a copy first? Download everything under Your data; afterwards there is nothing left to download.",
    sure: "I understand that this can't be undone",
    not_sure: "Tick the box first. Nothing was erased.",
    confirm: "Erase everything",
    done: (
        "Your data is erased",
        "You are signed out. Sponsors that had something of yours are told to delete it.",
    ),
};
