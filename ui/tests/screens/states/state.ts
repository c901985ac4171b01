// A state of a screen: what the device is like, what somebody does, and what stands there then.

import { type Booth, expect } from "../booth.ts";
import type { Setting } from "../device.ts";

export interface State {
  name: string;
  setting?: Setting;
  /** From the first screen to the one that is meant. */
  steps?: (booth: Booth) => Promise<void>;
  /** What is read there, in the words of the English catalogue. */
  reads: readonly (string | RegExp)[];
  /** What is not there. */
  lacks?: readonly (string | RegExp)[];
}

/** Opens a state, and sees that it is the one that is meant. */
export async function enter(booth: Booth, state: State): Promise<void> {
  await booth.open(state.setting);
  await state.steps?.(booth);
  await read(booth, state);
}

/** Sees what stands on the screens; what only a screen reader is told is not among it. */
export async function read(booth: Booth, { reads, lacks = [] }: State): Promise<void> {
  const shown = booth.page.locator("main");
  for (const text of reads) {
    await expect(shown.getByText(text).filter({ visible: true }).first()).toBeVisible();
  }
  for (const text of lacks) {
    await expect(shown.getByText(text).filter({ visible: true })).toHaveCount(0);
  }
}
