// Why something was not done.

import type { Problem } from "./bindings";

/** A problem that can be thrown. */
export class DeviceError extends Error implements Problem {
  readonly code: string;
  readonly about: string | null;

  constructor({ code, message, about }: Problem) {
    super(message);
    this.name = "DeviceError";
    this.code = code;
    this.about = about;
  }
}

/** What the device or a shell said; or that neither said anything that can be understood. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return { code: error.code, message: error.message, about: error.about };
  const message = error instanceof Error ? error.message : typeof error === "string" ? error : "";
  return { code: "shell", message, about: null };
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { code, message, about } = value as Partial<Record<keyof Problem, unknown>>;
  return (
    typeof code === "string" && typeof message === "string" && (about === null || typeof about === "string")
  );
}
