// Takes the pictures of the documents from the sample event:
//
//     npm run pictures
//
// A picture whose page has another main heading than list.ts declares fails, and is not taken.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { type Browser, chromium, expect, type Page, test } from "@playwright/test";

import { FakeCamera } from "../stories/camera.ts";
import { Bridge, output, PROGRAMS } from "../stories/programs.ts";
import { en, Screens } from "../stories/screens.ts";
import { type BoothPicture, PAGES, type PagePicture, type Picture, SCREENS, type Visitor } from "./list.ts";
import { ATTENDEE, DO_NOT_SCAN, NOW, ORGANISER, OWNER, Sample, SPONSOR, ZONE } from "./sample.ts";

/** The attendee whose badge is held before the simulated webcam. */
const HELD = "R27-2023";
const FOLDER = resolve(
  process.env["LANYARD_PICTURES"] ?? join(import.meta.dirname, "../../../docs/pictures"),
);

let folder: string;
let sample: Sample;
let camera: FakeCamera;
let browser: Browser;
const ends: (() => Promise<unknown>)[] = [];

test.beforeAll(async () => {
  test.setTimeout(1_200_000);
  folder = await mkdtemp(join(tmpdir(), "lanyard-pictures-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  sample = await Sample.play(folder);
  ends.push(() => sample.backend.stop());
  camera = await FakeCamera.in(folder);
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...camera.flags,
    ],
  });
  ends.push(() => browser.close());
});

test.afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** The options of every browser: nothing moves, and times are told in the event's zone. */
const OPTIONS = {
  locale: "en-US",
  timezoneId: ZONE,
  colorScheme: "light",
  contextOptions: { reducedMotion: "reduce" },
} as const;

/** Writes a picture with few colours, so that the repository stays small. */
async function keep(file: string, png: Buffer, colours = 255): Promise<void> {
  const path = join(FOLDER, `${file}.png`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, png);
  await output("pngquant", [
    "--force",
    "--strip",
    "--skip-if-larger",
    "--speed",
    "1",
    "--output",
    path,
    String(colours),
    path,
  ]).catch((error: unknown) => {
    // The status of a picture that would not become smaller.
    if ((error as { code?: number }).code !== 98) throw error;
  });
}

/** Takes a picture, unless the main heading is another one: then says so. */
async function take(page: Page, picture: Picture, most?: number): Promise<string[]> {
  // Names are isolated from the writing direction around them by marks that are not visible.
  const dialog = page.getByRole("dialog");
  const within = (await dialog.count()) > 0 ? dialog : page;
  const headings = async () =>
    (await within.getByRole("heading", { level: 1 }).allInnerTexts()).map((text) =>
      text.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " "),
    );
  try {
    await expect.poll(headings, { timeout: 5_000 }).toEqual([picture.heading]);
  } catch {
    return [`${picture.file} shows ${JSON.stringify(await headings())}, not ${picture.heading}`];
  }
  await page.evaluate(() => document.fonts.ready);
  const { width } = picture.size;
  const clip = most === undefined ? {} : { clip: { x: 0, y: 0, width, height: most } };
  const isWhole = picture.file.startsWith("pages/");
  // The noise of the camera's picture needs many bytes, and few colours.
  await keep(picture.file, await page.screenshot({ ...clip, fullPage: isWhole }), isWhole ? 255 : 64);
  return [];
}

test("what is printed, and what a camera sees of it", async () => {
  const sheet = join(folder, "sheet");
  await output("pdftoppm", ["-png", "-singlefile", "-r", "90", "-f", "1", "-l", "1", sample.sheets, sheet]);
  await keep("badges", await readFile(`${sheet}.png`));

  const clip = join(folder, "clip.y4m");
  await output(PROGRAMS.clip(), [sample.badge(HELD).svg, clip]);
  const page = await browser.newPage({ viewport: { width: 800, height: 450 } });
  await page.setContent("<style>body { margin: 0 } canvas { display: block }</style><canvas></canvas>");
  await page.evaluate(
    async ({ width, height, base64 }) => {
      const luminance = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = new ImageData(width, height);
      luminance.forEach((value, place) => image.data.set([value, value, value, 255], 4 * place));
      const canvas = document.querySelector("canvas");
      if (canvas === null) throw new Error("there is no canvas");
      Object.assign(canvas, { width: innerWidth, height: innerHeight });
      canvas.getContext("2d")?.drawImage(await createImageBitmap(image), 0, 0, innerWidth, innerHeight);
    },
    frameOf(await readFile(clip), 9),
  );
  await keep("camera", await page.locator("canvas").screenshot(), 32);
});

/** The luminance of one frame of a Y4M file, in base64 so that a page can be given it. */
function frameOf(y4m: Buffer, number: number): { width: number; height: number; base64: string } {
  const end = y4m.indexOf("\n") + 1;
  const header = y4m.subarray(0, end).toString();
  const [width, height] = ["W", "H"].map((letter) =>
    Number(new RegExp(` ${letter}(\\d+)`).exec(header)?.[1]),
  );
  if (width === undefined || height === undefined) throw new Error(`no size in ${header}`);
  const first = y4m.indexOf("FRAME", end);
  const start = y4m.indexOf("\n", first) + 1;
  const length = y4m.indexOf("FRAME\n", start + width * height) - first;
  const at = start + number * length;
  return { width, height, base64: y4m.subarray(at, at + width * height).toString("base64") };
}

test("the backend's pages", async () => {
  test.setTimeout(900_000);
  const signedIn = new Map<string, Page>();
  /** A browser in which a visitor is signed in, with a link that the command line makes. */
  const visit = async (who: Visitor, language = "en"): Promise<Page> => {
    const key = `${who} ${language}`;
    const known = signedIn.get(key);
    if (known !== undefined) return known;
    const context = await browser.newContext({ ...OPTIONS, locale: language === "es" ? "es-ES" : "en-US" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    if (who !== "anyone") {
      const { link } = await sample.backend.run<{ link: string }>(...LINKS[who]);
      await page.goto(link);
      await page.locator("main button").first().click();
      await expect(page).not.toHaveURL(/sign-in/);
    }
    signedIn.set(key, page);
    return page;
  };
  await takeExport(await visit("sponsor"));
  const wrong: string[] = [];
  for (const picture of PAGES) {
    await test.step(picture.file, async () => {
      const page = await visit(picture.who, picture.language);
      await page.setViewportSize(picture.size);
      await page.emulateMedia({ colorScheme: picture.theme ?? "light" });
      await page.goto(sample.backend.url + pathOf(picture));
      await FURTHER[picture.file.slice("pages/".length)]?.(page);
      wrong.push(...(await take(page, picture, picture.most)));
    });
  }
  expect(wrong).toEqual([]);
});

/** The address of a page, with the ids of the sample event. */
function pathOf({ path }: PagePicture): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = sample.ids[name];
    if (id === undefined) throw new Error(`the sample event has no ${name}`);
    return id;
  });
}

/** The owner of the team takes an export. */
async function takeExport(page: Page): Promise<void> {
  await page.goto(`${sample.backend.url}/sponsor/exports`);
  const button = page.getByRole("button", { name: /^Download\s*: Excel/ });
  await Promise.all([page.waitForEvent("download"), button.click()]);
}

const LINKS: Record<Exclude<Visitor, "anyone">, readonly string[]> = {
  attendee: ["attendee", "link", ATTENDEE],
  sponsor: ["sponsor", "member", "link", SPONSOR, OWNER],
  organiser: ["staff", "link", ORGANISER],
};

const search = async (page: Page) => {
  await page.getByRole("searchbox").fill("kerv");
  await page.getByRole("button", { name: "Find" }).click();
};

/** A file as another registration system writes it: headings of its own, and columns that are dropped. */
const OTHER_FILE = [
  "Registration ID,Given name,Surname,E-mail,Job title,Company,Province,Country,Diet,Phone",
  "T-5001,Aroha,Pukeroa,aroha.pukeroa@example.org,Surveyor,Silk Route Mapping,Waikato,New Zealand,vegan,+64 27 555 0101",
  "T-5002,Milan,Horvat,milan.horvat@example.com,Electrician,Polder Grid,Zagreb,Croatia,,+385 91 555 0102",
  "T-5003,Dalia,Nasser,dalia.nasser@example.net,Physicist,Kestrel Observatory,Giza,Egypt,halal,+20 100 555 0103",
].join("\n");

/** What a person does on a page before its picture is taken. */
const FURTHER: Record<string, (page: Page) => Promise<void>> = {
  "sponsor-code": async (page) => {
    await page.getByLabel("Name of the device").fill("Second tablet");
    await page.getByRole("button", { name: "Make a code" }).click();
  },
  "organiser-attendees": search,
  "organiser-attendee": async (page) => {
    await search(page);
    await page.getByRole("link", { name: "Kervella" }).click();
  },
  "organiser-import-preview": async (page) => {
    const file = { name: "registrations.csv", mimeType: "text/csv", buffer: Buffer.from(OTHER_FILE) };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByRole("button", { name: "Look at it first" }).click();
  },
  "organiser-passkeys": async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    for (const name of ["Laptop", "Security key"]) {
      // Each passkey is kept by another authenticator.
      const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
          ...{ isUserVerified: true, automaticPresenceSimulation: true },
        },
      });
      await page.getByRole("button", { name: "Add a passkey" }).click();
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", { name: "Add it" }).click();
      await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
      await devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    }
    await page.goto(`${sample.backend.url}/organiser/passkeys`);
  },
};

test("the booth's app, on a device that has scanned for three days", async () => {
  test.setTimeout(600_000);
  await sample.clock.set(NOW);
  const bridge = await Bridge.start(
    sample.home("Front table"),
    join(folder, "downloads"),
    sample.clock.environment,
  );
  const page = await browser.newPage(OPTIONS);
  page.setDefaultTimeout(15_000);
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto(bridge.address);
  const screens = new Screens(page);
  const wrong: string[] = [];
  for (const picture of SCREENS) {
    await test.step(picture.file, async () => {
      await page.setViewportSize(picture.size);
      await page.emulateMedia({ colorScheme: picture.theme ?? "light" });
      await ON_SCREENS[picture.file.slice("booth-".length)]?.(page, screens);
      await showsAll(page, picture);
      wrong.push(...(await take(page, picture)));
    });
  }
  await bridge.stop();
  expect(wrong).toEqual([]);
});

async function showsAll(page: Page, { shows }: BoothPicture): Promise<void> {
  for (const text of shows) await expect(page.getByText(text).first()).toBeInViewport();
}

/** What a person does at the booth before each picture; each goes on from the one before. */
const ON_SCREENS: Record<string, (page: Page, screens: Screens) => Promise<void>> = {
  scan: async (_, screens) => {
    await camera.show(sample.badge("R27-2095"));
    await expect(screens.card).toContainText("Mireille");
    await expect(screens.pill).toContainText(en.scan.allHeld);
  },
  "do-not-scan": async (_, screens) => {
    await camera.show(sample.badge(DO_NOT_SCAN));
    await expect(screens.card).toContainText(en.scan.doNotScanNamed("Akosua"));
  },
  scans: async (page, screens) => {
    await camera.clear();
    await screens.go("scans");
    await page.getByRole("searchbox").fill("demo");
    // The list is filtered once typing has paused.
    await expect(page.getByText("Mireille")).toHaveCount(0);
  },
  lead: async (page, screens) => {
    await screens.openScan("Yuki");
    await page.getByLabel(en.lead.text).fill("Offer is sent. Call on Tuesday about the dates.");
    await screens.choose("radio", en.lead.ratingSaid(5, "Hot"));
    await page.getByLabel(en.lead.tags).fill("call back");
    await page.keyboard.press("Enter");
  },
  settings: async (_, screens) => {
    await screens.go("settings");
  },
  phone: async (_, screens) => {
    await sample.backend.stop();
    await screens.go("scan");
    await camera.show(sample.badge("R27-2096"));
    await expect(screens.card).toContainText("Lars");
    await expect(screens.pill).toContainText(`${en.scan.network.offline} · ${en.scan.waiting(1)}`);
  },
  day: async (_, screens) => {
    await camera.clear();
    await sample.backend.start();
    await screens.go("sync");
    await screens.button(en.sync.now).click();
    await expect(screens.heading(en.sync.heldTitle)).toBeVisible();
  },
  sheet: async (_, screens) => {
    await screens.openScan("Yuki");
    await screens.button(en.lead.changeFields).click();
    await expect(screens.dialog).toContainText(en.sheet.hello("Yuki"));
    await screens.choose("checkbox", en.fields.region);
  },
  lock: async (page, screens) => {
    await screens.button(en.sheet.keep).click();
    await screens.back();
    await screens.go("settings");
    await screens.button(en.settings.pinSet).click();
    await page.getByLabel(`${en.settings.pinNew} (${en.settings.pinRule})`).fill("271828");
    await page.getByLabel(en.settings.pinAgain).fill("271828");
    await screens.button(en.settings.pinSave).click();
    await screens.button(en.settings.lockNow).click();
    await expect(screens.heading(en.lock.title)).toBeVisible();
    await page.keyboard.type("123");
  },
};
