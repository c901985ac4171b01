import { describe, expect, it } from "vitest";
import { rowAfterKey, scrollToShow, visibleRows } from "./windowing";

describe("the rendered rows", () => {
  it("cover the viewport and the overscan on both sides", () => {
    const { first, end } = visibleRows(7_200, 720, 72, 5_000);
    expect(first).toBeLessThan(100);
    expect(end).toBeGreaterThan(110);
    expect(end - first).toBeLessThan(40);
  });

  it("stay within the list", () => {
    expect(visibleRows(-50, 720, 72, 3)).toEqual({ first: 0, end: 3 });
    expect(visibleRows(1_000_000, 720, 72, 5_000).end).toBe(5_000);
    expect(visibleRows(1_000_000, 720, 72, 5_000).first).toBeLessThanOrEqual(5_000);
  });

  it("are empty without rows or without a measured height", () => {
    expect(visibleRows(0, 720, 72, 0)).toEqual({ first: 0, end: 0 });
    expect(visibleRows(0, 720, 0, 10)).toEqual({ first: 0, end: 0 });
  });
});

describe("scrolling to a row", () => {
  it("leaves a row in view where it is", () => {
    expect(scrollToShow(5, 300, 400, 72)).toBe(300);
  });

  it("moves no further than needed", () => {
    expect(scrollToShow(0, 300, 400, 72)).toBe(0);
    expect(scrollToShow(20, 300, 400, 72)).toBe(21 * 72 - 400);
  });
});

describe("keys in the list", () => {
  it("move by a row, by a page and to the ends", () => {
    expect(rowAfterKey("ArrowDown", 3, 10, 5)).toBe(4);
    expect(rowAfterKey("ArrowUp", 3, 10, 5)).toBe(2);
    expect(rowAfterKey("PageDown", 3, 10, 5)).toBe(8);
    expect(rowAfterKey("PageUp", 3, 10, 5)).toBe(0);
    expect(rowAfterKey("Home", 3, 10, 5)).toBe(0);
    expect(rowAfterKey("End", 3, 10, 5)).toBe(9);
  });

  it("do not leave the list, and other keys do nothing", () => {
    expect(rowAfterKey("ArrowDown", 9, 10, 5)).toBe(9);
    expect(rowAfterKey("a", 3, 10, 5)).toBeNull();
    expect(rowAfterKey("ArrowDown", 0, 0, 5)).toBeNull();
  });
});
