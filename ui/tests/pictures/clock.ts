// The clock of the sample event: the programs run in May 2027, on whatever day the pictures are taken.
//
// libfaketime is loaded into each program and reads from a file by how many seconds its wall clock is
// ahead. Writing that file sets the clocks of all programs at once, also of those that run already. Their
// monotonic clocks stay the machine's own, so that time-outs last as long as ever.

import { existsSync, readdirSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where Debian's package `libfaketime` puts the library. */
function installedLibrary(): string | undefined {
  const lib = "/usr/lib";
  return readdirSync(lib)
    .map((folder) => join(lib, folder, "faketime/libfaketimeMT.so.1"))
    .find((path) => existsSync(path));
}

export class Clock {
  private constructor(
    private readonly file: string,
    private readonly library: string,
  ) {}

  /** A clock whose file is in this folder, set to a first time. */
  static async in(folder: string, first: string): Promise<Clock> {
    const library = process.env["LANYARD_FAKETIME"] ?? installedLibrary();
    if (library === undefined) {
      throw new Error(
        "Install Debian's package libfaketime, or say with LANYARD_FAKETIME where the library is.",
      );
    }
    const clock = new Clock(join(folder, "clock"), library);
    await clock.set(first);
    return clock;
  }

  /** The environment of a program that runs by this clock. */
  get environment(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      // The file is read again each time that a program asks for the time.
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /** Sets the clock, which runs on from there. */
  async set(time: string): Promise<void> {
    const ahead = (Date.parse(time) - Date.now()) / 1000;
    // Replaced as a whole, so that no program reads half a number.
    await writeFile(`${this.file}.new`, `${ahead >= 0 ? "+" : ""}${ahead.toFixed(3)}`);
    await rename(`${this.file}.new`, this.file);
  }
}
