// The virtual list of scans with thousands of rows.

import type { Page } from "@playwright/test";

import { NAME, row, rows } from "./answers.ts";
import { en, expect, test } from "./booth.ts";

/** The rendered rows. */
const drawn = (page: Page) => page.locator("[data-place]");
/** A bound on the rendered rows: more than fit on the largest screen with the overscan. */
const FEW = 60;

test("of thousands of scans only a few are rendered, and scrolling reaches every one", async ({
  booth,
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 820, height: 3_000 });
  await booth.open({ rows: rows(5_000) });
  await booth.go("scans");
  await expect(booth.text("5,000").first()).toBeVisible();

  const list = page.locator(".view");
  const seen = await list.evaluate(async (view) => {
    const seen = new Set<string>();
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const height = view.querySelector<HTMLElement>("[data-place]")?.offsetHeight ?? 0;
    const isDrawn = () => {
      const uppermost = Math.floor(view.scrollTop / height);
      const lowermost = Math.ceil((view.scrollTop + view.clientHeight) / height) - 1;
      // Rows that are not loaded yet are blank.
      const isLoaded = view.querySelector("[data-place] .blank") === null;
      const isThere = (place: number) => view.querySelector(`[data-place="${place}"]`) !== null;
      return isLoaded && isThere(uppermost) && isThere(lowermost);
    };
    for (let top = 0; ; top += view.clientHeight) {
      view.scrollTo(0, top);
      do await frame();
      while (!isDrawn());
      for (const { dataset } of view.querySelectorAll<HTMLElement>("[data-place]")) {
        seen.add(dataset["place"] ?? "");
      }
      if (top > view.scrollHeight) return seen.size;
    }
  });
  expect(seen).toBe(5_000);
  expect(await drawn(page).count()).toBeLessThan(2 * FEW);

  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => drawn(page).count()).toBeLessThan(FEW);
});

test("a search finds and counts its matches among thousands", async ({ booth, page }) => {
  await booth.open({ rows: [...rows(5_000).slice(0, -1), row({ name: "Þórdís Guðmundsdóttir" })] });
  await booth.go("scans");
  const search = page.getByRole("searchbox");
  await search.fill("þórdís");
  await expect(drawn(page)).toHaveCount(1);
  await expect(drawn(page)).toContainText("Þórdís Guðmundsdóttir");
  await expect(booth.text(en.scans.matching(1)).first()).toBeVisible();

  await search.fill("nobody is called that");
  await expect(booth.heading(en.scans.noneTitle)).toBeVisible();
  await booth.button(en.scans.clear).last().click();
  await expect(drawn(page).first()).toContainText(NAME);
  await expect(search).toHaveValue("");
});

test("a filter shows only the scans in its state", async ({ booth, page }) => {
  await booth.open({ rows: rows(60) });
  await booth.go("scans");
  await booth.choose("radio", new RegExp(`^${en.scans.show.quarantined}`, "u"));
  await expect(drawn(page).filter({ hasText: en.records.accepted })).toHaveCount(0);
  await expect(drawn(page).first()).toContainText(en.records.quarantined);
  await booth.choose("radio", new RegExp(`^${en.scans.show.voided}`, "u"));
  await expect(drawn(page).filter({ hasNotText: en.records.voided })).toHaveCount(0);
  await expect(drawn(page).first()).toContainText(en.records.voided);
});

test("coming back from a lead restores the scroll position", async ({ booth, page }) => {
  await booth.open({ rows: rows(5_000) });
  await booth.go("scans");
  await page.locator(".view").evaluate((view) => view.scrollTo(0, 20_000));
  const opened = page.locator('[data-place="280"] button');
  await opened.click();
  await booth.button(en.shell.back).click();
  await expect(opened).toBeFocused();
  await expect(opened).toBeInViewport();
});

test("a scroll event after the list is gone is ignored", async ({ booth, page }) => {
  await booth.open({ rows: rows(FEW) });
  await booth.go("scans");
  const list = await page.locator(".view").elementHandle();
  await page.locator('[data-place="0"] button').click();
  await expect(booth.heading(NAME)).toBeVisible();
  // An error that the browser logs fails the test.
  await list.evaluate((view) => view.dispatchEvent(new Event("scroll")));
  expect(await list.evaluate((view) => view.isConnected)).toBe(false);
});
