use crate::words::organiser::Attendees;
use crate::words::plural;

pub(super) const ATTENDEES: Attendees = Attendees {
    title: "Asistentes",
    lead: |count| {
        format!(
            "{}.",
            plural(count, "asistente inscrito", "asistentes inscritos")
        )
    },
    empty: "Todavía no hay inscripciones",
    empty_what: "Importe un archivo CSV de su sistema de inscripción.",
    import: "Importar inscripciones",
    find: "Buscar a alguien",
    find_what: "Identificador de inscripción, o parte del nombre o del correo",
    find_hint: "Lo que busca no se guarda ni aparece en ninguna dirección. Que buscó queda en el registro de auditoría.",
    find_button: "Buscar",
    found: |count| {
        format!(
            "{}",
            plural(count, "asistente encontrado", "asistentes encontrados")
        )
    },
    found_more: |count| format!("Los primeros {count}. Escriba más para encontrar menos."),
    found_none: "Nadie coincide. Revise cómo está escrito o pruebe con el identificador.",
    registration: "Identificador de inscripción",
    held: "Lo que se guarda",
    not_given: "Sin indicar",
    sponsor_email: "Dirección que reciben los patrocinadores",
    imported: "Último cambio por importación",
    do_not_scan: "Pide no ser leído",
    erased_on: |day| {
        format!("Los datos de este asistente se borraron: {day}. Una importación no los devuelve.")
    },
    badges: "Acreditaciones",
    badge_good: "Válida",
    badge_revoked: "Revocada",
    no_badge: "Todavía no tiene acreditación.",
    printed: "Impresa",
    reprint: "Imprimir una acreditación nueva",
    reprint_what: "La acreditación recibe otro código. La anterior se revoca y los dispositivos la rechazan tras su próxima sincronización.",
    scanned_by: "Patrocinadores",
    nobody_scanned: "Ningún patrocinador ha leído a este asistente.",
    shared: "Compartido",
    withheld: "Retenido",
    scans: |count| plural(count, "lectura", "lecturas"),
    sees: "Puede ver",
    has_seen: "Ha recibido",
    exported: "Exportado",
    acknowledged: "Borrado confirmado",
    reports: "Reportes",
    no_reports: "Este asistente no ha reportado nada.",
    erase: "Borrar los datos de este asistente",
    erase_what: "Se borran el nombre, la dirección y todos los demás datos, se revocan las acreditaciones, se vacía lo que otros escribieron y se pide a cada patrocinador que tenga el contacto que lo borre. El identificador de inscripción queda, para que una importación no devuelva a la persona, y los registros firmados de los dispositivos quedan hasta la conservación. No hay vuelta atrás.",
    erase_type: "Escriba el identificador para confirmar",
    erase_button: "Borrar definitivamente",
    erase_mismatch: "Ese no es el identificador de este asistente. No se borró nada.",
    said_erased: "Datos borrados. Se avisa a los patrocinadores que tenían el contacto.",
    withheld_erased: "Datos borrados",
    withheld_do_not_scan: "Pide no ser leído",
    withheld_upheld: "Reporte aceptado",
    withheld_reported: "Reporte abierto",
    withheld_withdrawn: "Retirado",
    withheld_voided: "Retirado por el estand",
};
