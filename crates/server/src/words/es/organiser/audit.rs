use crate::words::organiser::Audit;
use crate::words::plural;

pub(super) const AUDIT: Audit = Audit {
    title: "Registro de auditoría",
    lead: "Cada lectura y exportación de datos personales y cada cambio hecho por su equipo. Nada en él se cambia ni se borra.",
    actor: "Quién",
    action: "Qué se hizo",
    leads: "Asistentes",
    fields: "Datos",
    detail: "Detalle",
    number: "N.º",
    from: "Desde el día",
    until: "Hasta el día",
    kind_organiser: "Línea de comandos",
    kind_staff: "Personas de la organización",
    kind_sponsor: "Programa de un patrocinador",
    kind_member: "Equipo de un patrocinador",
    kind_attendee: "Un asistente",
    empty: "Ninguna entrada es así.",
    found: |count| plural(count, "entrada", "entradas"),
    export: "Exportar como CSV",
    export_what: "Todas las entradas que encuentra el filtro, una por fila. La exportación es también una entrada.",
    filter: "Filtrar",
    bad_day: "Un día se escribe como 2027-05-20.",
};
