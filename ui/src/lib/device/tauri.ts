// The window's own way to the device: Tauri's inter-process calls. Nothing here can reach a network.

import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event } from "./bindings";
import { DeviceError, problemOf } from "./problem";
import { viewOf, type Transport } from "./transport";

async function said<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new DeviceError(problemOf(error));
  }
}

export const transport: Transport = {
  call: (name, request) => said(invoke(name, { request })),

  watch(told, lost) {
    let isOver = false;
    const channel = new Channel<Event>((event) => {
      if (!isOver) told(event);
    });
    said(invoke("watch", { channel })).catch(lost);
    return () => {
      isOver = true;
    };
  },

  viewFrame: async (after) => viewOf(await said(invoke<ArrayBuffer>("view_frame", { after }))),

  pushFrame: (width, height, luminance) =>
    said(
      invoke<undefined>("push_frame", luminance, {
        headers: { width: String(width), height: String(height) },
      }),
    ),
};
