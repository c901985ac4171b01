use crate::words::attendee::SharingWords;

pub(super) const SHARING: SharingWords = SharingWords {
    title: "Qué pueden recibir los patrocinadores",
    lead: "Vale para todos los patrocinadores, los que te han escaneado y los que vendrán. Ninguno recibe nada antes de escanear tu acreditación.",
    fields: "Datos",
    fields_hint: "Un patrocinador recibe como mucho lo que está marcado aquí, digas lo que digas en su puesto.",
    not_allowed: "este evento no se lo da a ningún patrocinador",
    email: "Otro correo para los patrocinadores",
    email_hint: |address| {
        format!(
            "Te registraste con {address}. Los patrocinadores pueden recibir otra dirección en su lugar, por ejemplo una que puedas cerrar después."
        )
    },
    email_label: "Correo electrónico para los patrocinadores",
    email_fault: "Eso no es una dirección de correo. Revísala e inténtalo de nuevo.",
    email_remove: "Usar la de mi registro",
    do_not_scan: "No quiero que me escaneen",
    do_not_scan_off: "Si lo eliges, a los puestos que escaneen tu acreditación se les dice que no quieres que te escaneen, en cuanto se imprima de nuevo, y no se les muestra nada de lo que escaneen. Los patrocinadores que tienen algo tuyo dejan de verlo y se les pide borrarlo.",
    do_not_scan_on: "Has pedido que no te escaneen. Ningún patrocinador ve nada tuyo. Si lo levantas, los que te han escaneado ven de nuevo lo que compartes con ellos, salvo que les hayas retirado tu permiso.",
    do_not_scan_set: "No quiero que me escaneen",
    do_not_scan_lift: "Permitir que me escaneen",
    mails: "Correos",
    mails_hint: "Un correo cuando algún patrocinador te ha escaneado por primera vez, una vez al día como mucho.",
    mails_label: "Quiero recibir estos correos",
    save: "Guardar",
    done_fields: "Guardado. Vale desde ahora para todos los patrocinadores.",
    done_email: "Guardado. Los patrocinadores reciben esta dirección desde ahora.",
    done_email_removed: "Los patrocinadores reciben desde ahora la dirección de tu registro.",
    done_do_not_scan: "Guardado. Ningún patrocinador ve nada tuyo desde ahora.",
    done_scan: "Guardado. Los patrocinadores pueden escanearte.",
    done_mails: "Guardado.",
    withdraw: "Retirar el permiso a todos",
    withdraw_hint: "Va más allá de quitar todas las marcas: a los patrocinadores se les pide borrar lo que tienen.",
};
