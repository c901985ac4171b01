//! Tests of the generator: what it writes, and which errors it reports.

use super::{REFERENCE, Source, compile};

const ENGLISH: &str = "\
### English

name = English

## shop.cart: the cart

# $count (Number) - how many
# $owner (String) - whose
shop-cart-title =
    { $count ->
        [0] { $owner } has nothing
        [one] { $owner } has { $count } thing
       *[other] { $owner } has { $count } things
    }
shop-cart-empty = Empty
    .text = Nothing is in it yet.
shop-cart-steps-1 = Choose
shop-cart-steps-2 = Pay
";

const SPANISH: &str = "\
### Spanish

name = Español
# $owner and $count may stand in any order.
shop-cart-title =
    { $count ->
       *[other] { $count } de { $owner }
    }
shop-cart-empty = Vacío
    .text = Todavía no hay nada.
shop-cart-steps-1 = Elegir
shop-cart-steps-2 = Pagar
";

fn source(tag: &str, text: &str) -> Source {
    Source {
        tag: tag.into(),
        text: text.into(),
    }
}

fn compiled(spanish: &str) -> Result<String, Vec<String>> {
    compile(&[source("es", spanish), source(REFERENCE, ENGLISH)])
}

/// Compiles the Spanish file with a part of it replaced, and checks the only error.
fn check(part: &str, replacement: &str, error: &str) {
    assert!(SPANISH.contains(part));
    assert_eq!(
        compiled(&SPANISH.replace(part, replacement)),
        Err(vec![error.into()])
    );
}

/// The same for the English file.
fn check_reference(part: &str, replacement: &str, error: &str) {
    assert!(ENGLISH.contains(part));
    let english = source(REFERENCE, &ENGLISH.replace(part, replacement));
    assert_eq!(compile(&[english]), Err(vec![error.into()]));
}

#[test]
fn groups_become_structs_and_messages_their_fields() {
    let code = compiled(SPANISH).unwrap();
    for line in [
        "pub enum Language {\n    /// English.\n    English,\n    /// Spanish.\n    Spanish,\n}",
        "pub const ALL: [Self; 2] = [Self::English, Self::Spanish, ];",
        "Self::Spanish => &es::SPANISH,",
        "pub struct Words {\n    /// The language's BCP 47 tag.\n    pub tag: &'static str,\n    \
         pub name: &'static str,\n    pub shop: Shop,\n}",
        "/// `shop.cart`: the cart.\npub struct ShopCart {",
        "pub title: fn(count: usize, owner: &str) -> String,",
        "pub empty: (&'static str, &'static str),",
        "pub steps: [&'static str; 2],",
        "empty: (\"Vacío\", \"Todavía no hay nada.\"),",
        "steps: [\"Elegir\", \"Pagar\"],",
    ] {
        assert!(code.contains(line), "{line}\n{code}");
    }
}

#[test]
fn numbers_select_by_value_and_by_plural_form() {
    let code = compiled(SPANISH).unwrap();
    assert!(code.contains(
        "|count, owner| { let mut text = String::new(); match (count, category(count)) { \
         (0, _) => { text.push_str(owner); text.push_str(\" has nothing\"); } \
         (_, icu_plurals::PluralCategory::One) => { "
    ));
}

#[test]
fn a_further_language_is_one_further_file() {
    let polish = SPANISH.replace("### Spanish", "### Polish");
    let polish = polish.replace("Español", "Polski").replace(
        "       *[other] { $count } de { $owner }",
        "        [few] { $owner }: { $count } rzeczy\n       *[many] { $owner }: { $count } rzecz",
    );
    let sources = [
        source(REFERENCE, ENGLISH),
        source("es", SPANISH),
        source("pl", &polish),
    ];
    let code = compile(&sources).unwrap();
    for line in [
        "pub const ALL: [Self; 3] = [Self::English, Self::Spanish, Self::Polish, ];",
        "Self::Polish => &pl::POLISH,",
        "tag: \"pl\",\nname: \"Polski\",",
        "(_, icu_plurals::PluralCategory::Few) => { ",
    ] {
        assert!(code.contains(line), "{line}\n{code}");
    }
}

#[test]
fn a_language_names_every_message_that_it_lacks() {
    check(
        "shop-cart-steps-2 = Pagar\n",
        "",
        "es: shop-cart-steps-2: the message is missing",
    );
    check(
        "name = Español\n",
        "name = Español\nshop-cart-total = Total\n",
        "es: shop-cart-total: the reference has no such message",
    );
    check(
        "name = Español\n",
        "name = Español\nname = Castellano\n",
        "es: name: there are two messages with this id",
    );
}

#[test]
fn a_language_names_every_attribute_that_it_lacks() {
    check(
        "\n    .text = Todavía no hay nada.",
        "",
        "es: shop-cart-empty: the attribute .text is missing",
    );
    check(
        "    .text = Todavía no hay nada.",
        "    .text = Nada.\n    .button = Llenar",
        "es: shop-cart-empty: the reference has no attribute .button",
    );
}

#[test]
fn a_language_has_the_variables_of_the_reference() {
    check(
        "{ $count } de { $owner }",
        "{ $count }",
        "es: shop-cart-title: the variable $owner is missing",
    );
    check(
        "{ $count } de { $owner }",
        "{ $cuenta } de { $owner }",
        "es: shop-cart-title: the reference has no variable $cuenta",
    );
    check(
        "Todavía no hay nada.",
        "Aquí, { $owner }, no hay nada.",
        "es: shop-cart-empty: .text: the reference has no variable $owner",
    );
}

#[test]
fn plural_forms_are_those_of_the_language() {
    check(
        "       *[other]",
        "        [few] { $owner }\n       *[other]",
        "es: shop-cart-title: [few] is not one of the plural forms one, many, other",
    );
    check(
        "    { $count ->",
        "    { $owner ->\n        [1] { $count }",
        "es: shop-cart-title: [1]: $owner is not a number",
    );
}

#[test]
fn the_reference_documents_its_variables() {
    check_reference(
        "# $owner (String) - whose\n",
        "",
        "en: shop-cart-title: no comment documents the variable $owner",
    );
    check_reference(
        "# $owner (String) - whose\n",
        "# $owner (String) - whose\n# $shop (String) - where\n",
        "en: shop-cart-title: no text uses the documented variable $shop",
    );
    check_reference(
        "(Number)",
        "(Date)",
        "en: shop-cart-title: $count has the unknown type Date",
    );
}

#[test]
fn ids_begin_with_their_group_and_lists_are_numbered() {
    check_reference(
        "shop-cart-steps-1 = Choose\nshop-cart-steps-2 = Pay",
        "shop-till = Till",
        "en: shop-till: the id must begin with shop-cart-",
    );
    check_reference(
        "shop-cart-steps-2",
        "shop-cart-steps-3",
        "en: shop-cart-steps-3: the messages of a list must be numbered 1, 2, 3 …, in order",
    );
    check_reference(
        "shop-cart-steps-2 = Pay",
        "shop-cart-steps-2 = Pay\n    .text = With a card",
        "en: shop-cart-steps-2: the list's first message has other attributes or variables",
    );
}

#[test]
fn what_is_not_supported_is_named() {
    check(
        "Vacío",
        "{ name }",
        "es: shop-cart-empty: a reference to the message name is not supported",
    );
    check(
        "Vacío",
        "{ DATETIME($owner) }",
        "es: shop-cart-empty: DATETIME is not supported; NUMBER($number, signDisplay: \"always\") is",
    );
    check(
        "### Spanish",
        "### el español",
        "es: the file must begin with a line such as \"### English\", with the language's name in English \
         as one word",
    );
    let faults = compiled(&SPANISH.replace("Elegir", "{ Elegir")).unwrap_err();
    assert!(faults[0].starts_with("es.ftl, line 12: "), "{faults:?}");
}

#[test]
fn the_files_of_the_catalogue_compile() {
    let files = [
        source("en", include_str!("../texts/en.ftl")),
        source("es", include_str!("../texts/es.ftl")),
    ];
    assert!(compile(&files).is_ok());
}

#[test]
fn a_further_file_with_all_messages_is_a_further_language_of_the_catalogue() {
    let spanish = include_str!("../texts/es.ftl");
    let catalan = spanish.replacen("### Spanish", "### Catalan", 1);
    let files = [
        source("en", include_str!("../texts/en.ftl")),
        source("es", spanish),
        source("ca", &catalan),
    ];
    assert!(
        compile(&files)
            .unwrap()
            .contains("Self::Catalan => &ca::CATALAN")
    );
    let lacking = catalan.replacen("sign-in-title = ", "sign-in-titel = ", 1);
    let errors = compile(&[files[0].clone(), source("ca", &lacking)]).unwrap_err();
    assert_eq!(
        errors,
        [
            "ca: sign-in-title: the message is missing",
            "ca: sign-in-titel: the reference has no such message",
        ]
    );
}
