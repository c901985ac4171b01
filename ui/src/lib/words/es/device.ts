import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("es");

export const sync: Catalogue["sync"] = {
  title: "Envío y fin del día",
  heldTitle: "Todo ha llegado",
  heldText: "El servidor ha firmado por cada registro de este dispositivo. Puede apagarlo e irse a casa.",
  nothingTitle: "Nada que entregar",
  nothingText:
    "Este dispositivo aún no ha registrado nada. Sus escaneos se guardan primero aquí y se envían solos.",
  waitingTitle: (count) => plural(count, { one: "# registro en espera", other: "# registros en espera" }),
  waitingText: "Todos están a salvo en este dispositivo. Todavía no están en el servidor.",
  uncoveredTitle: "Aún no está todo confirmado",
  divergedTitle: "Pregunte a la organización antes de devolver este dispositivo",
  divergedText:
    "El servidor tiene a nombre de este dispositivo otros registros que el propio dispositivo. Ocurre cuando un dispositivo se copió, o volvió a un día anterior. No se borra nada en ningún lado.",
  notEnrolledText: "Este dispositivo no está inscrito. No hay nada que enviar.",

  todo: "Qué hacer",
  steps: {
    mend_fault: "Vea abajo lo que este dispositivo necesita primero.",
    sign_in: "Abra un navegador en este dispositivo e inicie sesión en la red.",
    near_network: "Lleve este dispositivo a donde funcione la red, por ejemplo lejos del gentío de la sala.",
    keep_on: "Deje este dispositivo encendido y Lanyard abierto. Envía solo en cuanto puede.",
    wait_for_backend:
      "Espere unos minutos. El servidor está ocupado, y este dispositivo vuelve a preguntar solo.",
    tell_organiser: "Diga a la organización lo que pone abajo.",
    save_file: (place) => `O guarde el archivo y entréguelo en ${place} con cualquier ordenador.`,
  },

  now: "Enviar ahora",
  syncing: "Enviando …",
  syncingLeft: (count) => plural(count, { one: "queda # registro", other: "quedan # registros" }),
  done: "Enviado. No hay nada en espera.",
  doneWaiting: (count) =>
    plural(count, {
      one: "# registro sigue en espera, a salvo en este dispositivo.",
      other: "# registros siguen en espera, a salvo en este dispositivo.",
    }),

  waiting: "En espera",
  accepted: "Aceptados",
  quarantined: "En cuarentena",
  scans: (count) => plural(count, { one: "# escaneo", many: "# de escaneos", other: "# escaneos" }),
  voided: (count) => plural(count, { one: "# retirado", other: "# retirados" }),
  quarantinedElsewhere: "Para verlos, elija antes esta inscripción en la pantalla de escanear.",
  showQuarantined: "Ver la cuarentena",
  quarantinedText:
    "El servidor conserva estos registros y no los usa. Cada escaneo dice por qué y qué se puede hacer.",
  state: { active: "Activa", expired: "Caducada", revoked: "Revocada" },
  day: {
    nothing: "Nada registrado",
    all_held: "Todo llegó",
    waiting: (count) => plural(count, { one: "falta #", other: "faltan #" }),
    diverged: "Pregunte a la organización",
  },

  network: {
    untried: "Aún no se ha intentado desde que se abrió Lanyard.",
    online: (server) => `En contacto con ${server}.`,
    offline: "Sin red. En una sala es normal: los escaneos se guardan aquí y se envían cuando vuelve la red.",
    unavailable: (server) =>
      `${server} está ocupado o caído por ahora. Este dispositivo vuelve a preguntar solo.`,
    not_the_backend: (server) =>
      `Responde otra cosa en lugar de ${server}. ¿Hay abierta una página de acceso a la red? Inicie sesión en ella con un navegador.`,
    refused: (server) =>
      `${server} no acepta lo que envía este dispositivo. Todo se conserva y se intenta más tarde. Avise a la organización.`,
    bad_reply: (server) =>
      `La respuesta de ${server} no es de fiar, así que nada cuenta como llegado. Pruebe otra red, y avise a la organización si continúa.`,
    too_large:
      "El camino al servidor deja pasar poco de una vez. Este dispositivo envía en partes más pequeñas.",
    other: (server, code) => `Algo va mal entre este dispositivo y ${server} (${code}).`,
  },

  save: "Guardar el archivo",
  saveText: (place) =>
    `Escribe lo que espera en un archivo cifrado en sus descargas. Solo el servidor puede leerlo. Entréguelo en ${place} con cualquier ordenador.`,
  savedTitle: (count) =>
    plural(count, {
      one: "# registro guardado en un archivo",
      other: "# registros guardados en un archivo",
    }),
  savedText: (place) => `Llévelo en una memoria USB a un ordenador con red, y entréguelo en ${place}.`,
  savedKept:
    "Los registros también se quedan en este dispositivo, y esperan hasta que el servidor firme por ellos.",
  savedNothing: "No hay nada en espera, así que no se escribió ningún archivo.",
  path: "El archivo",
  place: "Entregar en",
  copyPath: "Copiar la ruta",
  copyPlace: "Copiar la dirección",
};

export const settings: Catalogue["settings"] = {
  title: "Ajustes",

  operatorTitle: "Quién tiene este dispositivo",
  operatorText: "El nombre figura desde ahora en cada escaneo y nota. El patrocinador lo ve.",
  operatorName: "Nombre",
  operatorSet: "Usar este nombre",
  operatorNow: (name) => `Ahora lo tiene ${name}.`,
  operatorNobody: "Nadie en particular",
  operatorKnown: "Nombres usados en este dispositivo",
  operatorTooLong: "Ese nombre es demasiado largo. Use uno más corto.",

  scanTitle: "Escanear",
  sound: "Sonido",
  soundText: "Cada escaneo se oye. Cada resultado suena distinto.",
  mirror: "Imagen en espejo",
  mirrorText: "Más fácil cuando la cámara mira hacia usted. La lectura es la misma.",
  rapid: "Modo rápido",
  rapidText: "Tarjetas cortas para una cola.",
  camera: "Cámara",
  cameraNone:
    "No se encontró ninguna cámara. Conecte una; el lector de mano y el teclado funcionan sin ella.",
  cameraAgain: "Buscar otra vez",
  cameraBrowser: "El navegador pregunta qué cámara usar cuando se empieza a escanear.",

  lookTitle: "Idioma y aspecto",
  language: "Idioma",
  languageSystem: "Como el sistema",
  theme: "Tema",
  themes: { system: "Como el sistema", light: "Claro", dark: "Oscuro" },
  contrast: "Contraste",
  contrasts: { system: "Como el sistema", high: "Alto" },

  lockTitle: "PIN y bloqueo",
  lockNoPin: "Ponga un PIN para bloquear las pantallas, o para dejar abierto solo el escaneo.",
  lockText: "El PIN impide que otros abran las pantallas. Los escaneos están cifrados con él o sin él.",
  pinSet: "Poner un PIN",
  pinChange: "Cambiar el PIN",
  pinRemove: "Quitar el PIN",
  pinCurrent: "PIN actual",
  pinNew: "PIN nuevo",
  pinAgain: "PIN nuevo otra vez",
  pinRule: "De 4 a 12 cifras",
  pinBad: "Un PIN tiene de 4 a 12 cifras.",
  pinDiffers: "Los dos PIN nuevos no son iguales.",
  pinForgotten:
    "Apúntelo donde lo encuentre: nadie puede consultarlo. Los registros se envían también sin él.",
  pinIsSet: "El PIN está puesto.",
  pinIsRemoved: "El PIN está quitado.",
  pinSave: "Guardar el PIN",
  removeText: "Quien tenga este dispositivo podrá abrir todas las pantallas.",
  lockNow: "Bloquear ahora",
  kiosk: "Modo quiosco",
  kioskText:
    "Solo queda abierto el escaneo, para un dispositivo sin vigilancia. Para salir hace falta el PIN.",
  kioskStart: "Iniciar el modo quiosco",
  autoLock: "Bloquearse solo",
  autoLockText: "Cuando nadie toca el dispositivo y no se escanea nada.",
  never: "Nunca",
  minutes: (count) => plural(count, { one: "Tras # minuto", other: "Tras # minutos" }),

  enrolmentsTitle: "Inscripciones",
  enrolmentsNone: "Este dispositivo no está inscrito.",
  enrolFirst: "Inscribir este dispositivo",
  enrolAnother: "Inscribir para otro evento o patrocinador",
  event: "Evento",
  device: "Identificador",
  server: "Servidor",
  expires: "Escanea hasta",
  consent: "Consentimiento",
  consentModes: {
    handover: "Mostrar la credencial es el consentimiento",
    confirm: "La persona pulsa «Compartir»",
  },
  notice: "Aviso de privacidad",
  noticeVersion: (version) => `Versión ${version}`,
  noticeRead: "Leer el aviso de privacidad",

  storageTitle: "Lo que hay en este dispositivo",
  storageText: (scans, records) =>
    `${scans} con ${records}: nombres de credenciales, notas y lo que se consintió. En este dispositivo nunca hay correos ni empresas; esos se quedan en el servidor.`,
  storageRecords: (count) =>
    plural(count, {
      one: "# registro firmado",
      many: "# de registros firmados",
      other: "# registros firmados",
    }),
  storageWaiting: (count) =>
    plural(count, {
      one: "# registro está solo aquí. No borre este dispositivo antes de que haya llegado.",
      other: "# registros están solo aquí. No borre este dispositivo antes de que hayan llegado.",
    }),
  storageNoneWaiting: "El servidor se ha pronunciado sobre todos.",
  storageSize: (size) => `${size} en una base de datos cifrada`,
  storageFree: (size) => `${size} libres en el disco`,
  folder: "Carpeta",
  keyKeychain:
    "La clave está en el llavero del sistema. Quien saque el disco, o entre con otro usuario, no puede leer los escaneos.",
  keyFile:
    "La clave está en un archivo junto a la base de datos, porque este sistema no tiene llavero. Quien pueda leer los archivos de este usuario puede leer los escaneos: cifre el disco y no preste la cuenta.",
  uninstall:
    "Quitar Lanyard deja esta carpeta donde está. Bórrela solo cuando la página de envío esté en verde.",

  helpTitle: "Ayuda",
  version: (version) => `Lanyard ${version}`,
  diagnosticsShow: "Mostrar el diagnóstico",
  diagnostics: "Copiar el diagnóstico",
  diagnosticsText: "Un texto para quien le ayude. No contiene nombres, notas ni códigos.",
  diagnosticsShown: "Diagnóstico",
};

export const lock: Catalogue["lock"] = {
  title: "Bloqueado",
  safe: "Todos los escaneos de este dispositivo están guardados.",
  waiting: (count) =>
    plural(count, {
      one: "# registro espera, y se envía también bloqueado.",
      other: "# registros esperan, y se envían también bloqueado.",
    }),
  none: "No hay nada en espera.",
  pin: "PIN",
  typed: (count) => plural(count, { one: "# cifra tecleada", other: "# cifras tecleadas" }),
  pad: "Cifras",
  erase: "Borrar la última cifra",
  unlock: "Desbloquear",
  wrong: "Ese no es el PIN.",
  waitSeconds: (count) =>
    plural(count, {
      one: "Demasiados PIN erróneos. Reinténtelo en # segundo.",
      other: "Demasiados PIN erróneos. Reinténtelo en # segundos.",
    }),
  waitMinutes: (count) =>
    plural(count, {
      one: "Demasiados PIN erróneos. Reinténtelo en # minuto.",
      other: "Demasiados PIN erróneos. Reinténtelo en # minutos.",
    }),
  forgotten:
    "¿Olvidado? Los escaneos se envían igualmente. Pregunte a quien lleva los contactos de su patrocinador.",
  leaveTitle: "Salir del modo quiosco",
  leaveText: "Teclee el PIN para abrir de nuevo todas las pantallas.",
  leave: "Salir del modo quiosco",
};
