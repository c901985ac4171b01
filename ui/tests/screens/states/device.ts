// The states of the sync screen, the settings, the lock, and a device with an error.

import type { Overview } from "../../../src/lib/device/bindings";
import {
  enrolled,
  enrolment,
  EVENT,
  NOTHING_YET,
  otherEnrolment,
  overview,
  problem,
  rows,
  SERVER,
  SPONSOR,
  storage,
  sync,
  terms,
  waiting,
} from "../answers.ts";
import { type Booth, en, expect } from "../booth.ts";
import { never, refuse } from "../device.ts";
import type { State } from "./state.ts";

const HAND_IN = `${SERVER}/bundle`;

const day = (name: string, standing: Overview, reads: State["reads"], lacks: State["lacks"] = []): State => ({
  name: `the end of the day: ${name}`,
  setting: { overview: standing },
  steps: (booth) => booth.go("sync"),
  reads,
  lacks,
});

const SYNC: readonly State[] = [
  day(
    "everything has arrived",
    enrolled(),
    [en.sync.heldTitle, en.sync.heldText, en.sync.day.all_held, en.sync.network.online(SERVER)],
    [en.sync.save, en.sync.todo],
  ),
  day(
    "offline, some wait",
    enrolled({ sync: waiting(37) }),
    [
      ...[en.sync.waitingTitle(37), en.sync.waitingText, en.sync.network.offline, en.sync.save],
      ...[en.sync.steps.near_network, en.sync.steps.save_file(HAND_IN), en.sync.day.waiting(37)],
    ],
    [en.sync.heldTitle],
  ),
  day(
    "a sign-in page of the network",
    enrolled({ sync: waiting(2, { network: { kind: "trouble", code: "not_the_backend" } }) }),
    [en.sync.steps.sign_in, en.sync.network.not_the_backend(SERVER)],
  ),
  day(
    "the backend refuses",
    enrolled({ sync: waiting(2, { network: { kind: "trouble", code: "refused" } }) }),
    [en.sync.network.refused(SERVER), en.sync.steps.tell_organiser],
  ),
  day(
    "the backend is busy",
    enrolled({ sync: waiting(2, { network: { kind: "trouble", code: "unavailable" } }) }),
    [en.sync.network.unavailable(SERVER), en.sync.steps.wait_for_backend],
  ),
  day(
    "the backend holds other records",
    enrolled({ sync: sync({ end_of_day: { kind: "diverged" } }) }),
    [en.sync.divergedTitle, en.sync.divergedText, en.sync.steps.tell_organiser],
    [en.sync.heldTitle],
  ),
  day("some are in quarantine", enrolled({ sync: sync({ quarantined: 3 }) }), [
    en.sync.heldTitle,
    en.sync.quarantinedText,
    en.sync.showQuarantined,
  ]),
  day(
    "the disk is full",
    enrolled({ sync: waiting(5, { fault: problem("disk_full") }) }),
    [en.sync.steps.mend_fault, en.problems.disk_full()],
    [en.sync.heldTitle],
  ),
  day(
    "nothing was recorded",
    enrolled({ sync: NOTHING_YET }),
    [en.sync.nothingTitle, en.sync.nothingText],
    [en.sync.heldTitle],
  ),
  day("several sponsors", overview({ enrolments: [enrolment(), otherEnrolment({ state: "expired" })] }), [
    SPONSOR,
    otherEnrolment().sponsor_name,
    en.sync.waitingTitle(12),
  ]),
  {
    name: "the end of the day: a file was saved",
    setting: { overview: enrolled({ sync: waiting(37) }) },
    steps: async (booth) => {
      await booth.go("sync");
      await booth.button(en.sync.save).click();
    },
    reads: [
      ...[en.sync.savedTitle(37), en.sync.savedText(`https://${HAND_IN}`), en.sync.savedKept],
      ...["/home/ana/Downloads/lanyard-SAMPLE2027-2027-05-15.bundle", en.sync.copyPath],
    ],
  },
  {
    name: "the end of the day: no file could be saved",
    setting: {
      overview: enrolled({ sync: waiting(37) }),
      answers: { export_bundle: () => refuse("export", "/home/ana/Downloads") },
    },
    steps: async (booth) => {
      await booth.go("sync");
      await booth.button(en.sync.save).click();
    },
    reads: [en.problems.export({ event: "", about: "/home/ana/Downloads" })],
  },
  {
    name: "the end of the day: syncing",
    setting: { overview: enrolled({ sync: waiting(40) }), answers: { sync_now: () => never } },
    steps: async (booth) => {
      await booth.go("sync");
      await booth.button(en.sync.now).click();
      await expect(booth.button(en.sync.syncing)).toBeDisabled();
      booth.device.change({ enrolments: [enrolment({ sync: waiting(10) })] });
    },
    reads: [en.sync.syncingLeft(10)],
  },
  {
    name: "the end of the day: synced, with records still waiting",
    setting: { overview: enrolled({ sync: waiting(1) }) },
    steps: async (booth) => {
      await booth.go("sync");
      await booth.button(en.sync.now).click();
    },
    reads: [en.sync.doneWaiting(1)],
  },
];

async function openSettings(booth: Booth): Promise<void> {
  await booth.go("settings");
  await expect(booth.heading(en.settings.storageTitle)).toBeVisible();
}

const SETTINGS: readonly State[] = [
  {
    name: "settings: with a PIN, the key in the keychain",
    steps: openSettings,
    reads: [
      ...[en.settings.operatorNobody, "Chidi", en.settings.pinChange, en.settings.kiosk],
      ...[en.settings.keyKeychain, en.settings.storageNoneWaiting, en.settings.version("0.1.0"), EVENT],
    ],
    lacks: [en.settings.pinSet, en.settings.keyFile],
  },
  {
    name: "settings: no PIN, the key in a file, no camera",
    setting: {
      overview: overview({ has_pin: false, operator: null, enrolments: [enrolment(), otherEnrolment()] }),
      storage: storage({ key_in_keychain: false, waiting: 12, free_bytes: null }),
      cameras: [],
      rows: [],
    },
    steps: openSettings,
    reads: [
      ...[en.settings.lockNoPin, en.settings.pinSet, en.settings.keyFile, en.settings.cameraNone],
      ...[en.settings.storageWaiting(12), en.settings.consentModes.confirm],
    ],
    lacks: [en.settings.kiosk, en.settings.lockNow],
  },
  {
    name: "settings: the new PIN is repeated wrongly",
    setting: { overview: overview({ has_pin: false }), rows: rows(3) },
    steps: async (booth) => {
      await openSettings(booth);
      await booth.button(en.settings.pinSet).click();
      await booth.page.getByLabel(`${en.settings.pinNew} (${en.settings.pinRule})`).fill("1234");
      await booth.page.getByLabel(en.settings.pinAgain).fill("1243");
      await booth.button(en.settings.pinSave).click();
    },
    reads: [en.settings.pinForgotten, en.settings.pinDiffers],
  },
  {
    name: "settings: the PIN is removed",
    setting: { answers: { set_pin: () => refuse("wrong_pin", "30") } },
    steps: async (booth) => {
      await openSettings(booth);
      await booth.button(en.settings.pinRemove).click();
      await booth.page.getByLabel(en.settings.pinCurrent).fill("9999");
      await booth.dialog.getByRole("button", { name: en.settings.pinRemove }).click();
    },
    reads: [en.settings.removeText, en.problems.wrong_pin({ event: "", about: "30" })],
  },
  {
    name: "settings: the privacy notice",
    steps: async (booth) => {
      await openSettings(booth);
      await booth.button(en.settings.noticeRead).click();
    },
    reads: [en.settings.notice, en.settings.noticeVersion("3"), terms().notice.slice(0, 60)],
  },
  {
    name: "settings: diagnostics",
    steps: async (booth) => {
      await openSettings(booth);
      await booth.button(en.settings.diagnosticsShow).click();
    },
    reads: [en.settings.diagnosticsText, /SQLCipher/u, en.settings.diagnostics],
  },
];

const locked = (count: number) => ({
  overview: enrolled({ sync: count > 0 ? waiting(count) : sync() }, { lock: "locked" }),
});

const LOCK: readonly State[] = [
  {
    name: "locked, with waiting records",
    setting: locked(37),
    reads: [en.lock.title, en.lock.safe, en.lock.waiting(37), en.lock.forgotten],
  },
  {
    name: "locked: a wrong PIN",
    setting: locked(0),
    steps: (booth) => booth.enterPin("9999"),
    reads: [en.lock.title, en.lock.none, en.lock.wrong],
  },
  {
    name: "locked: too many wrong PINs",
    setting: { ...locked(0), answers: { unlock: () => refuse("too_many_tries", "30") } },
    steps: (booth) => booth.enterPin("9999"),
    reads: [en.lock.waitSeconds(30)],
  },
  {
    name: "kiosk mode: leaving it",
    setting: { overview: overview({ lock: "kiosk" }) },
    steps: (booth) => booth.button(en.shell.leaveKiosk).click(),
    reads: [en.lock.leaveTitle, en.lock.leaveText, en.shell.cancel],
  },
];

const FAULTS: readonly State[] = [
  {
    name: "the device’s scans can’t be opened",
    setting: { overview: overview({ enrolments: [], fault: problem("keychain_closed") }) },
    reads: [en.shell.faultTitle, en.problems.keychain_closed(), en.shell.faultKept, en.shell.tryAgain],
  },
  {
    name: "the device’s scans can’t be opened at the second try",
    setting: {
      overview: overview({ enrolments: [], fault: problem("busy") }),
      answers: { retry_open: () => refuse("wrong_key") },
    },
    steps: (booth) => booth.button(en.shell.tryAgain).click(),
    reads: [en.problems.wrong_key(), en.shell.faultKept],
  },
  {
    name: "the program does not answer",
    steps: async (booth) => {
      await expect(booth.text(en.scan.hint)).toBeVisible();
      booth.stand.clear();
    },
    reads: [en.shell.silenceTitle, en.shell.silenceText],
  },
];

export const DEVICE_STATES: readonly State[] = [...SYNC, ...SETTINGS, ...LOCK, ...FAULTS];
