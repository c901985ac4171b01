use crate::words::{DeletionWords, ExportWords};

pub(super) const EXPORTS: ExportWords = ExportWords {
    lead: "Todos tus contactos en un archivo, con lo que cada asistente comparte ahora mismo.",
    take: "Exportar",
    formats: [
        ("CSV", "Para hojas de cálculo y casi cualquier programa."),
        (
            "Excel (XLSX)",
            "Una hoja de cálculo, con lo borrado en una hoja aparte.",
        ),
        ("JSON", "Cada escaneo y cada nota, para programas."),
        (
            "Salesforce",
            "CSV con las columnas de un lead de Salesforce.",
        ),
        ("HubSpot", "CSV con las columnas de un contacto de HubSpot."),
    ],
    download: "Descargar",
    in_it: "Quien ha retirado sus datos aparece en el archivo solo con un identificador y una fecha, para que puedas borrar lo que tengas. Cada exportación queda registrada, y los asistentes ven que sus datos se exportaron.",
    since_last: |count| match count {
        1 => "Desde tu última exportación se ha retirado 1 contacto que habías exportado.".into(),
        count => {
            format!(
                "Desde tu última exportación se han retirado {count} contactos que habías exportado."
            )
        }
    },
    to_deletions: "Ver qué hay que borrar",
    taken: "Exportaciones hechas",
    none_taken: "Ninguna todavía.",
    when: "Cuándo",
    format: "Formato",
    by: "Quién",
    by_program: "Un programa",
    leads: "Contactos",
    deletions: "Borrados nuevos",
};

pub(super) const DELETIONS: DeletionWords = DeletionWords {
    count: |count| match count {
        1 => "1 contacto por borrar.".into(),
        count => format!("{count} contactos por borrar."),
    },
    lead: "Estos asistentes han retirado sus datos. Borra todas las copias que tengas, en tu CRM, en hojas de cálculo, en correos; después confírmalo. Los asistentes ven cuándo lo hiciste.",
    empty: (
        "Nada que borrar",
        "Cuando un asistente retira lo que se te dio, aparece aquí hasta que confirmes que has borrado tus copias.",
    ),
    pending: "Por borrar",
    more: "Estos son los primeros; los demás aparecen cuando estos estén hechos.",
    id: "Contacto",
    reason: "Por qué",
    since: "Desde",
    exported: "Última exportación",
    never_exported: "Nunca; se vio en estas páginas",
    acknowledge: "Copias borradas",
    acknowledge_all: |count| match count {
        1 => "Todas las copias de este contacto están borradas".into(),
        count => format!("Todas las copias de estos {count} están borradas"),
    },
    means: "Con esto dices a los asistentes que no te queda nada suyo.",
    done: "Hecho",
    done_at: "Confirmado",
    acknowledged: "Anotado. El asistente lo ve.",
    act: "¿Hecho?",
};
