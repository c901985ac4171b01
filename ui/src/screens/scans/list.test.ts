import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ScanPage, ScanRow, Scans } from "$lib/device/bindings";
import { ScanList } from "./list.svelte";

function row(position: number): ScanRow {
  return {
    position,
    scan: `scan-${position}`,
    name: `Attendee ${position}`,
    code: "",
    operator: "Ana",
    at: position,
    state: { kind: "waiting" },
    waiting: 1,
    quarantined: 0,
    voided: false,
    notes: 0,
    rating: null,
  };
}

/** A device with scans 1 to `count`. */
function device(count: number) {
  const asked: Scans[] = [];
  const held = { count };
  const ask = (request: Scans): Promise<ScanPage> => {
    asked.push(request);
    const all = Array.from({ length: held.count }, (_, place) => row(held.count - place));
    const fitting = all.filter(({ name }) => name?.includes(request.text));
    const { before } = request;
    const rest = before === null ? fitting : fitting.filter(({ position }) => position < before);
    const scans = rest.slice(0, request.limit);
    return Promise.resolve({ scans, matching: fitting.length, more: rest.length > scans.length });
  };
  return { asked, held, ask };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.runAllTimersAsync();

describe("a long list of scans", () => {
  it("is loaded only as far as the user scrolls", async () => {
    const { asked, ask } = device(5_000);
    const list = new ScanList(ask);
    list.refresh();
    await settle();
    expect(list.matching).toBe(5_000);
    expect(list.rows).toHaveLength(200);

    list.want(1_000);
    await settle();
    expect(list.rows.length).toBeGreaterThanOrEqual(1_000);
    expect(list.rows.map(({ position }) => position)).toEqual(
      Array.from({ length: list.rows.length }, (_, place) => 5_000 - place),
    );
    expect(asked.every(({ limit }) => limit <= 500)).toBe(true);
  });

  it("ends with the last page, and requests no more", async () => {
    const { asked, ask } = device(3);
    const list = new ScanList(ask);
    list.refresh();
    list.want(50);
    await settle();
    expect(list.rows).toHaveLength(3);
    expect(asked).toHaveLength(1);
  });

  it("keeps as many rows as there were when something changed", async () => {
    const { held, ask } = device(1_000);
    const list = new ScanList(ask);
    list.refresh();
    list.want(600);
    await settle();
    held.count = 1_001;
    list.refresh();
    await settle();
    expect(list.rows[0]?.position).toBe(1_001);
    expect(list.rows.length).toBeGreaterThanOrEqual(600);
    expect(list.matching).toBe(1_001);
  });
});

describe("search as you type", () => {
  it("asks once typing pauses", async () => {
    const { asked, ask } = device(20);
    const list = new ScanList(ask);
    for (const text of ["A", "At", "Attendee 1"]) list.type(text);
    await settle();
    expect(asked.map(({ text }) => text)).toEqual(["Attendee 1"]);
    expect(list.matching).toBe(11);
  });

  it("drops the response to an outdated query", async () => {
    const { ask } = device(20);
    let answerFirst: () => void = () => undefined;
    const slow = (request: Scans): Promise<ScanPage> =>
      request.text === "Attendee 1"
        ? new Promise((resolve) => (answerFirst = () => void ask(request).then(resolve)))
        : ask(request);
    const list = new ScanList(slow);
    list.type("Attendee 1");
    await settle();
    list.type("Attendee 20");
    await settle();
    answerFirst();
    await settle();
    expect(list.rows.map(({ position }) => position)).toEqual([20]);
  });

  it("reports an error, and retries on request", async () => {
    const { ask } = device(2);
    let isBroken = true;
    const list = new ScanList((request) => (isBroken ? Promise.reject(new Error("no disk")) : ask(request)));
    list.refresh();
    await settle();
    expect(list.problem).toBeInstanceOf(Error);
    isBroken = false;
    list.refresh();
    await settle();
    expect(list.problem).toBeNull();
    expect(list.rows).toHaveLength(2);
  });

  it("is empty after it is cleared, also if a request is under way", async () => {
    const { ask } = device(5);
    const list = new ScanList(ask);
    list.refresh();
    list.clear();
    await settle();
    expect(list.rows).toEqual([]);
    expect(list.matching).toBe(0);
  });
});
