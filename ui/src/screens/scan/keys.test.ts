import { describe, expect, it } from "vitest";
import { KeyReader, takesText, type Key, type Reading } from "./keys";

const BADGE = "0123456789ABCDEF:PYCONUS2027:0A1B2C3D4E5F6G7H8J9K";

function press(key: string, more: Partial<Key> = {}): Key {
  return { key, repeat: false, isComposing: false, isShortcut: false, ...more };
}

/** Somebody, or something, that presses keys at a pace. */
class Typist {
  readonly reader = new KeyReader();
  at = 10_000;

  type(text: string, gap: number): Reading {
    return this.keys(Array.from(text), gap);
  }

  keys(keys: readonly string[], gap: number, more: Partial<Key> = {}): Reading {
    let reading: Reading = { kind: "none" };
    for (const key of keys) {
      this.at += gap;
      reading = this.reader.read(press(key, more), this.at);
    }
    return reading;
  }

  pause(): this {
    this.at += 2_000;
    return this;
  }
}

describe("a hardware scanner", () => {
  it("is known by its pace, whichever key ends its code", () => {
    for (const end of ["Enter", "Tab"]) {
      for (const gap of [0, 1, 8, 30, 50]) {
        const scanner = new Typist();
        scanner.type(BADGE, gap);
        expect(scanner.keys([end], gap)).toEqual({ kind: "scanned", text: BADGE });
        expect(scanner.reader.text).toBe("");
      }
    }
  });

  it("sends one code after the other", () => {
    const scanner = new Typist();
    scanner.type(BADGE, 5);
    scanner.keys(["Enter"], 5);
    scanner.type("SECOND-CODE", 5);
    expect(scanner.keys(["Enter"], 5)).toEqual({ kind: "scanned", text: "SECOND-CODE" });
  });

  it("may press Shift between its keys", () => {
    const scanner = new Typist();
    scanner.keys(["A", "Shift", "B", "Shift", "C", "1", "2", "3"], 10);
    expect(scanner.keys(["Enter"], 10)).toEqual({ kind: "scanned", text: "ABC123" });
  });

  it("is heard over what a person had begun to type", () => {
    const both = new Typist();
    both.type("7KQ", 200);
    both.pause().type(BADGE, 5);
    expect(both.keys(["Enter"], 5)).toEqual({ kind: "scanned", text: BADGE });
    expect(both.reader.text).toBe("");
  });

  it("is known on a machine that is busy for a moment", () => {
    const scanner = new Typist();
    scanner.type(BADGE.slice(0, 20), 5);
    scanner.keys([BADGE.charAt(20)], 140);
    scanner.type(BADGE.slice(21), 5);
    expect(scanner.keys(["Tab"], 120)).toEqual({ kind: "scanned", text: BADGE });
  });

  it("keeps the spaces inside a code", () => {
    const scanner = new Typist();
    scanner.type("ABC DEF GHI", 5);
    expect(scanner.keys(["Tab"], 5)).toEqual({ kind: "scanned", text: "ABC DEF GHI" });
  });
});

describe("a person", () => {
  it("is shown what is typed, and asks with Enter", () => {
    const person = new Typist();
    expect(person.type("7kq2", 180)).toEqual({ kind: "typing", text: "7kq2" });
    person.type("-m4xc", 180);
    expect(person.keys(["Enter"], 300)).toEqual({ kind: "entered", text: "7kq2-m4xc" });
  });

  it("is none the less one for pressing Enter at once", () => {
    const person = new Typist();
    person.type("7KQ2M4XC", 120);
    expect(person.keys(["Enter"], 20)).toEqual({ kind: "entered", text: "7KQ2M4XC" });
  });

  it("is not taken for a scanner by a roll of the fingers or by a key held down", () => {
    const rolling = new Typist();
    rolling.type("ASD", 20);
    expect(rolling.keys(["Enter"], 20)).toEqual({ kind: "entered", text: "ASD" });
    const holding = new Typist();
    holding.keys(Array.from("AAAAAAAAAA"), 30, { repeat: true });
    expect(holding.keys(["Enter"], 30)).toEqual({ kind: "entered", text: "AAAAAAAAAA" });
  });

  it("can take a letter back, and clear everything", () => {
    const person = new Typist();
    person.type("7KR", 180);
    expect(person.keys(["Backspace"], 180)).toEqual({ kind: "typing", text: "7K" });
    expect(person.keys(["Backspace", "Backspace"], 180)).toEqual({ kind: "cleared" });
    person.type("7KR", 180);
    expect(person.keys(["Escape"], 180)).toEqual({ kind: "cleared" });
    expect(person.keys(["Enter"], 180)).toEqual({ kind: "none" });
  });

  it("can still walk through the screen with the keyboard", () => {
    const person = new Typist();
    for (const key of ["Tab", "Enter", " ", "Escape", "Backspace", "ArrowDown", "F5", "Shift"]) {
      expect(person.keys([key], 200)).toEqual({ kind: "none" });
    }
    person.type("7KQ", 180);
    expect(person.keys(["Tab"], 180)).toEqual({ kind: "none" });
    expect(person.reader.text).toBe("7KQ");
  });
});

describe("keys that mean something else", () => {
  it("are left alone: shortcuts, and what an input method has in hand", () => {
    const reader = new KeyReader();
    expect(reader.read(press("r", { isShortcut: true }), 1)).toEqual({ kind: "none" });
    expect(reader.read(press("a", { isComposing: true }), 2)).toEqual({ kind: "none" });
    expect(reader.read(press("Process"), 3)).toEqual({ kind: "none" });
    expect(reader.read(press("Dead"), 4)).toEqual({ kind: "none" });
    expect(reader.text).toBe("");
  });

  it("do not fill the memory", () => {
    const stuck = new Typist();
    stuck.type("A".repeat(5_000), 5);
    expect(stuck.reader.text.length).toBe(512);
  });
});

describe("typing elsewhere", () => {
  it("belongs to fields that take text, and to nothing else", () => {
    expect(takesText({ tagName: "INPUT", type: "text" })).toBe(true);
    expect(takesText({ tagName: "INPUT", type: "search" })).toBe(true);
    expect(takesText({ tagName: "TEXTAREA" })).toBe(true);
    expect(takesText({ tagName: "SELECT" })).toBe(true);
    expect(takesText({ tagName: "DIV", isContentEditable: true })).toBe(true);
    expect(takesText({ tagName: "INPUT", type: "checkbox" })).toBe(false);
    expect(takesText({ tagName: "INPUT", type: "range" })).toBe(false);
    expect(takesText({ tagName: "BUTTON" })).toBe(false);
    expect(takesText({ tagName: "BODY" })).toBe(false);
  });
});
