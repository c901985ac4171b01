import { describe, expect, it } from "vitest";
import { Attempt } from "./attempt.svelte";
import { DeviceError } from "./device/problem";

describe("an attempt", () => {
  it("does not run twice at once", async () => {
    const attempt = new Attempt();
    let made = 0;
    let finish: () => void = () => undefined;
    const first = attempt.run(() => {
      made += 1;
      return new Promise<void>((resolve) => (finish = resolve));
    });
    expect(attempt.isRunning).toBe(true);
    expect(await attempt.run(() => Promise.resolve((made += 1)))).toBe(false);
    finish();
    expect(await first).toBe(true);
    expect(made).toBe(1);
    expect(attempt.isRunning).toBe(false);
  });

  it("keeps its error until it runs again", async () => {
    const attempt = new Attempt();
    const full = new DeviceError({ code: "disk_full", message: "the disk is full", about: null });
    expect(await attempt.run(() => Promise.reject(full))).toBe(false);
    expect(attempt.problem?.code).toBe("disk_full");
    expect(await attempt.run(() => Promise.resolve())).toBe(true);
    expect(attempt.problem).toBeNull();
  });
});
