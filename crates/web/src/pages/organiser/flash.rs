//! The messages that the organiser's pages show once after a change.

use crate::pages::layout::Page;

/// The text of the flash message, if the page has one.
pub(crate) fn flash_text(page: &Page) -> Option<&'static str> {
    let words = &page.words.organiser;
    Some(match page.flash.as_deref()? {
        "person-added" => words.people.said_added,
        "role-changed" => words.people.said_role,
        "person-removed" => words.people.said_removed,
        "sponsor-added" => words.sponsors.said_added,
        "sponsor-renamed" => words.sponsors.said_renamed,
        "owner-invited" => words.sponsors.said_invited,
        "device-revoked" => words.devices.said_revoked,
        "saved" => words.settings.said_saved,
        "notice" => words.settings.said_notice,
        "questions" => words.settings.said_questions,
        "attendee-erased" => words.attendees.said_erased,
        "badge-revoked" => words.badges.said_revoked,
        "import-forgotten" => words.import.said_forgotten,
        "retention-run" => words.retention.said_run,
        "passkey-added" => words.passkeys.said_added,
        "passkey-removed" => words.passkeys.said_removed,
        "upheld" => words.reports.said_upheld,
        "dismissed" => words.reports.said_dismissed,
        _ => return None,
    })
}
