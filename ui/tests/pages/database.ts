// A separate database for each test.

import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { output } from "../stories/programs.ts";

export type Kind = "sqlite" | "postgres";

/** The options of a suite of tests. */
export interface Options {
  database: Kind;
  /** Whether the registrations are imported before the test. */
  imported: boolean;
  /** The host name of the backend. Browsers keep passkeys for host names, not for IP addresses. */
  host: string;
}

export interface Database {
  url: string;
  drop: () => Promise<void>;
}

/** The role that owns the databases. Row-level security applies to it, unlike to a superuser. */
const OWNER = "lanyard_owner";

async function onPostgres(): Promise<Database> {
  const server = process.env["LANYARD_TEST_POSTGRES"];
  if (server === undefined) throw new Error("LANYARD_TEST_POSTGRES names no PostgreSQL server");
  const run = (sql: string) => output("psql", ["--no-psqlrc", "--quiet", "--command", sql, server]);
  const makeOwner =
    `DO $$ BEGIN CREATE ROLE ${OWNER} LOGIN CREATEROLE; ` +
    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
  await run(makeOwner);
  const name = `pages_${randomBytes(8).toString("hex")}`;
  await run(`CREATE DATABASE ${name} OWNER ${OWNER}`);
  const url = new URL(server);
  url.username = OWNER;
  url.password = "";
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`).then(() => undefined) };
}

export async function makeDatabase(kind: Kind, folder: string): Promise<Database> {
  if (kind === "postgres") return onPostgres();
  return { url: `sqlite:${join(folder, "lanyard.db")}`, drop: () => Promise.resolve() };
}
