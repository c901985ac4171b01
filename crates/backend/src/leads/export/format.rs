//! The file formats of exports.

use backend_model::Action;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A spreadsheet (Office Open XML).
    Xlsx,
    /// JSON with all data, for programs.
    Json,
    /// The columns that Salesforce imports.
    Salesforce,
    /// The columns that HubSpot imports.
    HubSpot,
}

impl Format {
    pub const ALL: [Self; 5] = [
        Self::Csv,
        Self::Xlsx,
        Self::Json,
        Self::Salesforce,
        Self::HubSpot,
    ];

    /// The name used in the database and in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Salesforce => "salesforce",
            Self::HubSpot => "hubspot",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name of the file, which is also a part of its URL.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "leads.csv",
            Self::Xlsx => "leads.xlsx",
            Self::Json => "leads.json",
            Self::Salesforce => "leads-salesforce.csv",
            Self::HubSpot => "leads-hubspot.csv",
        }
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Salesforce | Self::HubSpot => {
                "text/csv; charset=utf-8; header=present"
            }
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }

    /// The action for the audit log.
    pub(crate) const fn action(self) -> Action {
        match self {
            Self::Csv => Action::ExportCsv,
            Self::Xlsx => Action::ExportXlsx,
            Self::Json => Action::ExportJson,
            Self::Salesforce => Action::ExportSalesforce,
            Self::HubSpot => Action::ExportHubSpot,
        }
    }
}
