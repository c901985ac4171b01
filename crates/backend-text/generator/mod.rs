//! Compiles the text catalogue, one Fluent file per language, to Rust structs and their values.

mod catalogue;
mod check;
mod rust;
#[cfg(test)]
mod tests;

use catalogue::Catalogue;

/// The language whose file determines the messages, attributes, variables and types of all languages.
const REFERENCE: &str = "en";

/// A language's Fluent file.
#[derive(Clone)]
pub(crate) struct Source {
    /// The language's BCP 47 tag: the file's name without `.ftl`.
    pub(crate) tag: String,
    /// The file's content.
    pub(crate) text: String,
}

/// Compiles the files of all languages to Rust.
///
/// # Errors
/// One text for each difference between a language and the reference, and for each construct of Fluent that
/// is not supported. Each names the language and the message.
pub(crate) fn compile(sources: &[Source]) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    let mut catalogues: Vec<Catalogue> = sources
        .iter()
        .map(|source| Catalogue::parse(source, &mut errors))
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    // The reference comes first: it is what a reader gets whose language is unknown.
    catalogues.sort_by_key(|catalogue| (catalogue.tag != REFERENCE, catalogue.tag.clone()));
    let Some((reference, others)) = catalogues.split_first() else {
        return Err(vec![format!("there is no {REFERENCE}.ftl")]);
    };
    check::reference(reference, &mut errors);
    for other in others {
        check::translation(reference, other, &mut errors);
    }
    let tree = rust::Tree::build(reference, &mut errors);
    if errors.is_empty() {
        Ok(tree.code(&catalogues))
    } else {
        Err(errors)
    }
}
