import type { CameraState } from "$lib/device/bindings";

/** What it means that getUserMedia failed. */
export function failureOf(error: unknown, name: string): CameraState {
  const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
  switch (kind) {
    case "NotAllowedError":
    case "SecurityError":
      return { kind: "forbidden", name };
    case "NotFoundError":
    case "OverconstrainedError":
      return { kind: "none" };
    case "NotReadableError":
    case "AbortError":
      return { kind: "busy", name };
    default:
      return { kind: "failed", name, message };
  }
}
