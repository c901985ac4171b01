// Chromium's fake camera, and the badges that are held before it.
//
// Chromium's fake camera plays a file in a loop, and reads each frame when it is due. So the picture
// changes with the file: a badge is held up by writing its clip over the one that plays. All clips have
// the same size and number of frames.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { output, PROGRAMS, type PrintedBadge } from "./programs.ts";

/** A clip of a hand with a badge. */
interface Clip {
  frames: Buffer;
  /** The text of the badge's symbol. */
  text: string;
}

export class FakeCamera {
  private readonly clips = new Map<string, Clip>();

  private constructor(
    private readonly folder: string,
    /** The file that plays. */
    readonly path: string,
    private readonly empty: Buffer,
  ) {}

  /** Makes a camera that shows an empty room. */
  static async in(folder: string): Promise<FakeCamera> {
    const empty = join(folder, "empty.y4m");
    await output(PROGRAMS.clip(), ["--empty", empty]);
    const path = join(folder, "camera.y4m");
    await copyFile(empty, path);
    return new FakeCamera(folder, path, await readFile(empty));
  }

  /** The flags that make it Chromium's only camera. */
  get flags(): string[] {
    return [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${this.path}`,
    ];
  }

  /** Shows a badge until another is shown or it is cleared. */
  async show(badge: PrintedBadge): Promise<void> {
    await this.play((await this.clip(badge)).frames);
  }

  /** The text of the badge's symbol, which a hardware scanner types. */
  async textOf(badge: PrintedBadge): Promise<string> {
    return (await this.clip(badge)).text;
  }

  /** Shows the empty room. */
  async clear(): Promise<void> {
    await this.play(this.empty);
  }

  private async clip(badge: PrintedBadge): Promise<Clip> {
    const made = this.clips.get(badge.registration_id);
    if (made !== undefined) return made;
    const path = join(this.folder, `${badge.registration_id}.y4m`);
    const text = await output(PROGRAMS.clip(), [badge.svg, path]);
    const clip = { frames: await readFile(path), text: text.trim() };
    this.clips.set(badge.registration_id, clip);
    return clip;
  }

  private async play(clip: Buffer): Promise<void> {
    if (clip.length !== this.empty.length) throw new Error("clips of different sizes");
    // In place: the file that Chromium has open must stay the same one.
    await writeFile(this.path, clip, { flag: "r+" });
  }
}
