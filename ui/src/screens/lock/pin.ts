// Typing a PIN, by touch and by keyboard.

export const SHORTEST = 4;
export const LONGEST = 12;

/** What of a typed text can be a PIN: its digits, as many as a PIN has. */
export function digitsOf(text: string): string {
  return text.replace(/[^0-9]/gu, "").slice(0, LONGEST);
}

/** Whether it could be a PIN. */
export function isPin(typed: string): boolean {
  return typed === digitsOf(typed) && typed.length >= SHORTEST;
}

/** Whole seconds until `until`, both in milliseconds; 0 where it has passed. */
export function secondsUntil(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}
