use crate::words::attendee::{CardWords, DashboardWords, Done, ReportNews, States};
use crate::words::plural;

pub(super) const DASHBOARD: DashboardWords = DashboardWords {
    title: "Patrocinadores",
    count: |count| {
        if count == 0 {
            return "Ningún patrocinador tiene nada tuyo.".into();
        }
        let sponsors = plural(count, "patrocinador tiene", "patrocinadores tienen");
        format!("{sponsors} algo tuyo.")
    },
    unconfirmed: |count| {
        if count == 1 {
            return "A 1 patrocinador se le pidió borrar lo que tenía, y aún no lo ha confirmado."
                .into();
        }
        format!(
            "A {count} patrocinadores se les pidió borrar lo que tenían, y aún no lo han confirmado."
        )
    },
    empty: "Nadie ha escaneado todavía tu acreditación",
    empty_next: "Cuando un patrocinador lo haga, aquí verás qué ha recibido, cuándo y con qué dispositivo, y podrás quitárselo. Ya puedes decir qué pueden recibir los patrocinadores.",
    to_sharing: "Elegir qué pueden recibir",
    do_not_scan: (
        "Has pedido que no te escaneen",
        "Los patrocinadores no ven nada tuyo, sea lo que sea lo demás que hayas elegido. Puedes cambiarlo en Compartir.",
    ),
    done: Done {
        changed: "Guardado. Vale desde ahora.",
        withdrawn: "Permiso retirado. El patrocinador ya no ve nada tuyo. En su ficha pone qué pasa ahora.",
        withdrawn_all: "Permiso retirado a todos los patrocinadores. Ninguno ve ya nada tuyo.",
        allowed: "Permitido. El patrocinador te ve de nuevo.",
        reported: "Denuncia enviada. El patrocinador no ve nada tuyo mientras la organización lo examina.",
    },
    card: CardWords {
        states: States {
            shared: "Compartido",
            nothing: "Nada compartido",
            withdrawn: ("Retirado", |moment| {
                format!(
                    "Retiraste tu permiso {moment}. Este patrocinador no ve nada tuyo, aunque vuelva a escanear tu acreditación."
                )
            }),
            reported: ("Denunciado", |moment| {
                format!(
                    "Este patrocinador no ve nada tuyo desde tu denuncia, {moment}. Seguirá así hasta que decida la organización."
                )
            }),
            upheld: ("Denuncia aceptada", |moment| {
                format!(
                    "Este patrocinador no ve nada tuyo desde el momento de tu denuncia, {moment}. La organización te dio la razón, así que seguirá así hasta que lo permitas de nuevo."
                )
            }),
            do_not_scan: ("No escanear", |moment| {
                format!(
                    "Has pedido que no te escaneen. Este patrocinador no ve nada tuyo desde entonces, {moment}."
                )
            }),
            voided: ("Deshecho", |moment| {
                format!(
                    "El puesto deshizo su escaneo. Este patrocinador no ve nada tuyo desde entonces, {moment}."
                )
            }),
        },
        gets: "Recibe",
        gets_nothing: "Nada",
        not_gets: "No recibe",
        scanned: "Escaneado",
        scan: |moment, device| format!("{moment}, con {device}"),
        undone: "deshecho por el puesto",
        handover: "mostraste tu acreditación",
        confirmed: "tocaste Compartir",
        notice: |version| format!("aviso de privacidad {version}"),
        seen: "Visto",
        seen_between: |first, last| format!("Primera vez: {first}; última: {last}"),
        seen_once: |moment| format!("Una vez, {moment}"),
        not_seen: "Todavía no",
        exported: "Exportado",
        not_exported: "No",
        all_scans: |count| format!("Los {count} escaneos"),
        change: "Cambiar",
        withdraw: "Retirar",
        report: "Denunciar",
        allow: "Permitir de nuevo",
        receipt: "Recibo de consentimiento",
        now: "Qué pasa ahora",
        no_copy: "Nunca miró, así que no hay copia que borrar.",
        to_delete: "Se le ha pedido borrar lo que ya tiene. Aún no lo ha confirmado.",
        deleted: |moment| format!("Confirmó que ha borrado sus copias: {moment}."),
    },
    report: ReportNews {
        title: "Tus denuncias",
        made: |moment, reason| format!("{moment}: {reason}"),
        open: "La organización lo está examinando",
        upheld: "La organización te dio la razón",
        dismissed: "La organización no te dio la razón",
        decision: "Su motivo",
        yours: "Escribiste",
        dismissed_next: "El patrocinador ve de nuevo lo que compartes. Todavía puedes retirar tu permiso.",
    },
    withdraw_all: "Retirar el permiso a todos",
};
