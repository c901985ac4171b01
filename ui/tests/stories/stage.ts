// The fixture of the stories: an event with printed badges, a sponsor, and a browser with a fake camera that
// shows a device's screens. All files are in one folder, which is removed afterwards.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Browser, chromium, expect, type Page, test as base } from "@playwright/test";

import { type Field, FIELDS } from "../../src/lib/device/bindings";
import { FakeCamera } from "./camera.ts";
import { Backend, Bridge, type Lead, type PrintedBadge, PROGRAMS } from "./programs.ts";

export const EVENT = "SAMPLE2027";
export const EVENT_NAME = "Sample Conference 2027";
export const SPONSOR = "Example Robotics";
export const NOTICE =
  "Sponsors get your first name, last name, e-mail address, job title, employer, state or province and " +
  "country only if you let them scan your badge.";
export const QUESTIONS = [
  {
    id: 1,
    text: "When do you want to hear from us?",
    kind: { choice: ["This week", "This month", "Later"] },
  },
  { id: 2, text: "How keen are you?", kind: { scale: 5 } },
];

/** The event's consent mode. */
export type Consent = "handover" | "confirm";

export interface Stage {
  backend: Backend;
  camera: FakeCamera;
  page: Page;
  /** The folder that the device saves files for its user in. */
  downloads: string;
  /** The badge of a sample attendee. */
  badge(registration: string): PrintedBadge;
  /** Makes a one-time enrolment code. */
  enrolmentCode(): Promise<string>;
  /** Fetches the sponsor's leads from the backend. */
  leads(): Promise<Lead[]>;
  /** Calls a command of the screens directly. */
  ask<T>(command: string, request: object): Promise<T>;
}

/** Makes an event with the sample registrations, and prints the badges of the cast. */
async function makeEvent(folder: string, consent: Consent, cast: readonly string[]) {
  const backend = await Backend.in(join(folder, "backend"));
  const notice = join(folder, "notice.txt");
  await writeFile(notice, NOTICE);
  const questions = join(folder, "questions.json");
  await writeFile(questions, JSON.stringify(QUESTIONS));
  const settings = ["--name", EVENT_NAME, "--notice", notice, "--questions", questions];
  await backend.run("event", "create", EVENT, ...settings, "--consent-mode", consent, "--ends", "2035-12-31");
  await backend.run("import", PROGRAMS.sample());
  const attendees = cast.flatMap((registration) => ["--attendee", registration]);
  const printed = await backend.run<{ badges: PrintedBadge[] }>(
    ...["badges", "print", "--svg-dir", join(folder, "badges"), ...attendees],
  );
  await backend.run("sponsor", "add", SPONSOR);
  const { token } = await backend.run<{ token: string }>("sponsor", "token", SPONSOR);
  return { backend, badges: printed.badges, token };
}

async function launch(camera: FakeCamera): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...camera.flags,
    ],
  });
}

export const test = base.extend<{ consent: Consent; cast: string[]; stage: Stage }>({
  consent: ["handover", { option: true }],
  cast: [[], { option: true }],
  stage: async ({ consent, cast }, use, story) => {
    const folder = await mkdtemp(join(tmpdir(), "lanyard-story-"));
    const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
    try {
      const { backend, badges, token } = await makeEvent(folder, consent, cast);
      ends.push(() => backend.stop());
      await backend.start();
      const badge = (registration: string) => {
        const found = badges.find((printed) => printed.registration_id === registration);
        if (found === undefined) throw new Error(`${registration} is not in the cast`);
        return found;
      };
      const camera = await FakeCamera.in(folder);
      const downloads = join(folder, "downloads");
      const bridge = await Bridge.start(join(folder, "device"), downloads);
      ends.push(() => bridge.stop());
      const browser = await launch(camera);
      ends.push(() => browser.close());
      const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        // What the page's policy forbids is told here too.
        if (message.type() === "error") faults.push(message.text());
      });
      await page.goto(bridge.address);
      await use({
        downloads,
        backend,
        camera,
        page,
        badge,
        enrolmentCode: async () => {
          const args = ["device", "code", "--sponsor", SPONSOR, "--label", "Front table"];
          return (await backend.run<{ code: string }>(...args)).code;
        },
        leads: () => backend.leads(token),
        ask: (command, request) => bridge.ask(command, request),
      });
      if (story.status !== story.expectedStatus) {
        await page.screenshot({ path: story.outputPath("screen.png") });
      }
      expect(faults, "what the page complained of").toEqual([]);
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
});

/** The shared fields of a lead. Fails if the lead contains an unknown property. */
export function fieldsOf(lead: Lead | undefined): Partial<Record<Field, unknown>> {
  const known = ["lead", "state", "not_shared", "scans", "notes"];
  const rest = Object.entries(lead ?? {}).filter(([name]) => !known.includes(name));
  expect(FIELDS).toEqual(expect.arrayContaining(rest.map(([name]) => name)));
  return Object.fromEntries(rest);
}

export { expect };
