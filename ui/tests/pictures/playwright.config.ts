import { defineConfig } from "@playwright/test";

// Takes the pictures of the documents. Nothing is built here: see CONTRIBUTING.md for what must be there
// first.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/pictures",
  retries: 0,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
});
