// The sample event of the pictures: three days in May 2027 with 377 attendees and four sponsors, played
// with the real programs. The people in it are invented.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Backend, output, type PrintedBadge, PROGRAMS } from "../stories/programs.ts";
import { Clock } from "./clock.ts";
import { type DevicePlan, schedule, type SponsorPlan, type Step } from "./schedule.ts";

export const EVENT = "SAMPLE2027";
export const EVENT_NAME = "Sample Conference 2027";
export const ZONE = "Europe/Lisbon";
export const SPONSOR = "Example Robotics";
export const ORGANISER = "olivia@conference.example";
export const OWNER = "quinn@robotics.example";
/** The attendee whose pages are pictured. */
export const ATTENDEE = "R27-2001";
/** The lead that is pictured. */
export const LEAD = "R27-2005";
/** An attendee of the sample registrations who asks not to be scanned. */
export const DO_NOT_SCAN = "R27-104058";
/** When the pictures of the pages are taken. */
export const NOW = at(2, 15, 40);

const CLOUD = "Fjordlys Cloud";
const DATABASES = "Northlight Databases";
const COFFEE = "Copper Kettle Software";
const NOTICE =
  "Sponsors get your first name, last name, e-mail address, job title, employer, state or province and " +
  "country only if you let them scan your badge. You can see who has them, take fields back, withdraw, and " +
  "report a scan that you did not allow.";
const QUESTIONS = [
  {
    id: 1,
    text: "When do you want to hear from us?",
    kind: { choice: ["This week", "This month", "Later"] },
  },
  { id: 2, text: "How keen are you?", kind: { scale: 5 } },
];
/** Rows of the sample registrations that attack whatever reads them; no picture is about those. */
const HOSTILE = new Set(
  (
    "100473 101000 101523 102174 102703 103270 103759 104344 104923 105537 106072 106600 107142 107669 " +
    "108221 108746 109317 109843 110406"
  ).split(" "),
);

const device = (sponsor: string, device: string, share: number, ...operators: string[]): DevicePlan => ({
  ...{ sponsor, device, share, operators },
});
const PLANS: readonly SponsorPlan[] = [
  {
    devices: [
      device(SPONSOR, "Front table", 5, "Ana", "Ana", "Oskar"),
      device(SPONSOR, "Demo corner", 3, "Mei"),
      device(SPONSOR, "Tablet at the stage", 2, "Ravi", "Oskar"),
    ],
    first: [34, 30, 18],
    again: 30,
    notes: 5,
  },
  { devices: [device(CLOUD, "Counter", 1, "Sol", "Emre")], first: [16, 14, 8], again: 0, notes: 2 },
  { devices: [device(DATABASES, "Laptop", 1, "Jo")], first: [12, 9, 6], again: 0, notes: 1 },
  { devices: [device(COFFEE, "Till", 1, "Noa")], first: [8, 8, 4], again: 0, notes: 0 },
];

/** A time of the event: 12 May 2027 is its day 0, and its zone is one hour ahead of UTC. */
function at(day: number, hour: number, minute = 0): string {
  return new Date(Date.UTC(2027, 4, 12 + day, hour - 1, minute)).toISOString();
}

/** Scanned with a device after it was lost and revoked. */
const STRAYS = ["R27-2050", "R27-2051", "R27-2052"];

/** Something that is done at a time of the event. */
interface Happening {
  /** Minutes since the first day's midnight. */
  at: number;
  run: () => Promise<void>;
}

/** A booth device by the command line. */
class Booth {
  constructor(
    readonly home: string,
    private readonly clock: Clock,
  ) {}

  private run(...args: string[]): Promise<string> {
    const all = ["--key-file", "--home", this.home, ...args];
    return output(PROGRAMS.booth(), all, this.clock.environment);
  }

  async enrol(code: string): Promise<void> {
    await this.run("enrol", code);
  }

  /** Scans a badge, and gives the scan unless the device has scanned it before. */
  async scan(text: string, operator: string): Promise<string | undefined> {
    const said = await this.run("scan", text, "--method", "camera", "--operator", operator);
    return /^saved (\S+)/m.exec(said)?.[1];
  }

  async note(scan: string, operator: string, note: NonNullable<Step["note"]>): Promise<void> {
    await this.run(
      ...["note", scan, "--text", note.text, "--rating", String(note.rating), "--operator", operator],
      ...note.tags.flatMap((tag) => ["--tag", tag]),
      ...note.answers.flatMap((answer) => ["--answer", answer]),
    );
  }

  /** Sends what waits. The status says whether the backend accepted all of it, which is not the point here. */
  async sync(): Promise<void> {
    await this.run("sync").catch(() => undefined);
  }
}

export class Sample {
  /** Ids that stand in the addresses of pages. */
  readonly ids: Record<string, string> = {};
  private readonly badges = new Map<string, PrintedBadge>();
  private readonly texts = new Map<string, string>();
  private readonly booths = new Map<string, Booth>();
  private readonly sponsors = new Map<string, string>();

  private constructor(
    readonly folder: string,
    readonly clock: Clock,
    readonly backend: Backend,
  ) {}

  /** Plays the event up to its third afternoon. The backend runs, and `NOW` is its time. */
  static async play(folder: string): Promise<Sample> {
    const clock = await Clock.in(folder, at(-1, 9));
    const settings = {
      ...clock.environment,
      LANYARD_MASTER_KEY: "7".repeat(64),
      LANYARD_MAIL: `folder:${join(folder, "mails")}`,
      LANYARD_MAIL_FROM: "Lanyard <privacy@lanyard.example>",
    };
    const backend = await Backend.in(join(folder, "backend"), settings, "localhost");
    const sample = new Sample(folder, clock, backend);
    await sample.prepare();
    await backend.start();
    await sample.enrolAll();
    await sample.playDays();
    await clock.set(NOW);
    await sample.findIds();
    return sample;
  }

  /** All badges, on sheets. */
  get sheets(): string {
    return join(this.folder, "badges.pdf");
  }

  badge(registration: string): PrintedBadge {
    const badge = this.badges.get(registration);
    if (badge === undefined) throw new Error(`${registration} has no badge`);
    return badge;
  }

  /** The folder of a booth device. */
  home(device: string): string {
    return this.booth(device).home;
  }

  private booth(device: string): Booth {
    const booth = this.booths.get(device);
    if (booth === undefined) throw new Error(`no device is called ${device}`);
    return booth;
  }

  /** The day before: the event, its people, their badges, its sponsors. */
  private async prepare(): Promise<void> {
    const { backend, folder } = this;
    const write = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    await backend.run(
      ...["event", "create", EVENT, "--name", EVENT_NAME, "--zone", ZONE, "--ends", at(2, 19)],
      ...["--notice", await write("notice.txt", NOTICE)],
      ...["--questions", await write("questions.json", JSON.stringify(QUESTIONS))],
    );
    await backend.run("import", join(import.meta.dirname, "visitors.csv"));
    const sample = (await readFile(PROGRAMS.sample(), "utf8")).split("\r\n");
    const usual = sample.filter(
      (line, number) => number === 0 || (/^R27-\d{6},/.test(line) && !HOSTILE.has(line.slice(4, 10))),
    );
    await backend.run("import", await write("registrations.csv", `${usual.join("\r\n")}\r\n`));
    const badges = join(folder, "badges");
    const printed = await backend.run<{ badges: PrintedBadge[] }>(
      ...["badges", "print", "--svg-dir", badges, "--pdf", this.sheets],
    );
    for (const badge of printed.badges) this.badges.set(badge.registration_id, badge);
    for (const sponsor of [SPONSOR, CLOUD, DATABASES, COFFEE]) {
      const added = await backend.run<{ sponsor: string }>("sponsor", "add", sponsor);
      this.sponsors.set(sponsor, added.sponsor);
    }
    const staff = [
      ["olivia", "Olivia Brandt", "organiser"],
      ["sam", "Sam Okoro", "support"],
      ["ari", "Ari Lindgren", "auditor"],
    ] as const;
    for (const [address, name, role] of staff) {
      await backend.run("staff", "add", `${address}@conference.example`, "--name", name, "--role", role);
    }
    const team = [
      [SPONSOR, OWNER, "Quinn Adeyemi", "owner"],
      [SPONSOR, "ana@robotics.example", "Ana Ribeiro", "member"],
      [SPONSOR, "mei@robotics.example", "Mei Castellanos", "member"],
      [CLOUD, "sol@cloud.example", "Sol Aaberg", "owner"],
      [DATABASES, "jo@databases.example", "Jo Whitaker", "owner"],
      [COFFEE, "noa@kettle.example", "Noa Peretz", "owner"],
    ] as const;
    for (const [sponsor, address, name, role] of team) {
      await backend.run("sponsor", "member", "add", sponsor, address, "--name", name, "--role", role);
    }
  }

  private async enrolAll(): Promise<void> {
    await this.clock.set(at(-1, 16, 20));
    for (const { sponsor, device } of PLANS.flatMap(({ devices }) => devices))
      await this.enrol(sponsor, device);
  }

  private async enrol(sponsor: string, device: string): Promise<void> {
    const booth = new Booth(join(this.folder, "booth", device), this.clock);
    await mkdir(booth.home, { recursive: true });
    const args = ["device", "code", "--sponsor", sponsor, "--label", device];
    const { code } = await this.backend.run<{ code: string }>(...args);
    await booth.enrol(code);
    this.booths.set(device, booth);
  }

  /** Reads what the badges of these attendees say, as a scanner reads it. */
  private async readBadges(registrations: Iterable<string>): Promise<void> {
    const wanted = [...new Set(registrations)].filter((registration) => !this.texts.has(registration));
    const paths = wanted.map((registration) => this.badge(registration).svg);
    const said = await output(PROGRAMS.clip(), ["--text", ...paths]);
    const texts = said.trimEnd().split("\n");
    wanted.forEach((registration, place) => this.texts.set(registration, texts[place] ?? ""));
  }

  private text(registration: string): string {
    const text = this.texts.get(registration);
    if (text === undefined) throw new Error(`the badge of ${registration} was not read`);
    return text;
  }

  /** Three days: what devices, attendees and teams do, in order of time. */
  private async playDays(): Promise<void> {
    const visitors = [...this.badges.keys()]
      .filter((registration) => /^R27-2\d{3}$/.test(registration) && registration !== LEAD)
      .sort();
    const steps = PLANS.flatMap((plan, number) => {
      // Each sponsor's visitors come in an order of their own, and the pictured attendee to all of them.
      const order = visitors.filter((_, place) => place % (number + 1) === 0);
      return schedule(plan, order, 2027 + number);
    });
    await this.readBadges([...steps.map(({ registration }) => registration), LEAD, ...STRAYS]);
    const happenings = [...steps.flatMap((step) => this.happeningsOf(step)), ...this.others()];
    for (let hour = 10; hour < 2 * 24 + 16; hour++) {
      // Devices send once an hour: halls have bad networks.
      happenings.push({ at: hour * 60, run: () => this.syncAll() });
    }
    for (const { at: minute, run } of happenings.sort((one, other) => one.at - other.at)) {
      await this.clock.set(at(0, 0, minute));
      await run();
    }
  }

  /** A scan, and what is noted about it two minutes later. */
  private happeningsOf({ at, device, operator, registration, note }: Step): Happening[] {
    const booth = this.booth(device);
    let scan: string | undefined;
    const scanning = async () => {
      scan = await booth.scan(this.text(registration), operator);
    };
    const noting = async () => {
      if (scan !== undefined && note !== undefined) await booth.note(scan, operator, note);
    };
    return [{ at, run: scanning }, ...(note === undefined ? [] : [{ at: at + 2, run: noting }])];
  }

  private async syncAll(): Promise<void> {
    for (const booth of this.booths.values()) await booth.sync();
  }

  /** What happens besides the visits that the schedule makes. */
  private others(): Happening[] {
    const when = (day: number, hour: number, minute: number) => day * 1440 + hour * 60 + minute;
    const fields = ["first_name", "last_name", "email", "employer", "country"];
    return [
      // The lead of the picture: two colleagues, on two days.
      ...this.happeningsOf({
        ...{ at: when(0, 11, 22), device: "Front table", operator: "Ana", registration: LEAD },
        note: {
          text: "Builds pick-and-place cells for small parts. Wants to see the gripper with glass.",
          rating: 4,
          tags: ["gripper", "demo"],
          answers: ["1=This week", "2=4"],
        },
      }),
      ...this.happeningsOf({
        ...{ at: when(1, 14, 5), device: "Demo corner", operator: "Mei", registration: LEAD },
        note: {
          text: "Back for the demo with two colleagues. Glass works. Send an offer for four units with the long arm.",
          rating: 5,
          tags: ["hot", "offer"],
          answers: ["1=This week", "2=5"],
        },
      }),
      { at: when(0, 18, 30), run: () => this.takeExport() },
      { at: when(1, 10, 12), run: () => this.act(ATTENDEE, DATABASES, "withdraw") },
      { at: when(1, 10, 40), run: () => this.act("R27-2016", SPONSOR, "withdraw") },
      // A phone is lost and revoked, and its finder goes on scanning.
      { at: when(1, 12, 10), run: () => this.enrol(COFFEE, "Spare phone") },
      { at: when(1, 12, 40), run: () => this.revoke("Spare phone") },
      ...STRAYS.flatMap((registration, number) =>
        this.strayScan(when(1, 12, 51 + 3 * number), "Spare phone", registration),
      ),
      {
        at: when(1, 14, 20),
        run: () =>
          this.report("R27-2022", DATABASES, "never_there", "I was in a workshop on the top floor all day."),
      },
      { at: when(1, 16, 30), run: () => this.uphold("The booth could not say whose badge it had scanned.") },
      { at: when(1, 17, 50), run: () => this.acknowledgeDeletions() },
      { at: when(1, 18, 15), run: () => this.takeExport() },
      { at: when(2, 10, 4), run: () => this.act("R27-2031", SPONSOR, "withdraw") },
      { at: when(2, 10, 31), run: () => this.act("R27-2044", SPONSOR, "withdraw") },
      { at: when(2, 11, 2), run: () => this.act(ATTENDEE, SPONSOR, "share", { fields }) },
      {
        at: when(2, 12, 18),
        run: () =>
          this.report(
            "R27-2002",
            SPONSOR,
            "not_asked",
            "My badge was scanned from the side while I was talking to a friend. I was not asked.",
          ),
      },
    ];
  }

  private strayScan(at: number, device: string, registration: string): Happening[] {
    const run = async () => {
      await this.booth(device).scan(this.text(registration), "");
    };
    return [{ at, run }];
  }

  private async revoke(label: string): Promise<void> {
    const devices = await this.backend.run<{ device: string; label: string }[]>("device", "list");
    await this.backend.run(
      "device",
      "revoke",
      devices.find((device) => device.label === label)?.device ?? "",
    );
  }

  private async uphold(reason: string): Promise<void> {
    const [report] = await this.backend.run<{ report: string }[]>("report", "list", "--open");
    await this.backend.run("report", "uphold", report?.report ?? "", "--reason", reason);
  }

  private sponsorId(sponsor: string): string {
    const id = this.sponsors.get(sponsor);
    if (id === undefined) throw new Error(`no sponsor is called ${sponsor}`);
    return id;
  }

  /** Calls the API as an attendee. */
  private async act(registration: string, sponsor: string, verb: string, body: object = {}): Promise<void> {
    const { token } = await this.backend.run<{ token: string }>("attendee", "token", registration);
    const answer = await fetch(`${this.backend.url}/api/v1/me/sponsors/${this.sponsorId(sponsor)}/${verb}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${verb}: ${answer.status} ${await answer.text()}`);
  }

  private report(registration: string, sponsor: string, reason: string, text: string): Promise<void> {
    return this.act(registration, sponsor, "report", { reason, text });
  }

  /** Calls the API as a program of the pictured sponsor. */
  private async asProgram(method: string, path: string): Promise<void> {
    this.token ??= (
      await this.backend.run<{ token: string }>("sponsor", "token", SPONSOR, "--label", "CRM")
    ).token;
    const answer = await fetch(`${this.backend.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
  }

  private takeExport(): Promise<void> {
    return this.asProgram("GET", "exports/leads.csv");
  }

  /** Says that the copies of all leads that were taken back until now are deleted. */
  private async acknowledgeDeletions(): Promise<void> {
    const leads = await this.backend.leads(this.token ?? "");
    for (const { lead } of leads.filter(({ state }) => state === "withheld")) {
      await this.asProgram("POST", `leads/${lead}/acknowledge-deletion`);
    }
  }

  private token: string | undefined;

  private async findIds(): Promise<void> {
    const { backend, ids } = this;
    ids["sponsor"] = this.sponsorId(SPONSOR);
    const devices = await backend.run<{ device: string; label: string }[]>("device", "list");
    ids["device"] = devices.find(({ label }) => label === "Front table")?.device ?? "";
    const [report] = await backend.run<{ report: string }[]>("report", "list", "--open");
    ids["report"] = report?.report ?? "";
    const leads = await backend.leads(this.token ?? "");
    ids["lead"] = leads.find(({ first_name }) => first_name === "Yuki")?.lead ?? "";
  }
}
