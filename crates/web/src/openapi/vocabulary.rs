//! Words in which the API is described: shapes of JSON, and operations.

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, SchemaType, Type};
use utoipa::openapi::{
    ContentBuilder, KnownFormat, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
    SchemaFormat,
};

/// A shape of JSON.
pub(crate) type Shape = RefOr<Schema>;

fn plain(kind: Type, about: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(kind)
        .description(Some(about))
}

/// A text.
pub(crate) fn text(about: &str) -> Shape {
    plain(Type::String, about).into()
}

/// A text, or `null`.
pub(crate) fn maybe_text(about: &str) -> Shape {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some(about))
        .into()
}

/// An id: a text of which nobody need know more.
pub(crate) fn id(about: &str) -> Shape {
    plain(Type::String, about).into()
}

/// A moment. A device's clock may say anything: what no calendar has is `null`.
pub(crate) fn moment(about: &str) -> Shape {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .description(Some(about))
        .into()
}

/// A whole number.
pub(crate) fn number(about: &str) -> Shape {
    plain(Type::Integer, about).into()
}

/// Yes or no.
pub(crate) fn yes_no(about: &str) -> Shape {
    plain(Type::Boolean, about).into()
}

/// One of these words.
pub(crate) fn word(about: &str, words: &[&str]) -> Shape {
    plain(Type::String, about)
        .enum_values(Some(words.iter().copied()))
        .into()
}

/// A list.
pub(crate) fn list(about: &str, of: impl Into<Shape>) -> Shape {
    let of: Shape = of.into();
    ArrayBuilder::new()
        .items(of)
        .description(Some(about))
        .into()
}

/// Names of fields.
pub(crate) fn fields(about: &str) -> Shape {
    let names = protocol::FieldSet::ALL.iter().map(protocol::Field::name);
    let names: Vec<_> = names.collect();
    list(about, word("A field's name.", &names))
}

/// Any JSON.
pub(crate) fn anything(about: &str) -> Shape {
    ObjectBuilder::new()
        .schema_type(SchemaType::AnyValue)
        .description(Some(about))
        .into()
}

/// The shape of this name.
pub(crate) fn named(name: &'static str) -> Shape {
    RefOr::Ref(Ref::from_schema_name(name))
}

/// An object: its keys with their shapes, and whether they are always there. It has no others.
pub(crate) fn object(about: &str, keys: Vec<(&str, Shape, bool)>) -> Shape {
    let mut object = plain(Type::Object, about).additional_properties(Some(
        utoipa::openapi::schema::AdditionalProperties::FreeForm(false),
    ));
    for (name, shape, is_always_there) in keys {
        object = object.property(name, shape);
        if is_always_there {
            object = object.required(name);
        }
    }
    object.into()
}

/// A part of the API: what callers with one kind of token may ask.
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) about: &'static str,
    /// Where its token comes from.
    pub(crate) token: &'static str,
    /// Shapes that are named.
    pub(crate) schemas: Vec<(&'static str, Shape)>,
    /// What can be asked.
    pub(crate) operations: Vec<Operation>,
}

/// Something that can be asked.
pub(crate) struct Operation {
    pub(crate) method: HttpMethod,
    pub(crate) path: &'static str,
    summary: &'static str,
    about: &'static str,
    parameters: Vec<ParameterBuilder>,
    body: Option<(&'static str, Shape)>,
    answer: (&'static str, &'static str, Option<(&'static str, Shape)>),
}

/// `GET` this path.
pub(crate) fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Get, path, summary)
}

/// `POST` to this path.
pub(crate) fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Post, path, summary)
}

/// `PUT` this path.
pub(crate) fn put(path: &'static str, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Put, path, summary)
}

const JSON: &str = "application/json";

impl Operation {
    fn new(method: HttpMethod, path: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            summary,
            about: "",
            parameters: vec![],
            body: None,
            answer: ("204", "It was done", None),
        }
    }

    /// More about it.
    pub(crate) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// It takes this parameter in its path.
    pub(crate) fn of(self, name: &'static str, about: &'static str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(about))
            .schema(Some(id(about)));
        self.with(parameter)
    }

    /// It may be asked with this parameter in the query.
    pub(crate) fn asked_with(self, name: &'static str, shape: Shape, about: &'static str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(about))
            .schema(Some(shape));
        self.with(parameter)
    }

    fn with(mut self, parameter: ParameterBuilder) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// It takes a body of JSON.
    pub(crate) fn takes(self, shape: Shape) -> Self {
        Self {
            body: Some((JSON, shape)),
            ..self
        }
    }

    /// It answers JSON.
    pub(crate) fn gives(self, about: &'static str, shape: Shape) -> Self {
        Self {
            answer: ("200", about, Some((JSON, shape))),
            ..self
        }
    }

    /// It makes something, and answers JSON.
    pub(crate) fn makes(self, about: &'static str, shape: Shape) -> Self {
        Self {
            answer: ("201", about, Some((JSON, shape))),
            ..self
        }
    }

    /// It answers a file.
    pub(crate) fn gives_file(self, about: &'static str, media_type: &'static str) -> Self {
        Self {
            answer: ("200", about, Some((media_type, text("The file.")))),
            ..self
        }
    }

    pub(crate) fn into_openapi(self) -> OperationBuilder {
        let Self {
            method: _,
            path: _,
            summary,
            about,
            parameters,
            body,
            answer: (status, answered, content),
        } = self;
        let mut response = ResponseBuilder::new().description(answered);
        if let Some((media_type, shape)) = content {
            response = response.content(
                media_type,
                ContentBuilder::new().schema(Some(shape)).build(),
            );
        }
        let body = body.map(|(media_type, shape)| {
            RequestBodyBuilder::new()
                .required(Some(Required::True))
                .content(
                    media_type,
                    ContentBuilder::new().schema(Some(shape)).build(),
                )
                .build()
        });
        OperationBuilder::new()
            .summary(Some(summary))
            .description((!about.is_empty()).then_some(about))
            .parameters(Some(parameters.into_iter().map(ParameterBuilder::build)))
            .request_body(body)
            .response(status, response)
    }
}
