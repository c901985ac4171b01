use crate::words::organiser::Import;
use crate::words::plural;

pub(super) const IMPORT: Import = Import {
    title: "Importar inscripciones",
    lead: "Un archivo CSV como lo escribe su sistema de inscripción o una hoja de cálculo. Solo se toman las columnas de abajo; todas las demás se descartan y nunca se guardan.",
    file: "Archivo CSV",
    file_hint: "Hasta 32 MiB; la línea de comandos acepta más. La primera fila contiene los encabezados.",
    look: "Revisarlo primero",
    again: "Importar de nuevo actualiza a los asistentes por su identificador. Quien pidió borrar sus datos sigue borrado, y nunca se levanta un deseo de no ser leído expresado por el asistente.",
    preview: "Vista previa",
    nothing_yet: "Todavía no se ha guardado nada.",
    read_as: |encoding| format!("Leído como {encoding}."),
    guessed: "El archivo no es UTF-8; es una suposición: compruebe que los nombres con acentos estén bien.",
    columns: "Columnas",
    heading: "Encabezado en el archivo",
    means: "Qué es",
    dropped: "No se toma",
    registration_id: "Identificador de inscripción",
    access_code: "Código de acceso de otro sistema",
    validator: "Validador de otro sistema",
    do_not_scan: "Pide no ser leído",
    dropped_names: |count| {
        format!(
            "{}, que nunca se guarda",
            plural(count, "columna descartada", "columnas descartadas")
        )
    },
    update: "Revisar de nuevo",
    result: "Qué haría la importación",
    rows: "Filas",
    added: "Añadidos",
    updated: "Actualizados",
    unchanged: "Sin cambios",
    erased: "Siguen borrados",
    faulty: "Con errores, fuera",
    wish_set: "Ahora piden no ser leídos",
    faults: "Filas con errores",
    row: "Fila",
    fault: "Qué falla",
    faults_more: |count| format!("… y {count} más."),
    import: |count| format!("Importar {}", plural(count, "asistente", "asistentes")),
    nothing_to_do: "No hay nada que importar: nadie es nuevo y nada cambió.",
    forget: "Olvidar el archivo",
    working: "Importando",
    working_rows: |rows| {
        format!(
            "{} hasta ahora. Esta página se actualiza sola cada dos segundos; también puede salir de ella.",
            plural(rows, "fila leída", "filas leídas")
        )
    },
    done: |added, updated, faulty| {
        format!(
            "Importación hecha: {added} añadidos, {updated} actualizados, {faulty} fuera por errores."
        )
    },
    said_gone: "El archivo ya no está aquí. Se importó o pasó un día. Elíjalo de nuevo.",
    said_failed: "La importación no se completó y no se guardó nada. Inténtelo de nuevo.",
    said_forgotten: "Archivo olvidado. No se guardó nada de él.",
    no_file: "Elija primero un archivo.",
    bad_too_large: "El archivo es demasiado grande para esta página. Use `lanyard-server import` en la línea de comandos.",
    bad_rows: "El archivo tiene más de 200 000 filas o 1000 columnas.",
    bad_spreadsheet: "Es un archivo propio de una hoja de cálculo. Guárdelo antes como CSV (UTF-8).",
    bad_text: "No es texto legible. Guárdelo antes como CSV (UTF-8).",
    bad_empty: "El archivo está vacío.",
    need_registration_id: "Diga qué columna es el identificador de inscripción: por él se conoce a los asistentes.",
    mapped_twice: "Dos columnas indican lo mismo. Elija una de ellas.",
    fault_cells: |found, expected| format!("{found} celdas bajo {expected} encabezados"),
    fault_quote: |lines| {
        format!("Unas comillas no se cierran: no se leyeron {lines} líneas desde aquí")
    },
    fault_no_id: "Sin identificador de inscripción",
    fault_repeated: |row| format!("Otra vez el identificador de la fila {row}"),
    fault_no_name: "Sin nombre ni apellidos",
    fault_email: "No es un correo electrónico",
    fault_long: |column, limit| format!("{column}: más de {limit} caracteres"),
    fault_control: |column| format!("{column}: un carácter de control"),
    fault_flag: |column| format!("{column}: ni sí ni no"),
    fault_code: |column| {
        format!("{column}: no es un código de letras, cifras, guiones y guiones bajos")
    },
    fault_taken: "Otra inscripción tiene este código de acceso",
};
