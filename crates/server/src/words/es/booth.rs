use crate::words::BoothWords;

pub(super) const BOOTH: BoothWords = BoothWords {
    code_title: "Esto es un código de alta",
    code_lead: "Convierte un ordenador de un estand en lector de contactos para un patrocinador. Funciona una vez, y por poco tiempo.",
    code_steps: [
        "Abre Lanyard en el ordenador que leerá las acreditaciones.",
        "Elige «Dar de alta este dispositivo».",
        "Pon este código ante su cámara, o escribe la dirección de esta página y el código impreso debajo.",
    ],
    code_fails: "¿Dice Lanyard que el código ya se usó o ha caducado? Pide otro a quien te lo dio. Nadie necesita un código para que lo lean: los asistentes solo muestran su acreditación.",
    bundle_title: "Entregar un paquete",
    bundle_lead: "Un dispositivo de estand sin red puede escribir sus lecturas en un archivo. Elige aquí ese archivo. Está cifrado; solo este servidor puede leerlo. Entregar dos veces el mismo archivo no hace daño.",
    bundle_file: "Archivo del paquete",
    bundle_send: "Entregar",
    taken: (
        "El paquete está aquí",
        "Todo lo que contiene está guardado. El dispositivo lo sabrá cuando vuelva a tener red; consérvalo hasta entonces.",
    ),
    records: "Registros en el paquete",
    accepted: "Nuevos",
    duplicates: "Ya estaban aquí",
    quarantined: "Guardados para que la organización los mire",
    another: "Entregar otro",
    refused: "El paquete no se ha aceptado",
    too_large: "Es más largo de lo que se acepta de una vez.",
    unknown_device: "Es de un dispositivo que no está dado de alta aquí.",
    no_bundle: "El archivo no es un paquete.",
    does_not_open: "No se puede abrir: está dañado o es de un dispositivo de otro servidor.",
    busy: "Ahora mismo se están aceptando otros. Inténtalo dentro de un minuto.",
    went_wrong: "Algo ha fallado aquí; ha quedado anotado. Inténtalo más tarde.",
    keep: "Conserva el archivo: lo que ya se guardó no se guarda otra vez.",
    again: "Intentarlo de nuevo",
};
