import type { Catalogue } from "../en";

export const problems: Catalogue["problems"] = {
  not_a_badge: ({ event }) => `Kein Badge von ${event}.`,
  oversized: ({ event }) => `Kein Badge von ${event}.`,
  other_event: ({ event, about }) => `Kein Badge von ${event}: Er ist von ${about}.`,
  forged: ({ event }) =>
    `Kein echter Badge von ${event}. Schicken Sie die Person zum Registrierungsschalter.`,
  malformed: () => "Der Code dieses Badges ist beschädigt. Tippen Sie den Code darunter ein.",
  revoked: () => "Dieser Badge wurde ersetzt. Bitten Sie um den neuen.",
  unsupported_flags: () =>
    "Dieser Badge braucht eine neuere Version von Lanyard. Aktualisieren Sie dieses Gerät.",
  typing_slip: () => "In diesem Code ist ein Tippfehler. Vergleichen Sie ihn mit dem Badge.",
  enrolment_expired: () =>
    "Nach der Uhr dieses Geräts ist die Anmeldung abgelaufen. Stimmt der Tag nicht, stellen Sie die Uhr; sonst melden Sie es neu an.",
  device_revoked: () =>
    "Dieses Gerät wurde gesperrt. Frühere Scans werden aufbewahrt und gesendet. Fragen Sie die Person, die sich beim Sponsor um Leads kümmert.",
  nothing_to_share: () => "Es blieb kein Feld zum Teilen. Nichts wurde gespeichert.",

  enrolment_changed: () =>
    "Während dieser Badge gelesen wurde, ist ein anderer Sponsor gewählt worden. Nichts wurde gespeichert; zeigen Sie ihn noch einmal.",
  which_enrolment: () =>
    "Dieses Gerät ist mehrfach angemeldet. Wählen Sie den Sponsor, für den gescannt wird.",
  not_enrolled: () =>
    "Dieses Gerät ist noch nicht angemeldet. Scannen oder tippen Sie den Code von der Seite Ihres Sponsors.",
  not_confirmed: () => "Die Person wurde nicht gefragt. Scannen Sie den Badge noch einmal.",
  sheet_gone: () =>
    "Diese Frage ist geschlossen, und nichts wurde gespeichert. Scannen Sie den Badge noch einmal.",

  disk_full: () =>
    "Der Datenträger ist voll. Schaffen Sie Platz; nichts, was vorher gescannt wurde, ist verloren.",
  read_only: () =>
    "Auf den Datenträger lässt sich nicht schreiben. Prüfen Sie die Rechte; nichts, was vorher gescannt wurde, ist verloren.",
  damaged: () =>
    "Die Datei mit den Scans dieses Geräts ist beschädigt. Löschen Sie sie nicht; bitten Sie den Veranstalter um Hilfe.",
  io: () =>
    "Der Datenträger antwortet nicht. Prüfen Sie, ob er angeschlossen ist; nichts, was vorher gescannt wurde, ist verloren.",
  busy: () =>
    "Ein anderes Programm hält die Scans dieses Geräts. Schließen Sie es, und versuchen Sie es noch einmal.",
  cannot_open: () => "Die Datei mit den Scans dieses Geräts lässt sich nicht öffnen. Prüfen Sie die Rechte.",
  folder: () => "Der Ordner mit den Scans dieses Geräts ist nicht nutzbar. Prüfen Sie die Rechte.",
  no_home: () => "Es gibt keinen Ordner für die Scans dieses Geräts. Setzen Sie LANYARD_HOME auf einen.",
  create: () =>
    "Die Datei für die Scans dieses Geräts lässt sich nicht anlegen. Prüfen Sie Platz und Rechte.",
  newer_schema: () => "Eine neuere Version von Lanyard hat dieses Gerät benutzt. Aktualisieren Sie Lanyard.",
  not_a_database: () =>
    "Die Datei mit den Scans dieses Geräts ist keine von Lanyard. Löschen Sie sie nicht; bitten Sie den Veranstalter um Hilfe.",
  wrong_key: () =>
    "Der Schlüssel im Schlüsselbund öffnet die Scans dieses Geräts nicht. Melden Sie sich mit dem Konto an, das es angemeldet hat.",
  key_lost: () =>
    "Der Schlüssel zu den Scans dieses Geräts fehlt. Melden Sie sich mit dem Konto an, das es angemeldet hat.",
  keychain_closed: () =>
    "Der Schlüsselbund des Systems ist gesperrt. Entsperren Sie ihn, und versuchen Sie es noch einmal.",
  keychain_entry: () =>
    "Der Schlüssel im Schlüsselbund ist nicht nutzbar. Melden Sie sich mit dem Konto an, das dieses Gerät angemeldet hat.",
  key_exposed: () =>
    "Andere können die Datei mit dem Schlüssel dieses Geräts lesen. Erlauben Sie das nur ihrem Besitzer, und versuchen Sie es noch einmal.",

  connection: () =>
    "Das Backend der Veranstaltung ist nicht erreichbar. Prüfen Sie das Netz, und versuchen Sie es noch einmal.",
  unavailable: () =>
    "Das Backend der Veranstaltung ist ausgelastet. Versuchen Sie es in einer Minute noch einmal.",
  not_the_backend: () =>
    "Etwas anderes antwortet an der Stelle des Backends, vielleicht eine Anmeldeseite. Melden Sie sich am Netz an, und versuchen Sie es noch einmal.",

  unknown_code: () =>
    "Das Backend kennt diesen Code nicht. Suchen Sie nach einem Tippfehler, oder holen Sie einen neuen von der Seite des Sponsors.",
  code_used: () =>
    "Ein anderes Gerät hat diesen Code benutzt. Holen Sie einen neuen von der Seite des Sponsors.",
  code_expired: () => "Dieser Code ist abgelaufen. Holen Sie einen neuen von der Seite des Sponsors.",
  other_backend: () =>
    "Ein anderes Backend als das im Code genannte hat geantwortet. Benutzen Sie ein Netz, dem Sie vertrauen.",
  bad_answer: () =>
    "Der Antwort des Backends ist nicht zu trauen. Versuchen Sie es noch einmal, oder in einem anderen Netz.",
  not_an_enrolment_code: () =>
    "Das ist kein Anmeldecode. Kopieren Sie ihn ganz von der Seite des Sponsors, unter Geräte.",
  address: () =>
    "Dieser Code nennt kein nutzbares Backend. Holen Sie einen neuen von der Seite des Sponsors.",
  label: () => "So kann das Gerät nicht heißen. Wählen Sie einen kürzeren Namen.",

  shell: () =>
    "Im Programm ist etwas schiefgegangen. Was gespeichert wurde, ist sicher; versuchen Sie es noch einmal.",
  no_bridge: () =>
    "lanyard-bridge antwortet nicht. Starten Sie es neu, und öffnen Sie die Adresse, die es nennt.",

  // Die PIN, und was ohne sie geschlossen ist.
  wrong_pin: ({ about }) =>
    about === "" ? "Das ist nicht die PIN." : `Das ist nicht die PIN. Sekunden Wartezeit: ${about}.`,
  too_many_tries: ({ about }) => `Zu viele falsche PINs. Sekunden Wartezeit: ${about}.`,
  bad_pin: () => "Eine PIN hat 4 bis 12 Ziffern.",
  no_pin: () => "Setzen Sie zuerst eine PIN, sonst kann niemand die Bildschirme wieder öffnen.",
  pin_unreadable: () => "Eine neuere Version von Lanyard hat die PIN gesetzt. Aktualisieren Sie Lanyard.",
  locked: () => "Die Bildschirme sind gesperrt. Entsperren Sie sie mit der PIN.",
  kiosk: () => "Im Kioskmodus ist das geschlossen. Verlassen Sie ihn zuerst mit der PIN.",

  // Scans, Notizen, und was damit geschieht.
  unknown_scan: () => "Diesen Scan gibt es auf diesem Gerät nicht.",
  already_voided: () => "Dieser Scan wurde schon zurückgenommen.",
  empty_note: () => "Die Notiz sagt noch nichts. Schreiben, bewerten, verschlagworten oder antworten Sie.",
  no_such_question: () => "Die Fragen der Veranstaltung haben sich geändert. Öffnen Sie den Scan neu.",
  answer_does_not_fit: () => "Die Fragen der Veranstaltung haben sich geändert. Öffnen Sie den Scan neu.",
  not_recordable: () => "Das passt nicht in einen Datensatz. Kürzen Sie es.",
  too_long: () => "Das ist zu lang zum Suchen.",
  bad_operator: () => "Dieser Name geht nicht. Nehmen Sie einen kürzeren.",
  no_such_camera: () =>
    "Diese Kamera ist nicht mehr da. Wählen Sie eine andere, oder stecken Sie sie wieder ein.",
  broken: () => "Der Abgleich ist abgebrochen. Versuchen Sie es noch einmal.",
  export: ({ about }) =>
    about === ""
      ? "Es gibt keinen Ordner für die Datei. Legen Sie einen Ordner für Downloads an, und versuchen Sie es noch einmal."
      : `Die Datei lässt sich nicht schreiben: ${about}. Prüfen Sie Platz und Rechte auf dem Datenträger, und versuchen Sie es noch einmal.`,
};
