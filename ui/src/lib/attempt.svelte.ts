// Something that is asked of the device from one place on the screen: whether it is under way, and what
// went wrong the last time.

import type { Problem } from "./device/bindings";
import { problemOf } from "./device/problem";

export class Attempt {
  isRunning = $state(false);
  // Beside it, not reactive: an effect that starts an attempt must not run again because it ends.
  #isRunning = false;
  problem = $state.raw<Problem | null>(null);

  /** Runs `task` unless it is under way already; says whether it went well. */
  async run(task: () => Promise<unknown>): Promise<boolean> {
    if (this.#isRunning) return false;
    this.#isRunning = true;
    this.isRunning = true;
    this.problem = null;
    try {
      await task();
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      this.#isRunning = false;
      this.isRunning = false;
    }
  }
}
