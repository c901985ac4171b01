//! OpenAPI schemas of the values that API structs hold and whose crates do not depend on `utoipa`.
//!
//! A field of an API struct names one of these types in `#[schema(value_type = …)]`.

use std::borrow::Cow;

use consent::Withheld;
use protocol::{Field, UnixMillis};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::timestamp::Timestamp;

/// Declares the schema of a string that has one of a fixed number of values.
macro_rules! enumerations {
    ($(#[doc = $about:literal] $name:ident = $values:expr;)*) => {$(
        #[doc = $about]
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($about.trim()))
                    .enum_values(Some($values))
                    .into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

enumerations! {
    /// The name of one of the seven fields.
    FieldName = Field::ALL.map(Field::name);
    /// Whether the sponsor sees anything of the attendee.
    LeadState = ["shared", "withheld"];
    /// Why a lead is withheld. If several reasons apply, the first in this order is given.
    WithheldReason = [
        Withheld::Erased,
        Withheld::DoNotScan,
        Withheld::ReportUpheld,
        Withheld::Reported,
        Withheld::Withdrawn,
        Withheld::Voided,
    ]
    .map(Withheld::name);
    /// The status of a booth device.
    DeviceStatus = ["active", "expired", "revoked"];
    /// The state of a report.
    ReportState = ["open", "upheld", "dismissed"];
    /// The staff roles that may decide a report.
    DecidingRole = ["organiser", "support"];
    /// Who changed a consent setting.
    ConsentActor = ["attendee", "organiser", "import"];
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some(
                "A time in UTC, as RFC 3339 with milliseconds. It is `null` if there is none, or if a \
                 device's clock showed a time that RFC 3339 can't express.",
            ))
            .examples([Timestamp(UnixMillis(1_800_000_000_000)).to_string()])
            .into()
    }
}

impl ToSchema for Timestamp {}

fn described(kind: impl Into<SchemaType>, about: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(kind)
        .description(Some(about))
}

fn with_registration_fields(mut object: ObjectBuilder) -> ObjectBuilder {
    for field in Field::ALL {
        let about = match field {
            Field::FirstName => "First name.",
            Field::LastName => "Last name.",
            Field::Email => "E-mail address.",
            Field::JobTitle => "Job title.",
            Field::Employer => "Employer.",
            Field::Region => "State or province.",
            Field::Country => "Country.",
        };
        object = object.property(field.name(), described(Type::String, about));
    }
    object
}

/// The schema of the fields that a lead shares: those that are not shared, or are empty, are absent.
#[derive(Debug)]
pub(crate) struct SharedFields;

impl PartialSchema for SharedFields {
    fn schema() -> RefOr<Schema> {
        let about = "The members of a lead for its shared fields. A field that is not shared, or is empty, is absent.";
        with_registration_fields(described(Type::Object, about)).into()
    }
}

impl ToSchema for SharedFields {}

/// The schema of [`consent::SelfView`].
#[derive(Debug)]
pub(crate) struct OwnFields;

impl PartialSchema for OwnFields {
    fn schema() -> RefOr<Schema> {
        let about =
            "The seven fields of the attendee's registration, and the address for sponsors.";
        let object = with_registration_fields(described(Type::Object, about));
        let required = Field::ALL.map(Field::name).into_iter();
        required
            .chain(["sponsor_email"])
            .fold(object, ObjectBuilder::required)
            .property(
                "sponsor_email",
                described(
                    SchemaType::from_iter([Type::String, Type::Null]),
                    "The e-mail address that sponsors receive in place of the registration's.",
                ),
            )
            .into()
    }
}

impl ToSchema for OwnFields {
    fn name() -> Cow<'static, str> {
        "You".into()
    }
}

/// The schema of [`protocol::QuestionAnswer`].
#[derive(Debug)]
pub(crate) struct QuestionAnswer;

impl PartialSchema for QuestionAnswer {
    fn schema() -> RefOr<Schema> {
        let answer = described(
            Type::Object,
            "One of these members, by the kind of the question.",
        )
        .property("text", described(Type::String, "A text."))
        .property(
            "choice",
            described(Type::Integer, "The index of the choice, from 0."),
        )
        .property("yes_no", described(Type::Boolean, "Yes or no."))
        .property("scale", described(Type::Integer, "The point on the scale."));
        described(Type::Object, "An answer to one of the event's questions.")
            .property(
                "question",
                described(Type::Integer, "The question's number."),
            )
            .required("question")
            .property("answer", answer)
            .required("answer")
            .into()
    }
}

impl ToSchema for QuestionAnswer {}
