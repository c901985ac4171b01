use crate::words::shell::{AttendeeMenu, Dates, OrganiserMenu, ProblemWords, Shell, SponsorMenu};

pub(super) const SHELL: Shell = Shell {
    skip: "Ir al contenido",
    menu: "Menú",
    language: "Idioma",
    choose: "Elegir",
    sign_out: "Cerrar sesión",
    sign_in: "Iniciar sesión",
    times_in: |zone| format!("Las horas están en la zona del evento, {zone}."),
    back: "Volver",
    never: "Nunca",
    attendee: AttendeeMenu {
        sponsors: "Patrocinadores",
        sharing: "Compartir",
        data: "Tus datos",
    },
    sponsor: SponsorMenu {
        leads: "Contactos",
        exports: "Exportaciones",
        deletions: "Borrados",
        devices: "Dispositivos",
        charts: "Gráficos",
        team: "Equipo",
        programs: "Programas",
    },
    organiser: OrganiserMenu {
        overview: "Resumen",
        reports: "Denuncias",
        attendees: "Asistentes",
        badges: "Acreditaciones",
        sponsors: "Patrocinadores",
        devices: "Dispositivos",
        quarantine: "Cuarentena",
        audit: "Registro de auditoría",
        settings: "Ajustes",
        retention: "Conservación",
        people: "Personas",
    },
    problem: ProblemWords {
        not_found: (
            "Esa página no existe",
            "Puede que se haya movido o quitado. Vuelve atrás o empieza por la página de inicio.",
        ),
        unauthenticated: (
            "Primero inicia sesión",
            "No has iniciado sesión, o ha caducado. No se ha cambiado nada.",
        ),
        forbidden: (
            "Esta página no es para ti",
            "Has iniciado sesión, pero no como alguien que pueda hacer esto. No se ha cambiado nada.",
        ),
        cross_origin: (
            "Esto venía de otro sitio",
            "Se envió un formulario desde una dirección que no es la de este servidor, así que no se hizo nada. Abre este sitio por su propia dirección e inténtalo de nuevo.",
        ),
        bad_request: (
            "No se ha podido entender",
            "Falta algo en el formulario o tiene una forma inesperada. No se ha cambiado nada. Vuelve atrás e inténtalo de nuevo.",
        ),
        too_large: (
            "Es demasiado de una vez",
            "El archivo o el texto es mayor de lo que se puede aceptar. No se ha cambiado nada.",
        ),
        too_many_requests: (
            "Demasiadas peticiones",
            "Espera un minuto e inténtalo de nuevo.",
        ),
        busy: (
            "El servidor está ocupado",
            "No se ha perdido nada. Inténtalo de nuevo dentro de un minuto.",
        ),
        conflict: (
            "Alguien se adelantó",
            "Esto ha cambiado mientras tanto. Vuelve atrás y míralo otra vez.",
        ),
        internal: (
            "Algo ha fallado aquí",
            "Ha quedado anotado para quien administra este servidor. Inténtalo más tarde.",
        ),
    },
    dates: Dates {
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        day: |day, month| format!("{day} de {month}"),
        day_of_year: |day, month, year| format!("{day} de {month} de {year}"),
        today: |time| format!("hoy a las {time}"),
        at: |day, time| format!("{day} a las {time}"),
    },
};
