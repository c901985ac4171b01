//! What an operator sets: by flags, in the environment, and in a file. A flag counts before a variable,
//! and that before the file.

mod check;
mod error;
mod file;
mod origin;
mod setting;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use backend::Config;
use backend::keys::seal::{MASTER_KEY_VARIABLE, MasterKey};
use backend::mail::MailSettings;

pub use crate::settings::check::{Finding, Verdict, check};
pub use crate::settings::error::SettingsError;
pub use crate::settings::origin::Origin;
pub use crate::settings::setting::Setting;

#[derive(Clone)]
struct Given {
    value: String,
    origin: Origin,
}

/// All settings.
#[derive(Clone)]
pub struct Settings {
    given: BTreeMap<Setting, Given>,
    file: Option<PathBuf>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings(…)")
    }
}

impl Settings {
    /// Gathers what is set: the flags that were given, the variables that `environment` answers, and the
    /// file, where one is named. What is empty is not set.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn gather(
        flags: Vec<(Setting, String)>,
        environment: impl Fn(&str) -> Option<OsString>,
        file: Option<&Path>,
    ) -> Result<Self, SettingsError> {
        let mut given = BTreeMap::new();
        let mut set = |setting, value: String, origin| {
            if !value.trim().is_empty() {
                given.insert(setting, Given { value, origin });
            }
        };
        for setting in Setting::ALL {
            if let Some(value) = setting.default() {
                set(setting, value.to_owned(), Origin::Default);
            }
        }
        if let Some(path) = file {
            for (setting, value) in file::read(path)? {
                set(setting, value, Origin::File(path.to_owned()));
            }
        }
        for setting in Setting::ALL {
            let variable = setting.variable();
            if let Some(value) = environment(variable) {
                let value = value
                    .into_string()
                    .map_err(|_| SettingsError::NotUnicode(variable))?;
                set(setting, value, Origin::Environment(variable));
            }
        }
        for (setting, value) in flags {
            set(setting, value, Origin::Flag);
        }
        let settings = Self {
            given,
            file: file.map(Path::to_owned),
        };
        Ok(settings)
    }

    fn get(&self, setting: Setting) -> Option<&str> {
        self.given.get(&setting).map(|given| given.value.trim())
    }

    /// The setting's value as it may be shown, and where it came from; nothing where it is not set.
    #[must_use]
    pub fn shown(&self, setting: Setting) -> Option<(String, &Origin)> {
        self.given
            .get(&setting)
            .map(|given| (setting.shown(given.value.trim()), &given.origin))
    }

    fn unusable(&self, setting: Setting, expected: &'static str) -> SettingsError {
        let origin = self.given.get(&setting);
        SettingsError::Unusable {
            key: setting.key(),
            origin: origin.map_or(Origin::Default, |given| given.origin.clone()),
            expected,
        }
    }

    /// The database's address.
    #[must_use]
    pub fn database_url(&self) -> &str {
        self.get(Setting::DatabaseUrl)
            .unwrap_or(Config::DATABASE_URL)
    }

    /// The address at which the backend is reached, without a slash at the end.
    ///
    /// # Errors
    /// [`SettingsError::Unusable`] where no enrolment code could carry it.
    pub fn public_url(&self) -> Result<Option<&str>, SettingsError> {
        let Some(url) = self.get(Setting::PublicUrl) else {
            return Ok(None);
        };
        let bare = url.trim_end_matches('/');
        // Only what an enrolment code can carry is of use.
        format!("{bare}/enrol#0000000000000000")
            .parse::<protocol::EnrolmentCode>()
            .map_err(|_| {
                self.unusable(
                    Setting::PublicUrl,
                    "an address such as https://lanyard.example",
                )
            })?;
        Ok(Some(bare))
    }

    /// Where to listen.
    ///
    /// # Errors
    /// [`SettingsError::Unusable`].
    pub fn listen(&self) -> Result<SocketAddr, SettingsError> {
        self.get(Setting::Listen)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| {
                self.unusable(
                    Setting::Listen,
                    "an address and a port, such as 127.0.0.1:8720",
                )
            })
    }

    /// How mails are sent; nothing where they are not.
    ///
    /// # Errors
    /// [`SettingsError::NoSender`].
    pub fn mail(&self) -> Result<Option<MailSettings>, SettingsError> {
        let Some(way) = self.get(Setting::Mail) else {
            return Ok(None);
        };
        let from = self.get(Setting::MailFrom).ok_or(SettingsError::NoSender)?;
        Ok(Some(MailSettings {
            url: way.to_owned(),
            from: from.to_owned(),
        }))
    }

    /// The master key, where it is set or its file is named. Otherwise it lies beside the database.
    ///
    /// # Errors
    /// [`SettingsError`] where it is set and can't be had.
    pub fn master_key(&self) -> Result<Option<MasterKey>, SettingsError> {
        match (
            self.get(Setting::MasterKey),
            self.get(Setting::MasterKeyFile),
        ) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(SettingsError::TwoMasterKeys),
            (Some(text), None) => Ok(Some(MasterKey::parse(text, MASTER_KEY_VARIABLE)?)),
            (None, Some(path)) => MasterKey::read(path.as_ref())?
                .ok_or_else(|| SettingsError::NoMasterKey(path.into()))
                .map(Some),
        }
    }

    /// The token that a monitoring client presents. Without one, the metrics are served to loopback only.
    ///
    /// # Errors
    /// [`SettingsError::Unusable`] where it could be guessed.
    pub fn monitor_token(&self) -> Result<Option<&str>, SettingsError> {
        const SHORTEST: usize = 20;
        match self.get(Setting::MonitorToken) {
            Some(token)
                if token.len() < SHORTEST || !token.bytes().all(|b| b.is_ascii_graphic()) =>
            {
                Err(self.unusable(
                    Setting::MonitorToken,
                    "20 or more letters, digits and signs without blanks",
                ))
            }
            token => Ok(token),
        }
    }

    /// How much is logged, in the words of `tracing-subscriber`'s filters.
    #[must_use]
    pub fn log(&self) -> &str {
        self.get(Setting::Log).unwrap_or("info")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::setting::without_password;

    fn gather(
        flags: &[(Setting, &str)],
        environment: &[(&str, &str)],
        file: Option<&Path>,
    ) -> Result<Settings, SettingsError> {
        let flags = flags.iter().map(|(s, v)| (*s, (*v).to_owned())).collect();
        let answer = |name: &str| {
            environment
                .iter()
                .find_map(|(key, value)| (*key == name).then(|| (*value).into()))
        };
        Settings::gather(flags, answer, file)
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn a_flag_counts_before_a_variable_and_that_before_the_file() {
        let file = file(
            "database_url = 'sqlite:file.db'\npublic_url = 'https://file.example/'\nlog = 'warn'",
        );
        let settings = gather(
            &[(Setting::DatabaseUrl, "sqlite:flag.db")],
            &[
                ("DATABASE_URL", "sqlite:variable.db"),
                ("LANYARD_LOG", "debug"),
                ("LANYARD_PUBLIC_URL", ""),
            ],
            Some(file.path()),
        )
        .unwrap();
        assert_eq!(settings.database_url(), "sqlite:flag.db");
        assert_eq!(settings.log(), "debug");
        let public = settings.public_url().unwrap();
        assert_eq!(public, Some("https://file.example"), "empty is not set");
        let origin = |setting| settings.shown(setting).unwrap().1.clone();
        assert_eq!(origin(Setting::DatabaseUrl), Origin::Flag);
        assert_eq!(
            origin(Setting::PublicUrl),
            Origin::File(file.path().to_owned())
        );
        assert_eq!(origin(Setting::Listen), Origin::Default);
    }

    #[test]
    fn what_is_shown_of_the_settings_holds_no_secret() {
        let settings = gather(
            &[],
            &[
                (
                    "DATABASE_URL",
                    "postgres://lanyard:hunter2@db/lanyard?sslpassword=hunter2",
                ),
                ("LANYARD_MAIL", "smtps://lanyard:hunter2@mail.example"),
                ("LANYARD_MASTER_KEY", "hunter2"),
                ("LANYARD_MONITOR_TOKEN", "hunter2-hunter2-hunter2"),
            ],
            None,
        )
        .unwrap();
        let shown: Vec<_> = Setting::ALL
            .iter()
            .filter_map(|setting| settings.shown(*setting))
            .map(|(value, origin)| format!("{value} {origin}"))
            .collect();
        let shown = shown.join("\n") + &format!("{settings:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("postgres://…@db/lanyard"), "{shown}");
        let error = settings.master_key().unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
        assert_eq!(without_password("hunter2@x"), "(set; not shown)");
    }

    #[test]
    fn what_is_wrong_with_the_file_is_said_without_its_words() {
        let cases = [
            ("mail = 'smtps://u:hunter2@x\n", "line 1"),
            ("log = 'info'\nhunter2 hunter2", "line 2"),
            ("mial = 'hunter2'", "no setting `mial`"),
            ("master_key = 'hunter2'", "master_key_file"),
            ("listen = 8720", "text in quotes"),
        ];
        for (text, expected) in cases {
            let file = file(text);
            let error = gather(&[], &[], Some(file.path())).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let missing = gather(&[], &[], Some(Path::new("/nowhere/lanyard.toml")));
        assert!(matches!(missing, Err(SettingsError::Unreadable { .. })));
    }

    #[test]
    fn what_can_not_be_used_is_said_with_where_it_came_from() {
        let settings = gather(
            &[(Setting::Listen, "everywhere")],
            &[
                ("LANYARD_PUBLIC_URL", "lanyard.example"),
                ("LANYARD_MAIL", "folder:mails"),
                ("LANYARD_MONITOR_TOKEN", "short"),
                ("LANYARD_MASTER_KEY_FILE", "/nowhere/master.key"),
            ],
            None,
        )
        .unwrap();
        let listen = settings.listen().unwrap_err().to_string();
        assert!(listen.contains("the command line"), "{listen}");
        let public = settings.public_url().unwrap_err().to_string();
        assert!(public.contains("LANYARD_PUBLIC_URL"), "{public}");
        assert!(matches!(settings.mail(), Err(SettingsError::NoSender)));
        assert!(settings.monitor_token().is_err());
        let key = settings.master_key();
        assert!(matches!(key, Err(SettingsError::NoMasterKey(_))));
    }
}
