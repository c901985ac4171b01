import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("pt-BR");

export const fields: Catalogue["fields"] = {
  first_name: "Nome",
  last_name: "Sobrenome",
  email: "E-mail",
  job_title: "Cargo",
  employer: "Empresa",
  region: "Estado ou província",
  country: "País",
};

export const shell: Catalogue["shell"] = {
  screens: "Telas",
  scan: "Ler",
  scans: "Leituras",
  sync: "Envio",
  settings: "Ajustes",
  back: "Voltar",
  close: "Fechar",
  cancel: "Cancelar",
  tryAgain: "Tentar de novo",
  starting: "Abrindo as leituras deste aparelho …",
  waiting: (count) => plural(count, { one: "# em espera", other: "# em espera" }),
  copied: "Copiado.",
  copyByHand: "Não é possível copiar aqui. O texto está selecionado: copie à mão.",
  leaveKiosk: "Desbloquear",
  faultTitle: "Não é possível ler agora",
  faultKept: "Nada do que foi lido antes se perdeu.",
  silenceTitle: "O programa não responde",
  silenceText:
    "Esta tela continua tentando. Se continuar assim, feche o Lanyard e abra de novo. As leituras salvas estão seguras.",
  ribbon: {
    steady: "Nada em espera.",
    held: "O servidor tem todas as leituras.",
    waiting: "Há leituras esperando o envio.",
    fault: "Algo não pode ser salvo.",
  },
};
