// A note while it is being written: what it holds, what of it is new, and whether it fits a record.

import type { AddNote, Answer, NoteView, Question, QuestionAnswer } from "$lib/device/bindings";

/** The bounds of a record (`protocol::limits`). The device checks them again. */
export const LIMITS = {
  textBytes: 4096,
  tags: 16,
  tagBytes: 40,
  reasonBytes: 500,
  answerBytes: 500,
} as const;

/** What an operator has put in and not saved yet. */
export type Draft = {
  text: string;
  rating: number | null;
  tags: string[];
  /** A tag that is still being typed. */
  tag: string;
  /** Only what was touched: an answer given before stays as it is and is not said again. */
  answers: Record<number, Answer>;
};

export function emptyDraft(): Draft {
  return { text: "", rating: null, tags: [], tag: "", answers: {} };
}

/** What the operator has answered before about this attendee, the newest answer to each question. */
export function ownAnswers(notes: readonly NoteView[], operator: string | null): Map<number, Answer> {
  const answers = new Map<number, Answer>();
  for (const note of notes) {
    if (note.operator !== (operator ?? "")) continue;
    for (const { question, answer } of note.answers) answers.set(question, answer);
  }
  return answers;
}

/** The note that a draft makes, or none where it would say nothing new. */
export function noteOf(
  draft: Draft,
  questions: readonly Question[],
  before: ReadonlyMap<number, Answer>,
): Omit<AddNote, "scan"> | null {
  const tags = withTag(draft.tags, draft.tag);
  const answers = newAnswers(draft, questions, before);
  const text = draft.text.trim();
  const saysNothing = text === "" && draft.rating === null && tags.length === 0 && answers.length === 0;
  return saysNothing ? null : { text, rating: draft.rating, tags, answers };
}

function newAnswers(
  draft: Draft,
  questions: readonly Question[],
  before: ReadonlyMap<number, Answer>,
): QuestionAnswer[] {
  return questions.flatMap(({ id, kind }) => {
    const given = draft.answers[id];
    if (given === undefined) return [];
    const answer = "text" in given ? { text: given.text.trim() } : given;
    const old = before.get(id) ?? (kind === "text" ? { text: "" } : undefined);
    return old !== undefined && sameAnswer(old, answer) ? [] : [{ question: id, answer }];
  });
}

export function sameAnswer(one: Answer, other: Answer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** `tags` with what was typed added, once. Commas part tags. */
export function withTag(tags: readonly string[], typed: string): string[] {
  const result = [...tags];
  for (const part of typed.split(/[,、，]/u)) {
    const tag = part.trim().replace(/\s+/gu, " ");
    const isNew = !result.some((known) => sameWord(known, tag));
    if (tag !== "" && isNew && result.length < LIMITS.tags) result.push(tag);
  }
  return result;
}

/** Tags to offer: used before, not chosen already, and going on from what is being typed. */
export function offeredTags(used: readonly string[], draft: Draft, most: number): string[] {
  const begun = draft.tag.trim().toLocaleLowerCase();
  const offered: string[] = [];
  for (const tag of used) {
    if (offered.length === most) break;
    const isTaken = [...draft.tags, ...offered].some((known) => sameWord(known, tag));
    if (!isTaken && tag.toLocaleLowerCase().startsWith(begun)) offered.push(tag);
  }
  return offered;
}

/** What does not fit a record, if anything. */
export type TooLong = "text" | "tag" | "answer";

export function tooLong(note: Omit<AddNote, "scan">): TooLong | null {
  if (bytesOf(note.text) > LIMITS.textBytes) return "text";
  if (note.tags.some((tag) => bytesOf(tag) > LIMITS.tagBytes)) return "tag";
  const isLong = ({ answer }: QuestionAnswer) =>
    "text" in answer && bytesOf(answer.text) > LIMITS.answerBytes;
  return note.answers.some(isLong) ? "answer" : null;
}

/** The length of a text in a record, in bytes of UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function sameWord(one: string, other: string): boolean {
  return one.toLocaleLowerCase() === other.toLocaleLowerCase();
}
