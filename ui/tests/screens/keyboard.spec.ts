// The screens by keyboard alone.

import type { Page } from "@playwright/test";

import { enrolment, NAME, otherEnrolment, overview, rows, saved } from "./answers.ts";
import { type Booth, en, expect, test } from "./booth.ts";
import { ask } from "./states/leads.ts";

/** The role and the accessible name of the focused element. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return "";
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const visible = element.closest("label") ?? element;
    const ring = outlineStyle !== "none" ? outlineWidth : getComputedStyle(visible).outlineWidth;
    if (parseFloat(ring) < 2) return `${element.outerHTML} shows no focus`;
    const name = element.getAttribute("aria-label") ?? element.textContent;
    return name.trim().replaceAll(/\s+/gu, " ");
  });
}

/** Every element that Tab reaches in one cycle. */
async function reached(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    expect(name).not.toContain("shows no focus");
    if (name === "" || (all.length > 1 && name === all[0])) break;
    all.push(name);
  }
  return all;
}

/** Tabs to the element with this name, and presses it. */
async function press(page: Page, name: string, key = "Enter"): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).startsWith(name)) {
      await page.keyboard.press(key);
      return;
    }
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("Tab reaches every control on the scan screen, and the focus is visible", async ({ booth, page }) => {
  await booth.open();
  await booth.decide(saved(NAME));
  await expect(booth.card).toBeVisible();
  const all = (await reached(page)).join("\n");
  const wanted = [
    ...[en.scan.switchEnrolment, en.scan.typeCode, en.camera.menu, en.scan.openSync],
    ...[en.scan.note, en.scan.fields, en.scan.undo],
    ...[en.shell.scan, en.shell.scans, en.shell.sync, en.shell.settings],
  ];
  for (const name of wanted) expect(all).toContain(name);
});

test("a scan is taken back and a note is begun by keys alone", async ({ booth, page }) => {
  await booth.open();
  await booth.decide(saved(NAME));
  await press(page, en.scan.note);
  await expect(booth.heading(NAME)).toBeFocused();
  await press(page, en.lead.void);
  await expect(booth.dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(booth.dialog).toHaveCount(0);
  await press(page, en.shell.scan);
  await press(page, en.scan.undo);
  await expect(booth.card).toContainText(en.scan.undoneNamed(NAME));
});

/** The overlays: how each is opened, and what is visible after Escape has closed it. */
const OVER: Record<string, (booth: Booth) => Promise<void>> = {
  "the camera’s menu": (booth) => booth.button(en.camera.menu).click(),
  "the switch between enrolments": (booth) => booth.button(new RegExp(en.scan.switchEnrolment, "u")).click(),
  "the attendee’s sheet": (booth) => booth.decide(ask(NAME)),
  "the fields of a scan": async (booth) => {
    await booth.decide(saved(NAME));
    await booth.button(en.scan.fields).click();
  },
  "the question whether a scan is taken back": async (booth) => {
    await booth.openLead();
    await booth.button(en.lead.void).click();
  },
  "the PIN": async (booth) => {
    await booth.go("settings");
    await booth.button(en.settings.pinChange).click();
  },
  "the privacy notice": async (booth) => {
    await booth.go("settings");
    await booth.button(en.settings.noticeRead).first().click();
  },
};

for (const [name, open] of Object.entries(OVER)) {
  test(`Tab stays within ${name}, and Escape closes it`, async ({ booth, page }) => {
    await booth.open({ overview: overview({ enrolments: [enrolment(), otherEnrolment()] }) });
    await open(booth);
    await expect(booth.dialog).toBeVisible();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press("Tab");
      // After the last element, the focus moves to the browser's own controls.
      const isWithin = await page.evaluate(() => {
        const element = document.activeElement;
        return element === document.body || element?.closest("dialog") !== null;
      });
      expect(isWithin).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(booth.dialog).toHaveCount(0);
  });
}

test("Escape clears a typed code, and leaves the PIN of kiosk mode", async ({ booth, page }) => {
  await booth.open();
  await booth.typeCode("8WRP");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel(en.scan.codeLabel)).toHaveCount(0);

  booth.device.change({ lock: "kiosk" });
  await booth.button(en.shell.leaveKiosk).click();
  await expect(booth.heading(en.lock.leaveTitle)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(booth.text(en.scan.hint)).toBeVisible();
});

test("arrows move through the list, and Enter opens a scan", async ({ booth, page }) => {
  await booth.open({ rows: rows(5_000) });
  await booth.go("scans");
  await page.locator('[data-place="0"] button').focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator('[data-place="1"] button')).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator('[data-place="4999"] button')).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.locator('[data-place="0"] button')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(booth.heading(NAME)).toBeFocused();
});

test("the PIN is typed without clicking first", async ({ booth, page }) => {
  await booth.open({ overview: overview({ lock: "locked" }) });
  await expect(booth.heading(en.lock.title)).toBeVisible();
  await page.keyboard.type("1234");
  await page.keyboard.press("Enter");
  await expect(booth.text(en.scan.hint)).toBeVisible();
});
