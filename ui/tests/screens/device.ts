// A server with canned answers in place of lanyard-bridge. It serves the pages that `npm run build:web` has
// built.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, resolve } from "node:path";

import type {
  CameraChoice,
  CameraOwner,
  Commands,
  Event,
  Overview,
  Problem,
  ScanRow,
  ScanView,
  ShowScans,
  StorageView,
  TermsView,
  ViewHeader,
} from "../../src/lib/device/bindings";
import * as said from "./answers.ts";

type Name = keyof Commands;

/** The error of a command. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

export function refuse(code: string, about: string | null = null): never {
  throw new Refusal(said.problem(code, about));
}

/** An answer to each command. An answer may never come, to test a slow device. */
type Answers = {
  [K in Name]: (request: Commands[K]["request"]) => Commands[K]["answer"] | Promise<Commands[K]["answer"]>;
};

/** The differences from a usual device. */
export interface Setting {
  overview?: Overview;
  owner?: CameraOwner;
  rows?: ScanRow[];
  lead?: ScanView;
  terms?: TermsView;
  storage?: StorageView;
  cameras?: CameraChoice[];
  answers?: Partial<Answers>;
}

const CAMERAS: CameraChoice[] = [
  { id: "0", name: "Integrated Camera: HD 720p", camera_kind: "device", chosen: true },
  { id: "v", name: "Sample badges (virtual camera)", camera_kind: "virtual", chosen: false },
];

/** A promise that is never resolved. */
export const never = new Promise<never>(() => undefined);

export class CannedDevice {
  overview: Overview;
  private readonly watching = new Set<ServerResponse>();
  private readonly answers: Answers;

  constructor(setting: Setting) {
    this.overview = setting.overview ?? said.overview();
    this.answers = { ...this.usual(setting), ...setting.answers };
  }

  /** Sends an event to the screens. */
  tell(event: Event): void {
    if (event.kind === "overview") this.overview = event.overview;
    for (const response of this.watching) response.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Changes the overview, and sends the event about it. */
  change(part: Partial<Overview>): Overview {
    this.tell({ kind: "overview", overview: { ...this.overview, ...part } });
    return this.overview;
  }

  /** Stops answering. */
  hangUp(): void {
    for (const response of this.watching) response.destroy();
    this.watching.clear();
  }

  call(name: string, request: unknown): unknown {
    if (!Object.hasOwn(this.answers, name)) throw new Error(`no command is called ${name}`);
    const answer = this.answers[name as Name] as (request: unknown) => unknown;
    return answer(request);
  }

  watch(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${JSON.stringify({ kind: "overview", overview: this.overview })}\n\n`);
    this.watching.add(response);
    response.once("close", () => this.watching.delete(response));
  }

  private usual(setting: Setting): Answers {
    const rows = setting.rows ?? said.rows(40);
    const terms = setting.terms ?? said.terms();
    const camera = () => this.overview.camera;
    const cameras = setting.cameras ?? CAMERAS;
    const controls = () => ({ torch: false, zoom: { min: 1, max: 4, step: 0.5, value: 1.5 } });
    let lead = setting.lead ?? said.lead();
    return {
      about_program: () => ({
        version: "0.1.0",
        platform: "linux",
        camera_owner: setting.owner ?? "program",
      }),
      overview: () => this.overview,
      retry_open: () => this.overview,
      unlock: ({ pin }) => (pin === "1234" ? this.change({ lock: "open" }) : refuse("wrong_pin")),
      start_scanning: camera,
      stop_scanning: camera,
      scan_text: () => said.decision(said.saved(said.NAME, false), { method: "manual", corners: null }),
      share: () => said.decision(said.saved(said.NAME)),
      decline: () => ({}),
      cameras: () => ({ cameras }),
      choose_camera: camera,
      controls,
      set_torch: controls,
      set_zoom: controls,
      terms: () => terms,
      scan_detail: ({ scan }) => ({ ...lead, row: { ...lead.row, scan } }),
      add_note: ({ text, rating, tags, answers }) => {
        const note = { text, rating, tags, answers, at: said.NOW, operator: this.overview.operator ?? "" };
        lead = { ...lead, notes: [...lead.notes, { ...note, state: { kind: "waiting" } }] };
        return lead;
      },
      narrow_scan: ({ remove }) => {
        const fields = lead.fields.filter((field) => !remove.includes(field));
        lead = { ...lead, fields, removed: [...lead.removed, ...remove] };
        return lead;
      },
      void_scan: ({ reason }) => {
        lead = { ...lead, void: { at: said.NOW, reason, state: { kind: "waiting" } } };
        return lead;
      },
      lock: () => this.change({ lock: "locked" }),
      touched: () => ({}),
      enrol: () => {
        this.change({ enrolments: [said.enrolment({ consent_mode: terms.consent_mode })] });
        return said.enrolment({ consent_mode: terms.consent_mode });
      },
      choose_enrolment: ({ device }) =>
        this.change({
          enrolments: this.overview.enrolments.map((one) => ({ ...one, chosen: one.device === device })),
        }),
      scans: ({ text, show, before, limit }) => {
        const fit = rows.filter((row) => isShown(row, show) && isNamed(row, text));
        const left = fit.filter(({ position }) => before === null || position < before);
        return { scans: left.slice(0, limit), matching: fit.length, more: left.length > limit };
      },
      sync_now: () => this.overview,
      export_bundle: () => ({
        path: "/home/ana/Downloads/lanyard-SAMPLE2027-2027-05-15.bundle",
        records: 37,
        hand_in_at: `https://${said.SERVER}/bundle`,
      }),
      set_operator: ({ name }) => this.change({ operator: name }),
      set_preferences: ({ preferences }) => this.change({ preferences }),
      set_pin: (request) => this.change({ has_pin: request.new !== null }),
      enter_kiosk: () => this.change({ lock: "kiosk" }),
      storage: () => setting.storage ?? said.storage(),
      diagnostics: () => ({
        text: "Lanyard 0.1.0\nlinux x86_64\nSQLite 3.54.0, SQLCipher 4.20.0\nenrolments: 1\nscans: 322",
      }),
    };
  }
}

function isShown(row: ScanRow, show: ShowScans): boolean {
  if (show === "all") return true;
  return show === "voided" ? row.voided : !row.voided && row.state.kind === show;
}

function isNamed(row: ScanRow, text: string): boolean {
  return (row.name ?? row.code).toLowerCase().includes(text.toLowerCase());
}

const PAGES = resolve(process.env["LANYARD_PAGES"] ?? join(import.meta.dirname, "../../dist-web"));
const PICTURE = readFileSync(join(import.meta.dirname, "badge.jpg"));
/** How long a request for a newer frame is kept open, in milliseconds. */
const NO_PICTURE = 400;

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** The content security policy of lanyard-bridge. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
  "media-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The HTTP server of the canned devices, on the loopback interface, for one device at a time. */
export class Stand {
  private device: CannedDevice | null = null;
  private shown = 0;

  private constructor(private readonly server: Server) {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  static async open(): Promise<Stand> {
    if (!existsSync(join(PAGES, "index.html"))) {
      throw new Error(`${PAGES} holds no pages. Run \`npm run build:web\`, or set LANYARD_PAGES.`);
    }
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Stand(server);
  }

  /** Serves a device, and returns its address. */
  put(device: CannedDevice): string {
    this.device?.hangUp();
    this.device = device;
    this.shown += 1;
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the stand is closed");
    return `http://127.0.0.1:${address.port}/${this.shown}/`;
  }

  has(device: CannedDevice): boolean {
    return this.device === device;
  }

  /** Removes the device. */
  clear(): void {
    const { device } = this;
    this.device = null;
    device?.hangUp();
  }

  async close(): Promise<void> {
    this.clear();
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand");
    const [, shown = "", ...rest] = pathname.split("/");
    const path = rest.join("/");
    const { device } = this;
    if (device === null || shown !== String(this.shown)) {
      response.writeHead(404).end();
    } else if (path === "watch") {
      device.watch(response);
    } else if (path === "view_frame") {
      view(Number(searchParams.get("after")), response);
    } else if (path === "push_frame") {
      response.writeHead(200).end();
    } else if (path.startsWith("call/")) {
      await call(device, path.slice("call/".length), request, response);
    } else {
      page(path, response);
    }
  }
}

async function call(
  device: CannedDevice,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const json = { "content-type": "application/json" };
  try {
    const answer = await device.call(name, JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(200, json).end(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    response.writeHead(422, json).end(JSON.stringify(error.problem));
  }
}

/** Answers the request for the first frame; there is no newer one. */
function view(after: number, response: ServerResponse): void {
  if (after > 0) {
    const waiting = setTimeout(() => response.writeHead(200).end(), NO_PICTURE);
    response.once("close", () => clearTimeout(waiting));
    return;
  }
  const header: ViewHeader = {
    number: 1,
    width: 1280,
    height: 720,
    made_up: false,
    outlines: [said.CORNERS],
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end(Buffer.concat([length, json, PICTURE]));
}

function page(path: string, response: ServerResponse): void {
  const file = resolve(PAGES, path === "" ? "index.html" : path);
  if (!file.startsWith(PAGES) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-security-policy": POLICY,
  });
  createReadStream(file).pipe(response);
}
