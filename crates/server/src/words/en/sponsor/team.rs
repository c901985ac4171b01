use crate::words::TeamWords;

pub(super) const TEAM: TeamWords = TeamWords {
    lead: "Whoever works with your leads here.",
    list: "Your team",
    name: "Name",
    email: "Email address",
    role: "Role",
    roles: ["Member", "Owner"],
    role_texts: [
        "reads, searches and exports leads, and acknowledges deletions",
        "also manages the team, devices, tokens and webhooks",
    ],
    invited: |when| format!("Invited {when}, not here yet"),
    joined: |when| format!("Here since {when}"),
    you: "you",
    change: "Change",
    set_role: "Save",
    remove: "Remove",
    remove_text: "They are signed out at once and can’t come back, unless somebody invites them again. What they did stays.",
    invite: "Invite somebody",
    invite_text: "They get a mail that says where to sign in. There is no password.",
    send: "Invite",
    send_again: "Send the invitation again",
    no_mail: "This backend sends no mail. Whoever runs it can make a link for them: lanyard-server sponsor member link.",
    bad_email: "That is not an email address. Check it and try again.",
    bad_name: "Give a name of 1 to 120 characters.",
    exists: "Somebody of your team has this address already.",
    last_owner: "This is the last owner. Make somebody else an owner first.",
    unknown: "The team has nobody like that any more.",
    invited_now: "The invitation is on its way.",
    role_set: "The role is changed.",
    removed: "They are no longer in the team.",
    owners_only: "Owners can invite colleagues, change roles and remove people.",
    mail_subject: "You are invited to a team",
    mail_text: |name, sponsor, event, url| {
        format!(
            "Hello {name},\n\nyou were invited to the team of {sponsor} at {event}. There you find the leads of your booth.\n\nSign in with this address at\n{url}\n\nThere is no password: you are sent a link each time.\n"
        )
    },
};
