// The fixture of the screen tests: a canned device, its screens, and the actions of a person.

import { expect, type Locator, type Page, test as base } from "@playwright/test";

import type { Decision, Outcome } from "../../src/lib/device/bindings";
import { en } from "../../src/lib/words/en";
import { decision, NOW } from "./answers.ts";
import { CannedDevice, type Setting, Stand } from "./device.ts";

export { en, expect };

/** The requests that the device answers; the other requests are for files of the pages. */
const ANSWERED = /\/(call\/\w+|watch|view_frame\?after=\d+)$/u;

/** The screens of the navigation bar. */
export type ScreenName = "scan" | "scans" | "sync" | "settings";

export class Booth {
  private running: CannedDevice | null = null;
  /** The errors that the browser logged. */
  readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    readonly stand: Stand,
  ) {
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      // The browser logs the status of a refusal, which is a normal answer.
      const isAnswer =
        message.text().startsWith("Failed to load resource") && ANSWERED.test(message.location().url);
      if (message.type() === "error" && !isAnswer) this.complaints.push(message.text());
    });
  }

  get device(): CannedDevice {
    if (this.running === null) throw new Error("nothing is open");
    return this.running;
  }

  /** Whether the screens are connected to the device's events. */
  get isHeard(): boolean {
    return this.running !== null && this.stand.has(this.running);
  }

  /** Opens the screens of a device. */
  async open(setting: Setting = {}): Promise<void> {
    this.running = new CannedDevice(setting);
    const address = this.stand.put(this.running);
    await this.page.clock.setFixedTime(NOW);
    await this.page.goto(address);
    await expect(this.page.getByText(en.shell.starting)).toHaveCount(0);
  }

  /** Has the device report a decision about a code. */
  async decide(outcome: Outcome, part: Partial<Decision> = {}): Promise<void> {
    // The scan screen handles decisions only once it is mounted.
    await expect(this.page.getByRole("heading", { name: en.scan.title, exact: true })).toBeAttached();
    this.device.tell({ kind: "decision", decision: decision(outcome, part) });
  }

  get card(): Locator {
    return this.page.getByRole("article");
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name, exact: true });
  }

  text(text: string | RegExp): Locator {
    return this.page.getByText(text);
  }

  /** Goes to one of the four screens. */
  async go(screen: ScreenName): Promise<void> {
    const bar = this.page.getByRole("navigation", { name: en.shell.screens });
    await bar.getByRole("button", { name: new RegExp(`^${en.shell[screen]}\\b`) }).click();
    await expect(bar.locator("[aria-current=page]")).toContainText(en.shell[screen]);
  }

  /** Opens the first scan of the list. */
  async openLead(): Promise<void> {
    await this.go("scans");
    await this.page.locator('[data-place="0"] button').click();
    await expect(this.button(en.shell.back).first()).toBeVisible();
  }

  /** Taps the label of a checkbox or a radio button. */
  async choose(role: "radio" | "checkbox", name: string | RegExp): Promise<void> {
    const choice = this.page.getByRole(role, typeof name === "string" ? { name, exact: true } : { name });
    await choice.locator("xpath=ancestor::label").click();
  }

  /** Types a code at a person's pace without clicking first, and waits for the code field. */
  async typeCode(text: string): Promise<void> {
    await this.page.keyboard.press(text.charAt(0));
    const field = this.page.getByLabel(en.scan.codeLabel);
    await expect(field).toBeFocused();
    await this.page.keyboard.type(text.slice(1));
    await expect(field).toHaveValue(text);
  }

  async enterPin(pin: string): Promise<void> {
    await this.page.getByLabel(en.lock.pin, { exact: true }).fill(pin);
    await this.page.keyboard.press("Enter");
  }
}

export const test = base.extend<{ booth: Booth }, { stand: Stand }>({
  stand: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the braces
    async ({}, use) => {
      const stand = await Stand.open();
      await use(stand);
      await stand.close();
    },
    { scope: "worker" },
  ],

  booth: async ({ page, stand }, use) => {
    const booth = new Booth(page, stand);
    await use(booth);
    expect(booth.complaints, "errors that the browser logged").toEqual([]);
    stand.clear();
  },
});
