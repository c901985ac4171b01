import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import { defineConfig } from "eslint/config";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default defineConfig(
  { ignores: ["dist/", "dist-web/", "test-results/", "playwright-report/", "src/lib/device/bindings.ts"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        project: ["./tsconfig.json", "./tsconfig.node.json"],
        extraFileExtensions: [".svelte"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Markup that is written as text would be a hole in the policy of the pages.
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": "off",
      "no-console": "error",
      // French sets a narrow no-break space before its colons and question marks.
      "no-irregular-whitespace": ["error", { skipStrings: true, skipTemplates: true }],
      // Listeners and the like are no state that a screen shows.
      "svelte/prefer-svelte-reactivity": "off",
      // What nothing but the network can answer belongs to the bridge's transport.
      "no-restricted-globals": [
        "error",
        "fetch",
        "XMLHttpRequest",
        "WebSocket",
        "EventSource",
        "localStorage",
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ["**/*.svelte"],
    rules: {
      // The linter takes the components of other files for `any`; svelte-check knows their types.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["src/lib/device/bridge.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["*.config.ts", "*.config.js", "tests/**/*.ts"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "no-restricted-globals": "off" },
  },
);
