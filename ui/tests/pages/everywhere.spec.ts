// Checks of every page for every visitor: axe finds no violation, no page scrolls sideways, no page has scripts.

import type { Page } from "@playwright/test";

import { axe, nameless } from "../screens/checks.ts";
import { busyDay, pagesOf } from "./everyone.ts";
import { expect, test } from "./world.ts";

// axe is a script that the test injects, and the pages' content security policy forbids scripts.
test.use({ bypassCSP: true, javaScriptEnabled: true });

const WIDTHS = [360, 1600];
const SCHEMES = ["light", "dark"] as const;

/** The pages in each visitor's menu, which the crawler has to find. */
const MENUS: Record<string, readonly string[]> = {
  anyone: ["/sign-in", "/api"],
  attendee: ["/me", "/me/sharing", "/me/data"],
  sponsor: [
    ...["/sponsor", "/sponsor/exports", "/sponsor/deletions", "/sponsor/devices"],
    ...["/sponsor/charts", "/sponsor/team", "/sponsor/programs"],
  ],
  organiser: [
    ...["/organiser", "/organiser/reports", "/organiser/attendees", "/organiser/badges"],
    ...["/organiser/sponsors", "/organiser/devices", "/organiser/quarantine", "/organiser/audit"],
    ...["/organiser/settings", "/organiser/retention", "/organiser/people", "/organiser/import"],
  ],
};

/** Whether the page as a whole scrolls sideways. A wide table scrolls within its own region. */
function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      // The dark theme differs only in its colours.
      const found = await axe(page, colorScheme === "light" ? "all" : "colours");
      faults.push(...found.map((fault) => `${width} px, ${colorScheme}: ${fault}`));
    }
    if (await isTooWide(page)) faults.push(`${width} px: too wide`);
  }
  faults.push(...(await nameless(page)).map((fault) => `without a name: ${fault}`));
  const headings = await page
    .locator("h1, h2, h3, h4")
    .evaluateAll((all) => all.map((heading) => Number(heading.tagName.slice(1))));
  if (headings.filter((level) => level === 1).length !== 1) faults.push("not one h1");
  headings.forEach((level, at) => {
    if (at > 0 && level > (headings[at - 1] ?? 0) + 1) faults.push(`h${level} out of order`);
  });
  if ((await page.locator("script, [style], style").count()) > 0) faults.push("a script or an inline style");
  return faults;
}

test("every page of every visitor is accessible", async ({ world, database }) => {
  test.setTimeout(1_200_000);
  const visitors = await busyDay(world);
  const faults: Record<string, string[]> = {};
  for (const visitor of visitors) {
    const paths = await pagesOf(world, visitor);
    for (const expected of MENUS[visitor.name] ?? []) expect(paths, visitor.name).toContain(expected);
    // The pages are rendered by the same templates on both databases, so the links are enough.
    if (database === "postgres") continue;
    const { page } = visitor;
    for (const path of paths) {
      await page.goto(world.backend.url + path);
      const found = await faultsOf(page);
      if (found.length > 0) faults[`${visitor.name} ${path}`] = found;
    }
  }
  expect(faults).toEqual({});
});
