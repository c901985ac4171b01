import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("fr");

export const sync: Catalogue["sync"] = {
  title: "Envoi et fin de journée",
  heldTitle: "Tout est arrivé",
  heldText:
    "Le serveur a signé pour chaque enregistrement de cet appareil. Vous pouvez l’éteindre et rentrer.",
  nothingTitle: "Rien à remettre",
  nothingText:
    "Cet appareil n’a encore rien enregistré. Vos scans sont d’abord gardés ici, et s’envoient d’eux-mêmes.",
  waitingTitle: (count) =>
    plural(count, { one: "# enregistrement attend", other: "# enregistrements attendent" }),
  waitingText: "Tous sont en sécurité sur cet appareil. Ils ne sont pas encore sur le serveur.",
  uncoveredTitle: "Tout n’est pas encore confirmé",
  divergedTitle: "Demandez à l’organisation avant de rendre cet appareil",
  divergedText:
    "Le serveur a, au nom de cet appareil, d’autres enregistrements que l’appareil lui-même. Cela arrive quand un appareil a été copié, ou ramené à un jour antérieur. Rien n’est effacé d’aucun côté.",
  notEnrolledText: "Cet appareil n’est pas inscrit. Il n’y a rien à envoyer.",

  todo: "Que faire",
  steps: {
    mend_fault: "Voyez plus bas ce qu’il faut d’abord à cet appareil.",
    sign_in: "Ouvrez un navigateur sur cet appareil et connectez-vous au réseau.",
    near_network: "Portez cet appareil là où le réseau marche, par exemple loin de la foule du hall.",
    keep_on: "Laissez cet appareil allumé et Lanyard ouvert. Il envoie de lui-même dès qu’il peut.",
    wait_for_backend:
      "Attendez quelques minutes. Le serveur est occupé, et cet appareil redemande de lui-même.",
    tell_organiser: "Dites à l’organisation ce qui est écrit plus bas.",
    save_file: (place) =>
      `Ou enregistrez le fichier et remettez-le sur ${place} avec n’importe quel ordinateur.`,
  },

  now: "Envoyer maintenant",
  syncing: "Envoi …",
  syncingLeft: (count) =>
    plural(count, { one: "reste # enregistrement", other: "restent # enregistrements" }),
  done: "Envoyé. Rien n’attend.",
  doneWaiting: (count) =>
    plural(count, {
      one: "# enregistrement attend encore, en sécurité sur cet appareil.",
      other: "# enregistrements attendent encore, en sécurité sur cet appareil.",
    }),

  waiting: "En attente",
  accepted: "Acceptés",
  quarantined: "En quarantaine",
  scans: (count) => plural(count, { one: "# scan", many: "# de scans", other: "# scans" }),
  voided: (count) => plural(count, { one: "# retiré", other: "# retirés" }),
  quarantinedElsewhere: "Pour les voir, choisissez d’abord cette inscription sur l’écran de scan.",
  showQuarantined: "Voir la quarantaine",
  quarantinedText:
    "Le serveur garde ces enregistrements et ne les utilise pas. Chaque scan dit pourquoi, et ce qu’on peut faire.",
  state: { active: "Active", expired: "Expirée", revoked: "Révoquée" },
  day: {
    nothing: "Rien d’enregistré",
    all_held: "Tout est arrivé",
    waiting: (count) => plural(count, { one: "reste #", other: "restent #" }),
    diverged: "Demander à l’organisation",
  },

  network: {
    untried: "Pas encore essayé depuis l’ouverture de Lanyard.",
    online: (server) => `En contact avec ${server}.`,
    offline:
      "Hors ligne. C’est normal dans un hall : les scans sont gardés ici, et envoyés quand le réseau revient.",
    unavailable: (server) =>
      `${server} est occupé ou arrêté pour le moment. Cet appareil redemande de lui-même.`,
    not_the_backend: (server) =>
      `Autre chose répond à la place de ${server}. Une page de connexion au réseau est-elle ouverte ? Connectez-vous-y avec un navigateur.`,
    refused: (server) =>
      `${server} n’accepte pas ce que cet appareil envoie. Tout est gardé, et réessayé plus tard. Prévenez l’organisation.`,
    bad_reply: (server) =>
      `La réponse de ${server} n’est pas fiable, donc rien ne compte comme arrivé. Essayez un autre réseau, et prévenez l’organisation si cela dure.`,
    too_large:
      "Le chemin vers le serveur ne laisse passer que peu à la fois. Cet appareil envoie par plus petits morceaux.",
    other: (server, code) => `Quelque chose ne va pas entre cet appareil et ${server} (${code}).`,
  },

  save: "Enregistrer le fichier",
  saveText: (place) =>
    `Écrit ce qui attend dans un fichier chiffré de vos téléchargements. Seul le serveur peut le lire. Remettez-le sur ${place} avec n’importe quel ordinateur.`,
  savedTitle: (count) =>
    plural(count, {
      one: "# enregistrement mis dans un fichier",
      other: "# enregistrements mis dans un fichier",
    }),
  savedText: (place) =>
    `Portez-le sur une clé USB à un ordinateur avec du réseau, et remettez-le sur ${place}.`,
  savedKept:
    "Les enregistrements restent aussi sur cet appareil, et attendent que le serveur signe pour eux.",
  savedNothing: "Rien n’attend, donc aucun fichier n’a été écrit.",
  path: "Le fichier",
  place: "À remettre sur",
  copyPath: "Copier le chemin",
  copyPlace: "Copier l’adresse",
};

export const settings: Catalogue["settings"] = {
  title: "Réglages",

  operatorTitle: "Qui tient cet appareil",
  operatorText: "Le nom figure désormais sur chaque scan et chaque note. Le sponsor le voit.",
  operatorName: "Nom",
  operatorSet: "Utiliser ce nom",
  operatorNow: (name) => `${name} le tient maintenant.`,
  operatorNobody: "Personne en particulier",
  operatorKnown: "Noms utilisés sur cet appareil",
  operatorTooLong: "Ce nom est trop long. Prenez-en un plus court.",

  scanTitle: "Scanner",
  sound: "Son",
  soundText: "Un scan s’entend. Chaque résultat a son propre son.",
  mirror: "Image en miroir",
  mirrorText: "Plus facile quand la caméra vous regarde. La lecture est la même.",
  rapid: "Mode rapide",
  rapidText: "Cartes courtes, pour une file.",
  camera: "Caméra",
  cameraNone: "Aucune caméra trouvée. Branchez-en une ; la douchette et le clavier marchent sans elle.",
  cameraAgain: "Chercher à nouveau",
  cameraBrowser: "Le navigateur demande quelle caméra utiliser quand le scan commence.",

  lookTitle: "Langue et aspect",
  language: "Langue",
  languageSystem: "Comme le système",
  theme: "Thème",
  themes: { system: "Comme le système", light: "Clair", dark: "Sombre" },
  contrast: "Contraste",
  contrasts: { system: "Comme le système", high: "Élevé" },

  lockTitle: "PIN et verrou",
  lockNoPin: "Définissez un PIN pour verrouiller les écrans, ou ne laisser ouvert que le scan.",
  lockText: "Le PIN tient les autres à l’écart des écrans. Les scans sont chiffrés avec ou sans lui.",
  pinSet: "Définir un PIN",
  pinChange: "Changer le PIN",
  pinRemove: "Supprimer le PIN",
  pinCurrent: "PIN actuel",
  pinNew: "Nouveau PIN",
  pinAgain: "Nouveau PIN, encore une fois",
  pinRule: "4 à 12 chiffres",
  pinBad: "Un PIN a 4 à 12 chiffres.",
  pinDiffers: "Les deux nouveaux PIN ne sont pas identiques.",
  pinForgotten:
    "Notez-le là où vous le retrouverez : personne ne peut le consulter. Les enregistrements s’envoient aussi sans lui.",
  pinIsSet: "Le PIN est défini.",
  pinIsRemoved: "Le PIN est supprimé.",
  pinSave: "Enregistrer le PIN",
  removeText: "Quiconque tient cet appareil peut alors ouvrir tous les écrans.",
  lockNow: "Verrouiller maintenant",
  kiosk: "Mode kiosque",
  kioskText: "Seul le scan reste ouvert, pour un appareil laissé seul. En sortir demande le PIN.",
  kioskStart: "Lancer le mode kiosque",
  autoLock: "Se verrouiller tout seul",
  autoLockText: "Quand personne ne touche l’appareil et que rien n’est scanné.",
  never: "Jamais",
  minutes: (count) => plural(count, { one: "Après # minute", other: "Après # minutes" }),

  enrolmentsTitle: "Inscriptions",
  enrolmentsNone: "Cet appareil n’est pas inscrit.",
  enrolFirst: "Inscrire cet appareil",
  enrolAnother: "Inscrire pour un autre événement ou sponsor",
  event: "Événement",
  device: "Identifiant",
  server: "Serveur",
  expires: "Scanne jusqu’au",
  consent: "Consentement",
  consentModes: {
    handover: "Tendre le badge vaut consentement",
    confirm: "La personne touche « Partager »",
  },
  notice: "Avis de confidentialité",
  noticeVersion: (version) => `Version ${version}`,
  noticeRead: "Lire l’avis de confidentialité",

  storageTitle: "Ce qui est sur cet appareil",
  storageText: (scans, records) =>
    `${scans} avec ${records} : noms des badges, notes, et ce qui a été consenti. Aucune adresse e-mail ni employeur n’est jamais sur cet appareil ; cela reste sur le serveur.`,
  storageRecords: (count) =>
    plural(count, {
      one: "# enregistrement signé",
      many: "# d’enregistrements signés",
      other: "# enregistrements signés",
    }),
  storageWaiting: (count) =>
    plural(count, {
      one: "# enregistrement n’est qu’ici. N’effacez pas cet appareil avant qu’il soit arrivé.",
      other: "# enregistrements ne sont qu’ici. N’effacez pas cet appareil avant qu’ils soient arrivés.",
    }),
  storageNoneWaiting: "Le serveur s’est prononcé sur tous.",
  storageSize: (size) => `${size} dans une base de données chiffrée`,
  storageFree: (size) => `${size} libres sur le disque`,
  folder: "Dossier",
  keyKeychain:
    "La clé est dans le trousseau du système. Qui sort le disque, ou se connecte sous un autre compte, ne peut pas lire les scans.",
  keyFile:
    "La clé est dans un fichier à côté de la base, car ce système n’a pas de trousseau. Qui peut lire les fichiers de ce compte peut lire les scans : chiffrez le disque, et ne prêtez pas le compte.",
  uninstall:
    "Supprimer Lanyard laisse ce dossier où il est. Ne l’effacez que lorsque la page d’envoi est verte.",

  helpTitle: "Aide",
  version: (version) => `Lanyard ${version}`,
  diagnosticsShow: "Afficher le diagnostic",
  diagnostics: "Copier le diagnostic",
  diagnosticsText: "Un texte pour qui vous aide. Il ne contient ni noms, ni notes, ni codes.",
  diagnosticsShown: "Diagnostic",
};

export const lock: Catalogue["lock"] = {
  title: "Verrouillé",
  safe: "Chaque scan de cet appareil est enregistré.",
  waiting: (count) =>
    plural(count, {
      one: "# enregistrement attend, et s’envoie aussi verrouillé.",
      other: "# enregistrements attendent, et s’envoient aussi verrouillé.",
    }),
  none: "Rien n’attend.",
  pin: "PIN",
  typed: (count) => plural(count, { one: "# chiffre tapé", other: "# chiffres tapés" }),
  pad: "Chiffres",
  erase: "Effacer le dernier chiffre",
  unlock: "Déverrouiller",
  wrong: "Ce n’est pas le PIN.",
  waitSeconds: (count) =>
    plural(count, {
      one: "Trop de PIN erronés. Réessayez dans # seconde.",
      other: "Trop de PIN erronés. Réessayez dans # secondes.",
    }),
  waitMinutes: (count) =>
    plural(count, {
      one: "Trop de PIN erronés. Réessayez dans # minute.",
      other: "Trop de PIN erronés. Réessayez dans # minutes.",
    }),
  forgotten:
    "Oublié ? Les scans s’envoient quand même. Demandez à la personne qui gère les contacts du sponsor.",
  leaveTitle: "Quitter le mode kiosque",
  leaveText: "Tapez le PIN pour rouvrir tous les écrans.",
  leave: "Quitter le mode kiosque",
};
