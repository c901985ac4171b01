use crate::words::Api;

pub(super) const API: Api = Api {
    title: "For programs",
    lead: "What programs of attendees and of sponsors can ask of this backend. Each sends its token as \
           “Authorization: Bearer …”.",
    document: "The same as an OpenAPI document",
    part: |name| match name {
        "attendee" => "For an attendee’s program".into(),
        "sponsor" => "For a sponsor’s program".into(),
        other => other.into(),
    },
    parameters: "Parameters",
    takes: "Takes",
    answers: "Answers",
    shapes: "Shapes",
    name: "Name",
    holds: "Holds",
    meaning: "Meaning",
    whole: "All of it",
    may_be_absent: "may be absent",
};
