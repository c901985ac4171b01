// A day at a booth of an event in consent mode `handover`, where showing the badge is the consent.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { en, Screens } from "./screens.ts";
import { EVENT_NAME, expect, fieldsOf, NOTICE, SPONSOR, test } from "./stage.ts";

const ÅSA = "R27-100299";
const AKOSUA = "R27-104058";
const INÊS = "R27-100511";
const NICCOLÒ = "R27-100076";
const KOFI = "R27-100243";

test.use({ consent: "handover", cast: [ÅSA, AKOSUA, INÊS, NICCOLÒ, KOFI] });

test("a day at a booth, from enrolling to the end of the day", async ({ stage }) => {
  const { backend, camera, page } = stage;
  const screens = new Screens(page);
  /** The sponsor's lead with this first name. */
  const lead = async (firstName: string) =>
    (await stage.leads()).find(({ first_name }) => first_name === firstName);

  await test.step("a typed code enrols the device, and the screen shows the terms", async () => {
    await screens.enrol(await stage.enrolmentCode(), "Ana", "Front table");
    for (const text of [SPONSOR, EVENT_NAME, NOTICE, en.enrol.handover]) {
      await expect(page.getByText(text, { exact: true })).toBeVisible();
    }
    await screens.startScanning();
    const devices = await backend.run<{ label: string; sponsor_name: string }[]>("device", "list");
    expect(devices).toMatchObject([{ label: "Front table", sponsor_name: SPONSOR }]);
  });

  await test.step("a badge before the camera is saved at once, with the first name from the badge", async () => {
    await camera.show(stage.badge(ÅSA));
    await expect(screens.card).toContainText("Åsa");
    await expect(screens.card).toContainText(en.scan.saved);
    await expect.poll(() => stage.leads()).toHaveLength(1);
    const åsa = await lead("Åsa");
    expect(fieldsOf(åsa)).toEqual({
      first_name: "Åsa",
      last_name: "Öberg",
      email: "asa.oberg@example.com",
      job_title: "Chief technology officer",
      employer: "Fjordlys AS",
      region: "Västerbotten",
      country: "Sweden",
    });
    expect(åsa?.scans).toMatchObject([{ operator: "Ana", method: "camera", voided: false }]);
    await expect(screens.pill).toContainText(en.scan.allHeld);
  });

  await test.step("a do-not-scan badge is not stored", async () => {
    await camera.show(stage.badge(AKOSUA));
    await expect(screens.card).toContainText(en.scan.doNotScanNamed("Akosua"));
  });

  await test.step("a badge that was scanned before is recognised, with the operator of the first scan", async () => {
    // A badge has to be out of sight for a while to count as shown again.
    await expect(async () => {
      await camera.show(stage.badge(ÅSA));
      await expect(screens.card)
        .toContainText(en.scan.already, { timeout: 5_000 })
        .finally(() => camera.clear());
    }).toPass({ intervals: [3_000, 5_000] });
    await expect(screens.card).toContainText("Ana");
  });

  await test.step("the keys of a hardware scanner make a scan, without clicking first", async () => {
    await screens.scannerTypes(await camera.textOf(stage.badge(INÊS)));
    await expect(screens.card).toContainText("Inês");
    await expect(screens.card).toContainText(en.scan.saved);
    await expect.poll(() => lead("Inês")).toMatchObject({ scans: [{ method: "hardware_scanner" }] });
  });

  await test.step("a human code typed by a person makes a scan, and the backend resolves it", async () => {
    await screens.personTypes(stage.badge(NICCOLÒ).human_code);
    await expect(screens.card).toContainText(en.scan.savedUnnamed);
    await expect(screens.card).toContainText(en.scan.checkedLater);
    await expect.poll(() => lead("Niccolò")).toMatchObject({ scans: [{ method: "manual" }] });
  });

  await test.step("a note with answers reaches the sponsor", async () => {
    await screens.openScan("Åsa");
    await page.getByLabel(en.lead.text).fill("Wants the robot arm");
    await screens.choose("radio", en.lead.ratingSaid(4, "Promising"));
    await page.getByLabel(en.lead.tags).fill("python");
    await page.keyboard.press("Enter");
    await screens.choose("radio", "This month", "When do you want to hear from us?");
    await screens.choose("radio", "5", "How keen are you?");
    await screens.button(en.lead.save).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Wants the robot arm" })).toBeVisible();
    await expect
      .poll(async () => (await lead("Åsa"))?.notes)
      .toMatchObject([
        {
          operator: "Ana",
          text: "Wants the robot arm",
          rating: 4,
          tags: ["python"],
          answers: [
            { text: "When do you want to hear from us?", answer: "This month" },
            { text: "How keen are you?", answer: 5 },
          ],
        },
      ]);
  });

  await test.step("fields that the attendee takes away leave the sponsor's view, and the others stay", async () => {
    await screens.button(en.lead.changeFields).click();
    await expect(screens.dialog).toContainText(en.sheet.hello("Åsa"));
    await expect(screens.dialog).toContainText(en.sheet.later(new URL(backend.url).host));
    for (const field of ["email", "region"] as const) await screens.choose("checkbox", en.fields[field]);
    await screens.dialog.getByRole("button", { name: en.sheet.save, exact: true }).click();
    await expect(screens.dialog).toBeHidden();
    const removed = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("img", { name: en.lead.removed }) });
    await expect(removed).toContainText([en.fields.email, en.fields.region]);
    await expect
      .poll(async () => Object.keys(fieldsOf(await lead("Åsa"))))
      .toEqual([...["first_name", "last_name", "job_title", "employer", "country"]]);
    expect((await lead("Åsa"))?.not_shared).toEqual(["email", "region"]);
  });

  await test.step("after a scan is taken back the sponsor has no data from it", async () => {
    await screens.openScan("Inês");
    await screens.button(en.lead.void).click();
    await screens.choose("radio", "Wrong person");
    await screens.button(en.lead.voidConfirm).click();
    await expect(page.getByText(en.lead.voidedBecause("Wrong person"))).toBeVisible();
    await expect.poll(() => lead("Inês")).toBeUndefined();
    expect(JSON.stringify(await stage.leads())).not.toContain("Guimarães");
  });

  await test.step("without a backend a scan is saved, and the pill shows that it waits", async () => {
    await backend.stop();
    await screens.go("scan");
    await camera.show(stage.badge(KOFI));
    await expect(screens.card).toContainText("Kofi");
    await expect(screens.card).toContainText(en.scan.saved);
    await camera.clear();
    await expect(screens.pill).toContainText(`${en.scan.network.offline} · ${en.scan.waiting(1)}`);
  });

  await test.step("waiting records can be carried to the backend in a file that only the backend can read", async () => {
    await screens.go("sync");
    await expect(screens.heading(en.sync.waitingTitle(1))).toBeVisible();
    await screens.button(en.sync.save).click();
    await expect(page.getByText(en.sync.savedTitle(1))).toBeVisible();
    const files = await readdir(stage.downloads);
    expect(files).toHaveLength(1);
    const path = join(stage.downloads, files[0] ?? "");
    expect((await readFile(path)).includes("Kofi")).toBe(false);

    await backend.start();
    const other = await page.context().newPage();
    await other.goto(`${backend.url}/bundle`);
    await other.getByLabel("Bundle file").setInputFiles(path);
    await other.getByRole("button", { name: "Hand in" }).click();
    await expect.poll(() => lead("Kofi")).toMatchObject({ scans: [{ method: "camera" }] });
    await other.close();
  });

  await test.step("when the backend is back the device syncs by itself, and the pill shows that everything is held", async () => {
    await screens.go("scan");
    // The back-off grows with the time that the backend was away.
    await expect(screens.pill).toContainText(en.scan.allHeld, { timeout: 120_000 });
    await expect(screens.pill).not.toContainText(en.scan.network.offline);
  });

  await test.step("the end of the day is green, and the backend holds everything", async () => {
    await screens.go("sync");
    await screens.button(en.sync.now).click();
    await expect(page.getByRole("main").getByText(en.sync.done)).toBeVisible();
    await expect(screens.heading(en.sync.heldTitle)).toBeVisible();
    await expect(page.getByText(en.sync.heldText)).toBeVisible();
    const [device] = await backend.run<{ pending: number; quarantined: number }[]>("device", "list");
    expect(device).toMatchObject({ pending: 0, quarantined: 0 });
    const states = (await stage.leads()).map(({ state }) => state);
    expect(states.sort()).toEqual(["shared", "shared", "shared", "withheld"]);
  });
});
