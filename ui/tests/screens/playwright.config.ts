import { defineConfig } from "@playwright/test";

// Times are told as on the device's own clock; both sides take this one for it.
process.env["TZ"] = "UTC";

// The screens by themselves, before a device with canned answers. Nothing is built here: see
// CONTRIBUTING.md for what must be there first.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/screens",
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 360, height: 740 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    // Nothing moves, so that nothing is looked at halfway.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ],
    },
  },
});
