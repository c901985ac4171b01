import { defineConfig } from "@playwright/test";

// Each test has its own backend, device and camera on this machine. The programs must be built before: see
// CONTRIBUTING.md.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/stories",
  // The steps of a test depend on each other; a step that failed once would fail again.
  retries: 0,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
});
