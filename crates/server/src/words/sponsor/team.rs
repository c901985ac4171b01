/// The team.
pub struct TeamWords {
    /// What the page is for.
    pub lead: &'static str,
    /// Heads the list.
    pub list: &'static str,
    /// A name.
    pub name: &'static str,
    /// An address.
    pub email: &'static str,
    /// What somebody may do.
    pub role: &'static str,
    /// The roles: member, owner.
    pub roles: [&'static str; 2],
    /// What each role may do.
    pub role_texts: [&'static str; 2],
    /// Invited, and not yet here.
    pub invited: fn(when: &str) -> String,
    /// Here since.
    pub joined: fn(when: &str) -> String,
    /// The reader.
    pub you: &'static str,
    /// Shows what can be done about somebody.
    pub change: &'static str,
    /// Gives the chosen role.
    pub set_role: &'static str,
    /// Removes somebody.
    pub remove: &'static str,
    /// What that does, before it is done.
    pub remove_text: &'static str,
    /// Heads the form that invites.
    pub invite: &'static str,
    /// What happens then.
    pub invite_text: &'static str,
    /// Sends the invitation.
    pub send: &'static str,
    /// Sends it once more.
    pub send_again: &'static str,
    /// This backend sends no mail.
    pub no_mail: &'static str,
    /// Not an address.
    pub bad_email: &'static str,
    /// Not a name.
    pub bad_name: &'static str,
    /// Somebody has the address.
    pub exists: &'static str,
    /// The last owner can't go.
    pub last_owner: &'static str,
    /// Nobody is like that any more.
    pub unknown: &'static str,
    /// An invitation is on its way.
    pub invited_now: &'static str,
    /// A role was changed.
    pub role_set: &'static str,
    /// Somebody was removed.
    pub removed: &'static str,
    /// Only owners may change the team.
    pub owners_only: &'static str,
    /// The invitation's subject.
    pub mail_subject: &'static str,
    /// The invitation's text.
    pub mail_text: fn(name: &str, sponsor: &str, event: &str, url: &str) -> String,
}
