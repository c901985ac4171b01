// The camera of this device: one, whoever opens it.

import { device } from "$lib/device/device.svelte";
import type { CameraOwner } from "$lib/device/bindings";
import type { Camera } from "./camera";
import { ProgramCamera } from "./program.svelte";
import { WebviewCamera } from "./webview.svelte";

let program: ProgramCamera | undefined;
let webview: WebviewCamera | undefined;

export function cameraOf(owner: CameraOwner): Camera {
  return owner === "program"
    ? (program ??= new ProgramCamera(device))
    : (webview ??= new WebviewCamera(device));
}
