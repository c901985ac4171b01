//! Parses a Fluent file into the messages that the generator works on.

use std::collections::BTreeSet;

use fluent_syntax::ast::{
    self, Comment, Entry, Expression, InlineExpression, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::Source;

/// A language's messages.
pub(super) struct Catalogue {
    /// The language's BCP 47 tag.
    pub(super) tag: String,
    /// The language's name in English, from the file's first `###` line. It names the variant of the
    /// generated enum `Language`.
    pub(super) name: String,
    /// The messages in the order of the file.
    pub(super) messages: Vec<Message>,
}

/// A message: its text, and further texts as attributes.
pub(super) struct Message {
    /// The id.
    pub(super) id: String,
    /// The path in the group's `##` line above the message; empty before the first group.
    pub(super) group: Vec<String>,
    /// The group's description.
    pub(super) group_doc: String,
    /// The variables that the comment before the message documents.
    pub(super) arguments: Vec<Argument>,
    /// The message's text, with an empty name, then its attributes.
    pub(super) texts: Vec<(String, Pattern)>,
}

/// A documented variable.
pub(super) struct Argument {
    /// The name without `$`.
    pub(super) name: String,
    /// The type.
    pub(super) kind: Kind,
}

/// A variable's type.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// An integer, with its type in Rust.
    Number(String),
}

/// A text with its placeables.
pub(super) type Pattern = Vec<Part>;

/// A part of a text.
#[derive(PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text.
    Text(String),
    /// A variable.
    Variable(String),
    /// A number with its sign, also where that is plus.
    SignedNumber(String),
    /// One of several texts, selected by a variable.
    Select {
        /// The variable.
        variable: String,
        /// The texts in the order of the file, with their keys.
        variants: Vec<(Key, Pattern)>,
        /// The text that is used if no key matches.
        default: Pattern,
    },
}

/// A variant's key.
#[derive(PartialEq, Eq)]
pub(super) enum Key {
    /// A number.
    Number(String),
    /// A plural category, or a text.
    Word(String),
}

impl Catalogue {
    /// Parses a file. What is wrong in it is added to the errors.
    pub(super) fn parse(source: &Source, errors: &mut Vec<String>) -> Self {
        let tag = &source.tag;
        let resource = parser::parse(source.text.as_str()).unwrap_or_else(|(resource, faults)| {
            errors.extend(faults.iter().map(|fault| {
                let line = source.text[..fault.pos.start].matches('\n').count() + 1;
                format!("{tag}.ftl, line {line}: {}", fault.kind)
            }));
            resource
        });
        let mut catalogue = Self {
            tag: tag.clone(),
            name: String::new(),
            messages: Vec::new(),
        };
        let (mut group, mut group_doc) = (Vec::new(), String::new());
        let mut ids = BTreeSet::new();
        for entry in &resource.body {
            match entry {
                Entry::ResourceComment(comment) if catalogue.name.is_empty() => {
                    catalogue.name = comment.content[0].trim().into();
                }
                Entry::GroupComment(comment) => (group, group_doc) = group_of(comment),
                Entry::Message(message) => {
                    let id = message.id.name;
                    if !ids.insert(id) {
                        errors.push(format!("{tag}: {id}: there are two messages with this id"));
                    }
                    let parsed = parse_message(message, &group, &group_doc)
                        .map_err(|fault| errors.push(format!("{tag}: {id}: {fault}")));
                    catalogue.messages.extend(parsed);
                }
                Entry::Term(term) => {
                    errors.push(format!("{tag}: -{}: terms are not supported", term.id.name));
                }
                Entry::Comment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
            }
        }
        if !is_variant_name(&catalogue.name) {
            errors.push(format!(
                "{tag}: the file must begin with a line such as \"### English\", with the language's \
                 name in English as one word"
            ));
        }
        catalogue
    }

    /// The message with this id.
    pub(super) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }
}

impl Message {
    /// The message's own part of its id, after the group's path.
    pub(super) fn field(&self) -> Option<&str> {
        let mut rest = self.id.as_str();
        for step in &self.group {
            rest = rest.strip_prefix(step.as_str())?.strip_prefix('-')?;
        }
        Some(rest)
    }

    /// The type of the variable with this name.
    pub(super) fn kind(&self, variable: &str) -> Option<&Kind> {
        self.arguments
            .iter()
            .find(|argument| argument.name == variable)
            .map(|argument| &argument.kind)
    }
}

/// The names of the variables of a text.
pub(super) fn variables(pattern: &Pattern) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for part in pattern {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) | Part::SignedNumber(name) => {
                names.insert(name.as_str());
            }
            Part::Select {
                variable,
                variants,
                default,
            } => {
                names.insert(variable);
                names.extend(variants.iter().flat_map(|(_, text)| variables(text)));
                names.extend(variables(default));
            }
        }
    }
    names
}

fn is_variant_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Reads `## path.of.group: description`.
fn group_of(comment: &Comment<&str>) -> (Vec<String>, String) {
    let line = comment.content.join(" ");
    let (path, doc) = line.split_once(':').unwrap_or((&line, ""));
    let path = path.trim().split('.').filter(|step| !step.is_empty());
    (path.map(Into::into).collect(), doc.trim().into())
}

fn parse_message(
    message: &ast::Message<&str>,
    group: &[String],
    group_doc: &str,
) -> Result<Message, String> {
    let value = message.value.as_ref().ok_or("the message has no text")?;
    let mut texts = vec![(String::new(), pattern_of(value)?)];
    for attribute in &message.attributes {
        texts.push((attribute.id.name.into(), pattern_of(&attribute.value)?));
    }
    let comment = message.comment.iter().flat_map(|comment| &comment.content);
    Ok(Message {
        id: message.id.name.into(),
        group: group.to_vec(),
        group_doc: group_doc.into(),
        arguments: comment
            .filter_map(|line| argument_of(line))
            .collect::<Result<_, _>>()?,
        texts,
    })
}

/// Reads `$name (Type) - description`. Lines that do not begin with `$` are for human readers alone.
fn argument_of(line: &str) -> Option<Result<Argument, String>> {
    let line = line.trim().strip_prefix('$')?;
    let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
    let kind = rest
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .map_or("String", |(kind, _)| kind);
    let kind = match kind {
        "String" => Kind::Text,
        "Number" => Kind::Number("usize".into()),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => Kind::Number(kind.into()),
        other => return Some(Err(format!("${name} has the unknown type {other}"))),
    };
    let name = name.into();
    Some(Ok(Argument { name, kind }))
}

fn pattern_of(pattern: &ast::Pattern<&str>) -> Result<Pattern, String> {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut parts, value),
            PatternElement::Placeable { expression } => push_expression(&mut parts, expression)?,
        }
    }
    Ok(parts)
}

fn push_text(parts: &mut Pattern, text: &str) {
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        parts.push(Part::Text(text.into()));
    }
}

fn push_expression(parts: &mut Pattern, expression: &Expression<&str>) -> Result<(), String> {
    match expression {
        Expression::Inline(inline) => push_inline(parts, inline),
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err("only a variable can select a text".into());
            };
            let (mut keyed, mut default) = (Vec::new(), Vec::new());
            for variant in variants {
                if variant.default {
                    default = pattern_of(&variant.value)?;
                } else {
                    let key = match variant.key {
                        VariantKey::Identifier { name } => Key::Word(name.into()),
                        VariantKey::NumberLiteral { value } => Key::Number(value.into()),
                    };
                    keyed.push((key, pattern_of(&variant.value)?));
                }
            }
            parts.push(Part::Select {
                variable: id.name.into(),
                variants: keyed,
                default,
            });
            Ok(())
        }
    }
}

fn push_inline(parts: &mut Pattern, inline: &InlineExpression<&str>) -> Result<(), String> {
    match inline {
        InlineExpression::StringLiteral { value } => {
            push_text(parts, &unescape_unicode_to_string(value));
        }
        InlineExpression::NumberLiteral { value } => push_text(parts, value),
        InlineExpression::VariableReference { id } => parts.push(Part::Variable(id.name.into())),
        InlineExpression::Placeable { expression } => return push_expression(parts, expression),
        InlineExpression::FunctionReference { id, arguments } => {
            return match (
                id.name,
                arguments.positional.as_slice(),
                arguments.named.as_slice(),
            ) {
                (
                    "NUMBER",
                    [InlineExpression::VariableReference { id }],
                    [
                        ast::NamedArgument {
                            name:
                                ast::Identifier {
                                    name: "signDisplay",
                                },
                            value: InlineExpression::StringLiteral { value: "always" },
                        },
                    ],
                ) => {
                    parts.push(Part::SignedNumber(id.name.into()));
                    Ok(())
                }
                _ => Err(format!(
                    "{} is not supported; NUMBER($number, signDisplay: \"always\") is",
                    id.name
                )),
            };
        }
        InlineExpression::MessageReference { id, .. } => {
            return Err(format!(
                "a reference to the message {} is not supported",
                id.name
            ));
        }
        InlineExpression::TermReference { id, .. } => {
            return Err(format!(
                "a reference to the term -{} is not supported",
                id.name
            ));
        }
    }
    Ok(())
}
