// Has the device look for codes while a screen wants it to. Screens come and go faster than a camera
// opens, so that one order at a time is on its way, and the last wish holds.

import type { LookFor } from "./camera";

export class Looking {
  readonly #order: (lookFor: LookFor | null) => Promise<void>;
  #wish: LookFor | null = null;
  /** What the device was told last; undefined where it does not know better than to be told again. */
  #told: LookFor | null | undefined = null;
  #owner: symbol | undefined;
  #isOrdering = false;

  /** `order` tells the device; what it fails with is not this one's concern. */
  constructor(order: (lookFor: LookFor | null) => Promise<void>) {
    this.#order = order;
  }

  /** Looks for codes until the returned function is called, or another caller wants another use. */
  want(lookFor: LookFor | null): () => void {
    const owner = Symbol(lookFor ?? "nothing");
    this.#owner = owner;
    this.#wish = lookFor;
    void this.#converge();
    return () => {
      if (this.#owner !== owner) return;
      this.#owner = undefined;
      this.#wish = null;
      // One screen may let go just before the next one takes over.
      queueMicrotask(() => void this.#converge());
    };
  }

  /** Whether codes are looked for. */
  get isLooking(): boolean {
    return this.#wish !== null;
  }

  /** Gives the last order again. */
  again(): void {
    this.#told = undefined;
    void this.#converge();
  }

  async #converge(): Promise<void> {
    if (this.#isOrdering) return;
    this.#isOrdering = true;
    while (this.#told !== this.#wish) {
      this.#told = this.#wish;
      await this.#order(this.#wish).catch(() => undefined);
    }
    this.#isOrdering = false;
  }
}
