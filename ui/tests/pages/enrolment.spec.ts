// From a file of registrations to a device that scans, and to its revocation.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { BoothDevice } from "./booth.ts";
import { ADA, downloaded, expect, test } from "./world.ts";

test.use({ imported: false });

test("registrations are imported, badges printed, and a device is enrolled, scans and is revoked", async ({
  world,
}) => {
  const { url } = world.backend;
  const organiser = await world.organiser();
  await organiser.goto(`${url}/organiser/import`);
  const file = join(world.folder, "registrations.csv");
  await organiser.locator('input[type="file"]').setInputFiles({
    name: "registrations.csv",
    mimeType: "text/csv",
    buffer: await readFile(file),
  });
  await organiser.getByRole("button", { name: "Look at it first" }).click();
  // A column that Lanyard does not store is named and dropped.
  await expect(organiser.locator("body")).toContainText("shoe_size");
  await organiser.getByRole("button", { name: "Import 3 attendees" }).click();
  await expect(organiser.getByRole("status")).toContainText("3 added", { timeout: 60_000 });

  await organiser.goto(`${url}/organiser/badges`);
  await organiser.getByRole("radio", { name: /who has none yet/ }).check();
  const pdf = await downloaded(organiser, () =>
    organiser.getByRole("button", { name: "Make the PDF" }).click(),
  );
  expect(pdf.startsWith("%PDF-")).toBe(true);

  await world.inviteOwner(organiser);
  const owner = await world.owner();
  await owner.goto(`${url}/sponsor/devices`);
  await owner.getByLabel("Name of the device").fill("Demo corner");
  await owner.getByRole("button", { name: "Make a code" }).click();
  const whole = owner.locator("dt", { hasText: "All of it, to paste" }).locator("+ dd");
  const code = (await whole.innerText()).trim();
  const device = BoothDevice.in(world.folder, "Demo corner");
  await device.enrol(code);

  // Ada lost her first badge, and gets another at the help desk.
  const [badge] = await world.print(ADA.registration);
  const scans = await device.scan([badge?.human_code ?? ""]);
  expect(scans).toHaveLength(1);
  await owner.goto(`${url}/sponsor`);
  await expect(owner.getByRole("link", { name: `${ADA.first} ${ADA.last}` })).toBeVisible();

  await owner.goto(`${url}/sponsor/devices`);
  const card = owner.getByRole("article").filter({ hasText: "Demo corner" });
  await expect(card).toContainText("Active");
  await card.locator("summary").click();
  await card.getByRole("button", { name: "Revoke" }).click();
  await expect(owner.getByRole("status")).toContainText("revoked");
  await expect(card).toContainText("Revoked");
  // The device learns of it at the next sync.
  await device.sync();
  expect(await device.status()).toContain("Revoked: it takes no new scans");
});
