// Reads the mails that a backend writes into a folder.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@playwright/test";

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Decodes quoted-printable UTF-8 (RFC 2045 §6.7). */
function unquoted(text: string): string {
  const bytes: number[] = [];
  const joined = text.replace(/=\r?\n/g, "");
  for (let at = 0; at < joined.length; at++) {
    const hex = /^=([0-9A-F]{2})/i.exec(joined.slice(at, at + 3))?.[1];
    if (hex === undefined) {
      bytes.push(...new TextEncoder().encode(joined[at]));
    } else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function read(eml: string): Mail {
  const end = eml.search(/\r?\n\r?\n/);
  const head = eml.slice(0, end).replace(/\r?\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  const body = eml.slice(end).trim();
  const encoding = header("Content-Transfer-Encoding").toLowerCase();
  const text =
    encoding === "quoted-printable"
      ? unquoted(body)
      : encoding === "base64"
        ? Buffer.from(body, "base64").toString("utf8")
        : body;
  return { to: header("To"), subject: header("Subject"), text: text.replace(/\r\n/g, "\n") };
}

/** A folder of mails, each of which is returned once. */
export class Mails {
  private readonly taken = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Waits for the next mail to this address whose text matches. */
  async next(to: string, holds: RegExp): Promise<Mail> {
    let found: Mail | undefined;
    await expect
      .poll(
        async () => {
          const names = await readdir(this.folder).catch(() => []);
          for (const name of names.filter((name) => name.endsWith(".eml")).sort()) {
            if (this.taken.has(name)) continue;
            const mail = read(await readFile(join(this.folder, name), "utf8"));
            // A mail that is still being written is incomplete, and is tried again.
            if (mail.to.includes(to) && holds.test(mail.text)) {
              this.taken.add(name);
              found = mail;
              return true;
            }
          }
          return false;
        },
        { message: `a mail to ${to}`, timeout: 90_000 },
      )
      .toBe(true);
    if (found === undefined) throw new Error("it was there a moment ago");
    return found;
  }
}
