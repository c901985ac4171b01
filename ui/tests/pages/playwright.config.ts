import { defineConfig } from "@playwright/test";

import type { Options } from "./database.ts";

// Times are shown in the event's zone, which is this one unless somebody sets another.
process.env["TZ"] = "UTC";

// The backend's pages, with a backend, mails and a booth device of each test's own, all on this machine.
// Nothing is built here: see CONTRIBUTING.md for what must be there first. The same stories are played on
// PostgreSQL where LANYARD_TEST_POSTGRES names a server that tests may do anything to.
export default defineConfig<Options>({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/pages",
  // A story is told in order; a step that failed once would fail again.
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
    // The pages must do without.
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
