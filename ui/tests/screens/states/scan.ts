// The states of the scan screen: decisions, the camera, the network, and overlays.

import type { CameraState, Outcome, Overview } from "../../../src/lib/device/bindings";
import { Formats } from "../../../src/lib/words/formats";
import {
  DAY,
  enrolled,
  enrolment,
  EVENT,
  LONGEST_NAME,
  MINUTE,
  NAME,
  NOTHING_YET,
  NOW,
  otherEnrolment,
  overview,
  preferences,
  problem,
  row,
  RTL_NAME,
  saved,
  SPONSOR,
  sync,
  waiting,
} from "../answers.ts";
import { en, expect } from "../booth.ts";
import { refuse } from "../device.ts";
import type { State } from "./state.ts";

const format = new Formats("en-US");

/** A state after a decision. */
function decided(
  name: string,
  outcome: Outcome,
  reads: State["reads"],
  rest: { overview?: Overview; lacks?: State["lacks"] } = {},
): State {
  return {
    name: `scanning: ${name}`,
    ...(rest.overview && { setting: { overview: rest.overview } }),
    steps: (booth) => booth.decide(outcome),
    reads,
    lacks: [en.scan.hint, ...(rest.lacks ?? [])],
  };
}

const refused = (code: string, text: string, about: string | null = null) =>
  decided(`refused, ${code}`, { kind: "refused", reason: problem(code, about) }, text.split(/(?<=\.) /u), {
    lacks: [en.scan.undo, en.scan.note],
  });

const already = (at: number, operator: string): Outcome => ({
  kind: "already",
  scan: "scan-1",
  name: NAME,
  at,
  operator,
});

const { problems } = en;
const context = { event: EVENT, about: "" };

const DECISIONS: readonly State[] = [
  decided("saved", saved(NAME), [NAME, en.scan.saved, en.scan.note, en.scan.fields, en.scan.undo], {
    lacks: [en.scan.checkedLater],
  }),
  decided("saved, a name of two letters", saved("Bo"), ["Bo", en.scan.saved]),
  decided("saved, the longest name", saved(LONGEST_NAME), [LONGEST_NAME, en.scan.saved]),
  decided("saved, a right-to-left name", saved(RTL_NAME), [RTL_NAME, en.scan.saved]),
  decided("saved, no name", saved(null), [en.scan.savedUnnamed]),
  decided("saved, to be checked by the backend", saved("Kofi", false), ["Kofi", en.scan.checkedLater]),
  decided("already, by a colleague today", already(NOW - 40 * MINUTE, "Chidi"), [
    NAME,
    en.scan.alreadyBy(format.moment(NOW - 40 * MINUTE, NOW), "Chidi"),
    en.scan.openLead,
  ]),
  decided("already, yesterday, without an operator", already(NOW - DAY, ""), [
    NAME,
    en.scan.alreadyOn(format.moment(NOW - DAY, NOW)),
  ]),
  decided("the attendee asked not to be scanned", { kind: "do_not_scan", name: NAME }, [
    en.scan.doNotScanNamed(NAME),
  ]),
  decided("an attendee without a name asked not to be scanned", { kind: "do_not_scan", name: null }, [
    en.scan.doNotScan,
    en.scan.doNotScanUnnamed,
  ]),
  refused("not_a_badge", problems.not_a_badge(context)),
  refused("other_event", problems.other_event({ ...context, about: "PYDE2027" }), "PYDE2027"),
  refused("forged", problems.forged(context)),
  refused("revoked", problems.revoked()),
  refused("malformed", problems.malformed()),
  refused("typing_slip", problems.typing_slip()),
  refused("enrolment_expired", problems.enrolment_expired()),
  {
    name: "scanning: not saved, until the alarm is dismissed",
    steps: async (booth) => {
      await booth.decide({ kind: "not_saved", reason: problem("disk_full") });
      // The alarm stays when the screen changes.
      await expect(booth.text(en.scan.notSavedAgain)).toBeVisible();
      await booth.go("sync");
      await booth.go("scan");
    },
    reads: [en.scan.notSaved, problems.disk_full(), en.scan.seen],
    lacks: [en.scan.hint],
  },
  {
    name: "scanning: the alarm was dismissed",
    steps: async (booth) => {
      await booth.decide({ kind: "not_saved", reason: problem("disk_full") });
      await booth.button(en.scan.seen).click();
    },
    reads: [en.scan.hint],
    lacks: [en.scan.notSaved],
  },
  decided("rapid, saved", saved(NAME), [NAME, en.scan.undo], {
    overview: overview({ preferences: preferences({ rapid: true }) }),
    lacks: [en.scan.note, en.scan.fields],
  }),
  {
    name: "scanning: taken back",
    steps: async (booth) => {
      await booth.decide(saved(NAME));
      await booth.button(en.scan.undo).click();
    },
    reads: [NAME, en.scan.undoneNamed(NAME)],
    lacks: [en.scan.undo, en.scan.note],
  },
  {
    name: "scanning: the undo failed",
    setting: { answers: { void_scan: () => refuse("io") } },
    steps: async (booth) => {
      await booth.decide(saved(NAME));
      await booth.button(en.scan.undo).click();
    },
    reads: [en.scan.notSaved, problems.io(), NAME, en.scan.undo],
  },
];

const camera = (name: string, state: CameraState, reads: State["reads"]): State => ({
  name: `the camera: ${name}`,
  setting: { overview: overview({ camera: state }) },
  reads,
  lacks: [en.scan.hint],
});

const NAMED = { name: "USB Camera" };

const CAMERAS: readonly State[] = [
  camera("off", { kind: "off" }, [en.camera.off, en.camera.offText, en.camera.tryAgain]),
  camera("opening", { kind: "starting", ...NAMED }, [en.camera.starting, NAMED.name]),
  camera("none", { kind: "none" }, [en.camera.none, en.camera.noneText, en.camera.otherwise]),
  camera("no pictures", { kind: "stalled", seconds: 9, ...NAMED }, [
    en.camera.stalled,
    en.camera.stalledText(NAMED.name),
    en.camera.another,
  ]),
  camera("unplugged", { kind: "unplugged", ...NAMED }, [
    en.camera.unplugged,
    en.camera.unpluggedText(NAMED.name),
  ]),
  camera("in use elsewhere", { kind: "busy", ...NAMED }, [en.camera.busy, en.camera.busyText(NAMED.name)]),
  camera("forbidden", { kind: "forbidden", ...NAMED }, [en.camera.forbidden, en.camera.forbiddenText]),
  camera("broken", { kind: "failed", message: "VIDIOC_STREAMON: Broken pipe", ...NAMED }, [
    en.camera.failed,
    en.camera.failedText(NAMED.name),
    "VIDIOC_STREAMON: Broken pipe",
  ]),
  {
    name: "the camera: virtual, and labelled as such",
    setting: {
      overview: overview({ camera: { kind: "live", name: "Sample badges", made_up: true } }),
    },
    reads: [en.camera.madeUp, en.scan.hint],
  },
  {
    name: "the camera: the browser has none",
    setting: { owner: "webview" },
    reads: [en.camera.none, en.camera.otherwise],
  },
  {
    name: "the camera: its menu",
    steps: (booth) => booth.button(en.camera.menu).click(),
    reads: [en.camera.which, "Sample badges (virtual camera)", en.camera.zoom, en.camera.torch],
  },
];

const pill = (name: string, standing: Overview, text: string): State => ({
  name: `the pill: ${name}`,
  setting: { overview: standing },
  reads: [text],
});

const PILLS: readonly State[] = [
  pill(
    "offline, some wait",
    enrolled({ sync: waiting(1234) }),
    `${en.scan.network.offline} · ${en.scan.waiting(1234)}`,
  ),
  pill("all held", enrolled(), en.scan.allHeld),
  pill("not connected yet", enrolled({ sync: NOTHING_YET }), en.scan.network.untried),
  pill(
    "trouble with the backend",
    enrolled({ sync: waiting(1, { network: { kind: "trouble", code: "refused" } }) }),
    `${en.scan.network.trouble} · ${en.scan.waiting(1)}`,
  ),
  pill("it can’t sync", enrolled({ sync: waiting(7, { fault: problem("disk_full") }) }), en.scan.cantSync),
  pill(
    "it needs the organiser",
    enrolled({ sync: sync({ end_of_day: { kind: "diverged" } }) }),
    en.scan.diverged,
  ),
];

export const SCAN: readonly State[] = [
  {
    name: "scanning: nothing yet",
    setting: { overview: enrolled({ sync: NOTHING_YET }) },
    reads: [en.scan.hint, SPONSOR, EVENT],
  },
  ...DECISIONS,
  {
    name: "typing a code",
    steps: (booth) => booth.typeCode("8WRP-PF"),
    reads: [en.scan.codeLabel, en.scan.check, en.scan.codeHint],
  },
  {
    name: "a typed code was saved",
    steps: async (booth) => {
      await booth.typeCode("8WRP-PFQH");
      await booth.page.keyboard.press("Enter");
    },
    reads: [NAME, en.scan.checkedLater],
    lacks: [en.scan.codeLabel],
  },
  ...CAMERAS,
  ...PILLS,
  {
    name: "the enrolment was revoked",
    setting: { overview: enrolled({ state: "revoked" }) },
    reads: [problems.device_revoked()],
    lacks: [en.scan.hint],
  },
  {
    name: "the enrolment has run out",
    setting: { overview: enrolled({ state: "expired" }) },
    reads: [problems.enrolment_expired()],
    lacks: [en.scan.hint],
  },
  {
    name: "several enrolments, none chosen",
    setting: { overview: overview({ enrolments: [enrolment({ chosen: false }), otherEnrolment()] }) },
    reads: [en.scan.chooseEnrolment],
    lacks: [SPONSOR],
  },
  {
    name: "the switch between enrolments",
    setting: {
      overview: overview({
        enrolments: [enrolment(), otherEnrolment(), otherEnrolment({ device: "third", state: "revoked" })],
      }),
    },
    steps: (booth) => booth.button(new RegExp(en.scan.switchEnrolment, "u")).click(),
    reads: [
      ...[en.enrol.switchTitle, SPONSOR, otherEnrolment().sponsor_name, en.enrol.chosen, en.enrol.revoked],
      ...[en.enrol.nothingWaits, en.enrol.waits(12, otherEnrolment().sponsor_name), en.enrol.another],
    ],
  },
  {
    name: "the terms of an enrolment",
    setting: { overview: overview({ enrolments: [enrolment(), otherEnrolment()] }) },
    steps: async (booth) => {
      await booth.button(new RegExp(en.scan.switchEnrolment, "u")).click();
      await booth.button(new RegExp(`^${en.enrol.details}.*${otherEnrolment().sponsor_name}$`, "u")).click();
    },
    reads: [en.enrol.details, otherEnrolment().sponsor_name, en.enrol.confirm, en.enrol.notice(3)],
  },
  {
    name: "kiosk mode: only scanning",
    setting: { overview: overview({ lock: "kiosk" }) },
    steps: (booth) => booth.decide(saved(row().name)),
    reads: [NAME, en.scan.undo],
  },
];
