import { describe, expect, it } from "vitest";
import type { Decision, Outcome } from "$lib/device/bindings";
import { en } from "$lib/words/en";
import { Formats } from "$lib/words/formats";
import { aftermathCard, cardOf, cueOf, firstSentence, lettersOf, type Telling } from "./telling";

const NOON = new Date(2027, 4, 14, 12, 0).getTime();
const HOUR = 3_600_000;

const telling: Telling = {
  t: en.scan,
  language: "en",
  format: new Formats("en-GB"),
  problem: ({ message }) => message,
};

function decided(outcome: Outcome): Decision {
  return { number: 1, outcome, method: "camera", device: "d", at: NOON, took_ms: 1, corners: null };
}

const card = (outcome: Outcome) => cardOf(decided(outcome), telling, NOON);

describe("the card of a decision", () => {
  it("shows the name large, and says what happened in a line", () => {
    expect(card({ kind: "saved", scan: "s", name: "Ada", checked: true, fields: [] })).toMatchObject({
      tone: "green",
      head: "Ada",
      isName: true,
      line: "Saved",
    });
  });

  it("says of a code without Lanyard's seal that it is checked later", () => {
    const shown = card({ kind: "saved", scan: "s", name: null, checked: false, fields: [] });
    expect(shown).toMatchObject({ head: "Badge saved", isName: false });
    expect(shown?.line).toContain("The backend checks this code");
  });

  it("says when and by whom a badge was scanned before, with the day unless that is today", () => {
    const already = (at: number, operator: string) =>
      card({ kind: "already", scan: "s", name: "Ada", at, operator })?.line;
    expect(already(NOON - HOUR, "Ana")).toBe("Already scanned at 11:00 by Ana");
    expect(already(NOON - HOUR, "")).toBe("Already scanned at 11:00");
    expect(already(NOON - 24 * HOUR, "Ana")).toMatch(/^Already scanned on Thu,? 13 May.* 12:00 by Ana$/u);
    expect(already(NOON - 24 * HOUR, "")).toMatch(/^Already scanned on Thu,? 13 May.* 12:00$/u);
  });

  it("separates the reason of a refusal from the remedy", () => {
    const reason = { code: "revoked", message: "This badge was replaced. Ask for the new one.", about: null };
    expect(card({ kind: "refused", reason })).toMatchObject({
      tone: "ink",
      head: "This badge was replaced.",
      line: "Ask for the new one.",
    });
  });

  it("says so after the scan was taken back", () => {
    const decision = decided({ kind: "saved", scan: "s", name: "Ada", checked: true, fields: [] });
    const undone = aftermathCard(decision, { kind: "undone" }, telling, () => "");
    expect(undone).toMatchObject({ tone: "ink", head: "Ada" });
    expect(undone?.line).toContain("taken back");
  });

  it("is absent while an attendee is asked", () => {
    expect(card({ kind: "ask", sheet: 1, name: "Ada", fields: [] })).toBeNull();
    expect(cueOf({ kind: "ask", sheet: 1, name: "Ada", fields: [] })).toBeNull();
  });
});

describe("the large line", () => {
  it("is split by the rules of its language", () => {
    expect(firstSentence("One thing.", "en")).toEqual(["One thing.", ""]);
    expect(firstSentence("交換されたバッジです。新しいものをお尋ねください。", "ja")).toEqual([
      "交換されたバッジです。",
      "新しいものをお尋ねください。",
    ]);
  });

  it("shrinks to the longest word of a name", () => {
    expect(lettersOf("Ada")).toBe(3);
    expect(lettersOf("Ana de Armas")).toBe(5);
    expect(lettersOf("山田")).toBeCloseTo(3.4);
    expect(lettersOf("")).toBe(1);
  });
});
