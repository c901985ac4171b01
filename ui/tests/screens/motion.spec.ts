// Animations, and their absence if the user prefers reduced motion.

import type { Page } from "@playwright/test";

import { NAME, saved } from "./answers.ts";
import { en, expect, test } from "./booth.ts";

const moving = (page: Page) =>
  page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);

test("the card slides in and the outline of the code flashes", async ({ booth, page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await booth.open();
  // The animations are short, so they are counted when they start.
  await page.evaluate(() => {
    addEventListener("animationstart", () => (document.body.dataset["moved"] = "yes"), { once: true });
  });
  await booth.decide(saved(NAME));
  await expect(page.locator("body")).toHaveAttribute("data-moved", "yes");
});

test("there are no animations with reduced motion", async ({ booth, page }) => {
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
