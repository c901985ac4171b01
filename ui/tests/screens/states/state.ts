// A state of a screen: the device's answers, the actions that lead there, and the expected texts.

import { type Booth, expect } from "../booth.ts";
import type { Setting } from "../device.ts";

export interface State {
  name: string;
  setting?: Setting;
  /** The actions from the first screen to this state. */
  steps?: (booth: Booth) => Promise<void>;
  /** The texts that must be visible, from the English catalogue. */
  reads: readonly (string | RegExp)[];
  /** The texts that must not be visible. */
  lacks?: readonly (string | RegExp)[];
}

/** Opens a state, and checks its texts. */
export async function enter(booth: Booth, state: State): Promise<void> {
  await booth.open(state.setting);
  await state.steps?.(booth);
  await read(booth, state);
}

/** Checks the visible texts. Texts for screen readers only are not checked. */
export async function read(booth: Booth, { reads, lacks = [] }: State): Promise<void> {
  const shown = booth.page.locator("main");
  for (const text of reads) {
    await expect(shown.getByText(text).filter({ visible: true }).first()).toBeVisible();
  }
  for (const text of lacks) {
    await expect(shown.getByText(text).filter({ visible: true })).toHaveCount(0);
  }
}
