// The actions of a person on the screens, by their visible texts.

import type { Locator, Page } from "@playwright/test";

import { en } from "../../src/lib/words/en";
import { expect } from "./stage.ts";

export { en };

export class Screens {
  constructor(private readonly page: Page) {}

  /** The card of the last decision. */
  get card(): Locator {
    return this.page.getByRole("article");
  }

  /** The sync state at the top of the scan screen. */
  get pill(): Locator {
    return this.page.getByRole("button", { name: en.scan.openSync });
  }

  /** The open dialog. */
  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { name });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Goes to one of the four screens. */
  async go(screen: "scan" | "scans" | "sync" | "settings"): Promise<void> {
    const bar = this.page.getByRole("navigation", { name: en.shell.screens });
    // The number of waiting records may be a part of the name.
    await bar.getByRole("button", { name: new RegExp(`^${en.shell[screen]}\\b`) }).click();
  }

  async back(): Promise<void> {
    await this.button(en.shell.back).click();
  }

  /** Enrols the device with a typed code, up to the screen with the terms. */
  async enrol(code: string, operator: string, label: string): Promise<void> {
    await expect(this.heading(en.enrol.title)).toBeVisible();
    await this.page.getByLabel(en.enrol.type).fill(code);
    await this.button(en.enrol.next).click();
    await this.page.getByLabel(en.enrol.operator).fill(operator);
    await this.page.getByLabel(en.enrol.label).fill(label);
    await this.button(en.enrol.enrol).click();
    await expect(this.heading(en.enrol.done)).toBeVisible();
  }

  /** Goes from the terms to the viewfinder. */
  async startScanning(): Promise<void> {
    await this.button(en.enrol.start).click();
    await expect(this.page.getByText(en.scan.hint)).toBeVisible();
  }

  /** Sends keys as a hardware scanner does: a few milliseconds apart, with Enter at the end. */
  async scannerTypes(text: string): Promise<void> {
    const wire = await this.page.context().newCDPSession(this.page);
    const began = Date.now() / 1000;
    const keys = [
      ...Array.from(text, (letter) => ({ key: letter, text: letter })),
      { key: "Enter", text: "\r", windowsVirtualKeyCode: 13 },
    ];
    // Each event has its own timestamp, so that a busy machine does not make the scanner look like a person.
    await Promise.all(
      keys.flatMap((key, place) => {
        const timestamp = began + place * 0.005;
        return [
          wire.send("Input.dispatchKeyEvent", { type: "keyDown", timestamp, ...key }),
          wire.send("Input.dispatchKeyEvent", { type: "keyUp", timestamp, key: key.key }),
        ];
      }),
    );
    await wire.detach();
  }

  /** Types at a person's pace, without clicking first. */
  async personTypes(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 150 });
    await this.page.keyboard.press("Enter");
  }

  /** Chooses a radio button or unticks a checkbox by its label. */
  async choose(role: "radio" | "checkbox", name: string, within?: string): Promise<void> {
    const group = within === undefined ? this.page : this.page.getByRole("group", { name: within });
    const choice = group.getByRole(role, { name, exact: true });
    await choice.locator("xpath=ancestor::label").click();
    await expect(choice).toBeChecked({ checked: role === "radio" });
  }

  /** Opens the scan with this name from the list. */
  async openScan(name: string): Promise<void> {
    await this.go("scans");
    await this.page.getByRole("searchbox").fill(name);
    await this.page.getByRole("main").getByText(name).first().click();
    await expect(this.heading(name)).toBeVisible();
  }
}
