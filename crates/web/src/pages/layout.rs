//! The frame of every page: menu, language, style sheets, content security policy, dates.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use jiff::tz::TimeZone;
use protocol::UnixMillis;

use crate::Problem;
use crate::pages::assets::{LANYARD_CSS, PAGES_CSS, PASSKEYS_JS};
use crate::pages::dates;
use crate::paths;
use backend_model::MemberRole;
use backend_model::StaffRole;
use backend_text::{Language, Words};

/// The content security policy: style sheets, images and form targets of the same origin, nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// The policy of pages that also load the site's script.
const POLICY_WITH_SCRIPT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The kind of visitor, which decides the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Menu {
    /// Nobody is signed in.
    SignedOut,
    /// An attendee's.
    Attendee,
    /// A sponsor's.
    Member(MemberRole),
    /// The organiser's.
    Staff(StaffRole),
}

/// An entry of the menu.
pub(crate) struct Entry {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) is_current: bool,
}

/// The frame of a page: language, menu, event, and formatting of dates.
pub(crate) struct Page {
    /// The language that the page is in.
    pub(crate) language: Language,
    /// Its texts.
    pub(crate) words: &'static Words,
    /// The event's name; empty if no one is signed in.
    pub(crate) event_name: String,
    /// The visitor's role or sponsor, as text.
    pub(crate) signed_in_as: String,
    /// The event's zone by its IANA name.
    pub(crate) zone_name: String,
    /// The menu of the visitor.
    pub(crate) menu: Menu,
    /// The path that was asked for, without its query.
    pub(crate) path: String,
    /// The flash message after a redirect: a stable word in `?said=` of the address.
    pub(crate) flash: Option<String>,
    zone: TimeZone,
    now: UnixMillis,
}

impl Page {
    pub(crate) fn new(
        language: Language,
        path: String,
        flash: Option<String>,
        now: UnixMillis,
    ) -> Self {
        Self {
            language,
            words: language.words(),
            event_name: String::new(),
            signed_in_as: String::new(),
            zone_name: "UTC".into(),
            menu: Menu::SignedOut,
            path,
            flash,
            zone: TimeZone::UTC,
            now,
        }
    }

    pub(crate) fn set_event(&mut self, name: String, zone: String) {
        self.event_name = name;
        self.zone = dates::zone_of(&zone);
        self.zone_name = zone;
    }

    /// All languages: tag, name, and whether it is the page's.
    pub(crate) fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        Language::ALL
            .into_iter()
            .map(|language| {
                let words = language.words();
                (words.tag, words.name, language == self.language)
            })
            .collect()
    }

    /// The menu's entries.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let shell = &self.words.shell;
        let entries: Vec<(&'static str, &'static str)> = match self.menu {
            Menu::SignedOut => vec![],
            Menu::Attendee => vec![
                (paths::ME, shell.attendee.sponsors),
                (paths::ME_SHARING, shell.attendee.sharing),
                (paths::ME_DATA, shell.attendee.data),
            ],
            Menu::Member(role) => {
                let sponsor = &shell.sponsor;
                let mut entries = vec![
                    (paths::SPONSOR, sponsor.leads),
                    (paths::SPONSOR_EXPORTS, sponsor.exports),
                    (paths::SPONSOR_DELETIONS, sponsor.deletions),
                    (paths::SPONSOR_DEVICES, sponsor.devices),
                    (paths::SPONSOR_CHARTS, sponsor.charts),
                    (paths::SPONSOR_TEAM, sponsor.team),
                ];
                if role == MemberRole::Owner {
                    entries.push((paths::SPONSOR_PROGRAMS, sponsor.programs));
                }
                entries
            }
            Menu::Staff(_) => {
                let organiser = &shell.organiser;
                vec![
                    (paths::ORGANISER, organiser.overview),
                    (paths::ORGANISER_REPORTS, organiser.reports),
                    (paths::ORGANISER_ATTENDEES, organiser.attendees),
                    (paths::ORGANISER_BADGES, organiser.badges),
                    (paths::ORGANISER_SPONSORS, organiser.sponsors),
                    (paths::ORGANISER_DEVICES, organiser.devices),
                    (paths::ORGANISER_QUARANTINE, organiser.quarantine),
                    (paths::ORGANISER_AUDIT, organiser.audit),
                    (paths::ORGANISER_SETTINGS, organiser.settings),
                    (paths::ORGANISER_RETENTION, organiser.retention),
                    (paths::ORGANISER_PEOPLE, organiser.people),
                ]
            }
        };
        let root = entries.first().map_or("", |(href, _)| href);
        // The entry whose part of the site the page is in; the first one's part is all that no other has.
        let current = entries
            .iter()
            .map(|(href, _)| *href)
            .filter(|href| *href != root && is_within(self.part(), href))
            .max_by_key(|href| href.len())
            .unwrap_or(root);
        entries
            .into_iter()
            .map(|(href, label)| Entry {
                href,
                label,
                is_current: href == current,
            })
            .collect()
    }

    /// The path by which the menu knows the page: two of the organiser's are reached through others.
    fn part(&self) -> &str {
        match self.path.split('/').nth(2) {
            Some("import") if self.path.starts_with("/organiser/") => paths::ORGANISER_ATTENDEES,
            Some("passkeys") if self.path.starts_with("/organiser/") => paths::ORGANISER_PEOPLE,
            _ => &self.path,
        }
    }

    /// A moment, for the reader: see [`dates::moment`].
    pub(crate) fn moment(&self, at: &UnixMillis) -> String {
        dates::moment(self.words, &self.zone, *at, self.now)
    }

    /// A day, for the reader.
    pub(crate) fn day(&self, at: &UnixMillis) -> String {
        dates::day(self.words, &self.zone, *at, self.now)
    }

    /// The event's zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The address of the tokens' style sheet.
    pub(crate) fn lanyard_css(&self) -> &'static str {
        LANYARD_CSS.path()
    }

    /// The address of the pages' style sheet.
    pub(crate) fn pages_css(&self) -> &'static str {
        PAGES_CSS.path()
    }
}

impl Page {
    /// The address of the script for passkeys.
    pub(crate) fn passkeys_js(&self) -> &'static str {
        PASSKEYS_JS.path()
    }
}

fn is_within(path: &str, part: &str) -> bool {
    path.strip_prefix(part)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Renders a page.
pub(crate) fn render(status: StatusCode, template: &impl Template) -> Response {
    under(POLICY, status, template)
}

/// Renders one of the pages that need the site's script.
pub(crate) fn render_with_script(status: StatusCode, template: &impl Template) -> Response {
    under(POLICY_WITH_SCRIPT, status, template)
}

fn under(policy: &'static str, status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => {
            let policy: [(HeaderName, HeaderValue); 1] = [(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(policy),
            )];
            (status, policy, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            Problem::INTERNAL.into_response()
        }
    }
}

/// Redirects after a change (303, so that reloading does not repeat it). `flash` is the stable word of the
/// message that the next page shows.
pub(crate) fn redirect(path: &str, flash: &str) -> Response {
    let to = if flash.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?said={flash}")
    };
    axum::response::Redirect::to(&to).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_of_the_part_one_is_in_is_current_and_no_other() {
        let current = |menu, path: &str| {
            let mut page = Page::new(Language::English, path.into(), None, UnixMillis(0));
            page.menu = menu;
            let entries = page.entries();
            let hrefs: Vec<_> = entries
                .iter()
                .filter(|entry| entry.is_current)
                .map(|entry| entry.href)
                .collect();
            assert_eq!(hrefs.len(), 1, "{path}");
            hrefs[0]
        };
        let owner = Menu::Member(MemberRole::Owner);
        assert_eq!(current(owner, "/sponsor"), "/sponsor");
        assert_eq!(current(owner, "/sponsor/leads/1"), "/sponsor");
        assert_eq!(current(owner, "/sponsor/devices/1"), "/sponsor/devices");
        assert_eq!(current(Menu::Attendee, "/me/sharing"), "/me/sharing");
        assert_eq!(current(Menu::Attendee, "/me/sharings"), "/me");
        let organiser = Menu::Staff(StaffRole::Organiser);
        let imports = current(organiser, "/organiser/import/1");
        assert_eq!(imports, "/organiser/attendees");
    }
}
