// The interface of the camera that the screens use. Either the program around the webview opens the camera
// (program.svelte.ts) or the webview itself (webview.svelte.ts).

import type { CameraChoice, CameraState, Controls } from "$lib/device/bindings";

export type LookFor = "badges" | "enrolment_code";

export interface Camera {
  readonly owner: "program" | "webview";
  /** What it is doing. */
  readonly state: CameraState;
  /**
   * Opens it, until the function that it gives is called. Looking for nothing keeps one at hand that is
   * slow to come back, or asks the user each time.
   */
  open(lookFor: LookFor | null): () => void;
  /** Tries once more after it could not be opened. */
  again(): void;
  list(): Promise<readonly CameraChoice[]>;
  choose(id: string): Promise<void>;
  controls(): Promise<Controls>;
  setTorch(on: boolean): Promise<Controls>;
  setZoom(value: number): Promise<Controls>;
}

/** Whether its pictures are made up, which the viewfinder then says. */
export function isMadeUp(state: CameraState): boolean {
  return state.kind === "live" && state.made_up;
}
