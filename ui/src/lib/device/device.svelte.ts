// The device as the screens see it: how it stands, what was decided last, and what to ask of it.

import { transport } from "$transport";
import type { About, Commands, Decision, EnrolmentView, Event, Overview, Problem } from "./bindings";
import { problemOf } from "./problem";
import type { CommandName, Transport, View } from "./transport";

/** The commands that answer with the whole overview. */
export type Change = {
  [K in CommandName]: Commands[K]["answer"] extends Overview ? K : never;
}[CommandName];

type Told<T> = (what: T) => void;

export class Device {
  /** What the program is; none until it has said so. */
  about = $state.raw<About | null>(null);
  /** How the device stands; none until it has said so. */
  overview = $state.raw<Overview | null>(null);
  /** What became of the last code. */
  decision = $state.raw<Decision | null>(null);
  /** Why nothing is heard of the device; none while it is heard. */
  silence = $state.raw<Problem | null>(null);

  /** The enrolment that scans go to. */
  readonly chosen: EnrolmentView | null = $derived(
    this.overview?.enrolments.find(({ chosen }) => chosen) ?? null,
  );

  readonly #transport: Transport;
  readonly #decisions = new Set<Told<Decision>>();
  readonly #codes = new Set<Told<string>>();
  /** Whether `about` is of the program that is heard now. */
  #isKnown = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Begins to listen, until the function that it gives is called. */
  open(): () => void {
    return this.#transport.watch(
      (event) => {
        this.silence = null;
        this.#hear(event);
        // Asked again after a silence: the program may have been another one before.
        if (!this.#isKnown) void this.#askAbout();
      },
      (error) => {
        this.silence = problemOf(error);
        this.#isKnown = false;
      },
    );
  }

  /** Asks something of the device. It fails with what `problemOf` makes a `Problem` of. */
  call<K extends CommandName>(name: K, request: Commands[K]["request"]): Promise<Commands[K]["answer"]> {
    return this.#transport.call(name, request);
  }

  /** Changes something about the device as a whole; `overview` shows it when this is done. */
  async change<K extends Change>(name: K, request: Commands[K]["request"]): Promise<Overview> {
    const overview: Overview = await this.#transport.call(name, request);
    this.overview = overview;
    return overview;
  }

  /** Has a typed code decided on. The decision is told as if a camera had seen the code. */
  async scanText(request: Commands["scan_text"]["request"]): Promise<Decision> {
    return this.#decide(await this.#transport.call("scan_text", request));
  }

  /** The attendee shares. The decision is told as if a camera had seen the code. */
  async share(request: Commands["share"]["request"]): Promise<Decision> {
    return this.#decide(await this.#transport.call("share", request));
  }

  /** Calls `told` for every decision, until the function that it gives is called. */
  onDecision(told: Told<Decision>): () => void {
    this.#decisions.add(told);
    return () => this.#decisions.delete(told);
  }

  /** Calls `told` for every enrolment code that the camera sees, until the function that it gives is called. */
  onEnrolmentCode(told: Told<string>): () => void {
    this.#codes.add(told);
    return () => this.#codes.delete(told);
  }

  viewFrame(after: number): Promise<View | null> {
    return this.#transport.viewFrame(after);
  }

  pushFrame(width: number, height: number, luminance: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#transport.pushFrame(width, height, luminance);
  }

  async #askAbout(): Promise<void> {
    this.#isKnown = true;
    try {
      this.about = await this.#transport.call("about_program", {});
    } catch (error) {
      this.#isKnown = false;
      this.silence = problemOf(error);
    }
  }

  #hear(event: Event): void {
    switch (event.kind) {
      case "overview":
        this.overview = event.overview;
        break;
      case "decision":
        this.#decide(event.decision);
        break;
      case "enrolment_code":
        for (const told of this.#codes) told(event.code);
        break;
    }
  }

  #decide(decision: Decision): Decision {
    this.decision = decision;
    for (const told of this.#decisions) told(decision);
    return decision;
  }
}

export const device = new Device(transport);
