use crate::words::SignIn;

pub(super) const SIGN_IN: SignIn = SignIn {
    title: "Iniciar sesión",
    lead: "Escribe tu correo electrónico. Te enviamos un enlace para entrar; no hay contraseña.",
    email: "Correo electrónico",
    send: "Enviar el enlace",
    not_an_address: "Eso no es una dirección de correo. Revísala e inténtalo de nuevo.",
    sent_title: "Mira tu correo",
    sent: "Si esta dirección se conoce aquí, un correo con un enlace está en camino. El enlace funciona durante diez minutos, una vez y solo en este navegador.",
    nothing_came: "¿No ha llegado nada? Mira en el correo no deseado. Asistentes: usad la dirección con la que os registrasteis.",
    another: "Enviar otro enlace",
    confirm_title: "Iniciar sesión",
    confirm_lead: "Un paso más, para que un programa de correo que mira los enlaces no gaste el tuyo.",
    confirm: "Entrar",
    dead: (
        "Este enlace ya no funciona",
        "Se usó, tiene más de diez minutos o nunca se entregó. Pide otro.",
    ),
    other_browser: (
        "Este enlace se pidió en otro navegador",
        "Ábrelo en el navegador en el que lo pediste, o pide otro aquí.",
    ),
    no_mail: (
        "Este servidor no envía correo",
        "Pide a quien lo administra un enlace para entrar.",
    ),
    mail_subject: "Tu enlace para entrar",
    mail_lead: "Alguien, esperamos que tú, ha pedido entrar con esta dirección. El enlace funciona durante diez minutos, una vez y solo en el navegador en el que se pidió.",
    mail_attendee: |event, first_name| {
        if first_name.is_empty() {
            format!("Como asistente de {event}:")
        } else {
            format!("Como {first_name}, asistente de {event}:")
        }
    },
    mail_member: |event, sponsor| format!("Para {sponsor}, en {event}:"),
    mail_staff: |event| format!("Como organización de {event}:"),
    mail_end: "¿No lo has pedido tú? Entonces no hagas nada: sin este correo no entra nadie.",
    signed_out: (
        "Has cerrado la sesión",
        "En este navegador. Para volver, pide otro enlace.",
    ),
    as_attendee: "Asistente",
    as_organiser: "Organización",
    as_support: "Soporte",
    as_auditor: "Auditoría",
};
