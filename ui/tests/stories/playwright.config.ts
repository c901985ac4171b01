import { defineConfig } from "@playwright/test";

// Each story plays with a backend, a device and a camera of its own, all on this machine. Nothing is
// built here: see CONTRIBUTING.md for what must be there first.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/stories",
  // A story is one day told in order; a step that failed once would fail again.
  retries: 0,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
});
