use crate::words::ChartWords;

pub(super) const CHARTS: ChartWords = ChartWords {
    lead: "Lo que ha escaneado tu stand, sea lo que sea de los contactos. Estos números no delatan a nadie.",
    empty: (
        "Todavía no se ha escaneado nada",
        "En cuanto un dispositivo del stand escanea y se sincroniza, sus escaneos se cuentan aquí.",
    ),
    total: "Escaneos",
    new: "Nuevos",
    repeated: "Repetidos",
    by_hour: "Por hora",
    by_device: "Por dispositivo",
    by_operator: "Por operador",
    hour: "Hora",
    device: "Dispositivo",
    operator: "Operador",
    no_operator: "Sin nombre",
    numbers: "Los números",
    drawing: |day, scans| match scans {
        1 => format!("{day}: 1 escaneo, por hora"),
        scans => format!("{day}: {scans} escaneos, por hora"),
    },
    undated: |scans| match scans {
        1 => "1 escaneo es de un dispositivo con el reloj mal; no está en ninguna hora.".into(),
        scans => format!(
            "{scans} escaneos son de dispositivos con el reloj mal; no están en ninguna hora."
        ),
    },
};
