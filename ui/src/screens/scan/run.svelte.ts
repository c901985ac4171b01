// What the scan screen knows of its run: the last decision and what was done about it since, the
// attendee who is being asked, and what could not be saved. It outlives the screen, so that a failure to
// save is still in sight when the user comes back from another one.

import { untrack } from "svelte";
import type { Commands, Decision, Field, LockState, Outcome, Problem, ScanView } from "$lib/device/bindings";
import { problemOf } from "$lib/device/problem";
import type { Cue } from "$lib/sound";
import { cueOf } from "./telling";

/** What was done about a scan after it was decided on. */
export type Aftermath =
  { kind: "undone" } | { kind: "narrowed"; fields: readonly Field[] } | { kind: "declined" };

/** The decision that the card shows. */
export type Told = { decision: Decision; aftermath: Aftermath | null };

/** An attendee who is being asked. */
export type Asking = { sheet: number; name: string | null; fields: readonly Field[]; decision: Decision };

/** Of the device, what a run needs. */
export type Scanner = {
  onDecision(told: (decision: Decision) => void): () => void;
  scanText(request: Commands["scan_text"]["request"]): Promise<Decision>;
  share(request: Commands["share"]["request"]): Promise<Decision>;
  call<K extends "decline" | "void_scan" | "narrow_scan" | "scan_detail">(
    name: K,
    request: Commands[K]["request"],
  ): Promise<Commands[K]["answer"]>;
};

/** Refusals that a command fails with, rather than answers: nothing was to be stored. */
const NOT_SCANNED: readonly string[] = [
  "which_enrolment",
  "not_enrolled",
  "enrolment_changed",
  "sheet_gone",
  "locked",
  "kiosk",
];

/** After looking began anew, a badge that is still held up comes into view once more. In milliseconds. */
const STILL_HELD = 5_000;
/** Time to take a badge away whose holder did not share, before they would be asked again. In milliseconds. */
const REST = 3_000;
/** How long taps on a new sheet are ignored, in milliseconds: a double tap must not answer for the next attendee. */
const SECOND_TAP = 700;

export class ScanRun {
  told = $state.raw<Told | null>(null);
  /** The last decision on a code, for showing where it was seen. */
  last = $state.raw<Decision | null>(null);
  asking = $state.raw<Asking | null>(null);
  /** The scan whose fields the attendee looks at. */
  narrowing = $state.raw<ScanView | null>(null);
  /** The decision that could not be saved. It stays until it is dismissed. */
  alarm = $state.raw<Problem | null>(null);
  /** Why the answer that an attendee gave on their sheet was not stored. The sheet says it as well. */
  sheetProblem = $state.raw<Problem | null>(null);
  isBusy = $state(false);
  /** No badge is looked for, for a moment. */
  isResting = $state(false);

  readonly #scanner: Scanner;
  readonly #sound: (cue: Cue) => void;
  #begun = Number.NEGATIVE_INFINITY;
  #lock: LockState = "open";
  /** What was shown when looking began. */
  #shownThen: Told | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The sheet whose answer is on its way. */
  #sharing: number | null = null;

  constructor(scanner: Scanner, sound: (cue: Cue) => void) {
    this.#scanner = scanner;
    this.#sound = sound;
    scanner.onDecision((decision) => this.#hear(decision));
  }

  /** The camera looks for badges, from now on or again. */
  began(): void {
    this.#begun = performance.now();
    this.#shownThen = untrack(() => this.told);
  }

  /** Who may do what from now on. Whoever stands at a kiosk is not shown who was scanned before it. */
  under(lock: LockState): void {
    if (lock === this.#lock) return;
    this.#lock = lock;
    this.told = null;
    this.last = null;
    this.left();
  }

  /** The screen is gone, and with it the attendee's sheet: what it asked is not answered. */
  left(): void {
    const { asking } = this;
    this.asking = null;
    this.narrowing = null;
    if (asking !== null && asking.sheet !== this.#sharing) void this.#close(asking.sheet);
  }

  /** Has a typed code decided on. */
  async scan(text: string, typed_by: "scanner" | "person"): Promise<void> {
    try {
      await this.#scanner.scanText({ text, typed_by });
    } catch (error) {
      const reason = problemOf(error);
      if (NOT_SCANNED.includes(reason.code)) this.#refuse(reason);
      else this.#fail(reason);
    }
  }

  /** The attendee shares these fields. */
  share(fields: readonly Field[]): Promise<void> {
    return this.#once(async () => {
      const { asking } = this;
      if (asking === null) return;
      this.#sharing = asking.sheet;
      let isAnswered = true;
      try {
        const { outcome } = await this.#scanner.share({ sheet: asking.sheet, fields: [...fields] });
        // Not stored: the sheet stays, so that the attendee's answer can be given again.
        if (outcome.kind === "not_saved") {
          this.sheetProblem = outcome.reason;
          isAnswered = false;
        } else {
          // What could not be stored before is stored now.
          if (outcome.kind === "saved" && this.sheetProblem !== null) this.alarm = null;
          this.#rest(SECOND_TAP);
          this.#answered(asking);
        }
      } catch (error) {
        const reason = problemOf(error);
        if (NOT_SCANNED.includes(reason.code)) {
          this.#answered(asking);
          this.#refuse(reason);
        } else {
          this.sheetProblem = reason;
          isAnswered = false;
          this.#fail(reason);
        }
      } finally {
        this.#sharing = null;
      }
      // Nobody can answer it again: the screen is gone.
      if (!isAnswered && this.asking !== asking) await this.#close(asking.sheet);
    });
  }

  /** The attendee does not share. */
  decline(): Promise<void> {
    return this.#once(async () => {
      const { asking } = this;
      if (asking === null) return;
      this.asking = null;
      this.told = { decision: asking.decision, aftermath: { kind: "declined" } };
      this.#rest(REST);
      await this.#close(asking.sheet);
    });
  }

  /** A hardware scanner was fired while an attendee's sheet is open: its code is not scanned. */
  passedBy(): void {
    this.#sound("attention");
  }

  /** Takes the scan just made back. */
  undo(reason: string): Promise<void> {
    return this.#once(async () => {
      const { told } = this;
      if (told?.decision.outcome.kind !== "saved") return;
      try {
        await this.#scanner.call("void_scan", { scan: told.decision.outcome.scan, reason });
        if (this.told === told) this.told = { ...told, aftermath: { kind: "undone" } };
      } catch (error) {
        this.#fail(problemOf(error));
      }
    });
  }

  /** Shows the attendee what the sponsor gets of them, unless another attendee is being asked by then. */
  async openFields(scan: string): Promise<void> {
    const { told } = this;
    try {
      const view = await this.#scanner.call("scan_detail", { scan });
      if (this.told !== told || this.asking !== null || this.narrowing !== null) return;
      this.sheetProblem = null;
      this.narrowing = view;
    } catch (error) {
      this.alarm = problemOf(error);
    }
  }

  /** Takes fields of a scan away. True where that is stored. */
  async narrow(scan: string, remove: readonly Field[]): Promise<boolean> {
    let isStored = false;
    await this.#once(async () => {
      const { told } = this;
      try {
        const { fields } = await this.#scanner.call("narrow_scan", { scan, remove: [...remove] });
        // The card may be another attendee's by now.
        const outcome = told?.decision.outcome;
        if (told !== null && this.told === told && outcome?.kind === "saved" && outcome.scan === scan)
          this.told = { ...told, aftermath: { kind: "narrowed", fields } };
        isStored = true;
      } catch (error) {
        this.sheetProblem = problemOf(error);
        this.#fail(this.sheetProblem);
      }
    });
    return isStored;
  }

  /** Somebody has seen what could not be saved. */
  acknowledge(): void {
    this.alarm = null;
  }

  #hear(decision: Decision): void {
    const { outcome } = decision;
    if (outcome.kind === "ask") {
      // One attendee is asked at a time: a sheet never changes to another attendee's while it is open.
      if (this.asking?.sheet === outcome.sheet) return;
      if (this.asking === null && this.narrowing === null) {
        this.sheetProblem = null;
        this.asking = { sheet: outcome.sheet, name: outcome.name, fields: outcome.fields, decision };
      } else {
        // Closed: they are asked anew when it is their turn.
        void this.#close(outcome.sheet);
      }
      return;
    }
    if (this.#isStillHeld(decision)) return;
    const cue = cueOf(outcome);
    if (cue !== null) this.#sound(cue.cue);
    this.last = decision;
    if (outcome.kind === "not_saved") this.alarm = outcome.reason;
    // What failed replaces the card as any decision does.
    this.told = outcome.kind === "not_saved" ? null : { decision, aftermath: null };
  }

  /** Whether it is the scan just made, seen again by a camera that was away for a moment. */
  #isStillHeld({ outcome, method }: Decision): boolean {
    const shown = this.told?.decision.outcome;
    return (
      this.told === this.#shownThen &&
      method === "camera" &&
      outcome.kind === "already" &&
      shown?.kind === "saved" &&
      shown.scan === outcome.scan &&
      performance.now() - this.#begun < STILL_HELD
    );
  }

  #answered(asking: Asking): void {
    if (this.asking === asking) this.asking = null;
  }

  /** A sheet that can't be closed is never answered either, and stores nothing. */
  async #close(sheet: number): Promise<void> {
    await this.#scanner.call("decline", { sheet }).catch(() => undefined);
  }

  #rest(time: number): void {
    clearTimeout(this.#resting);
    this.isResting = true;
    this.#resting = setTimeout(() => (this.isResting = false), time);
  }

  #refuse(reason: Problem): void {
    const outcome: Outcome = { kind: "refused", reason };
    this.#sound("attention");
    this.told = {
      decision: {
        number: -Date.now(),
        outcome,
        method: "manual",
        device: "",
        at: Date.now(),
        took_ms: 0,
        corners: null,
      },
      aftermath: null,
    };
  }

  #fail(problem: Problem): void {
    this.#sound("failed");
    this.alarm = problem;
  }

  async #once(what: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await what();
    } finally {
      this.isBusy = false;
    }
  }
}
