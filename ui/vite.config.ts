import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

// Two sets of pages from one source. `window` talks to the program around it through Tauri and holds no
// code that could reach a network; `web` talks to lanyard-bridge on this machine.
export default defineConfig(({ mode }) => {
  const isWeb = mode === "web";
  return {
    plugins: [svelte()],
    // The bridge serves the pages below an address that nobody knows beforehand.
    base: "./",
    resolve: {
      alias: {
        $lib: source("lib"),
        $transport: source(isWeb ? "lib/device/bridge.ts" : "lib/device/tauri.ts"),
      },
      // Under test, components' state is that of a browser and not of a server.
      ...(mode === "test" && { conditions: ["browser"] }),
    },
    build: {
      outDir: isWeb ? "dist-web" : "dist",
      // WebKitGTK 2.40, and Safari and Chrome of that time.
      target: ["es2022", "safari16", "chrome110"],
      // The policy of the pages lets nothing stand inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    test: { include: ["src/**/*.test.ts", "tests/pictures/*.test.ts"] },
  };
});
