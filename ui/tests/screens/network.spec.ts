// The webview's network events.

import { overview } from "./answers.ts";
import { expect, test } from "./booth.ts";

for (const lock of ["open", "kiosk", "locked"] as const) {
  test(`the device is told that the network is back, with the screens ${lock}`, async ({ booth, page }) => {
    let reports = 0;
    await booth.open({
      overview: { ...overview(), lock, has_pin: true },
      answers: {
        network_returned: () => {
          reports += 1;
          return {};
        },
      },
    });
    expect(reports).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect.poll(() => reports).toBe(1);
    // Losing the network is no news: a sync that fails says so.
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect.poll(() => reports).toBe(2);
  });
}
