use crate::words::attendee::{DataWords, EraseWords};

pub(super) const DATA: DataWords = DataWords {
    title: "Tus datos",
    held: "Qué se guarda de ti",
    empty: "vacío",
    held_hint: "Viene de tu registro. Si algo no es correcto, haz que lo cambien allí; llega aquí con la próxima importación.",
    all: "Todo, en un archivo",
    all_hint: "Un archivo JSON: tus datos y ajustes, cada patrocinador con lo que tiene y cada escaneo, todo lo que cambiaste, tus denuncias y tus acreditaciones.",
    download: "Descargar todo",
    receipts: "Recibos de consentimiento",
    receipts_hint: "De cada patrocinador que te escaneó: qué aceptaste, cuándo y con qué aviso, con el registro firmado del dispositivo del puesto y la firma de este servidor. Prueba qué aceptaste aunque este servidor ya no exista.",
    no_receipts: "Todavía no hay ninguno: ningún patrocinador ha escaneado tu acreditación.",
    receipt_of: |sponsor| format!("Recibo de {sponsor}"),
    check: "Para comprobar uno sin ninguna red:",
    key: "La clave con la que se comprueba",
    erase: "Borrar todo",
    erase_hint: "Saca de este servidor todo lo que se guarda de ti, para siempre.",
    to_erase: "Qué significa borrar",
};

pub(super) const ERASE: EraseWords = EraseWords {
    title: "¿Borrar todo?",
    goes: "Qué desaparece, al momento y para siempre",
    going: [
        "Tu nombre, correo, puesto, empresa, región y país.",
        "Lo que los puestos escribieron sobre ti, y lo que tú y la organización escribisteis en denuncias.",
        "Tu acreditación: su código deja de funcionar.",
        "Tu acceso aquí: se cierra tu sesión y no podrás volver a entrar para este evento.",
    ],
    stays: "Qué queda",
    staying: [
        "A los patrocinadores que han visto o exportado algo se les pide borrarlo. Si lo han hecho, ya no podrás verlo aquí.",
        "Que se borró a una persona con tu número de registro, para que la próxima importación no te traiga de vuelta.",
        "Los registros firmados de los dispositivos, tal como llegaron: números aleatorios de acreditaciones y escaneos, y el texto de una nota si un puesto escribió alguna. No se muestran a nadie.",
        "Tu registro mismo: está en la conferencia, no aquí.",
    ],
    first: "¿Quieres antes una copia? Descarga todo en Tus datos; después no queda nada que descargar.",
    sure: "Entiendo que esto no se puede deshacer",
    not_sure: "Marca primero la casilla. No se ha borrado nada.",
    confirm: "Borrar todo",
    done: (
        "Tus datos están borrados",
        "Tu sesión está cerrada. A los patrocinadores que tenían algo tuyo se les pide borrarlo.",
    ),
};
