import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("fr");

export const scan: Catalogue["scan"] = {
  title: "Scanner",
  switchEnrolment: "Changer de sponsor",
  chooseEnrolment: "Choisir un sponsor",

  network: {
    untried: "Pas encore connecté",
    online: "En ligne",
    offline: "Hors ligne",
    trouble: "Serveur non joint",
  },
  waiting: (count) => plural(count, { one: "# en attente", other: "# en attente" }),
  allHeld: "Tout est arrivé",
  cantSync: "Envoi impossible",
  diverged: "Prévenir l’organisation",
  openSync: "Envoi et fin de journée",

  hint: "Tenez le code d’un badge devant la caméra",

  typeCode: "Taper un code",
  codeLabel: "Code imprimé sur le badge",
  check: "Vérifier",
  codeHint: "Entrée vérifie, Échap efface",

  saved: "Enregistré",
  savedUnnamed: "Badge enregistré",
  checkedLater: "Le serveur vérifie ce code dès qu’il y a du réseau.",
  already: "Déjà scanné",
  alreadyBy: (at, operator) => `Déjà scanné à ${at} par ${operator}`,
  alreadyAt: (at) => `Déjà scanné à ${at}`,
  alreadyOn: (at) => `Déjà scanné le ${at}`,
  alreadyOnBy: (at, operator) => `Déjà scanné le ${at} par ${operator}`,
  doNotScan: "Ne pas scanner",
  doNotScanNamed: (name) => `${name} a demandé à ne pas être scanné. Rien n’a été enregistré.`,
  doNotScanUnnamed: "Cette personne a demandé à ne pas être scannée. Rien n’a été enregistré.",
  refused: "Rien n’a été enregistré",
  notSaved: "Non enregistré",
  notSavedAgain: "Scannez le badge à nouveau ensuite.",
  seen: "J’ai vu",
  unnamed: "Participant sans nom",

  note: "Note",
  fields: "Champs",
  undo: "Annuler",
  openLead: "Ouvrir la fiche",
  undoReason: "scanné par erreur",
  undone: "Retiré",
  undoneNamed: (name) => `Le scan de ${name} est retiré. Le sponsor n’en reçoit rien.`,
  undoneUnnamed: "Le scan est retiré. Le sponsor n’en reçoit rien.",
  declined: "Non partagé",
  declinedNamed: (name) => `${name} a choisi de ne pas partager. Rien n’a été enregistré.`,
  declinedUnnamed: "La personne a choisi de ne pas partager. Rien n’a été enregistré.",
  narrowed: "Modifié",
  narrowedTo: (fields) => `Partagé maintenant : ${fields}.`,
  narrowedToNothing: "Plus rien n’est partagé.",
};

export const camera: Catalogue["camera"] = {
  menu: "Caméra",
  which: "Quelle caméra",
  noneFound: "Aucune caméra trouvée.",
  madeUp: "Images fictives",
  mirror: "Image en miroir",
  torch: "Lumière",
  zoom: "Zoom",
  rapid: "Mode rapide",
  rapidText: "Cartes courtes, pour une file.",
  tryAgain: "Réessayer",
  another: "Choisir une autre caméra",
  otherwise: "Les codes peuvent toujours être tapés ou lus avec une douchette.",

  off: "La caméra est éteinte",
  offText: "Elle est libérée tant que personne ne scanne.",
  starting: "Ouverture de la caméra …",
  startingText: (name) => name,
  none: "Pas de caméra",
  noneText: "Branchez-en une. Elle sert dès qu’elle est trouvée.",
  stalled: "La caméra ne donne pas d’images",
  stalledText: (name) =>
    `${name} est ouverte et n’envoie rien. Débranchez-la et rebranchez-la, ou choisissez-en une autre.`,
  unplugged: "La caméra a été débranchée",
  unpluggedText: (name) => `Rebranchez ${name}. Elle sert dès qu’elle est revenue.`,
  busy: "Un autre programme a la caméra",
  busyText: (name) =>
    `Fermez les appels vidéo et les autres programmes qui utilisent ${name}. Elle sert dès qu’elle est libre.`,
  forbidden: "La caméra n’est pas autorisée",
  forbiddenText:
    "Autorisez Lanyard à utiliser la caméra dans les réglages de confidentialité du système, puis réessayez.",
  failed: "La caméra ne fonctionne pas",
  failedText: (name) =>
    `${name} a signalé une erreur. Débranchez-la et rebranchez-la, ou choisissez-en une autre.`,
  someCamera: "la caméra",
};

export const sheet: Catalogue["sheet"] = {
  hello: (name) => `Bonjour ${name}.`,
  helloUnnamed: "Bonjour.",
  gets: (sponsor) => `${sponsor} reçoit :`,
  untick: "Décochez ce que vous ne voulez pas partager.",
  nothing: (sponsor) => `${sponsor} ne reçoit rien.`,
  later: (host) => `Vous pourrez changer cela plus tard sur ${host}`,
  share: "Partager",
  dontShare: "Ne pas partager",
  save: "Enregistrer",
  keep: "Ne rien changer",
  turn: "Tourner vers la personne",
  turnBack: "Retourner",
  gone: (fields) => `Déjà retiré : ${fields}.`,
};

export const enrol: Catalogue["enrol"] = {
  title: "Inscrire cet appareil",
  text: "Tenez devant la caméra le code de la page du sponsor. Il est sous Appareils et sert une fois.",
  type: "Taper ou coller le code",
  codeFound: "Le code est lu.",
  next: "Suivant",
  who: "Qui scanne avec",
  label: "Nom de cet appareil",
  labelText: "Le sponsor le voit à côté de chaque scan, par exemple « Tablette stand 2 ».",
  operator: "Votre nom",
  operatorText: "Vos collègues le voient à côté de vos scans et notes. Il peut être changé à tout moment.",
  enrol: "Inscrire",
  enrolling: "Question au serveur de l’événement …",
  otherCode: "Utiliser un autre code",
  done: "Cet appareil est inscrit",
  sponsor: "Sponsor",
  event: "Événement",
  until: "Jusqu’au",
  consent: "Comment les participants acceptent",
  handover:
    "Montrer le badge vaut accord : un scan est enregistré aussitôt. Des champs peuvent ensuite être retirés à l’écran.",
  confirm: "Un scan n’est enregistré que si la personne touche « Partager » sur cet écran.",
  foreign:
    "Les badges sans le sceau de Lanyard sont acceptés aussi. Le serveur les vérifie dès qu’il y a du réseau.",
  fields: "Ce que le sponsor peut recevoir",
  notice: (version) => `Avis de confidentialité, version ${version}`,
  start: "Commencer à scanner",
  useThis: "Scanner pour ce sponsor",

  switchTitle: "Scanner pour",
  chosen: "On scanne pour celui-ci",
  waits: (count, sponsor) =>
    plural(count, {
      one: `# enregistrement pour ${sponsor} attend, et reste à ${sponsor}.`,
      other: `# enregistrements pour ${sponsor} attendent, et restent à ${sponsor}.`,
    }),
  nothingWaits: "Rien n’attend.",
  revoked: "Cet appareil a été révoqué",
  expired: "Expiré",
  another: "Inscrire pour un autre sponsor",
  details: "Avis et conditions",
};
