// The states of enrolling: the code, the operator, the terms, and each failure.

import { FIELDS, type Preferences } from "../../../src/lib/device/bindings";
import { enrolment, EVENT, NOTHING_YET, overview, preferences, SPONSOR, terms } from "../answers.ts";
import { type Booth, en, expect } from "../booth.ts";
import { never, refuse, type Setting } from "../device.ts";
import type { State } from "./state.ts";

const CODE = "LANYARD-ENROL:SAMPLE2027:4F6W-8WRP-PFQH";

function fresh(part: Partial<Preferences> = {}) {
  return overview({
    enrolments: [],
    operator: null,
    has_pin: false,
    preferences: preferences({ lock_after_minutes: null, ...part }),
  });
}

async function typeCode({ page, button }: { page: Booth["page"]; button: Booth["button"] }): Promise<void> {
  await page.getByLabel(en.enrol.type).fill(CODE);
  await button(en.enrol.next).click();
}

async function fill(booth: Booth): Promise<void> {
  await typeCode({ page: booth.page, button: booth.button.bind(booth) });
  await booth.page.getByLabel(en.enrol.operator).fill("Ana");
  await booth.page.getByLabel(en.enrol.label).fill("Booth tablet 2");
  await booth.button(en.enrol.enrol).click();
}

const failing = (code: string): Setting => ({
  overview: fresh(),
  answers: { enrol: () => refuse(code) },
});

/** The error codes, and whether the same enrolment code can be tried again. */
const FAILURES = [
  ["not_an_enrolment_code", en.enrol.text],
  ["unknown_code", en.enrol.text],
  ["code_used", en.enrol.text],
  ["code_expired", en.enrol.text],
  ["connection", en.enrol.labelText],
  ["not_the_backend", en.enrol.labelText],
  ["other_backend", en.enrol.labelText],
  ["label", en.enrol.labelText],
  ["disk_full", en.enrol.labelText],
] as const;

export const ENROL: readonly State[] = [
  {
    name: "enrolling: the camera looks for a code",
    setting: { overview: fresh() },
    reads: [en.enrol.title, en.enrol.text, en.enrol.type],
    lacks: [en.enrol.who],
  },
  {
    name: "enrolling: the camera is busy, and typing goes on",
    setting: { overview: { ...fresh(), camera: { kind: "busy", name: "Integrated Camera" } } },
    reads: [en.camera.busy, en.camera.busyText("Integrated Camera"), en.enrol.type],
  },
  {
    name: "enrolling: the camera has seen a code",
    setting: { overview: fresh() },
    steps: async (booth) => {
      await expect(booth.heading(en.enrol.title)).toBeVisible();
      booth.device.tell({ kind: "enrolment_code", code: CODE });
    },
    reads: [en.enrol.who, en.enrol.codeFound, en.enrol.operatorText, en.enrol.labelText],
  },
  {
    name: "enrolling: a code was typed",
    setting: { overview: fresh() },
    steps: (booth) => typeCode({ page: booth.page, button: booth.button.bind(booth) }),
    reads: [en.enrol.who, en.enrol.otherCode, en.enrol.enrol],
  },
  {
    name: "enrolling: the backend is asked",
    setting: { overview: fresh(), answers: { enrol: () => never } },
    steps: fill,
    reads: [en.enrol.enrolling],
  },
  ...FAILURES.map(([code, where]): State => ({
    name: `enrolling fails: ${code}`,
    setting: failing(code),
    steps: fill,
    reads: [en.problems[code](), where],
    lacks: [en.enrol.done],
  })),
  {
    name: "enrolled, where showing the badge is the consent",
    setting: { overview: fresh() },
    steps: fill,
    reads: [
      ...[en.enrol.done, SPONSOR, EVENT, en.enrol.handover, en.enrol.notice(3), en.enrol.start],
      ...FIELDS.map((field) => en.fields[field]),
    ],
    lacks: [en.enrol.confirm, en.enrol.foreign],
  },
  {
    name: "enrolled, where attendees tap “Share”",
    setting: {
      overview: fresh(),
      terms: terms({ consent_mode: "confirm", foreign_codes: true, allowed_fields: ["first_name"] }),
    },
    steps: fill,
    reads: [en.enrol.done, en.enrol.confirm, en.enrol.foreign, en.fields.first_name],
    lacks: [en.enrol.handover, en.fields.email],
  },
  {
    name: "enrolling once more, for another sponsor",
    setting: { overview: overview({ enrolments: [enrolment({ sync: NOTHING_YET })] }) },
    steps: async (booth) => {
      await booth.go("settings");
      await booth.button(en.settings.enrolAnother).click();
    },
    reads: [en.enrol.title, en.enrol.text],
  },
];
