// The fixture of the page tests: an event with attendees and a sponsor, a backend that writes its mails into
// a folder, and a browser for each visitor. All files are in one folder, which is removed afterwards.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Browser, expect, type Page, test as base } from "@playwright/test";

import { Backend, type PrintedBadge } from "../stories/programs.ts";
import { BoothDevice } from "./booth.ts";
import { makeDatabase, type Options } from "./database.ts";
import { Mails } from "./mails.ts";

export const EVENT = "PAGES2027";
export const EVENT_NAME = "Pages Conference 2027";
export const SPONSOR = "Example Robotics";
export const ORGANISER = "olivia@conference.example";
export const OWNER = "quinn@robotics.example";

export const ADA = {
  registration: "R-1001",
  first: "Ada",
  last: "Almgren",
  email: "ada.almgren@mail.example",
  job: "Engine driver",
  employer: "Steam & Sons",
};
const PEOPLE = [
  ADA,
  {
    registration: "R-1002",
    first: "Bo",
    last: "Bergström",
    email: "bo@mail.example",
    job: "Weaver",
    employer: "Loom AB",
  },
  {
    registration: "R-1003",
    first: "Chika",
    last: "Chukwu",
    email: "chika@mail.example",
    job: "Botanist",
    employer: "Moss Institute",
  },
];

/** The registrations as CSV, with one column that Lanyard does not store. */
export const REGISTRATIONS = [
  "registration_id,first_name,last_name,email,job_title,employer,state_or_province,country,shoe_size",
  ...PEOPLE.map(
    ({ registration, first, last, email, job, employer }) =>
      `${registration},${first},${last},${email},${job},"${employer}",Uppsala,Sweden,41`,
  ),
].join("\n");

export class World {
  private readonly pages: { page: Page; faults: string[] }[] = [];

  constructor(
    readonly backend: Backend,
    readonly mails: Mails,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly options: object,
  ) {}

  /** Opens a browser context without a session. */
  async someone(): Promise<Page> {
    const context = await this.browser.newContext(this.options);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => {
      // Violations of the content security policy are logged here, and so are missing style sheets. Pages
      // with an error status are logged too, and are not faults.
      const isPage =
        message.text().startsWith("Failed to load") && !message.location().url.includes("/assets/");
      if (message.type() === "error" && !isPage) faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Downloads and left pages are aborted requests.
      if (!why.includes("ERR_ABORTED")) faults.push(`${request.url()}: ${why}`);
    });
    this.pages.push({ page, faults });
    return page;
  }

  /** The errors that the browsers logged. */
  faults(): string[] {
    return this.pages.flatMap(({ faults }) => faults);
  }

  /** Asks for a sign-in link, and signs in with the link of the mail that matches the role. */
  async signIn(address: string, as: RegExp): Promise<Page> {
    const page = await this.someone();
    await page.goto(`${this.backend.url}/sign-in`);
    await page.getByLabel("Email address").fill(address);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mail");
    const mail = await this.mails.next(address, /\/sign-in\/\S/);
    const lines = mail.text.split("\n");
    const at = lines.findIndex((line) => as.test(line));
    const link = lines.slice(at + 1).find((line) => line.includes("/sign-in/"));
    if (at < 0 || link === undefined) throw new Error(`no link of ${String(as)} in: ${mail.text}`);
    await page.goto(link.trim());
    await page.getByRole("button", { name: "Sign me in" }).click();
    return page;
  }

  async attendee(): Promise<Page> {
    const page = await this.signIn(ADA.email, /attendee of/);
    await expect(page).toHaveURL(/\/me$/);
    return page;
  }

  async organiser(): Promise<Page> {
    const page = await this.signIn(ORGANISER, /organiser of/);
    await expect(page).toHaveURL(/\/organiser$/);
    return page;
  }

  /** Signs in as the owner of the sponsor's team, whom the organiser has invited. */
  async owner(): Promise<Page> {
    const page = await this.signIn(OWNER, new RegExp(`^For ${SPONSOR}`));
    await expect(page).toHaveURL(/\/sponsor$/);
    return page;
  }

  /** Invites the owner of the sponsor's team on the organiser's page. */
  async inviteOwner(organiser: Page): Promise<void> {
    await organiser.goto(`${this.backend.url}/organiser/sponsors`);
    await organiser.getByRole("link", { name: SPONSOR }).click();
    await organiser.getByLabel("Name", { exact: true }).first().fill("Quinn");
    await organiser.getByLabel("Email").first().fill(OWNER);
    await organiser.getByRole("button", { name: "Invite" }).click();
    await expect(organiser.getByRole("status")).toContainText("Invited");
    await this.mails.next(OWNER, /./);
  }

  /** Prints badges for these attendees. */
  async print(...registrations: string[]): Promise<PrintedBadge[]> {
    const attendees = registrations.flatMap((registration) => ["--attendee", registration]);
    const printed = await this.backend.run<{ badges: PrintedBadge[] }>(
      ...["badges", "print", "--svg-dir", join(this.folder, "badges"), ...attendees],
    );
    return printed.badges;
  }

  /** Enrols a device for the sponsor. */
  async device(label = "Front table"): Promise<BoothDevice> {
    const args = ["device", "code", "--sponsor", SPONSOR, "--label", label];
    const { code } = await this.backend.run<{ code: string }>(...args);
    const device = BoothDevice.in(this.folder, label);
    await device.enrol(code);
    return device;
  }

  /** Enrols a device, scans these attendees, and returns the ids of the scans. */
  async scanned(...registrations: string[]): Promise<string[]> {
    const badges = await this.print(...registrations);
    const device = await this.device();
    return device.scan(badges.map(({ human_code }) => human_code));
  }
}

export const test = base.extend<Options & { world: World }>({
  database: ["sqlite", { option: true }],
  imported: [true, { option: true }],
  host: ["127.0.0.1", { option: true }],
  world: async (
    { database, imported, host, browser, contextOptions, viewport, locale, javaScriptEnabled, bypassCSP },
    use,
  ) => {
    const folder = await mkdtemp(join(tmpdir(), "lanyard-pages-"));
    const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
    try {
      const { url, drop } = await makeDatabase(database, folder);
      ends.push(() => drop());
      const mails = join(folder, "mails");
      const settings = {
        DATABASE_URL: url,
        LANYARD_MASTER_KEY: "7".repeat(64),
        LANYARD_MAIL: `folder:${mails}`,
        LANYARD_MAIL_FROM: "Lanyard <privacy@lanyard.example>",
      };
      const backend = await Backend.in(join(folder, "backend"), settings, host);
      const registrations = join(folder, "registrations.csv");
      await writeFile(registrations, REGISTRATIONS);
      await backend.run("event", "create", EVENT, "--name", EVENT_NAME, "--ends", "2035-12-31");
      if (imported) await backend.run("import", registrations);
      await backend.run("sponsor", "add", SPONSOR);
      await backend.run("staff", "add", ORGANISER, "--name", "Olivia");
      await backend.start();
      ends.push(() => backend.stop());
      const world = new World(backend, new Mails(mails), folder, browser, {
        ...contextOptions,
        ...{ viewport, locale, javaScriptEnabled, bypassCSP, acceptDownloads: true },
      });
      await use(world);
      expect(world.faults(), "errors that the browsers logged").toEqual([]);
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
});

/** The text of the file that an action downloads. */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const stream = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

export { expect };
