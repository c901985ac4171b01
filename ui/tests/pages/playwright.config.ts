import { defineConfig } from "@playwright/test";

import type { Options } from "./database.ts";

// Pages show times in the event's time zone, which is UTC by default.
process.env["TZ"] = "UTC";

// Tests of the backend's pages. Each test has its own backend, mails and booth devices on this machine.
// The programs must be built before: see CONTRIBUTING.md. The tests also run on PostgreSQL if
// LANYARD_TEST_POSTGRES names a server that tests may do anything to.
export default defineConfig<Options>({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/pages",
  // The steps of a test depend on each other; a step that failed once would fail again.
  retries: 0,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  projects: [
    { name: "sqlite", use: { database: "sqlite" } },
    ...(process.env["LANYARD_TEST_POSTGRES"]
      ? [{ name: "postgres", use: { database: "postgres" as const } }]
      : []),
  ],
  use: {
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    // The pages must work without scripts.
    javaScriptEnabled: false,
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ],
    },
  },
});
