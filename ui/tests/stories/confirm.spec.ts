// A booth of an event in consent mode `confirm`, where attendees tap “share” on the screen.

import { en, Screens } from "./screens.ts";
import { expect, fieldsOf, SPONSOR, test } from "./stage.ts";

const ÅSA = "R27-100299";
const KOFI = "R27-100243";

test.use({ consent: "confirm", cast: [ÅSA, KOFI] });

test("nothing is saved until the attendee taps “share”", async ({ stage }) => {
  const { backend, camera, page } = stage;
  const screens = new Screens(page);
  const inDialog = (name: string) => screens.dialog.getByRole("button", { name, exact: true });

  await screens.enrol(await stage.enrolmentCode(), "Ana", "Front table");
  await expect(page.getByText(en.enrol.confirm)).toBeVisible();
  await screens.startScanning();

  await test.step("the attendee reads which fields the sponsor would get, and declines", async () => {
    await camera.show(stage.badge(KOFI));
    await expect(screens.dialog).toContainText(en.sheet.hello("Kofi"));
    await expect(screens.dialog).toContainText(en.sheet.gets(SPONSOR));
    for (const field of Object.values(en.fields)) {
      await expect(screens.dialog.getByRole("checkbox", { name: field })).toBeChecked();
    }
    await inDialog(en.sheet.dontShare).click();
    await expect(screens.dialog).toBeHidden();
    await expect(screens.card).toContainText(en.scan.declinedNamed("Kofi"));
    await camera.clear();
    await screens.go("scans");
    await expect(screens.heading(en.scans.emptyTitle)).toBeVisible();
  });

  await test.step("while the sheet is open nothing is stored", async () => {
    await screens.go("scan");
    await camera.show(stage.badge(ÅSA));
    await expect(screens.dialog).toContainText(en.sheet.hello("Åsa"));
    // A stored record would have been sent by now.
    const overview = await stage.ask<{ enrolments: { sync: object }[] }>("sync_now", {});
    expect(overview.enrolments[0]?.sync).toMatchObject({ scans: 0, waiting: 0 });
    expect(await stage.leads()).toEqual([]);
  });

  await test.step("the ticked fields are shared, and the backend returns no others", async () => {
    await screens.choose("checkbox", en.fields.email);
    await screens.choose("checkbox", en.fields.job_title);
    await inDialog(en.sheet.share).click();
    await expect(screens.dialog).toBeHidden();
    await expect(screens.card).toContainText("Åsa");
    await expect(screens.card).toContainText(en.scan.saved);
    await expect
      .poll(async () => (await stage.leads()).map(fieldsOf))
      .toEqual([
        {
          first_name: "Åsa",
          last_name: "Öberg",
          employer: "Fjordlys AS",
          region: "Västerbotten",
          country: "Sweden",
        },
      ]);
    await expect(screens.pill).toContainText(en.scan.allHeld);
    const [device] = await backend.run<{ quarantined: number }[]>("device", "list");
    expect(device).toMatchObject({ quarantined: 0 });
  });
});
