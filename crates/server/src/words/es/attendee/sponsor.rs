use crate::words::attendee::{
    AllowWords, ChangeWords, NoticeWords, ReasonWords, ReportWords, WithdrawAllWords, WithdrawWords,
};

pub(super) const CHANGE: ChangeWords = ChangeWords {
    title: |sponsor| format!("Qué recibe {sponsor}"),
    lead: "Ve lo que está marcado. Quita una marca y dejará de verlo al momento; ponla de nuevo y volverá a verlo.",
    legend: "Datos",
    empty: "vacío",
    kept_from_all: "no se da a ningún patrocinador, según Compartir",
    not_agreed: "Estos datos no los compartiste en el puesto, o el evento no se los da a ningún patrocinador. Aquí no se pueden dar:",
    save: "Guardar",
    seen_before: "De lo que ya vio o exportó puede tener todavía una copia. Para que lo borre todo, retira tu permiso.",
};

pub(super) const WITHDRAW: WithdrawWords = WithdrawWords {
    title: |sponsor| format!("¿Retirar tu permiso a {sponsor}?"),
    will: [
        "Desde ahora no ve nada tuyo: ni en sus páginas ni en ninguna exportación.",
        "Si vuelve a escanear tu acreditación, nada cambia.",
        "Puedes permitirlo de nuevo cuando quieras.",
    ],
    copies: "Ha visto o exportado algo tuyo. Se le pide borrarlo, y aquí verás cuándo lo ha confirmado.",
    no_copies: "Todavía no ha mirado, así que no tiene copia.",
    confirm: "Retirar",
};

pub(super) const WITHDRAW_ALL: WithdrawAllWords = WithdrawAllWords {
    title: "¿Retirar tu permiso a todos los patrocinadores?",
    will: [
        "Desde ahora ningún patrocinador ve nada tuyo, ni en sus páginas ni en ninguna exportación: ni los que te han escaneado, ni los que lo hagan después.",
        "A los que han visto o exportado algo se les pide borrarlo, y en sus fichas verás cuándo lo han confirmado.",
        "Puedes permitir de nuevo a cada uno cuando quieras.",
    ],
    confirm: "Retirar a todos",
};

pub(super) const ALLOW: AllowWords = AllowWords {
    title: |sponsor| format!("¿Permitir de nuevo a {sponsor}?"),
    lead: "Entonces ve:",
    nothing: "Entonces ve que te ha escaneado, y ninguno de tus datos. Puedes darle datos con Cambiar.",
    confirm: "Permitir de nuevo",
    not_now: (
        "Ahora no se puede permitir a este patrocinador",
        "Quizá ya está permitido, hay una denuncia abierta, has pedido que no te escaneen o el puesto deshizo su escaneo. En su ficha pone cuál.",
    ),
};

pub(super) const REPORT: ReportWords = ReportWords {
    title: |sponsor| format!("Denunciar a {sponsor}"),
    lead: "Denuncia un escaneo que no permitiste. El patrocinador no ve nada tuyo desde que envías esto. La organización lo examina, y aquí leerás qué decide.",
    reason: "¿Qué pasó?",
    reasons: ReasonWords {
        not_asked: "Nadie me preguntó antes de escanear",
        not_me: "No era mi acreditación, o la llevaba otra persona",
        never_there: "Nunca estuve en ese puesto",
        pressed: "Me presionaron",
        other: "Otra cosa",
    },
    text: "Con tus palabras, si quieres",
    text_hint: "Lo lee la organización, no el patrocinador. Hasta 4.000 caracteres.",
    send: "Enviar la denuncia",
    no_reason: "Elige qué pasó.",
    too_long: "Es demasiado largo; caben 4.000 caracteres. No se ha enviado nada.",
    too_many: "Ya hay cien denuncias tuyas abiertas. La organización tiene que decidir algunas primero.",
};

pub(super) const NOTICE: NoticeWords = NoticeWords {
    title: |version| format!("Aviso de privacidad {version}"),
    since: |day| format!("En vigor desde el {day}."),
};
