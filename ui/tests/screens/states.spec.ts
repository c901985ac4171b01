// Every screen in every state shows its texts, and is accessible.

import type { Page } from "@playwright/test";

import type { Language } from "../../src/lib/device/bindings";
import { type Booth, expect, test } from "./booth.ts";
import * as checks from "./checks.ts";
import { DEVICE_STATES } from "./states/device.ts";
import { ENROL } from "./states/enrol.ts";
import { LEAD_STATES } from "./states/leads.ts";
import { SCAN } from "./states/scan.ts";
import { enter } from "./states/state.ts";

const LANGUAGES: readonly Language[] = ["es", "fr", "de", "pt-BR", "ja", "en"];
const PHONE = { width: 360, height: 740 };
const LAPTOP = { width: 1280, height: 800 };

/** Checks that nothing overflows and every touch target is large enough. */
async function expectRoom(page: Page, where: string): Promise<void> {
  expect.soft(await checks.tooWide(page), `too wide, ${where}`).toEqual([]);
  expect.soft(await checks.tooSmall(page), `too small for a finger, ${where}`).toEqual([]);
}

/** Checks the same state in each language, without reloading. */
async function expectRoomInAllLanguages({ page, device }: Booth): Promise<void> {
  for (const language of LANGUAGES) {
    device.change({ preferences: { ...device.overview.preferences, language } });
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    expect.soft(await checks.cutOff(page), `cut off, ${language}`).toEqual([]);
    expect.soft(await checks.tooWide(page), `too wide, ${language}`).toEqual([]);
  }
}

for (const state of [...ENROL, ...SCAN, ...LEAD_STATES, ...DEVICE_STATES]) {
  test(state.name, async ({ booth, page }) => {
    await enter(booth, state);

    expect.soft(await checks.axe(page, "all"), "light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect.soft(await checks.axe(page, "colours"), "dark").toEqual([]);
    await page.emulateMedia({ colorScheme: "light", contrast: "more" });
    expect.soft(await checks.axe(page, "colours"), "high contrast").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect.soft(await checks.axe(page, "colours"), "high contrast, dark").toEqual([]);
    await page.emulateMedia({ contrast: "no-preference" });

    expect.soft(await checks.nameless(page), "has no name").toEqual([]);
    await expectRoom(page, "on a phone");
    // A device that does not answer can't switch the language.
    if (booth.isHeard) await expectRoomInAllLanguages(booth);

    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await expectRoom(page, "from the right");
    await page.setViewportSize(LAPTOP);
    await expectRoom(page, "from the right on a laptop");
    await page.evaluate(() => (document.documentElement.dir = "ltr"));
    await expectRoom(page, "on a laptop");
    await page.setViewportSize(PHONE);
  });
}
