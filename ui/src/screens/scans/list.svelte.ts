// The scans that fit a question: loaded page by page as far as the user scrolls, and loaded again when
// something changed.

import { untrack } from "svelte";
import type { ScanPage, ScanRow, Scans, ShowScans } from "$lib/device/bindings";

export type AskScans = (request: Scans) => Promise<ScanPage>;

/** How long typing must pause before a question is asked, in milliseconds. */
const PAUSE = 120;
/** Rows asked for at a time. */
const PAGE = 200;
/** The most that the device hands out at a time. */
const MOST = 500;

export class ScanList {
  text = $state("");
  show = $state<ShowScans>("all");
  /** The first rows that fit; more are loaded when they are wanted. */
  rows = $state.raw<readonly ScanRow[]>([]);
  /** How many fit, loaded or not. */
  matching = $state(0);
  /** Whether the rows answer the question as it stands now. */
  answered = $state(false);
  /** What went wrong the last time. */
  problem = $state.raw<unknown>(null);

  readonly #ask: AskScans;
  /** Counts the questions. An answer to an earlier one is dropped. */
  #question = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #wanted = 0;
  #isStale = true;
  #isLoading = false;

  constructor(ask: AskScans) {
    this.#ask = ask;
  }

  /** Asks another question once typing pauses. */
  type(text: string): void {
    this.text = text;
    this.answered = false;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#begin(), PAUSE);
  }

  /** Asks another question at once. */
  choose(show: ShowScans): void {
    this.show = show;
    this.answered = false;
    this.#begin();
  }

  /** Loads until there are `count` rows, or as many as fit. */
  want(count: number): void {
    this.#wanted = Math.max(this.#wanted, count);
    this.#start();
  }

  /** Something may have changed: loads what there is again, and swaps it all at once. */
  refresh(): void {
    this.#isStale = true;
    this.#start();
  }

  /** Forgets what was asked and loaded. */
  clear(): void {
    clearTimeout(this.#pause);
    this.#question += 1;
    this.#isLoading = false;
    this.#isStale = true;
    this.#wanted = 0;
    this.text = "";
    this.show = "all";
    this.rows = [];
    this.matching = 0;
    this.answered = false;
    this.problem = null;
  }

  #begin(): void {
    clearTimeout(this.#pause);
    this.#question += 1;
    this.#isLoading = false;
    this.#isStale = true;
    this.#wanted = 0;
    this.#start();
  }

  /** An effect that asks for something must not run again because it comes. */
  #start(): void {
    untrack(() => void this.#load());
  }

  async #load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const question = this.#question;
    try {
      while (question === this.#question) {
        if (this.#isStale) await this.#reload(question);
        else if (this.rows.length < Math.min(this.#wanted, this.matching)) await this.#extend(question);
        else break;
      }
    } catch (problem) {
      if (question === this.#question) {
        this.problem = problem;
        this.answered = true;
      }
    } finally {
      if (question === this.#question) this.#isLoading = false;
    }
  }

  async #reload(question: number): Promise<void> {
    this.#isStale = false;
    const enough = this.answered ? this.rows.length : 0;
    let rows: readonly ScanRow[] = [];
    let page: ScanPage;
    do {
      page = await this.#page(rows, Math.max(PAGE, enough - rows.length));
      if (question !== this.#question) return;
      rows = [...rows, ...page.scans];
    } while (page.more && rows.length < enough);
    this.rows = rows;
    this.matching = page.matching;
    this.answered = true;
    this.problem = null;
  }

  async #extend(question: number): Promise<void> {
    const page = await this.#page(this.rows, this.#wanted - this.rows.length);
    if (question !== this.#question) return;
    this.rows = [...this.rows, ...page.scans];
    const isEnd = !page.more || page.scans.length === 0;
    this.matching = isEnd ? this.rows.length : Math.max(page.matching, this.rows.length + 1);
  }

  #page(after: readonly ScanRow[], limit: number): Promise<ScanPage> {
    return this.#ask({
      text: this.text,
      show: this.show,
      before: after.at(-1)?.position ?? null,
      limit: Math.min(MOST, Math.max(PAGE, limit)),
    });
  }
}
