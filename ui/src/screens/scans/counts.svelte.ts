// How many scans each filter shows.

import type { ShowScans } from "$lib/device/bindings";
import type { AskScans } from "./list.svelte";

const SHOWN: readonly ShowScans[] = ["all", "waiting", "accepted", "quarantined", "voided"];

export class Counts {
  #counts = $state.raw<Partial<Record<ShowScans, number>>>({});
  readonly #ask: AskScans;
  #isCounting = false;
  #isStale = false;

  constructor(ask: AskScans) {
    this.#ask = ask;
  }

  /** The count; none before it was counted. */
  of(show: ShowScans): number | undefined {
    return this.#counts[show];
  }

  /** Counts again. What is asked meanwhile is counted once more, and not once for each time. */
  refresh(): void {
    this.#isStale = true;
    void this.#count();
  }

  async #count(): Promise<void> {
    if (this.#isCounting) return;
    this.#isCounting = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const counts: Partial<Record<ShowScans, number>> = {};
        for (const show of SHOWN) {
          counts[show] = (await this.#ask({ text: "", show, before: null, limit: 1 })).matching;
        }
        this.#counts = counts;
      }
    } catch {
      // The list says what is wrong; filters work without their counts.
      this.#counts = {};
    } finally {
      this.#isCounting = false;
    }
  }
}
