// How the day stands for all of a device's enrolments together, and what stands in the way.

import type { EnrolmentView } from "$lib/device/bindings";

export type Day =
  /** Nothing was recorded under any enrolment. */
  | { kind: "nothing" }
  /** Green: the backends' receipts cover everything. */
  | { kind: "all_held" }
  /** So many records are not covered yet. */
  | { kind: "waiting"; uncovered: number }
  /** A backend holds other records of this device than the device does. */
  | { kind: "diverged" };

/** Green only when every enrolment that has recorded something is green. */
export function dayOf(enrolments: readonly EnrolmentView[]): Day {
  const days = enrolments.map(({ sync }) => sync.end_of_day);
  if (days.some(({ kind }) => kind === "diverged")) return { kind: "diverged" };
  if (days.some(({ kind }) => kind === "waiting")) {
    const uncovered = days.reduce((sum, day) => sum + (day.kind === "waiting" ? day.uncovered : 0), 0);
    return { kind: "waiting", uncovered };
  }
  // A device that can't read its own queue has no say in whether it is empty.
  if (enrolments.some(({ sync }) => sync.fault !== null)) return { kind: "waiting", uncovered: 0 };
  return days.some(({ kind }) => kind === "all_held") ? { kind: "all_held" } : { kind: "nothing" };
}

/** A step that helps the waiting records on their way, the likeliest first. */
export type Step =
  "mend_fault" | "sign_in" | "near_network" | "keep_on" | "wait_for_backend" | "tell_organiser" | "save_file";

/** What to do for one enrolment; nothing where nothing waits. */
export function stepsFor({ sync }: EnrolmentView): Step[] {
  const { end_of_day: day, network, fault } = sync;
  if (day.kind === "diverged") return ["tell_organiser", "save_file"];
  if (fault !== null) return ["mend_fault"];
  if (day.kind !== "waiting") return [];
  switch (network.kind) {
    case "untried":
    case "online":
      return ["keep_on"];
    case "offline":
      return ["near_network", "keep_on", "save_file"];
    case "trouble":
      switch (network.code) {
        case "not_the_backend":
          return ["sign_in", "keep_on", "save_file"];
        case "unavailable":
          return ["wait_for_backend", "keep_on", "save_file"];
        default:
          return ["tell_organiser", "save_file"];
      }
  }
}

/** How far sending has come, from 0 to 1: `first` records waited when it began, and `now` wait. */
export function share(first: number, now: number): number {
  return first <= 0 ? 1 : Math.min(1, Math.max(0, (first - now) / first));
}
