use crate::words::BoothWords;

pub(super) const BOOTH: BoothWords = BoothWords {
    code_title: "This is an enrolment code",
    code_lead: "It turns one computer at a booth into a lead scanner for one sponsor. It works once, and not for long.",
    code_steps: [
        "Open Lanyard on the computer that will scan badges.",
        "Choose “Enrol this device”.",
        "Hold this code in front of its camera, or type the address of this page and the code that is printed under it.",
    ],
    code_fails: "Does Lanyard say that the code was used or has expired? Ask whoever gave it to you for a new one. Nobody needs a code to be scanned: attendees only show their badge.",
    bundle_title: "Hand in a bundle",
    bundle_lead: "A booth device that has no network can write its scans to a file. Choose that file here. It is encrypted; only this server can read it. Handing in the same file twice does no harm.",
    bundle_file: "Bundle file",
    bundle_send: "Hand in",
    taken: (
        "The bundle is here",
        "Everything in it is stored. The device will learn so when it next has a network; keep it until then.",
    ),
    records: "Records in the bundle",
    accepted: "New",
    duplicates: "Here already",
    quarantined: "Kept for the organiser to look at",
    another: "Hand in another",
    refused: "The bundle was not taken",
    too_large: "It is longer than is taken at once.",
    unknown_device: "It is of a device that is not enrolled here.",
    no_bundle: "The file is no bundle.",
    does_not_open: "It can’t be opened: it is damaged, or of another backend’s device.",
    busy: "Others are being taken in just now. Try again in a minute.",
    went_wrong: "Something went wrong here; it was written down. Try again later.",
    keep: "Keep the file: what of it was stored is not stored again.",
    again: "Try again",
};
