use crate::words::TeamWords;

pub(super) const TEAM: TeamWords = TeamWords {
    lead: "Quienes trabajan aquí con tus contactos.",
    list: "Tu equipo",
    name: "Nombre",
    email: "Correo electrónico",
    role: "Función",
    roles: ["Miembro", "Propietario"],
    role_texts: [
        "lee, busca y exporta contactos, y confirma borrados",
        "además gestiona el equipo, los dispositivos, las claves y los webhooks",
    ],
    invited: |when| format!("Invitación: {when}; todavía no ha entrado"),
    joined: |when| format!("Aquí desde {when}"),
    you: "tú",
    change: "Cambiar",
    set_role: "Guardar",
    remove: "Quitar",
    remove_text: "Su sesión se cierra al momento y no puede volver, salvo que se le invite otra vez. Lo que hizo se conserva.",
    invite: "Invitar a alguien",
    invite_text: "Recibe un correo que dice dónde entrar. No hay contraseña.",
    send: "Invitar",
    send_again: "Enviar la invitación otra vez",
    no_mail: "Este servidor no envía correo. Quien lo administra puede crear un enlace: lanyard-server sponsor member link.",
    bad_email: "Eso no es una dirección de correo. Revísala e inténtalo de nuevo.",
    bad_name: "Indica un nombre de 1 a 120 caracteres.",
    exists: "Alguien de tu equipo ya tiene esta dirección.",
    last_owner: "Es el último propietario. Haz antes propietario a otra persona.",
    unknown: "Esa persona ya no está en el equipo.",
    invited_now: "La invitación está en camino.",
    role_set: "La función ha cambiado.",
    removed: "Ya no está en el equipo.",
    owners_only: "Los propietarios pueden invitar, cambiar funciones y quitar a personas.",
    mail_subject: "Te han invitado a un equipo",
    mail_text: |name, sponsor, event, url| {
        format!(
            "Hola, {name}:\n\nTe han invitado al equipo de {sponsor} en {event}. Allí están los contactos de vuestro stand.\n\nEntra con esta dirección en\n{url}\n\nNo hay contraseña: cada vez se te envía un enlace.\n"
        )
    },
};
