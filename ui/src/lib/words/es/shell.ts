import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("es");

export const fields: Catalogue["fields"] = {
  first_name: "Nombre",
  last_name: "Apellidos",
  email: "Correo electrónico",
  job_title: "Cargo",
  employer: "Empresa",
  region: "Estado o provincia",
  country: "País",
};

export const shell: Catalogue["shell"] = {
  screens: "Pantallas",
  scan: "Escanear",
  scans: "Escaneos",
  sync: "Envío",
  settings: "Ajustes",
  back: "Atrás",
  close: "Cerrar",
  cancel: "Cancelar",
  tryAgain: "Reintentar",
  starting: "Abriendo los escaneos de este dispositivo …",
  waiting: (count) => plural(count, { one: "# en espera", other: "# en espera" }),
  copied: "Copiado.",
  copyByHand: "Aquí no se puede copiar. El texto está seleccionado: cópielo a mano.",
  leaveKiosk: "Desbloquear",
  faultTitle: "Ahora no se puede escanear",
  faultKept: "No se ha perdido nada de lo escaneado antes.",
  silenceTitle: "El programa no responde",
  silenceText:
    "Esta pantalla sigue intentándolo. Si continúa así, cierre Lanyard y ábralo de nuevo. Los escaneos guardados están a salvo.",
  ribbon: {
    steady: "No hay nada en espera.",
    held: "El servidor tiene todos los escaneos.",
    waiting: "Hay escaneos en espera de envío.",
    fault: "Algo no se puede guardar.",
  },
};
