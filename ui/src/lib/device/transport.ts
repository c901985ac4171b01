// The way to the device, which is the same for both shells: see tauri.ts and bridge.ts.

import type { Commands, Event, ViewHeader } from "./bindings";

export type CommandName = keyof Commands;

/** A picture of the viewfinder. */
export type View = { header: ViewHeader; jpeg: Blob };

/** Everything here fails with what [`problemOf`] makes a `Problem` of. */
export interface Transport {
  call<K extends CommandName>(name: K, request: Commands[K]["request"]): Promise<Commands[K]["answer"]>;

  /**
   * Tells what happens, the overview first, until the function that it gives is called.
   * `lost` is called where the connection breaks; the transport then tries again by itself.
   */
  watch(told: (event: Event) => void, lost: (error: unknown) => void): () => void;

  /** Waits a moment for a picture newer than `after`; none where none came. */
  viewFrame(after: number): Promise<View | null>;

  /** Hands over a picture of the webview's camera: luminance, row by row from the top. */
  pushFrame(width: number, height: number, luminance: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Takes apart what both shells send for a picture: the header's length, the header, the JPEG. */
export function viewOf(bytes: ArrayBuffer): View | null {
  if (bytes.byteLength < 4) return null;
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as ViewHeader;
  return { header, jpeg: new Blob([new Uint8Array(bytes, 4 + length)], { type: "image/jpeg" }) };
}
