// An event with data on every page, and a crawler for the pages that each visitor can reach.

import type { Page } from "@playwright/test";

import { ADA, downloaded, expect, SPONSOR, type World } from "./world.ts";

export interface Visitor {
  /** The visitor's role. */
  name: string;
  page: Page;
  /** The visitor's start page. */
  home: string;
}

/** Makes scans, notes, an export and a report, so that pages are not empty, and signs in one visitor per role. */
export async function busyDay(world: World): Promise<Visitor[]> {
  const { url } = world.backend;
  const organiser = await world.organiser();
  await world.inviteOwner(organiser);
  const badges = await world.print(ADA.registration, "R-1002");
  const device = await world.device();
  await world.device("Demo corner");
  const scans = await device.scan(badges.map(({ human_code }) => human_code));
  await device.note(scans[0] ?? "", "Wants a demo, and said so twice", 4);
  const owner = await world.owner();
  await owner.goto(`${url}/sponsor/exports`);
  await downloaded(owner, () => owner.getByRole("button", { name: /^Download\s*: CSV$/ }).click());
  const bo = await world.signIn("bo@mail.example", /attendee of/);
  await bo.getByRole("link", { name: /^Report/ }).click();
  await bo.getByRole("radio", { name: "I was pressed into it" }).check();
  await bo.getByRole("button", { name: "Send the report" }).click();
  await expect(bo.getByRole("status")).toContainText("Reported");
  await world.backend.run("staff", "add", "sam@conference.example", "--name", "Sam", "--role", "support");
  await world.backend.run("staff", "add", "ari@conference.example", "--name", "Ari", "--role", "auditor");
  const support = await world.signIn("sam@conference.example", /organiser of/);
  const auditor = await world.signIn("ari@conference.example", /organiser of/);
  const attendee = await world.attendee();
  await expect(attendee.locator("body")).toContainText(SPONSOR);
  const anyone = await world.someone();
  return [
    { name: "anyone", page: anyone, home: "/sign-in" },
    { name: "attendee", page: attendee, home: "/me" },
    { name: "reporter", page: bo, home: "/me" },
    { name: "sponsor", page: owner, home: "/sponsor" },
    { name: "organiser", page: organiser, home: "/organiser" },
    { name: "support", page: support, home: "/organiser" },
    { name: "auditor", page: auditor, home: "/organiser" },
  ];
}

/** A page's address without its ids, so that each kind of page is visited once. */
export function kindOf(path: string): string {
  return path
    .split("/")
    .map((part) => (/^[0-9a-f-]{32,}$|^[0-9a-z]{24,}$/i.test(part) || /^\d+$/.test(part) ? "…" : part))
    .join("/");
}

/** Pages without a link to them. */
const APART: Record<string, readonly string[]> = {
  anyone: ["/sign-in", "/api", "/enrol", "/bundle", "/nowhere", "/sign-in/0000"],
  attendee: ["/sponsor"],
};

/** The addresses of every page that a visitor reaches by links, one of each kind. */
export async function pagesOf(world: World, { name, page, home }: Visitor): Promise<string[]> {
  const { url } = world.backend;
  const found = new Map<string, string>();
  const toSee = [home, ...(APART[name] ?? [])];
  for (let path = toSee.shift(); path !== undefined; path = toSee.shift()) {
    if (found.has(kindOf(path))) continue;
    const answer = await page.request.get(url + path, { headers: { accept: "text/html" } });
    expect(answer.status(), path).toBeLessThan(500);
    // Downloads are not pages.
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    found.set(kindOf(path), path);
    await page.goto(url + path);
    const links = await page
      .locator("a[href]")
      .evaluateAll((links) =>
        links.filter((link) => !link.hasAttribute("download")).map((link) => link.getAttribute("href") ?? ""),
      );
    for (const link of links) {
      const to = new URL(link, url + path);
      if (to.origin === url && !to.hash) toSee.push(to.pathname);
    }
  }
  return [...found.values()];
}
