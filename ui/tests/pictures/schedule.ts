// What happens at the booths of the sample event over three days: who is scanned when, by which device,
// and what is written down about them. The same on every run.

/** What a booth device does, in order of time. */
export interface Step {
  /** Minutes since the midnight before the first day, in the event's zone. */
  at: number;
  device: string;
  operator: string;
  /** Who is scanned. */
  registration: string;
  note?: { text: string; rating: number; tags: readonly string[]; answers: readonly string[] };
}

/** A booth device, who works with it, and its share of its sponsor's scans. */
export interface DevicePlan {
  device: string;
  sponsor: string;
  operators: readonly string[];
  share: number;
}

/** A sponsor's part of the event. */
export interface SponsorPlan {
  devices: readonly DevicePlan[];
  /** People scanned for the first time, by day. */
  first: readonly number[];
  /** People scanned a second time, by another device. */
  again: number;
  /** Of ten scans, after how many a note is written. */
  notes: number;
}

/** Visitors at a booth by hour, on each of the days: talks empty the hall, coffee fills it. */
const HOURS: readonly Readonly<Record<number, number>>[] = [
  { 9: 2, 10: 6, 11: 9, 12: 5, 13: 7, 14: 4, 15: 8, 16: 5, 17: 2 },
  { 9: 3, 10: 7, 11: 6, 12: 8, 13: 5, 14: 4, 15: 7, 16: 4, 17: 1 },
  { 9: 2, 10: 5, 11: 7, 12: 6, 13: 3, 14: 2 },
];

const NOTES: readonly (readonly [string, number, readonly string[]])[] = [
  ["Wants the arm on a mobile base. Send the payload table.", 5, ["hot", "arm"]],
  ["Runs three warehouses, and compares us with two others. Decision in June.", 5, ["hot", "call back"]],
  ["Asked about running without a network. Liked the demo.", 4, ["demo"]],
  ["Teaches a course of 40 students; wants a discount for education.", 3, ["education"]],
  ["Has our first gripper, and two broken fingers. Send spare parts.", 4, ["support", "gripper"]],
  ["Only looking, took a brochure.", 2, []],
  ["Needs the Python interface, and examples for ROS.", 4, ["python"]],
  ["Budget is decided in September.", 3, ["later"]],
  ["Will bring a colleague tomorrow for the long demo.", 4, ["demo", "call back"]],
  ["Interested in the camera only. Pass on to the vision team.", 3, ["vision"]],
  ["Clean room, so stainless steel. Ask the plant in Porto whether we can.", 5, ["hot", "special"]],
  ["Writes about robots; wants an interview in June.", 3, ["press"]],
  ["Had seen the talk, and asked for the slides.", 3, []],
  ["Buys through a distributor. Find out which.", 4, ["distributor"]],
  ["Needs it on premises, no cloud.", 4, ["on-premises"]],
  ["Student, looks for an internship.", 2, ["jobs"]],
];
const WHEN = ["This week", "This month", "Later"];

/** Chance that is the same on every run: the mulberry32 generator. */
class Chance {
  constructor(private state: number) {}

  /** At least 0, and less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(choices: readonly T[], weight: (choice: T) => number = () => 1): T {
    const total = choices.reduce((sum, choice) => sum + weight(choice), 0);
    let left = this.next() * total;
    for (const choice of choices) {
      left -= weight(choice);
      if (left < 0) return choice;
    }
    throw new Error("nothing to choose from");
  }
}

/** What a sponsor's devices do with these visitors, who come in this order. */
export function schedule(plan: SponsorPlan, visitors: readonly string[], seed: number): Step[] {
  const chance = new Chance(seed);
  const steps: Step[] = [];
  const seenBy = new Map<string, Set<string>>();
  const time = (day: number) => {
    const hours = Object.entries(HOURS[day] ?? {});
    const [hour] = chance.of(hours, ([, weight]) => weight);
    return day * 1440 + Number(hour) * 60 + chance.below(60);
  };
  const add = (at: number, registration: string) => {
    const seen = seenBy.get(registration) ?? new Set<string>();
    const free = plan.devices.filter(({ device }) => !seen.has(device));
    if (free.length === 0) return;
    const { device, operators } = chance.of(free, ({ share }) => share);
    seenBy.set(registration, seen.add(device));
    const [text, rating, tags] = chance.of(NOTES);
    const answers = [`1=${chance.of(WHEN)}`, `2=${Math.min(5, Math.max(1, rating + chance.below(2)))}`];
    const isNoted = chance.below(10) < plan.notes;
    steps.push({
      ...{ at, device, registration, operator: chance.of(operators) },
      ...(isNoted && { note: { text, rating, tags, answers } }),
    });
  };
  let next = 0;
  plan.first.forEach((count, day) => {
    for (const registration of visitors.slice(next, next + count)) add(time(day), registration);
    next += count;
  });
  const known = visitors.slice(0, next);
  for (let count = 0; count < plan.again; count++) {
    const registration = chance.of(known);
    const first = Math.min(...steps.filter((step) => step.registration === registration).map(({ at }) => at));
    const at = time(1 + chance.below(2));
    if (at > first) add(at, registration);
  }
  return steps.sort((one, other) => one.at - other.at);
}
