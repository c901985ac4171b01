//! Compares each language with the reference.

use std::collections::BTreeSet;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::catalogue::{Catalogue, Key, Kind, Message, Part, Pattern, variables};

/// Checks the reference: its ids, and that its comments document exactly the variables of its texts.
pub(super) fn reference(catalogue: &Catalogue, errors: &mut Vec<String>) {
    let mut report = Report::new(catalogue, errors);
    for message in &catalogue.messages {
        report.message = &message.id;
        if message.field().is_none_or(str::is_empty) {
            report.push(format!(
                "the id must begin with {}-",
                message.group.join("-")
            ));
        }
        let used: BTreeSet<&str> = message
            .texts
            .iter()
            .flat_map(|(_, text)| variables(text))
            .collect();
        for argument in &message.arguments {
            if !used.contains(argument.name.as_str()) {
                report.push(format!(
                    "no text uses the documented variable ${}",
                    argument.name
                ));
            }
        }
        for name in used {
            if message.kind(name).is_none() {
                report.push(format!("no comment documents the variable ${name}"));
            }
        }
        for (_, text) in &message.texts {
            report.selects(message, text);
        }
    }
}

/// Checks a language against the reference.
pub(super) fn translation(reference: &Catalogue, other: &Catalogue, errors: &mut Vec<String>) {
    let mut report = Report::new(other, errors);
    for expected in &reference.messages {
        report.message = &expected.id;
        let Some(message) = other.message(&expected.id) else {
            report.push("the message is missing".into());
            continue;
        };
        for (name, text) in &expected.texts {
            match message.texts.iter().find(|(found, _)| found == name) {
                Some((_, found)) => report.variables(expected, name, text, found),
                None => report.push(format!("the attribute .{name} is missing")),
            }
        }
        for (name, _) in &message.texts {
            if expected.texts.iter().all(|(known, _)| known != name) {
                report.push(format!("the reference has no attribute .{name}"));
            }
        }
    }
    for message in &other.messages {
        if reference.message(&message.id).is_none() {
            report.message = &message.id;
            report.push("the reference has no such message".into());
        }
    }
}

/// The errors of one language.
struct Report<'a> {
    tag: &'a str,
    message: &'a str,
    categories: Vec<&'static str>,
    errors: &'a mut Vec<String>,
}

impl<'a> Report<'a> {
    fn new(catalogue: &'a Catalogue, errors: &'a mut Vec<String>) -> Self {
        let mut report = Self {
            tag: &catalogue.tag,
            message: "",
            categories: Vec::new(),
            errors,
        };
        let rules = Locale::try_from_str(&catalogue.tag)
            .ok()
            .and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok());
        match rules {
            Some(rules) => report.categories = rules.categories().map(category_name).collect(),
            None => report.push("the file's name is not a BCP 47 language tag".into()),
        }
        report
    }

    fn push(&mut self, fault: String) {
        let Self { tag, message, .. } = self;
        self.errors.push(if message.is_empty() {
            format!("{tag}: {fault}")
        } else {
            format!("{tag}: {message}: {fault}")
        });
    }

    /// Checks that a text has the reference's variables.
    fn variables(&mut self, expected: &Message, name: &str, text: &Pattern, found: &Pattern) {
        let place = if name.is_empty() {
            String::new()
        } else {
            format!(".{name}: ")
        };
        let (wanted, has) = (variables(text), variables(found));
        for missing in wanted.difference(&has) {
            self.push(format!("{place}the variable ${missing} is missing"));
        }
        for unknown in has.difference(&wanted) {
            self.push(format!("{place}the reference has no variable ${unknown}"));
        }
        self.selects(expected, found);
    }

    /// Checks that each key fits the type of the variable that selects it.
    fn selects(&mut self, message: &Message, text: &Pattern) {
        for part in text {
            match part {
                Part::Text(_) | Part::Variable(_) => {}
                Part::SignedNumber(name) => {
                    if message.kind(name) == Some(&Kind::Text) {
                        self.push(format!("${name} is not a number"));
                    }
                }
                Part::Select {
                    variable,
                    variants,
                    default,
                } => {
                    for (key, text) in variants {
                        let fault = match (message.kind(variable), key) {
                            (Some(Kind::Number(_)), Key::Word(word)) => {
                                let categories = self.categories.join(", ");
                                (!self.categories.contains(&word.as_str())).then(|| {
                                    format!("[{word}] is not one of the plural forms {categories}")
                                })
                            }
                            (Some(Kind::Number(_)), Key::Number(number)) => number
                                .parse::<i64>()
                                .is_err()
                                .then(|| format!("[{number}] is not an integer")),
                            (Some(Kind::Text), Key::Number(number)) => {
                                Some(format!("[{number}]: ${variable} is not a number"))
                            }
                            (Some(Kind::Text), Key::Word(_)) | (None, _) => None,
                        };
                        if let Some(fault) = fault {
                            self.push(fault);
                        }
                        self.selects(message, text);
                    }
                    self.selects(message, default);
                }
            }
        }
    }
}

/// The category's name in CLDR and in Fluent.
const fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
