use crate::words::attendee::SharingWords;

pub(super) const SHARING: SharingWords = SharingWords {
    title: "What sponsors may have",
    lead: "This holds for all sponsors, those that have scanned you and those to come. No sponsor gets anything before it has scanned your badge.",
    fields: "Fields",
    fields_hint: "A sponsor gets at most what is ticked here, whatever you said at its booth.",
    not_allowed: "this event gives it to no sponsor",
    email: "Another email address for sponsors",
    email_hint: |address| {
        format!(
            "You registered with {address}. Sponsors can get another address instead, such as one that you can close later."
        )
    },
    email_label: "Email address for sponsors",
    email_fault: "That is not an email address. Check it and try again.",
    email_remove: "Use the one I registered with",
    do_not_scan: "Do not scan me",
    do_not_scan_off: "If you set this, booths that scan your badge are told that you do not want to be scanned, as soon as your badge is printed anew, and nothing that they scan is shown to them. Sponsors that have something of yours see it no more and are told to delete it.",
    do_not_scan_on: "You asked not to be scanned. No sponsor sees anything of you. If you lift this, those that have scanned you see again what you share with them, unless you withdrew.",
    do_not_scan_set: "Do not scan me",
    do_not_scan_lift: "Let sponsors scan me",
    mails: "Mails",
    mails_hint: "A mail when sponsors have scanned you for the first time, once a day at most.",
    mails_label: "Send me these mails",
    save: "Save",
    done_fields: "Saved. It holds for all sponsors from now on.",
    done_email: "Saved. Sponsors get this address from now on.",
    done_email_removed: "Sponsors get the address that you registered with from now on.",
    done_do_not_scan: "Saved. No sponsor sees anything of you from now on.",
    done_scan: "Saved. Sponsors may scan you.",
    done_mails: "Saved.",
    withdraw: "Withdraw from all",
    withdraw_hint: "Goes further than taking all ticks away: sponsors are told to delete what they have.",
};
