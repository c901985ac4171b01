import { describe, expect, it } from "vitest";
import { digitsOf, isPin, secondsUntil } from "./pin";

describe("typing a PIN", () => {
  it("takes digits and nothing else", () => {
    expect(digitsOf("12a ٣3-4")).toBe("1234");
  });

  it("ends at twelve digits", () => {
    expect(digitsOf("1234567890123")).toBe("123456789012");
  });

  it("recognises a valid PIN", () => {
    const typed = ["123", "1234", "123456789012", "1234567890123", "12a45"];
    expect(typed.map(isPin)).toEqual([false, true, true, false, false]);
  });
});

describe("waiting after wrong PINs", () => {
  it("is shown in whole seconds, and ends at the exact time", () => {
    expect(secondsUntil(10_500, 10_000)).toBe(1);
    expect(secondsUntil(40_000, 10_000)).toBe(30);
    expect(secondsUntil(10_000, 10_000)).toBe(0);
    expect(secondsUntil(9_000, 10_000)).toBe(0);
  });
});
