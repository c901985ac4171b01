// The camera that the program around the webview has opened.

import type { CameraChoice, CameraState, Controls } from "$lib/device/bindings";
import type { Device } from "$lib/device/device.svelte";
import type { View } from "$lib/device/transport";
import type { Camera, LookFor } from "./camera";
import { Looking } from "./looking";

/** How long to wait after a failed question for a picture, in milliseconds. */
const AFTER_FAILURE = 500;

export class ProgramCamera implements Camera {
  readonly owner = "program";
  readonly #device: Device;
  readonly #looking: Looking;

  constructor(device: Device) {
    this.#device = device;
    this.#looking = new Looking(async (lookFor) => {
      if (lookFor === null) await device.call("stop_scanning", {});
      else await device.call("start_scanning", { look_for: lookFor });
    });
  }

  get state(): CameraState {
    return this.#device.overview?.camera ?? { kind: "off" };
  }

  open(lookFor: LookFor | null): () => void {
    return this.#looking.want(lookFor);
  }

  again(): void {
    this.#looking.again();
  }

  async list(): Promise<readonly CameraChoice[]> {
    return (await this.#device.call("cameras", {})).cameras;
  }

  async choose(id: string): Promise<void> {
    await this.#device.call("choose_camera", { id });
  }

  controls(): Promise<Controls> {
    return this.#device.call("controls", {});
  }

  setTorch(on: boolean): Promise<Controls> {
    return this.#device.call("set_torch", { on });
  }

  setZoom(value: number): Promise<Controls> {
    return this.#device.call("set_zoom", { value });
  }

  /**
   * Draws picture after picture until the function that it gives is called. One question is on its way
   * at a time, so that a slow screen gets fewer pictures and never a queue of old ones.
   */
  pictures(draw: (view: View) => Promise<void>): () => void {
    let over = false;
    const isOver = () => over;
    let after = 0;
    const pull = async () => {
      while (!isOver()) {
        try {
          const view = await this.#device.viewFrame(after);
          if (view === null) continue;
          after = view.header.number;
          if (!isOver()) await draw(view);
        } catch {
          await new Promise((waited) => setTimeout(waited, AFTER_FAILURE));
        }
      }
    };
    void pull();
    return () => {
      over = true;
    };
  }
}
