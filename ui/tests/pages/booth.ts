// A booth device without a window: the real command line.

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

  /** Takes part, with the code that its sponsor's page shows. */
  async enrol(code: string): Promise<void> {
    await this.run(["enrol", code]);
  }

  /** Scans badges by the codes that are printed under their symbols, and sends the scans. */
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

  /** What it says of itself. */
  status(): Promise<string> {
    return this.run(["status"]);
  }

  /** Sends what waits, and gives whether the backend holds all of it. */
  async sync(): Promise<boolean> {
    return this.run(["sync"]).then(
      () => true,
      () => false,
    );
  }
}
