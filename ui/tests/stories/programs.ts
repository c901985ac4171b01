// Runs the programs of the workspace as processes, each with its own folder.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const execute = promisify(execFile);

const ROOT = resolve(import.meta.dirname, "../../..");

/** The time-out for the start and the end of a program. */
const PATIENCE_MS = 30_000;

/** The path of a file that must be built before. */
function built(variable: string, inside: string, how: string): string {
  const path = resolve(process.env[variable] ?? join(ROOT, inside));
  if (!existsSync(path)) {
    throw new Error(`${path} is not there. ${how}, or say with ${variable} where it is.`);
  }
  return path;
}

const exe = process.platform === "win32" ? ".exe" : "";

export const PROGRAMS = {
  server: () => built("LANYARD_SERVER", `target/debug/lanyard-server${exe}`, "Run `cargo build -p server`"),
  booth: () => built("LANYARD_BOOTH", `target/debug/lanyard-booth${exe}`, "Run `cargo build -p booth`"),
  bridge: () => built("LANYARD_BRIDGE", `target/debug/lanyard-bridge${exe}`, "Run `cargo build -p bridge`"),
  clip: () =>
    built(
      "LANYARD_CLIP",
      `target/debug/examples/hold_badge${exe}`,
      "Run `cargo build -p demo --example hold_badge`",
    ),
  pages: () => built("LANYARD_PAGES", "ui/dist-web", "Run `npm run build:web` in ui"),
  sample: () => join(ROOT, "crates/demo/sample/registrations.csv"),
};

// No program outlives this process.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A free port of the loopback interface. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** Runs a program to its end with this standard input, and returns its standard output. */
export async function output(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
): Promise<string> {
  const running = execute(program, args, {
    env: { ...process.env, ...env },
    maxBuffer: 64 << 20,
  });
  // A program may end without reading its input; its exit status says why.
  running.child.stdin?.on("error", () => undefined).end(input);
  return (await running).stdout;
}

/** A running program, and the first line of its output. */
class Running {
  private constructor(
    private readonly child: ChildProcess,
    readonly firstLine: string,
  ) {}

  static async start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Running> {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-8_000);
    });
    const lines = createInterface({ input: child.stdout });
    const firstLine = await new Promise<string>((told, failed) => {
      const giveUp = setTimeout(() => {
        failed(new Error(`${program} did not start in time: ${said}`));
      }, PATIENCE_MS);
      lines.once("line", (line) => {
        clearTimeout(giveUp);
        told(line);
      });
      child.once("error", failed);
      child.once("exit", (code) => {
        clearTimeout(giveUp);
        failed(new Error(`${program} ended with ${String(code)}: ${said}`));
      });
    });
    return new Running(child, firstLine);
  }

  /** Sends SIGTERM, and waits until the program has ended. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((ended) => child.once("exit", () => ended()));
    const giveUp = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.stdin?.end();
    child.kill("SIGTERM");
    await ended;
    clearTimeout(giveUp);
  }
}

/** A printed badge. */
export interface PrintedBadge {
  registration_id: string;
  human_code: string;
  svg: string;
}

/** A lead from the sponsor API. It contains the shared fields by name, and no other fields. */
export interface Lead {
  lead: string;
  state: string;
  not_shared: string[];
  scans: { scan: string; operator: string; method: string; voided: boolean }[];
  notes: {
    text: string;
    rating: number | null;
    tags: string[];
    operator: string;
    answers: { text: string; answer: unknown }[];
  }[];
  [field: string]: unknown;
}

/** A backend with its database in a folder, always at the same address. */
export class Backend {
  private process: Running | null = null;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly settings: NodeJS.ProcessEnv,
    private readonly host: string,
  ) {}

  /**
   * Makes a backend in this folder, with further settings, at a host name of this machine.
   */
  static async in(folder: string, settings: NodeJS.ProcessEnv = {}, host = "127.0.0.1"): Promise<Backend> {
    await mkdir(folder, { recursive: true });
    return new Backend(folder, await freePort(), settings, host);
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  private get env(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: `sqlite:${join(this.folder, "lanyard.db")}`,
      LANYARD_LISTEN: `127.0.0.1:${this.port}`,
      LANYARD_PUBLIC_URL: this.url,
      ...this.settings,
    };
  }

  /** Runs a command of lanyard-server, and returns its JSON output. */
  async run<T>(...args: string[]): Promise<T> {
    return JSON.parse(await output(PROGRAMS.server(), ["--json", ...args], this.env)) as T;
  }

  async start(): Promise<void> {
    this.process ??= await Running.start(PROGRAMS.server(), ["serve"], this.env);
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    this.process = null;
  }

  /** Fetches every lead of the sponsor that the token belongs to. */
  async leads(token: string): Promise<Lead[]> {
    const answer = await fetch(`${this.url}/api/v1/leads?limit=200`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`the backend answered ${answer.status}`);
    const page = (await answer.json()) as { leads: Lead[]; more: boolean };
    if (page.more) throw new Error("more leads than a story makes");
    return page.leads;
  }
}

/** A booth device whose screens lanyard-bridge serves. */
export class Bridge {
  private constructor(
    private readonly process: Running,
    /** The address of the screens, with its secret. */
    readonly address: string,
  ) {}

  static async start(home: string, downloads: string, env: NodeJS.ProcessEnv = {}): Promise<Bridge> {
    await mkdir(home, { recursive: true });
    await mkdir(downloads, { recursive: true });
    const args = ["--home", home, "--port", "0", "--camera", "webview", "--key-file"];
    const process = await Running.start(
      PROGRAMS.bridge(),
      [...args, "--downloads", downloads, "--ui", PROGRAMS.pages(), "--until-stdin-closes", "--json"],
      env,
    );
    const { address } = JSON.parse(process.firstLine) as { address: string };
    return new Bridge(process, address);
  }

  /** Calls a command of the screens directly. */
  async ask<T>(command: string, request: object): Promise<T> {
    const answer = await fetch(new URL(`call/${command}`, this.address), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    if (!answer.ok) throw new Error(`${command}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
