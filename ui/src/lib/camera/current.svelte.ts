// The camera of this device. There is one, opened by the program or by the webview.

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
