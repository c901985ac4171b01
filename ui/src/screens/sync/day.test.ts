import { describe, expect, it } from "vitest";
import type { EndOfDayView, EnrolmentView, Network, Problem } from "$lib/device/bindings";
import { dayOf, share, stepsFor } from "./day";

function enrolment(
  end_of_day: EndOfDayView,
  network: Network = { kind: "offline" },
  fault: Problem | null = null,
): EnrolmentView {
  return {
    device: "d",
    event: "PYCONUS2027",
    event_name: "PyCon US 2027",
    sponsor_name: "Example Corp",
    server: "leads.example.org",
    consent_mode: "handover",
    state: "active",
    expires: 0,
    chosen: true,
    sync: { waiting: 0, accepted: 0, quarantined: 0, scans: 0, voided: 0, network, fault, end_of_day },
  };
}

const HELD: EndOfDayView = { kind: "all_held" };
const NOTHING: EndOfDayView = { kind: "nothing" };
const WAITING: EndOfDayView = { kind: "waiting", uncovered: 3 };
const DIVERGED: EndOfDayView = { kind: "diverged" };
const FAULT: Problem = { code: "disk_full", message: "the disk is full", about: null };

describe("the end of the day", () => {
  it("is green only when everything of every enrolment is held", () => {
    expect(dayOf([enrolment(HELD), enrolment(HELD)])).toEqual({ kind: "all_held" });
    expect(dayOf([enrolment(HELD), enrolment(NOTHING)])).toEqual({ kind: "all_held" });
    expect(dayOf([enrolment(HELD), enrolment(WAITING)]).kind).toBe("waiting");
    expect(dayOf([enrolment(HELD), enrolment(DIVERGED)]).kind).toBe("diverged");
  });

  it("is not green if nothing was recorded, or the state is unknown", () => {
    expect(dayOf([])).toEqual({ kind: "nothing" });
    expect(dayOf([enrolment(NOTHING)])).toEqual({ kind: "nothing" });
    expect(dayOf([enrolment(HELD, { kind: "online" }, FAULT)]).kind).toBe("waiting");
  });

  it("counts what waits under all enrolments", () => {
    expect(dayOf([enrolment(WAITING), enrolment(WAITING)])).toEqual({ kind: "waiting", uncovered: 6 });
  });
});

describe("what to do", () => {
  const steps = (network: Network) => stepsFor(enrolment(WAITING, network));

  it("is empty if nothing waits", () => {
    expect(stepsFor(enrolment(HELD))).toEqual([]);
    expect(stepsFor(enrolment(NOTHING))).toEqual([]);
  });

  it("begins with the obstacle", () => {
    expect(steps({ kind: "offline" })[0]).toBe("near_network");
    expect(steps({ kind: "trouble", code: "not_the_backend" })[0]).toBe("sign_in");
    expect(steps({ kind: "trouble", code: "unavailable" })[0]).toBe("wait_for_backend");
    expect(steps({ kind: "trouble", code: "refused" })[0]).toBe("tell_organiser");
    expect(steps({ kind: "online" })).toEqual(["keep_on"]);
    expect(stepsFor(enrolment(WAITING, { kind: "online" }, FAULT))).toEqual(["mend_fault"]);
    expect(stepsFor(enrolment(DIVERGED))[0]).toBe("tell_organiser");
  });

  it("ends with saving the file if the network can't help", () => {
    expect(steps({ kind: "offline" }).at(-1)).toBe("save_file");
    expect(steps({ kind: "trouble", code: "a_code_of_next_year" }).at(-1)).toBe("save_file");
  });
});

describe("progress", () => {
  it("goes from nothing to all, and not past either end", () => {
    expect(share(10, 10)).toBe(0);
    expect(share(10, 4)).toBeCloseTo(0.6);
    expect(share(10, 0)).toBe(1);
    expect(share(10, 12)).toBe(0);
    expect(share(0, 0)).toBe(1);
  });
});
