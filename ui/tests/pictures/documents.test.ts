// The documents show the pictures of list.ts, each with its caption, and no others.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { expect, test } from "vitest";

import { PICTURES } from "./list.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const FOLDER = join(ROOT, "docs/pictures");
/** The page that shows every picture. */
const GALLERY = "docs/pictures/README.md";

/** The files of a folder of the repository with this ending, as paths from its root. */
function files(folder: string, ending: string, recursive: boolean): string[] {
  return readdirSync(join(ROOT, folder), { recursive, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

/** The pictures that a document shows, as files and alternative texts. */
function shownIn(document: string): { file: string; caption: string }[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  return [...text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, caption = "", link = ""]) => ({
    file: relative(FOLDER, resolve(ROOT, document, "..", link)).replace(/\.png$/, ""),
    caption,
  }));
}

test("each picture has a name and a caption of its own", () => {
  for (const values of [PICTURES.map(({ file }) => file), PICTURES.map(({ caption }) => caption)]) {
    expect(values.filter((value, place) => values.indexOf(value) !== place)).toEqual([]);
  }
});

test("the pictures that are there are those of the list", () => {
  const listed = PICTURES.map(({ file }) => join("docs/pictures", `${file}.png`)).sort();
  expect(files("docs/pictures", ".png", true)).toEqual(listed);
});

test("the documents show pictures with the captions of the list", () => {
  const captions = new Map(PICTURES.map(({ file, caption }) => [file, caption]));
  const documents = [...files(".", ".md", false), ...files("docs", ".md", true)];
  const shown = documents.flatMap((document) =>
    shownIn(document).map((picture) => ({ document, ...picture })),
  );
  expect(shown).not.toEqual([]);
  for (const { document, file, caption } of shown) {
    expect(`${document}: ${file}: ${caption}`).toBe(
      `${document}: ${file}: ${captions.get(file) ?? "not in the list"}`,
    );
  }
});

test("the gallery shows every picture of the list once", () => {
  expect(shownIn(GALLERY).sort((one, other) => (one.file < other.file ? -1 : 1))).toEqual(
    PICTURES.map(({ file, caption }) => ({ file, caption })).sort((one, other) =>
      one.file < other.file ? -1 : 1,
    ),
  );
});
