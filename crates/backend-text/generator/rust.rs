//! Writes the structs of the reference's groups, and their value in each language, as Rust.

use std::fmt::Write;

use super::catalogue::{Argument, Catalogue, Key, Kind, Message, Part, Pattern, variables};

/// A group of messages: a struct.
#[derive(Default)]
pub(super) struct Tree<'a> {
    path: Vec<String>,
    doc: String,
    fields: Vec<Field<'a>>,
    groups: Vec<Tree<'a>>,
}

/// A field of a group's struct.
struct Field<'a> {
    name: String,
    /// The reference's messages: one, or for a list several with ids that end in -1, -2 and so on.
    messages: Vec<&'a Message>,
    is_list: bool,
}

impl<'a> Tree<'a> {
    /// Sorts the reference's messages into their groups.
    pub(super) fn build(reference: &'a Catalogue, errors: &mut Vec<String>) -> Self {
        let mut root = Self::default();
        for message in &reference.messages {
            // The check of the reference has reported a message without a field.
            let Some(field) = message.field() else {
                continue;
            };
            root.group(message)
                .add(field, message)
                .unwrap_or_else(|fault| {
                    errors.push(format!("{}: {}: {fault}", reference.tag, message.id));
                });
        }
        root
    }

    fn group(&mut self, message: &Message) -> &mut Self {
        let mut tree = self;
        for step in &message.group {
            let at = tree
                .groups
                .iter()
                .position(|group| group.path.last() == Some(step))
                .unwrap_or_else(|| {
                    let mut path = tree.path.clone();
                    path.push(step.clone());
                    tree.groups.push(Self {
                        path,
                        ..Self::default()
                    });
                    tree.groups.len() - 1
                });
            tree = &mut tree.groups[at];
        }
        tree.doc.clone_from(&message.group_doc);
        tree
    }

    fn add(&mut self, field: &str, message: &'a Message) -> Result<(), String> {
        let (name, number) = list_item(field).map_or((field, None), |(name, n)| (name, Some(n)));
        let name = identifier(name);
        match (
            self.fields.iter_mut().find(|known| known.name == name),
            number,
        ) {
            (None, None | Some(1)) => self.fields.push(Field {
                name,
                messages: vec![message],
                is_list: number.is_some(),
            }),
            (Some(list), Some(n)) if list.is_list && list.messages.len() + 1 == n => {
                if list.cells() != cells(message) {
                    return Err("the list's first message has other attributes or variables".into());
                }
                list.messages.push(message);
            }
            _ => return Err("the messages of a list must be numbered 1, 2, 3 …, in order".into()),
        }
        Ok(())
    }

    /// The Rust code: the enum of languages, the structs, and a value for each language.
    pub(super) fn code(&self, catalogues: &[Catalogue]) -> String {
        let mut code = String::new();
        self.languages(&mut code, catalogues);
        self.structs(&mut code);
        for catalogue in catalogues {
            let constant = catalogue.name.to_ascii_uppercase();
            let (tag, module) = (&catalogue.tag, module(&catalogue.tag));
            write!(
                code,
                "\nmod {module} {{\n    use super::*;\n    \
                 const LOCALE: icu_locale_core::Locale = icu_locale_core::locale!({tag:?});\n    \
                 fn category(number: impl Into<icu_plurals::PluralOperands>) -> icu_plurals::PluralCategory {{\n        \
                 crate::plural::category(LOCALE, number)\n    }}\n    \
                 pub(super) static {constant}: Words = ",
            )
            .expect("a String takes everything");
            self.value(&mut code, catalogue);
            code.push_str(";\n}\n");
        }
        code
    }

    fn languages(&self, code: &mut String, catalogues: &[Catalogue]) {
        let each = |line: &dyn Fn(&Catalogue) -> String| -> String {
            catalogues.iter().map(line).collect()
        };
        let variants = each(&|it| format!("    /// {}.\n    {},\n", it.name, it.name));
        let all = each(&|it| format!("Self::{}, ", it.name));
        let arms = each(&|it| {
            let (name, constant) = (&it.name, it.name.to_ascii_uppercase());
            format!(
                "            Self::{name} => &{}::{constant},\n",
                module(&it.tag)
            )
        });
        let count = catalogues.len();
        code.push_str(&format!(
            "/// A language of the pages and mails.\n\
             #[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
             pub enum Language {{\n{variants}}}\n\n\
             impl Language {{\n    \
             /// All languages, the default first.\n    \
             pub const ALL: [Self; {count}] = [{all}];\n\n    \
             /// The language's texts.\n    \
             #[must_use]\n    \
             pub const fn words(self) -> &'static Words {{\n        \
             match self {{\n{arms}        }}\n    }}\n}}\n",
        ));
    }

    fn structs(&self, code: &mut String) {
        let doc = match (self.path.is_empty(), self.doc.is_empty()) {
            (true, _) => "All texts in one language.".into(),
            (false, true) => format!("The groups of `{}`.", self.path.join(".")),
            (false, false) => format!("`{}`: {}.", self.path.join("."), self.doc),
        };
        code.push_str(&format!(
            "\n/// {doc}\npub struct {} {{\n",
            self.type_name()
        ));
        if self.path.is_empty() {
            code.push_str("    /// The language's BCP 47 tag.\n    pub tag: &'static str,\n");
        }
        for field in &self.fields {
            let mut of_type = tuple(field.cells().iter().map(Cell::of_type));
            if field.is_list {
                of_type = format!("[{of_type}; {}]", field.messages.len());
            }
            code.push_str(&format!("    pub {}: {of_type},\n", field.name));
        }
        for group in &self.groups {
            code.push_str(&format!(
                "    pub {}: {},\n",
                group.name(),
                group.type_name()
            ));
        }
        code.push_str("}\n");
        for group in &self.groups {
            group.structs(code);
        }
    }

    fn value(&self, code: &mut String, catalogue: &Catalogue) {
        code.push_str(&format!("{} {{\n", self.type_name()));
        if self.path.is_empty() {
            code.push_str(&format!("tag: {:?},\n", catalogue.tag));
        }
        for field in &self.fields {
            let items = field.messages.iter().map(|reference| {
                // The check has reported a message or attribute that a language lacks.
                let message = catalogue.message(&reference.id).expect("checked");
                let texts = reference.texts.iter().zip(cells(reference));
                tuple(texts.map(|((name, _), cell)| {
                    let text = message.texts.iter().find(|(found, _)| found == name);
                    cell.value(&text.expect("checked").1)
                }))
            });
            let items: Vec<String> = items.collect();
            let items = if field.is_list {
                format!("[{}]", items.join(", "))
            } else {
                items.join("")
            };
            code.push_str(&format!("{}: {items},\n", field.name));
        }
        for group in &self.groups {
            code.push_str(&format!("{}: ", group.name()));
            group.value(code, catalogue);
            code.push_str(",\n");
        }
        code.push('}');
    }

    fn name(&self) -> String {
        self.path
            .last()
            .map(|step| identifier(step))
            .unwrap_or_default()
    }

    /// The path in one word, such as `AttendeeDashboardCard`.
    fn type_name(&self) -> String {
        if self.path.is_empty() {
            return "Words".into();
        }
        let words = self.path.iter().flat_map(|step| step.split('-'));
        words
            .flat_map(|word| {
                let (first, rest) = word.split_at(1);
                [first.to_ascii_uppercase(), rest.into()]
            })
            .collect()
    }
}

impl Field<'_> {
    fn cells(&self) -> Vec<Cell<'_>> {
        cells(self.messages[0])
    }
}

/// The type of one text of a message: the variables that it takes, in the order in which they are
/// documented.
#[derive(PartialEq, Eq)]
struct Cell<'a>(Vec<(&'a str, &'a Kind)>);

fn cells(message: &Message) -> Vec<Cell<'_>> {
    let cell = |(_, text): &(String, Pattern)| {
        let used = variables(text);
        let arguments = message.arguments.iter();
        let arguments = arguments.filter(|argument| used.contains(argument.name.as_str()));
        Cell(
            arguments
                .map(|Argument { name, kind }| (name.as_str(), kind))
                .collect(),
        )
    };
    message.texts.iter().map(cell).collect()
}

impl Cell<'_> {
    fn of_type(&self) -> String {
        if self.0.is_empty() {
            return "&'static str".into();
        }
        let types = self.0.iter().map(|(name, kind)| match kind {
            Kind::Text => format!("{}: &str", identifier(name)),
            Kind::Number(number) => format!("{}: {number}", identifier(name)),
        });
        let types: Vec<String> = types.collect();
        format!("fn({}) -> String", types.join(", "))
    }

    fn value(&self, text: &Pattern) -> String {
        if self.0.is_empty() {
            let literal = text.iter().map(|part| match part {
                Part::Text(text) => text.as_str(),
                _ => "",
            });
            return format!("{:?}", literal.collect::<String>());
        }
        let names: Vec<String> = self.0.iter().map(|(name, _)| identifier(name)).collect();
        let body = self.statements(text);
        format!(
            "|{}| {{ let mut text = String::new(); {body}text }}",
            names.join(", ")
        )
    }

    fn statements(&self, text: &Pattern) -> String {
        text.iter().map(|part| self.statement(part)).collect()
    }

    fn statement(&self, part: &Part) -> String {
        match part {
            Part::Text(text) => format!("text.push_str({text:?}); "),
            Part::Variable(name) if self.is_number(name) => {
                format!("text.push_str(&{}.to_string()); ", identifier(name))
            }
            Part::Variable(name) => format!("text.push_str({}); ", identifier(name)),
            Part::SignedNumber(name) => {
                format!("text.push_str(&format!(\"{{{}:+}}\")); ", identifier(name))
            }
            Part::Select {
                variable,
                variants,
                default,
            } => {
                let (is_number, name) = (self.is_number(variable), identifier(variable));
                let selector = if is_number {
                    format!("({name}, category({name}))")
                } else {
                    name
                };
                let arms: String = variants
                    .iter()
                    .map(|(key, text)| {
                        let key = match key {
                            Key::Number(number) => format!("({number}, _)"),
                            Key::Word(word) if is_number => {
                                let (first, rest) = word.split_at(1);
                                let first = first.to_ascii_uppercase();
                                format!("(_, icu_plurals::PluralCategory::{first}{rest})")
                            }
                            Key::Word(word) => format!("{word:?}"),
                        };
                        format!("{key} => {{ {}}} ", self.statements(text))
                    })
                    .collect();
                format!(
                    "match {selector} {{ {arms}_ => {{ {}}} }} ",
                    self.statements(default)
                )
            }
        }
    }

    fn is_number(&self, variable: &str) -> bool {
        self.0
            .iter()
            .any(|(name, kind)| *name == variable && matches!(kind, Kind::Number(_)))
    }
}

/// The name and number of a list's item: `steps-2` is the second of `steps`.
fn list_item(field: &str) -> Option<(&str, usize)> {
    let (name, number) = field.rsplit_once('-')?;
    Some((name, number.parse().ok()?))
}

fn tuple(items: impl ExactSizeIterator<Item = String>) -> String {
    let is_one = items.len() == 1;
    let items = items.collect::<Vec<_>>().join(", ");
    if is_one { items } else { format!("({items})") }
}

/// The name of a language's module.
fn module(tag: &str) -> String {
    identifier(&tag.to_ascii_lowercase())
}

fn identifier(kebab: &str) -> String {
    kebab.replace('-', "_")
}
