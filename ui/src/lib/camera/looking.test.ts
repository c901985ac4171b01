import { describe, expect, it } from "vitest";
import type { LookFor } from "./camera";
import { Looking } from "./looking";

/** A device that takes each order only when it is let. */
function device() {
  const orders: (LookFor | null)[] = [];
  const waiting: (() => void)[] = [];
  const looking = new Looking((lookFor) => {
    orders.push(lookFor);
    return new Promise((done) => waiting.push(done));
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      waiting.shift()?.();
      await Promise.resolve();
    }
  };
  return { looking, orders, settle };
}

describe("looking for codes", () => {
  it("starts when it is wanted and ends when it is not", async () => {
    const { looking, orders, settle } = device();
    const letGo = looking.want("badges");
    await settle();
    letGo();
    await settle();
    expect(orders).toEqual(["badges", null]);
  });

  it("passes from one screen to the next without a stop, in either order", async () => {
    const { looking, orders, settle } = device();
    const letGo = looking.want("badges");
    await settle();
    letGo();
    const letGoCode = looking.want("enrolment_code");
    await settle();
    const other = looking.want("badges");
    letGoCode();
    await settle();
    expect(orders).toEqual(["badges", "enrolment_code", "badges"]);
    other();
    await settle();
    expect(orders.at(-1)).toBeNull();
  });

  it("sends one command at a time, and the last request wins", async () => {
    const { looking, orders, settle } = device();
    for (let time = 0; time < 5; time += 1) looking.want("badges")();
    const letGo = looking.want("enrolment_code");
    expect(orders).toHaveLength(1);
    await settle();
    expect(orders.at(-1)).toBe("enrolment_code");
    expect(orders.length).toBeLessThan(4);
    letGo();
  });

  it("sends the last command again on request", async () => {
    const { looking, orders, settle } = device();
    looking.want("badges");
    await settle();
    looking.again();
    await settle();
    expect(orders).toEqual(["badges", "badges"]);
  });
});
