// Notes that were begun, kept while one moves between screens. In memory only: what is not saved is
// nowhere on the disk.

import { SvelteMap } from "svelte/reactivity";
import { type Draft, emptyDraft } from "./note";

const drafts = new SvelteMap<string, Draft>();

/** A note is signed with the operator's name, so a draft belongs to one operator. */
function key(scan: string, operator: string | null): string {
  return `${scan} ${operator ?? ""}`;
}

export function draftOf(scan: string, operator: string | null): Draft {
  return drafts.get(key(scan, operator)) ?? emptyDraft();
}

export function keepDraft(scan: string, operator: string | null, draft: Draft): void {
  drafts.set(key(scan, operator), draft);
}

/** Forgets a draft that is saved. What was written on meanwhile stays: it is saved nowhere yet. */
export function dropDraft(scan: string, operator: string | null, saved: Draft): void {
  if (draftOf(scan, operator) === saved) drafts.delete(key(scan, operator));
}
