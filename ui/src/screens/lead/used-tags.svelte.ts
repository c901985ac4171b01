// Tags used before on this device, to choose from. They are gathered from the newest notes once, and from
// what is written from then on.

import type { Commands, ScanRow } from "$lib/device/bindings";
import type { CommandName } from "$lib/device/transport";

type Ask = <K extends CommandName>(
  name: K,
  request: Commands[K]["request"],
) => Promise<Commands[K]["answer"]>;

/** Among so many of the newest scans, notes are looked for … */
const SCANS = 100;
/** … and in so many of them, tags. */
const LEADS = 12;

class UsedTags {
  /** The newest first, each once. */
  all = $state.raw<readonly string[]>([]);
  #isGathered = false;

  /** Tags that have just been used come first from now on. */
  use(tags: readonly string[]): void {
    this.all = [...new Set([...tags, ...this.all])];
  }

  /** Looks through the newest notes; does nothing the second time. */
  async gather(ask: Ask): Promise<void> {
    if (this.#isGathered) return;
    this.#isGathered = true;
    try {
      const { scans } = await ask("scans", { text: "", show: "all", before: null, limit: SCANS });
      const written = scans.filter(({ notes }: ScanRow) => notes > 0).slice(0, LEADS);
      for (const { scan } of written) {
        const { notes } = await ask("scan_detail", { scan });
        this.all = [...new Set([...this.all, ...notes.toReversed().flatMap(({ tags }) => tags)])];
      }
    } catch {
      // They are only offered: without them, tags are typed. The next lead that is opened tries again.
      this.#isGathered = false;
    }
  }
}

export const usedTags = new UsedTags();
