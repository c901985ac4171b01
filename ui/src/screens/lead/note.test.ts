import { describe, expect, it } from "vitest";
import type { Answer, NoteView, Question } from "$lib/device/bindings";
import { bytesOf, emptyDraft, noteOf, offeredTags, ownAnswers, tooLong, withTag } from "./note";

const QUESTIONS: Question[] = [
  { id: 1, text: "How large is the team?", kind: { choice: ["1–10", "More"] } },
  { id: 2, text: "May we write?", kind: "yes_no" },
  { id: 3, text: "Anything else?", kind: "text" },
];

function note(operator: string, answers: NoteView["answers"]): NoteView {
  return { at: 0, operator, text: "", rating: null, tags: [], answers, state: { kind: "waiting" } };
}

describe("the operator's own answers", () => {
  const notes = [
    note("Ana", [{ question: 1, answer: { choice: 0 } }]),
    note("Bo", [{ question: 2, answer: { yes_no: false } }]),
    note("Ana", [{ question: 1, answer: { choice: 1 } }]),
  ];

  it("are the newest to each question, without colleagues' answers", () => {
    expect([...ownAnswers(notes, "Ana")]).toEqual([[1, { choice: 1 }]]);
    expect([...ownAnswers(notes, "Bo")]).toEqual([[2, { yes_no: false }]]);
  });

  it("without an operator are those without a name", () => {
    expect(ownAnswers(notes, null).size).toBe(0);
    expect(ownAnswers([note("", [{ question: 2, answer: { yes_no: true } }])], null).size).toBe(1);
  });
});

describe("the note that a draft makes", () => {
  const before = new Map<number, Answer>([[1, { choice: 1 }]]);

  it("is undefined if nothing was entered", () => {
    expect(noteOf({ ...emptyDraft(), text: "  " }, QUESTIONS, before)).toBeNull();
  });

  it("is undefined if the answers are unchanged", () => {
    expect(noteOf({ ...emptyDraft(), answers: { 1: { choice: 1 } } }, QUESTIONS, before)).toBeNull();
    expect(noteOf({ ...emptyDraft(), answers: { 3: { text: " " } } }, QUESTIONS, before)).toBeNull();
  });

  it("has only the answers that changed, and a tag that was not finished", () => {
    const draft = {
      text: " Wants a call. ",
      rating: 4,
      tags: ["hot"],
      tag: "Cloud",
      answers: { 1: { choice: 1 }, 2: { yes_no: true } },
    };
    expect(noteOf(draft, QUESTIONS, before)).toEqual({
      text: "Wants a call.",
      rating: 4,
      tags: ["hot", "Cloud"],
      answers: [{ question: 2, answer: { yes_no: true } }],
    });
  });

  it("drops answers to questions that the event does not ask any more", () => {
    expect(noteOf({ ...emptyDraft(), answers: { 9: { scale: 1 } } }, QUESTIONS, before)).toBeNull();
  });

  it("can clear a text answer", () => {
    const written = new Map<number, Answer>([[3, { text: "Maybe" }]]);
    const draft = { ...emptyDraft(), answers: { 3: { text: "" } } };
    expect(noteOf(draft, QUESTIONS, written)?.answers).toEqual([{ question: 3, answer: { text: "" } }]);
  });
});

describe("tags", () => {
  it("are separated by commas and deduplicated without regard to case", () => {
    expect(withTag(["hot"], "Hot, cloud  native,、日本")).toEqual(["hot", "cloud native", "日本"]);
  });

  it("are no more than a record holds", () => {
    const many = Array.from({ length: 30 }, (_, place) => `tag ${place}`).join(",");
    expect(withTag([], many)).toHaveLength(16);
  });

  it("are suggested by prefix, without the chosen ones", () => {
    const draft = { ...emptyDraft(), tags: ["cloud"], tag: "c" };
    expect(offeredTags(["Cloud", "call back", "hot", "Call back", "ci"], draft, 5)).toEqual([
      "call back",
      "ci",
    ]);
    expect(offeredTags(["a", "b", "c"], emptyDraft(), 2)).toEqual(["a", "b"]);
  });
});

describe("the bounds of a record", () => {
  it("are counted in bytes", () => {
    expect(bytesOf("ß日")).toBe(5);
    const fits = { text: "日".repeat(1365), rating: null, tags: [], answers: [] };
    expect(tooLong(fits)).toBeNull();
    expect(tooLong({ ...fits, text: "日".repeat(1366) })).toBe("text");
    expect(tooLong({ ...fits, tags: ["日".repeat(14)] })).toBe("tag");
    expect(tooLong({ ...fits, answers: [{ question: 3, answer: { text: "x".repeat(501) } }] })).toBe(
      "answer",
    );
  });
});
