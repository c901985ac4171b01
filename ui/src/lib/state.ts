// The one colour that the whole device has: what the ribbon shows.

import type { Overview } from "./device/bindings";

export type DeviceState = "steady" | "held" | "waiting" | "fault";

/** Green when all is held by the backends, amber while records wait, red where something can't be saved. */
export function stateOf(overview: Overview | null): DeviceState {
  if (overview === null) return "steady";
  const { fault, enrolments } = overview;
  if (fault !== null || enrolments.some(({ sync }) => sync.fault !== null)) return "fault";
  const days = enrolments.map(({ sync }) => sync.end_of_day.kind);
  if (days.includes("diverged")) return "fault";
  if (days.includes("waiting") || enrolments.some(({ sync }) => sync.waiting > 0)) return "waiting";
  return days.includes("all_held") ? "held" : "steady";
}

/** How many records wait, under all enrolments. */
export function waitingOf(overview: Overview | null): number {
  return overview?.enrolments.reduce((sum, { sync }) => sum + sync.waiting, 0) ?? 0;
}
