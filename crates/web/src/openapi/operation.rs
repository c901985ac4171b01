//! A builder of one operation of the API. It collects the schemas of the types that the operation mentions.

use utoipa::ToSchema;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{
    Content, ContentBuilder, ObjectBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
};

use crate::paths::PathTemplate;

const JSON: &str = "application/json";

/// An operation of the API: a method of a path, with what it takes and returns.
pub(crate) struct Operation {
    pub(crate) method: HttpMethod,
    pub(crate) path: &'static str,
    summary: &'static str,
    description: Option<&'static str>,
    parameters: Vec<Parameter>,
    body: Option<RequestBody>,
    status: &'static str,
    response: Response,
    /// The named schemas that the operation refers to.
    pub(crate) schemas: Vec<(String, RefOr<Schema>)>,
}

/// Describes a GET of a path.
pub(crate) fn get(path: impl PathTemplate, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Get, path.template(), summary)
}

/// Describes a POST to a path.
pub(crate) fn post(path: impl PathTemplate, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Post, path.template(), summary)
}

/// Describes a PUT of a path.
pub(crate) fn put(path: impl PathTemplate, summary: &'static str) -> Operation {
    Operation::new(HttpMethod::Put, path.template(), summary)
}

fn content(schema: impl Into<RefOr<Schema>>) -> Content {
    ContentBuilder::new().schema(Some(schema)).build()
}

impl Operation {
    fn new(method: HttpMethod, path: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            summary,
            description: None,
            parameters: Vec::new(),
            body: None,
            status: "204",
            response: Response::new("It was done"),
            schemas: Vec::new(),
        }
    }

    pub(crate) fn description(self, text: &'static str) -> Self {
        Self {
            description: Some(text),
            ..self
        }
    }

    /// Adds the description of a parameter of the path.
    pub(crate) fn path_parameter(self, name: &'static str, description: &'static str) -> Self {
        self.parameter(name, ParameterIn::Path, Type::String, description)
    }

    /// Adds an optional number in the query.
    pub(crate) fn query_number(self, name: &'static str, description: &'static str) -> Self {
        self.parameter(name, ParameterIn::Query, Type::Integer, description)
    }

    fn parameter(
        mut self,
        name: &'static str,
        parameter_in: ParameterIn,
        kind: Type,
        description: &'static str,
    ) -> Self {
        let required = match parameter_in {
            ParameterIn::Path => Required::True,
            _ => Required::False,
        };
        let schema = ObjectBuilder::new()
            .schema_type(kind)
            .description(Some(description));
        self.parameters.push(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(parameter_in)
                .required(required)
                .description(Some(description))
                .schema(Some(schema))
                .build(),
        );
        self
    }

    /// States that the operation takes this JSON body.
    pub(crate) fn takes<T: ToSchema>(mut self) -> Self {
        T::schemas(&mut self.schemas);
        self.body = Some(
            RequestBodyBuilder::new()
                .required(Some(Required::True))
                .content(JSON, content(T::schema()))
                .build(),
        );
        self
    }

    /// States that the operation returns this JSON, with status 200.
    pub(crate) fn returns<T: ToSchema>(self, description: &'static str) -> Self {
        self.json::<T>("200", description)
    }

    /// States that the operation creates something and returns this JSON, with status 201.
    pub(crate) fn creates<T: ToSchema>(self, description: &'static str) -> Self {
        self.json::<T>("201", description)
    }

    fn json<T: ToSchema>(mut self, status: &'static str, description: &'static str) -> Self {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        let schema = Ref::from_schema_name(T::name());
        self.answers(status, description, JSON, schema)
    }

    /// States that the operation returns a file.
    pub(crate) fn returns_file(self, description: &'static str, media_type: &'static str) -> Self {
        let file = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The file."));
        self.answers("200", description, media_type, file)
    }

    fn answers(
        self,
        status: &'static str,
        description: &'static str,
        media_type: &'static str,
        schema: impl Into<RefOr<Schema>>,
    ) -> Self {
        Self {
            status,
            response: ResponseBuilder::new()
                .description(description)
                .content(media_type, content(schema))
                .build(),
            ..self
        }
    }

    pub(crate) fn into_builder(self) -> OperationBuilder {
        OperationBuilder::new()
            .summary(Some(self.summary))
            .description(self.description)
            .parameters((!self.parameters.is_empty()).then_some(self.parameters))
            .request_body(self.body)
            .response(self.status, self.response)
    }
}
