use crate::words::organiser::Mails;

pub(super) const MAILS: Mails = Mails {
    staff_subject: |event| format!("Ya puede trabajar con {event}"),
    staff_text: |event, role, url| {
        format!(
            "Le han añadido a las personas que organizan {event}, con la función: {role}.\n\nAbra {url}/sign-in y escriba esta dirección. Recibirá un enlace para entrar; no hay contraseña.\n\n¿No sabe de qué se trata? Entonces no haga nada.\n"
        )
    },
    owner_subject: |sponsor, event| format!("{sponsor} en {event}: su cuenta está lista"),
    owner_text: |sponsor, event, url| {
        format!(
            "La organización de {event} le ha hecho responsable del equipo de {sponsor}. Puede registrar dispositivos, leer sus contactos e invitar a colegas.\n\nAbra {url}/sign-in y escriba esta dirección. Recibirá un enlace para entrar; no hay contraseña.\n\n¿No sabe de qué se trata? Entonces no haga nada.\n"
        )
    },
    report_subject: |event| format!("{event}: se ha decidido su reporte"),
    upheld_text: |sponsor, reason, url| {
        format!(
            "Usted reportó una lectura de {sponsor}. La organización ha aceptado su reporte:\n\n{reason}\n\n{sponsor} ya no ve nada suyo y se le pidió borrar lo que tiene. Puede ver cuándo dice haberlo hecho, y permitirlo de nuevo si quiere: {url}/me\n"
        )
    },
    dismissed_text: |sponsor, reason, url| {
        format!(
            "Usted reportó una lectura de {sponsor}. La organización la ha revisado y ha desestimado su reporte:\n\n{reason}\n\n{sponsor} ve de nuevo lo que usted le permite. Puede retirarlo en cualquier momento: {url}/me\n"
        )
    },
    sponsor_subject: |event| format!("{event}: un reporte sobre uno de sus contactos"),
    sponsor_upheld: |lead, url| {
        format!(
            "Un asistente reportó como indebida una de sus lecturas y la organización ha aceptado el reporte.\n\nEl contacto {lead} sigue retenido. Borre sus copias, también en otros sistemas, y dígalo después aquí: {url}/sponsor/deletions\n"
        )
    },
    sponsor_dismissed: |lead, url| {
        format!(
            "Un asistente reportó como indebida una de sus lecturas. La organización ha desestimado el reporte.\n\nVuelve a ver el contacto {lead}, hasta donde lo comparta el asistente: {url}/sponsor\n"
        )
    },
};
