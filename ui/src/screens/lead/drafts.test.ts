import { describe, expect, it } from "vitest";
import { draftOf, dropDraft, keepDraft } from "./drafts.svelte";
import { emptyDraft } from "./note";

describe("a draft of a note", () => {
  it("is there again when the user comes back to the scan", () => {
    keepDraft("scan-1", "Ana", { ...emptyDraft(), text: "Wants" });
    expect(draftOf("scan-1", "Ana").text).toBe("Wants");
    expect(draftOf("scan-2", "Ana")).toEqual(emptyDraft());
  });

  it("is not signed with another operator's name", () => {
    keepDraft("scan-1", "Ana", { ...emptyDraft(), text: "Wants" });
    expect(draftOf("scan-1", "Ben")).toEqual(emptyDraft());
    expect(draftOf("scan-1", null)).toEqual(emptyDraft());
  });

  it("is gone once it is saved", () => {
    const saved = { ...emptyDraft(), rating: 3 };
    keepDraft("scan-1", null, saved);
    dropDraft("scan-1", null, saved);
    expect(draftOf("scan-1", null)).toEqual(emptyDraft());
  });

  it("stays if the user went on writing while it was saved", () => {
    const saved = { ...emptyDraft(), text: "Wants" };
    keepDraft("scan-1", null, saved);
    keepDraft("scan-1", null, { ...saved, text: "Wants a call" });
    dropDraft("scan-1", null, saved);
    expect(draftOf("scan-1", null).text).toBe("Wants a call");
  });
});
