// What moves, and what does not for those who do not want it.

import type { Page } from "@playwright/test";

import { NAME, saved } from "./answers.ts";
import { en, expect, test } from "./booth.ts";

const moving = (page: Page) =>
  page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);

test("a card rises and the code flashes where motion is welcome", async ({ booth, page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await booth.open();
  // Counted as they begin, for they are short.
  await page.evaluate(() => {
    addEventListener("animationstart", () => (document.body.dataset["moved"] = "yes"), { once: true });
  });
  await booth.decide(saved(NAME));
  await expect(page.locator("body")).toHaveAttribute("data-moved", "yes");
});

test("nothing moves where less motion is asked for", async ({ booth, page }) => {
  await booth.open();
  await booth.decide(saved(NAME));
  await expect(booth.card).toBeVisible();
  expect(await moving(page)).toBe(0);
  await booth.button(en.camera.menu).click();
  await expect(booth.dialog).toBeVisible();
  expect(await moving(page)).toBe(0);
  await page.keyboard.press("Escape");
  for (const screen of ["scans", "sync", "settings"] as const) {
    await booth.go(screen);
    expect(await moving(page)).toBe(0);
  }
});
