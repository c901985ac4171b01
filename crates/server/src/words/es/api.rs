use crate::words::Api;

pub(super) const API: Api = Api {
    title: "Para programas",
    lead: "Lo que los programas de asistentes y patrocinadores pueden pedir a este servidor. Cada uno envía \
           su clave como «Authorization: Bearer …». La descripción está en inglés.",
    document: "Lo mismo como documento OpenAPI",
    part: |name| match name {
        "attendee" => "Para el programa de un asistente".into(),
        "sponsor" => "Para el programa de un patrocinador".into(),
        other => other.into(),
    },
    parameters: "Parámetros",
    takes: "Recibe",
    answers: "Responde",
    shapes: "Formas",
    name: "Nombre",
    holds: "Contiene",
    meaning: "Significado",
    whole: "Todo",
    may_be_absent: "puede faltar",
};
