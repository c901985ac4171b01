// The user's place in the list: what was asked, what is loaded, how far it is scrolled. It outlives the
// screen, so that one comes back from a lead to where one was. In memory only.

import type { ShowScans } from "$lib/device/bindings";
import { device } from "$lib/device/device.svelte";
import { ScanList } from "./list.svelte";

export const list = new ScanList((request) => device.call("scans", request));

/** The row to go back to, if one was opened. */
export type Place = { scan: string; top: number };

let place: Place | null = null;
let enrolment: string | null = null;

export function leaveAt(at: Place): void {
  place = at;
}

/** Where to go back to, once. */
export function takePlace(): Place | null {
  const at = place;
  place = null;
  return at;
}

/** The list is one enrolment's: with another one it begins anew. */
export function listOf(device: string): void {
  if (device === enrolment) return;
  forget();
  enrolment = device;
}

/** Shows some of an enrolment's scans when the list is opened next. */
export function showOnly(device: string, show: ShowScans): void {
  listOf(device);
  list.choose(show);
}

/** Nothing of it stays in memory: on a locked device, for example. */
export function forget(): void {
  place = null;
  enrolment = null;
  list.clear();
}
