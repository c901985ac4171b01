// Takes the pictures of the screens that the documents show:
//
//     LANYARD_PICTURES=../docs/pictures npm run test:screens
//
// Only then are they taken, and nothing else is tested. They are committed with at most 255 colours.

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import {
  enrolled,
  enrolment,
  NAME,
  overview,
  preferences,
  rows,
  saved,
  storage,
  waiting,
} from "./answers.ts";
import { type Booth, en, expect, test } from "./booth.ts";
import type { Setting } from "./device.ts";
import { ask } from "./states/leads.ts";

const LAPTOP = { width: 1280, height: 800 };
const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };

interface Picture {
  name: string;
  size: { width: number; height: number };
  theme?: "dark";
  setting?: Setting;
  steps: (booth: Booth) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    name: "scan",
    size: LAPTOP,
    theme: "dark",
    steps: (booth) => booth.decide(saved(NAME)),
  },
  {
    name: "phone",
    size: PHONE,
    setting: { overview: enrolled({ sync: waiting(37) }) },
    steps: (booth) => booth.decide(saved(NAME)),
  },
  {
    name: "sheet",
    size: TABLET,
    setting: { overview: overview({ enrolments: [enrolment({ consent_mode: "confirm" })] }) },
    steps: (booth) => booth.decide(ask("Maëlle")),
  },
  { name: "lead", size: LAPTOP, steps: (booth) => booth.openLead() },
  {
    name: "scans",
    size: LAPTOP,
    setting: { overview: enrolled({ sync: waiting(37) }), rows: rows(318) },
    steps: (booth) => booth.go("scans"),
  },
  { name: "day", size: LAPTOP, steps: (booth) => booth.go("sync") },
  {
    name: "settings",
    size: LAPTOP,
    theme: "dark",
    setting: { storage: storage() },
    steps: (booth) => booth.go("settings"),
  },
  {
    name: "lock",
    size: TABLET,
    setting: { overview: enrolled({ sync: waiting(37) }, { lock: "locked" }) },
    steps: async (booth) => {
      await expect(booth.heading(en.lock.title)).toBeVisible();
      await booth.page.keyboard.type("123");
    },
  },
];

for (const { name, size, theme, setting = {}, steps } of PICTURES) {
  test(`a picture: ${name}`, async ({ booth, page }) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme ?? "light" });
    const standing = setting.overview ?? overview();
    await booth.open({ ...setting, overview: { ...standing, preferences: preferences() } });
    await steps(booth);
    await expect(page.locator(".frame:not(.shown)")).toHaveCount(0);
    await page.evaluate(() => document.fonts.ready);
    const folder = resolve(process.env["LANYARD_PICTURES"] ?? "");
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `booth-${name}.png`) });
  });
}
