import { describe, expect, it } from "vitest";
import { failureOf } from "./failure";
import { luminanceOf } from "./luminance";

describe("the luminance of a picture", () => {
  it("is one byte a pixel: white is bright, black is dark, green is brighter than blue", () => {
    const rgba = [255, 255, 255, 255, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255];
    expect([...luminanceOf(new Uint8ClampedArray(rgba))]).toEqual([255, 0, 149, 28]);
  });
});

describe("a camera that can't be opened", () => {
  it("is reported by its remedy", () => {
    const kindOf = (name: string) => failureOf(new DOMException("said so", name), "Webcam").kind;
    expect(kindOf("NotAllowedError")).toBe("forbidden");
    expect(kindOf("SecurityError")).toBe("forbidden");
    expect(kindOf("NotFoundError")).toBe("none");
    expect(kindOf("OverconstrainedError")).toBe("none");
    expect(kindOf("NotReadableError")).toBe("busy");
    expect(kindOf("AbortError")).toBe("busy");
    expect(failureOf(new TypeError("odd"), "Webcam")).toEqual({
      kind: "failed",
      name: "Webcam",
      message: "odd",
    });
  });
});
