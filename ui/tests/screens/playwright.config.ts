import { defineConfig } from "@playwright/test";

// The screens show times in the device's time zone, which is UTC in these tests.
process.env["TZ"] = "UTC";

// Tests of the screens alone, with a device of canned answers. The pages must be built before: see
// CONTRIBUTING.md.
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
    // No animations, so that no check sees an intermediate state.
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
