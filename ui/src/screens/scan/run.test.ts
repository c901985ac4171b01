import { afterEach, describe, expect, it, vi } from "vitest";
import type { Decision, Outcome, Problem, ScanView } from "$lib/device/bindings";
import { DeviceError } from "$lib/device/problem";
import type { Cue } from "$lib/sound";
import { ScanRun, type Scanner } from "./run.svelte";

afterEach(() => void vi.useRealTimers());

const DISK_FULL: Problem = { code: "disk_full", message: "the disk is full", about: null };
const SAVED: Outcome = {
  kind: "saved",
  scan: "s1",
  name: "Ada",
  checked: true,
  fields: ["email", "employer"],
};

function decided(outcome: Outcome, number = 1): Decision {
  return { number, outcome, method: "camera", device: "d", at: 0, took_ms: 1, corners: null };
}

/** A device that gives the answers it is told to give, and notes what it was asked. */
function booth(answers: Partial<Record<string, () => unknown>> = {}) {
  const asked: [string, unknown][] = [];
  const sounds: Cue[] = [];
  let hear: (decision: Decision) => void = () => undefined;
  const answer = (name: string, request: unknown): Promise<never> => {
    asked.push([name, request]);
    return Promise.resolve().then(() => answers[name]?.() as never);
  };
  const scanner: Scanner = {
    onDecision(told) {
      hear = told;
      return () => undefined;
    },
    scanText: (request) => answer("scan_text", request),
    async share(request) {
      const decision: Decision = await answer("share", request);
      hear(decision);
      return decision;
    },
    call: answer,
  };
  const run = new ScanRun(scanner, (cue) => sounds.push(cue));
  return { run, asked, sounds, decide: (outcome: Outcome, number = 1) => hear(decided(outcome, number)) };
}

const fails = () => {
  throw new DeviceError(DISK_FULL);
};

describe("a scan that could not be saved", () => {
  it("is heard and stays in sight whatever is scanned next", () => {
    const { run, sounds, decide } = booth();
    decide({ kind: "not_saved", reason: DISK_FULL });
    expect(run.alarm).toEqual(DISK_FULL);
    decide({ kind: "do_not_scan", name: null }, 2);
    expect(run.alarm).toEqual(DISK_FULL);
    decide(SAVED, 3);
    expect(run.alarm).toEqual(DISK_FULL);
    expect(run.told?.decision.number).toBe(3);
    expect(sounds).toEqual(["failed", "attention", "saved"]);
  });

  it("disappears when it is dismissed", () => {
    const { run, decide } = booth();
    decide({ kind: "not_saved", reason: DISK_FULL });
    run.acknowledge();
    expect(run.alarm).toBeNull();
  });

  it("is shown also if the device did not answer", async () => {
    const { run, sounds } = booth({ scan_text: fails });
    await run.scan("CODE", "scanner");
    expect(run.alarm?.code).toBe("disk_full");
    expect(sounds).toEqual(["failed"]);
  });

  it("is not shown for a refusal", async () => {
    const { run } = booth({
      scan_text: () => {
        throw new DeviceError({ code: "which_enrolment", message: "", about: null });
      },
    });
    await run.scan("CODE", "person");
    expect(run.alarm).toBeNull();
    expect(run.told?.decision.outcome.kind).toBe("refused");
  });
});

describe("the scan just made", () => {
  it("is taken back with its reason and no further question", async () => {
    const { run, asked, decide } = booth({ void_scan: () => ({}) });
    decide(SAVED);
    await run.undo("scanned by mistake");
    expect(asked).toEqual([["void_scan", { scan: "s1", reason: "scanned by mistake" }]]);
    expect(run.told?.aftermath).toEqual({ kind: "undone" });
  });

  it("is not shown as taken back where that could not be stored", async () => {
    const { run, decide } = booth({ void_scan: fails });
    decide(SAVED);
    await run.undo("scanned by mistake");
    expect(run.told?.aftermath).toBeNull();
    expect(run.alarm).toEqual(DISK_FULL);
  });

  it("leaves the next one alone, which came while it was taken back", async () => {
    const { run, decide } = booth({ void_scan: () => ({}) });
    decide(SAVED);
    const undone = run.undo("scanned by mistake");
    decide({ ...SAVED, scan: "s2" }, 2);
    await undone;
    expect(run.told).toMatchObject({ decision: { number: 2 }, aftermath: null });
  });

  it("shows what is left of it after fields were taken away", async () => {
    const { run, asked, decide } = booth({ narrow_scan: () => ({ fields: ["employer"] }) });
    decide(SAVED);
    expect(await run.narrow("s1", ["email"])).toBe(true);
    expect(asked).toEqual([["narrow_scan", { scan: "s1", remove: ["email"] }]]);
    expect(run.told?.aftermath).toEqual({ kind: "narrowed", fields: ["employer"] });
  });
});

describe("the fields that an attendee looks at", () => {
  const view = { row: { scan: "s1" } } as ScanView;

  it("leave the card of another badge that came meanwhile", async () => {
    const { run, decide } = booth({
      scan_detail: () => view,
      narrow_scan: () => ({ fields: ["employer"] }),
    });
    decide(SAVED);
    await run.openFields("s1");
    expect(run.narrowing).toBe(view);
    decide({ ...SAVED, scan: "s2" }, 2);
    expect(await run.narrow("s1", ["email"])).toBe(true);
    expect(run.told).toMatchObject({ decision: { number: 2 }, aftermath: null });
  });

  it("do not open over the sheet or the card of the next one", async () => {
    const { run, decide } = booth({ scan_detail: () => view });
    decide(SAVED);
    const opened = run.openFields("s1");
    decide({ kind: "ask", sheet: 7, name: "Bo", fields: ["email"] }, 2);
    await opened;
    expect([run.narrowing, run.asking?.sheet]).toEqual([null, 7]);
  });

  it("do not turn into another attendee's question under their finger", async () => {
    const { run, asked, decide } = booth({ scan_detail: () => view });
    decide(SAVED);
    await run.openFields("s1");
    decide({ kind: "ask", sheet: 7, name: "Bo", fields: ["email"] }, 2);
    expect([run.narrowing, run.asking]).toEqual([view, null]);
    expect(asked.at(-1)).toEqual(["decline", { sheet: 7 }]);
  });
});

describe("a badge that is still held up when the camera comes back", () => {
  const AGAIN: Outcome = { kind: "already", scan: "s1", name: "Ada", at: 0, operator: "Ana" };

  it("stays saved on the screen", () => {
    const { run, sounds, decide } = booth();
    decide(SAVED);
    run.began();
    decide(AGAIN, 2);
    expect(run.told?.decision.outcome.kind).toBe("saved");
    expect(sounds).toEqual(["saved"]);
  });

  it("is reported as scanned before once it is shown again", () => {
    const { run, decide } = booth();
    run.began();
    decide(SAVED);
    decide(AGAIN, 2);
    expect(run.told?.decision.outcome.kind).toBe("already");
  });

  it("is reported as scanned before some time later", () => {
    vi.useFakeTimers();
    const { run, decide } = booth();
    decide(SAVED);
    run.began();
    vi.advanceTimersByTime(10_000);
    decide(AGAIN, 2);
    expect(run.told?.decision.outcome.kind).toBe("already");
  });

  it("does not hide another attendee's", () => {
    const { run, decide } = booth();
    decide(SAVED);
    run.began();
    decide({ ...AGAIN, scan: "s0" }, 2);
    expect(run.told?.decision.number).toBe(2);
  });
});

describe("an attendee who is asked", () => {
  const ask = (sheet: number): Outcome => ({
    kind: "ask",
    sheet,
    name: "Ada",
    fields: ["email", "employer"],
  });

  it("shares what is left ticked, and only once however often the button is tapped", async () => {
    const { run, asked, decide } = booth({ share: () => decided(SAVED, 2) });
    decide(ask(7));
    await Promise.all([run.share(["employer"]), run.share(["employer"])]);
    expect(asked).toEqual([["share", { sheet: 7, fields: ["employer"] }]]);
    expect(run.asking).toBeNull();
    expect(run.told?.decision.outcome.kind).toBe("saved");
  });

  it("keeps their sheet when another badge passes the camera", () => {
    const { run, asked, decide } = booth();
    decide(ask(7));
    decide(ask(8), 2);
    expect(run.asking?.sheet).toBe(7);
    // They are asked anew when it is their turn.
    expect(asked).toEqual([["decline", { sheet: 8 }]]);
  });

  it("is not answered for by a second tap meant for another sheet", async () => {
    vi.useFakeTimers();
    const { run, decide } = booth({ share: () => decided(SAVED, 2) });
    decide(ask(7));
    await run.share(["employer"]);
    expect(run.isResting).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(run.isResting).toBe(false);
  });

  it("is asked no longer once the screen is left or locked", () => {
    const { run, asked, decide } = booth();
    decide(ask(7));
    run.left();
    decide(ask(8), 2);
    run.under("locked");
    expect(run.asking).toBeNull();
    expect(asked).toEqual([
      ["decline", { sheet: 7 }],
      ["decline", { sheet: 8 }],
    ]);
  });

  it("is scanned or can be asked again if the screen was left while the answer was stored", async () => {
    const stored = booth({ share: () => decided(SAVED, 2) });
    stored.decide(ask(7));
    const sharing = stored.run.share(["employer"]);
    stored.run.left();
    await sharing;
    expect(stored.asked.map(([name]) => name)).toEqual(["share"]);
    expect(stored.run.told?.decision.outcome.kind).toBe("saved");

    const failed = booth({ share: fails });
    failed.decide(ask(7));
    const failing = failed.run.share(["employer"]);
    failed.run.left();
    await failing;
    expect(failed.asked.map(([name]) => name)).toEqual(["share", "decline"]);
    expect(failed.run.alarm).toEqual(DISK_FULL);
  });

  it("is not reported as lost once the second try is stored", async () => {
    let tries = 0;
    const { run, decide } = booth({
      share: () => decided(tries++ === 0 ? { kind: "not_saved", reason: DISK_FULL } : SAVED, 2),
    });
    decide(ask(7));
    await run.share(["employer"]);
    await run.share(["employer"]);
    expect([run.asking, run.alarm]).toEqual([null, null]);
  });

  it("can answer again if the answer could not be stored", async () => {
    const { run, decide } = booth({ share: () => decided({ kind: "not_saved", reason: DISK_FULL }, 2) });
    decide(ask(7));
    await run.share(["employer"]);
    expect(run.asking?.sheet).toBe(7);
    expect(run.alarm).toEqual(DISK_FULL);
  });

  it("can answer again if the device did not answer, and not after the sheet was closed", async () => {
    const { run, decide } = booth({ share: fails });
    decide(ask(7));
    await run.share(["employer"]);
    expect(run.asking?.sheet).toBe(7);
    const closed = booth({
      share: () => {
        throw new DeviceError({ code: "sheet_gone", message: "", about: null });
      },
    });
    closed.decide(ask(7));
    await closed.run.share(["employer"]);
    expect(closed.run.asking).toBeNull();
    expect(closed.run.told?.decision.outcome.kind).toBe("refused");
  });

  it("may decline, and the screen says that nothing was stored", async () => {
    const { run, asked, decide } = booth();
    decide(ask(7));
    await run.decline();
    expect(asked).toEqual([["decline", { sheet: 7 }]]);
    expect(run.asking).toBeNull();
    expect(run.told?.aftermath).toEqual({ kind: "declined" });
  });

  it("is not asked again at once after declining", async () => {
    vi.useFakeTimers();
    const { run, decide } = booth();
    decide(ask(7));
    await run.decline();
    expect(run.isResting).toBe(true);
    vi.advanceTimersByTime(5_000);
    expect(run.isResting).toBe(false);
  });
});

describe("a kiosk", () => {
  it("shows no scan from before kiosk mode, and those made in it", () => {
    const { run, decide } = booth();
    run.under("open");
    decide(SAVED);
    run.under("open");
    expect(run.told).not.toBeNull();
    run.under("kiosk");
    expect([run.told, run.last]).toEqual([null, null]);
    decide(SAVED, 2);
    run.under("kiosk");
    expect(run.told).not.toBeNull();
  });
});
