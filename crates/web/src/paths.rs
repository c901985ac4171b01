//! Every path of the router, once. Routes, redirects, links of templates and the API description use these
//! names, so that a wrong path does not compile.
//!
//! A path without parameters is a text. A path with parameters is a [`Path`], and [`Path::with`] takes as many
//! arguments as the path has parameters.

use std::fmt::Display;

/// A path with `N` parameters, which its template has in braces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<const N: usize>(&'static str);

impl<const N: usize> Path<N> {
    /// Makes a path of a template. A template with another number of parameters does not compile, if the path
    /// is a constant.
    const fn new(template: &'static str) -> Self {
        let (bytes, mut at, mut parameters) = (template.as_bytes(), 0, 0);
        while at < bytes.len() {
            if bytes[at] == b'{' {
                parameters += 1;
            }
            at += 1;
        }
        assert!(parameters == N, "the path has another number of parameters");
        Self(template)
    }

    fn fill(self, values: [&dyn Display; N]) -> String {
        let mut parts = self.0.split(['{', '}']);
        let mut path = parts.next().unwrap_or_default().to_owned();
        // After the first part, names of parameters and fixed parts alternate.
        for value in values {
            parts.next();
            path.push_str(&value.to_string());
            path.push_str(parts.next().unwrap_or_default());
        }
        path
    }
}

impl Path<1> {
    /// Returns the path with a value in place of its parameter.
    pub(crate) fn with(self, value: impl Display) -> String {
        self.fill([&value])
    }
}

impl Path<2> {
    /// Returns the path with values in place of its two parameters.
    pub(crate) fn with(self, first: impl Display, second: impl Display) -> String {
        self.fill([&first, &second])
    }
}

/// A path as the router reads it, with its parameters in braces.
pub(crate) trait PathTemplate {
    /// Returns the template.
    fn template(&self) -> &'static str;
}

impl PathTemplate for &'static str {
    fn template(&self) -> &'static str {
        self
    }
}

impl<const N: usize> PathTemplate for Path<N> {
    fn template(&self) -> &'static str {
        self.0
    }
}

/// Declares paths: `NAME = "/path"`, or `NAME(N) = "/path/{parameter}"` with the number of parameters.
macro_rules! paths {
    (@one $name:ident $path:literal) => { pub(crate) const $name: &str = $path; };
    (@one $name:ident $path:literal $count:literal) => {
        pub(crate) const $name: Path<$count> = Path::new($path);
    };
    ($($name:ident $(($count:literal))? = $path:literal;)*) => {
        $(paths!(@one $name $path $($count)?);)*
    };
}

paths! {
    START = "/";
    ASSET(1) = "/assets/{file}";
    LANGUAGE = "/language";
    SIGN_IN = "/sign-in";
    SIGN_IN_PASSKEY = "/sign-in/passkey";
    SIGN_IN_PASSKEY_BEGIN = "/sign-in/passkey/begin";
    SIGN_IN_LINK(1) = "/sign-in/{link}";
    SIGN_OUT = "/sign-out";
    UNSUBSCRIBE(1) = "/unsubscribe/{link}";
    HEALTH = "/healthz";
    READINESS = "/readyz";
    METRICS = "/metrics";
    API = "/api";
    API_DOCUMENT = "/api/openapi.json";
    ENROL = "/enrol";
    BUNDLE = "/bundle";

    DEVICE_ENROL = "/v1/enrol";
    DEVICE_SYNC = "/v1/sync";
    DEVICE_BUNDLE = "/v1/bundle";

    API_ME = "/api/v1/me";
    API_ME_EVERYTHING = "/api/v1/me/everything";
    API_ME_MAILS = "/api/v1/me/mails";
    API_ME_SHARING = "/api/v1/me/sharing";
    API_ME_SPONSOR_EMAIL = "/api/v1/me/sponsor-email";
    API_ME_DO_NOT_SCAN = "/api/v1/me/do-not-scan";
    API_ME_RECEIPT(1) = "/api/v1/me/sponsors/{sponsor}/receipt";
    API_ME_SPONSOR_SHARE(1) = "/api/v1/me/sponsors/{sponsor}/share";
    API_ME_SPONSOR_WITHDRAW(1) = "/api/v1/me/sponsors/{sponsor}/withdraw";
    API_ME_SPONSOR_ALLOW(1) = "/api/v1/me/sponsors/{sponsor}/allow";
    API_ME_SPONSOR_REPORT(1) = "/api/v1/me/sponsors/{sponsor}/report";
    API_ME_WITHDRAW = "/api/v1/me/withdraw";
    API_ME_ERASE = "/api/v1/me/erase";

    API_LEADS = "/api/v1/leads";
    API_LEADS_CSV = "/api/v1/leads.csv";
    API_LEAD(1) = "/api/v1/leads/{lead}";
    API_LEAD_ACKNOWLEDGE_DELETION(1) = "/api/v1/leads/{lead}/acknowledge-deletion";
    API_EXPORT(1) = "/api/v1/exports/{file}";
    API_DEVICES = "/api/v1/devices";

    ME = "/me";
    ME_SPONSOR_CHANGE(1) = "/me/sponsors/{sponsor}/change";
    ME_SPONSOR_WITHDRAW(1) = "/me/sponsors/{sponsor}/withdraw";
    ME_SPONSOR_ALLOW(1) = "/me/sponsors/{sponsor}/allow";
    ME_SPONSOR_REPORT(1) = "/me/sponsors/{sponsor}/report";
    ME_SPONSOR_RECEIPT(1) = "/me/sponsors/{sponsor}/receipt";
    ME_WITHDRAW = "/me/withdraw";
    ME_NOTICE(1) = "/me/notices/{version}";
    ME_SHARING = "/me/sharing";
    ME_SHARING_FIELDS = "/me/sharing/fields";
    ME_SHARING_EMAIL = "/me/sharing/email";
    ME_SHARING_DO_NOT_SCAN = "/me/sharing/do-not-scan";
    ME_SHARING_MAILS = "/me/sharing/mails";
    ME_DATA = "/me/data";
    ME_DATA_EVERYTHING = "/me/data/everything.json";
    ME_DATA_ERASE = "/me/data/erase";

    SPONSOR = "/sponsor";
    SPONSOR_FIND = "/sponsor/find";
    SPONSOR_LEAD(1) = "/sponsor/leads/{lead}";
    SPONSOR_EXPORTS = "/sponsor/exports";
    SPONSOR_DELETIONS = "/sponsor/deletions";
    SPONSOR_CHARTS = "/sponsor/charts";
    SPONSOR_DEVICES = "/sponsor/devices";
    SPONSOR_DEVICE_CODES = "/sponsor/devices/codes";
    SPONSOR_DEVICE_CODE_CANCEL = "/sponsor/devices/codes/cancel";
    SPONSOR_DEVICE_RENAME(1) = "/sponsor/devices/{device}/rename";
    SPONSOR_DEVICE_REVOKE(1) = "/sponsor/devices/{device}/revoke";
    SPONSOR_PROGRAMS = "/sponsor/programs";
    SPONSOR_TOKENS = "/sponsor/programs/tokens";
    SPONSOR_TOKEN_REVOKE = "/sponsor/programs/tokens/revoke";
    SPONSOR_WEBHOOKS = "/sponsor/programs/webhooks";
    SPONSOR_WEBHOOK(1) = "/sponsor/programs/webhooks/{webhook}";
    SPONSOR_WEBHOOK_ACTION(2) = "/sponsor/programs/webhooks/{webhook}/{verb}";
    SPONSOR_WEBHOOK_DELIVERY(2) = "/sponsor/programs/webhooks/{webhook}/deliveries/{number}";
    SPONSOR_TEAM = "/sponsor/team";
    SPONSOR_TEAM_INVITE = "/sponsor/team/invite";
    SPONSOR_MEMBER_INVITE(1) = "/sponsor/team/{member}/invite";
    SPONSOR_MEMBER_ROLE(1) = "/sponsor/team/{member}/role";
    SPONSOR_MEMBER_REMOVE(1) = "/sponsor/team/{member}/remove";

    ORGANISER = "/organiser";
    ORGANISER_PEOPLE = "/organiser/people";
    ORGANISER_PERSON_ROLE(1) = "/organiser/people/{staff}/role";
    ORGANISER_PERSON_REMOVE(1) = "/organiser/people/{staff}/remove";
    ORGANISER_PASSKEYS = "/organiser/passkeys";
    ORGANISER_PASSKEY_NEW = "/organiser/passkeys/new";
    ORGANISER_PASSKEY_RENAME(1) = "/organiser/passkeys/{passkey}/rename";
    ORGANISER_PASSKEY_REMOVE(1) = "/organiser/passkeys/{passkey}/remove";
    ORGANISER_SPONSORS = "/organiser/sponsors";
    ORGANISER_SPONSOR(1) = "/organiser/sponsors/{sponsor}";
    ORGANISER_SPONSOR_RENAME(1) = "/organiser/sponsors/{sponsor}/rename";
    ORGANISER_SPONSOR_INVITE(1) = "/organiser/sponsors/{sponsor}/invite";
    ORGANISER_DEVICES = "/organiser/devices";
    ORGANISER_DEVICE(1) = "/organiser/devices/{device}";
    ORGANISER_DEVICE_REVOKE(1) = "/organiser/devices/{device}/revoke";
    ORGANISER_SETTINGS = "/organiser/settings";
    ORGANISER_NOTICES = "/organiser/settings/notices";
    ORGANISER_NOTICE(1) = "/organiser/settings/notices/{version}";
    ORGANISER_QUESTIONS = "/organiser/settings/questions";
    ORGANISER_QUESTION(1) = "/organiser/settings/questions/{question}";
    ORGANISER_QUESTION_REMOVE(1) = "/organiser/settings/questions/{question}/remove";
    ORGANISER_ATTENDEES = "/organiser/attendees";
    ORGANISER_ATTENDEE(1) = "/organiser/attendees/{attendee}";
    ORGANISER_ATTENDEE_ERASE(1) = "/organiser/attendees/{attendee}/erase";
    ORGANISER_ATTENDEE_BADGE(1) = "/organiser/attendees/{attendee}/badge";
    ORGANISER_IMPORT = "/organiser/import";
    ORGANISER_IMPORT_DRAFT(1) = "/organiser/import/{draft}";
    ORGANISER_BADGES = "/organiser/badges";
    ORGANISER_BADGE_REVOKE = "/organiser/badges/revoke";
    ORGANISER_QUARANTINE = "/organiser/quarantine";
    ORGANISER_QUARANTINE_REASON(1) = "/organiser/quarantine/{reason}";
    ORGANISER_AUDIT = "/organiser/audit";
    ORGANISER_AUDIT_CSV = "/organiser/audit.csv";
    ORGANISER_RETENTION = "/organiser/retention";
    ORGANISER_REPORTS = "/organiser/reports";
    ORGANISER_REPORT(1) = "/organiser/reports/{report}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_of_mails_leads_to_the_route() {
        let (route, link) = (UNSUBSCRIBE.with(""), backend::privacy::unsubscribe::PATH);
        assert_eq!(route, link);
    }

    #[test]
    fn values_stand_in_place_of_the_parameters_in_their_order() {
        assert_eq!(ORGANISER_ATTENDEE.with(7), "/organiser/attendees/7");
        assert_eq!(API_ME_RECEIPT.with("a"), "/api/v1/me/sponsors/a/receipt");
        let delivery = SPONSOR_WEBHOOK_DELIVERY.with("w", 12);
        assert_eq!(delivery, "/sponsor/programs/webhooks/w/deliveries/12");
        assert_eq!(
            SPONSOR_WEBHOOK_ACTION.with("w", "ping"),
            "/sponsor/programs/webhooks/w/ping"
        );
    }
}
