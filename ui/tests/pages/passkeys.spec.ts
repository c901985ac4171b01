// Passkeys, with Chromium's virtual authenticator. They are the only feature of the pages that needs scripts.

import { expect, test } from "./world.ts";

test.use({ host: "localhost", javaScriptEnabled: true });

test("an organiser adds a passkey, and signs in with it without a mail", async ({ world }) => {
  const { url } = world.backend;
  const organiser = await world.organiser();
  const devtools = await organiser.context().newCDPSession(organiser);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });

  await organiser.goto(`${url}/organiser/people`);
  await organiser.getByRole("link", { name: "Your passkeys" }).click();
  await organiser.getByRole("button", { name: "Add a passkey" }).click();
  await organiser.getByLabel("Name").fill("Laptop");
  await organiser.getByRole("button", { name: "Add it" }).click();
  await expect(organiser.getByRole("status")).toContainText("Added");
  await expect(organiser.getByRole("listitem").filter({ hasText: "Laptop" })).toContainText("Never");
  await organiser.getByRole("button", { name: "Sign out" }).click();
  await organiser.goto(`${url}/organiser`);
  await expect(organiser).toHaveURL(/\/sign-in$/);

  // The authenticator does not recognise another person at the same computer.
  await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await organiser.getByRole("button", { name: "Sign in with a passkey" }).click();
  await organiser.getByRole("button", { name: "Use the passkey" }).click();
  await expect(organiser.getByRole("alert")).toContainText("That did not work");
  await organiser.getByRole("button", { name: "Español" }).click();
  await expect(organiser).toHaveURL(/\/sign-in$/);
  await organiser.getByRole("button", { name: "English" }).click();

  await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await organiser.getByRole("button", { name: "Sign in with a passkey" }).click();
  await organiser.getByRole("button", { name: "Use the passkey" }).click();
  await expect(organiser).toHaveURL(/\/organiser$/);
  await organiser.goto(`${url}/organiser/passkeys`);
  const passkey = organiser.getByRole("listitem").filter({ hasText: "Laptop" });
  await expect(passkey).toContainText("today");

  // A removed passkey is refused, although the authenticator still has it.
  await passkey.getByText("Remove this passkey").first().click();
  await passkey.getByRole("button", { name: "Remove this passkey" }).click();
  await expect(organiser.getByRole("status")).toContainText("Removed");
  await organiser.getByRole("button", { name: "Sign out" }).click();
  await organiser.goto(`${url}/sign-in`);
  await organiser.getByRole("button", { name: "Sign in with a passkey" }).click();
  await organiser.getByRole("button", { name: "Use the passkey" }).click();
  await expect(organiser.getByRole("alert")).toContainText("The passkey was not accepted");
});
