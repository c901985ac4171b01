// The states of the attendee's sheet, of a lead, and of the list of scans.

import { FIELDS, type Outcome, type ScanView } from "../../../src/lib/device/bindings";
import {
  lead,
  LONGEST_NAME,
  MINUTE,
  NAME,
  NOW,
  overview,
  row,
  rows,
  saved,
  SERVER,
  SPONSOR,
} from "../answers.ts";
import { type Booth, en } from "../booth.ts";
import { refuse } from "../device.ts";
import type { State } from "./state.ts";

export const ask = (name: string | null): Outcome => ({ kind: "ask", sheet: 1, name, fields: [...FIELDS] });

async function narrow(booth: Booth): Promise<void> {
  await booth.decide(saved(NAME));
  await booth.button(en.scan.fields).click();
}

const SHEETS: readonly State[] = [
  {
    name: "the attendee’s sheet",
    steps: (booth) => booth.decide(ask(NAME)),
    reads: [
      ...[en.sheet.hello(NAME), en.sheet.gets(SPONSOR), en.sheet.untick, en.sheet.later(SERVER)],
      ...FIELDS.map((field) => en.fields[field]),
      ...[en.sheet.share, en.sheet.dontShare, en.sheet.turn],
    ],
  },
  {
    name: "the attendee’s sheet: the longest name",
    steps: (booth) => booth.decide(ask(LONGEST_NAME)),
    reads: [en.sheet.hello(LONGEST_NAME), en.sheet.gets(SPONSOR)],
  },
  {
    name: "the attendee’s sheet: turned, and everything unticked",
    steps: async (booth) => {
      await booth.decide(ask(null));
      await booth.button(en.sheet.turn).click();
      for (const field of FIELDS) await booth.choose("checkbox", en.fields[field]);
    },
    reads: [en.sheet.helloUnnamed, en.sheet.nothing(SPONSOR), en.sheet.turnBack],
  },
  {
    name: "the attendee’s sheet: their answer was not saved",
    setting: { answers: { share: () => refuse("disk_full") } },
    steps: async (booth) => {
      await booth.decide(ask(NAME));
      await booth.button(en.sheet.share).click();
    },
    reads: [en.sheet.hello(NAME), en.scan.notSaved, en.problems.disk_full()],
  },
  {
    name: "the attendee does not share",
    steps: async (booth) => {
      await booth.decide(ask(NAME));
      await booth.button(en.sheet.dontShare).click();
    },
    reads: [NAME, en.scan.declinedNamed(NAME)],
    lacks: [en.sheet.untick],
  },
  {
    name: "the attendee’s sheet: fields of a saved scan",
    steps: narrow,
    reads: [en.sheet.hello(NAME), en.sheet.gets(SPONSOR), en.sheet.keep, en.sheet.save],
  },
  {
    name: "fields of a saved scan were taken away",
    steps: async (booth) => {
      await narrow(booth);
      await booth.choose("checkbox", en.fields.email);
      await booth.choose("checkbox", en.fields.last_name);
      await booth.button(en.sheet.save).click();
    },
    reads: [NAME, en.scan.narrowedTo("First name and Employer")],
  },
];

const shown = (name: string, part: Partial<ScanView>, reads: State["reads"], lacks: State["lacks"] = []) => ({
  name: `a lead: ${name}`,
  setting: { lead: lead(part) },
  steps: (booth: Booth) => booth.openLead(),
  reads,
  lacks,
});

const LEADS: readonly State[] = [
  shown("with notes", {}, [
    ...[NAME, en.lead.acceptedText(SPONSOR), en.lead.sharedTitle(SPONSOR), en.lead.composeTitle],
    ...["Wants a call next week, with her platform team.", en.lead.you("Ana"), "Chidi", "call back"],
    ...[en.lead.ratingSaid(5, "Hot"), en.lead.answeredBefore, en.lead.void, en.lead.method.camera],
  ]),
  shown("new, without notes", { notes: [], row: row({ state: { kind: "waiting" } }) }, [
    en.lead.waitingText,
    en.lead.noNotes,
  ]),
  shown(
    "in quarantine",
    { row: row({ state: { kind: "quarantined", reason: "unknown_badge" } }), method: "manual" },
    [
      en.lead.quarantinedText(SPONSOR),
      en.records.reasons.unknown_badge,
      en.records.remedies.unknown_badge,
      en.lead.method.manual,
    ],
    [en.lead.acceptedText(SPONSOR)],
  ),
  shown(
    "taken back",
    {
      row: row({ voided: true }),
      void: { at: NOW - MINUTE, reason: "Wrong person", state: { kind: "waiting" } },
    },
    [en.lead.voidedBecause("Wrong person"), en.lead.voidedWaiting, en.lead.voidedAgain],
    [en.lead.composeTitle, en.lead.void, en.lead.changeFields],
  ),
  shown("without a name, and nothing is shared", { row: row({ name: null }), fields: [] }, [
    en.lead.noName,
    en.lead.code("8WRP-PFQH"),
    en.lead.nothingShared,
  ]),
  shown("the longest name", { row: row({ name: LONGEST_NAME }) }, [LONGEST_NAME]),
  {
    name: "a lead: a note being written",
    steps: async (booth) => {
      await booth.openLead();
      await booth.page.getByLabel(en.lead.text, { exact: true }).fill("Runs the data platform.");
      await booth.choose("radio", en.lead.ratingSaid(4, "Promising"));
      await booth.page.getByLabel(en.lead.tags).fill("big data");
      await booth.page.keyboard.press("Enter");
    },
    reads: ["big data", "Promising", en.lead.save],
  },
  {
    name: "a lead: the note could not be saved",
    setting: { answers: { add_note: () => refuse("read_only") } },
    steps: async (booth) => {
      await booth.openLead();
      await booth.page.getByLabel(en.lead.text, { exact: true }).fill("Runs the data platform.");
      await booth.button(en.lead.save).click();
    },
    reads: [en.problems.read_only()],
  },
  {
    name: "a lead: taking the scan back",
    steps: async (booth) => {
      await booth.openLead();
      await booth.button(en.lead.void).click();
      await booth.choose("radio", en.lead.voidOther);
    },
    reads: [
      ...[en.lead.voidTitle, ...en.lead.voidEffects(SPONSOR), ...en.lead.voidLimits(NAME)],
      ...[...en.lead.voidReasons, en.lead.voidOtherText, en.lead.voidKeep, en.lead.voidConfirm],
    ],
  },
  {
    name: "a lead: fields are taken away",
    steps: async (booth) => {
      await booth.openLead();
      await booth.button(en.lead.changeFields).click();
    },
    reads: [en.sheet.hello(NAME), en.sheet.gets(SPONSOR), en.sheet.save],
  },
  {
    name: "a lead: unknown scan",
    setting: { answers: { scan_detail: () => refuse("unknown_scan") } },
    steps: (booth) => booth.openLead(),
    reads: [en.lead.missing, en.problems.unknown_scan(), en.shell.tryAgain],
  },
];

async function search(booth: Booth, text: string): Promise<void> {
  await booth.go("scans");
  await booth.page.getByRole("searchbox").fill(text);
}

const LISTS: readonly State[] = [
  {
    name: "scans: none yet",
    setting: { rows: [] },
    steps: (booth) => booth.go("scans"),
    reads: [en.scans.emptyTitle, en.scans.emptyText, en.scans.emptyAction],
  },
  {
    name: "scans: one",
    setting: { rows: [row()] },
    steps: (booth) => booth.go("scans"),
    reads: [NAME, en.records.accepted, en.scans.show.quarantined],
    lacks: [en.scans.emptyTitle],
  },
  {
    name: "scans: many, in every state",
    setting: { rows: rows(5000) },
    steps: (booth) => booth.go("scans"),
    reads: [NAME, LONGEST_NAME, en.records.waiting, en.records.quarantined, en.records.voided, "5,000"],
  },
  {
    name: "scans: nothing found",
    setting: { rows: rows(60) },
    steps: (booth) => search(booth, "zzz"),
    reads: [en.scans.noneTitle, en.scans.noneText("zzz"), en.scans.clear],
  },
  {
    name: "scans: nothing fits a filter",
    setting: { rows: [row()] },
    steps: async (booth) => {
      await booth.go("scans");
      await booth.choose("radio", new RegExp(`^${en.scans.show.quarantined}`, "u"));
    },
    reads: [en.scans.none.quarantined, en.scans.showAll],
  },
  {
    name: "scans: the list can’t be read",
    setting: { answers: { scans: () => refuse("io") }, overview: overview() },
    steps: (booth) => booth.go("scans"),
    reads: [en.problems.io(), en.shell.tryAgain],
  },
];

export const LEAD_STATES: readonly State[] = [...SHEETS, ...LEADS, ...LISTS];
