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
        off: "Recibes este correo una vez al día como mucho. Para no recibirlo:",
    },
    cancel: "Volver sin cambiar nada",
};
