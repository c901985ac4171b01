// Tells a hardware scanner that acts as a keyboard from a person who types, so that both work on the scan
// screen without clicking first. Pure: keys and times in, what they mean out.

/** A key that went down, as far as it matters here. */
export type Key = {
  key: string;
  /** It is held down and repeats. */
  repeat: boolean;
  /** An input method is at work, and the key is not what it seems. */
  isComposing: boolean;
  /** Ctrl, Alt or Meta is held, without being part of an AltGr. */
  isShortcut: boolean;
};

export type Reading =
  /** The key means nothing here, and does what it does elsewhere. */
  | { kind: "none" }
  /** It was taken; so much is typed by now. */
  | { kind: "typing"; text: string }
  /** A hardware scanner has sent a code. */
  | { kind: "scanned"; text: string }
  /** A person has typed a code and asks to have it checked. */
  | { kind: "entered"; text: string }
  /** A person has thought better of it. */
  | { kind: "cleared" };

/** The usual time between two keys of a scanner, in milliseconds. People take twice as long and more. */
const FAST = 50;
/** A scanner's code has no longer gap than this, even on a machine that is busy for a moment. */
const PAUSE = 150;
/** The share of a scanner's keys that come as fast as is usual. */
const MOSTLY = 0.8;
/** What fewer keys in a row may also be: a person's fingers that fell on them together. */
const SHORTEST_BURST = 6;
/** No code is longer (`protocol`'s foreign codes are the longest). What comes after is dropped. */
const LONGEST = 512;

export class KeyReader {
  #text = "";
  /** Where in the text the keys after the last pause begin, and how many gaps between them were short. */
  #burstFrom = 0;
  #fast = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** What is typed and neither checked nor cleared yet. */
  get text(): string {
    return this.#text;
  }

  /** `at` is when the key went down, in milliseconds of a clock that never goes back. */
  read({ key, repeat, isComposing, isShortcut }: Key, at: number): Reading {
    if (isComposing || isShortcut || key === "Process" || key === "Dead") return { kind: "none" };
    const gap = repeat ? PAUSE : at - this.#last;
    if (key === "Enter" || key === "Tab") return this.#end(key, gap);
    if (this.#text !== "" && key === "Escape") {
      this.clear();
      return { kind: "cleared" };
    }
    if (this.#text !== "" && key === "Backspace") return this.#takeBack(at);
    // Keys that write nothing have names; those that write are called what they write, in one letter.
    if (Array.from(key).length !== 1) return { kind: "none" };
    // The space bar presses buttons, and no code begins with a space.
    if (this.#text === "" && key === " ") return { kind: "none" };
    this.#last = at;
    if (gap > PAUSE) {
      this.#burstFrom = this.#text.length;
      this.#fast = 0;
    } else if (gap <= FAST) {
      this.#fast += 1;
    }
    if (this.#text.length < LONGEST) this.#text += key;
    return { kind: "typing", text: this.#text };
  }

  /** Forgets what is typed. */
  clear(): void {
    this.#text = "";
    this.#burstFrom = 0;
    this.#fast = 0;
    this.#last = Number.NEGATIVE_INFINITY;
  }

  #end(key: "Enter" | "Tab", gap: number): Reading {
    const burst = this.#text.slice(this.#burstFrom);
    const isScanner = gap <= PAUSE && this.#fast >= (burst.length - 1) * MOSTLY;
    if (isScanner && burst.length >= SHORTEST_BURST) {
      this.clear();
      return { kind: "scanned", text: burst };
    }
    const text = this.#text.trim();
    // Tab moves on, as everywhere, where no scanner sent it.
    if (key === "Tab" || text === "") return { kind: "none" };
    this.clear();
    return { kind: "entered", text };
  }

  #takeBack(at: number): Reading {
    this.#text = Array.from(this.#text).slice(0, -1).join("");
    this.#burstFrom = this.#text.length;
    this.#fast = 0;
    this.#last = at;
    return this.#text === "" ? { kind: "cleared" } : { kind: "typing", text: this.#text };
  }
}

/** What of an element decides whether typing belongs to it. */
export type Typable = { tagName: string; type?: string; isContentEditable?: boolean };

/** Whether what is typed while this has the focus is its own. */
export function takesText({ tagName, type = "", isContentEditable = false }: Typable): boolean {
  if (isContentEditable) return true;
  if (tagName === "TEXTAREA" || tagName === "SELECT") return true;
  return tagName === "INPUT" && !["button", "checkbox", "radio", "range", "submit"].includes(type);
}
