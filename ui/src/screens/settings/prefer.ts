// Changing one of the users' choices: the device takes all of them at once.

import type { Overview, Preferences } from "$lib/device/bindings";
import { device } from "$lib/device/device.svelte";

/** The default preferences, which are the device's defaults. */
const AT_FIRST: Preferences = {
  language: null,
  theme: "system",
  contrast: "system",
  mute: false,
  mirror: false,
  rapid: false,
  lock_after_minutes: null,
};

export function preferences(): Preferences {
  return device.overview?.preferences ?? AT_FIRST;
}

export function prefer(part: Partial<Preferences>): Promise<Overview> {
  return device.change("set_preferences", { preferences: { ...preferences(), ...part } });
}
