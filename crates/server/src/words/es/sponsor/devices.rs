use crate::words::DeviceWords;

pub(super) const DEVICES: DeviceWords = DeviceWords {
    lead: "Los portátiles y las tabletas que escanean para ti.",
    empty: (
        "Todavía no hay dispositivos",
        "Crea un código más abajo, abre Lanyard en el portátil o la tableta y escanea el código con él.",
    ),
    list: "Tus dispositivos",
    label: "Nombre",
    status: "Estado",
    active: "Activo",
    expired: "Evento terminado",
    revoked: "Revocado",
    last_sync: "Última sincronización",
    pending: "Pendientes entonces",
    quarantined: "En cuarentena",
    clock_off: "El reloj va mal",
    chain_broken: "Parece clonado o restaurado",
    change: "Cambiar",
    rename: "Cambiar el nombre",
    revoke: "Revocar",
    revoke_text: "Para un dispositivo perdido o robado. Lo que envíe desde ahora no crea contactos, diga la hora que diga; lo que envió antes se conserva. No se puede deshacer: para volver a usarlo hay que registrarlo de nuevo.",
    add: "Registrar un dispositivo",
    add_text: "Un código registra un solo dispositivo, una vez.",
    add_label: "Nombre del dispositivo",
    add_hours: "El código vale durante",
    hours: |hours| match hours {
        1 => "1 hora".into(),
        hours if hours % 24 == 0 && hours > 24 => format!("{} días", hours / 24),
        hours => format!("{hours} horas"),
    },
    make_code: "Crear un código",
    bad_label: "Da al dispositivo un nombre de 1 a 120 caracteres.",
    code_title: "Código de registro",
    code_text: "En el portátil o la tableta, abre Lanyard y elige «Registrar». Escanea esto o escribe lo que pone abajo.",
    code_once: |until| {
        format!(
            "Se muestra solo esta vez y funciona una vez, hasta {until}. Quien lo tenga puede escanear en tu nombre: no se lo des a nadie más."
        )
    },
    code_drawing: "El código de registro como código QR",
    code_server: "Dirección",
    code_typed: "Código",
    code_whole: "Todo, para pegar",
    code_done: "Listo",
    codes: "Códigos que nadie ha usado todavía",
    code_until: "Vale hasta",
    cancel_code: "Cancelar",
    owners_only: "Los propietarios del equipo pueden registrar, renombrar y revocar dispositivos.",
    renamed: "El dispositivo tiene su nuevo nombre.",
    revoked_now: "El dispositivo está revocado.",
    cancelled: "El código ya no funciona.",
};
