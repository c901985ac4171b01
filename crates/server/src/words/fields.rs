/// The names of the seven fields.
pub struct Fields {
    /// First name.
    pub first_name: &'static str,
    /// Last name.
    pub last_name: &'static str,
    /// E-mail address.
    pub email: &'static str,
    /// Job title.
    pub job_title: &'static str,
    /// Employer.
    pub employer: &'static str,
    /// State or province.
    pub region: &'static str,
    /// Country.
    pub country: &'static str,
}
