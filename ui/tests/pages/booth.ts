// A booth device, run by its command line.

import { join } from "node:path";

import { output, PROGRAMS } from "../stories/programs.ts";

export class BoothDevice {
  constructor(private readonly home: string) {}

  static in(folder: string, name: string): BoothDevice {
    return new BoothDevice(join(folder, "booth", name));
  }

  private run(args: readonly string[], input = ""): Promise<string> {
    return output(PROGRAMS.booth(), ["--key-file", "--home", this.home, ...args], {}, input);
  }

  /** Enrols the device with the code of its sponsor's page. */
  async enrol(code: string): Promise<void> {
    await this.run(["enrol", code]);
  }

  /** Scans badges by their human codes, and sends the scans. */
  async scan(codes: readonly string[], operator = "Ana"): Promise<string[]> {
    const said = await this.run(
      ["scan", "--stdin", "--method", "manual", "--operator", operator, "--sync"],
      `${codes.join("\n")}\n`,
    );
    return said
      .split("\n")
      .map((line) => /^saved (\S+)/.exec(line)?.[1])
      .filter((scan) => scan !== undefined);
  }

  async note(scan: string, text: string, rating: number): Promise<void> {
    await this.run(["note", scan, "--text", text, "--rating", String(rating)]);
    await this.run(["sync"]);
  }

  /** The output of `status`. */
  status(): Promise<string> {
    return this.run(["status"]);
  }

  /** Syncs, and returns whether the backend has acknowledged everything. */
  async sync(): Promise<boolean> {
    return this.run(["sync"]).then(
      () => true,
      () => false,
    );
  }
}
