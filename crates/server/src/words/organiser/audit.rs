use crate::audit_action::Action;

/// The audit log.
pub(crate) struct Audit {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) actor: &'static str,
    pub(crate) action_name: fn(action: Action) -> &'static str,
    pub(crate) action: &'static str,
    pub(crate) leads: &'static str,
    pub(crate) fields: &'static str,
    pub(crate) detail: &'static str,
    pub(crate) number: &'static str,
    pub(crate) from: &'static str,
    pub(crate) until: &'static str,
    pub(crate) kind_organiser: &'static str,
    pub(crate) kind_staff: &'static str,
    pub(crate) kind_sponsor: &'static str,
    pub(crate) kind_member: &'static str,
    pub(crate) kind_attendee: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) found: fn(count: usize) -> String,
    pub(crate) export: &'static str,
    pub(crate) export_what: &'static str,
    pub(crate) filter: &'static str,
    pub(crate) bad_day: &'static str,
}
