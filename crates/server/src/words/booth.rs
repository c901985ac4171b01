/// The pages that booth staff open: what an enrolment code is, and handing in a bundle.
pub struct BoothWords {
    /// Heading of the page behind an enrolment code.
    pub code_title: &'static str,
    /// What a code is for.
    pub code_lead: &'static str,
    /// What to do with it, step by step.
    pub code_steps: [&'static str; 3],
    /// What to do where it does not work.
    pub code_fails: &'static str,
    /// Heading of the form for bundles.
    pub bundle_title: &'static str,
    /// What a bundle is.
    pub bundle_lead: &'static str,
    /// Names the file.
    pub bundle_file: &'static str,
    /// The button.
    pub bundle_send: &'static str,
    /// It was taken: heading and text.
    pub taken: (&'static str, &'static str),
    /// Rows of the table of what was in it.
    pub records: &'static str,
    /// Those that are new.
    pub accepted: &'static str,
    /// Those that were here before.
    pub duplicates: &'static str,
    /// Those that wait for the organiser.
    pub quarantined: &'static str,
    /// Leads back to the form.
    pub another: &'static str,
    /// It was not taken: the heading.
    pub refused: &'static str,
    /// Why: too long.
    pub too_large: &'static str,
    /// Why: of a device that is not enrolled here.
    pub unknown_device: &'static str,
    /// Why: no bundle at all.
    pub no_bundle: &'static str,
    /// Why: it does not open.
    pub does_not_open: &'static str,
    /// Why: others are in work.
    pub busy: &'static str,
    /// Why: anything else.
    pub went_wrong: &'static str,
    /// What holds in any case.
    pub keep: &'static str,
    /// Leads back to the form.
    pub again: &'static str,
}
