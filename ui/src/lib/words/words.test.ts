import { describe, expect, it } from "vitest";
import type { Language } from "$lib/device/bindings";
import { CATALOGUES, LANGUAGES, languageFor, localeFor } from "./words.svelte";

/** Every text of a catalogue with the way to it; functions are called with what they ask for. */
function texts(language: Language): Map<string, { text: string; given: string[] }> {
  const found = new Map<string, { text: string; given: string[] }>();
  const look = (at: string, what: unknown): void => {
    if (typeof what === "string") found.set(at, { text: what, given: [] });
    else if (Array.isArray(what)) what.forEach((one: unknown, place) => look(`${at}.${String(place)}`, one));
    else if (typeof what === "function") say(at, what as (...given: unknown[]) => unknown);
    else for (const [key, one] of Object.entries(what as object)) look(`${at}.${key}`, one);
  };
  const say = (at: string, words: (...given: unknown[]) => unknown): void => {
    if (at.includes(".problems.")) {
      look(at, words({ event: "EVENT", about: "ABOUT" }));
      return;
    }
    // Which of a function's values are counts can't be asked, so both are tried.
    const names = ["NAME1", "NAME2"].slice(0, words.length);
    for (const count of [0, 1, 2, 5, 21]) {
      const given = names.map((name, place) => (place === 0 ? count : name));
      const text = words(...given);
      if (typeof text === "string") found.set(`${at}(${String(count)})`, { text, given: [String(count)] });
    }
    try {
      const text = words(...names);
      if (typeof text !== "string") look(at, text);
      else if (!text.includes("NaN")) found.set(at, { text, given: names });
    } catch {
      // It takes a count, and was called with those above.
    }
  };
  look("", CATALOGUES[language]);
  return found;
}

/** Words that are the same in English, by language: borrowed ones, and those that only look alike. */
const SAME =
  /^(Lanyard \S+|PIN|OK|Zoom|Online|Offline|Name|Status|Sponsor|Backend|Scan|Scans|System|Version.*|Code.*|Note|Notes|Active|Possible|Champs|Sync|No|Zum|NAME1|NAME1 \(.*|Diagnostics?|Email|E-mail|Event|Export)$/;

describe.each(LANGUAGES)("%s", (language) => {
  const english = texts("en");
  const own = texts(language);

  it("has no empty text, and uses every argument", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [at, { text, given }] of own) {
      expect(text.trim(), at).not.toBe("");
      expect(text, at).not.toMatch(/undefined|\[object|NaN|#/);
      const inEnglish = english.get(at)?.text ?? "";
      for (const one of given) if (inEnglish.includes(one)) expect(text, at).toContain(one);
    }
  });

  it("has no exclamation mark", () => {
    for (const [at, { text }] of own) expect(text, at).not.toMatch(/[!！]/);
  });

  it.skipIf(language === "en")("has left nothing in English", () => {
    const left = [...own].filter(([at, { text }]) => text === english.get(at)?.text && !SAME.test(text));
    expect(
      left
        .map(([at, { text }]) => `${at}: ${text}`)
        .filter((one) => !/: NAME\d|: \d+ (scan|note)s?$/.test(one)),
    ).toEqual([]);
  });

  it("formats large numbers by its locale", () => {
    const million = new Intl.NumberFormat(language).format(1_000_000);
    expect(CATALOGUES[language].scans.matching(1_000_000)).toContain(million);
  });
});

describe("the initial language", () => {
  it("is the first of the user's languages that has a catalogue", () => {
    expect(languageFor(["nl-NL", "pt-PT", "fr"])).toBe("pt-BR");
    expect(languageFor(["de-AT"])).toBe("de");
    expect(languageFor(["tlh"])).toBe("en");
    expect(languageFor([])).toBe("en");
  });

  it("keeps the user's region for dates", () => {
    expect(localeFor("de", ["en-GB", "de-CH"])).toBe("de-CH");
    expect(localeFor("ja", ["en-GB"])).toBe("ja");
  });
});
