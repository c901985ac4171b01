// The words of the screens in the language that is chosen, which may change at any time.

import type { Language, Problem } from "$lib/device/bindings";
import { de } from "./de";
import { en, type Catalogue, type ProblemContext } from "./en";
import { es } from "./es";
import { Formats } from "./formats";
import { fr } from "./fr";
import { ja } from "./ja";
import { ptBR } from "./pt-BR";

/** What is said in each language. */
export const CATALOGUES: Record<Language, Catalogue> = { en, es, fr, de, "pt-BR": ptBR, ja };

/** The languages that there are words for. */
export const LANGUAGES = Object.keys(CATALOGUES) as readonly Language[];

/** What a language calls itself. */
export function nameOf(language: Language): string {
  return CATALOGUES[language].language;
}

/** Scripts that run from the right. None of the languages is written in one yet. */
const FROM_THE_RIGHT: readonly string[] = ["ar", "fa", "he", "ur"];

/** The language to speak where none is chosen: the first of the reader's that there are words for. */
export function languageFor(preferred: readonly string[]): Language {
  for (const wanted of preferred) {
    const same = LANGUAGES.find((known) => known.toLowerCase() === wanted.toLowerCase());
    const akin = same ?? LANGUAGES.find((known) => base(known) === base(wanted));
    if (akin !== undefined) return akin;
  }
  return "en";
}

/** Where dates and numbers are written as they are there: the reader's own variant of the language. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((wanted) => base(wanted) === base(language)) ?? language;
}

function base(tag: string): string {
  return tag.split("-", 1)[0]?.toLowerCase() ?? "";
}

class Words {
  language = $state<Language>("en");

  /** What is said. */
  readonly t: Catalogue = $derived(CATALOGUES[this.language]);

  /** How dates, times and numbers are written. */
  readonly format: Formats = $derived(new Formats(localeFor(this.language, navigator.languages)));

  readonly direction: "ltr" | "rtl" = $derived(FROM_THE_RIGHT.includes(base(this.language)) ? "rtl" : "ltr");

  /** Speaks a language from now on; the system's where none is chosen. */
  speak(language: Language | null): void {
    const known = language !== null && LANGUAGES.includes(language);
    this.language = known ? language : languageFor(navigator.languages);
    document.documentElement.lang = this.language;
    document.documentElement.dir = this.direction;
  }

  /**
   * What a problem is, and what to do about it. Codes that only the program's own makers could do
   * something about have no words here; the device's English ones stand for them.
   */
  problem({ code, message, about }: Problem, event = ""): string {
    const known: Record<string, (context: ProblemContext) => string> = this.t.problems;
    const words = Object.hasOwn(known, code) ? known[code] : undefined;
    return words?.({ event, about: about ?? "" }) ?? (message || this.t.problems.shell());
  }
}

export const words = new Words();
