// Fields and leads that attendees take back disappear from the sponsor's pages and exports.

import { ADA, downloaded, expect, OWNER, SPONSOR, test } from "./world.ts";

test("an attendee who was notified by mail takes a field away, and exports no longer contain it", async ({
  world,
}) => {
  const organiser = await world.organiser();
  await world.inviteOwner(organiser);
  await world.scanned(ADA.registration);

  const owner = await world.owner();
  await expect(owner.getByRole("link", { name: `${ADA.first} ${ADA.last}` })).toBeVisible();
  const take = async () => {
    await owner.goto(`${world.backend.url}/sponsor/exports`);
    return downloaded(owner, () => owner.getByRole("button", { name: /^Download\s*: CSV$/ }).click());
  };
  expect(await take()).toContain(ADA.email);

  const mail = await world.mails.next(ADA.email, new RegExp(SPONSOR));
  expect(mail.subject).toContain("scanned");
  const attendee = await world.attendee();
  await expect(attendee.getByRole("heading", { level: 1 })).toHaveText("1 sponsor has something of yours.");
  const card = attendee.getByRole("article").filter({ hasText: SPONSOR });
  await expect(card).toContainText("Front table");
  await card.getByRole("link", { name: /^Change/ }).click();
  await attendee.getByRole("checkbox", { name: /^Email address/ }).uncheck();
  await attendee.getByRole("button", { name: "Save" }).click();
  await expect(attendee.getByRole("status")).toContainText("Saved");

  const csv = await take();
  expect(csv).toContain(ADA.last);
  expect(csv).not.toContain(ADA.email);
  await owner.goto(`${world.backend.url}/sponsor`);
  await expect(owner.locator("body")).not.toContainText(ADA.email);
  await owner.getByRole("link", { name: `${ADA.first} ${ADA.last}` }).click();
  await expect(owner.locator("body")).not.toContainText(ADA.email);
});

test("the link in the mail about a scan unsubscribes, until the attendee turns the mails on again", async ({
  world,
}) => {
  await world.scanned(ADA.registration);
  const mail = await world.mails.next(ADA.email, new RegExp(SPONSOR));
  const link = mail.text.split("\n").find((line) => line.includes("/unsubscribe/"));
  const someone = await world.someone();
  await someone.goto(link ?? "");
  await expect(someone.getByRole("heading", { level: 1 })).toHaveText("No more of these mails?");
  await someone.getByRole("button", { name: "Send me none" }).click();
  await expect(someone.getByRole("heading", { level: 1 })).toHaveText("You get none of these mails any more");

  const attendee = await world.attendee();
  await attendee.goto(`${world.backend.url}/me/sharing`);
  const wanted = attendee.getByRole("checkbox", { name: "Send me these mails" });
  await expect(wanted).not.toBeChecked();
  await wanted.check();
  await wanted.locator("xpath=ancestor::form").getByRole("button", { name: "Save" }).click();
  await expect(attendee.getByRole("status")).toContainText("Saved");
  await expect(wanted).toBeChecked();
});

test("a report withholds the lead at once, and after it is upheld the sponsor acknowledges the deletion", async ({
  world,
}) => {
  const organiser = await world.organiser();
  await world.inviteOwner(organiser);
  await world.scanned(ADA.registration, "R-1002");
  const owner = await world.owner();
  await owner.goto(`${world.backend.url}/sponsor/exports`);
  await downloaded(owner, () => owner.getByRole("button", { name: /^Download\s*: CSV$/ }).click());

  const attendee = await world.attendee();
  await attendee.getByRole("link", { name: /^Report/ }).click();
  await attendee.getByRole("radio", { name: "I was never at that booth" }).check();
  await attendee.getByLabel("In your own words, if you like").fill("I was at lunch all day.");
  await attendee.getByRole("button", { name: "Send the report" }).click();
  await expect(attendee.getByRole("status")).toContainText("Reported");

  await owner.goto(`${world.backend.url}/sponsor`);
  for (const value of [ADA.last, ADA.email, "at lunch"]) {
    await expect(owner.locator("body")).not.toContainText(value);
  }

  await organiser.goto(`${world.backend.url}/organiser/reports`);
  await organiser.getByRole("link", { name: `Report about ${SPONSOR}` }).click();
  await expect(organiser.locator("body")).toContainText("I was at lunch all day.");
  await expect(organiser.locator("body")).toContainText("The signature holds");
  await organiser.getByRole("radio", { name: /^Uphold/ }).check();
  await organiser.getByLabel("Why", { exact: true }).fill("The booth could not say who it was.");
  await organiser.getByRole("button", { name: "Decide" }).click();
  await expect(organiser.getByRole("status")).toContainText("Upheld");
  await world.mails.next(ADA.email, new RegExp(SPONSOR));
  const told = await world.mails.next(OWNER, /./);
  expect(told.text).not.toContain(ADA.last);

  await attendee.goto(`${world.backend.url}/me`);
  await expect(attendee.locator("body")).toContainText("The organisers agreed with you");
  await expect(attendee.locator("body")).toContainText("The booth could not say who it was.");
  await expect(attendee.locator("body")).toContainText("has not confirmed that yet");

  await owner.goto(`${world.backend.url}/sponsor/deletions`);
  await expect(owner.locator("body")).toContainText("1 lead to delete.");
  await owner.getByRole("button", { name: /^Copies deleted/ }).click();
  await expect(owner.getByRole("status")).toContainText("Noted");
  await attendee.goto(`${world.backend.url}/me`);
  await expect(attendee.locator("body")).toContainText("its copies are deleted");

  await owner.goto(`${world.backend.url}/sponsor/exports`);
  const csv = await downloaded(owner, () =>
    owner.getByRole("button", { name: /^Download\s*: CSV$/ }).click(),
  );
  expect(csv).not.toContain(ADA.last);
  expect(csv).toContain("Bergström");
});

test("an erased attendee is gone from every page, and an import does not bring them back", async ({
  world,
}) => {
  const organiser = await world.organiser();
  await world.inviteOwner(organiser);
  await world.scanned(ADA.registration);
  const owner = await world.owner();
  const lead = owner.getByRole("link", { name: `${ADA.first} ${ADA.last}` });
  await expect(lead).toBeVisible();

  const attendee = await world.attendee();
  await attendee.goto(`${world.backend.url}/me/data`);
  const everything = await downloaded(attendee, () =>
    attendee.getByRole("link", { name: "Download everything" }).click(),
  );
  expect(JSON.parse(everything)).toBeTruthy();
  expect(everything).toContain(ADA.email);
  await attendee.getByRole("link", { name: "What erasing means" }).click();
  await attendee.getByRole("checkbox", { name: /can't be undone/ }).check();
  await attendee.getByRole("button", { name: "Erase everything" }).click();
  await expect(attendee.getByRole("heading", { level: 1 })).toHaveText("Your data is erased");
  await attendee.goto(`${world.backend.url}/me`);
  await expect(attendee).toHaveURL(/\/sign-in$/);

  await world.backend.run("import", `${world.folder}/registrations.csv`);
  await owner.goto(`${world.backend.url}/sponsor`);
  await expect(owner.locator("body")).not.toContainText(ADA.last);
  await organiser.goto(`${world.backend.url}/organiser/attendees`);
  await organiser.getByRole("searchbox").fill(ADA.last);
  await organiser.getByRole("button", { name: "Find" }).click();
  await expect(organiser.locator("body")).not.toContainText(ADA.first);
});
