// How a decision is told: its colour, its large line, what happened in a line, and its sound.

import type { Decision, Field, Outcome } from "$lib/device/bindings";
import type { Cue } from "$lib/sound";
import type { Catalogue } from "$lib/words/en";
import type { Formats } from "$lib/words/formats";
import type { Aftermath } from "./run.svelte";

export type Tone = "green" | "amber" | "violet" | "red" | "ink";

/** What the card shows. */
export type Card = {
  tone: Tone;
  /** The word that goes with the colour. */
  state: string;
  /** What is read from three steps away: the attendee's name, where there is one. */
  head: string;
  /** Whether `head` is a name, which may be in any script. */
  isName: boolean;
  line: string;
};

/** The colour and the sound of what became of a code; none where an attendee is asked first. */
export function cueOf(outcome: Outcome): { tone: Tone; cue: Cue } | null {
  switch (outcome.kind) {
    case "saved":
      return { tone: "green", cue: "saved" };
    case "already":
      return { tone: "amber", cue: "attention" };
    case "do_not_scan":
      return { tone: "violet", cue: "attention" };
    case "refused":
      return { tone: "ink", cue: "attention" };
    case "not_saved":
      return { tone: "red", cue: "failed" };
    case "ask":
      return null;
  }
}

export type Telling = {
  language: string;
  t: Catalogue["scan"];
  format: Formats;
  /** What a problem is, in words. */
  problem: (problem: { code: string; message: string; about: string | null }) => string;
};

export function cardOf(
  { outcome }: Decision,
  { t, format, problem, language }: Telling,
  now = Date.now(),
): Card | null {
  switch (outcome.kind) {
    case "saved":
      return {
        tone: "green",
        state: t.saved,
        ...headOf(outcome.name, t.savedUnnamed),
        line: outcome.checked ? t.saved : `${t.saved}. ${t.checkedLater}`,
      };
    case "already":
      return {
        tone: "amber",
        state: t.already,
        ...headOf(outcome.name, t.unnamed),
        line: alreadyLine(outcome, t, format, now),
      };
    case "do_not_scan":
      return {
        tone: "violet",
        state: t.doNotScan,
        ...headOf(outcome.name, t.doNotScan),
        line: outcome.name === null ? t.doNotScanUnnamed : t.doNotScanNamed(outcome.name),
      };
    case "refused": {
      const [head, rest] = firstSentence(problem(outcome.reason), language);
      return { tone: "ink", state: t.refused, head, isName: false, line: rest || t.refused };
    }
    case "not_saved":
      return {
        tone: "red",
        state: t.notSaved,
        head: t.notSaved,
        isName: false,
        line: problem(outcome.reason),
      };
    case "ask":
      return null;
  }
}

/** The same card after something was done about the scan. */
export function aftermathCard(
  decision: Decision,
  aftermath: Aftermath,
  telling: Telling,
  list: (fields: readonly Field[]) => string,
): Card | null {
  const { t } = telling;
  const name = "name" in decision.outcome ? decision.outcome.name : null;
  switch (aftermath.kind) {
    case "undone":
      return {
        tone: "ink",
        state: t.undone,
        ...headOf(name, t.undone),
        line: name === null ? t.undoneUnnamed : t.undoneNamed(name),
      };
    case "declined":
      return {
        tone: "ink",
        state: t.declined,
        ...headOf(name, t.declined),
        line: name === null ? t.declinedUnnamed : t.declinedNamed(name),
      };
    case "narrowed": {
      const card = cardOf(decision, telling);
      const { fields } = aftermath;
      return (
        card && {
          ...card,
          state: t.narrowed,
          line: fields.length === 0 ? t.narrowedToNothing : t.narrowedTo(list(fields)),
        }
      );
    }
  }
}

/** What happened, and apart from it what to do. */
export function firstSentence(text: string, language: string): [string, string] {
  const [first] = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
  const sentence = first?.segment ?? text;
  return [sentence.trim(), text.slice(sentence.length).trim()];
}

/** How wide the longest word of a name is, in letters of the Latin script: large type shrinks to it. */
export function lettersOf(head: string): number {
  const widths = head
    .split(/\s+/u)
    .map((word) => Array.from(word).reduce((sum, letter) => sum + (WIDE.test(letter) ? 1.7 : 1), 0));
  return Math.max(1, ...widths);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function headOf(name: string | null, otherwise: string): { head: string; isName: boolean } {
  return name === null ? { head: otherwise, isName: false } : { head: name, isName: true };
}

function alreadyLine(
  { at, operator }: { at: number; operator: string },
  t: Catalogue["scan"],
  format: Formats,
  now: number,
): string {
  const moment = format.moment(at, now);
  if (new Date(at).toDateString() === new Date(now).toDateString()) {
    return operator === "" ? t.alreadyAt(moment) : t.alreadyBy(moment, operator);
  }
  return operator === "" ? t.alreadyOn(moment) : t.alreadyOnBy(moment, operator);
}
