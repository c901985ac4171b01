// Takes the pictures of the backend's pages that the documents show:
//
//     LANYARD_PICTURES=../docs/pictures/pages npm run test:pages
//
// Only then are they taken, and nothing else is tested. They are committed with at most 255 colours.

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { busyDay, kindOf, pagesOf } from "./everyone.ts";
import { test } from "./world.ts";

const LAPTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

test("pictures of every page", async ({ world }) => {
  test.setTimeout(1_200_000);
  const folder = resolve(process.env["LANYARD_PICTURES"] ?? "");
  await mkdir(folder, { recursive: true });
  for (const visitor of await busyDay(world)) {
    // Support and auditors see the organiser's pages, with less on them.
    if (["support", "auditor", "reporter"].includes(visitor.name)) continue;
    const { page, name } = visitor;
    for (const path of await pagesOf(world, visitor)) {
      const words = kindOf(path)
        .split("/")
        .filter((part) => part !== "" && part !== "…" && part !== name);
      const file = [name, ...words.filter((word) => word !== "me")].join("-");
      await page.setViewportSize(name === "attendee" ? PHONE : LAPTOP);
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(world.backend.url + path);
      await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
    }
  }
});
