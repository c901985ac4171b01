import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("es");

export const records: Catalogue["records"] = {
  waiting: "En espera",
  accepted: "Aceptado",
  quarantined: "En cuarentena",
  voided: "Retirado",
  reasons: {
    unreadable: "El servidor no pudo leer el registro.",
    bad_signature: "La firma no corresponde a este dispositivo.",
    not_this_enrolment: "Nombra otro evento, patrocinador o dispositivo que esta inscripción.",
    seq_mismatch: "Su número no es aquel con el que se envió.",
    fork: "Otro registro llegó antes con el mismo número: este dispositivo fue copiado, o devuelto a un día anterior.",
    chain_broken: "No sigue al registro anterior.",
    unknown_badge: "Ninguna credencial de este evento tiene este código.",
    revoked_badge: "La credencial ya había sido sustituida o retirada cuando se escaneó.",
    device_revoked: "Este dispositivo fue revocado antes de que llegara el registro.",
    enrolment_expired: "La inscripción ya había caducado.",
    scan_id_reused: "Otro escaneo con el mismo identificador llegó antes.",
    unknown_notice: "Nombra un aviso de privacidad que el evento no tiene.",
    foreign_not_accepted: "El evento no acepta este tipo de código.",
    not_confirmed: "El evento pide que la persona pulse «Compartir», y a este escaneo le falta.",
    other: "El servidor da un motivo que esta versión de Lanyard no conoce.",
  },
  remedies: {
    unreadable: "Avise a la organización. El registro se conserva como está.",
    bad_signature:
      "Avise a la organización, e inscriba este dispositivo de nuevo antes de seguir escaneando.",
    not_this_enrolment: "Avise a la organización. El registro se conserva como está.",
    seq_mismatch: "Avise a la organización. El registro se conserva como está.",
    fork: "Deje de escanear con este dispositivo y avise a la organización. Inscríbalo de nuevo para seguir.",
    chain_broken:
      "Deje de escanear con este dispositivo y avise a la organización. Inscríbalo de nuevo para seguir.",
    unknown_badge:
      "Si el código se tecleó, compárelo con la credencial, retire este escaneo y escanee otra vez. Si se leyó, pregunte en el mostrador de registro.",
    revoked_badge: "Pida la credencial nueva y escanéela.",
    device_revoked:
      "Pregunte a quien lleva los contactos de su patrocinador. La organización puede ver el escaneo.",
    enrolment_expired: "Compruebe el reloj de este dispositivo. Si está bien, inscríbalo de nuevo.",
    scan_id_reused: "Escanee la credencial otra vez si la persona está ahí.",
    unknown_notice:
      "Envíe ahora, para que este dispositivo reciba el aviso vigente, y avise a la organización.",
    foreign_not_accepted: "Escanee el código Lanyard de la credencial, si lo tiene.",
    not_confirmed:
      "Envíe ahora, para que este dispositivo lo sepa. Luego escanee otra vez y deje que la persona pulse «Compartir».",
    other: "Actualice Lanyard, o pregunte a la organización.",
  },
};

export const lead: Catalogue["lead"] = {
  noName: "Asistente sin nombre",
  code: (code) => `Código ${code}`,
  loading: "Abriendo …",
  missing: "Este escaneo no se puede mostrar",
  scannedBy: (when, operator) => `Escaneado ${when} por ${operator}`,
  scanned: (when) => `Escaneado ${when}`,
  method: {
    camera: "con la cámara",
    hardware_scanner: "con lector de mano",
    manual: "tecleado",
  },
  waitingText: "Guardado en este dispositivo. Se envía en cuanto haya red.",
  acceptedText: (sponsor) => `El servidor lo tiene, y ${sponsor} recibe lo compartido.`,
  quarantinedText: (sponsor) =>
    `El servidor conserva este escaneo y no lo usa: ${sponsor} no recibe nada de él.`,
  voidedText: (when) => `Retirado ${when}.`,
  voidedBecause: (reason) => `Motivo: ${reason}`,
  voidedAgain: "No se puede devolver. Si fue un descuido, escanee la credencial otra vez.",
  voidedWaiting: "El servidor lo sabrá con el próximo envío.",

  sharedTitle: (sponsor) => `Compartido con ${sponsor}`,
  shared: "Compartido",
  removed: "Quitado",
  nothingShared: "No se comparte nada.",
  given: {
    handover: "La persona mostró la credencial para que se escaneara.",
    confirmed: "La persona pulsó «Compartir» en esta pantalla.",
  },
  notice: (version) => `Aviso de privacidad ${version}`,
  changeFields: "Quitar campos",
  narrowed: "Quitado.",

  notesTitle: "Notas",
  noNotes: "Nadie ha escrito nada todavía.",
  nobody: "Alguien",
  you: (name) => `${name} (usted)`,

  composeTitle: "Nota nueva",
  asOperator: (name) => `Como ${name}. Las notas de los demás se quedan como están.`,
  asNobody: "Sin nombre. Diga en los ajustes quién tiene este dispositivo.",
  text: "Lo que se habló",
  textHint: "Lo que pidió, lo que usted prometió …",
  rating: "Cuánto promete",
  ratingNone: "Sin valorar",
  ratingWords: ["No encaja", "Poco probable", "Posible", "Prometedor", "Muy interesado"],
  ratingSaid: (stars, word) => `${stars} de 5: ${word}`,
  clearRating: "Borrar la valoración",
  tags: "Etiquetas",
  tagHint: "Teclee una palabra y pulse Intro",
  addTag: (tag) => `Añadir ${tag}`,
  removeTag: (tag) => `Quitar ${tag}`,
  tagsFull: "En una nota caben 16 etiquetas.",
  questions: "Preguntas del evento",
  answeredBefore: "Respondido antes",
  yes: "Sí",
  no: "No",
  oldQuestion: "Una pregunta anterior",
  scalePoint: (point, most) => `${point} de ${most}`,
  save: "Guardar la nota",
  saved: "La nota está guardada.",
  tooLong: {
    text: "La nota es demasiado larga para un registro. Acórtela, o guárdela como dos notas.",
    tag: "Una etiqueta es demasiado larga. Use una o dos palabras.",
    answer: "Una respuesta es demasiado larga. Acórtela, y escriba el resto en la nota.",
  },

  voidTitle: "¿Retirar este escaneo?",
  void: "Retirar el escaneo",
  voidKeep: "Conservar",
  voidConfirm: "Retirar",
  voidDone: "El escaneo se ha retirado.",
  voidEffects: (sponsor) => [
    `${sponsor} ya no recibe nada de este escaneo.`,
    "El escaneo sigue en la lista con sus notas, marcado como retirado.",
  ],
  voidLimits: (name) => [
    "El escaneo de la misma credencial en otro dispositivo sigue en pie.",
    `Los campos que ${name} quitó siguen quitados.`,
    "No se puede devolver. Escanear la credencial otra vez hace un escaneo nuevo.",
  ],
  voidReason: "Por qué",
  voidReasons: ["Escaneado por error", "Otra persona", "La persona lo pidió", "Solo una prueba"],
  voidOther: "Otro motivo",
  voidOtherText: "Con sus palabras",
  voidTooLong: "El motivo es demasiado largo. Acórtelo.",
  theAttendee: "la persona",
};

export const scans: Catalogue["scans"] = {
  title: "Escaneos",
  search: "Buscar",
  searchHint: "Nombre, nota, etiqueta, operador, código",
  clear: "Borrar la búsqueda",
  filters: "Mostrar",
  show: {
    all: "Todos",
    waiting: "En espera",
    accepted: "Aceptados",
    quarantined: "Cuarentena",
    voided: "Retirados",
  },
  matching: (count) => plural(count, { one: "# escaneo", many: "# de escaneos", other: "# escaneos" }),
  row: {
    by: (operator) => `por ${operator}`,
    notes: (count) => plural(count, { one: "# nota", many: "# de notas", other: "# notas" }),
    rating: (stars) => `${stars} de 5`,
    waiting: (count) => plural(count, { one: "# registro espera", other: "# registros esperan" }),
    quarantined: (count) =>
      plural(count, { one: "# registro en cuarentena", other: "# registros en cuarentena" }),
  },
  emptyTitle: "Aún no hay escaneos",
  emptyText:
    "Ponga una credencial delante de la cámara. Cada escaneo aparece aquí al momento, con red o sin ella.",
  emptyAction: "Ir a escanear",
  noneTitle: "No se encontró nada",
  noneText: (text) => `Ningún escaneo tiene «${text}» en nombre, código, notas, etiquetas u operador.`,
  none: {
    all: "Ningún escaneo encaja.",
    waiting: "No hay nada en espera: el servidor se ha pronunciado sobre cada escaneo.",
    accepted: "El servidor aún no ha aceptado ningún escaneo. Eso ocurre con el primer envío.",
    quarantined: "No hay nada en cuarentena. Así debe ser.",
    voided: "No se ha retirado ningún escaneo.",
  },
  showAll: "Mostrar todos",
  searchAll: "Buscar en todos",
};
