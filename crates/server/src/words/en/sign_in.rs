use crate::words::SignIn;

pub(super) const SIGN_IN: SignIn = SignIn {
    title: "Sign in",
    lead: "Type your email address. We send you a link that signs you in; there is no password.",
    email: "Email address",
    send: "Send the link",
    not_an_address: "That is not an email address. Check it and try again.",
    sent_title: "Look into your mail",
    sent: "If this address is known here, a mail with a link is on its way. The link works for ten minutes, once, and in this browser only.",
    nothing_came: "Nothing came? Look into the spam folder. Attendees: use the address that you registered with.",
    another: "Send another link",
    confirm_title: "Sign in",
    confirm_lead: "One more step, so that a mail program that looks at links does not use yours up.",
    confirm: "Sign me in",
    dead: (
        "This link does not work any more",
        "It was used, is older than ten minutes, or was never given out. Ask for another.",
    ),
    other_browser: (
        "This link was asked for in another browser",
        "Open it in the browser in which you asked for it, or ask for another link here.",
    ),
    no_mail: (
        "This backend sends no mail",
        "Ask whoever runs it for a link to sign in with.",
    ),
    mail_subject: "Your link to sign in",
    mail_lead: "Somebody, we hope you, asked to sign in with this address. The link works for ten minutes, once, and only in the browser in which it was asked for.",
    mail_attendee: |event, first_name| {
        if first_name.is_empty() {
            format!("As an attendee of {event}:")
        } else {
            format!("As {first_name}, attendee of {event}:")
        }
    },
    mail_member: |event, sponsor| format!("For {sponsor}, at {event}:"),
    mail_staff: |event| format!("As an organiser of {event}:"),
    mail_end: "Did you not ask? Then do nothing: without this mail nobody gets in.",
    signed_out: (
        "You are signed out",
        "On this browser. To come back, ask for another link.",
    ),
    as_attendee: "Attendee",
    as_organiser: "Organiser",
    as_support: "Support",
    as_auditor: "Auditor",
};
