// A browser's way to the device: lanyard-bridge, which serves these pages from this machine.

import type { Event, Problem } from "./bindings";
import { DeviceError, problemOf } from "./problem";
import { viewOf, type Transport } from "./transport";

/** The folder that the pages are served from. What is secret about it stays in the address. */
const BASE = new URL(".", location.href);

/** How long to wait before the stream of events is asked for again, in milliseconds. */
const AGAIN = 1_000;

async function post(path: string, body: BodyInit | null, type: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, BASE), {
      method: "POST",
      body,
      headers: { "content-type": type },
      cache: "no-store",
    });
  } catch {
    throw new DeviceError({ code: "no_bridge", message: "lanyard-bridge does not answer.", about: null });
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new DeviceError(problemOf(problem));
}

export const transport: Transport = {
  async call(name, request) {
    const response = await post(`call/${name}`, JSON.stringify(request), "application/json");
    return (await response.json()) as never;
  },

  watch(told, lost) {
    let stream: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      stream = new EventSource(new URL("watch", BASE));
      stream.onmessage = ({ data }: MessageEvent<string>) => told(JSON.parse(data) as Event);
      stream.onerror = () => {
        stream?.close();
        lost(new DeviceError({ code: "no_bridge", message: "lanyard-bridge does not answer.", about: null }));
        again = setTimeout(open, AGAIN);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      stream?.close();
    };
  },

  async viewFrame(after) {
    const response = await post(`view_frame?after=${after}`, null, "application/octet-stream");
    return viewOf(await response.arrayBuffer());
  },

  async pushFrame(width, height, luminance) {
    await post(`push_frame?width=${width}&height=${height}`, luminance, "application/octet-stream");
  },
};
