mod dashboard;
mod data;
mod sharing;
mod sponsor;

use crate::words::AttendeeWords;
use crate::words::attendee::DigestWords;
use crate::words::plural;

pub(super) const ATTENDEE: AttendeeWords = AttendeeWords {
    dashboard: dashboard::DASHBOARD,
    change: sponsor::CHANGE,
    withdraw: sponsor::WITHDRAW,
    withdraw_all: sponsor::WITHDRAW_ALL,
    allow: sponsor::ALLOW,
    report: sponsor::REPORT,
    notice: sponsor::NOTICE,
    sharing: sharing::SHARING,
    data: data::DATA,
    erase: data::ERASE,
    digest: DigestWords {
        subject: |event| format!("Han escaneado tu acreditación en {event}"),
        lead: |count, event| {
            let sponsors = plural(
                count,
                "patrocinador ha escaneado",
                "patrocinadores han escaneado",
            );
            format!("{sponsors} tu acreditación en {event} por primera vez:")
        },
        more: |count| format!("… y {count} más"),
        see: "Mira qué reciben, quita datos, retira tu permiso o denuncia un escaneo que no permitiste:",
        off: "Recibes este correo una vez al día como mucho. Para no recibirlo, sin iniciar sesión:",
        stop: (
            "¿No recibir más estos correos?",
            "Entonces ningún correo te dirá que un patrocinador te ha escaneado por primera vez. Lo que reciben no cambia.",
            "No enviarme ninguno",
        ),
        stopped: (
            "Ya no recibirás estos correos",
            "¿Has cambiado de idea? Actívalos de nuevo en tus ajustes, cuando hayas iniciado sesión.",
        ),
    },
    cancel: "Volver sin cambiar nada",
};
