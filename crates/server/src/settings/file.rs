//! The settings' file: TOML, each setting a text.

use std::path::Path;

use crate::settings::error::SettingsError;
use crate::settings::setting::Setting;

/// What a file sets.
pub(crate) fn read(path: &Path) -> Result<Vec<(Setting, String)>, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|error| SettingsError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        // The error as a whole quotes the line, which may hold a password.
        let at = error.span().map_or(0, |span| span.start);
        let before = text.get(..at.min(text.len())).unwrap_or(&text);
        SettingsError::NotToml {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            reason: error.message().to_owned(),
        }
    })?;
    table
        .into_iter()
        .map(|(key, value)| {
            let setting = setting_of(path, &key)?;
            match value {
                toml::Value::String(value) => Ok((setting, value)),
                _ => Err(SettingsError::NotText {
                    path: path.to_owned(),
                    key,
                }),
            }
        })
        .collect()
}

fn setting_of(path: &Path, key: &str) -> Result<Setting, SettingsError> {
    match Setting::ALL
        .into_iter()
        .find(|setting| setting.key() == key)
    {
        Some(setting) if setting.is_for_the_file() => Ok(setting),
        Some(_) => Err(SettingsError::MasterKeyInside {
            path: path.to_owned(),
        }),
        None => {
            let known: Vec<_> = Setting::ALL
                .into_iter()
                .filter(|setting| setting.is_for_the_file())
                .map(Setting::key)
                .collect();
            Err(SettingsError::UnknownKey {
                path: path.to_owned(),
                key: key.to_owned(),
                known: known.join(", "),
            })
        }
    }
}
