import type { Catalogue } from "../en";

export const problems: Catalogue["problems"] = {
  not_a_badge: ({ event }) => `No es una credencial de ${event}.`,
  oversized: ({ event }) => `No es una credencial de ${event}.`,
  other_event: ({ event, about }) => `No es una credencial de ${event}: es de ${about}.`,
  forged: ({ event }) =>
    `No es una credencial auténtica de ${event}. Envíe a la persona al mostrador de registro.`,
  malformed: () => "El código de esta credencial está dañado. Teclee el código que hay debajo.",
  revoked: () => "Esta credencial fue sustituida. Pida la nueva.",
  unsupported_flags: () =>
    "Esta credencial necesita una versión más nueva de Lanyard. Actualice este dispositivo.",
  typing_slip: () => "Ese código tiene un error al teclear. Compárelo con la credencial.",
  enrolment_expired: () =>
    "Según el reloj de este dispositivo, la inscripción ha caducado. Si el día está mal, ponga el reloj en hora; si no, inscríbalo de nuevo.",
  device_revoked: () =>
    "Este dispositivo fue revocado. Los escaneos anteriores se conservan y se envían. Pregunte a quien lleva los contactos de su patrocinador.",
  nothing_to_share: () => "No quedaba ningún campo que compartir. No se ha guardado nada.",

  enrolment_changed: () =>
    "Se eligió otro patrocinador mientras se leía esta credencial. No se ha guardado nada; muéstrela otra vez.",
  which_enrolment: () =>
    "Este dispositivo está inscrito más de una vez. Elija el patrocinador para el que se escanea.",
  not_enrolled: () =>
    "Este dispositivo aún no está inscrito. Escanee o teclee el código de la página de su patrocinador.",
  not_confirmed: () => "No se preguntó a la persona. Escanee la credencial otra vez.",
  sheet_gone: () => "Esta pregunta se cerró y no se guardó nada. Escanee la credencial otra vez.",

  disk_full: () => "El disco está lleno. Libere espacio; no se ha perdido nada de lo escaneado antes.",
  read_only: () =>
    "No se puede escribir en el disco. Compruebe los permisos; no se ha perdido nada de lo escaneado antes.",
  damaged: () =>
    "El archivo con los escaneos de este dispositivo está dañado. No lo borre; pida ayuda a la organización.",
  io: () =>
    "El disco no respondió. Compruebe que está conectado; no se ha perdido nada de lo escaneado antes.",
  busy: () => "Otro programa tiene los escaneos de este dispositivo. Ciérrelo y reinténtelo.",
  cannot_open: () =>
    "El archivo con los escaneos de este dispositivo no se puede abrir. Compruebe los permisos.",
  folder: () => "La carpeta con los escaneos de este dispositivo no se puede usar. Compruebe los permisos.",
  no_home: () => "No hay carpeta para los escaneos de este dispositivo. Indique una en LANYARD_HOME.",
  create: () =>
    "No se puede crear el archivo para los escaneos de este dispositivo. Compruebe el espacio y los permisos.",
  newer_schema: () => "Una versión más nueva de Lanyard ha usado este dispositivo. Actualice Lanyard.",
  not_a_database: () =>
    "El archivo con los escaneos de este dispositivo no es de Lanyard. No lo borre; pida ayuda a la organización.",
  wrong_key: () =>
    "La clave del llavero no abre los escaneos de este dispositivo. Entre con el usuario que lo inscribió.",
  key_lost: () =>
    "Falta la clave de los escaneos de este dispositivo. Entre con el usuario que lo inscribió.",
  keychain_closed: () => "El llavero del sistema está bloqueado. Desbloquéelo y reinténtelo.",
  keychain_entry: () =>
    "La clave del llavero del sistema no se puede usar. Entre con el usuario que inscribió este dispositivo.",
  key_exposed: () =>
    "Otros pueden leer el archivo con la clave de este dispositivo. Deje que solo lo lea su dueño y reinténtelo.",

  connection: () => "No se llega al servidor del evento. Compruebe la red y reinténtelo.",
  unavailable: () => "El servidor del evento está ocupado. Reinténtelo dentro de un minuto.",
  not_the_backend: () =>
    "Responde otra cosa en lugar del servidor, quizá una página de acceso. Inicie sesión en la red y reinténtelo.",

  unknown_code: () =>
    "El servidor no conoce este código. Busque un error al teclear, o haga uno nuevo en la página del patrocinador.",
  code_used: () => "Otro dispositivo ha usado este código. Haga uno nuevo en la página del patrocinador.",
  code_expired: () => "Este código ha caducado. Haga uno nuevo en la página del patrocinador.",
  other_backend: () => "Ha respondido otro servidor que el que nombra el código. Use una red de confianza.",
  bad_answer: () => "La respuesta del servidor no es de fiar. Reinténtelo, o use otra red.",
  not_an_enrolment_code: () =>
    "Ese no es un código de inscripción. Cópielo entero de la página del patrocinador, en Dispositivos.",
  address: () =>
    "Ese código no nombra ningún servidor utilizable. Haga uno nuevo en la página del patrocinador.",
  label: () => "El dispositivo no se puede llamar así. Elija un nombre más corto.",

  shell: () => "Algo falló en el programa. Lo guardado está a salvo; reinténtelo.",
  no_bridge: () => "lanyard-bridge no responde. Inícielo de nuevo y abra la dirección que muestra.",

  // El PIN, y lo que está cerrado sin él.
  wrong_pin: ({ about }) =>
    about === "" ? "Ese no es el PIN." : `Ese no es el PIN. Segundos de espera: ${about}.`,
  too_many_tries: ({ about }) => `Demasiados PIN erróneos. Segundos de espera: ${about}.`,
  bad_pin: () => "Un PIN tiene de 4 a 12 cifras.",
  no_pin: () => "Ponga primero un PIN; si no, nadie podrá volver a abrir las pantallas.",
  pin_unreadable: () => "Una versión más nueva de Lanyard puso el PIN. Actualice Lanyard.",
  locked: () => "Las pantallas están bloqueadas. Desbloquéelas con el PIN.",
  kiosk: () => "En modo quiosco esto está cerrado. Salga primero con el PIN.",

  // Los escaneos, las notas y lo que se hace con ellos.
  unknown_scan: () => "Este dispositivo no tiene ese escaneo.",
  already_voided: () => "Este escaneo ya se había retirado.",
  empty_note: () => "La nota aún no dice nada. Escriba, valore, etiquete o responda.",
  no_such_question: () => "Las preguntas del evento han cambiado. Abra el escaneo de nuevo.",
  answer_does_not_fit: () => "Las preguntas del evento han cambiado. Abra el escaneo de nuevo.",
  not_recordable: () => "Eso no cabe en un registro. Acórtelo.",
  too_long: () => "Eso es demasiado largo para buscarlo.",
  bad_operator: () => "Ese nombre no se puede usar. Elija uno más corto.",
  no_such_camera: () => "Esa cámara ya no está. Elija otra o vuelva a conectarla.",
  broken: () => "La sincronización se cortó. Inténtelo de nuevo.",
  export: ({ about }) =>
    about === ""
      ? "No hay carpeta donde escribir el archivo. Cree una carpeta de descargas e inténtelo de nuevo."
      : `No se puede escribir el archivo: ${about}. Compruebe el espacio y los permisos del disco e inténtelo de nuevo.`,
};
