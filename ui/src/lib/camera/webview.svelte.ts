// The camera that the webview opens itself: phones, and a browser before lanyard-bridge. Its pictures go
// to the device as luminance, which reads them as it reads any camera's.

import { untrack } from "svelte";
import type { CameraChoice, CameraState, Controls } from "$lib/device/bindings";
import type { Device } from "$lib/device/device.svelte";
import type { Camera, LookFor } from "./camera";
import { Looking } from "./looking";
import { luminanceOf } from "./luminance";
import { failureOf } from "./failure";

/** The least time between two pictures that are handed over, in milliseconds: 15 a second. */
const BETWEEN = 1000 / 15;
/** A camera that has given no picture for so long is stalled, in milliseconds. */
const STALLED = 3_000;
/** How often to look whether one that was busy or pulled out is back, in milliseconds. */
const LOOK_AGAIN = 2_000;
/** The most pixels along either side. More is not read any better, and takes longer. */
const LONGEST = 1_280;

/** What the specification of image capture adds, and TypeScript's library does not know. */
type MoreCapabilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step: number };
};
type MoreSettings = MediaTrackSettings & { torch?: boolean; zoom?: number };
type MoreConstraints = MediaTrackConstraints & { advanced: { torch?: boolean; zoom?: number }[] };

export class WebviewCamera implements Camera {
  readonly owner = "webview";
  state = $state.raw<CameraState>({ kind: "off" });
  /** What the viewfinder shows. */
  stream = $state.raw<MediaStream | null>(null);

  readonly #device: Device;
  readonly #looking: Looking;
  #users = 0;
  #isRunning = false;
  #wanted: string | null = null;
  #opening = 0;
  #lastPicture = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #awake: WakeLockSentinel | null = null;

  constructor(device: Device) {
    this.#device = device;
    this.#looking = new Looking(async (lookFor) => {
      if (lookFor === null) await device.call("stop_scanning", {});
      else await device.call("start_scanning", { look_for: lookFor });
    });
  }

  open(lookFor: LookFor | null): () => void {
    // Effects open it, and must not do so again whenever its own state changes.
    return untrack(() => this.#open(lookFor));
  }

  #open(lookFor: LookFor | null): () => void {
    const stopLooking = this.#looking.want(lookFor);
    this.#users += 1;
    if (!this.#isRunning) this.#begin();
    return () => {
      stopLooking();
      this.#users -= 1;
      // One screen may let go just before the next one takes over.
      queueMicrotask(() => {
        if (this.#users === 0 && this.#isRunning) this.#end();
      });
    };
  }

  again(): void {
    this.#looking.again();
    void this.#start();
  }

  async list(): Promise<readonly CameraChoice[]> {
    const used = this.#track()?.getSettings().deviceId;
    const devices = await mediaDevices().enumerateDevices();
    return devices
      .filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "")
      .map(({ deviceId, label }) => ({
        id: deviceId,
        name: label,
        camera_kind: "device",
        chosen: deviceId === used,
      }));
  }

  async choose(id: string): Promise<void> {
    this.#wanted = id;
    // The menu may outlast the picture that it was opened from.
    if (this.#isRunning) await this.#start();
  }

  controls(): Promise<Controls> {
    const track = this.#track();
    if (track === undefined) return Promise.resolve({ torch: null, zoom: null });
    // Not every engine has it, whatever its types say.
    const able: MoreCapabilities = "getCapabilities" in track ? track.getCapabilities() : {};
    const set: MoreSettings = track.getSettings();
    const zoom = able.zoom;
    return Promise.resolve({
      torch: able.torch === true ? (set.torch ?? false) : null,
      zoom: zoom === undefined || zoom.max <= zoom.min ? null : { ...zoom, value: set.zoom ?? zoom.min },
    });
  }

  setTorch(on: boolean): Promise<Controls> {
    return this.#apply({ advanced: [{ torch: on }] });
  }

  setZoom(value: number): Promise<Controls> {
    return this.#apply({ advanced: [{ zoom: value }] });
  }

  /** Hands over what a video shows, until the function that it gives is called. */
  read(video: HTMLVideoElement): () => void {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
    let isOver = false;
    let pushed = 0;
    let isPushing = false;
    const push = async () => {
      const now = performance.now();
      this.#seen(now);
      if (
        !this.#looking.isLooking ||
        isPushing ||
        context === null ||
        now - pushed < BETWEEN ||
        document.hidden
      )
        return;
      const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
      const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
      if (width === 0 || height === 0) return;
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      pushed = now;
      isPushing = true;
      // A picture that was lost is not worth another word: the next one comes at once.
      await this.#device.pushFrame(width, height, luminanceOf(data)).catch(() => undefined);
      isPushing = false;
    };
    const next = () => {
      if (isOver) return;
      void push();
      onFrame(video, next);
    };
    onFrame(video, next);
    return () => {
      isOver = true;
    };
  }

  #track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  async #apply(constraints: MoreConstraints): Promise<Controls> {
    await this.#track()?.applyConstraints(constraints);
    return this.controls();
  }

  #begin(): void {
    this.#isRunning = true;
    this.#watch = setInterval(() => this.#check(), LOOK_AGAIN);
    document.addEventListener("visibilitychange", this.#shown);
    void this.#start();
    void this.#stayAwake();
  }

  #end(): void {
    this.#isRunning = false;
    clearInterval(this.#watch);
    document.removeEventListener("visibilitychange", this.#shown);
    this.#opening += 1;
    this.#letGo();
    this.state = { kind: "off" };
    void this.#awake?.release();
    this.#awake = null;
  }

  /** `quietly`: without a word until it succeeds, so that what the panel says stays in sight. */
  async #start(quietly = false): Promise<void> {
    const opening = (this.#opening += 1);
    const name = this.#name();
    this.#letGo();
    if (!quietly) this.state = { kind: "starting", name };
    try {
      const stream = await mediaDevices().getUserMedia({
        audio: false,
        video: {
          width: { ideal: 1280 },
          height: { ideal: 720 },
          ...(this.#wanted === null
            ? { facingMode: { ideal: "environment" } }
            : { deviceId: { exact: this.#wanted } }),
        },
      });
      if (opening !== this.#opening || this.#users === 0) {
        stop(stream);
        return;
      }
      const track = stream.getVideoTracks()[0];
      track?.addEventListener("ended", () => {
        if (this.stream !== stream) return;
        this.#letGo();
        this.state = { kind: "unplugged", name: track.label };
      });
      this.stream = stream;
      this.#lastPicture = performance.now();
      this.state = { kind: "live", name: track?.label ?? "", made_up: false };
    } catch (error) {
      if (opening === this.#opening) this.state = failureOf(error, name);
      // The camera that was chosen is gone: any other one is better than none.
      if (this.state.kind === "none") this.#wanted = null;
    }
  }

  #letGo(): void {
    if (this.stream !== null) stop(this.stream);
    this.stream = null;
  }

  #seen(now: number): void {
    this.#lastPicture = now;
    if (this.state.kind === "stalled") this.state = { kind: "live", name: this.state.name, made_up: false };
  }

  #check(): void {
    const { state } = this;
    if (document.hidden) return;
    if (state.kind === "live" || state.kind === "stalled") {
      const still = performance.now() - this.#lastPicture;
      if (still > STALLED) {
        this.state = { kind: "stalled", name: state.name, seconds: Math.floor(still / 1000) };
      }
    } else if (["none", "unplugged", "busy"].includes(state.kind)) {
      void this.#retry();
    }
  }

  async #retry(): Promise<void> {
    const before = this.state;
    const devices = await mediaDevices().enumerateDevices();
    const isThere = devices.some(({ kind }) => kind === "videoinput");
    if (isThere && this.state === before) await this.#start(true);
  }

  readonly #shown = () => {
    if (document.hidden) return;
    // Time in the background does not count as silence, and a phone takes the camera away meanwhile.
    this.#lastPicture = performance.now();
    if (this.#track()?.readyState === "ended") void this.#start();
    void this.#stayAwake();
  };

  async #stayAwake(): Promise<void> {
    if (!("wakeLock" in navigator)) return;
    // Refused on a low battery, for example; scanning goes on all the same.
    const awake = await navigator.wakeLock.request("screen").catch(() => null);
    // A second wake lock without an owner would keep the screen on for ever.
    await this.#awake?.release();
    this.#awake = awake;
    if (this.#users === 0) await awake?.release();
  }

  #name(): string {
    return this.#track()?.label ?? ("name" in this.state ? this.state.name : "");
  }
}

/** Throws where the page has no right to cameras at all, as one that came over plain http. */
function mediaDevices(): MediaDevices {
  if (!("mediaDevices" in navigator)) throw new DOMException("no secure context", "NotAllowedError");
  return navigator.mediaDevices;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function onFrame(video: HTMLVideoElement, done: () => void): void {
  // Firefox of before 2024 lacks it.
  if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(done);
  else setTimeout(done, BETWEEN);
}
