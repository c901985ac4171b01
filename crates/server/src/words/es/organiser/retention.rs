use crate::words::organiser::Retention;

pub(super) const RETENTION: Retention = Retention {
    title: "Conservación",
    kept_until: |day| format!("Los datos de este evento se conservan hasta: {day}."),
    over_since: |day| {
        format!("El plazo de conservación de los datos de este evento terminó: {day}.")
    },
    not_yet: "No se puede borrar nada antes de ese día. Los asistentes pueden pedir borrar sus datos en cualquier momento.",
    change: "Los ajustes dicen por cuánto tiempo.",
    goes: "Qué se borra",
    table: "Tabla",
    rows: "Filas",
    total: "En total",
    nothing: "Ya no queda nada por borrar.",
    stays: "Qué queda",
    stays_what: "El evento con sus avisos y ajustes, los nombres de los patrocinadores, los números y hashes de los registros, el registro de auditoría y su propio equipo. Nada de ello dice quién estuvo.",
    unacknowledged: |count| {
        format!(
            "{count} contactos retirados no han sido confirmados como borrados por sus patrocinadores. Después, ya no se avisa de ellos a nadie."
        )
    },
    effect: "Los patrocinadores ya no podrán obtener contactos, los asistentes no podrán entrar y se cierra la sesión de los equipos. No hay vuelta atrás, salvo una copia de seguridad.",
    confirm: "Escriba el nombre corto del evento para confirmar",
    run: "Borrar definitivamente",
    mismatch: "Ese no es el nombre corto del evento. No se borró nada.",
    said_run: "Borrado, en una sola transacción. Consta en el registro de auditoría.",
};
